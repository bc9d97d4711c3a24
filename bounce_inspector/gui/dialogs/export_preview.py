"""The first rows of an export as a table, read from the very text that would be written."""

import csv
import io
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from bounce_inspector.core import export
from bounce_inspector.core.export import ExportRow, Preset
from bounce_inspector.core.export.preset_files import Format
from bounce_inspector.gui.richtext import visible

SHOWN_ROWS = 20
WIDEST = 260


class ExportPreview(QTableWidget):
    """Shows how the file will begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("First rows of the file"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().hide()

    def show_rows(self, rows: Iterable[ExportRow], preset: Preset) -> None:
        """Show the first rows in the form of a preset."""
        names, lines = table(export.preview(rows, preset, SHOWN_ROWS), preset)
        self.setColumnCount(len(names))
        self.setRowCount(len(lines))
        self.setHorizontalHeaderLabels(names)
        self.horizontalHeader().setVisible(any(names))
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                self.setItem(row, column, QTableWidgetItem(visible(value)))
        self.resizeColumnsToContents()
        for column in range(len(names)):
            self.setColumnWidth(column, min(self.columnWidth(column), WIDEST))


def table(text: str, preset: Preset) -> tuple[list[str], list[list[str]]]:
    """Return the column names and the rows of a file's beginning; empty names where it has none."""
    if preset.format is Format.LINES:
        return [""], [[line] for line in text.splitlines()]
    lines = list(csv.reader(io.StringIO(text), delimiter=preset.delimiter))
    if preset.header:
        return lines[0], lines[1:]
    return ["" for _ in preset.columns], lines

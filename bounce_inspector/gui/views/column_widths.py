"""How wide columns are: by themselves until somebody drags one, then as that person wants."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from bounce_inspector.gui.models.ledger_model import Column


def fitted(columns: Sequence[Column[Any]], available: float) -> list[float]:
    """Return a width for each column, in letters as is `available`.

    What is left goes to the column with `fills`; where room is short, each gives way down to its
    `least`.
    """
    wished = sum(column.width for column in columns)
    least = sum(column.least for column in columns)
    if wished <= available:
        rest = available - wished
        return [column.width + (rest if column.fills else 0) for column in columns]
    short = min(1.0, (wished - available) / (wished - least))
    return [column.width - short * (column.width - column.least) for column in columns]


class ColumnWidths(QObject):
    """Keeps the widths of a table's columns in order."""

    def __init__(self, table: QTableView, columns: Sequence[Column[Any]]) -> None:
        super().__init__(table)
        self._table = table
        self._columns = tuple(columns)
        self._own = False  # the person's own widths hold
        self._setting = False
        header = table.horizontalHeader()
        header.sectionResized.connect(self._on_change)
        header.sectionMoved.connect(self._on_change)

    @property
    def own(self) -> bool:
        """Whether a person has chosen widths or an order."""
        return self._own

    def keep(self) -> None:
        """Leave the widths as they are from now on: they were remembered."""
        self._own = True
        self.fit()

    def fit(self) -> None:
        """Fit the columns into the table."""
        if self._setting:
            return
        self._setting = True
        unit = QFontMetrics(self._table.font()).averageCharWidth()
        if self._own:
            self._fill(unit)
        else:
            available = self._table.viewport().width() / unit
            for number, width in enumerate(fitted(self._columns, available)):
                self._table.setColumnWidth(number, int(width * unit))
        self._setting = False

    def _fill(self, unit: int) -> None:
        """Give one column what the others leave, but not too little."""
        header = self._table.horizontalHeader()
        for number, column in enumerate(self._columns):
            if column.fills:
                rest = self._table.viewport().width() - header.length()
                least = column.least * unit
                header.resizeSection(number, max(rest + header.sectionSize(number), least))

    def _on_change(self) -> None:
        if not self._setting:
            self._own = True
            self.fit()

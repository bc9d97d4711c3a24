"""What to do now, for one reader at a time: an agent reads out only the customer's part."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from bounce_inspector.gui import richtext
from bounce_inspector.gui.explaining.flow_row import FlowRow
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import SNUG, TIGHT, spacing


class RemediesView(QWidget):
    """Switches between readers. The one chosen stays chosen for the next bounce."""

    reader_changed = Signal(str)

    def __init__(self, readers: Sequence[str], parent: QWidget | None = None) -> None:
        """Take the readers' ids in their order; `rename` gives them words."""
        super().__init__(parent)
        self._texts: Mapping[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = FlowRow(spacing(self.font(), TIGHT))
        for reader in readers:
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("look", "quiet")
            self._group.addButton(button)
            self._buttons[reader] = button
            row.addWidget(button)
        self._words = SafeText(self.tr("What to do"), grows=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing(self.font(), SNUG))
        column.addLayout(row)
        column.addWidget(self._words)
        next(iter(self._buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._show)

    @property
    def reader(self) -> str:
        """The reader whose part is shown."""
        return next(reader for reader, button in self._buttons.items() if button.isChecked())

    def rename(self, names: Mapping[str, str]) -> None:
        """Set the words on the buttons: they are in the language of the explanation."""
        for reader, name in names.items():
            self._buttons[reader].setText(name)

    def choose(self, reader: str) -> None:
        """Show the part of a reader; one without a part is left out."""
        if reader in self._buttons:
            self._buttons[reader].setChecked(True)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what each reader is to do; readers without words cannot be chosen."""
        self._texts = texts
        for reader, button in self._buttons.items():
            button.setVisible(bool(texts.get(reader)))
        if texts and not texts.get(self.reader):
            self.choose(next(reader for reader in self._buttons if texts.get(reader)))
        self._show()

    def _show(self) -> None:
        self._words.show_html(richtext.lines(self._texts.get(self.reader, "")))
        self.reader_changed.emit(self.reader)

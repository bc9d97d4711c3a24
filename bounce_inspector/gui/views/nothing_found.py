"""What stands in place of the table when nothing passes the filter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bounce_inspector.gui.theme import ROOMY, SNUG, spacing


class NothingFound(QWidget):
    """Says that nothing is shown, why, and offers the way back."""

    everything_asked = Signal()
    messages_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(spacing(self.font(), SNUG))
        column.addStretch(2)
        self._title = QLabel()
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self._title.setFont(font)
        self._hint = QLabel()
        self._hint.setProperty("look", "muted")
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        self._everything = QPushButton(self.tr("Show everything"))
        self._everything.clicked.connect(self.everything_asked)
        self._messages = QPushButton(self.tr("Show the messages"))
        self._messages.clicked.connect(self.messages_asked)
        row = QHBoxLayout()
        row.addStretch()
        for button in (self._everything, self._messages):
            button.setAccessibleName(button.text())
            row.addWidget(button)
        row.addStretch()
        column.addSpacing(spacing(self.font(), ROOMY))
        column.addLayout(row)
        column.addStretch(3)

    def show_reason(self, *, filtered: bool, working: bool) -> None:
        """Say that it is the filter, that reading has only begun, or that no address was found."""
        self._everything.setVisible(filtered)
        self._messages.setVisible(not filtered and not working)
        if filtered:
            self._title.setText(self.tr("Nothing matches"))
            self._hint.setText(self.tr("No row passes the filter and the search."))
        elif working:
            self._title.setText(self.tr("Reading…"))
            self._hint.setText(self.tr("The first addresses will be here in a moment."))
        else:
            self._title.setText(self.tr("No address failed"))
            self._hint.setText(self.tr("None of these messages reports a failed address."))

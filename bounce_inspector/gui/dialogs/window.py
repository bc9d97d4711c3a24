"""What all dialogs share: they free themselves on close and keep the same distances."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from bounce_inspector.gui.theme import ROOMY, SNUG, WIDE, spacing


class Window(QDialog):
    """A dialog with a column to fill. It is gone when it is closed: keep no reference to it."""

    def __init__(self, title: str, columns: int, lines: int, parent: QWidget | None = None) -> None:
        """Make a window about as large as `columns` letters by `lines` lines of text."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        metrics = QFontMetricsF(self.font())
        self.resize(round(metrics.averageCharWidth() * columns), round(metrics.height() * lines))
        self.column = QVBoxLayout(self)
        margin = spacing(self.font(), ROOMY)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(spacing(self.font(), SNUG))

    def showEvent(self, event: QShowEvent) -> None:
        """Be at least as high as the words need at this width."""
        super().showEvent(event)
        needed = self.column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))

    def add_heading(self, text: str) -> QLabel:
        """Add one line in large letters and return it."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        label.setFont(font)
        self.column.addWidget(label)
        return label

    def add_note(self, text: str) -> QLabel:
        """Add a paragraph of our own plain words and return it."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(label)
        return label

    def add_gap(self) -> None:
        """Add the distance that stands between groups."""
        self.column.addSpacing(spacing(self.font(), WIDE) // 2)

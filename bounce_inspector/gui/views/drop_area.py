"""What an empty window shows: where to drop mail, and three ways to begin without a mouse."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bounce_inspector.gui import icons
from bounce_inspector.gui.theme import ROOMY, SNUG, WIDE, spacing, tones_of


class DropArea(QWidget):
    """A large place to drop mail on, with buttons. The window itself takes the drops."""

    open_asked = Signal()
    paste_asked = Signal()
    examples_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = False
        self.setAccessibleName(self.tr("Start"))
        column = QVBoxLayout(self)
        margin = spacing(self.font(), WIDE * 2)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(spacing(self.font(), SNUG))
        column.addStretch(2)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._picture)
        column.addSpacing(spacing(self.font(), SNUG))
        column.addWidget(self._line(self.tr("Drop bounced mail here"), factor=1.9, bold=True))
        column.addWidget(
            self._line(
                self.tr(
                    "Messages, mailboxes (.mbox), folders and archives, or straight from your "
                    "mail program.\nEverything stays on this computer."
                ),
                muted=True,
            )
        )
        column.addSpacing(spacing(self.font(), ROOMY))
        column.addLayout(self._buttons())
        column.addStretch(3)

    def show_hover(self, *, hovered: bool) -> None:
        """Tell by the frame whether mail is being held over the window."""
        self._hovered = hovered
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the picture in the colours of the moment."""
        super().showEvent(event)
        self._draw_picture()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture anew when light turns dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_picture()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame to drop into."""
        del event
        tones = tones_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = spacing(self.font(), ROOMY)
        frame = QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)
        painter.setBrush(QColor(tones.selection if self._hovered else tones.base))
        pen = QPen(
            QColor(tones.accent if self._hovered else tones.edge), 2 if self._hovered else 1.5
        )
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(frame, gap, gap)

    def _line(
        self, text: str, *, factor: float = 1.0, bold: bool = False, muted: bool = False
    ) -> QLabel:
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * factor)
        font.setBold(bold)
        label.setFont(font)
        if muted:
            label.setProperty("look", "muted")
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(spacing(self.font(), SNUG))
        row.addStretch()
        asked = (
            (self.tr("Open files…"), self.open_asked, "primary"),
            (self.tr("Paste an error text…"), self.paste_asked, ""),
            (self.tr("Try with examples"), self.examples_asked, ""),
        )
        for text, signal, look in asked:
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.setProperty("look", look)
            button.clicked.connect(signal)
            button.setMinimumHeight(spacing(self.font(), 2.2))
            row.addWidget(button)
        row.addStretch()
        return row

    def _draw_picture(self) -> None:
        side = spacing(self.font(), 4)
        self._picture.setPixmap(
            icons.pixmap("open", tones_of(self).accent, side, self.devicePixelRatioF())
        )

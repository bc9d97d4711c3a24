"""What lies over a filled window while mail is held over it: the promise that it will be opened."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bounce_inspector.gui.theme import ROOMY, SNUG, spacing, tones_of


class DropVeil(QWidget):
    """A veil that lets everything through but the eye."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def cover(self, widget: QWidget) -> None:
        """Lie over a widget."""
        self.setGeometry(widget.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint veil, frame and words."""
        del event
        tones = tones_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tones.window)
        veil.setAlphaF(0.93)
        painter.fillRect(self.rect(), veil)
        gap = spacing(self.font(), SNUG)
        pen = QPen(QColor(tones.accent), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        corner = spacing(self.font(), ROOMY)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(gap, gap, -gap, -gap), corner, corner)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tones.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Drop to open"))

"""The verdict as a small coloured label: never by colour alone, with its icon and its word."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bounce_inspector.core.ledger import Bucket
from bounce_inspector.gui import icons, words
from bounce_inspector.gui.theme import SNUG, TIGHT, spacing, tones_of


class VerdictChip(QWidget):
    """Shows the tray an address lies in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bucket = Bucket.UNKNOWN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.show_bucket(Bucket.UNKNOWN)

    def show_bucket(self, bucket: Bucket) -> None:
        """Show a verdict; what it means is in the tool tip."""
        self._bucket = bucket
        self.setAccessibleName(self.tr("Verdict: {0}").format(words.bucket_name(bucket)))
        self.setToolTip(words.bucket_hint(bucket))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for icon, word and the space around them."""
        metrics = self.fontMetrics()
        gap = spacing(self.font(), TIGHT)
        height = metrics.height() + 2 * gap
        word = metrics.horizontalAdvance(words.bucket_name(self._bucket))
        return QSize(metrics.height() + word + 3 * gap + spacing(self.font(), SNUG), height)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a cut verdict is none."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        del event
        tone = tones_of(self).bucket(self._bucket)
        gap = spacing(self.font(), TIGHT)
        side = self.fontMetrics().height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.fill))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        icons.paint(painter, QRectF(gap * 1.5, gap, side, side), self._bucket, tone.ink)
        painter.setPen(QColor(tone.ink))
        place = self.rect().adjusted(round(gap * 2.5) + side, 0, -gap, 0)
        painter.drawText(
            place,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words.bucket_name(self._bucket),
        )
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or font."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.updateGeometry()
        super().changeEvent(event)

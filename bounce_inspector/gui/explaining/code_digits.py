"""The digits of a code, large and in a row: pointing at one, or the arrow keys, picks it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bounce_inspector.core.explaining.explanation import CodePiece, Place
from bounce_inspector.gui.theme import SNUG, TIGHT, machine_font, spacing, tones_of

WHOLE = frozenset({Place.REPLY, Place.STATUS})
_BEFORE = {Place.STATUS_SUBJECT: ".", Place.STATUS_DETAIL: "."}


def written(pieces: Sequence[CodePiece]) -> str:
    """Return the code as it is written: 550 5.7.26."""
    return " ".join(piece.text for piece in pieces if piece.place in WHOLE)


class CodeDigits(QWidget):
    """Paints the digits and numbers of a code; those chosen stand on a ground of their own."""

    pointed_at = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: list[CodePiece] = []
        self._chosen: frozenset[int] = frozenset()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pieces(self, pieces: Sequence[CodePiece]) -> None:
        """Show a code; the numbers told by `pointed_at` count all its pieces, whole codes too."""
        self._pieces = list(pieces)
        self._chosen = frozenset()
        self.setAccessibleName(self.tr("Code {0}").format(written(pieces)))
        self.setAccessibleDescription("; ".join(f"{one.text}: {one.meaning}" for one in pieces))
        self.updateGeometry()
        self.update()

    def bring_out(self, numbers: Collection[int]) -> None:
        """Choose pieces by their numbers."""
        self._chosen = frozenset(numbers)
        self.update()

    def places(self) -> dict[int, QRectF]:
        """Return where each digit is drawn, by the number of its piece."""
        metrics = QFontMetricsF(self._code_font())
        gap = spacing(self.font(), TIGHT) * 0.5
        found: dict[int, QRectF] = {}
        left = gap
        for number, piece in enumerate(self._pieces):
            if piece.place in WHOLE:
                left += metrics.horizontalAdvance(" ") if found else 0
                continue
            left += metrics.horizontalAdvance(_BEFORE.get(piece.place, ""))
            width = metrics.horizontalAdvance(piece.text)
            found[number] = QRectF(left, 0, width, metrics.height())
            left += width + gap
        return found

    def sizeHint(self) -> QSize:
        """Return the room for the digits and the line under them."""
        right = max((place.right() for place in self.places().values()), default=0.0)
        height = QFontMetricsF(self._code_font()).height() + spacing(self.font(), TIGHT) * 1.5
        return QSize(round(right) + spacing(self.font(), SNUG), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dots and digits, each digit with a line under it."""
        del event
        tones = tones_of(self)
        font = self._code_font()
        metrics = QFontMetricsF(font)
        gap = spacing(self.font(), TIGHT)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        for number, place in self.places().items():
            chosen = number in self._chosen
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(tones.selection))
                painter.drawRoundedRect(place.adjusted(-1, 0, 1, 0), gap / 2, gap / 2)
            dot = _BEFORE.get(self._pieces[number].place, "")
            painter.setPen(QColor(tones.muted))
            back = metrics.horizontalAdvance(dot) + gap * 0.25
            painter.drawText(QPointF(place.left() - back, metrics.ascent()), dot)
            painter.setPen(QColor(tones.text))
            painter.drawText(QPointF(place.left(), metrics.ascent()), self._pieces[number].text)
            painter.setPen(QPen(QColor(tones.accent if chosen else tones.edge), max(2.0, gap / 2)))
            base = place.bottom() + gap * 0.6
            painter.drawLine(QPointF(place.left() + 1, base), QPointF(place.right() - 1, base))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tones.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which digit is pointed at."""
        gap = spacing(self.font(), TIGHT)
        for number, place in self.places().items():
            if place.adjusted(-gap / 2, 0, gap / 2, gap * 2).contains(event.position()):
                self._point(number)
                return
        self._point(-1)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the digit."""
        super().leaveEvent(event)
        self._point(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the digit."""
        super().focusOutEvent(event)
        self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from digit to digit."""
        numbers = list(self.places())
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() not in steps or not numbers:
            super().keyPressEvent(event)
            return
        step = steps[Qt.Key(event.key())]
        now = next((numbers.index(one) for one in numbers if one in self._chosen), None)
        at = (0 if step > 0 else -1) if now is None else (now + step) % len(numbers)
        self._point(numbers[at])

    def _point(self, number: int) -> None:
        chosen = frozenset({number}) if number >= 0 else frozenset()
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()
            self.pointed_at.emit(number)

    def _code_font(self) -> QFont:
        font = machine_font(self.font())
        font.setPointSizeF(self.font().pointSizeF() * 1.8)
        font.setBold(True)
        return font

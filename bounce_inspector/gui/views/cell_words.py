"""Words in the cells of a table: in one line, shortened where there is no room.

Most words stand in many rows, and are laid out once; an address stands in one, and is just drawn.
"""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

_KEPT = 3000  # texts

_ELIDE = Qt.TextElideMode.ElideRight


class _Widths(dict[str, float]):
    """How wide single letters of a font are, in pixels."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, letter: str) -> float:
        self[letter] = width = self._metrics.horizontalAdvance(letter)
        return width


class CellWords:
    """Draws texts in one font, and keeps what it found out about them for the next time."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._widths = _Widths(self._metrics)
        self._ascent = self._metrics.ascent()
        self._height = -(-self._metrics.height() // 1)
        self._drawn: dict[tuple[str, int], str] = {}  # once, and as what
        self._laid_out: dict[tuple[str, int], QStaticText] = {}

    def draw(self, painter: QPainter, text: str, left: float, middle: float, room: int) -> None:
        """Draw a text at the left of its room, around the middle of the line."""
        words = self._laid_out.get((text, room))
        if words is not None:
            painter.drawStaticText(QPointF(left, _top(words, middle)), words)
            return
        shown = self._drawn.get((text, room))
        # Letters of another font may be higher, and where they stand is for the layout to say.
        if shown is not None or not text.isascii():
            words = self._lay_out(text, room)
            painter.drawStaticText(QPointF(left, _top(words, middle)), words)
            return
        _make_room(self._drawn)
        shown = self._shortened(text, room)
        self._drawn[text, room] = shown
        painter.drawText(QPointF(left, middle - self._height / 2 + self._ascent), shown)

    def draw_at_right(
        self, painter: QPainter, text: str, left: float, middle: float, room: int
    ) -> None:
        """Draw a text at the right of its room, around the middle of the line."""
        words = self._laid_out.get((text, room)) or self._lay_out(text, room)
        left += room - words.size().width()
        painter.drawStaticText(QPointF(left, _top(words, middle)), words)

    def draw_number(
        self, painter: QPainter, text: str, left: float, middle: float, room: int
    ) -> float:
        """Draw a number that will soon be another one at the right; return where it begins."""
        left += room - self.width(text)
        painter.drawText(QPointF(left, middle - self._height / 2 + self._ascent), text)
        return left

    def width(self, text: str) -> float:
        """Return how wide a text is where there is room for all of it, in pixels."""
        return sum(map(self._widths.__getitem__, text))

    def _lay_out(self, text: str, room: int) -> QStaticText:
        _make_room(self._laid_out)
        shown = self._drawn.pop((text, room), None)
        words = QStaticText(self._shortened(text, room) if shown is None else shown)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.prepare(font=self._font)
        self._laid_out[text, room] = words
        return words

    def _shortened(self, text: str, room: int) -> str:
        """Return a text with an ellipsis where there is no room for all of it.

        Of plain letters that is a sum of their widths: Qt would lay the text out.
        """
        if not (text.isascii() and text.isprintable()):
            return self._metrics.elidedText(text.replace("\n", " "), _ELIDE, room)
        ends = list(accumulate(map(self._widths.__getitem__, text)))
        if not ends or ends[-1] <= room:
            return text
        return text[: bisect_right(ends, room - self._widths["…"])] + "…"


def _top(words: QStaticText, middle: float) -> float:
    return middle - words.size().height() / 2


def _make_room(kept: dict[tuple[str, int], str] | dict[tuple[str, int], QStaticText]) -> None:
    if len(kept) >= _KEPT:
        kept.clear()

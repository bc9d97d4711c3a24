"""Paint the rows of the table: words, the mark, and the verdict as a coloured chip.

Qt's own way asks the model six times and the stylesheet ten times for each cell, and a page takes
30 to 40 ms, measured: too long for a frame. Here a row is painted at once from texts that were laid
out and pictures that were made before.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QTableView

from bounce_inspector.core.ledger import Bucket, Decision
from bounce_inspector.gui.models.ledger_model import LedgerModel
from bounce_inspector.gui.theme import SNUG, TIGHT, Tones, spacing, tones_of
from bounce_inspector.gui.views.cell_words import CellWords

_MARGIN = 4
_PICTURES = 500  # kept; there are a few dozen at a time
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands in the viewport."""

    column: int
    left: int
    width: int
    right: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What everything is painted with, the same for a whole paint."""

    font: QFont
    tones: Tones
    ratio: float


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How large the pictures are, in pixels: the mark and its side, the chip and its margin."""

    radius: float
    side: int
    chip: int
    gap: int


@dataclass(frozen=True, slots=True)
class _Line:
    """Which row, and where it stands in the viewport."""

    number: int
    top: int
    height: int


class RowPainter:
    """Paints rows of one table. Keeps what it laid out and drew for the next time."""

    def __init__(self, table: QTableView, model: LedgerModel[Any]) -> None:
        self._table = table
        self._model = model
        self._mark = model.column_number("mark")
        self._verdict = model.column_number("verdict")
        self._pictures: dict[Hashable, QPixmap] = {}
        self._look = _look_of(table)
        self._words = CellWords(self._look.font)
        self._sizes = _sizes_of(self._look.font)
        self._top = 0  # the first row painted last

    def paint(
        self, painter: QPainter, dirty: QRect, selected: list[tuple[int, int]], hovered: int
    ) -> None:
        """Paint the rows that touch a rectangle of the viewport.

        `selected` are stretches of rows, `hovered` is the row whose mark is under the mouse or -1.
        """
        table = self._table
        first, last = table.rowAt(dirty.top()), table.rowAt(dirty.bottom())
        if first < 0:
            return
        if last < 0:
            last = self._model.rowCount() - 1
        self._look_again()
        self._model.look_at(first, last)
        places = self._places(dirty)
        # Not by fillRect: its first use brings all gradients that Qt knows to Python.
        painter.setBackground(table.palette().brush(QPalette.ColorRole.Highlight))
        ends = [place.left + place.width for place in places]
        height, top = table.rowHeight(first), table.rowViewportPosition(first)
        current, width = table.currentIndex(), max(ends, default=0)
        with self._model.nothing_read():
            for number in range(first, last + 1):
                if any(begin <= number <= end for begin, end in selected):
                    painter.eraseRect(0, top, width, height)
                self._paint_row(painter, _Line(number, top, height), places, hovered == number)
                if current.row() == number and table.hasFocus():
                    area = QRect(0, top, width, height)
                    _frame(painter, self._cell(current.column(), area), self._look.tones)
                top += height
        self._expect(first, last)

    def _expect(self, first: int, last: int) -> None:
        """Have the pages before and after read too, where one is turned and not leapt."""
        page = last - first + 1
        if abs(first - self._top) <= page:
            self._model.expect(first - page, last + page)
        self._top = first

    def _paint_row(
        self, painter: QPainter, line: _Line, places: list[_Place], hovered: bool
    ) -> None:
        """Paint a row; leave one free that was not read yet."""
        there = self._model.cells_if_there(line.number)
        if there is None:
            return
        row, texts = there
        words, middle = self._words, line.top + line.height / 2
        for place in places:
            text = texts[place.column]
            if place.column == self._mark:
                self._paint_mark(painter, line, place, row.decision, hovered)
            elif place.column == self._verdict:
                self._paint_verdict(painter, line, place, row.bucket, text)
            elif text:
                draw = words.draw_at_right if place.right else words.draw
                room = place.width - 2 * _MARGIN
                draw(painter, text, place.left + _MARGIN, middle, room)

    def _paint_mark(
        self,
        painter: QPainter,
        line: _Line,
        place: _Place,
        decision: Decision | None,
        hovered: bool,
    ) -> None:
        lit = hovered and decision is None
        radius, side = self._sizes.radius, self._sizes.side
        left = place.left + (place.width - side) // 2
        picture = self._picture(
            (decision, lit, side),
            (side, side),
            lambda inside: _draw_mark(inside, decision, radius, self._look.tones, lit=lit),
        )
        painter.drawPixmap(left, line.top + (line.height - side) // 2, picture)

    def _paint_verdict(
        self, painter: QPainter, line: _Line, place: _Place, bucket: Bucket, label: str
    ) -> None:
        height, gap = min(self._sizes.chip, line.height - 2), self._sizes.gap
        room = max(place.width - 2 * gap, 1)
        picture = self._picture(
            (bucket, label, room),
            (room, height),
            lambda inside: _draw_chip(inside, QSize(room, height), label, bucket, self._look),
        )
        painter.drawPixmap(place.left + gap, line.top + (line.height - height) // 2, picture)

    def _picture(
        self, key: Hashable, size: tuple[int, int], draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """Return a picture, drawn at the first time; `key` tells apart what `draw` draws."""
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= _PICTURES:
                self._pictures.clear()
            width, height = size
            ratio = self._look.ratio
            picture = QPixmap(round(width * ratio), round(height * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inside = QPainter(picture)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(inside)
            inside.end()
            self._pictures[key] = picture
        return picture

    def _look_again(self) -> None:
        """Drop what was made for another font or other colours."""
        look = _look_of(self._table)
        if look != self._look:
            self._look = look
            self._words = CellWords(look.font)
            self._sizes = _sizes_of(look.font)
            self._pictures.clear()

    def _places(self, dirty: QRect) -> list[_Place]:
        """Return the columns that touch a rectangle."""
        table = self._table
        places = [
            _Place(
                number,
                table.columnViewportPosition(number),
                table.columnWidth(number),
                column.right,
            )
            for number, column in enumerate(self._model.columns)
            if not table.isColumnHidden(number)
        ]
        return [
            place
            for place in places
            if place.left <= dirty.right() and place.left + place.width > dirty.left()
        ]

    def _cell(self, column: int, area: QRect) -> QRect:
        left = self._table.columnViewportPosition(column)
        return QRect(left, area.top(), self._table.columnWidth(column), area.height())


def _look_of(table: QTableView) -> _Look:
    return _Look(table.font(), tones_of(table), table.devicePixelRatioF())


def _sizes_of(font: QFont) -> _Sizes:
    height = QFontMetricsF(font).height()
    radius = height * 0.47
    return _Sizes(radius, round(2 * radius) + 2, round(height * 1.3), spacing(font, TIGHT))


def _frame(painter: QPainter, cell: QRect, tones: Tones) -> None:
    """Frame the cell that the keyboard is on."""
    painter.save()
    painter.setPen(QPen(QColor(tones.accent), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(cell.adjusted(0, 0, -1, -1))
    painter.restore()


def _draw_mark(
    painter: QPainter, decision: Decision | None, radius: float, tones: Tones, *, lit: bool
) -> None:
    """Draw a ring to click; filled with a cross where it goes, with a tick where it stays."""
    centre = QPointF(radius + 1, radius + 1)
    if decision is Decision.REMOVE:
        _disc(painter, centre, radius, tones.bucket("remove").ink, tones)
        arm = radius * 0.4
        painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm))
        painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm))
    elif decision is Decision.KEEP:
        _disc(painter, centre, radius, tones.bucket("keep").ink, tones)
        corner = centre + QPointF(-radius * 0.1, radius * 0.38)
        painter.drawLine(centre + QPointF(-radius * 0.48, 0), corner)
        painter.drawLine(corner, centre + QPointF(radius * 0.5, -radius * 0.36))
    else:
        painter.setPen(QPen(QColor(tones.accent if lit else tones.edge), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius - 0.7, radius - 0.7)


def _disc(painter: QPainter, centre: QPointF, radius: float, colour: str, tones: Tones) -> None:
    """Fill a disc and leave a pen for the sign on it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(centre, radius, radius)
    pen = QPen(QColor(tones.base), radius * 0.28)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)


def _draw_chip(painter: QPainter, size: QSize, label: str, bucket: str, look: _Look) -> None:
    """Draw the verdict as a chip in the tray's colours, at the left."""
    tone = look.tones.bucket(bucket)
    pad = spacing(look.font, SNUG)
    font = QFont(look.font)
    font.setWeight(QFont.Weight.DemiBold)
    font.setPointSizeF(look.font.pointSizeF() * 0.92)
    metrics = QFontMetricsF(font)
    width = min(metrics.horizontalAdvance(label) + 2 * pad, size.width())
    chip = QRectF(0, 0, width, size.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.fill))
    painter.drawRoundedRect(chip, size.height() / 2, size.height() / 2)
    painter.setFont(font)
    painter.setPen(QColor(tone.ink))
    text = metrics.elidedText(label, _ELIDE, width - pad)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

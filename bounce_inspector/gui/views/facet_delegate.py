"""Paint one line of the facets: a dot in the tray's colour, the name, the count at the right.

Counts change several times a second while mail is read: what can be measured or laid out before is
kept for the next paint.
"""

from dataclasses import dataclass

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bounce_inspector.gui.models.facet_model import FACET_ROLE, Facet, Section
from bounce_inspector.gui.theme import SNUG, TIGHT, Tones, spacing, tones_of
from bounce_inspector.gui.views.cell_words import CellWords

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Look:
    """What everything is painted with, for one font: distances in pixels, and words laid out."""

    font: QFont
    heading_font: QFont
    bold_font: QFont
    snug: int
    tight: int
    line: int
    words: CellWords
    bold_words: CellWords


class FacetDelegate(QStyledItemDelegate):
    """Paints facets in the tones of the list they stand in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look: _Look | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line; a heading has air above it."""
        facet = index.data(FACET_ROLE)
        height = self._look_in(option.font).line
        is_heading = facet is not None and facet.heading
        factor = 2.1 if is_heading and index.row() else 1.7 if is_heading else 1.65
        return QSize(height * 6, round(height * factor))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading, a value or a "more" line."""
        facet = index.data(FACET_ROLE)
        if facet is None:
            return
        look, tones = self._look_in(option.font), tones_of(option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        if facet.heading:
            _heading(painter, area, look, facet, tones)
        else:
            _ground(painter, area, look, facet, tones, state=option.state)
            _value(painter, area, look, facet, tones)
        painter.restore()

    def _look_in(self, font: QFont) -> _Look:
        if self._look is None or self._look.font != font:
            self._look = _look_of(font)
        return self._look


def _look_of(font: QFont) -> _Look:
    plain, heading, bold = QFont(font), QFont(font), QFont(font)  # an option's own ends with it
    heading.setPointSizeF(font.pointSizeF() * 0.88)
    heading.setWeight(QFont.Weight.DemiBold)
    bold.setWeight(QFont.Weight.DemiBold)
    return _Look(
        plain,
        heading,
        bold,
        spacing(font, SNUG),
        spacing(font, TIGHT),
        QFontMetrics(font).height(),
        CellWords(plain),
        CellWords(bold),
    )


def _heading(painter: QPainter, area: QRectF, look: _Look, facet: Facet, tones: Tones) -> None:
    painter.setFont(look.heading_font)
    painter.setPen(QColor(tones.muted))
    inner = area.adjusted(look.snug, 0, 0, -look.tight)
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, facet.label)


def _ground(
    painter: QPainter,
    area: QRectF,
    look: _Look,
    facet: Facet,
    tones: Tones,
    *,
    state: QStyle.StateFlag,
) -> None:
    """Fill behind what is chosen or under the mouse, and frame what the keyboard is on."""
    place = area.adjusted(1, 1, -1, -1)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    if facet.active or hovered:
        fill = QColor(tones.selection)
        fill.setAlphaF(1.0 if facet.active else 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(place, look.tight, look.tight)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tones.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, look.tight, look.tight)


def _value(painter: QPainter, area: QRectF, look: _Look, facet: Facet, tones: Tones) -> None:
    """Draw dot, name and count, and shorten the name where it does not fit."""
    left, right = area.left() + look.snug, area.right() - look.snug
    middle = area.center().y()
    if facet.section is Section.VERDICT and not facet.more:
        radius = look.line * 0.25
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones.bucket(str(facet.value)).ink))
        painter.drawEllipse(QPointF(left + radius, middle), radius, radius)
        left += 2 * radius + look.snug
    if not facet.more:
        count = QLocale().toString(facet.count)
        painter.setFont(look.font)
        painter.setPen(QColor(tones.text if facet.active else tones.muted))
        begins = look.words.draw_number(painter, count, left, middle, int(right - left))
        right = begins - look.snug
    words = look.bold_words if facet.active else look.words
    painter.setFont(look.bold_font if facet.active else look.font)
    painter.setPen(QColor(tones.accent if facet.more else tones.text))
    words.draw(painter, facet.label, left, middle, int(right - left))


def line_width(widget: QWidget) -> int:
    """Return a comfortable width for a list of facets."""
    return QFontMetrics(widget.font()).averageCharWidth() * 30

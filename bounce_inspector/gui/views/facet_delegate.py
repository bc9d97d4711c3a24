"""Paint one line of the facets: a dot in the tray's colour, the name, the count in a pill."""

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bounce_inspector.gui.models.facet_model import FACET_ROLE, Facet, Section
from bounce_inspector.gui.theme import SNUG, TIGHT, Tones, spacing, tones_of

Index = QModelIndex | QPersistentModelIndex


class FacetDelegate(QStyledItemDelegate):
    """Paints facets in the tones of the list they stand in."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line; a heading has air above it."""
        facet = index.data(FACET_ROLE)
        height = QFontMetrics(option.font).height()
        is_heading = facet is not None and facet.heading
        factor = 2.1 if is_heading and index.row() else 1.7 if is_heading else 1.65
        return QSize(height * 6, round(height * factor))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading, a value or a "more" line."""
        facet = index.data(FACET_ROLE)
        if facet is None:
            return
        widget = option.widget
        tones = tones_of(widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        if facet.heading:
            _heading(painter, area, option.font, facet, tones)
        else:
            _ground(painter, area, option, facet, tones)
            _value(painter, area, option.font, facet, tones)
        painter.restore()


def _heading(painter: QPainter, area: QRectF, font: QFont, facet: Facet, tones: Tones) -> None:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    small.setWeight(QFont.Weight.DemiBold)
    painter.setFont(small)
    painter.setPen(QColor(tones.muted))
    inner = area.adjusted(spacing(font, SNUG), 0, 0, -spacing(font, TIGHT))
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, facet.label)


def _ground(
    painter: QPainter, area: QRectF, option: QStyleOptionViewItem, facet: Facet, tones: Tones
) -> None:
    """Fill behind what is chosen or under the mouse, and frame what the keyboard is on."""
    corner = spacing(option.font, TIGHT)
    place = area.adjusted(1, 1, -1, -1)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    if facet.active or hovered:
        fill = QColor(tones.selection)
        fill.setAlphaF(1.0 if facet.active else 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(place, corner, corner)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tones.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, corner, corner)


def _value(painter: QPainter, area: QRectF, font: QFont, facet: Facet, tones: Tones) -> None:
    """Draw dot, name and count, and shorten the name where it does not fit."""
    pad = spacing(font, SNUG)
    inner = area.adjusted(pad, 0, -pad, 0)
    if facet.section is Section.VERDICT and not facet.more:
        radius = QFontMetrics(font).height() * 0.25
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones.bucket(str(facet.value)).ink))
        painter.drawEllipse(QPointF(inner.left() + radius, inner.center().y()), radius, radius)
        inner.setLeft(inner.left() + 2 * radius + pad)
    inner.setRight(_count(painter, inner, font, facet, tones) - pad)
    shown = QFont(font)
    shown.setWeight(QFont.Weight.DemiBold if facet.active else QFont.Weight.Normal)
    painter.setFont(shown)
    painter.setPen(QColor(tones.accent if facet.more else tones.text))
    label = QFontMetrics(shown).elidedText(
        facet.label, Qt.TextElideMode.ElideMiddle, int(inner.width())
    )
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)


def _count(painter: QPainter, inner: QRectF, font: QFont, facet: Facet, tones: Tones) -> float:
    """Draw the count at the right edge and return where it begins."""
    if facet.more:
        return inner.right()
    text = QLocale().toString(facet.count)
    painter.setFont(font)
    painter.setPen(QColor(tones.text if facet.active else tones.muted))
    painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return inner.right() - QFontMetrics(font).horizontalAdvance(text)


def line_width(widget: QWidget) -> int:
    """Return a comfortable width for a list of facets."""
    return QFontMetrics(widget.font()).averageCharWidth() * 30

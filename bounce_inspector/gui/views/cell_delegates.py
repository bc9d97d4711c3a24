"""Paint what is more than text in a table cell: the mark, and the verdict as a coloured chip."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bounce_inspector.core.ledger import Decision
from bounce_inspector.gui.models.ledger_model import Roles
from bounce_inspector.gui.theme import SNUG, TIGHT, Tones, spacing, tones_of

Index = QModelIndex | QPersistentModelIndex


class _Cell(QStyledItemDelegate):
    """Paints the cell's ground as the style does, without text; subclasses paint the rest."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground and then what the row says."""
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        label, ground.text = ground.text, ""
        widget = option.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, widget)
        row = index.data(Roles.ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_row(painter, option, row, label)
        painter.restore()

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: object, label: str
    ) -> None:
        """Paint the cell of a row; `label` is its text."""
        raise NotImplementedError


class MarkDelegate(_Cell):
    """A ring to click; filled with a cross where it goes, with a tick where it stays."""

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: object, label: str
    ) -> None:
        """Paint the decision."""
        del label
        tones = tones_of(option.widget)
        radius = QFontMetricsF(option.font).height() * 0.47
        centre = QRectF(option.rect).center()
        decision = getattr(row, "decision", None)
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
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            painter.setPen(QPen(QColor(tones.accent if hovered else tones.edge), 1.4))
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


class VerdictDelegate(_Cell):
    """The verdict as a chip in the tray's colours."""

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: object, label: str
    ) -> None:
        """Paint the chip."""
        tone = tones_of(option.widget).bucket(str(getattr(row, "bucket", "")))
        pad, gap = spacing(option.font, SNUG), spacing(option.font, TIGHT)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(option.font.pointSizeF() * 0.92)
        metrics = QFontMetricsF(font)
        area = QRectF(option.rect).adjusted(gap, 0, -gap, 0)
        height = min(metrics.height() * 1.4, area.height() - 2)
        width = min(metrics.horizontalAdvance(label) + 2 * pad, area.width())
        chip = QRectF(area.left(), area.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.fill))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(tone.ink))
        text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width - pad)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

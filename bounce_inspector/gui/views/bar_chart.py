"""Horizontal bars with their names and numbers, painted; a click or Enter chooses one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bounce_inspector.gui.theme import SNUG, TIGHT, spacing, tones_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` is what choosing it gives; `tone` names a tray's colours, "" the accent."""

    label: str
    count: int
    value: object
    tone: str = ""


class BarChart(QWidget):
    """Paints bars below each other, the longest filling the width."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._at = 0
        self._hovered = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        self._bars = tuple(bars)
        self._at = min(self._at, max(0, len(bars) - 1))
        spoken = (f"{bar.label}: {QLocale().toString(bar.count)}" for bar in self._bars)
        self.setAccessibleDescription("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def bars(self) -> tuple[Bar, ...]:
        """Return what is shown."""
        return self._bars

    def sizeHint(self) -> QSize:
        """Ask for a line for each bar."""
        width = round(QFontMetricsF(self.font()).averageCharWidth() * 50)
        return QSize(width, self._line() * len(self._bars) + 2)

    def minimumSizeHint(self) -> QSize:
        """Be content with half the width."""
        return QSize(self.sizeHint().width() // 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every bar."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.count for bar in self._bars), default=0) or 1
        for number, bar in enumerate(self._bars):
            self._paint_bar(painter, number, bar, bar.count / most)

    def _paint_bar(self, painter: QPainter, number: int, bar: Bar, share: float) -> None:
        tones = tones_of(self)
        metrics = QFontMetricsF(self.font())
        pad = spacing(self.font(), SNUG)
        area = QRectF(1, 1 + number * self._line(), self.width() - 2, self._line())
        corner = spacing(self.font(), TIGHT)
        if number == self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            fill = QColor(tones.selection)
            fill.setAlphaF(0.5)
            painter.setBrush(fill)
            painter.drawRoundedRect(area, corner, corner)
        if self.hasFocus() and number == self._at:
            painter.setPen(QPen(QColor(tones.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), corner, corner)
        inner = area.adjusted(pad, 0, -pad, 0)
        label_width, count_width = self._label_width(inner.width()), self._count_width()
        painter.setPen(QColor(tones.text))
        label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label_width - pad)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
        track = inner.adjusted(label_width, 0, -count_width, 0)
        height = metrics.height() * 0.62
        bar_area = QRectF(
            track.left(), track.center().y() - height / 2, max(3.0, track.width() * share), height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones.bucket(bar.tone).ink if bar.tone else tones.accent))
        painter.drawRoundedRect(bar_area, height * 0.25, height * 0.25)
        painter.setPen(QColor(tones.muted))
        painter.drawText(
            inner,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            QLocale().toString(bar.count),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the mouse."""
        self._hover(self._bar_at(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        number = self._bar_at(event)
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self._at = number
            self.chosen.emit(self._bars[number].value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from bar to bar with the arrows and choose with Enter or Space."""
        if not self._bars:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._at = max(0, min(len(self._bars) - 1, self._at + step))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self._bars[self._at].value)
        else:
            super().keyPressEvent(event)

    def _label_width(self, width: float) -> float:
        """Return the room for the names: what the longest needs, at most half of it all."""
        metrics = QFontMetricsF(self.font())
        longest = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0.0)
        return min(longest + 2 * spacing(self.font(), SNUG), width * 0.5)

    def _count_width(self) -> float:
        """Return the room for the numbers."""
        most = max((bar.count for bar in self._bars), default=0)
        text = QLocale().toString(most)
        gap = spacing(self.font(), SNUG)
        return QFontMetricsF(self.font()).horizontalAdvance(text) + gap

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def _bar_at(self, event: QMouseEvent) -> int:
        number = int((event.position().y() - 1) // self._line())
        return number if 0 <= number < len(self._bars) else -1

    def _line(self) -> int:
        return spacing(self.font(), 1.75)

"""The way a message took: a timeline of the servers, with the time each of them needed."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bounce_inspector.core.details import Details, Hop
from bounce_inspector.gui import richtext
from bounce_inspector.gui.moments import duration, moment
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import ROOMY, SNUG, TIGHT, Tones, spacing, tones_of

SLOW = 300.0  # seconds from which a delay is worth a look


class JourneyView(QScrollArea):
    """Shows the way of the message that came back, and that of the report itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Journey"))
        self.show_notice("")

    def show_details(self, details: Details) -> None:
        """Show both journeys, each hop from the first server on."""
        column = self._fresh_column()
        self._add_journey(column, self.tr("The message that came back"), details.returned)
        self._add_journey(column, self.tr("This report"), details.journey)
        column.addStretch()

    def show_notice(self, sentence: str) -> None:
        """Show a sentence instead of a journey."""
        column = self._fresh_column()
        column.addWidget(_muted(sentence))
        column.addStretch()

    def _fresh_column(self) -> QVBoxLayout:
        body = QWidget()
        column = QVBoxLayout(body)
        margin = spacing(self.font(), ROOMY)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(0)
        self.setWidget(body)
        return column

    def _add_journey(self, column: QVBoxLayout, title: str, hops: Sequence[Hop]) -> None:
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        column.addWidget(heading)
        column.addWidget(_muted(self._summary(hops)))
        column.addSpacing(spacing(self.font(), SNUG))
        for hop in hops:
            column.addWidget(HopRow(hop, first=hop is hops[0], last=hop is hops[-1]))
        column.addSpacing(spacing(self.font(), ROOMY))

    def _summary(self, hops: Sequence[Hop]) -> str:
        if not hops:
            return self.tr("No server left its stamp here.")
        times = [hop.when for hop in hops if hop.when]
        if len(times) < 2:
            return self.tr("%n server(s)", "", len(hops))
        total = (max(times) - min(times)).total_seconds()
        return self.tr("%n server(s), {time} from first to last", "", len(hops)).format(
            time=duration(total)
        )


class HopRow(QWidget):
    """One server: a dot on the line of time, its name, and how long it took to get there."""

    def __init__(self, hop: Hop, *, first: bool, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hop = hop
        self._words = SafeText(self.tr("Server {0}").format(hop.number), grows=True)
        self._words.show_html(self._html(tones_of(self)))
        self._words.setToolTip(richtext.paragraph(hop.raw))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, spacing(self.font(), SNUG))
        row.setSpacing(spacing(self.font(), SNUG))
        row.addWidget(_Gutter(first=first, last=last, slow=self._is_slow()))
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _is_slow(self) -> bool:
        return self._hop.delay is not None and self._hop.delay >= SLOW

    def _html(self, tones: Tones) -> Html:
        hop = self._hop
        if not (hop.receiver or hop.sender):
            return richtext.paragraph(hop.raw)
        lines = [
            richtext.bold(hop.receiver or self.tr("a server that gives no name")),
            self.tr("from {0}").format(hop.sender) if hop.sender else "",
            " · ".join(filter(None, (moment(hop.when), hop.protocol, self._recipient()))),
            self._delay(tones),
        ]
        return richtext.join(Html("<br>"), [line for line in lines if line])

    def _recipient(self) -> str:
        return self.tr("for {0}").format(self._hop.recipient) if self._hop.recipient else ""

    def _delay(self, tones: Tones) -> str:
        delay = self._hop.delay
        if delay is None:
            return ""
        if delay < 0:
            return self.tr("{0} before the hop above: their clocks disagree").format(
                duration(delay)
            )
        words = self.tr("{0} after the hop above").format(duration(delay))
        if not self._is_slow():
            return words
        return richtext.coloured(words, tones.bucket("watch").ink)


class _Gutter(QWidget):
    """The line of time with one dot."""

    def __init__(self, *, first: bool, last: bool, slow: bool) -> None:
        super().__init__()
        self._first, self._last, self._slow = first, last, slow
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)

    def sizeHint(self) -> QSize:
        """Return as much room as the dot needs."""
        return QSize(spacing(self.font(), ROOMY), spacing(self.font(), ROOMY))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line through, up to the first dot and from the last one on left out."""
        del event
        tones = tones_of(self)
        middle = self.width() / 2
        radius = spacing(self.font(), TIGHT)
        top = radius * 2.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tones.edge), max(1.0, radius / 3)))
        if not self._first:
            painter.drawLine(QPointF(middle, 0), QPointF(middle, top - radius))
        if not self._last:
            painter.drawLine(QPointF(middle, top + radius), QPointF(middle, self.height()))
        colour = tones.bucket("watch").ink if self._slow else tones.accent
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(middle - radius, top - radius, 2 * radius, 2 * radius))
        painter.end()


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("look", "muted")
    return label

"""The message bar: says what the world did to us in one sentence, with the details behind a button.

It never takes the focus and never stands in the way of work. A dialog is for faults of our own.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import icons, richtext
from bounce_inspector.gui.messages import sentence
from bounce_inspector.gui.theme import SNUG, TIGHT, spacing, tones_of

NEWS_MS = 10_000  # after which what is no problem goes by itself


class Reporter(QFrame):
    """Shows the latest news until it is dismissed or replaced; good news goes by itself."""

    details_asked = Signal(object)  # tuple[Unread, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unread: tuple[Unread, ...] = ()
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(NEWS_MS)
        self._fading.timeout.connect(self.hide)
        self._name = "info"
        self.setProperty("look", "bar")
        row = QHBoxLayout(self)
        gap, small = spacing(self.font(), SNUG), spacing(self.font(), TIGHT)
        row.setContentsMargins(gap, small, small, small)
        row.setSpacing(gap)
        self._picture = QLabel()
        row.addWidget(self._picture)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._text, 1)
        self._details = QPushButton(self.tr("Details…"))
        self._details.setAccessibleName(self.tr("Show what could not be read"))
        self._details.setProperty("look", "quiet")
        self._details.clicked.connect(self._ask_details)
        row.addWidget(self._details)
        self._close = QToolButton()
        self._close.setAccessibleName(self.tr("Dismiss this message"))
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.setProperty("look", "quiet")
        self._close.clicked.connect(self.hide)
        row.addWidget(self._close)
        self.hide()

    def text(self) -> str:
        """Return what is said, "" where the bar is dismissed."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, said: str) -> None:
        """Show good or neutral news."""
        self._show("info", said, ())
        self._fading.start()

    def report(self, problem: Problem, also: str = "") -> None:
        """Show one problem, with what to do about it, and what else there is to say of it."""
        self._show("warning", f"{sentence(problem)} {also}".strip(), ())

    def report_unread(self, unread: Sequence[Unread]) -> None:
        """Show what could not be read: one thing in full, several by number with details."""
        if not unread:
            return
        first = unread[0]
        said = sentence(first.problem)
        if len(unread) > 1:
            said = self.tr("%Ln file(s) could not be read. {}", "", len(unread)).format(
                self.tr("The first: {}").format(said)
            )
        self._show("warning", said, tuple(unread))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the pictures anew when light turns dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.isHidden():
            self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count down no longer."""
        super().hideEvent(event)
        self._fading.stop()

    def _show(self, name: str, said: str, unread: tuple[Unread, ...]) -> None:
        self._fading.stop()
        self._name = name
        self._unread = unread
        self._text.setText(richtext.visible(said))
        self.setAccessibleName(said)
        self._details.setVisible(bool(unread))
        self._draw()
        self.show()

    def _draw(self) -> None:
        tones = tones_of(self)
        colour = tones.bucket("watch").ink if self._name == "warning" else tones.accent
        side = spacing(self.font(), 1.2)
        self._picture.setPixmap(icons.pixmap(self._name, colour, side, self.devicePixelRatioF()))
        self._close.setIcon(icons.icon("close", tones.muted))

    def _ask_details(self) -> None:
        self.details_asked.emit(self._unread)

"""One block of a panel: a heading, and under it words or a widget; gone where there is nothing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bounce_inspector.gui import icons
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import SNUG, TIGHT, spacing, tones_of

_TONES = {"warning": "watch", "keep": "keep"}


class Section(QFrame):
    """A heading with selectable words under it, or with `content`.

    `name` is for screen readers. With `card` it is framed, with `notice`, "warning" or "keep", it
    has that icon too.
    """

    def __init__(
        self, name: str, *, content: QWidget | None = None, card: bool = False, notice: str = ""
    ) -> None:
        super().__init__()
        self._icon_name = notice
        self._icon = QLabel()
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        font = self._heading.font()
        font.setBold(True)
        self._heading.setFont(font)
        self._words = None if content else SafeText(name, grows=True)
        gap = spacing(self.font(), TIGHT)
        column = QVBoxLayout()
        column.setSpacing(gap)
        column.addWidget(self._heading)
        inside = content or self._words
        if inside is not None:
            column.addWidget(inside)
        framed = card or bool(notice)
        margin = spacing(self.font(), SNUG) if framed else 0
        row = QHBoxLayout(self)
        row.setSpacing(spacing(self.font(), SNUG))
        row.setContentsMargins(margin, margin, margin, margin)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._icon.setVisible(bool(notice))  # inside by now: else it would be a window of its own
        row.addLayout(column, 1)
        if framed:
            self.setProperty("look", "card")
        if notice:
            self._tint()

    def show_html(self, heading: str, words: Html) -> None:
        """Show words under a heading; without words the section is gone."""
        self.setVisible(bool(words))
        self._show_heading(heading)
        if self._words is not None:
            self._words.show_html(words)

    def show_content(self, heading: str, *, shown: bool) -> None:
        """Show or hide the widget with its heading."""
        self.setVisible(shown)
        self._show_heading(heading)

    def _show_heading(self, heading: str) -> None:
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange and self._icon_name:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        ink = tones_of(self).bucket(_TONES[self._icon_name]).ink
        side = self.fontMetrics().height()
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(self._icon_name, ink, side, ratio))

"""The button that copies an explanation, as plain text or as Markdown."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from bounce_inspector.core.explaining.explanation import Explanation
from bounce_inspector.core.explaining.explanation_text import to_markdown, to_text
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.gui import icons
from bounce_inspector.gui.explaining.copied import copy_and_tell
from bounce_inspector.gui.richtext import visible
from bounce_inspector.gui.theme import tones_of


class CopyButton(QPushButton):
    """Offers to copy the explanation that is shown. `compact` leaves only its icon."""

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._compact = compact
        self._shown: tuple[Explanation, Knowledge] | None = None
        self.setAccessibleName(self.tr("Copy explanation"))
        self.setToolTip(self.tr("Copy explanation"))
        if compact:
            self.setProperty("look", "quiet")
            self.setIconSize(icons.beside(self.font()))
        else:
            self.setText(self.tr("Copy explanation"))
        self._tint()
        self.setAutoDefault(False)
        menu = QMenu(self)
        menu.addAction(self.tr("As text")).triggered.connect(self.copy_text)
        menu.addAction(self.tr("As Markdown")).triggered.connect(self.copy_markdown)
        self.setMenu(menu)
        self.setEnabled(False)

    def show_explanation(self, explanation: Explanation, knowledge: Knowledge) -> None:
        """Take what is shown."""
        self._shown = (explanation, knowledge)
        self.setEnabled(True)

    def clear(self) -> None:
        """Take that nothing is shown."""
        self._shown = None
        self.setEnabled(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def copy_text(self) -> None:
        """Put plain text on the clipboard."""
        if self._shown is not None:
            copy_and_tell(self, visible(to_text(*self._shown)))

    def copy_markdown(self) -> None:
        """Put Markdown on the clipboard."""
        if self._shown is not None:
            copy_and_tell(self, visible(to_markdown(*self._shown)))

    def _tint(self) -> None:
        if self._compact:
            self.setIcon(icons.icon("copy", tones_of(self).text))

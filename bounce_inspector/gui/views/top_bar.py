"""The row of buttons at the top: what one does most, and the search."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from bounce_inspector.gui import icons
from bounce_inspector.gui.theme import SNUG, TIGHT, spacing, tones_of


class TopBar(QFrame):
    """Buttons for actions. Which ones, the window decides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QToolButton] = []
        self._primary: list[tuple[QToolButton, str]] = []
        self.setProperty("look", "top")
        self._row = QHBoxLayout(self)
        gap, small = spacing(self.font(), SNUG), spacing(self.font(), TIGHT)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(small)

    def add(self, action: QAction, *, words: bool = True) -> QToolButton:
        """Add a quiet button; without `words` only its icon is shown."""
        button = self._button(action)
        button.setProperty("look", "quiet")
        if not words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._row.addWidget(button)
        return button

    def add_primary(self, action: QAction, icon: str) -> QToolButton:
        """Add the button that leads on, in the accent colour."""
        button = self._button(action)
        button.setProperty("look", "primary")
        self._primary.append((button, icon))
        action.changed.connect(self._colour)
        self._row.addWidget(button)
        return button

    def add_switch(self, actions: Iterable[QAction]) -> None:
        """Add buttons of which one is down."""
        for action in actions:
            self.add(action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def add_field(self, field: QWidget) -> None:
        """Add a field that takes the room that is left."""
        gap = spacing(self.font(), SNUG)
        self._row.addSpacing(gap)
        self._row.addWidget(field, 1)
        self._row.addSpacing(gap)

    def add_gap(self) -> None:
        """Add some distance between groups."""
        self._row.addSpacing(spacing(self.font(), SNUG))

    def names(self) -> list[str]:
        """Return the names of the actions that have a button here."""
        return [button.defaultAction().objectName() for button in self._buttons]

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icons on the accent when they are first seen."""
        super().showEvent(event)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons on the accent anew when light turns dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        self._buttons.append(button)
        button.setDefaultAction(action)
        button.setAccessibleName(action.iconText())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _colour(self) -> None:
        if self.isHidden():
            return
        for button, icon in self._primary:
            button.setIcon(icons.icon(icon, tones_of(self).on_accent))

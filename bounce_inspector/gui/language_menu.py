"""The menu of languages: that of the system, and those that we have words for."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from bounce_inspector.gui.language_names import language_name
from bounce_inspector.gui.settings import LANGUAGE, Settings
from bounce_inspector.gui.translator import languages


class LanguageMenu(QMenu):
    """Sets the language; whoever listens to the settings speaks it then."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Menus", "Lan&guage"), parent)
        self._settings = settings
        group = QActionGroup(self)
        group.triggered.connect(self._choose)
        self._add(group, "system", QCoreApplication.translate("Settings", "As the system"))
        self.addSeparator()
        for language in sorted(languages(), key=language_name):
            self._add(group, language, language_name(language))

    def _add(self, group: QActionGroup, language: str, words: str) -> None:
        action = self.addAction(words)
        action.setData(language)
        action.setCheckable(True)
        action.setChecked(self._settings.get(LANGUAGE) == language)
        group.addAction(action)

    def _choose(self, action: QAction) -> None:
        self._settings.set(LANGUAGE, action.data())

"""The window over its data folder in the language of the settings; a new language, a new window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import stopgap
from bounce_inspector.gui.data_folder import DataFolder
from bounce_inspector.gui.main_window import MainWindow
from bounce_inspector.gui.messages import sentence
from bounce_inspector.gui.settings import LANGUAGE, OUR_DOMAINS, WORKERS, Settings, domains
from bounce_inspector.gui.translator import LabelTranslator, qt_translator, spoken

if TYPE_CHECKING:
    from bounce_inspector.core.explaining.knowledge_words import Knowledge


class Session(QObject):
    """Holds one window at a time, and follows the settings that concern it."""

    opened = Signal(object)  # MainWindow, each new one

    def __init__(self, app: QApplication, folder: DataFolder, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._folder = folder
        self._settings = settings
        self._translators: list[QTranslator] = []
        self._window: MainWindow | None = None
        settings.changed.connect(self._on_setting)

    @property
    def window(self) -> MainWindow:
        """The window; made when it is first asked for."""
        if self._window is None:
            self._window = self._make()
            self.opened.emit(self._window)
        return self._window

    def open_paths(self, paths: list[str]) -> None:
        """Read files that the system asks for."""
        self.window.opening.open_paths(paths)

    def crash(self, report: str) -> None:
        """Show a fault of ours; by itself where no window stands, for making it may have failed."""
        if self._window is not None:
            self._window.dialogs.crash(report)
            return
        from bounce_inspector.gui.dialogs.crash_dialog import CrashDialog

        CrashDialog(report).exec()

    def end(self) -> None:
        """Let everything end with the window."""
        if self._window is not None:
            self._window.shut_down()

    def use_language(self) -> None:
        """Speak the language of the settings: in a new window, once nothing is being read."""
        old = self._window
        if old is None:
            return
        if old.opening.is_running():
            old.opening.ended.connect(self.use_language)
            return
        waits = self._app.quitOnLastWindowClosed()
        self._app.setQuitOnLastWindowClosed(False)
        old.close()
        old.deleteLater()
        self._window = None
        self.window.show()
        self._app.setQuitOnLastWindowClosed(waits)

    def _on_setting(self, key: str) -> None:
        if self._window is None:
            return
        if key == LANGUAGE.key:
            QTimer.singleShot(0, self, self.use_language)  # after whoever chose it has finished
        elif key in {WORKERS.key, OUR_DOMAINS.key}:
            self._use_for_reading(self._window)

    def _use_for_reading(self, window: MainWindow) -> None:
        window.opening.use_workers(self._settings.get(WORKERS))
        window.opening.use_domains(domains(self._settings.get(OUR_DOMAINS)))

    def _make(self) -> MainWindow:
        language = spoken(self._settings.get(LANGUAGE))
        self._speak(language)
        window = window_over(self._folder, self._settings, language)
        self._use_for_reading(window)
        window.opening.stay_ready()
        return window

    def _speak(self, language: str) -> None:
        """Install the words of a language, Qt's own and ours, in place of the former ones."""
        for former in self._translators:
            self._app.removeTranslator(former)
            former.deleteLater()
        QLocale.setDefault(QLocale(language) if language != "en" else QLocale.system())
        found = (
            qt_translator(language, self),
            LabelTranslator.load_language(language, self),
        )
        self._translators = [each for each in found if each is not None]
        for translator in self._translators:
            self._app.installTranslator(translator)


def window_over(folder: DataFolder, settings: Settings, language: str) -> MainWindow:
    """Return the window over the ledger, or over an empty one where it cannot be opened."""
    ledger = Ledger.open(folder.ledger)
    problem = None
    if isinstance(ledger, Problem):
        problem = ledger
        folder = stopgap.make()
        ledger = Ledger.open(folder.ledger)
        if isinstance(ledger, Problem):
            raise SystemExit(sentence(problem))
    window = MainWindow(folder, ledger, settings, lambda: _knowledge(language))
    if problem is not None:
        kept = QCoreApplication.translate("Session", "What you mark until then is kept in {}.")
        window.panels.reporter.report(problem, kept.format(folder.path))
    return window


def _knowledge(language: str) -> "Knowledge":
    # Loaded here: the window stands before anybody wants to know why.
    from bounce_inspector.core.explaining.knowledge import load_knowledge

    return load_knowledge(language)

"""The application: its name, its arguments, files handed over by the system, its one way to end."""

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from bounce_inspector import __version__
from bounce_inspector.gui import quick_start, stopgap
from bounce_inspector.gui.crash_door import CrashDoor
from bounce_inspector.gui.data_folder import data_folder
from bounce_inspector.gui.session import Session
from bounce_inspector.gui.settings import COLOURS, Settings
from bounce_inspector.gui.theme import Scheme, Theme

STARTED_MS = 1_500  # after the window was shown, what comes with it is there as well
ID = "io.github.bounce_inspector.BounceInspector"


class Application(QApplication):
    """Qt's application that keeps files the system asks it to open until somebody takes them."""

    files_asked = Signal(object)  # list[str]

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        # Not by setStyle(): what that returns brings hundreds of names to Python that nobody uses.
        super().__init__(["bounce-inspector", "-style", "fusion", *arguments])
        self.setApplicationName("bounce-inspector")
        self.setApplicationDisplayName("Bounce Inspector")
        self.setApplicationVersion(__version__)
        self.setOrganizationName("bounce-inspector")
        self.setDesktopFileName(ID)
        self._early: list[str] = []
        self._taken = False

    def event(self, event: QEvent) -> bool:
        """Take a file that macOS hands over, perhaps before there is a window."""
        if isinstance(event, QFileOpenEvent) and event.file():
            if self._taken:
                self.files_asked.emit([event.file()])
            else:
                self._early.append(event.file())
            return True
        return super().event(event)

    def early_files(self) -> list[str]:
        """Return the files that came before the window, once; later ones come by signal."""
        self._taken = True
        early, self._early = self._early, []
        return early


def run(arguments: Sequence[str]) -> int:
    """Show the window on the paths given until it is closed. Return the exit code."""
    options = _options(arguments)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends it at once
    app = Application()
    door = CrashDoor()
    door.open()
    folder = stopgap.make() if options.selftest else data_folder(options.data)
    settings = Settings(QSettings(str(folder.settings), QSettings.Format.IniFormat))
    theme = Theme(app, Scheme(settings.get(COLOURS)))
    settings.changed.connect(lambda: theme.use(Scheme(settings.get(COLOURS))))
    session = Session(app, folder, settings)
    door.came_out.connect(session.crash)
    app.files_asked.connect(session.open_paths)
    window = session.window
    window.show()
    if options.selftest:
        from bounce_inspector.gui.selftest import selftest

        return selftest(app, window)
    QTimer.singleShot(STARTED_MS, app, quick_start.end)
    window.opening.open_paths([*map(_absolute, options.paths), *app.early_files()])
    code = app.exec()
    session.end()
    door.close()
    return code


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    if not arguments:
        return argparse.Namespace(paths=[], data=None, selftest=False)
    parser = argparse.ArgumentParser(
        prog="bounce-inspector", description="Read bounced mail and see why it came back."
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="mail to open: files or folders")
    parser.add_argument("--data", metavar="DIR", help="keep the ledger and the settings here")
    parser.add_argument("--selftest", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser.parse_args(arguments)


def _absolute(path: str) -> str:
    return str(Path(path).absolute())

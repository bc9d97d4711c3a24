"""Start a window and say on standard output when it can be used; for bench_starts.py.

``start_watch.py empty|ours|stalls``. `empty` is the least that PySide6 can show, `ours` the program
itself, by its own front door. A line is written when the window was painted and its event loop has
come round, another when its table shows rows. `stalls` writes how long the event loop kept others
waiting at most, in seconds, while the rest was loaded.
"""

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QTableView

PAINTED, ROWS = "painted", "rows"
TICK = 5  # ms
LOADING = 2_500  # ms after the first paint in which the rest is loaded


class Watch(QObject):
    """Waits for the first paint of the window, and for the first of a table with rows."""

    def __init__(self, window: QMainWindow, *, stalls: bool) -> None:
        super().__init__()
        self._window = window
        self._stalls = stalls
        self._painted = self._filled = False
        self._last = self._longest = 0.0
        window.installEventFilter(self)
        self._tables = window.findChildren(QAbstractItemView)
        for table in self._tables:
            table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the paint be done and the loop come round before anything is said."""
        if event.type() == QEvent.Type.Paint:
            if watched is self._window and not self._painted:
                self._painted = True
                QTimer.singleShot(0, self._say_painted)
            elif not self._filled and any(
                watched is table.viewport() and table.model().rowCount() for table in self._tables
            ):
                self._filled = True
                QTimer.singleShot(0, lambda: say(ROWS))
        return False

    def _say_painted(self) -> None:
        say(PAINTED)
        if self._stalls:
            self._last = time.perf_counter()
            ticks = QTimer(self)
            ticks.timeout.connect(self._tick)
            ticks.start(TICK)
            QTimer.singleShot(LOADING, self._end)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last - TICK / 1e3)
        self._last = now

    def _end(self) -> None:
        say(str(self._longest))
        self._window.close()


def say(text: str) -> None:
    """Write a line that the other side of the pipe sees at once."""
    os.write(1, f"{text}\n".encode())


def show_empty() -> None:
    """Show the least window, and stay."""
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.show()
    watch = Watch(window, stalls=False)
    app.exec()
    del watch


def show_ours(*, stalls: bool) -> int:
    """Show the program's window as its front door does, and stay."""
    from bounce_inspector.gui.app import main

    usual = QApplication.exec

    def watched() -> int:
        (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
        watch = Watch(window, stalls=stalls)
        code = usual()
        del watch
        return code

    QApplication.exec = staticmethod(watched)
    return main([])


if __name__ == "__main__":
    sys.exit(show_empty() if sys.argv[1] == "empty" else show_ours(stalls=sys.argv[1] == "stalls"))

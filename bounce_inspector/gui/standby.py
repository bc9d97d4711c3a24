"""A process that has loaded what reading takes, and waits for something to be opened.

Starting one takes longer than a person who drops a file wants to wait for the first rows.
"""

import os
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

SOON_MS = 2_000  # after the window stands, or after an import: nothing else is then wanted
LOOK_MS = 100


@dataclass(frozen=True, slots=True)
class Ready:
    """A process, and the pipe it waits at for an order."""

    process: "SpawnProcess"
    channel: "Connection"


class Standby(QObject):
    """Keeps one process ready, from when it is first asked to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: int | None = None
        self._ready: Ready | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._prepare)

    def keep_ready(self, workers: int | None) -> None:
        """Have a process ready soon that reads with so many workers; None is one a processor."""
        if self._ready is not None and workers != self._workers:
            self.close()
        self._workers = workers
        self._soon.start()

    def take(self, workers: int | None) -> Ready | None:
        """Hand the process over; None where there is none, or one with other workers."""
        self._soon.stop()
        ready, self._ready = self._ready, None
        if ready is not None and (workers != self._workers or not ready.process.is_alive()):
            ready.channel.close()
            return None
        return ready

    def close(self) -> None:
        """Let the process end: it does so by itself, with its own, when its pipe is closed."""
        self._soon.stop()
        if self._ready is not None:
            self._ready.channel.close()
            self._ready = None

    def _prepare(self) -> None:
        if self._ready is not None:
            return
        # Here: the window is there sooner.
        from multiprocessing import get_context

        from bounce_inspector.gui import import_process

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=import_process.stand_by, args=(theirs, self._workers))
        process.start()
        theirs.close()
        self._ready = Ready(process, ours)


class Leaving(QObject):
    """Takes leave of a process that is about to end, without waiting for it."""

    left = Signal()  # it and its memory are gone

    def __init__(self, process: "SpawnProcess", parent: QObject) -> None:
        super().__init__(parent)
        self._process: SpawnProcess | None = process
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        """End it at once."""
        self._timer.stop()
        if self._process is not None:
            end(self._process)
            self._process = None

    def _look(self) -> None:
        if self._process is not None and not self._process.is_alive():
            self._process.close()
            self._process = None
            self._timer.stop()
            self.deleteLater()
            self.left.emit()


def end(process: "SpawnProcess") -> None:
    """End a process and those that it started, and wait until it is gone."""
    kill(process)
    process.join()
    process.close()


def kill(process: "SpawnProcess") -> None:
    """End a process and those that it started."""
    if process.pid is None or not process.is_alive():
        return
    if sys.platform == "win32":
        import subprocess

        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own words
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it has no group of its own yet
        process.kill()

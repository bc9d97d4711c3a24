"""One thread for what only waits: for SQLite, for a file. Results come back in the GUI thread.

It does no work in Python worth the name: the interpreter runs one thread at a time, and a busy one
starves the window. Such work is done in processes, see jobs.py.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, QThreadPool, Signal

from bounce_inspector.core.problems import Problem, values
from bounce_inspector.gui.turns import Turns

NICE = 5  # of 19: before the processes that read mail, behind the window

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Done:
    """What came out, and who waits for it."""

    answered: Callable[[Any], None]
    result: object
    fault: Exception | None = None


class _Relay(QObject):
    """Lives in the GUI thread: what the other thread emits here arrives there."""

    done = Signal(object)


class Background(QObject):
    """Runs functions one after the other in its thread and calls back in the GUI thread.

    All that share `turns` call back one after the other, once a turn of the event loop, and stop
    together.

    A `Problem` that comes out is told by `failed` too. A fault of ours is raised again in the GUI
    thread, after a call back with a `Problem`, so that nobody waits for ever.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, turns: Turns | None = None) -> None:
        super().__init__(parent)
        self._turns = turns or Turns(self)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._pool.start(_give_way)
        self._relay = _Relay(self)
        self._relay.done.connect(self._on_done)

    def ask(self, work: Callable[[], Result], answered: Callable[[Result | Problem], None]) -> None:
        """Do some work later in the thread and hand its result over in this one."""
        relay = self._relay
        self._pool.start(lambda: relay.done.emit(_done(work, answered)))

    def stop(self) -> None:
        """Finish what was asked and call nobody back any more."""
        self._turns.stop()
        self._pool.waitForDone()

    def _on_done(self, done: _Done) -> None:
        self._turns.take(partial(self._hand_over, done))

    def _hand_over(self, done: _Done) -> None:
        done.answered(done.result)
        if done.fault is not None:
            raise done.fault
        if isinstance(done.result, Problem):
            self.failed.emit(done.result)


def _give_way() -> None:
    """Let the window have the processor first: on Linux Qt's priorities mean nothing.

    There a thread is as nice as it wants to be, and the others of its process are not.
    """
    if sys.platform == "linux":
        os.nice(NICE)


def _done(work: Callable[[], Result], answered: Callable[[Result | Problem], None]) -> _Done:
    """Run in the thread."""
    try:
        return _Done(answered, work())
    except Exception as fault:  # noqa: BLE001 - raised again in the GUI thread
        told = Problem("fault", "The program has a fault: {fault}", "", values(fault=str(fault)))
        return _Done(answered, told, fault)

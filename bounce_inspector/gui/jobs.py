"""Long work in a process of its own, watched by a timer: progress, an end, a stop, or a death.

A thread would not do: while it works in Python, every repaint has to win the interpreter back.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from bounce_inspector.core.problems import Problem, values
from bounce_inspector.gui import import_process
from bounce_inspector.gui.import_process import Crashed, Ended, Order
from bounce_inspector.gui.standby import Leaving, Ready, end, kill

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from bounce_inspector.core.ledger.progress import Progress

TICK_MS = 40
BUDGET = 0.008  # seconds a tick may take, half a frame
GRACE_MS = 120  # how long a process may take to stop by itself

Target: TypeAlias = "Callable[[Connection, Order], None]"


class ImportJob(QObject):
    """Reads mail into the ledger. Exactly one of finished, failed, crashed, cancelled ends it.

    Its process ends a little later, with `left`.
    """

    progressed = Signal(object)  # Progress
    finished = Signal(object)  # Progress
    failed = Signal(object)  # Problem
    crashed = Signal(str)  # the traceback of a fault of ours
    cancelled = Signal()
    left = Signal()  # the process and its memory are gone

    def __init__(
        self,
        order: Order,
        parent: QObject | None = None,
        *,
        target: Target = import_process.run,
        ready: Ready | None = None,
    ) -> None:
        """`ready` is a process that waits for an order; without one, `target` is started."""
        super().__init__(parent)
        self._order = order
        self._target = target
        self._ready = ready
        self._process: SpawnProcess | None = None
        self._channel: Connection | None = None
        self._stopping = False
        self._over = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._drain)
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.setInterval(GRACE_MS)
        self._grace.timeout.connect(self._give_up)

    def start(self) -> None:
        """Give the order."""
        if self._ready is None or not self._give_order(self._ready):
            self._start_process()
        self._ready = None
        self._timer.start()

    def _give_order(self, ready: Ready) -> bool:
        """Hand the order to the process that waits; False where it has died meanwhile."""
        try:
            ready.channel.send(self._order)
        except OSError:
            end(ready.process)
            ready.channel.close()
            return False
        self._process, self._channel = ready.process, ready.channel
        return True

    def _start_process(self) -> None:
        from multiprocessing import get_context  # here: the window is there sooner

        context = get_context("spawn")
        self._channel, theirs = context.Pipe()
        # Not daemonic: a daemon may have no children, and reading uses all processors.
        self._process = context.Process(target=self._target, args=(theirs, self._order))
        self._process.start()
        theirs.close()

    def is_running(self) -> bool:
        """Tell whether the job has not come to an end."""
        return self._process is not None and not self._over

    def cancel(self) -> None:
        """Ask the process to stop, and make it when it takes long."""
        if not self.is_running() or self._stopping or self._channel is None:
            return
        self._stopping = True
        try:
            self._channel.send(None)
        except OSError:  # it has just ended: the next tick will find out how
            return
        self._grace.start()

    def close(self) -> None:
        """End the process at once, whatever it does, and tell nobody."""
        self.blockSignals(True)
        self._kill()
        self._reap(wait=True)

    def _drain(self) -> None:
        """Take what the process has sent; of its progress only the latest counts."""
        latest: Progress | None = None
        for news in self._news():
            if isinstance(news, Ended | Crashed | Problem):
                if latest is not None:
                    self.progressed.emit(latest)
                self._end(news)
                return
            latest = news
        if latest is not None and not self._stopping:
            self.progressed.emit(latest)

    def _news(self) -> "Iterator[Progress | Ended | Crashed | Problem]":
        """Yield what lies in the pipe, for as long as a tick may take."""
        channel, process = self._channel, self._process
        if channel is None or process is None:
            return
        until = perf_counter() + BUDGET
        try:
            while channel.poll() and perf_counter() < until:
                yield channel.recv()
        except (EOFError, OSError):  # the other end is closed
            process.join(1)
            yield _death(process.exitcode)

    def _end(self, news: Ended | Crashed | Problem) -> None:
        self._reap()
        if self._stopping:
            self.cancelled.emit()
        elif isinstance(news, Crashed):
            self.crashed.emit(news.traceback)
        elif isinstance(news, Ended) and news.progress.problem is None:
            self.finished.emit(news.progress)
        else:
            problem = news.progress.problem if isinstance(news, Ended) else news
            self.failed.emit(problem)

    def _reap(self, *, wait: bool = False) -> None:
        """Take leave of the process, which has ended or is about to; wait until it is gone."""
        self._over = True
        self._timer.stop()
        self._grace.stop()
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        process, self._process = self._process, None
        if process is None:
            return
        if wait:
            process.join(GRACE_MS / 1000)
            end(process)
        else:
            Leaving(process, self).left.connect(self.left)

    def _give_up(self) -> None:
        """End what did not stop by itself, and do not wait for its last breath."""
        self._kill()
        self._reap()
        self.cancelled.emit()

    def _kill(self) -> None:
        if self._process is not None:
            kill(self._process)


def _death(exit_code: int | None) -> Problem:
    """Return what to say of a process that ended without a word."""
    return Problem(
        "reading-died",
        "The process that reads mail ended unexpectedly (code {code}).",
        "What was read until then is kept. Open the files once more; if it happens again, open "
        "them one by one to find the one that does it.",
        values(code=str(exit_code)),
    )


def order_for(
    ledger: Path,
    paths: Sequence[Path | str],
    workers: int,
    ours: frozenset[str] = frozenset(),
) -> Order:
    """Return what the process is to do; `workers` 0 means what the input is worth."""
    return Order(str(ledger), tuple(str(path) for path in paths), workers or None, ours)

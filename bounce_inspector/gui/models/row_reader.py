"""Rows read beside the window, so that scrolling never waits for the disk.

Who scrolls fast wants what is in view now: the block asked for last is read first, and those asked
for long before are dropped. While the window paints no other block is begun: what a thread does in
Python then, the paint has to wait for.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from bounce_inspector.core.ledger import Ledger
from bounce_inspector.gui.ledger_thread import LedgerThread

MOST = 6  # blocks asked for at a time: those in view, and those beside them
LONGEST_PAINT = 0.1  # s: then a block is read all the same

Read = Callable[[Ledger, Sequence[int]], Sequence[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A block of rows that somebody looks at."""

    block: int
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Came:
    """A block that was read."""

    wanted: Wanted
    rows: Sequence[Any]


class RowReader(QObject):
    """Reads blocks of rows in the thread of a ledger."""

    came = Signal()  # something can be collected

    def __init__(self, thread: LedgerThread, read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._read = read
        self._waiting: deque[Wanted] = deque()
        self._read_ones: SimpleQueue[Came] = SimpleQueue()
        self._free = Event()  # to begin a block
        self._free.set()

    def ask(self, wanted: Wanted) -> Wanted | None:
        """Read a block soon. Return the one that is not going to be read because of it."""
        dropped = None
        if len(self._waiting) >= MOST:
            try:
                dropped = self._waiting.popleft()
            except IndexError:  # the thread was quicker
                dropped = None
        self._waiting.append(wanted)
        self._thread.ask(self._read_latest, self._on_read)
        return dropped

    def collect(self, patience: float = 0.0) -> Came | None:
        """Return a block that was read, waiting so many seconds for it; None if there is none."""
        try:
            return (
                self._read_ones.get(timeout=patience)
                if patience > 0
                else self._read_ones.get(False)
            )
        except Empty:
            return None

    def hold(self) -> None:
        """Begin no block until told to go on."""
        self._free.clear()

    def go_on(self) -> None:
        """Read what is asked for again."""
        self._free.set()

    def _read_latest(self, ledger: Ledger) -> None:
        """Run in the thread."""
        self._free.wait(LONGEST_PAINT)
        try:
            wanted = self._waiting.pop()
        except IndexError:  # it was dropped
            return
        self._read_ones.put(Came(wanted, self._read(ledger, wanted.ids)))

    def _on_read(self, _: object) -> None:
        self.came.emit()

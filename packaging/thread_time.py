"""How long a thread of ours worked, and how long it stood in line for a processor."""

import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock, those the thread worked, and those it was kept from working.

    `queued` counts the seconds in which other programs had the processor; 0 where the system does
    not tell. What is neither was waiting: for something to do, for a file, for the interpreter.
    """

    wall: float
    worked: float
    queued: float

    def __sub__(self, other: Self) -> "Spent":
        """Return what was spent between two moments."""
        return Spent(self.wall - other.wall, self.worked - other.worked, self.queued - other.queued)

    @property
    def undisturbed(self) -> float:
        """Return the seconds it would have taken with a processor to itself."""
        return max(self.wall - self.queued, 0.0)


class ThreadTime:
    """Looks at the clocks of the thread it is made in."""

    def __init__(self) -> None:
        self._schedule = _schedule_of_this_thread()

    def now(self) -> Spent:
        """Return the clocks of this moment. To be called in the thread it was made in."""
        return Spent(time.perf_counter(), time.thread_time(), self._queued())

    def close(self) -> None:
        """Look no more."""
        if self._schedule is not None:
            os.close(self._schedule)
            self._schedule = None

    def _queued(self) -> float:
        if self._schedule is None:
            return 0.0
        _, queued, _ = os.pread(self._schedule, 100, 0).split()  # nanoseconds
        return int(queued) / 1e9


def _schedule_of_this_thread() -> int | None:
    """Open what Linux tells of a thread: run, waited to run, times run."""
    if sys.platform != "linux":
        return None
    path = f"/proc/self/task/{threading.get_native_id()}/schedstat"
    return os.open(path, os.O_RDONLY) if os.path.exists(path) else None

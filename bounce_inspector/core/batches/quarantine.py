"""Work at which a process may have died, done again apart, to find the one message that did it."""

from collections.abc import Callable
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, ParamSpec, TypeVar

from bounce_inspector.core.batches import parcel, work
from bounce_inspector.core.batches.pool import WorkerPool, is_there
from bounce_inspector.core.batches.work import Found, Inspect, Name, Result
from bounce_inspector.core.model import Unread
from bounce_inspector.core.sources import Cancelled, Chunk, Files, Held, Limits, faults

P = ParamSpec("P")
T = TypeVar("T")

POLL = 0.05
"""Seconds within which a cancel is noticed."""


class Quarantine(Generic[Result]):
    """A process of its own, replaced each time it dies."""

    def __init__(
        self, inspect: Inspect[Result], limits: Limits, cancelled: Callable[[], bool]
    ) -> None:
        self._inspect = inspect
        self._limits = limits
        self._cancelled = cancelled
        self._pool = WorkerPool(1, work.warm_up)
        self._no_processes = False

    def inspected(self, chunk: Chunk) -> list[Found[Result]]:
        """Return what a chunk comes to; a message at which the process dies is Unread.

        Where processes cannot be started at all, the work is done in this one.
        """
        if not self._no_processes:
            names = self._attempt(work.names, chunk, self._limits)
            if names is not None:
                return self._between(chunk, names, 0, len(names))
            self._no_processes = self._attempt(is_there) is None
        if self._no_processes:
            return work.inspected(chunk, self._inspect, self._limits)
        return self._file_by_file(chunk)

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _between(
        self, chunk: Chunk, names: list[Name], first: int, last: int
    ) -> list[Found[Result]]:
        """Halve the messages until the process no longer dies or one is left."""
        done = self._attempt(parcel.inspected, chunk, self._inspect, self._limits, first, last)
        if done is not None:
            return parcel.unpack(done)
        if last - first < 2:
            return [Unread(*name, faults.worker_died()) for name in names[first:last]]
        middle = (first + last) // 2
        return [
            *self._between(chunk, names, first, middle),
            *self._between(chunk, names, middle, last),
        ]

    def _file_by_file(self, chunk: Chunk) -> list[Found[Result]]:
        """Find the file that cannot even be read."""
        if isinstance(chunk, Files) and len(chunk.places) > 1:
            parts = (Files((place,), place.size) for place in chunk.places)
            return [found for part in parts for found in self.inspected(part)]
        if isinstance(chunk, Held):
            named = [Name(one.source, one.entry) for one in chunk.messages]
        else:
            place = chunk.places[0] if isinstance(chunk, Files) else chunk.place
            named = [Name(place.source, place.entry)]
        return [Unread(*name, faults.worker_died()) for name in named]

    def _attempt(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what a task returns, None where the process died of it."""
        try:
            result = self._pool.submit(task, *args, **kwargs)
            while not wait([result], POLL).done:
                if self._cancelled():
                    raise Cancelled
            return result.result()
        except BrokenProcessPool:
            self._pool.renew()
            return None

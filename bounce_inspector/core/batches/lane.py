"""Chunks on their way through an executor: a bounded number at once, results in order."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Generic, NamedTuple

from bounce_inspector.core.batches import parcel, work
from bounce_inspector.core.batches.pool import WorkerPool
from bounce_inspector.core.batches.quarantine import POLL, Quarantine
from bounce_inspector.core.batches.work import Found, Inspect, Piece, Result
from bounce_inspector.core.model import Unread
from bounce_inspector.core.sources import Cancelled, Chunk, Limits

AHEAD = 3
"""Chunks that wait for each process: none is idle while more are planned, or results stored."""


class _Sent(NamedTuple):
    chunk: Chunk
    result: "Future[bytes] | None"  # None where no process could take it


class Lane(Generic[Result]):
    """One run over an executor.

    When a process dies, what was under way is done again, chunk by chunk in a process apart, and
    the rest goes to new processes.
    """

    def __init__(
        self,
        executor: Executor,
        inspect: Inspect[Result],
        limits: Limits,
        cancelled: Callable[[], bool],
    ) -> None:
        self._executor = executor
        self._inspect = inspect
        self._limits = limits
        self._cancelled = cancelled
        self._jobs = jobs_of(executor)
        self._under_way: deque[_Sent | Unread] = deque()
        self._own: WorkerPool | None = None
        self._quarantine: Quarantine[Result] | None = None

    def run(self, planned: Iterator[Chunk | Unread]) -> Iterator[Piece[Result]]:
        """Yield the results of the chunks in their order; end early when cancelled."""
        try:
            while self._fill(planned) and not self._cancelled():
                head = self._under_way[0]
                if isinstance(head, Unread):
                    self._under_way.popleft()
                    yield Piece([head], 0)
                elif head.result is None or wait([head.result], POLL).done:
                    self._under_way.popleft()
                    yield Piece(self._result(head), head.chunk.bytes)
                else:
                    yield Piece([], 0)
        except Cancelled:
            return
        finally:
            self._drop()

    def _fill(self, planned: Iterator[Chunk | Unread]) -> bool:
        """Send chunks until enough are under way or the first is done; say if there are any."""
        while len(self._under_way) < self._jobs * (AHEAD + 1) and not self._is_first_done():
            chunk = next(planned, None)
            if chunk is None:
                break
            self._under_way.append(chunk if isinstance(chunk, Unread) else self._send(chunk))
        return bool(self._under_way)

    def _is_first_done(self) -> bool:
        head = self._under_way[0] if self._under_way else None
        return isinstance(head, _Sent) and (head.result is None or head.result.done())

    def _send(self, chunk: Chunk) -> _Sent:
        for renew in (False, True):
            try:
                if renew:
                    self._renew()
                task = partial(parcel.inspected, chunk, self._inspect, self._limits)
                return _Sent(chunk, self._executor.submit(task))
            except BrokenProcessPool:
                continue
        return _Sent(chunk, None)

    def _renew(self) -> None:
        if isinstance(self._executor, WorkerPool):
            self._executor.renew()
        else:
            self._own = WorkerPool(self._jobs, work.warm_up)
            self._executor = self._own

    def _result(self, sent: _Sent) -> list[Found[Result]]:
        if sent.result is not None:
            try:
                return parcel.unpack(sent.result.result())
            except (BrokenProcessPool, CancelledError):
                pass  # it, or another chunk beside it, ended its process: found out apart
        if self._quarantine is None:
            self._quarantine = Quarantine(self._inspect, self._limits, self._cancelled)
        return self._quarantine.inspected(sent.chunk)

    def _drop(self) -> None:
        for sent in self._under_way:
            if isinstance(sent, _Sent) and sent.result is not None:
                sent.result.cancel()
        if self._own is not None:
            self._own.shutdown(wait=False, cancel_futures=True)
        if self._quarantine is not None:
            self._quarantine.close()


def jobs_of(executor: Executor) -> int:
    """Return how many tasks an executor does at once, as far as it says."""
    return (
        getattr(executor, "jobs", 0) or getattr(executor, "_max_workers", 0) or os.cpu_count() or 1
    )

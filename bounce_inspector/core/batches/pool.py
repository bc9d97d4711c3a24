"""Processes that do the work on many messages, and their replacement when one dies.

The processes are spawned, never forked: a fork of a program with threads or a window hangs. They
import what reads messages and nothing else, whatever program they belong to.
"""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from os import _exit
from types import ModuleType
from typing import ParamSpec, TypeVar

from bounce_inspector.core.batches.garbage import collect_rarely

P = ParamSpec("P")
T = TypeVar("T")


class WorkerPool(Executor):
    """An executor of `jobs` processes that can be started anew after one of them died.

    `warm_up` runs in each process before its first task, so that this does not wait for imports.
    """

    def __init__(self, jobs: int, warm_up: Callable[[], object] | None = None) -> None:
        self.jobs = jobs
        self._warm_up = warm_up
        self._pool = self._start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a task to the processes."""
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes once they have done what they are at."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def renew(self) -> None:
        """Replace the processes. What was under way ends as BrokenProcessPool or cancelled."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._start()

    def warm(self) -> None:
        """Start the processes now, so that they are there when the first task comes."""
        for _ in range(self.jobs):
            self._pool.submit(is_there)

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.jobs, mp_context=_Context(), initializer=_settle, initargs=(self._warm_up,)
        )


class _Process(SpawnProcess):
    """A process that does not import the program that starts it: that may be the window."""

    def start(self) -> None:
        with _main_hidden():
            super().start()


class _Context(SpawnContext):
    Process = _Process


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Show multiprocessing an empty main module, for it tells a new process to import that."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _settle(warm_up: Callable[[], object] | None) -> None:
    """Prepare a process: Ctrl+C is the parent's affair, and without a parent there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()
    if warm_up:
        warm_up()
    collect_rarely()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        _exit(1)


def is_there() -> bool:
    """Say yes: a task that only shows that processes can be started."""
    return True

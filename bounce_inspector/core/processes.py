"""The worker processes that read many messages at once, and the choice to do without them."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bounce_inspector.core.batches import worker_pool

if TYPE_CHECKING:
    from concurrent.futures import Executor

# Starting a worker takes about as long as reading this many bytes in the process that is there.
WORTH_A_PROCESS = 2_000_000
A_FILE = 4_000


@contextmanager
def ready_workers(jobs: int | None = None) -> "Iterator[Executor | None]":
    """Provide processes before it is known what they will read, None for 1."""
    count = jobs or _processors()
    if count == 1:
        yield None
        return
    pool = worker_pool(count)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def workers(paths: Iterable[str | Path], jobs: int | None = None) -> "Iterator[Executor | None]":
    """Provide an executor with `jobs` processes, None for 1; by default what the input is worth."""
    with ready_workers(jobs or (None if is_worth_processes(paths) else 1)) as executor:
        yield executor


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def is_worth_processes(paths: Iterable[str | Path]) -> bool:
    """Tell whether so much is to be read that several processes are done sooner than one."""
    size = 0
    for path in paths:
        for found in _sizes(path):
            # Opening a small file costs more than reading it.
            size += found + A_FILE
            if size >= WORTH_A_PROCESS:
                return True
    return False


def _sizes(path: str | Path) -> Iterator[int]:
    """Yield the sizes of the files at and below a path; the reader says what is wrong with them."""
    below = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    for file in below if os.path.isdir(path) else (path,):
        try:
            yield os.path.getsize(file)
        except OSError:
            continue

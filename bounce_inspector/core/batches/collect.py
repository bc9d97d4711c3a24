"""From paths to batches."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, overload

from bounce_inspector.core import sources
from bounce_inspector.core.batches.work import Found, Inspect, Piece, Result, each
from bounce_inspector.core.model import Inspection, Unread
from bounce_inspector.core.sources import Chunk, Limits

if TYPE_CHECKING:
    from concurrent.futures import Executor

PATIENCE = 0.25
"""Seconds that finished work waits for more to make a full batch."""
SIZES_AT_ONCE = 500
BATCH_SIZE = 300


@dataclass(frozen=True, slots=True)
class Batch(Generic[Result]):
    """Some hundred results in the order of their messages, and how far the work is.

    `inspections` are what `inspect` returned. `bytes_total` grows while folders are still being
    counted; at the end both are the same.
    """

    inspections: tuple[Result, ...]
    unread: tuple[Unread, ...]
    bytes_done: int
    bytes_total: int


@overload
def inspect_all(
    paths: Iterable[str | os.PathLike[str]],
    executor: "Executor | None" = None,
    *,
    cancelled: Callable[[], bool] = sources.never,
    batch_size: int = BATCH_SIZE,
    limits: Limits = sources.DEFAULTS,
) -> Iterator[Batch[Inspection]]: ...
@overload
def inspect_all(
    paths: Iterable[str | os.PathLike[str]],
    executor: "Executor | None" = None,
    *,
    inspect: Inspect[Result],
    cancelled: Callable[[], bool] = sources.never,
    batch_size: int = BATCH_SIZE,
    limits: Limits = sources.DEFAULTS,
) -> Iterator[Batch[Result]]: ...
def inspect_all(
    paths: Iterable[str | os.PathLike[str]],
    executor: "Executor | None" = None,
    *,
    inspect: Inspect[Any] | None = None,
    cancelled: Callable[[], bool] = sources.never,
    batch_size: int = BATCH_SIZE,
    limits: Limits = sources.DEFAULTS,
) -> Iterator[Batch[Any]]:
    """Yield what is in the paths in batches, the first as soon as there is something.

    Without an executor all is done in this process. With one, `inspect` must be importable there by
    its name. A worker that dies costs the message it died of, which is told as Unread. Ends within
    0.2 seconds of `cancelled`, but for a single message that takes longer in this process.
    """
    named = list(paths)
    work = inspect or _pipeline()
    planned = sources.plan(named, limits, cancelled=cancelled)
    if executor is None:
        pieces = _here(planned, work, limits, cancelled)
    else:
        from bounce_inspector.core.batches.lane import Lane

        pieces = Lane(executor, work, limits, cancelled).run(planned)
    yield from _batches(pieces, sources.sizes(named), batch_size, cancelled)


def _pipeline() -> Inspect[Inspection]:
    from bounce_inspector.core.pipeline import inspect

    return inspect


def _batches(
    pieces: Iterator[Piece[Result]],
    sizes: Iterator[int],
    batch_size: int,
    cancelled: Callable[[], bool],
) -> Iterator[Batch[Result]]:
    held: list[Found[Result]] = []
    done = total = 0
    due = 0.0
    for piece in pieces:
        held += piece.found
        done += piece.bytes
        total = max(total + sum(islice(sizes, SIZES_AT_ONCE)), done)
        while len(held) >= batch_size or (held and time.monotonic() >= due):
            yield _batch(held[:batch_size], done, total)
            del held[:batch_size]
            due = time.monotonic() + PATIENCE
    if not cancelled():
        done = total = max(total + sum(sizes), done)
    if held or total:
        yield _batch(held, done, total)


def _batch(found: list[Found[Result]], done: int, total: int) -> Batch[Result]:
    return Batch(
        tuple(one for one in found if not isinstance(one, Unread)),
        tuple(one for one in found if isinstance(one, Unread)),
        done,
        total,
    )


def _here(
    planned: Iterator[Chunk | Unread],
    inspect: Inspect[Result],
    limits: Limits,
    cancelled: Callable[[], bool],
) -> Iterator[Piece[Result]]:
    """Do the work in this process, message by message."""
    for chunk in planned:
        if isinstance(chunk, Unread):
            yield Piece([chunk], 0)
            continue
        for found in each(sources.read(chunk, limits), inspect):
            yield Piece([found], 0)
            if cancelled():
                return
        yield Piece([], chunk.bytes)

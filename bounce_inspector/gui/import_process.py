"""What runs in the process that reads mail. It loads no Qt: it has nothing to show.

It answers through a pipe and looks into it for a word to stop. A closed pipe is such a word too, so
that nothing goes on when the window has died.
"""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.connection import Connection

    from bounce_inspector.core.ledger.progress import Progress

NICE = 19  # of 19: painting comes first, and alone reading loses nothing by it


@dataclass(frozen=True, slots=True)
class Order:
    """What to read into which ledger; `workers` None means what the input is worth.

    `ours` are the domains we send from; where there are none, all mail counts as ours.
    """

    ledger: str
    paths: tuple[str, ...]
    workers: int | None = None
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ended:
    """How the reading ended: to the end, stopped, or by what the world did."""

    progress: "Progress"


@dataclass(frozen=True, slots=True)
class Crashed:
    """A fault of ours."""

    traceback: str


def run(channel: "Connection", order: Order) -> None:
    """Read what was ordered into the ledger, and tell the window about it."""
    lead_a_group()
    give_way()
    _read(channel, order)


def stand_by(channel: "Connection", workers: int | None) -> None:
    """Get ready to read, and wait for one order: then the first rows are there at once.

    Ends when the window goes without having ordered anything.
    """
    lead_a_group()
    give_way()
    from bounce_inspector.core.batches.work import warm_up
    from bounce_inspector.core.processes import ready_workers

    with ready_workers(workers) as ready:
        warm_up()
        try:
            order = channel.recv()
        except (EOFError, OSError):
            return
        _read(channel, order, ready)


def _read(channel: "Connection", order: Order, ready: "Executor | None" = None) -> None:
    # Loaded here: the window imports this module too, and needs none of the readers.
    from bounce_inspector.core.batches.garbage import collect_rarely
    from bounce_inspector.core.ledger.importing import import_paths

    collect_rarely()
    try:
        progress = import_paths(
            order.ledger,
            order.paths,
            jobs=order.workers,
            ours=order.ours,
            ready=ready,
            report=lambda progress: tell(channel, progress),
            cancelled=stop_asked(channel),
        )
    except Exception:
        tell(channel, Crashed(traceback.format_exc()))
        raise
    tell(channel, Ended(progress))


def lead_a_group() -> None:
    """Make this process and those it starts a group, so that they can be ended together."""
    if sys.platform != "win32":
        os.setsid()


def give_way() -> None:
    """Let the window have the processor whenever it wants it; the reading takes what is left."""
    if sys.platform != "win32":
        os.nice(NICE)


def stop_asked(channel: "Connection") -> Callable[[], bool]:
    """Return a function that tells whether the window wants a stop, or is no longer there."""

    def asked() -> bool:
        try:
            return channel.poll()
        except OSError:
            return True

    return asked


def tell(channel: "Connection", news: object) -> None:
    """Send news to the window, if it is still there."""
    try:
        channel.send(news)
    except OSError:
        return  # the window is gone: what was read is in the ledger

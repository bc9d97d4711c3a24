"""What runs in the process that reads mail. It loads no Qt: it has nothing to show.

It answers through a pipe and looks into it for a word to stop. A closed pipe is such a word too, so
that nothing goes on when the window has died.
"""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bounce_inspector.core.ledger import Added, Ledger
from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Order:
    """What to read into which ledger; `workers` None means what the input is worth."""

    ledger: str
    paths: tuple[str, ...]
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. Bytes, not messages: how many messages there are is known at the end."""

    bytes_done: int
    bytes_total: int
    messages: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything is read. `added` adds up all batches."""

    added: Added
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """It stopped because it was told to. What was read is in the ledger."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The world stood in the way, a full disk for example."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Crashed:
    """A fault of ours."""

    traceback: str


def run(channel: Connection, order: Order) -> None:
    """Read what was ordered into the ledger, and tell the window about it."""
    lead_a_group()
    try:
        news = _read(order, channel, stop_asked(channel))
    except Exception:
        tell(channel, Crashed(traceback.format_exc()))
        raise
    tell(channel, news)


def _read(order: Order, channel: Connection, stop: Callable[[], bool]) -> object:
    """Return how the reading ended, having told about each batch."""
    # Loaded here: the window imports this module too, and needs none of it.
    from bounce_inspector.core.batches import inspect_all
    from bounce_inspector.core.processes import workers

    ledger = Ledger.open(order.ledger)
    if isinstance(ledger, Problem):
        return Failed(ledger)
    unread: list[Unread] = []
    total = Added()
    try:
        with workers(order.paths, order.workers) as executor:
            for batch in inspect_all(order.paths, executor, cancelled=stop):
                added = ledger.add(batch, order.paths)
                if isinstance(added, Problem):
                    return Failed(added)
                total = _sum(total, added)
                unread += batch.unread
                messages = total.messages + total.known
                tell(channel, Progress(batch.bytes_done, batch.bytes_total, messages))
    finally:
        ledger.close()
    return Stopped() if stop() else Finished(total, tuple(unread))


def _sum(one: Added, other: Added) -> Added:
    return Added(
        one.messages + other.messages,
        one.known + other.known,
        one.addresses + other.addresses,
        one.unread + other.unread,
    )


def lead_a_group() -> None:
    """Make this process and those it starts a group, so that they can be ended together."""
    if sys.platform != "win32":
        os.setsid()


def stop_asked(channel: Connection) -> Callable[[], bool]:
    """Return a function that tells whether the window wants a stop, or is no longer there."""

    def asked() -> bool:
        try:
            return channel.poll()
        except OSError:
            return True

    return asked


def tell(channel: Connection, news: object) -> None:
    """Send news to the window, if it is still there."""
    try:
        channel.send(news)
    except OSError:
        return  # the window is gone: what was read is in the ledger

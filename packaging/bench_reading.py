"""Measure how fast messages are read, against two others."""

import email
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from steps import StopError

from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.problems import Problem

ROUNDS = 3  # of each reader in turn; the best counts, because others use this machine too
SLOWEST = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result: what was measured, how much, of what, and how much is wanted."""

    what: str
    amount: float
    unit: str
    wanted: float | None = None  # at most, if anything


@dataclass(frozen=True, slots=True)
class Slow:
    """An input that took long for its size."""

    name: str
    size: int
    milliseconds: float


def inspect_bytes(data: bytes) -> object:
    """Read a message the way the window and the command line do."""
    return inspect(RawMessage(data, length=len(data)))


def flufl_reader() -> Callable[[bytes], object]:
    """Return flufl.bounce's way; it finds addresses and says whether they are dead, no reasons."""
    from flufl.bounce import all_failures  # only the bench has it

    return lambda data: all_failures(email.message_from_bytes(data))


def against_others(bounces: Sequence[tuple[str, bytes]], size: str) -> Iterator[Figure | Slow]:
    """Read the same messages with three readers, and name the ten that took us longest."""
    readers = {
        "inspect": inspect_bytes,
        "flufl.bounce": flufl_reader(),
        "email.message_from_bytes": email.message_from_bytes,
    }
    best = dict.fromkeys(readers, float("inf"))
    times = dict.fromkeys(range(len(bounces)), float("inf"))
    inspect_bytes(bounces[0][1])  # rules are loaded once, not for each message
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            spent = [spend(reader, data) for _, data in bounces]
            best[name] = min(best[name], sum(spent))
            if name == "inspect":
                times = {n: min(times[n], seconds) for n, seconds in enumerate(spent)}
    for name in readers:
        yield Figure(f"{name}, {size}", best[name] / len(bounces) * 1e6, "us a message")
    for name in list(readers)[1:]:
        yield Figure(f"inspect against {name}, {size}", best["inspect"] / best[name], "of its time")
    slowest: dict[str, Slow] = {}  # of each sample one: its copies are all as slow
    for number in sorted(times, key=times.__getitem__, reverse=True):
        name, data = bounces[number]
        slowest.setdefault(name, Slow(name, len(data), times[number] * 1e3))
    yield from list(slowest.values())[:SLOWEST]


def spend(reader: Callable[[bytes], object], data: bytes) -> float:
    """Return how many seconds one message takes."""
    start = time.perf_counter()
    reader(data)
    return time.perf_counter() - start


def opened(path: Path) -> Ledger:
    """Return the ledger of a file; raise StopError where it cannot be opened."""
    ledger = Ledger.open(path)
    if isinstance(ledger, Problem):
        raise StopError(ledger.sentence())
    return ledger

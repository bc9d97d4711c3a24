"""Measure how fast messages are read: against two others, and from a mailbox into a ledger."""

import email
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from steps import StopError

from bounce_inspector.core.batches import inspect_all
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


def into_ledger(mbox: Path, folder: Path, processes: int) -> Iterator[Figure]:
    """Read a mailbox into a new ledger in 1 process (this one) or more."""
    path = folder / f"bench-{processes}.sqlite"
    ledger = opened(path)
    start = time.perf_counter()
    if processes == 1:
        count, addresses = fill(ledger, inspect_all([mbox], None))
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            count, addresses = fill(ledger, inspect_all([mbox], pool))
    seconds = time.perf_counter() - start
    ledger.close()
    name = "1 process" if processes == 1 else f"{processes} processes, their start included"
    yield Figure(f"mbox to ledger, {name}", count / seconds, "messages/s")
    yield Figure(f"mbox to ledger, {name}", mbox.stat().st_size / seconds / 1e6, "MB/s")
    if processes == 1 and addresses:
        yield Figure("ledger on disk", path.stat().st_size / addresses, "bytes/address")


def opened(path: Path) -> Ledger:
    """Return the ledger of a file; raise StopError where it cannot be opened."""
    ledger = Ledger.open(path)
    if isinstance(ledger, Problem):
        raise StopError(ledger.sentence())
    return ledger


def fill(ledger: Ledger, batches: Iterable[object]) -> tuple[int, int]:
    """Add every batch; return how many messages and how many new addresses there were."""
    count = addresses = 0
    for batch in batches:
        added = ledger.add(batch)
        if isinstance(added, Problem):
            raise StopError(added.sentence())
        count += len(batch.inspections)
        addresses += added.addresses
    return count, addresses

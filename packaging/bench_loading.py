"""Measure how fast a mailbox goes into a ledger, in the process that the window has for it.

With one process and with two, at several sizes: a message should cost in a mailbox of a million
what it costs in one of ten thousand. Memory is that of all processes together.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import process_memory
from bench_messages import Template, messages, write_mbox
from bench_reading import Figure, opened
from steps import StopError

from bounce_inspector.core.ledger import Filter
from bounce_inspector.gui import import_process
from bounce_inspector.gui.import_process import Ended, Order

LARGE = 100  # times the number of messages of the smallest mailbox
MIDDLE = 10
NATURAL = 0  # bytes a message has at least: none is made longer than its sample
LOOK = 0.2  # s between two looks at the memory


@dataclass(frozen=True, slots=True)
class Load:
    """How a mailbox was read: all of it, and what came after the first rows were there."""

    messages: int
    seconds: float
    messages_after_first: int
    seconds_after_first: float
    private_bytes: int

    def a_message(self) -> float:
        """Return the seconds a message takes once the processes have started."""
        return self.seconds_after_first / max(self.messages_after_first, 1)


def measure(
    folder: Path, templates: Sequence[Template], count: int, *, large: bool, seed: int
) -> Iterator[Figure]:
    """Read mailboxes of `count` messages and of many more into new ledgers."""
    base: Load | None = None
    for size in (count, count * MIDDLE, *([count * LARGE] if large else [])):
        mbox = folder / "loading.mbox"
        write_mbox(mbox, messages(templates, size, NATURAL, seed))
        name = f"{size:,} messages"
        ledger = folder / f"loading-{size}.sqlite"
        two = load(mbox, ledger, 2)
        yield Figure(f"mbox to ledger, 2 processes, {name}", size / two.seconds, "messages/s")
        if two.private_bytes:
            yield Figure(
                f"memory of all processes (USS), most, {name}", two.private_bytes / 1e6, "MB"
            )
        yield from rows_on_disk(ledger, name)
        if base is None:
            base = two
        else:
            times = two.a_message() / base.a_message()
            yield Figure(f"time a message, {name} against {count:,}", times, "times")
        if size <= count * MIDDLE:
            one = load(mbox, folder / f"loading-{size}-alone.sqlite", 1)
            yield Figure(f"mbox to ledger, 1 process, {name}", size / one.seconds, "messages/s")
            yield Figure(
                f"2 processes against 1, {name}", one.seconds / two.seconds, "times as fast"
            )
        mbox.unlink()


def load(mbox: Path, ledger: Path, processes: int) -> Load:
    """Read a mailbox into a new ledger; the start of the processes counts."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    order = Order(str(ledger), (str(mbox),), processes)
    reader = context.Process(target=import_process.run, args=(theirs, order))
    start = time.perf_counter()
    reader.start()
    theirs.close()
    most, first, first_messages = 0, 0.0, 0
    try:
        while True:
            if process_memory.is_known():
                most = max(most, process_memory.private_bytes(reader.pid or 0))
            while ours.poll(LOOK):
                news = ours.recv()
                now = time.perf_counter()
                if isinstance(news, Ended):
                    done = news.progress.messages
                    return Load(done, now - start, done - first_messages, now - first, most)
                if not first:
                    first, first_messages = now, news.messages
    except EOFError:
        raise StopError("The process that reads mail ended without a word.") from None
    finally:
        reader.join()


def rows_on_disk(path: Path, name: str) -> Iterator[Figure]:
    """Yield how big a ledger is for what stands in it."""
    ledger = opened(path)
    counts = [len(ledger.message_ids(Filter())), len(ledger.address_ids(Filter()))]
    ledger.close()
    for rows, what in zip(counts, ("message", "address"), strict=True):
        size = path.stat().st_size / max(rows, 1)
        yield Figure(f"ledger on disk, {name}", size, f"bytes/{what}")

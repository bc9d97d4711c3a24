"""Measure how fast the ledger answers what the window asks: counts, order, filter, a page."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench_messages import WORDS
from bench_reading import ROUNDS, Figure, opened
from steps import StopError

from bounce_inspector.core.batches import Batch
from bounce_inspector.core.ledger import (
    AddressColumn,
    Bucket,
    Decision,
    Filter,
    Ledger,
    MessageColumn,
    Sort,
    View,
)
from bounce_inspector.core.model import (
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Finding,
    Inspection,
    Kind,
    Verdict,
)
from bounce_inspector.core.problems import Problem

BATCH = 2_000
PAGE = 256
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
VERDICTS = (
    (Category.MAILBOX_UNKNOWN, Fault.RECIPIENT, Advice.REMOVE, "550", "5.1.1"),
    (Category.MAILBOX_FULL, Fault.RECIPIENT, Advice.WATCH, "452", "4.2.2"),
    (Category.SENDER_BLOCKLISTED, Fault.SENDER_SERVER, Advice.FIX, "554", "5.7.1"),
    (Category.GREYLISTED, Fault.NOBODY, Advice.KEEP, "451", "4.7.1"),
    (Category.UNCLASSIFIED, Fault.UNKNOWN, Advice.KEEP, "550", None),
)
TERMS = {
    "search for a word": "parcel",
    "search for what all have": "example",
    "search for what none has": "xqzzyw",
    "search for two letters": "zz",
    "search for an end": "rcel@example",
}
PROVIDERS = ("google", "microsoft", "yahoo", None)


def measure(folder: Path, rows: int, seed: int) -> Iterator[Figure]:
    """Fill a ledger with this many messages and ask it what the window asks."""
    path = folder / f"bench-rows-{rows}.sqlite"
    size = f"{rows:,} rows"
    seconds = fill(path, rows, seed)
    yield Figure(f"add in batches of {BATCH:,}, {size}", rows / seconds, "rows/s")
    yield Figure(f"on disk, {size}", path.stat().st_size / rows, "bytes/row")
    ledger = opened(path)
    while ledger.follow():
        pass
    for name, question in questions(ledger):
        yield Figure(f"{name}, {size}", best_of(question) * 1e3, "ms")
    ids = ledger.address_ids(Filter())
    marking = spend(lambda: ledger.mark(ids, Decision.REMOVE, "bench"))
    yield Figure(f"mark {len(ids):,} addresses", marking * 1e3, "ms")
    yield Figure("and undo it", spend(ledger.undo) * 1e3, "ms")
    ledger.close()


def fill(path: Path, rows: int, seed: int) -> float:
    """Make a ledger of this many messages; return the seconds that adding them took."""
    ledger = opened(path)
    start = time.perf_counter()
    for batch in batches(rows, seed):
        added = ledger.add(batch)
        if isinstance(added, Problem):
            raise StopError(added.sentence())
    seconds = time.perf_counter() - start
    ledger.close()  # what was written lies partly beside the file until then
    return seconds


def questions(ledger: Ledger) -> Sequence[tuple[str, Callable[[], object]]]:
    """Return what the window asks on a click, each with its name."""
    everything = Filter()
    ids = ledger.address_ids(everything)
    middle = ids[len(ids) // 2 : len(ids) // 2 + PAGE]
    removable = Filter(buckets=frozenset({Bucket.REMOVE}))
    return (
        ("counts of all facets", lambda: ledger.facets(everything)),
        ("counts with one filter", lambda: ledger.facets(removable)),
        ("order of arrival", lambda: ledger.address_ids(everything)),
        ("sort by address", lambda: ledger.address_ids(everything, by(AddressColumn.ADDRESS))),
        ("sort by category", lambda: ledger.address_ids(everything, by(AddressColumn.CATEGORY))),
        ("sort by last seen", lambda: ledger.address_ids(everything, by(AddressColumn.LAST_SEEN))),
        ("filter by verdict", lambda: ledger.address_ids(removable)),
        *(
            (f"{name}, first page of {view}", first_hits(ledger, view, text))
            for view in View
            for name, text in TERMS.items()
        ),
        ("search for a word", lambda: ledger.address_ids(Filter(text="parcel"))),
        ("counts under that search", lambda: ledger.facets(Filter(text="parcel"))),
        ("search for what all have", lambda: ledger.address_ids(Filter(text="example"))),
        ("counts under that search", lambda: ledger.facets(Filter(text="example"))),
        *(
            (f"first page of messages by {column}", first_messages(ledger, column))
            for column in (MessageColumn.RECIPIENT, MessageColumn.SUBJECT, MessageColumn.SOURCE)
        ),
        (f"a page of {PAGE} rows", lambda: ledger.address_rows(middle)),
    )


def first_hits(ledger: Ledger, view: View, text: str) -> Callable[[], object]:
    """Return a search that nothing is known of yet."""

    def search() -> object:
        ledger.address_ids(Filter(text="something else"), limit=1)
        find = ledger.address_ids if view is View.ADDRESSES else ledger.message_ids
        return find(Filter(text=text), limit=PAGE)

    return search


def first_messages(ledger: Ledger, column: MessageColumn) -> Callable[[], object]:
    """Return the question for the first page in an order."""
    return lambda: ledger.message_ids(Filter(), Sort(column, descending=True), PAGE)


def by(column: AddressColumn) -> Sort:
    """Return the order by a column, the largest first."""
    return Sort(column, descending=True)


def best_of(question: Callable[[], object]) -> float:
    """Return the seconds of the quickest of a few rounds."""
    return min(spend(question) for _ in range(ROUNDS))


def spend(question: Callable[[], object]) -> float:
    """Return how many seconds a question takes; raise StopError where the answer is a Problem."""
    start = time.perf_counter()
    answer = question()
    if isinstance(answer, Problem):
        raise StopError(answer.sentence())
    return time.perf_counter() - start


def batches(rows: int, seed: int) -> Iterator[Batch]:
    """Yield invented inspections: one recipient each, one in four seen before."""
    dice = random.Random(seed)  # noqa: S311 - the same numbers each time are the point
    for start in range(0, rows, BATCH):
        end = min(start + BATCH, rows)
        yield Batch(tuple(inspection(n, dice) for n in range(start, end)), (), end, rows)


def inspection(number: int, dice: random.Random) -> Inspection:
    """Return the inspection of one invented message."""
    person = number if number % 4 else number // 4
    category, fault, advice, reply, status = dice.choice(VERDICTS)
    failure = Failure(
        f"{WORDS[person % len(WORDS)]}.{person}@mail{person % 500}.example.org",
        status=status,
        reply=reply,
        diagnostic=f"{reply} {status or ''} {dice.choice(WORDS)} {dice.choice(WORDS)}",
    )
    verdict = Verdict(
        category,
        permanent=reply[0] == "5",
        fault=fault,
        advice=advice,
        rule="bench",
        confidence=Confidence.LIKELY,
        provider=dice.choice(PROVIDERS),
    )
    return Inspection(
        source="bench.mbox",
        entry="",
        index=number,
        offset=number * 4_096,
        size=4_096,
        kind=Kind.BOUNCE,
        dialect="rfc3464",
        date=FIRST + timedelta(minutes=number),
        findings=(Finding(failure, verdict),),
        message_id=f"<{number}@bench.example.org>",
        subject="Undelivered Mail Returned to Sender",
    )

"""What each row counts as, in memory: a search may hit a million rows, all of which count.

Rows are of a few hundred kinds: of one campaign, file, bucket, category, provider and decision. The
number of its kind takes eight bytes a row, in a list: an array makes a number of each item anew.
New rows are read as they come, and changed ones again: a row changes by a new failure of its
address or by a mark. Whatever else changes rows counts the generation up, and all are read anew.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from time import sleep
from typing import NamedTuple

from bounce_inspector.core.ledger.cells import Link, Traits
from bounce_inspector.core.ledger.rows import View
from bounce_inspector.core.ledger.schema import GENERATION
from bounce_inspector.core.ledger.texts import chunks, marks

PIECE = 20_000  # rows at a time: a hundredth of a second of the interpreter
MANY_CHANGED = 0.1  # of all rows: from here on reading all again is quicker
_BREATH = 0.00005  # seconds in which the window can have the interpreter

# SQLite hands the rows over in one piece: one by one, each would hold the interpreter.
_READ = {
    View.ADDRESSES: """SELECT group_concat(kind, char(10)) FROM (
        SELECT CASE origin WHEN 0 THEN printf('%s/%d %d %d %s',
        (SELECT group_concat(campaign || ' ' || origin) FROM link WHERE link.address = row.id),
        bucket, category, decision, provider)
        ELSE printf('%d %d/%d %d %d %s', campaign, origin, bucket, category, decision, provider)
        END AS kind FROM address row WHERE {} ORDER BY id)""",
    View.MESSAGES: """SELECT group_concat(kind, char(10)) FROM (
        SELECT printf('%d %d/%d %d %d %s', campaign, origin, bucket, category,
        CASE WHEN address IN (SELECT id FROM address WHERE decision != 0)
        THEN (SELECT decision FROM address WHERE id = row.address) ELSE 0 END, provider)
        AS kind FROM message row WHERE {} ORDER BY id)""",
}
_LAST = {
    View.ADDRESSES: "SELECT coalesce(max(id), 0) FROM address",
    View.MESSAGES: "SELECT coalesce(max(id), 0) FROM message",
}
_CHANGED = {
    View.ADDRESSES: """SELECT address FROM failure WHERE id > ? AND address IS NOT NULL
        UNION SELECT address FROM mark WHERE batch > ?""",
    View.MESSAGES: """SELECT message.id FROM mark JOIN failure ON failure.address = mark.address
        JOIN message ON message.id = failure.message AND message.address = mark.address
        WHERE ? IS NOT NULL AND batch > ?""",
}
_STATE = """SELECT coalesce((SELECT upto FROM indexed WHERE name = ?), 0),
    coalesce((SELECT max(id) FROM failure), 0), coalesce((SELECT max(id) FROM mark_batch), 0)"""


class Kind(NamedTuple):
    """What rows are counted by: where they were seen, and what they are."""

    links: tuple[Link, ...]
    traits: Traits


class _Numbers(dict[str, int]):
    """The number of each kind, by what SQLite writes of it."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class Kinds:
    """The kinds of the rows of a view."""

    def __init__(self, connection: sqlite3.Connection, view: View) -> None:
        self._connection = connection
        self._view = view
        self._read = _READ[view]
        self._state = (0, 0, 0)
        self._forget()

    def follow(self) -> bool:
        """Read what changed and some of the rows that are new; tell whether there are more."""
        last = self._last()
        self._take_changes(last)
        known = len(self._rows) - 1
        if known < last:
            which = f"id > {known} AND id <= {known + PIECE}"
            (text,) = self._connection.execute(self._read.format(which)).fetchone()
            self._rows.extend(map(self._numbers.__getitem__, text.split("\n")))
            sleep(_BREATH)
        return len(self._rows) - 1 < last

    def count(self, ids: "array[int] | None") -> Iterator[tuple[Kind, int]]:
        """Yield how many of some rows, or of all of them, are of each kind."""
        while self.follow():
            pass
        counts: Counter[int] = Counter()
        is_every = ids is None or len(ids) == len(self._rows) - 1
        rows: Sequence[int] = self._rows if ids is None or is_every else ids
        for start in range(int(is_every), len(rows), PIECE):
            some = rows[start : start + PIECE]
            counts.update(some if is_every else map(self._rows.__getitem__, some))
            sleep(_BREATH)
        keys = list(self._numbers)
        for number, count in counts.items():
            yield _kind(keys[number]), count

    def _take_changes(self, last: int) -> None:
        generation, failures, batches = self._connection.execute(_STATE, (GENERATION,)).fetchone()
        before = self._state
        self._state = (generation, failures, batches)
        known = len(self._rows) - 1
        if before == self._state or not known:
            return
        if generation != before[0] or last < known:
            self._forget()
            return
        changed = self._connection.execute(_CHANGED[self._view], before[1:])
        ids = sorted(id_ for id_ in set(chain.from_iterable(changed)) if id_ <= known)
        if len(ids) > MANY_CHANGED * known:
            self._forget()
            return
        for some in chunks(ids):
            query = self._read.format(f"id IN ({marks(some)})")
            (text,) = self._connection.execute(query, some).fetchone()
            for id_, key in zip(some, text.split("\n"), strict=True):
                self._rows[id_] = self._numbers[key]

    def _forget(self) -> None:
        # By id: they count up from 1 without a gap.
        self._rows = [0]
        self._numbers = _Numbers()

    def _last(self) -> int:
        (last,) = self._connection.execute(_LAST[self._view]).fetchone()
        return int(last)


def _kind(key: str) -> Kind:
    links, _, traits = key.partition("/")
    bucket, category, decision, provider = traits.split(" ", 3)
    pairs = (link.split(" ") for link in links.split(","))
    return Kind(
        tuple((int(campaign), int(origin)) for campaign, origin in pairs),
        (int(bucket), int(category), provider, int(decision)),
    )

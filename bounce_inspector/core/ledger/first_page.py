"""The first page of an order, found without finding and sorting all the rows that pass.

A sample tells up to which value the page reaches. Only the rows up to there are looked at closely,
and counted: where they are fewer than a page, nothing is known, and all rows have to be found.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from bounce_inspector.core.ledger.clauses import Clause, Clauses, joined
from bounce_inspector.core.ledger.id_arrays import id_array

SAMPLE = 4_000  # rows from all over a table
MOST = 100_000  # rows looked at closely for a page: beyond, finding all is as quick
DENSE = 0.04  # of the rows pass: below, finding all of them is quicker
_MARGIN = 2  # times the rows that should be enough
_AT_LEAST = 2  # rows of the sample more than that: a few of them may lie closely together
_FEW = 400  # rows of a sample that show how many pass
_AT_A_TIME = 100  # rows of a sample that are looked at closely
_TOGETHER = 20  # rows of a sample with one value: all that have it are quickly put in order

_GOLDEN_RATIO = (sqrt(5) - 1) / 2

# A sample does without the rows that have very much to look at.
_TYPICAL = {"address": "times < 100", "message": "failures < 100"}


Value = int | str | None
Sampled = tuple[int, Value]  # a row's id and what it is sorted by


@dataclass(frozen=True, slots=True)
class Order:
    """What SQLite sorts by; rows that are equal there stay in the order of their ids.

    `by` is the expression, which is NULL where `column` is. `compared` compares it by a `{sign}`
    with a value, `compared_or_null` holds where it is NULL too. `differs`, if any, tells quickly
    that a row does not stand at a value: many do, and need not be compared then.
    """

    by: str
    descending: bool
    column: str
    compared: str
    compared_or_null: str
    differs: str = ""

    def clause(self) -> str:
        """Return what stands behind ORDER BY."""
        direction = " DESC" if self.descending else ""
        return f"{self.by}{direction}" if self.by == "id" else f"{self.by}{direction}, id"

    def upto(self, value: Value, *, strictly: bool = False) -> Clause:
        """Return the condition on what comes before a value, or stands there too.

        NULL is the smallest.
        """
        if value is None and strictly:
            return (f"{self.column} IS NOT NULL" if self.descending else "0"), []
        if value is None:
            return ("1" if self.descending else f"{self.column} IS NULL"), []
        equal = "" if strictly else "="
        differs = f"{self.differs} AND " if strictly and self.differs else ""
        if self.descending:
            return _filled(differs + self.compared.format(sign=f">{equal}"), value)
        return _filled(differs + self.compared_or_null.format(sign=f"<{equal}"), value)

    def equal(self, value: Value) -> Clause:
        """Return the condition on what stands at a value."""
        if value is None:
            return f"{self.column} IS NULL", []
        return _filled(self.compared.format(sign="="), value)


def _filled(condition: str, value: str | int) -> Clause:
    """Return a condition with its value, as often as it stands there."""
    return condition, [value] * condition.count("?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows of a table that pass: plain conditions are on a row alone, costly look further."""

    table: str
    plain: Clauses
    costly: Clauses

    def ids(
        self, connection: sqlite3.Connection, more: Clauses, order: str, limit: int
    ) -> "array[int]":
        """Return the first ids of an order under further conditions."""
        condition, values = joined([*self.plain, *more, *self.costly])
        query = f"SELECT id FROM {self.table} {condition} ORDER BY {order} LIMIT ?"  # noqa: S608 - ours
        return id_array(connection, query, [*values, limit])


def first_page(
    connection: sqlite3.Connection, wanted: Wanted, order: Order, limit: int
) -> "array[int] | None":
    """Return the first `limit` rows of an order, None where that would be no quicker."""
    last = _last(connection, wanted.table)
    needed = ceil(_MARGIN * limit * min(SAMPLE / max(last, 1), 1)) + _AT_LEAST
    sample = _sample(connection, wanted, order, _spread(last))
    if wanted.costly:
        few = sample[:: max(len(sample) // _FEW, 1)]
        if len(_passing(connection, wanted, few, len(few))) < DENSE * len(few):
            return None
        near = sample[: MOST * SAMPLE // max(last, SAMPLE)]
        sample = _passing(connection, wanted, near, needed)
    if len(sample) < needed:
        return None
    _, value = sample[needed - 1]
    if order.by == "id":
        found = wanted.ids(connection, [], order.clause(), limit)
    elif [other for _, other in sample].count(value) <= _TOGETHER:
        found = wanted.ids(connection, [order.upto(value)], order.clause(), limit)
    else:
        # Many rows stand there, and are in the right order already: the first of them will do.
        found = wanted.ids(connection, [order.upto(value, strictly=True)], order.clause(), limit)
        if len(found) < limit:
            found += wanted.ids(connection, [order.equal(value)], "id", limit - len(found))
    return found if len(found) == limit else None


def _spread(last: int) -> Iterable[int]:
    """Return some ids from all over a table: never at the same distance, as rows may repeat."""
    if last <= SAMPLE:
        return range(1, last + 1)
    step = int(last * _GOLDEN_RATIO)
    return (at * step % last + 1 for at in range(SAMPLE))


def _sample(
    connection: sqlite3.Connection, wanted: Wanted, order: Order, ids: Iterable[int]
) -> Sequence[Sampled]:
    """Return some rows of which the plain conditions hold, in order."""
    some = f"id IN ({_listed(ids)}) AND {_TYPICAL[wanted.table]}"
    condition, values = joined([(some, []), *wanted.plain])
    query = f"SELECT id, {order.by} FROM {wanted.table} {condition} ORDER BY {order.clause()}"  # noqa: S608 - ours
    return connection.execute(query, values).fetchall()


def _passing(
    connection: sqlite3.Connection, wanted: Wanted, rows: Sequence[Sampled], needed: int
) -> Sequence[Sampled]:
    """Return the first of these rows of which the costly conditions hold: at least so many."""
    found: list[Sampled] = []
    for start in range(0, len(rows), _AT_A_TIME):
        some = rows[start : start + _AT_A_TIME]
        these = f"id IN ({_listed(id_ for id_, _ in some)})"
        condition, values = joined([(these, []), *wanted.costly])
        query = f"SELECT id FROM {wanted.table} {condition}"  # noqa: S608 - ours
        held = {id_ for (id_,) in connection.execute(query, values)}
        found += (row for row in some if row[0] in held)
        if len(found) >= needed:
            break
    return found


def _listed(ids: Iterable[int]) -> str:
    """Return ids as SQLite reads them; as values they could be too many."""
    return ", ".join(map(str, ids))


def _last(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 - ours
    return int(last or 0)

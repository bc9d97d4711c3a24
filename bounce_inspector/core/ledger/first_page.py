"""The first page of an order, found without finding and sorting all the rows that pass.

A sample tells up to which value the page reaches. Only the rows up to there are looked at closely,
and counted: where they are fewer than a page, nothing is known, and all rows have to be found.
"""

import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import ceil

from bounce_inspector.core.ledger.clauses import Clause, Clauses, joined
from bounce_inspector.core.ledger.id_arrays import id_array

SAMPLE = 1_000  # rows from all over a table
MOST = 20_000  # rows looked at closely for a page: beyond, finding all is as quick
_MARGIN = 2  # times the rows that should be enough
_AT_LEAST = 2  # rows of the sample more than that: a few of them may lie closely together

# A sample does without the rows that have very much to look at.
_TYPICAL = {"address": "times < 100", "message": "failures < 100"}


@dataclass(frozen=True, slots=True)
class Order:
    """What SQLite sorts by; rows that are equal there stay in the order of their ids."""

    by: str
    descending: bool

    def clause(self) -> str:
        """Return what stands behind ORDER BY."""
        direction = " DESC" if self.descending else ""
        return f"{self.by}{direction}" if self.by == "id" else f"{self.by}{direction}, id"

    def before(self, value: int | str | None) -> Clause:
        """Return the condition on what comes before a value. NULL is the smallest."""
        if value is None:
            return (f"{self.by} IS NOT NULL" if self.descending else "0"), []
        if self.descending:
            return f"{self.by} > ?", [value]
        return f"({self.by} < ? OR {self.by} IS NULL)", [value]

    def equal(self, value: int | str | None) -> Clause:
        """Return the condition on what stands at a value."""
        return (f"{self.by} IS NULL", []) if value is None else (f"{self.by} = ?", [value])


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
    stride = max(last // SAMPLE, 1)
    needed = ceil(_MARGIN * limit / stride) + _AT_LEAST
    sample = _sample(connection, wanted, order, range(1, last + 1, stride))
    passing = (at for at, (_, passes) in enumerate(sample) if passes)
    at = next(islice(passing, needed - 1, None), None)
    if at is None:
        return None
    near = at * min(stride, limit / needed) if order.by == "id" else at * stride
    if wanted.costly and near > MOST:
        return None
    if order.by == "id":
        found = wanted.ids(connection, [], order.clause(), limit)
    else:
        value, _ = sample[at]
        found = wanted.ids(connection, [order.before(value)], order.clause(), limit)
        if len(found) < limit:
            found += wanted.ids(connection, [order.equal(value)], "id", limit - len(found))
    return found if len(found) == limit else None


def _sample(
    connection: sqlite3.Connection, wanted: Wanted, order: Order, ids: range
) -> Sequence[tuple[int | str | None, int]]:
    """Return the values of some rows in an order, and whether they pass the costly conditions."""
    listed = ", ".join(map(str, ids))
    passes = " AND ".join(clause for clause, _ in wanted.costly) or "1"
    values = chain.from_iterable(values for _, values in wanted.costly)
    condition, more = joined(
        [(f"id IN ({listed}) AND {_TYPICAL[wanted.table]}", []), *wanted.plain]
    )
    query = f"SELECT {order.by}, {passes} FROM {wanted.table} {condition} ORDER BY {order.clause()}"  # noqa: S608 - ours
    return connection.execute(query, [*values, *more]).fetchall()


def _last(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 - ours
    return int(last or 0)

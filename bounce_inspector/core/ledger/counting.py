"""Count the rows by bucket, category, provider, campaign, source and decision.

Each count follows the other conditions of the filter, not its own: so a person sees what a click on
another value of the same facet would give.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bounce_inspector.core.ledger.cells import ANY, Cells
from bounce_inspector.core.ledger.clauses import (
    Clauses,
    joined,
    number_of_name,
    trait_clauses,
)
from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, DECISIONS, Member
from bounce_inspector.core.ledger.kinds import Kind, Kinds
from bounce_inspector.core.ledger.rows import Decision, Facets, Filter, View
from bounce_inspector.core.ledger.search import Search
from bounce_inspector.core.ledger.texts import from_stored

MOST = 500  # campaigns and sources listed; nobody reads further

_TEMPORARY = (
    """CREATE TEMP TABLE IF NOT EXISTS cell
    (campaign, origin, bucket, category, provider, decision, count)""",
    "DELETE FROM cell",
)


def facets(
    connection: sqlite3.Connection, search: Search, kinds: Kinds, where: Filter, view: View
) -> Facets:
    """Return the counts of a view under a filter. `kinds` are those of the view's rows.

    Decisions are about addresses: in the view of messages there is no count of them.
    """
    is_address = view is View.ADDRESSES
    table = "address_cell" if is_address else "message_cell"
    if where.text:
        table = _count_rows(connection, kinds.count(search.hits(where.text, view)))
    elif where.decision is not None and not is_address:
        table = _count_rows(connection, kinds.count(None))
    counts = _Counts(connection, table, where)
    decisions = counts.by("decision", replace(where, decision=None)) if is_address else {}
    return Facets(
        total=counts.total(),
        buckets=_known(BUCKETS.member, counts.by("bucket", replace(where, buckets=frozenset()))),
        categories=_known(CATEGORIES.member, counts.by("category", replace(where, category=None))),
        providers=counts.by("provider", replace(where, provider=None)),
        campaigns=counts.by_name("campaign"),
        sources=counts.by_name("origin"),
        decisions=_known({**DECISIONS.member, 0: Decision.CLEARED}, decisions),
    )


class _Counts:
    """Sums over a table of cells: see cells.py for what one cell counts."""

    def __init__(self, connection: sqlite3.Connection, table: str, where: Filter) -> None:
        self._connection = connection
        self._table = table
        self._where = where
        self._campaign = self._number(where.campaign)
        self._origin = self._number(where.source)

    def total(self) -> int:
        """Return the number of rows that pass the whole filter."""
        condition, values = self._condition(self._where)
        query = f"SELECT coalesce(sum(count), 0) FROM {self._table} {condition}"  # noqa: S608 - ours
        (total,) = self._connection.execute(query, values).fetchone()
        return int(total)

    def by(self, column: str, where: Filter) -> dict[Any, int]:
        """Return the sums for each value of a trait, the largest first."""
        condition, values = self._condition(where)
        query = f"""SELECT {column}, sum(count) AS rows FROM {self._table} {condition}
            GROUP BY {column} HAVING rows > 0 ORDER BY rows DESC, {column}"""  # noqa: S608 - ours
        return dict(self._connection.execute(query, values))

    def by_name(self, column: str) -> dict[str, int]:
        """Return the sums for each campaign or origin, the largest first."""
        link: Clauses = [(f"{column} != {ANY}", [])]
        if column == "campaign":
            link.append(("origin = ?", [self._origin]))
        else:
            link.append(("campaign = ?", [self._campaign]))
        condition, values = joined(link + trait_clauses(self._where))
        query = f"""SELECT (SELECT body FROM text WHERE id = {column}) AS name, sum(count) AS rows
            FROM {self._table} {condition}
            GROUP BY {column} HAVING rows > 0 ORDER BY rows DESC, name LIMIT {MOST}"""  # noqa: S608 - ours
        found = self._connection.execute(query, values)
        return {from_stored(name): count for name, count in found}

    def _condition(self, where: Filter) -> tuple[str, list[int | str]]:
        link: Clauses = [("campaign = ?", [self._campaign]), ("origin = ?", [self._origin])]
        return joined(link + trait_clauses(where))

    def _number(self, name: str | None) -> int:
        return ANY if name is None else number_of_name(self._connection, name)


def _count_rows(connection: sqlite3.Connection, counts: Iterable[tuple[Kind, int]]) -> str:
    """Count some rows into a temporary table of cells, and return its name."""
    for statement in _TEMPORARY:
        connection.execute(statement)
    cells = Cells("cell")
    for kind, count in counts:
        cells.count(kind.links, kind.traits, count)
    cells.write_plainly(connection)
    return "cell"


def _known(members: Mapping[int, Member], counts: Mapping[int, int]) -> dict[Member, int]:
    return {members[number]: count for number, count in counts.items() if number in members}

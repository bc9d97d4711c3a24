"""Turn a filter and a sort into the ids of the rows that pass, in order."""

import sqlite3
from array import array
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from bounce_inspector.core.ledger import bounds
from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, DECISIONS
from bounce_inspector.core.ledger.id_arrays import id_array
from bounce_inspector.core.ledger.rows import (
    AddressColumn,
    Decision,
    Filter,
    MessageColumn,
    Sort,
    View,
)
from bounce_inspector.core.ledger.search import MANY, Search
from bounce_inspector.core.ledger.texts import marks, name_hash, to_stored

_MARGIN = 2  # times the rows looked at for a page of hits that should be enough
NOTHING = -1  # the number of a campaign or file that the ledger has never met

_ORDER: Mapping[View, Mapping[AddressColumn | MessageColumn, str]] = {
    View.ADDRESSES: {
        AddressColumn.ARRIVED: "id",
        AddressColumn.ADDRESS: "address",
        AddressColumn.BUCKET: "bucket",
        AddressColumn.CATEGORY: "category",
        AddressColumn.CODE: "code",
        AddressColumn.PROVIDER: "provider",
        AddressColumn.TIMES: "times",
        AddressColumn.FIRST_SEEN: "first_seen",
        AddressColumn.LAST_SEEN: "last_seen",
        AddressColumn.DECISION: "decision",
    },
    View.MESSAGES: {
        MessageColumn.ARRIVED: "id",
        MessageColumn.DATE: "date",
        MessageColumn.KIND: "kind",
        MessageColumn.BUCKET: "bucket",
        MessageColumn.CATEGORY: "category",
        MessageColumn.CODE: "code",
        MessageColumn.PROVIDER: "provider",
        MessageColumn.RECIPIENT: "(SELECT address FROM address WHERE id = message.address)",
        MessageColumn.RECIPIENTS: "recipients",
        MessageColumn.SUBJECT: "(SELECT body FROM text WHERE id = subject) COLLATE NOCASE",
        MessageColumn.SOURCE: "(SELECT body FROM text WHERE id = source)",
    },
}
# An address seen with several campaigns or files has 0 in its own row and all of them in `link`.
_LINKED = """(campaign = ? AND origin = ? OR origin = 0 AND EXISTS (SELECT 1 FROM link
    WHERE link.address = address.id AND link.campaign = ? AND link.origin = ?))"""
_LINKED_BY = """({0} = ? OR origin = 0 AND EXISTS (SELECT 1 FROM link
    WHERE link.address = address.id AND link.{0} = ?))"""
# The second condition tells SQLite that the index of decided addresses will do.
_OF_ADDRESS = "decision = ? AND decision != 0"
_DECIDED = f"address IN (SELECT id FROM address WHERE {_OF_ADDRESS})"  # noqa: S608 - ours
_UNDECIDED = """(address IS NULL
    OR address NOT IN (SELECT id FROM address WHERE decision != 0)) AND 0 = ?"""

Values = list[int | str]
Clauses = list[tuple[str, Values]]


def ids(
    connection: sqlite3.Connection,
    search: Search,
    view: View,
    *,
    where: Filter,
    sort: Sort,
    limit: int | None,
) -> "array[int]":
    """Return the ids of the rows of a view that pass, in order, as array('q').

    Raise KeyError for a column of the other view.
    """
    order = _ORDER[view][sort.column]
    if where.text:
        if limit is not None:
            first = _first_hits(connection, search, view, where=where, sort=sort, limit=limit)
            if first is not None:
                return first
        search.prepare(where.text, view)
    rows = f"SELECT id FROM {'address' if view is View.ADDRESSES else 'message'}"  # noqa: S608 - ours
    wanted = clauses(connection, view, where)
    direction = " DESC" if sort.descending else ""
    tie = "" if order == "id" else ", id"
    end = (f"{order}{direction}{tie}", -1 if limit is None else limit)
    # What a search left stands in a table of its own: looking further is no quicker.
    if limit is not None and not where.text:
        for bound in bounds.bounds(connection, sort, limit):
            near = _ordered(connection, rows, [*wanted, bound], end)
            if len(near) == limit:
                return near
    every = _ordered(connection, rows, wanted, end)
    if where.text and limit is None and where == Filter(text=where.text):
        search.note_hits(every)
    return every


def _ordered(
    connection: sqlite3.Connection, rows: str, wanted: Clauses, end: tuple[str, int]
) -> "array[int]":
    condition, values = joined(wanted)
    order, limit = end
    return id_array(connection, f"{rows} {condition} ORDER BY {order} LIMIT ?", [*values, limit])


def _first_hits(
    connection: sqlite3.Connection,
    search: Search,
    view: View,
    *,
    where: Filter,
    sort: Sort,
    limit: int,
) -> "array[int] | None":
    """Return the first rows that hold the text of a filter, without finding all others.

    None where that would not be quicker, or where too few of those that come first hold it.
    """
    share = search.share(where.text, view)
    if share < MANY:
        return None
    plain = replace(where, text="")
    most = int(_MARGIN * limit / share)
    near = ids(connection, search, view, where=plain, sort=sort, limit=most)
    found = search.holding(where.text, view, near)
    return found[:limit] if len(found) >= limit or len(near) < most else None


def clauses(connection: sqlite3.Connection, view: View, where: Filter) -> Clauses:
    """Return the conditions of a filter. Those of its text stand in row_hit: see search.py."""
    found = trait_clauses(where, _decided(where.decision, view))
    campaign = None if where.campaign is None else number_of_name(connection, where.campaign)
    origin = None if where.source is None else number_of_name(connection, where.source)
    if view is View.MESSAGES:
        found += [] if campaign is None else [("campaign = ?", [campaign])]
        found += [] if origin is None else [("origin = ?", [origin])]
    elif campaign is not None and origin is not None:
        found.append((_LINKED, [campaign, origin, campaign, origin]))
    elif campaign is not None:
        found.append((_LINKED_BY.format("campaign"), [campaign, campaign]))
    elif origin is not None:
        found.append((_LINKED_BY.format("origin"), [origin, origin]))
    if where.text:
        found.append(("id IN row_hit", []))
    return found


def _decided(decision: Decision | None, view: View) -> str:
    if decision in {Decision.CLEARED, None}:
        return "decision = ?" if view is View.ADDRESSES else _UNDECIDED
    return _OF_ADDRESS if view is View.ADDRESSES else _DECIDED


def trait_clauses(where: Filter, decided: str = "decision = ?") -> Clauses:
    """Return the conditions on what a row is: bucket, category, provider and decision."""
    found: Clauses = []
    if where.buckets:
        numbers: Values = sorted(BUCKETS.number[bucket] for bucket in where.buckets)
        found.append((f"bucket IN ({marks(numbers)})", numbers))
    if where.category is not None:
        found.append(("category = ?", [CATEGORIES.number[where.category]]))
    if where.provider is not None:
        found.append(("provider = ?", [where.provider]))
    if where.decision is not None:
        found.append((decided, [decision_number(where.decision)]))
    return found


def joined(found: Clauses) -> tuple[str, Values]:
    """Return conditions as one WHERE, empty where there are none, and its values."""
    if not found:
        return "", []
    words = " AND ".join(clause for clause, _ in found)
    return f"WHERE {words}", list(chain.from_iterable(values for _, values in found))


def decision_number(decision: Decision) -> int:
    """Return what stands in an address row: a cleared decision is none."""
    return 0 if decision is Decision.CLEARED else DECISIONS.number[decision]


def number_of_name(connection: sqlite3.Connection, name: str) -> int:
    """Return the number of a campaign or file, NOTHING where the ledger never met it."""
    row = connection.execute(
        "SELECT id FROM text WHERE hash = ? AND body = ?",
        (name_hash(name), to_stored(name)),
    ).fetchone()
    return NOTHING if row is None else int(row[0])

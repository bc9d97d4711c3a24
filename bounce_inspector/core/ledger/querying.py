"""Turn a filter and a sort into the ids of the rows that pass, in order."""

import sqlite3
from array import array
from collections.abc import Mapping
from dataclasses import replace

from bounce_inspector.core.ledger.clauses import (
    Clauses,
    clauses,
    decided_by_row,
    joined,
)
from bounce_inspector.core.ledger.first_page import Order, Wanted, first_page
from bounce_inspector.core.ledger.first_subjects import with_first_subjects
from bounce_inspector.core.ledger.id_arrays import id_array
from bounce_inspector.core.ledger.rows import AddressColumn, Filter, MessageColumn, Sort, View
from bounce_inspector.core.ledger.search import Search
from bounce_inspector.core.ledger.texts import Role

_TABLE = {View.ADDRESSES: "address", View.MESSAGES: "message"}

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
# What stands in another table is compared there, once for all rows: the column that points there,
# the condition, without NULL and with it, and perhaps what tells quickly that a row stands
# elsewhere. CROSS keeps SQLite from reading all failures, UNION from reading all messages.
_TOLD_OF = """SELECT failure.message FROM address recipient
    CROSS JOIN failure ON failure.address = recipient.id
    CROSS JOIN message told ON told.id = message
    WHERE told.address = recipient.id AND recipient.address {sign} ?"""
_FOR_NOBODY = "SELECT id FROM message WHERE address IS NULL"
_SUBJECT = f"""subject IN (SELECT id FROM text
    WHERE role = {Role.SUBJECT.value} AND body {{sign}} ? COLLATE NOCASE)"""  # noqa: S608 - ours
_NAMES = f"(SELECT id FROM text WHERE role = {Role.NAME.value} AND body {{sign}} ?)"  # noqa: S608 - ours
_SOURCE = f"source IN {_NAMES}"
_OTHER_SOURCE = f"source NOT IN {_NAMES.format(sign='=')}"
_ELSEWHERE: Mapping[AddressColumn | MessageColumn, tuple[str, ...]] = {
    MessageColumn.RECIPIENT: (
        "address",
        f"id IN ({_TOLD_OF})",
        f"id IN ({_FOR_NOBODY} UNION ALL {_TOLD_OF})",
    ),
    MessageColumn.SUBJECT: ("subject", _SUBJECT, _SUBJECT),
    MessageColumn.SOURCE: ("source", _SOURCE, _SOURCE, _OTHER_SOURCE),
}


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
    order = _order(_ORDER[view][sort.column], sort)
    if limit is not None:
        first = None
        if sort.column is MessageColumn.SUBJECT and not where.text:
            first = _by_subject(connection, view, where=where, order=order, limit=limit)
        if first is None:
            first = _by_sample(connection, search, view, where=where, order=order, limit=limit)
        if first is not None:
            return first
    if where.text:
        search.prepare(where.text, view)
    every = _ordered(connection, view, clauses(connection, view, where), order, limit)
    if where.text and limit is None and where == Filter(text=where.text):
        search.note_hits(every)
    return every


def _order(by: str, sort: Sort) -> Order:
    itself = by, f"{by} {{sign}} ?", f"({by} {{sign}} ? OR {by} IS NULL)"
    return Order(by, sort.descending, *_ELSEWHERE.get(sort.column, itself))


def _ordered(
    connection: sqlite3.Connection,
    view: View,
    wanted: Clauses,
    order: Order,
    limit: int | None,
) -> "array[int]":
    condition, values = joined(wanted)
    query = f"SELECT id FROM {_TABLE[view]} {condition} ORDER BY {order.clause()} LIMIT ?"  # noqa: S608 - ours
    return id_array(connection, query, [*values, -1 if limit is None else limit])


def _by_sample(
    connection: sqlite3.Connection,
    search: Search,
    view: View,
    *,
    where: Filter,
    order: Order,
    limit: int,
) -> "array[int] | None":
    """Return the first rows of an order by a sample of those that pass."""
    plain, costly = replace(where, text=""), []
    if where.decision is not None and view is View.MESSAGES:
        plain = replace(plain, decision=None)
        costly.append(decided_by_row(where.decision))
    if where.text:
        costly.append(search.condition(where.text, view))
    if order.by == "id" and not costly:
        return None
    wanted = Wanted(_TABLE[view], clauses(connection, view, plain), costly)
    return first_page(connection, wanted, order, limit)


def _by_subject(
    connection: sqlite3.Connection, view: View, *, where: Filter, order: Order, limit: int
) -> "array[int] | None":
    """Return the first messages by subject, looking only at those with the first subjects."""
    near = with_first_subjects(connection, limit, descending=order.descending)
    if near is None:
        return None
    found = _ordered(connection, view, [*clauses(connection, view, where), near], order, limit)
    return found if len(found) == limit else None

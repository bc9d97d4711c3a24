"""Read rows of the tables back as values: what the window pages through and exports write."""

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from bounce_inspector.core.ledger.codes import (
    BUCKETS,
    CATEGORIES,
    DECIDERS,
    DECISIONS,
    KINDS,
    REASONS,
)
from bounce_inspector.core.ledger.history import moment_or_none
from bounce_inspector.core.ledger.problem_rows import COLUMNS, from_row
from bounce_inspector.core.ledger.rows import AddressRow, MessageRow, Place
from bounce_inspector.core.ledger.texts import chunks, from_stored, marks, own
from bounce_inspector.core.model import Category, Unread
from bounce_inspector.core.problems import Problem

_ADDRESSES = """
    SELECT address.id, coalesce(written, address.address), address.bucket, reason,
    address.category, days, address.code, address.provider, times, first_seen, last_seen,
    decision, decided_by, verdict.category, diagnostic, failure.recipient, address.address,
    message.kind
    FROM address JOIN failure ON failure.id = address.lead
    JOIN verdict ON verdict.id = verdict JOIN message ON message.id = message
    WHERE address.id IN ({})
"""
_MESSAGES = """
    SELECT message.id, source, entry, position, offset, length, identity, kind, dialect, date,
    subject, message.campaign, message.bucket, message.category, message.code, message.provider,
    diagnostic, failure.recipient, failing.address,
    coalesce(address.written, address.address), recipients, address.decision
    FROM message LEFT JOIN address ON address.id = message.address
    LEFT JOIN failure ON failure.id = message.lead
    LEFT JOIN address failing ON failing.id = failure.address
    WHERE message.id IN ({})
"""
_REPORTED = """
    SELECT DISTINCT failure.address FROM message
    JOIN failure ON failure.id >= first_failure AND failure.id < first_failure + failures
    WHERE message.id IN ({}) AND failure.address IS NOT NULL
"""
Row = tuple[Any, ...]
Texts = dict[int, str]


def address_rows(connection: sqlite3.Connection, ids: Iterable[int]) -> list[AddressRow]:
    """Return the rows of addresses in the order of `ids`, without those that are gone."""
    rows, wanted = _fetch(connection, _ADDRESSES, ids)
    texts = texts_of(connection, (number for row in rows.values() for number in row[14:16]))
    found = {id_: _address_row(row, texts) for id_, row in rows.items()}
    return [found[id_] for id_ in wanted if id_ in found]


def message_rows(connection: sqlite3.Connection, ids: Iterable[int]) -> list[MessageRow]:
    """Return the rows of messages in the order of `ids`, without those that are gone."""
    rows, wanted = _fetch(connection, _MESSAGES, ids)
    pointing = (1, 2, 8, 10, 11, 16, 17)
    texts = texts_of(connection, (row[at] for row in rows.values() for at in pointing))
    found = {id_: _message_row(row, texts) for id_, row in rows.items()}
    return [found[id_] for id_ in wanted if id_ in found]


def addresses_of(connection: sqlite3.Connection, messages: Iterable[int]) -> "array[int]":
    """Return the ids of the addresses that some messages report on, in the order of arrival."""
    found: set[int] = set()
    for some in chunks(messages):
        found.update(id_ for (id_,) in connection.execute(_REPORTED.format(marks(some)), some))
    return array("q", sorted(found))


def problems_of_message(connection: sqlite3.Connection, message: int) -> tuple[Problem, ...]:
    """Return what was wrong with a message."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM problem WHERE message = ? ORDER BY place",  # noqa: S608 - our own names
        (message,),
    )
    return tuple(from_row(*row) for row in rows)


def unread(connection: sqlite3.Connection) -> list[Unread]:
    """Return what could not be read, in the order it was met."""
    rows = connection.execute(
        f"SELECT source, entry, {COLUMNS} FROM unread ORDER BY id"  # noqa: S608 - our own names
    ).fetchall()
    texts = texts_of(connection, (number for row in rows for number in row[:2]))
    return [
        Unread(texts[source], texts[entry], from_row(*problem)) for source, entry, *problem in rows
    ]


def texts_of(connection: sqlite3.Connection, numbers: Iterable[int | None]) -> dict[int, str]:
    """Return the strings behind some numbers."""
    found: dict[int, str] = {}
    for some in chunks({number for number in numbers if number is not None}):
        query = f"SELECT id, body FROM text WHERE id IN ({marks(some)})"  # noqa: S608 - only ?
        found.update((id_, from_stored(body)) for id_, body in connection.execute(query, some))
    return found


def _fetch(
    connection: sqlite3.Connection, query: str, ids: Iterable[int]
) -> tuple[dict[int, Row], Sequence[int]]:
    wanted = list(ids)
    rows: dict[int, Row] = {}
    for some in chunks(wanted):
        for row in connection.execute(query.format(marks(some)), some):
            rows[row[0]] = row
    return rows, wanted


def _address_row(row: Row, texts: Texts) -> AddressRow:
    id_, address, bucket, reason, category, days, code, provider, times = row[:9]
    first, last, decision, decided_by, last_category, diagnostic, recipient, key, kind = row[9:]
    return AddressRow(
        id=id_,
        address=address,
        bucket=BUCKETS.required(bucket),
        reason=REASONS.required(reason),
        category=CATEGORIES.optional(category),
        last_category=Category(last_category),
        days=days,
        code=code,
        provider=provider or None,
        diagnostic=own(texts[diagnostic], texts.get(recipient) or key),
        times=times,
        first_seen=moment_or_none(first),
        last_seen=moment_or_none(last),
        decision=DECISIONS.optional(decision),
        decided_by=DECIDERS.optional(decided_by),
        kind=KINDS.required(kind),
    )


def _message_row(row: Row, texts: Texts) -> MessageRow:
    id_, source, entry, position, offset, length, identity, kind, dialect, date = row[:10]
    subject, campaign, bucket, category, code, provider, diagnostic, recipient = row[10:18]
    key, address, recipients, decision = row[18:]
    return MessageRow(
        id=id_,
        place=Place(texts[source], texts[entry], position, offset, length, identity),
        kind=KINDS.required(kind),
        dialect=texts.get(dialect),
        date=moment_or_none(date),
        subject=texts[subject],
        campaign=texts[campaign] or None,
        bucket=BUCKETS.required(bucket),
        category=CATEGORIES.optional(category),
        code=code,
        provider=provider or None,
        diagnostic=own(texts.get(diagnostic, ""), texts.get(recipient) or key or ""),
        recipient=address or "",
        recipients=recipients,
        decision=DECISIONS.optional(decision or 0),
    )

"""Rebuild findings from the tables, exactly as they were, with the place of their message."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from bounce_inspector.core.ledger.codes import KINDS
from bounce_inspector.core.ledger.history import moment_or_none
from bounce_inspector.core.ledger.reading import texts_of
from bounce_inspector.core.ledger.rows import Occurrence, Place
from bounce_inspector.core.ledger.texts import chunks, marks, own
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Evidence,
    Failure,
    Fault,
    Finding,
    RunnerUp,
    Stage,
    Verdict,
)

_QUERY = """
    SELECT failure.id, message, kind, dialect, date, subject, message.campaign, source, entry,
    position, offset, length, identity, failure.recipient, address.address,
    diagnostic, context, host, ip, mta, final, action, status, reply, stage, certain,
    span_part, span_start, span_end, evidence_part, evidence_start, evidence_end,
    verdict.category, permanent, fault, advice, rule, confidence, verdict.provider,
    second_category, second_rule, second_why
    FROM failure JOIN message ON message.id = message JOIN verdict ON verdict.id = verdict
    JOIN answer ON answer.id = answer LEFT JOIN address ON address.id = failure.address
    WHERE {}
"""
_OF_ADDRESS = _QUERY.format("failure.address = ? ORDER BY date DESC, failure.id DESC LIMIT ?")
_OF_MESSAGE = _QUERY.format(
    "failure.id >= (SELECT first_failure FROM message WHERE id = ?1) "
    "AND failure.id < (SELECT first_failure + failures FROM message WHERE id = ?1) "
    "ORDER BY failure.id"
)
_LEADS = _QUERY.replace("second_why\n", "second_why, failure.address\n")
_POINTING = (3, 5, 6, 7, 8, 13, *range(15, 21))
Row = tuple[Any, ...]


def of_address(connection: sqlite3.Connection, address: int, limit: int | None) -> list[Occurrence]:
    """Return what was reported about an address, the latest first."""
    return _read(connection, _OF_ADDRESS, (address, -1 if limit is None else limit))


def leads_of(connection: sqlite3.Connection, addresses: Iterable[int]) -> dict[int, Occurrence]:
    """Return for each address the failure that its row speaks of."""
    found: dict[int, Occurrence] = {}
    for some in chunks(addresses):
        query = f"failure.id IN (SELECT lead FROM address WHERE id IN ({marks(some)}))"  # noqa: S608 - only ?
        rows = connection.execute(_LEADS.format(query), some).fetchall()
        texts = texts_of(connection, (row[at] for row in rows for at in _POINTING))
        found.update((row[-1], _occurrence(row[:-1], texts)) for row in rows)
    return found


def of_message(connection: sqlite3.Connection, message: int) -> list[Occurrence]:
    """Return what a message reports, in its own order."""
    return _read(connection, _OF_MESSAGE, (message,))


def _read(connection: sqlite3.Connection, query: str, values: tuple[int, ...]) -> list[Occurrence]:
    rows = connection.execute(query, values).fetchall()
    texts = texts_of(connection, (row[at] for row in rows for at in _POINTING))
    return [_occurrence(row, texts) for row in rows]


def _occurrence(row: Row, texts: dict[int, str]) -> Occurrence:
    id_, message, kind, dialect, date, subject, campaign, source, entry = row[:9]
    return Occurrence(
        id=id_,
        message=message,
        kind=KINDS.required(kind),
        dialect=texts.get(dialect),
        date=moment_or_none(date),
        subject=texts[subject],
        campaign=texts[campaign] or None,
        place=Place(texts[source], texts[entry], *row[9:13]),
        finding=Finding(_failure(row[13:29], texts), _verdict(row[29:])),
    )


def _failure(row: Row, texts: dict[int, str]) -> Failure:
    written, address, diagnostic, context, host, ip, mta, final = row[:8]
    action, status, reply, stage, certain = row[8:13]
    recipient = texts.get(written, address or "")
    return Failure(
        recipient=recipient,
        final_recipient=texts.get(final),
        action=Action(action) if action else None,
        status=status,
        reply=reply,
        stage=Stage(stage) if stage else None,
        diagnostic=own(texts[diagnostic], recipient),
        context=own(texts.get(context, ""), recipient),
        remote_host=texts.get(host),
        remote_ip=texts.get(ip),
        reporting_mta=texts.get(mta),
        span=_evidence(row[13:16]),
        certain=bool(certain),
    )


def _verdict(row: Row) -> Verdict:
    category, permanent, fault, advice, rule, confidence, provider = row[3:10]
    second_category, second_rule, second_why = row[10:]
    return Verdict(
        category=Category(category),
        permanent=bool(permanent),
        fault=Fault(fault),
        advice=Advice(advice),
        rule=rule,
        confidence=Confidence(confidence),
        provider=provider,
        runner_up=(
            RunnerUp(Category(second_category), second_rule, second_why)
            if second_category
            else None
        ),
        evidence=_evidence(row[:3]),
    )


def _evidence(row: Row) -> Evidence | None:
    part, start, end = row
    return None if part is None else Evidence(part, start, end)

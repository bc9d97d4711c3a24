"""Sort a batch into what is new and what was counted before, also within the batch itself.

The same message about the same recipient counts once, whatever file it is met in. One whose message
id was used again for another recipient, as careless servers do, is new for that recipient.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bounce_inspector.core.ledger.identity import identity
from bounce_inspector.core.ledger.keys import Keys
from bounce_inspector.core.ledger.texts import chunks, from_stored, marks
from bounce_inspector.core.model import Finding, Inspection

Place = tuple[str, str, int, int, int]
Stored = tuple[int, Place]

_STORED = """
    SELECT message.id, source.body, entry.body, position, offset, length
    FROM message JOIN text source ON source.id = source JOIN text entry ON entry.id = entry
    WHERE message.id IN ({})
"""
_RECIPIENTS = """
    SELECT address.address FROM message
    JOIN failure ON failure.id >= first_failure AND failure.id < first_failure + failures
    JOIN address ON address.id = failure.address WHERE message.id IN ({})
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A message that is new, or new for these findings."""

    inspection: Inspection
    identity: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A message that is known from another place: `message` is its id in the ledger."""

    message: int
    inspection: Inspection


@lru_cache(maxsize=4096)  # each step of adding a batch asks for the same few hundred
def address_key(recipient: str) -> str:
    """Return the form by which an address is known: the case of letters makes no other one."""
    return shown_address(recipient).lower()


def shown_address(recipient: str) -> str:
    """Return an address as people see it.

    Half a surrogate pair, which no mail system takes, becomes a question mark.
    """
    stripped = recipient.strip()
    return stripped if stripped.isascii() else stripped.encode("utf-8", "replace").decode()


def sift(
    connection: sqlite3.Connection, keys: Keys, inspections: Sequence[Inspection]
) -> tuple[list[Fresh], list[Moved], int]:
    """Return what is new, what is known from elsewhere, and how many are known in all."""
    identities = [identity(inspection) for inspection in inspections]
    ids = keys.find(set(identities))
    stored = _stored(connection, [known[-1] for known in ids.values()])
    seen: dict[int, set[str]] = {}
    fresh: list[Fresh] = []
    moved: list[Moved] = []
    known = 0
    for number, inspection in zip(identities, inspections, strict=True):
        before = stored[ids[number][-1]] if number in ids else None
        is_new = before is None and number not in seen
        if number not in seen:
            seen[number] = _recipients(connection, ids[number]) if before else set()
        findings = _unseen(inspection.findings, seen[number])
        if is_new or any(address_key(finding.failure.recipient) for finding in findings):
            fresh.append(Fresh(inspection, number, findings))
            continue
        known += 1
        if before and before[1] != _place(inspection):
            moved.append(Moved(before[0], inspection))
    return fresh, moved, known


def _unseen(findings: tuple[Finding, ...], seen: set[str]) -> tuple[Finding, ...]:
    keys = [address_key(finding.failure.recipient) for finding in findings]
    if not seen:
        seen.update(keys)
        return findings
    unseen = tuple(
        finding for finding, key in zip(findings, keys, strict=True) if not key or key not in seen
    )
    seen.update(keys)
    return unseen


def _place(inspection: Inspection) -> Place:
    return (
        inspection.source,
        inspection.entry,
        inspection.index,
        inspection.offset,
        inspection.size,
    )


def _stored(connection: sqlite3.Connection, messages: Iterable[int]) -> dict[int, Stored]:
    found: dict[int, Stored] = {}
    for some in chunks(messages):
        rows = connection.execute(_STORED.format(marks(some)), some)
        for message, source, entry, position, offset, length in rows:
            place = (from_stored(source), from_stored(entry), position, offset, length)
            found[message] = (message, place)
    return found


def _recipients(connection: sqlite3.Connection, messages: Sequence[int]) -> set[str]:
    rows = connection.execute(_RECIPIENTS.format(marks(messages)), messages)
    return {address for (address,) in rows}

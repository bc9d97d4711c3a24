"""Sort a batch into what is new and what was counted before, also within the batch itself.

The same message about the same recipient counts once, whatever file it is met in. One whose message
id was used again for another recipient, as careless servers do, is new for that recipient.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bounce_inspector.core.ledger.drafts import Draft
from bounce_inspector.core.ledger.keys import Keys
from bounce_inspector.core.ledger.texts import chunks, from_stored, marks

Place = tuple[str, str, int, int, int]

_STORED = """
    SELECT message.id, source.body, entry.body, position, offset, length
    FROM message JOIN text source ON source.id = source JOIN text entry ON entry.id = entry
    WHERE message.id IN ({})
"""
_TOLD = """
    SELECT identity, address.address FROM address JOIN failure ON failure.address = address.id
    JOIN message ON message.id = message WHERE address.id IN ({})
"""


class Moved(NamedTuple):
    """A message that is known from another place: `message` is its id in the ledger."""

    message: int
    draft: Draft


class Sifted(NamedTuple):
    """What is new, without the failures that are known; what moved; how many are known in all."""

    fresh: Sequence[Draft]
    moved: list[Moved]
    known: int


def sift(
    connection: sqlite3.Connection, messages: Keys, addresses: Keys, drafts: Sequence[Draft]
) -> Sifted:
    """Sort a batch. The keys are those of the messages and of the addresses that are stored."""
    identities = {draft.identity for draft in drafts}
    stored = messages.latest(identities)
    if not stored and len(identities) == len(drafts):
        return Sifted(drafts, [], 0)
    places = _places(connection, stored.values())
    seen = _told(connection, addresses, [one for one in drafts if one.identity in stored])
    fresh: list[Draft] = []
    moved: list[Moved] = []
    known = 0
    for draft in drafts:
        before = stored.get(draft.identity)
        is_new = before is None and draft.identity not in seen
        unseen = _unseen(draft, seen[draft.identity])
        if is_new or any(failure.key for failure in unseen.failures):
            fresh.append(unseen)
            continue
        known += 1
        if before and places[before] != draft.place():
            moved.append(Moved(before, draft))
    return Sifted(fresh, moved, known)


def _unseen(draft: Draft, seen: set[str]) -> Draft:
    """Return a draft without the failures of recipients seen before, and note its own as seen."""
    failures = draft.failures
    if seen:
        failures = tuple(one for one in failures if not one.key or one.key not in seen)
    seen.update(failure.key for failure in draft.failures)
    return draft if len(failures) == len(draft.failures) else draft.with_failures(failures)


def _places(connection: sqlite3.Connection, messages: Iterable[int]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for some in chunks(messages):
        rows = connection.execute(_STORED.format(marks(some)), some)
        for message, source, entry, position, offset, length in rows:
            found[message] = (from_stored(source), from_stored(entry), position, offset, length)
    return found


def _told(
    connection: sqlite3.Connection, addresses: Keys, drafts: Iterable[Draft]
) -> defaultdict[int, set[str]]:
    """Return, of the addresses in these drafts, those that a stored message told of, by identity.

    Asked by address: thousands of messages may carry the same id, an address has few messages.
    """
    told: defaultdict[int, set[str]] = defaultdict(set)
    hashes = {one.key_hash for draft in drafts for one in draft.failures if one.key}
    ids = chain.from_iterable(addresses.find(hashes).values())
    for some in chunks(ids):
        for identity, key in connection.execute(_TOLD.format(marks(some)), some):
            told[identity].add(key)
    return told

"""Turn a filter into the conditions that SQLite is asked for."""

import sqlite3
from collections.abc import Sequence
from itertools import chain

from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, DECISIONS
from bounce_inspector.core.ledger.rows import Decision, Filter, View
from bounce_inspector.core.ledger.texts import marks, name_hash, to_stored

NOTHING = -1  # the number of a campaign or file that the ledger has never met

# An address seen with several campaigns or files has 0 in its own row and all of them in `link`.
_LINKED = """(campaign = ? AND origin = ? OR origin = 0 AND EXISTS (SELECT 1 FROM link
    WHERE link.address = address.id AND link.campaign = ? AND link.origin = ?))"""
_LINKED_BY = """({0} = ? OR origin = 0 AND EXISTS (SELECT 1 FROM link
    WHERE link.address = address.id AND link.{0} = ?))"""
# The second condition tells SQLite that the index of decided addresses will do.
_OF_ADDRESS = "decision = ? AND decision != 0"
_DECIDED = f"address IN (SELECT id FROM address WHERE {_OF_ADDRESS})"  # noqa: S608 - ours
_DECIDED_BY_ROW = (
    "coalesce((SELECT decision FROM address WHERE address.id = message.address), 0) = ?"
)
_UNDECIDED = """(address IS NULL
    OR address NOT IN (SELECT id FROM address WHERE decision != 0)) AND 0 = ?"""

Values = list[int | str]
Clause = tuple[str, Values]
Clauses = list[Clause]


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


def decided_by_row(decision: Decision) -> Clause:
    """Return the condition on a message's address: quicker where few messages are looked at."""
    return _DECIDED_BY_ROW, [decision_number(decision)]


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


def joined(found: Sequence[Clause]) -> tuple[str, Values]:
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

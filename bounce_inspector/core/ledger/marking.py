"""Record decisions about addresses. A record is never changed: undoing one writes another."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from bounce_inspector.core.ledger.cells import Cells
from bounce_inspector.core.ledger.clauses import decision_number
from bounce_inspector.core.ledger.codes import BUCKETS, DECIDERS, DECISIONS
from bounce_inspector.core.ledger.history import moment, seconds
from bounce_inspector.core.ledger.rows import Act, Decider, Decision, MarkRecord, Restored
from bounce_inspector.core.ledger.texts import next_id, printable
from bounce_inspector.core.policy import Bucket

NOTHING_TO_DO = 0

_CHOSEN = (
    "CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY, decision, decided_by)",
    "DELETE FROM chosen",
)
# Only what changes is recorded: marking what is marked already leaves nothing to undo.
_RECORD = """
    INSERT INTO mark SELECT ?, chosen.id, chosen.decision, chosen.decided_by,
    address.decision, address.decided_by FROM chosen JOIN address USING (id)
    WHERE (chosen.decision, chosen.decided_by) != (address.decision, address.decided_by)
"""
_CHANGES = """
    SELECT address.campaign, address.origin, bucket, category, provider, former, mark.decision
    FROM mark JOIN address ON address.id = mark.address
    WHERE batch = ? AND former != mark.decision AND origin != 0
"""
_CHANGES_OF_SEVERAL = """
    SELECT address.id, bucket, category, provider, former, mark.decision
    FROM mark JOIN address ON address.id = mark.address
    WHERE batch = ? AND former != mark.decision AND origin = 0
"""
_DECISIONS = "SELECT DISTINCT decision, decided_by FROM mark WHERE batch = ?"
_APPLY = """
    UPDATE address SET decision = ?2, decided_by = ?3 WHERE id IN
    (SELECT address FROM mark WHERE batch = ?1 AND decision = ?2 AND decided_by = ?3)
"""


def mark(
    connection: sqlite3.Connection,
    ids: Iterable[int],
    *,
    decision: Decision,
    why: str,
    by: Decider,
    at: datetime,
) -> int:
    """Record a decision and return the id of the batch, 0 where nothing changes by it."""
    decided = decision_number(decision)
    decider = DECIDERS.number[by] if decided else 0
    _choose(connection, ((id_, decided, decider) for id_ in ids))
    batch = next_id(connection, "mark_batch")
    if not _record(connection, batch):
        return NOTHING_TO_DO
    connection.execute(
        "INSERT INTO mark_batch VALUES (?, 'mark', NULL, ?, ?, ?, ?)",
        (batch, DECISIONS.number[decision], DECIDERS.number[by], printable(why), seconds(at)),
    )
    return batch


def undo(connection: sqlite3.Connection, at: datetime) -> Restored | None:
    """Give the addresses of the last marks that stand their former decision back."""
    standing, _ = _stacks(connection)
    return _turn(connection, standing[-1], "undo", at) if standing else None


def redo(connection: sqlite3.Connection, at: datetime) -> Restored | None:
    """Do again what was undone last, unless something was marked since."""
    _, undone = _stacks(connection)
    return _turn(connection, undone[-1], "redo", at) if undone else None


def history(connection: sqlite3.Connection, address: int) -> list[MarkRecord]:
    """Return every record about an address, the latest first."""
    rows = connection.execute(
        """SELECT batch, coalesce(written, address.address), mark.decision, kind,
        mark_batch.decided_by, why, at
        FROM mark_batch CROSS JOIN mark ON batch = mark_batch.id AND mark.address = ?
        JOIN address ON address.id = mark.address ORDER BY batch DESC""",
        (address,),
    )
    return [
        MarkRecord(
            batch=batch,
            address=written,
            decision=DECISIONS.optional(decision) or Decision.CLEARED,
            by=DECIDERS.required(by),
            why=why,
            at=moment(when),
            act=Act(kind),
        )
        for batch, written, decision, kind, by, why, when in rows
    ]


def judgements(
    connection: sqlite3.Connection, ids: Iterable[int]
) -> dict[tuple[Bucket, Decision | None, Decider | None], int]:
    """Count addresses by what is proposed and decided about them."""
    _choose(connection, ((id_, 0, 0) for id_ in ids))
    rows = connection.execute(
        """SELECT bucket, address.decision, address.decided_by, count(*)
        FROM chosen JOIN address USING (id) GROUP BY 1, 2, 3"""
    )
    return {
        (BUCKETS.required(bucket), DECISIONS.optional(decision), DECIDERS.optional(by)): count
        for bucket, decision, by, count in rows
    }


def _choose(connection: sqlite3.Connection, chosen: Iterable[tuple[int, int, int]]) -> None:
    for statement in _CHOSEN:
        connection.execute(statement)
    connection.executemany("INSERT OR IGNORE INTO chosen VALUES (?, ?, ?)", chosen)


def _record(connection: sqlite3.Connection, batch: int) -> int:
    """Write the marks of a batch, bring rows and counts up to date, return how many they are."""
    recorded = connection.execute(_RECORD, (batch,)).rowcount
    cells = Cells("address_cell")
    # Counted here: SQLite would sort all of them first, which takes four times as long.
    changes = Counter(connection.execute(_CHANGES, (batch,)))
    for (campaign, origin, *traits, former, decision), count in changes.items():
        cells.count_single((campaign, origin), (*traits, former), -count)
        cells.count_single((campaign, origin), (*traits, decision), count)
    for address, *traits, former, decision in connection.execute(_CHANGES_OF_SEVERAL, (batch,)):
        query = "SELECT campaign, origin FROM link WHERE address = ?"
        links = connection.execute(query, (address,)).fetchall()
        cells.count(links, (*traits, former), -1)
        cells.count(links, (*traits, decision), 1)
    cells.write(connection)
    for decision, decided_by in connection.execute(_DECISIONS, (batch,)).fetchall():
        connection.execute(_APPLY, (batch, decision, decided_by))
    return recorded


def _stacks(connection: sqlite3.Connection) -> tuple[list[int], list[int]]:
    """Return the marks that stand and those that were undone, each with the next one last."""
    standing: list[int] = []
    undone: list[int] = []
    for id_, kind, target in connection.execute(
        "SELECT id, kind, target FROM mark_batch ORDER BY id"
    ):
        if kind == "mark":
            standing.append(id_)
            undone.clear()
        elif kind == "undo":
            standing.remove(target)
            undone.append(target)
        else:
            undone.remove(target)
            standing.append(target)
    return standing, undone


def _turn(connection: sqlite3.Connection, target: int, kind: str, at: datetime) -> Restored:
    columns = "former, former_by" if kind == "undo" else "decision, decided_by"
    query = f"SELECT address, {columns} FROM mark WHERE batch = ?"  # noqa: S608 - ours
    _choose(connection, connection.execute(query, (target,)))
    batch = next_id(connection, "mark_batch")
    decision, by, why = connection.execute(
        "SELECT decision, decided_by, why FROM mark_batch WHERE id = ?", (target,)
    ).fetchone()
    connection.execute(
        "INSERT INTO mark_batch VALUES (?, ?, ?, ?, ?, ?, ?)",
        (batch, kind, target, decision, by, why, seconds(at)),
    )
    addresses = _record(connection, batch)
    return Restored(batch, DECISIONS.required(decision), why, addresses)

"""Who was written to which file, and when: so that an export can be answered for later."""

import sqlite3
from array import array
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from bounce_inspector.core.ledger.history import moment, seconds
from bounce_inspector.core.ledger.rows import ExportRecord
from bounce_inspector.core.ledger.texts import next_id, printable


def record(
    connection: sqlite3.Connection, path: str, preset: str, ids: Iterable[int], at: datetime
) -> int:
    """Note one export and return its id."""
    export = next_id(connection, "export")
    written = connection.executemany(
        "INSERT OR IGNORE INTO export_row VALUES (?, ?)", ((export, id_) for id_ in ids)
    ).rowcount
    connection.execute(
        "INSERT INTO export VALUES (?, ?, ?, ?, ?)",
        (export, seconds(at), printable(path), preset, max(written, 0)),
    )
    return export


def exports(connection: sqlite3.Connection) -> list[ExportRecord]:
    """Return the exports, the latest first."""
    rows = connection.execute("SELECT id, at, path, preset, addresses FROM export ORDER BY id DESC")
    return [ExportRecord(id_, moment(at), *rest) for id_, at, *rest in rows]


def exported(connection: sqlite3.Connection, export: int) -> "array[int]":
    """Return the ids of the addresses that went into an export, in the order of arrival."""
    rows = connection.execute("SELECT address FROM export_row WHERE export = ?", (export,))
    return array("q", chain.from_iterable(rows))

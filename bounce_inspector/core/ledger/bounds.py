"""Where the first page of an order ends at the latest: so the rest need not be looked at closely.

Without it, SQLite looks up the subject or recipient of each of a million messages, and takes each
into its heap where the newest come last.
"""

import sqlite3

from bounce_inspector.core.ledger.rows import AddressColumn, MessageColumn, Sort
from bounce_inspector.core.ledger.texts import Role

SAMPLE = 2_000  # the rows that came last: of mail, they are the newest

_LATE = {
    AddressColumn.FIRST_SEEN: ("address", "first_seen"),
    AddressColumn.LAST_SEEN: ("address", "last_seen"),
    MessageColumn.DATE: ("message", "date"),
}
_LATEST = """SELECT {column} FROM (SELECT {column} FROM {table} ORDER BY id DESC LIMIT ?)
    WHERE {column} IS NOT NULL ORDER BY 1 DESC LIMIT 1 OFFSET ?"""
_NAMED = {
    MessageColumn.RECIPIENT: ("address", "address", "address", ""),
    MessageColumn.SUBJECT: (
        "subject",
        "text",
        "body",
        f"role = {Role.SUBJECT.value} AND typeof(body) = 'text' AND",
    ),
}
_NAME = "SELECT {name} FROM {table} WHERE {only} true ORDER BY 1 {collate} {way} LIMIT 1 OFFSET ?"

Bound = tuple[str, list[int | str]]


def bound(connection: sqlite3.Connection, sort: Sort, limit: int) -> Bound | None:
    """Return a condition under which the first `limit` rows of an order are the same.

    Together with a filter it may leave fewer rows: then nothing is known. None where it would not
    help.
    """
    if sort.column in _LATE and sort.descending:
        table, column = _LATE[sort.column]
        query = _LATEST.format(table=table, column=column)
        row = connection.execute(query, (SAMPLE, limit - 1)).fetchone()
        return None if row is None else (f"{column} >= ?", [row[0]])
    if sort.column in _NAMED and limit > 0:
        pointer, table, name, only = _NAMED[sort.column]
        collate = "COLLATE NOCASE" if table == "text" else ""
        way, sign = ("DESC", ">=") if sort.descending else ("", "<=")
        query = _NAME.format(name=name, table=table, only=only, collate=collate, way=way)
        row = connection.execute(query, (limit - 1,)).fetchone()
        if row is None:
            return None
        named = f"SELECT id FROM {table} WHERE {only} {name} {sign} ? {collate}"  # noqa: S608 - ours
        nobody = "" if sort.descending else f" OR {pointer} IS NULL"
        return f"({pointer} IN ({named}){nobody})", [row[0]]
    return None

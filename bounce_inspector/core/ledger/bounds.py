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
_RECIPIENTS = "address IN (SELECT id FROM address ORDER BY address {way} LIMIT ?)"
_SUBJECTS = f"role = {Role.SUBJECT.value} AND typeof(body) = 'text'"
_SUBJECT = f"""SELECT body FROM text WHERE {_SUBJECTS}
    ORDER BY body COLLATE NOCASE {{way}} LIMIT 1 OFFSET ?"""  # noqa: S608 - ours
_WITH_SUBJECT = f"""subject IN (SELECT id FROM text
    WHERE {_SUBJECTS} AND body {{sign}} ? COLLATE NOCASE)"""  # noqa: S608 - ours

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
    way, sign = ("DESC", ">=") if sort.descending else ("", "<=")
    if sort.column == MessageColumn.RECIPIENT:
        nobody = "" if sort.descending else " OR address IS NULL"
        return f"({_RECIPIENTS.format(way=way)}{nobody})", [limit]
    if sort.column == MessageColumn.SUBJECT and limit > 0:
        row = connection.execute(_SUBJECT.format(way=way), (limit - 1,)).fetchone()
        return None if row is None else (_WITH_SUBJECT.format(sign=sign), [row[0]])
    return None

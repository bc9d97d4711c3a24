"""Where the first page of an order by what other tables tell ends at the latest.

Without it, SQLite looks up the subject or recipient of each of a million messages. Orders by what
stands in a row itself are the matter of first_page.py.
"""

import sqlite3
from collections.abc import Iterator

from bounce_inspector.core.ledger.clauses import Clause
from bounce_inspector.core.ledger.letters import SUBJECTS, Letters
from bounce_inspector.core.ledger.rows import MessageColumn, Sort
from bounce_inspector.core.ledger.texts import Role

COLUMNS = frozenset({MessageColumn.RECIPIENT, MessageColumn.SUBJECT, MessageColumn.SOURCE})

_RECIPIENTS = "SELECT id FROM address ORDER BY address {way} LIMIT ?"
_FOR_NOBODY = "SELECT id FROM message WHERE address IS NULL ORDER BY id LIMIT ?"
_FOR = """SELECT DISTINCT message.id FROM failure JOIN message ON message.id = message
    WHERE failure.address IN ({}) AND message.address = failure.address"""
_SOURCES = """SELECT text.id FROM (SELECT DISTINCT source FROM message)
    JOIN text ON text.id = source ORDER BY body {way} LIMIT ?"""
_FROM = "SELECT id FROM message WHERE source = ? ORDER BY id LIMIT ?"
_TAKEN = "id IN taken"
FEW_SOURCES = 3  # tried one by one: each may take a look at every message
_SUBJECTS = f"role = {Role.SUBJECT.value}"
_ODD_SUBJECT = f"SELECT 1 FROM text WHERE {_SUBJECTS} AND typeof(body) != 'text' LIMIT 1"  # noqa: S608 - ours
_SUBJECT = f"""SELECT body FROM text WHERE {_SUBJECTS}
    ORDER BY body COLLATE NOCASE {{way}} LIMIT 1 OFFSET ?"""  # noqa: S608 - ours
_EACH_SUBJECT = f"""SELECT id, body FROM text WHERE {_SUBJECTS}
    ORDER BY body COLLATE NOCASE {{way}}, id LIMIT ?"""  # noqa: S608 - ours
_WITH_KEY = f"SELECT id FROM {SUBJECTS} WHERE key = ? ORDER BY id LIMIT ?"  # noqa: S608 - ours
_WITH_SUBJECT = f"""subject IN (SELECT id FROM text
    WHERE {_SUBJECTS} AND body {{sign}} ? COLLATE NOCASE)"""  # noqa: S608 - ours


def bounds(connection: sqlite3.Connection, sort: Sort, limit: int) -> Iterator[Clause]:
    """Yield conditions under which the first `limit` rows of an order are the same.

    Each is wider. Together with a filter one may leave fewer rows: then nothing is known, and the
    next may help.
    """
    way, sign = ("DESC", ">=") if sort.descending else ("", "<=")
    if limit <= 0:
        return
    if sort.column == MessageColumn.RECIPIENT:
        _take_recipients(connection, limit, way)
        yield _TAKEN, []
        nobody = "" if sort.descending else " OR address IS NULL"
        yield f"(address IN ({_RECIPIENTS.format(way=way)}){nobody})", [limit]
    elif sort.column == MessageColumn.SUBJECT:
        if connection.execute(_ODD_SUBJECT).fetchone():
            return
        yield _take_subjects(connection, limit, way)
        for (body,) in connection.execute(_SUBJECT.format(way=way), (limit - 1,)).fetchall():
            yield _WITH_SUBJECT.format(sign=sign), [body]
    elif sort.column == MessageColumn.SOURCE:
        sources = [id_ for (id_,) in connection.execute(_SOURCES.format(way=way), (limit,))]
        _take_sources(connection, sources[:FEW_SOURCES], limit)
        yield _TAKEN, []
        yield f"source IN ({_listed(sources)})", []


def _take_recipients(connection: sqlite3.Connection, limit: int, way: str) -> None:
    """Take the messages for the recipients that come first; those for nobody are the smallest."""
    nobody = 0 if way else _take(connection, _FOR_NOBODY, [limit], anew=True)
    if nobody < limit:
        first = [id_ for (id_,) in connection.execute(_RECIPIENTS.format(way=way), (limit,))]
        _take(connection, _FOR.format(_listed(first)), [], anew=bool(way))


def _take_subjects(connection: sqlite3.Connection, limit: int, way: str) -> Clause:
    """Take the messages with the subjects that come first; return a condition for the others too.

    The others are those that the index of subjects does not know yet.
    """
    upto = Letters(connection).upto(SUBJECTS)
    count = _take(connection, _WITH_KEY, [None, 0], anew=True)
    subjects: list[int] = []
    last: bytes | None = None
    for subject, body in connection.execute(_EACH_SUBJECT.format(way=way), (limit,)).fetchall():
        # NOCASE knows the letters of ASCII only.
        folded = body.encode().lower()
        if count >= limit and folded != last:
            break
        count += _take(connection, _WITH_KEY, [subject, limit])
        subjects.append(subject)
        last = folded
    return f"({_TAKEN} OR id > ? AND subject IN ({_listed(subjects)}))", [upto]


def _take_sources(connection: sqlite3.Connection, sources: list[int], limit: int) -> None:
    count = _take(connection, _FROM, [None, 0], anew=True)
    for source in sources:
        if count < limit:
            count += _take(connection, _FROM, [source, limit - count])


def _take(
    connection: sqlite3.Connection, query: str, values: list[int | None], *, anew: bool = False
) -> int:
    """Note the rows that a query finds in the table taken, and return their number."""
    if anew:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS taken (id INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM taken")
    return connection.execute(f"INSERT OR IGNORE INTO taken {query}", values).rowcount


def _listed(ids: list[int]) -> str:
    """Return ids as SQLite reads them; as values they could be too many."""
    return ", ".join(map(str, ids))

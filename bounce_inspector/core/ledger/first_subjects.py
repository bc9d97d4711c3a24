"""The messages whose subjects come first: a page by subject need not look at any others.

Subjects are few beside messages, and known in order; `first_page` would read every message.
"""

import sqlite3

from bounce_inspector.core.ledger.clauses import Clause
from bounce_inspector.core.ledger.letters import SUBJECTS, Letters
from bounce_inspector.core.ledger.texts import Role

_SUBJECTS = f"role = {Role.SUBJECT.value}"
_ODD_SUBJECT = f"SELECT 1 FROM text WHERE {_SUBJECTS} AND typeof(body) != 'text' LIMIT 1"  # noqa: S608 - ours
_EACH_SUBJECT = f"""SELECT id, body FROM text WHERE {_SUBJECTS}
    ORDER BY body COLLATE NOCASE {{way}}, id LIMIT ?"""  # noqa: S608 - ours
_WITH_KEY = f"SELECT id FROM {SUBJECTS} WHERE key = ? ORDER BY id LIMIT ?"  # noqa: S608 - ours


def with_first_subjects(
    connection: sqlite3.Connection, limit: int, *, descending: bool
) -> Clause | None:
    """Return a condition that leaves the first `limit` messages by subject; None where unknown.

    Together with a filter it may leave fewer. It holds for those too that the index of subjects
    does not know yet.
    """
    if limit <= 0 or connection.execute(_ODD_SUBJECT).fetchone():
        return None
    upto = Letters(connection).upto(SUBJECTS)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS taken (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM taken")
    count = 0
    subjects: list[int] = []
    last: bytes | None = None
    each = _EACH_SUBJECT.format(way="DESC" if descending else "")
    for subject, body in connection.execute(each, (limit,)).fetchall():
        # NOCASE knows the letters of ASCII only.
        folded = body.encode().lower()
        if count >= limit and folded != last:
            break
        count += connection.execute(
            f"INSERT OR IGNORE INTO taken {_WITH_KEY}", (subject, limit)
        ).rowcount
        subjects.append(subject)
        last = folded
    listed = ", ".join(map(str, subjects))
    return f"(id IN taken OR id > ? AND subject IN ({listed}))", [upto]

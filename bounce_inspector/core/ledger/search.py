"""Find the rows whose address, diagnostic or subject contains a text.

The hits stand in a temporary table for as long as nobody asks for another text and nothing is
written: sorting, paging and counting the same search do not search again. Distinct strings are few
beside the messages that carry them, so a plain scan of them answers faster than it would cost to
keep a word index up to date (measured: a million distinct strings in 0.2 s).
"""

import re
import sqlite3
from dataclasses import dataclass

from bounce_inspector.core.ledger.rows import View
from bounce_inspector.core.ledger.texts import Role, shared

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS text_hit (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS row_hit (id INTEGER PRIMARY KEY)",
    "DELETE FROM text_hit",
    "DELETE FROM row_hit",
)
_BY_ADDRESS = {
    View.ADDRESSES: "SELECT id FROM address WHERE ({match})",
    View.MESSAGES: """SELECT message FROM failure
        WHERE address IN (SELECT id FROM address WHERE {match})""",
}
_BY_DIAGNOSTIC = {
    View.ADDRESSES: """SELECT address FROM failure
        WHERE diagnostic IN text_hit AND address IS NOT NULL""",
    View.MESSAGES: "SELECT message FROM failure WHERE diagnostic IN text_hit",
}
_BY_SUBJECT = {
    View.ADDRESSES: """SELECT failure.address FROM message
        JOIN failure ON failure.id >= first_failure AND failure.id < first_failure + failures
        WHERE subject IN text_hit AND failure.address IS NOT NULL""",
    View.MESSAGES: "SELECT id FROM message WHERE subject IN text_hit",
}
_BY_BOTH = {
    View.ADDRESSES: "SELECT address.id FROM address {join}",
    View.MESSAGES: "SELECT failure.message FROM address {join}",
}
_JOIN = """
    JOIN failure ON failure.address = address.id JOIN text ON text.id = diagnostic
    WHERE address.address = ? AND body LIKE ? ESCAPE '\\'
"""
# The same for the first addresses alone, in their order: each is asked whether it has a hit.
_HAS_TEXT = """SELECT id FROM address WHERE EXISTS (SELECT 1 FROM failure
    JOIN message ON message.id = message WHERE failure.address = address.id
    AND (diagnostic IN text_hit OR subject IN text_hit))"""
FREQUENT = 100  # one in so many texts
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")


@dataclass(frozen=True, slots=True)
class Hits:
    """A query for the ids of rows that contain a text in one place; it ends in a condition."""

    query: str
    values: list[str]


class Search:
    """The hits of one text at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._current: tuple[str, View, int, int] | None = None
        self._texts: tuple[str, int, int] | None = None
        self._roles: set[int] = set()

    def prepare(self, text: str, view: View) -> None:
        """Fill the temporary table row_hit with the ids of the rows of a view that contain text."""
        key = (text, view, *self._state())
        if key == self._current:
            return
        self._current = None
        hits = self._hits(text, view)
        self._connection.execute("DELETE FROM row_hit")
        for one in hits:
            query = f"INSERT OR IGNORE INTO row_hit {one.query}"
            self._connection.execute(query, one.values)
        self._current = key

    def addresses(self, text: str) -> list[Hits]:
        """Return queries that together find the addresses with a text, quick for the first few.

        Empty where it stands in so few texts that finding all of them is quicker.
        """
        hits = self._hits(text, View.ADDRESSES)
        if not self._roles:
            return hits
        (found,) = self._connection.execute("SELECT count(*) FROM text_hit").fetchone()
        (texts,) = self._connection.execute("SELECT count(*) FROM text").fetchone()
        if found * FREQUENT <= texts:
            return []
        return [hits[0], Hits(_HAS_TEXT, []), *hits[1 + len(self._roles) :]]

    def _hits(self, text: str, view: View) -> list[Hits]:
        """Find the texts that contain a text, and return what finds the rows."""
        patterns = _patterns(text)
        self._find_texts(text, patterns)
        match = _match("address.address", patterns)
        hits = [Hits(_BY_ADDRESS[view].format(match=match), patterns)]
        if Role.DIAGNOSTIC in self._roles:
            hits.append(Hits(_BY_DIAGNOSTIC[view], []))
        if Role.SUBJECT in self._roles:
            hits.append(Hits(_BY_SUBJECT[view], []))
        for address in _ADDRESS.findall(text):
            # In stored diagnostics a sign stands for the recipient's own address.
            pattern = _pattern(shared(text, address))
            hits.append(Hits(_BY_BOTH[view].format(join=_JOIN), [address.lower(), pattern]))
        return hits

    def _state(self) -> tuple[int, int]:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        (changes,) = self._connection.execute("SELECT max(id) FROM message").fetchone()
        return int(version), int(changes or 0)

    def _find_texts(self, text: str, patterns: list[str]) -> None:
        """Fill text_hit, unless it stands there, and note the roles of the texts in it."""
        key = (text, *self._state())
        if key == self._texts:
            return
        self._texts = None
        for statement in _TABLES:
            self._connection.execute(statement)
        searched = (Role.DIAGNOSTIC.value, Role.SUBJECT.value)
        match = _match("body", patterns)
        self._connection.execute(
            f"INSERT INTO text_hit SELECT id FROM text WHERE role IN (?, ?) AND ({match})",  # noqa: S608 - only ?
            [*searched, *patterns],
        )
        roles = self._connection.execute("SELECT DISTINCT role FROM text_hit JOIN text USING (id)")
        self._roles = {role for (role,) in roles}
        self._texts = key


def _match(column: str, patterns: list[str]) -> str:
    return " OR ".join([f"{column} LIKE ? ESCAPE '\\'"] * len(patterns))


def _patterns(text: str) -> list[str]:
    """Return the patterns for a text in any case: LIKE itself folds ASCII letters only."""
    if text.isascii():
        return [_pattern(text)]
    return [_pattern(form) for form in sorted({text, text.lower(), text.upper(), text.title()})]


def _pattern(text: str) -> str:
    # SQLite reads a pattern up to the first NUL.
    plain = text.replace("\0", "\ufffd")
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"

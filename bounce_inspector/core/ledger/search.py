"""Find the rows whose address, diagnostic or subject contains a text.

The hits stand in a temporary table for as long as nobody asks for another text and nothing is
written: sorting, paging and counting the same search do not search again.
"""

import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from itertools import chain

from bounce_inspector.core.ledger import letters
from bounce_inspector.core.ledger.clauses import Clause
from bounce_inspector.core.ledger.id_arrays import id_array
from bounce_inspector.core.ledger.keys import address_keys, key_of_address
from bounce_inspector.core.ledger.letters import Letters
from bounce_inspector.core.ledger.rows import View
from bounce_inspector.core.ledger.texts import Role, chunks, from_stored, marks
from bounce_inspector.core.ledger.wanted_text import WantedText

SAMPLE = 1_000  # rows or strings, from all over a table
MANY = 0.05  # of a table: from here on reading it in its order is quicker

_TABLES = ("text_hit", "said_hit", "address_hit", "row_hit")
_SEARCHED = f"role IN ({Role.DIAGNOSTIC.value}, {Role.SUBJECT.value})"
# What holds for a row that has the text, once text_hit and said_hit are filled: of the row itself,
# and of one of its failures, by the roles of the texts found. A row may have very many failures:
# each is looked at once.
_HOLDS = {
    View.ADDRESSES: ["address.address GLOB ?", "id IN said_hit"],
    View.MESSAGES: ["id IN said_hit"],
}
_HOLDS_BY = {(View.MESSAGES, Role.SUBJECT): "subject IN text_hit"}
_FAILURES = {
    View.ADDRESSES: "failure.address = address.id",
    View.MESSAGES: "failure.id >= first_failure AND failure.id < first_failure + failures",
}
_FAILS = {
    View.ADDRESSES: [],
    View.MESSAGES: ["(SELECT address FROM address WHERE id = failure.address) GLOB ?"],
}
_FAILS_BY = {
    (View.ADDRESSES, Role.DIAGNOSTIC): "diagnostic IN text_hit",
    (View.ADDRESSES, Role.SUBJECT): "(SELECT subject FROM message WHERE id = message) IN text_hit",
    (View.MESSAGES, Role.DIAGNOSTIC): "diagnostic IN text_hit",
}
_ROLES = "SELECT DISTINCT role FROM text WHERE id IN text_hit"
_SAID = {
    View.ADDRESSES: "SELECT address.id FROM address {}",
    View.MESSAGES: "SELECT failure.message FROM address {}",
}
_OF = """JOIN failure ON failure.address = address.id JOIN text ON text.id = diagnostic
    WHERE address.id IN ({}) AND address.address = ? AND body LIKE ? ESCAPE '\\'"""
_BY_DIAGNOSTIC = {
    View.ADDRESSES: "SELECT address FROM failure WHERE {} AND address IS NOT NULL",
    View.MESSAGES: "SELECT message FROM failure WHERE {}",
}
_BY_SUBJECT = {
    View.ADDRESSES: """SELECT failure.address FROM message
        JOIN failure ON failure.id >= first_failure AND failure.id < first_failure + failures
        WHERE {} AND failure.address IS NOT NULL""",
    View.MESSAGES: "SELECT id FROM message WHERE {}",
}


class Search:
    """The hits of one text at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._letters = Letters(connection)
        self._keys = address_keys(connection)
        self._current: tuple[str, View, int, int] | None = None
        self._texts: tuple[str, View, int, int] | None = None
        self._hits: array[int] | None = None  # of what is current
        self._roles: list[Role] = []  # of the texts found

    def prepare(self, text: str, view: View) -> None:
        """Fill the temporary table row_hit with the ids of the rows of a view that contain text."""
        key = (text, view, *self._state())
        if key == self._current:
            return
        self._current = self._hits = None
        wanted = WantedText(text)
        self._find_texts(wanted, view)
        self._connection.execute("DELETE FROM row_hit")
        self._insert("row_hit", "SELECT id FROM said_hit")
        if view is View.ADDRESSES:
            self._find_addresses(wanted, "row_hit")
        else:
            self._find_addresses(wanted, "address_hit")
            is_many = self._is_many("SELECT 1 FROM address_hit", "address")
            # The sign keeps SQLite from looking each one up.
            column = "+address" if is_many else "address"
            self._insert("row_hit", f"SELECT message FROM failure WHERE {column} IN address_hit")  # noqa: S608 - ours
        self._insert_by_text(letters.DIAGNOSTICS, "failure", "diagnostic", _BY_DIAGNOSTIC[view])
        self._insert_by_text(letters.SUBJECTS, "message", "subject", _BY_SUBJECT[view])
        self._current = key

    def hits(self, text: str, view: View) -> "array[int]":
        """Return the ids of the rows of a view that contain a text, in whatever order."""
        self.prepare(text, view)
        if self._hits is None:
            self._hits = id_array(self._connection, "SELECT id FROM row_hit")
        return self._hits

    def note_hits(self, ids: "array[int]") -> None:
        """Take the rows found by what is prepared from somebody who has them already."""
        self._hits = ids

    def condition(self, text: str, view: View) -> Clause:
        """Return what holds for a row that contains a text, without looking for all of them."""
        wanted = WantedText(text)
        self._find_texts(wanted, view)
        ways = _HOLDS[view] + self._by_role(_HOLDS_BY, view)
        fails = self._by_role(_FAILS_BY, view) + _FAILS[view]
        if fails:
            ways.append(
                f"EXISTS (SELECT 1 FROM failure WHERE {_FAILURES[view]} AND ({' OR '.join(fails)}))"  # noqa: S608 - ours
            )
        return f"({' OR '.join(ways)})", [wanted.glob()]

    def _by_role(self, ways: Mapping[tuple[View, Role], str], view: View) -> list[str]:
        return [ways[view, role] for role in self._roles if (view, role) in ways]

    def _state(self) -> tuple[int, int]:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        (changes,) = self._connection.execute("SELECT max(id) FROM message").fetchone()
        return int(version), int(changes or 0)

    def _find_texts(self, wanted: WantedText, view: View) -> None:
        """Fill text_hit and said_hit, unless they stand there."""
        key = (wanted.text, view, *self._state())
        if key == self._texts:
            return
        self._texts = self._current = self._hits = None
        for table in _TABLES:
            self._connection.execute(
                f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)"
            )
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
        likes = wanted.likes()
        match = " OR ".join(["text.body LIKE ? ESCAPE '\\'"] * len(likes))
        self._insert_strings("text_hit", letters.TEXTS, wanted, f"{_SEARCHED} AND ({match})", likes)
        self._roles = sorted(Role(role) for (role,) in self._connection.execute(_ROLES))
        self._keys.forget()
        for address, like in wanted.said_of():
            ids = self._keys.find([key_of_address(address)]).values()
            some = list(chain.from_iterable(ids))
            query = _SAID[view].format(_OF.format(marks(some)))
            self._insert("said_hit", query, [*some, address, like])
        self._texts = key

    def _find_addresses(self, wanted: WantedText, into: str) -> None:
        self._insert_strings(
            into, letters.ADDRESSES, wanted, "address.address GLOB ?", [wanted.glob()]
        )

    def _insert_strings(
        self, into: str, index: str, wanted: WantedText, condition: str, values: list[str]
    ) -> None:
        """Find strings: those that an index of letters offers, and all that it does not know."""
        table = "address" if index == letters.ADDRESSES else "text"
        upto = self._letters.upto(index)
        match = (
            self._letters.match(index, wanted) if upto and self._is_rare(wanted, table) else None
        )
        if match is None:
            upto = 0
        elif match:
            query = f"""SELECT id FROM {index} JOIN {table} ON {table}.id = {index}.rowid
                WHERE {index} MATCH ? AND {condition}"""  # noqa: S608 - ours
            self._insert(into, query, [match, *values])
        query = f"SELECT id FROM {table} WHERE id > ? AND {condition}"  # noqa: S608 - ours
        self._insert(into, query, [upto, *values])

    def _insert_by_text(self, index: str, table: str, column: str, query: str) -> None:
        """Find failures or messages whose text is among those found."""
        upto = self._letters.upto(index)
        known = f"SELECT id FROM {index} WHERE key IN text_hit"  # noqa: S608 - ours
        if upto and self._is_many(known, table):
            upto = 0
        if upto:
            self._insert("row_hit", query.format(f"{table}.id IN ({known})"))
        self._insert("row_hit", query.format(f"{table}.id > ? AND {column} IN text_hit"), [upto])

    def _insert(self, into: str, query: str, values: Sequence[str | int] = ()) -> None:
        self._connection.execute(f"INSERT OR IGNORE INTO {into} {query}", values)

    def _is_many(self, query: str, table: str) -> bool:
        """Tell whether a query finds more than a small part of a table's rows."""
        most = int(self._last(table) * MANY)
        counting = f"SELECT count(*) FROM ({query} LIMIT ?)"  # noqa: S608 - ours
        (count,) = self._connection.execute(counting, (most + 1,)).fetchone()
        return bool(count > most)

    def _is_rare(self, wanted: WantedText, table: str) -> bool:
        """Tell whether few strings have all the letters, in whatever order, by a sample."""
        forms = wanted.letters() or [[one] for one in wanted.beginnings()]
        column = "address" if table == "address" else "body"
        strings: list[str] = []
        for some in chunks(self._sample(table)):
            query = f"SELECT {column} FROM {table} WHERE id IN ({marks(some)})"  # noqa: S608 - ours
            rows = self._connection.execute(query, some)
            strings += (from_stored(body).lower() for (body,) in rows)
        offered = sum(
            any(all(one in string for one in form) for form in forms) for string in strings
        )
        return offered <= MANY * len(strings)

    def _sample(self, table: str) -> Sequence[int]:
        last = self._last(table)
        return range(1, last + 1, max(last // SAMPLE, 1))

    def _last(self, table: str) -> int:
        (last,) = self._connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 - ours
        return int(last or 0)

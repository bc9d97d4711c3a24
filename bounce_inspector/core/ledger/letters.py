"""What makes a search quick: which strings hold which three letters, and which rows which string.

SQLite's FTS5 with its trigram tokenizer (https://sqlite.org/fts5.html#the_trigram_tokenizer) tells
the strings that may hold a text; whoever asks compares them himself, so the index keeps neither the
strings nor where in them the letters stand. Where FTS5 is missing, all strings are compared.

The indexes follow the rows piece by piece: `indexed` says how far each has come, and the rows above
that mark are looked at one by one. So a ledger of an older version, or one that was written by a
program without FTS5, is searched correctly at once and quickly when its turn has come.
"""

import sqlite3
from dataclasses import dataclass

from bounce_inspector.core.ledger.texts import Role
from bounce_inspector.core.ledger.wanted_text import WantedText, quoted

ADDRESSES = "address_letters"
TEXTS = "text_letters"
DIAGNOSTICS = "diagnostic_key"
SUBJECTS = "subject_key"

_CREATE = """CREATE VIRTUAL TABLE {} USING fts5 (
    body, content = '', columnsize = 0, detail = none, tokenize = 'trigram')"""
_HAS_FTS5 = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
_WITH_TRIGRAMS = (3, 34)
_END = "char(31, 31)"  # so that every letter begins three: a shorter text is the beginning of some
_TERMS = "SELECT term FROM temp.terms_of_{} WHERE term >= ? AND term < ? LIMIT ?"
_LAST_WITHOUT_LETTERS = 10  # FTS5_STRUCTURE_ROWID of fts5_index.c
MOST_TERMS = 400  # asked for at once; beyond, comparing all strings is as quick
_SEARCHED = f"{Role.DIAGNOSTIC.value}, {Role.SUBJECT.value}"


@dataclass(frozen=True, slots=True)
class Index:
    """`fill` takes the ids above the first to the second, as soon as a `piece` of them waits.

    `most` are taken at once, in a tenth of a second: so long a mark may have to wait.
    """

    name: str
    rows: str
    fill: str
    piece: int
    most: int
    is_of_letters: bool


INDEXES = (
    Index(
        ADDRESSES,
        "address",
        f"""INSERT INTO {ADDRESSES} (rowid, body)
        SELECT id, address || {_END} FROM address WHERE id > ? AND id <= ?""",  # noqa: S608 - ours
        5_000,
        10_000,
        is_of_letters=True,
    ),
    Index(
        TEXTS,
        "text",
        f"""INSERT INTO {TEXTS} (rowid, body)
        SELECT id, body || {_END} FROM text
        WHERE id > ? AND id <= ? AND role IN ({_SEARCHED})""",  # noqa: S608 - ours
        1_000,
        2_000,
        is_of_letters=True,
    ),
    # Sorted, and many at once: each alone would write a page of its own.
    Index(
        DIAGNOSTICS,
        "failure",
        f"""INSERT INTO {DIAGNOSTICS}
        SELECT diagnostic, id FROM failure WHERE id > ? AND id <= ? ORDER BY diagnostic, id""",  # noqa: S608 - ours
        50_000,
        50_000,
        is_of_letters=False,
    ),
    Index(
        SUBJECTS,
        "message",
        f"""INSERT INTO {SUBJECTS}
        SELECT subject, id FROM message WHERE id > ? AND id <= ? ORDER BY subject, id""",  # noqa: S608 - ours
        50_000,
        50_000,
        is_of_letters=False,
    ),
)


class Letters:
    """The indexes of one ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_possible = is_possible(connection)

    def is_behind(self) -> bool:
        """Tell whether many rows wait."""
        return any(self._waiting(index) >= index.piece for index in self._ours())

    def follow(self) -> bool:
        """Index rows that are new, where they are many; tell whether there are more.

        Inside a transaction that writes.
        """
        for index in self._ours():
            self._follow(index)
        return self.is_behind()

    def upto(self, name: str) -> int:
        """Return the last id that an index knows; 0 where it cannot be asked."""
        if name in {ADDRESSES, TEXTS} and not self._is_possible:
            return 0
        row = self._connection.execute(
            "SELECT upto FROM indexed WHERE name = ?", (name,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def match(self, name: str, wanted: WantedText) -> str | None:
        """Return what FTS5 is asked for the strings that may have a text.

        Empty where it knows that none has, None where each has to be compared.
        """
        if wanted.letters():
            return wanted.match()
        terms: list[str] = []
        beginnings = wanted.beginnings()
        for beginning in beginnings:
            terms += self._terms(name, beginning)
        if not beginnings or len(terms) >= MOST_TERMS:
            return None
        return " OR ".join(map(quoted, terms))

    def _terms(self, name: str, beginning: str) -> list[str]:
        """Return the three letters that stand in some string and begin with fewer."""
        self._connection.execute(
            f"""CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms_of_{name}
            USING fts5vocab('main', '{name}', 'row')"""
        )
        after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
        found = self._connection.execute(_TERMS.format(name), (beginning, after, MOST_TERMS))
        return [term for (term,) in found]

    def _ours(self) -> list[Index]:
        return [one for one in INDEXES if self._is_possible or not one.is_of_letters]

    def _waiting(self, index: Index) -> int:
        query = f"SELECT coalesce(max(id), 0) FROM {index.rows}"  # noqa: S608 - our own table
        (last,) = self._connection.execute(query).fetchone()
        return int(last) - self.upto(index.name)

    def _follow(self, index: Index) -> None:
        waiting = self._waiting(index)
        if waiting < index.piece:
            return
        before = self.upto(index.name)
        if index.is_of_letters and not before:
            # What stands there was written before everything was forgotten.
            self._connection.execute(f"DROP TABLE IF EXISTS {index.name}")
            self._connection.execute(_CREATE.format(index.name))
        upto = before + min(waiting, index.most)
        self._connection.execute(index.fill, (before, upto))
        self._connection.execute("INSERT OR REPLACE INTO indexed VALUES (?, ?)", (index.name, upto))


def is_possible(connection: sqlite3.Connection) -> bool:
    """Tell whether this SQLite can index letters."""
    if sqlite3.sqlite_version_info < _WITH_TRIGRAMS:
        return False
    return connection.execute(_HAS_FTS5).fetchone() is not None


def forget(connection: sqlite3.Connection) -> None:
    """Take the indexes of letters away; they come back with the next rows."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for name in tables.intersection({ADDRESSES, TEXTS}):
        if is_possible(connection):
            connection.execute(f"DROP TABLE {name}")
        else:
            # What FTS5 keeps an index in: plain tables, the first rows of which hold no letters.
            connection.execute(f"DELETE FROM {name}_data WHERE id > {_LAST_WITHOUT_LETTERS}")  # noqa: S608 - ours
            connection.execute(f"DELETE FROM {name}_idx")  # noqa: S608 - ours

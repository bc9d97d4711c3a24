"""Strings, verdicts and answers that many rows share: each is stored once and known by a number."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import islice
from typing import TypeVar

from bounce_inspector.core.ledger.identity import hashed
from bounce_inspector.core.model import Failure, Verdict

Item = TypeVar("Item")
Row = tuple[str | int | None, ...]

REMEMBERED = 50_000  # strings kept in memory to spare the question; about 10 MB
_AT_ONCE = 500  # variables in one statement: older SQLite takes 999

# Stands for the recipient's own address in a diagnostic, so that thousands share one text.
_RECIPIENT = "\x1a"
_AS_IT_IS = "\x1b"


class Role(IntEnum):
    """What a string is. Diagnostics and subjects are what a search looks through."""

    NAME = 0
    DIAGNOSTIC = 1
    SUBJECT = 2
    CONTEXT = 3


def shared(text: str, recipient: str) -> str:
    """Return a diagnostic with the recipient's address taken out; `own` puts it back."""
    if _RECIPIENT in text or text.startswith(_AS_IT_IS):
        return _AS_IT_IS + text
    return text.replace(recipient, _RECIPIENT) if recipient else text


def own(text: str, recipient: str) -> str:
    """Return what `shared` was given."""
    if text.startswith(_AS_IT_IS):
        return text[1:]
    return text.replace(_RECIPIENT, recipient)


def name_hash(name: str) -> int:
    """Return what names are found by."""
    return hashed(f"name {name}")


def to_stored(text: str) -> str | bytes:
    """Return text as SQLite takes it: half a surrogate pair, as in odd file names, needs bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def printable(text: str) -> str:
    """Return text as it is shown, where nobody needs the bytes behind it again."""
    return text.encode("utf-8", "backslashreplace").decode()


def from_stored(body: str | bytes) -> str:
    """Return the text that `to_stored` was given."""
    return body if isinstance(body, str) else body.decode("utf-8", "surrogatepass")


class Texts:
    """The numbers of strings. Valid inside one transaction, or until another connection wrote."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[Role, str], int] = {}

    def forget(self) -> None:
        """Drop what is remembered: what another connection or a rollback did to it is unknown."""
        self._known.clear()

    def number(self, role: Role, text: str) -> int:
        """Return the number of a string handed to `intern` before. Raise KeyError otherwise."""
        return self._known[role, text]

    def intern(self, strings: Iterable[tuple[Role, str]]) -> None:
        """Give each string a number: a name the one it has already where the file knows it."""
        wanted = set(strings)
        if len(self._known) > REMEMBERED:
            self._known.clear()
        unknown = [key for key in wanted if key not in self._known]
        names = {name_hash(text): text for role, text in unknown if role is Role.NAME}
        for hashes in chunks(names):
            query = f"SELECT id, body FROM text WHERE hash IN ({marks(hashes)})"  # noqa: S608 - only ?
            for id_, body in self._connection.execute(query, hashes):
                self._known[Role.NAME, from_stored(body)] = id_
        self._insert(key for key in unknown if key not in self._known)

    def _insert(self, strings: Iterable[tuple[Role, str]]) -> None:
        rows = []
        for id_, (role, text) in enumerate(strings, next_id(self._connection, "text")):
            self._known[role, text] = id_
            hash_ = name_hash(text) if role is Role.NAME else None
            rows.append((id_, role.value, hash_, to_stored(text)))
        self._connection.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", rows)


class Dictionary:
    """The numbers of the few different rows of one table, all in memory."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._table = table
        self._numbers: dict[Row, int] = {}

    def forget(self) -> None:
        """Drop what is remembered."""
        self._numbers.clear()

    def number(self, row: Row) -> int:
        """Return the number of a row; store it where it is new."""
        number = self._numbers.get(row)
        return self._look_up(row) if number is None else number

    def _look_up(self, row: Row) -> int:
        if not self._numbers:
            stored = self._connection.execute(f"SELECT * FROM {self._table}")  # noqa: S608 - ours
            self._numbers = {tuple(values): id_ for id_, *values in stored}
        number = self._numbers.get(row)
        if number is None:
            number = self._numbers[row] = next_id(self._connection, self._table)
            values = (number, *row)
            insert = f"INSERT INTO {self._table} VALUES ({marks(values)})"  # noqa: S608 - ours
            self._connection.execute(insert, values)
        return number


def verdict_row(verdict: Verdict) -> Row:
    """Return a verdict as it stands in its table. Evidence is not part of it."""
    second = verdict.runner_up
    return (
        verdict.category.value,
        int(verdict.permanent),
        verdict.fault.value,
        verdict.advice.value,
        verdict.rule,
        verdict.confidence.value,
        verdict.provider,
        second.category.value if second else None,
        second.rule if second else None,
        second.why if second else None,
    )


def answer_row(failure: Failure) -> Row:
    """Return the part of a failure that few values cover: action, codes, stage, certainty."""
    return (
        failure.action.value if failure.action else None,
        failure.status,
        failure.reply,
        failure.stage.value if failure.stage else None,
        int(failure.certain),
    )


def next_id(connection: sqlite3.Connection, table: str) -> int:
    """Return the id after the last one of a table. Only inside a transaction that writes."""
    query = f"SELECT coalesce(max(id), 0) + 1 FROM {table}"  # noqa: S608 - our own table names
    (id_,) = connection.execute(query).fetchone()
    return int(id_)


def marks(values: Sequence[object]) -> str:
    """Return as many question marks as there are values."""
    return ", ".join("?" * len(values))


def chunks(values: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut values into lists that fit into one statement."""
    rest = iter(values)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk

"""Strings, verdicts and answers that many rows share: each is stored once and known by a number."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from bounce_inspector.core.ledger.identity import hashed
from bounce_inspector.core.model import Failure, Verdict

Item = TypeVar("Item")
Row = tuple[str | int | None, ...]

REMEMBERED = 50_000  # strings kept in memory to spare the question; about 10 MB
_AT_ONCE = 500  # variables in one statement: older SQLite takes 999

# Stands for the recipient's own address in what was said, so that thousands share one text.
_RECIPIENT = "\x1a"
_AS_IT_IS = "\x1b"


class Role(IntEnum):
    """What a string is. Diagnostics and subjects are what a search looks through."""

    NAME = 0
    DIAGNOSTIC = 1
    SUBJECT = 2
    CONTEXT = 3


def shared(text: str, recipient: str) -> str:
    """Return a diagnostic or context without the recipient's address; `own` puts it back."""
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


class _Numbered(dict[str | None, Any]):
    """The numbers of strings that are stored without a look for what the file knows already."""

    def __init__(self, add: Callable[[str], int]) -> None:
        super().__init__()
        self._add = add

    def __missing__(self, text: str) -> int:
        number = self[text] = self._add(text)
        return number


class Texts:
    """The numbers of strings. Valid inside one transaction, or until another connection wrote.

    `names` has those handed to `begin`, the others give a number to each string asked for. No
    string at all, None, has the number None.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[int, int, int | None, str | bytes]] = []
        self._next = 0
        self.names: dict[str | None, Any] = {}
        self.diagnostics = _Numbered(partial(self._add, Role.DIAGNOSTIC, None))
        self.subjects = _Numbered(partial(self._add, Role.SUBJECT, None))
        self.contexts = _Numbered(partial(self._add, Role.CONTEXT, None))
        self.forget()

    def forget(self) -> None:
        """Drop what is remembered: what another connection or a rollback did to it is unknown."""
        self._rows.clear()
        for numbers in self._every():
            numbers.clear()
            numbers[None] = None

    def begin(self, names: Collection[str]) -> None:
        """Begin a transaction: give each name the number it has in the file, or a new one."""
        if sum(map(len, self._every())) > REMEMBERED:
            self.forget()
        self._next = next_id(self._connection, "text")
        hashes = {name_hash(name): name for name in names if name not in self.names}
        for some in chunks(hashes):
            query = f"SELECT id, body FROM text WHERE hash IN ({marks(some)})"  # noqa: S608 - only ?
            for id_, body in self._connection.execute(query, some):
                self.names[from_stored(body)] = id_
        for hash_, name in hashes.items():
            if name not in self.names:
                self.names[name] = self._add(Role.NAME, hash_, name)

    def write(self) -> None:
        """Write the strings that are new."""
        self._connection.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", self._rows)
        self._rows.clear()

    def _add(self, role: Role, hash_: int | None, text: str) -> int:
        number = self._next
        self._next += 1
        self._rows.append((number, role.value, hash_, to_stored(text)))
        return number

    def _every(self) -> tuple[dict[str | None, Any], ...]:
        return (self.names, self.diagnostics, self.subjects, self.contexts)


class Dictionary(dict[Row, int]):
    """The numbers of the few different rows of one table, all in memory.

    A row that is new is stored when its number is asked for. Clear it after a rollback, or when
    another connection has written.
    """

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        super().__init__()
        self._connection = connection
        self._table = table

    def __missing__(self, row: Row) -> int:
        if not self:
            stored = self._connection.execute(f"SELECT * FROM {self._table}")  # noqa: S608 - ours
            self.update((tuple(values), id_) for id_, *values in stored)
        number = self.get(row)
        if number is None:
            number = self[row] = next_id(self._connection, self._table)
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

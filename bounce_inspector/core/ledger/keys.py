"""Find rows by the hash of what they are known by, without writing a page for each new row.

Hashes fall anywhere in their table: to write each at once would write a page of 4,096 bytes for
twelve. So new ones wait in memory and go into the table sorted, tens of thousands at a time. What
waits is not lost with the process: it is read back from the rows whose ids are above the mark in
`indexed`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bounce_inspector.core.ledger.identity import hashed
from bounce_inspector.core.ledger.texts import chunks, marks

MOST_WAITING = 50_000

_LATEST = """
    WITH wanted (key) AS (VALUES {values})
    SELECT key, id FROM (
        SELECT key, (SELECT max(id) FROM {table} WHERE {table}.key = wanted.key) AS id FROM wanted
    ) WHERE id IS NOT NULL
"""
_ABOVE_THE_MARK = " WHERE id > coalesce((SELECT upto FROM indexed WHERE name = ?), 0)"


class Keys:
    """The keys of one table. Valid inside one transaction, or until another connection wrote."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        table: str,
        rows: str,
        key_of: Callable[[Any], int],
    ) -> None:
        self._connection = connection
        self._table = table
        self._rows = rows
        self._key_of = key_of
        self._waiting: dict[int, int] | None = None
        self._further: dict[int, list[int]] = {}  # of keys that several rows have
        self._count = 0

    def forget(self) -> None:
        """Drop what is remembered: what another connection or a rollback did to it is unknown."""
        self._waiting = None

    def find(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """Return the ids of the rows with these keys, in the order of arrival."""
        found: dict[int, list[int]] = {}
        waiting = self._loaded()
        for some in chunks(keys):
            query = f"SELECT key, id FROM {self._table} WHERE key IN ({marks(some)})"  # noqa: S608 - only ?
            for key, id_ in self._connection.execute(query, some):
                found.setdefault(key, []).append(id_)
            for key in waiting.keys() & some:
                found.setdefault(key, []).extend((waiting[key], *self._further.get(key, ())))
        return found

    def latest(self, keys: Iterable[int]) -> dict[int, int]:
        """Return of the rows with each key the id of the last: some keys have thousands."""
        found: dict[int, int] = {}
        waiting = self._loaded()
        for some in chunks(keys):
            query = _LATEST.format(table=self._table, values=", ".join(["(?)"] * len(some)))
            found.update(self._connection.execute(query, some))
            for key in waiting.keys() & some:
                found[key] = self._further.get(key, (waiting[key],))[-1]
        return found

    def note(self, entries: Sequence[tuple[int, int]]) -> None:
        """Remember key and id of rows that were just inserted."""
        waiting = self._loaded()
        self._count += len(entries)
        new = dict(entries)
        if len(new) == len(entries) and new.keys().isdisjoint(waiting.keys()):
            waiting.update(new)
            return
        for key, id_ in entries:
            if waiting.setdefault(key, id_) != id_:
                self._further.setdefault(key, []).append(id_)

    def settle(self) -> None:
        """Write what waits where it has become much."""
        if self._count < MOST_WAITING:
            return
        further = ((key, id_) for key, ids in self._further.items() for id_ in ids)
        entries = sorted((*self._loaded().items(), *further))
        insert = f"INSERT INTO {self._table} VALUES (?, ?)"  # noqa: S608 - our own table
        self._connection.executemany(insert, entries)
        self._connection.execute(
            "INSERT OR REPLACE INTO indexed VALUES (?, ?)",
            (self._table, max(id_ for _, id_ in entries)),
        )
        self._empty()

    def _loaded(self) -> dict[int, int]:
        if self._waiting is None:
            self._waiting = self._empty()
            rows = self._connection.execute(self._rows + _ABOVE_THE_MARK, (self._table,))
            self.note([(self._key_of(known_by), id_) for known_by, id_ in rows])
        return self._waiting

    def _empty(self) -> dict[int, int]:
        self._waiting, self._further, self._count = {}, {}, 0
        return self._waiting


def message_keys(connection: sqlite3.Connection) -> Keys:
    """Return the keys of messages: their identities."""
    return Keys(connection, "message_key", "SELECT identity, id FROM message", int)


def address_keys(connection: sqlite3.Connection) -> Keys:
    """Return the keys of addresses."""
    return Keys(connection, "address_key", "SELECT address, id FROM address", key_of_address)


def key_of_address(address: str) -> int:
    """Return the key of an address in small letters."""
    return hashed(address)

"""Find rows by the hash of what they are known by, without writing a page for each new row.

Hashes fall anywhere in their table: to write each at once would write a page of 4,096 bytes for
twelve. So new ones wait in memory and go into the table sorted, thousands at a time. What waits is
not lost with the process: it is read back from the rows whose ids are above the mark in `indexed`.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from bounce_inspector.core.ledger.identity import hashed
from bounce_inspector.core.ledger.texts import chunks, marks

MOST_WAITING = 20_000

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
        self._waiting: dict[int, list[int]] | None = None
        self._count = 0

    def forget(self) -> None:
        """Drop what is remembered: what another connection or a rollback did to it is unknown."""
        self._waiting = None

    def find(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """Return the ids of the rows with these keys, in the order of arrival."""
        found: dict[int, list[int]] = {}
        for some in chunks(keys):
            query = f"SELECT key, id FROM {self._table} WHERE key IN ({marks(some)})"  # noqa: S608 - only ?
            for key, id_ in self._connection.execute(query, some):
                found.setdefault(key, []).append(id_)
            for key in some:
                if key in self._loaded():
                    found.setdefault(key, []).extend(self._loaded()[key])
        return found

    def note(self, key: int, id_: int) -> None:
        """Remember the key of a row that was just inserted."""
        self._loaded().setdefault(key, []).append(id_)
        self._count += 1

    def settle(self) -> None:
        """Write what waits where it has become much."""
        if self._count < MOST_WAITING:
            return
        entries = sorted((key, id_) for key, ids in self._loaded().items() for id_ in ids)
        insert = f"INSERT INTO {self._table} VALUES (?, ?)"  # noqa: S608 - our own table
        self._connection.executemany(insert, entries)
        self._connection.execute(
            "INSERT OR REPLACE INTO indexed VALUES (?, ?)",
            (self._table, max(id_ for _, id_ in entries)),
        )
        self._waiting, self._count = {}, 0

    def _loaded(self) -> dict[int, list[int]]:
        if self._waiting is None:
            self._waiting, self._count = {}, 0
            query = self._rows + _ABOVE_THE_MARK
            for known_by, id_ in self._connection.execute(query, (self._table,)).fetchall():
                self.note(self._key_of(known_by), id_)
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

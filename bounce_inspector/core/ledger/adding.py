"""Write a batch of drafts into the tables. The caller provides the transaction."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from bounce_inspector.core.ledger.addresses import Addresses
from bounce_inspector.core.ledger.cells import Cells
from bounce_inspector.core.ledger.drafts import Draft
from bounce_inspector.core.ledger.keys import address_keys, message_keys
from bounce_inspector.core.ledger.letters import Letters
from bounce_inspector.core.ledger.new_messages import NewMessages
from bounce_inspector.core.ledger.problem_rows import COLUMNS, to_row
from bounce_inspector.core.ledger.rows import Added
from bounce_inspector.core.ledger.schema import count_generation
from bounce_inspector.core.ledger.sifting import Moved, sift
from bounce_inspector.core.ledger.texts import Dictionary, Texts, next_id
from bounce_inspector.core.model import Unread

Origin = Callable[[str], str]

_MOVE = """
    UPDATE message SET source = ?, entry = ?, origin = ?, position = ?, offset = ?, length = ?
    WHERE id = ?
"""


class Writer:
    """Adds batches through one connection. Remembers the numbers of strings between batches."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts = Texts(connection)
        self._verdicts = Dictionary(connection, "verdict")
        self._answers = Dictionary(connection, "answer")
        self._message_keys = message_keys(connection)
        self._address_keys = address_keys(connection)
        self._letters = Letters(connection)

    def forget(self) -> None:
        """Drop what is remembered: after a rollback, or when another connection has written."""
        self._texts.forget()
        self._verdicts.clear()
        self._answers.clear()
        self._message_keys.forget()
        self._address_keys.forget()

    def add(self, drafts: Sequence[Draft], unread: Sequence[Unread], origin: Origin) -> Added:
        """Store what is new and return the counts. `origin` names the file or folder opened."""
        fresh, moved, known = sift(self._connection, self._message_keys, self._address_keys, drafts)
        met = [*fresh, *(one.draft for one in moved)]
        self._texts.begin(_names(met, unread, origin))
        failures = chain.from_iterable(one.failures for one in met)
        addresses = Addresses(self._connection, self._address_keys, failures)
        message_cells, address_cells = Cells("message_cell"), Cells("address_cell")
        origins = (self._texts.names[origin(one.source)] for one in fresh)
        messages = NewMessages(self._connection, self._texts, fresh, origins)
        messages.write(addresses.ids, self._verdicts, self._answers)
        messages.count(message_cells)
        self._message_keys.note(messages.keys())
        for other in moved:
            self._move(other, origin(other.draft.source), addresses, message_cells)
        new_addresses = addresses.write(messages.reports(), address_cells)
        message_cells.write(self._connection)
        address_cells.write(self._connection)
        self._texts.write()
        self._message_keys.settle()
        self._address_keys.settle()
        self._letters.follow()
        return Added(len(fresh), known, new_addresses, self._add_unread(unread))

    def _move(self, moved: Moved, origin: str, addresses: Addresses, cells: Cells) -> None:
        draft = moved.draft
        new_origin = self._texts.names[origin]
        (campaign, old_origin, *traits) = self._connection.execute(
            "SELECT campaign, origin, bucket, category, provider FROM message WHERE id = ?",
            (moved.message,),
        ).fetchone()
        if new_origin != old_origin:
            count_generation(self._connection)
            bucket, category, provider = traits
            cells.count_single((campaign, old_origin), (bucket, category, provider, 0), -1)
            cells.count_single((campaign, new_origin), (bucket, category, provider, 0), 1)
            for failure in draft.failures:
                if failure.key:
                    addresses.see(failure.key, (campaign, new_origin))
        self._connection.execute(
            _MOVE,
            (
                *(self._texts.names[draft.source], self._texts.names[draft.entry], new_origin),
                *(draft.position, draft.offset, draft.size, moved.message),
            ),
        )

    def _add_unread(self, unread: Sequence[Unread]) -> int:
        before = next_id(self._connection, "unread")
        self._connection.executemany(
            f"INSERT OR IGNORE INTO unread (source, entry, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            [
                (
                    *(self._texts.names[one.source], self._texts.names[one.entry]),
                    *to_row(one.problem),
                )
                for one in unread
            ],
        )
        return next_id(self._connection, "unread") - before


def _names(drafts: Iterable[Draft], unread: Iterable[Unread], origin: Origin) -> set[str]:
    """Return every name that the rows will point to."""
    names: set[str] = set()
    for draft in drafts:
        names.update(draft.names)
        names.add(origin(draft.source))
    for one in unread:
        names.update((one.source, one.entry))
    return names

"""Write a batch of inspections into the tables. The caller provides the transaction."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from bounce_inspector.core.ledger.addresses import Addresses
from bounce_inspector.core.ledger.cells import Cells
from bounce_inspector.core.ledger.keys import address_keys, message_keys
from bounce_inspector.core.ledger.new_messages import NewMessages, strings_of
from bounce_inspector.core.ledger.problem_rows import COLUMNS, to_row
from bounce_inspector.core.ledger.rows import Added
from bounce_inspector.core.ledger.sifting import Moved, sift
from bounce_inspector.core.ledger.texts import Dictionary, Role, Texts, next_id
from bounce_inspector.core.model import Inspection, Unread

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

    def forget(self) -> None:
        """Drop what is remembered: after a rollback, or when another connection has written."""
        self._texts.forget()
        self._verdicts.forget()
        self._answers.forget()
        self._message_keys.forget()
        self._address_keys.forget()

    def add(
        self, inspections: Sequence[Inspection], unread: Sequence[Unread], origin: Origin
    ) -> Added:
        """Store what is new and return the counts. `origin` names the file or folder opened."""
        fresh, moved, known = sift(self._connection, self._message_keys, inspections)
        self._texts.intern(
            chain(
                chain.from_iterable(
                    strings_of(one, origin(one.inspection.source)) for one in fresh
                ),
                _places((one.inspection.source, one.inspection.entry) for one in moved),
                _places((one.source, one.entry) for one in unread),
                ((Role.NAME, origin(one.inspection.source)) for one in moved),
                ((Role.NAME, one.inspection.original.campaign or "") for one in moved),
            )
        )
        findings = [one.findings for one in fresh] + [one.inspection.findings for one in moved]
        recipients = [finding.failure.recipient for finding in chain.from_iterable(findings)]
        addresses = Addresses(self._connection, self._address_keys, filter(str.strip, recipients))
        message_cells, address_cells = Cells("message_cell"), Cells("address_cell")
        messages = NewMessages(
            self._connection, self._texts, self._verdicts, self._answers, addresses
        )
        for one in fresh:
            id_ = messages.add(one, origin(one.inspection.source), message_cells)
            self._message_keys.note(one.identity, id_)
        messages.write()
        for other in moved:
            self._move(other, origin(other.inspection.source), addresses, message_cells)
        new_addresses = addresses.write(address_cells)
        message_cells.write(self._connection)
        address_cells.write(self._connection)
        self._message_keys.settle()
        self._address_keys.settle()
        return Added(len(fresh), known, new_addresses, self._add_unread(unread))

    def _move(self, moved: Moved, origin: str, addresses: Addresses, cells: Cells) -> None:
        inspection = moved.inspection
        new_origin = self._texts.number(Role.NAME, origin)
        (campaign, old_origin, *traits) = self._connection.execute(
            "SELECT campaign, origin, bucket, category, provider FROM message WHERE id = ?",
            (moved.message,),
        ).fetchone()
        if new_origin != old_origin:
            bucket, category, provider = traits
            cells.count_single((campaign, old_origin), (bucket, category, provider, 0), -1)
            cells.count_single((campaign, new_origin), (bucket, category, provider, 0), 1)
            for finding in inspection.findings:
                if finding.failure.recipient.strip():
                    addresses.see(finding.failure.recipient, (campaign, new_origin))
        self._connection.execute(
            _MOVE,
            (
                self._texts.number(Role.NAME, inspection.source),
                self._texts.number(Role.NAME, inspection.entry),
                *(new_origin, inspection.index, inspection.offset, inspection.size),
                moved.message,
            ),
        )

    def _add_unread(self, unread: Sequence[Unread]) -> int:
        before = next_id(self._connection, "unread")
        self._connection.executemany(
            f"INSERT OR IGNORE INTO unread (source, entry, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            [
                (
                    self._texts.number(Role.NAME, one.source),
                    self._texts.number(Role.NAME, one.entry),
                    *to_row(one.problem),
                )
                for one in unread
            ],
        )
        return next_id(self._connection, "unread") - before


def _places(places: Iterable[tuple[str, str]]) -> Iterator[tuple[Role, str]]:
    for source, entry in places:
        yield Role.NAME, source
        yield Role.NAME, entry

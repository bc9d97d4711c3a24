"""The ledger's one door: a thin class over the modules that read and write its tables."""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from os import path as os_path
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from bounce_inspector.core.ledger import (
    audit,
    counting,
    marking,
    occurrences,
    opening,
    querying,
    reading,
)
from bounce_inspector.core.ledger.kinds import Kinds
from bounce_inspector.core.ledger.letters import Letters
from bounce_inspector.core.ledger.rows import (
    ARRIVAL,
    Added,
    AddressRow,
    Decider,
    Decision,
    ExportRecord,
    Facets,
    Filter,
    LedgerInterrupted,
    LedgerUnreadable,
    MarkRecord,
    MessageRow,
    Occurrence,
    Restored,
    Sort,
    View,
)
from bounce_inspector.core.ledger.schema import MIGRATIONS, Migration, empty_tables
from bounce_inspector.core.ledger.search import Search
from bounce_inspector.core.model import Inspection, Unread
from bounce_inspector.core.policy import Bucket
from bounce_inspector.core.problems import Problem

if TYPE_CHECKING:
    from bounce_inspector.core.batches import Batch
    from bounce_inspector.core.ledger.adding import Writer
    from bounce_inspector.core.ledger.checkpoints import Checkpoints
    from bounce_inspector.core.ledger.drafts import Draft

Clock = Callable[[], datetime]
Result = TypeVar("Result")


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """One connection to a ledger file: use it in one thread; open another for the next thread.

    Methods that write return a `Problem` where the disk is full or the file cannot be written;
    nothing is half done then. Methods that read raise `LedgerUnreadable` on a damaged file.
    """

    def __init__(self, path: Path | str, connection: sqlite3.Connection, clock: Clock) -> None:
        self._path = path
        self._connection = connection
        self._clock = clock
        self._search = Search(connection)
        self._kinds = {view: Kinds(connection, view) for view in View}
        self._version = 0
        self._checkpoints: Checkpoints | None = None

    @classmethod
    def open(
        cls,
        path: Path | str,
        clock: Clock = utc_now,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> "Self | Problem":
        """Open the ledger at `path`, made with its folder where missing; ":memory:" for one run."""
        connection = opening.connect(path, migrations)
        return connection if isinstance(connection, Problem) else cls(path, connection, clock)

    @cached_property
    def _writer(self) -> "Writer":
        from bounce_inspector.core.ledger.adding import Writer

        return Writer(self._connection)

    def close(self) -> None:
        """Close the file. The ledger cannot be used afterwards."""
        self._connection.close()

    def interrupt(self) -> None:
        """Break off the question that is being answered, from another thread."""
        self._connection.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def version(self) -> int:
        """Return a number that changes when another connection has written (data_version)."""
        with self._reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def add(self, batch: "Batch[Inspection]", roots: Sequence[str] = ()) -> Added | Problem:
        """Store one batch in one transaction. Files below one of `roots` count for that folder."""
        # Loaded here and below: a window that shows what is there stores nothing yet.
        from bounce_inspector.core.ledger.drafts import draft

        return self.add_drafts([draft(one) for one in batch.inspections], batch.unread, roots)

    def add_drafts(
        self, drafts: "Sequence[Draft]", unread: Sequence[Unread], roots: Sequence[str] = ()
    ) -> Added | Problem:
        """Store in one transaction what a worker has made of messages."""

        def work() -> Added:
            if self._version != self.version():
                self._writer.forget()
                self._version = self.version()
            origin = lru_cache(lambda source: _origin(source, roots))
            return self._writer.add(drafts, unread, origin)

        added = self._write(work, durable=False)
        if isinstance(added, Problem):
            self._writer.forget()
            return added
        return self._checkpoint(len(drafts)) or added

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Prepare for adding very much, and keep memory small and the disk out of the way."""
        self.map_file(mapped=False)
        from bounce_inspector.core.ledger.checkpoints import Checkpoints

        with Checkpoints(self._connection, self._path) as checkpoints:
            self._checkpoints = checkpoints
            try:
                yield
            finally:
                self._checkpoints = None
                self.map_file(mapped=True)

    def map_file(self, *, mapped: bool) -> None:
        """Read pages where the system keeps them, as is usual, or copy each: slower, but smaller.

        What is mapped counts as memory of this process, and searching touches nearly all of it.
        """
        with self._reading() as connection:
            connection.execute(f"PRAGMA mmap_size = {opening.MAPPED if mapped else 0}")

    def address_ids(
        self, where: Filter, sort: Sort = ARRIVAL, limit: int | None = None
    ) -> "array[int]":
        """Return the ids of the addresses that pass, in order, as array('q'); at most `limit`."""
        return self._ids(View.ADDRESSES, where, sort, limit)

    def address_rows(self, ids: Iterable[int]) -> list[AddressRow]:
        """Return the rows of these addresses, in the order of `ids`; what is gone is left out."""
        with self._reading() as connection:
            return reading.address_rows(connection, ids)

    def message_ids(
        self, where: Filter, sort: Sort = ARRIVAL, limit: int | None = None
    ) -> "array[int]":
        """Return the ids of the messages that pass, in order, as array('q'); at most `limit`."""
        return self._ids(View.MESSAGES, where, sort, limit)

    def message_rows(self, ids: Iterable[int]) -> list[MessageRow]:
        """Return the rows of these messages, in the order of `ids`; what is gone is left out."""
        with self._reading() as connection:
            return reading.message_rows(connection, ids)

    def facets(self, where: Filter, view: View = View.ADDRESSES) -> Facets:
        """Return how many rows of the view each value of each facet would leave."""
        with self._reading() as connection:
            return counting.facets(connection, self._search, self._kinds[view], where, view)

    def findings_of(self, address: int, limit: int | None = None) -> list[Occurrence]:
        """Return what was reported about an address, the latest first."""
        with self._reading() as connection:
            return occurrences.of_address(connection, address, limit)

    def leads_of(self, addresses: Iterable[int]) -> dict[int, Occurrence]:
        """Return for each address the failure that its row speaks of: the latest that decided."""
        with self._reading() as connection:
            return occurrences.leads_of(connection, addresses)

    def findings_of_message(self, message: int) -> list[Occurrence]:
        """Return what one message reports, in its own order."""
        with self._reading() as connection:
            return occurrences.of_message(connection, message)

    def addresses_of(self, messages: Iterable[int]) -> "array[int]":
        """Return the ids of the addresses that some messages report on, each once."""
        with self._reading() as connection:
            return reading.addresses_of(connection, messages)

    def problems_of_message(self, message: int) -> tuple[Problem, ...]:
        """Return what was wrong with a message when it was read."""
        with self._reading() as connection:
            return reading.problems_of_message(connection, message)

    def mark(
        self, ids: Iterable[int], decision: Decision, why: str, by: Decider = Decider.PERSON
    ) -> int | Problem:
        """Record a decision on these addresses and return the id of the batch of marks.

        It is on the disk when this returns. CLEARED takes an earlier decision back. The id is 0
        where all of them carry the decision already: then there is nothing to record or undo.
        """
        return self._write(
            lambda: marking.mark(
                self._connection, ids, decision=decision, why=why, by=by, at=self._clock()
            )
        )

    def undo(self) -> Restored | Problem | None:
        """Give the addresses of the last marks their former decision back; None if no marks."""
        return self._write(lambda: marking.undo(self._connection, self._clock()))

    def redo(self) -> Restored | Problem | None:
        """Do again what was undone last; None if nothing was undone since the last mark."""
        return self._write(lambda: marking.redo(self._connection, self._clock()))

    def marks_of(self, address: int) -> list[MarkRecord]:
        """Return every decision ever taken about an address, the latest first."""
        with self._reading() as connection:
            return marking.history(connection, address)

    def marked(self, decision: Decision = Decision.REMOVE) -> "array[int]":
        """Return the ids of the addresses that carry a decision, in the order of arrival."""
        return self.address_ids(Filter(decision=decision))

    def judgements(
        self, ids: Iterable[int]
    ) -> dict[tuple[Bucket, Decision | None, Decider | None], int]:
        """Count addresses by tray, decision and who decided, without reading their rows."""
        with self._reading() as connection:
            return marking.judgements(connection, ids)

    def record_export(self, path: str, preset: str, ids: Iterable[int]) -> int | Problem:
        """Note for the audit that these addresses went into a file; return the export's id."""
        return self._write(lambda: audit.record(self._connection, path, preset, ids, self._clock()))

    def exports(self) -> list[ExportRecord]:
        """Return the exports that were written, the latest first."""
        with self._reading() as connection:
            return audit.exports(connection)

    def exported(self, export: int) -> "array[int]":
        """Return the ids of the addresses that went into an export, in the order of arrival."""
        with self._reading() as connection:
            return audit.exported(connection, export)

    def follow(self) -> bool | Problem:
        """Bring what makes searching and counting quick nearer to the last row.

        A piece of half a second at most; tell whether more is left, as in a large ledger of an
        older version.
        """
        letters = Letters(self._connection)
        with self._reading():
            if not letters.is_behind():
                return any(kinds.follow() for kinds in self._kinds.values())
        try:
            return self._write(letters.follow, durable=False)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return True
            raise

    def unread(self) -> list[Unread]:
        """Return what could not be read, in the order it was met."""
        with self._reading() as connection:
            return reading.unread(connection)

    def clear(self) -> Problem | None:
        """Forget everything: messages, addresses, marks, exports, and the traces in the file."""
        outcome = self._write(lambda: empty_tables(self._connection))
        self._writer.forget()
        self._search = Search(self._connection)
        return opening.shrink(self._connection, self._path) if outcome is None else outcome

    def _checkpoint(self, messages: int) -> Problem | None:
        if self._checkpoints is not None:
            try:
                self._checkpoints.wrote(messages)
            except sqlite3.Error as error:
                return opening.problem_of(error, self._path)
        return None

    def _ids(self, view: View, where: Filter, sort: Sort, limit: int | None) -> "array[int]":
        with self._reading() as connection:
            return querying.ids(connection, self._search, view, where=where, sort=sort, limit=limit)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise LedgerInterrupted from error
            raise LedgerUnreadable(opening.problem_of(error, self._path)) from error

    def _write(self, work: Callable[[], Result], *, durable: bool = True) -> Result | Problem:
        """Do work in one transaction; on the disk when this returns if `durable`."""
        try:
            # A batch that a power cut takes away is read again; a mark is a person's work.
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = work()
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            return opening.problem_of(error, self._path)
        return result


def _origin(source: str, roots: Sequence[str]) -> str:
    """Return the longest of the folders opened that a file lies in, or the file itself."""
    above = [root for root in roots if source.startswith(os_path.join(root, ""))]
    return max(above, key=len, default=source)

"""The ledger's one door: a thin class over the modules that read and write its tables."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bounce_inspector.core.ledger.rows import (
    ARRIVAL,
    Added,
    AddressRow,
    Decider,
    Decision,
    ExportRecord,
    Facets,
    Filter,
    MarkRecord,
    MessageRow,
    Occurrence,
    Restored,
    Sort,
    View,
)
from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem

if TYPE_CHECKING:
    from bounce_inspector.core.batches import Batch

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """One connection to a ledger file: use it in one thread; open another for the next thread.

    Methods that write return a `Problem` where the disk is full or the file cannot be written;
    nothing is half done then. Methods that read raise `LedgerUnreadable` on a damaged file.
    """

    @classmethod
    def open(cls, path: Path | str, clock: Clock = utc_now) -> "Self | Problem":
        """Open the ledger at `path`, made with its folder where missing; ":memory:" for one run."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file. The ledger cannot be used afterwards."""
        raise NotImplementedError

    def version(self) -> int:
        """Return a number that changes when another connection has written (data_version)."""
        raise NotImplementedError

    def add(self, batch: "Batch", roots: Sequence[str] = ()) -> Added | Problem:
        """Store one batch in one transaction. Files below one of `roots` count for that folder."""
        raise NotImplementedError

    def address_ids(
        self, where: Filter, sort: Sort = ARRIVAL, limit: int | None = None
    ) -> "array[int]":
        """Return the ids of the addresses that pass, in order, as array('q'); at most `limit`."""
        raise NotImplementedError

    def address_rows(self, ids: Iterable[int]) -> list[AddressRow]:
        """Return the rows of these addresses, in the order of `ids`; what is gone is left out."""
        raise NotImplementedError

    def message_ids(
        self, where: Filter, sort: Sort = ARRIVAL, limit: int | None = None
    ) -> "array[int]":
        """Return the ids of the messages that pass, in order, as array('q'); at most `limit`."""
        raise NotImplementedError

    def message_rows(self, ids: Iterable[int]) -> list[MessageRow]:
        """Return the rows of these messages, in the order of `ids`; what is gone is left out."""
        raise NotImplementedError

    def facets(self, where: Filter, view: View = View.ADDRESSES) -> Facets:
        """Return how many rows of the view each value of each facet would leave."""
        raise NotImplementedError

    def findings_of(self, address: int, limit: int | None = None) -> list[Occurrence]:
        """Return what was reported about an address, the latest first."""
        raise NotImplementedError

    def findings_of_message(self, message: int) -> list[Occurrence]:
        """Return what one message reports, in its own order."""
        raise NotImplementedError

    def problems_of_message(self, message: int) -> tuple[Problem, ...]:
        """Return what was wrong with a message when it was read."""
        raise NotImplementedError

    def mark(
        self, ids: Iterable[int], decision: Decision, why: str, by: Decider = Decider.PERSON
    ) -> int | Problem:
        """Record a decision on these addresses and return the id of the batch of marks.

        It is on the disk when this returns. CLEARED takes an earlier decision back.
        """
        raise NotImplementedError

    def undo(self) -> Restored | Problem | None:
        """Give the addresses of the last marks their former decision back; None if no marks."""
        raise NotImplementedError

    def redo(self) -> Restored | Problem | None:
        """Do again what was undone last; None if nothing was undone since the last mark."""
        raise NotImplementedError

    def marks_of(self, address: int) -> list[MarkRecord]:
        """Return every decision ever taken about an address, the latest first."""
        raise NotImplementedError

    def marked(self, decision: Decision = Decision.REMOVE) -> "array[int]":
        """Return the ids of the addresses that carry a decision, in the order of arrival."""
        raise NotImplementedError

    def record_export(self, path: str, preset: str, ids: Iterable[int]) -> int | Problem:
        """Note for the audit that these addresses went into a file; return the export's id."""
        raise NotImplementedError

    def exports(self) -> list[ExportRecord]:
        """Return the exports that were written, the latest first."""
        raise NotImplementedError

    def unread(self) -> list[Unread]:
        """Return what could not be read, in the order it was met."""
        raise NotImplementedError

    def clear(self) -> Problem | None:
        """Forget everything: messages, addresses, marks, exports, and the traces in the file."""
        raise NotImplementedError

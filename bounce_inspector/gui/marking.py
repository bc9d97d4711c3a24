"""Decisions about addresses: taken, doubted, undone. Each is on the disk before it is shown.

An address whose refusal was our own fault is fine; marking it for removal is asked about first.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from bounce_inspector.core.ledger import (
    AddressColumn,
    Bucket,
    Decider,
    Decision,
    Filter,
    Ledger,
    Restored,
    Sort,
    View,
)
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.ledger_thread import LedgerThread

_FEW = 2000


@dataclass(frozen=True, slots=True)
class Marked:
    """A decision that was taken about so many addresses."""

    decision: Decision
    addresses: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A wish to mark `ids` for removal, of which `doubtful` are fine: the refusal was our fault."""

    ids: "array[int]"
    doubtful: "array[int]"

    def certain(self) -> "array[int]":
        """Return those about which there is no doubt."""
        fine = frozenset(self.doubtful)
        return array("q", (row for row in self.ids if row not in fine))


DECIDED = {
    Decision.REMOVE: "%Ln address(es) marked to remove. Ctrl+Z undoes it.",
    Decision.KEEP: "%Ln address(es) marked to keep. Ctrl+Z undoes it.",
    Decision.CLEARED: "%Ln mark(s) taken back. Ctrl+Z undoes it.",
}
Work = Callable[[Ledger, "array[int]"], Marked | Doubt | Problem | None]


class Marking(QObject):
    """Takes decisions in the ledger's writing thread and tells when they are there."""

    marked = Signal(object)  # Marked
    doubted = Signal(object)  # Doubt: call `remove_anyway` with what is wanted
    restored = Signal(object, bool)  # Restored; whether it was undone (else done again)
    nothing_to_do = Signal()

    def __init__(self, thread: LedgerThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread

    def toggle(self, ids: Iterable[int], view: View = View.ADDRESSES) -> None:
        """Mark for removal; where all of them are marked already, take the marks back.

        With the view of messages, the ids are those of messages and their addresses are meant.
        """
        self._with_addresses(ids, view, _toggled)

    def remove(self, ids: Iterable[int], view: View = View.ADDRESSES) -> None:
        """Mark for removal what is not fine; ask about the rest."""
        self._with_addresses(ids, view, _removed)

    def remove_anyway(self, ids: Iterable[int]) -> None:
        """Mark for removal without asking."""
        self._with_addresses(ids, View.ADDRESSES, _marked_to_remove)

    def keep(self, ids: Iterable[int], view: View = View.ADDRESSES) -> None:
        """Mark to keep, whatever the verdict."""
        self._with_addresses(ids, view, _kept)

    def clear(self, ids: Iterable[int], view: View = View.ADDRESSES) -> None:
        """Take decisions back."""
        self._with_addresses(ids, view, _cleared)

    def mark_proposed(self, conditions: Filter) -> None:
        """Mark what the verdict proposes under a filter and nobody decided about."""
        proposed = replace(
            conditions, buckets=frozenset({Bucket.REMOVE}), decision=Decision.CLEARED
        )
        self._thread.ask(lambda ledger: _proposed(ledger, proposed), self._on_done)

    def undo(self) -> None:
        """Give the addresses of the last decision their former one back."""
        self._thread.ask(Ledger.undo, self._on_undone)

    def redo(self) -> None:
        """Decide again what was undone last."""
        self._thread.ask(Ledger.redo, self._on_redone)

    def _with_addresses(self, ids: Iterable[int], view: View, work: Work) -> None:
        wanted = array("q", ids)

        def do(ledger: Ledger) -> Marked | Doubt | Problem | None:
            return work(ledger, wanted if view is View.ADDRESSES else ledger.addresses_of(wanted))

        self._thread.ask(do, self._on_done)

    def _on_done(self, done: Marked | Doubt | Problem | None) -> None:
        if isinstance(done, Marked):
            self.marked.emit(done)
        elif isinstance(done, Doubt):
            self.doubted.emit(done)
        elif done is None:
            self.nothing_to_do.emit()

    def _on_undone(self, done: Restored | Problem | None) -> None:
        self._on_restored(done, undone=True)

    def _on_redone(self, done: Restored | Problem | None) -> None:
        self._on_restored(done, undone=False)

    def _on_restored(self, done: Restored | Problem | None, *, undone: bool) -> None:
        if isinstance(done, Restored):
            self.restored.emit(done, undone)
        elif done is None:
            self.nothing_to_do.emit()


def _toggled(ledger: Ledger, ids: "array[int]") -> Marked | Doubt | Problem | None:
    if ids and _all_marked(ledger, ids):
        return _decided(ledger, ids, Decision.CLEARED)
    return _removed(ledger, ids)


def _all_marked(ledger: Ledger, ids: "array[int]") -> bool:
    if len(ids) <= _FEW:
        return all(row.decision is Decision.REMOVE for row in ledger.address_rows(ids))
    return frozenset(ledger.marked(Decision.REMOVE)).issuperset(ids)


def _removed(ledger: Ledger, ids: "array[int]") -> Marked | Doubt | Problem | None:
    doubtful = _fine(ledger, ids)
    if doubtful:
        return Doubt(ids, doubtful)
    return _decided(ledger, ids, Decision.REMOVE)


def _marked_to_remove(ledger: Ledger, ids: "array[int]") -> Marked | Problem | None:
    return _decided(ledger, ids, Decision.REMOVE)


def _kept(ledger: Ledger, ids: "array[int]") -> Marked | Problem | None:
    return _decided(ledger, ids, Decision.KEEP)


def _cleared(ledger: Ledger, ids: "array[int]") -> Marked | Problem | None:
    return _decided(ledger, ids, Decision.CLEARED)


def _fine(ledger: Ledger, ids: "array[int]") -> "array[int]":
    """Return those of the addresses whose refusal was the sender's own fault."""
    if len(ids) <= _FEW:
        rows = ledger.address_rows(ids)
        return array("q", (row.id for row in rows if row.bucket is Bucket.YOUR_SIDE))
    ours = Filter(buckets=frozenset({Bucket.YOUR_SIDE}))
    return array("q", frozenset(ids).intersection(ledger.address_ids(ours)))


def _proposed(ledger: Ledger, proposed: Filter) -> Marked | Problem | None:
    ids = ledger.address_ids(proposed, Sort(AddressColumn.ARRIVED))
    return _decided(ledger, ids, Decision.REMOVE, by=Decider.RULE)


def _decided(
    ledger: Ledger, ids: "array[int]", decision: Decision, by: Decider = Decider.PERSON
) -> Marked | Problem | None:
    if not ids:
        return None
    why = "proposed by the verdict" if by is Decider.RULE else "marked in the window"
    batch = ledger.mark(ids, decision, why, by)
    if isinstance(batch, Problem):
        return batch
    return Marked(decision, len(ids)) if batch else None


def decided(marked: Marked) -> str:
    """Return what was decided, and that it can be undone."""
    text = DECIDED[marked.decision]
    return QCoreApplication.translate("Marking", text, "", marked.addresses)


def again(restored: Restored, *, undone: bool) -> str:
    """Return how many decisions were undone, or taken again."""
    if undone:
        return QCoreApplication.translate(
            "Marking", "%Ln decision(s) undone.", "", restored.addresses
        )
    return QCoreApplication.translate(
        "Marking", "%Ln decision(s) taken again.", "", restored.addresses
    )

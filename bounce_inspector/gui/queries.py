"""Questions to the ledger that take a moment, asked off the GUI thread.

The thread only waits for SQLite and hands an array over. Only the latest question counts: what is
asked while another one runs replaces any that waits, so typing never queues up work.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from PySide6.QtCore import QObject, QThreadPool, Signal

from bounce_inspector.core.ledger import Facets, Filter, Ledger, LedgerUnreadable, Sort, View
from bounce_inspector.core.problems import Problem

EVERYTHING = Filter()
ARRIVAL = Sort()

OpenLedger = Callable[[], Ledger | Problem]


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows, in which order. Without `rows` only the counts are asked for."""

    view: View = View.ADDRESSES
    filter: Filter = EVERYTHING
    sort: Sort = ARRIVAL
    rows: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids that answer a question, in order, and how long finding them took, in seconds."""

    question: Question
    ids: "array[int]"
    took: float


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts under a question's filter, and those of all addresses without any filter."""

    question: Question
    facets: Facets
    everything: Facets


class _Relay(QObject):
    """Lives in the GUI thread: what the worker emits here arrives there."""

    rows = Signal(object)
    counts = Signal(object)
    failed = Signal(object)
    ended = Signal()


class Queries(QObject):
    """Asks the ledger one question after the other and answers by signal."""

    found = Signal(object)
    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, open_ledger: OpenLedger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_ledger = open_ledger
        self._running = False
        self._waiting: Question | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._relay = _Relay(self)
        self._relay.rows.connect(self._on_rows)
        self._relay.counts.connect(self._on_counts)
        self._relay.failed.connect(self.failed)
        self._relay.ended.connect(self._on_ended)

    def is_busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._running

    def ask(self, question: Question) -> None:
        """Answer a question as soon as the one that runs is answered."""
        if not self._running:
            self._start(question)
            return
        rows = question.rows or (self._waiting is not None and self._waiting.rows)
        self._waiting = replace(question, rows=rows)

    def stop(self) -> None:
        """Wait for the running question and answer no more."""
        self._waiting = None
        self._relay.blockSignals(True)
        self._pool.waitForDone()
        self._running = False

    def _start(self, question: Question) -> None:
        self._running = True
        open_ledger, relay = self._open_ledger, self._relay
        self._pool.start(lambda: _answer(question, open_ledger, relay))

    def _on_rows(self, rows: Rows) -> None:
        if self._waiting is None or not self._waiting.rows:
            self.found.emit(rows)

    def _on_counts(self, counts: Counts) -> None:
        if self._waiting is None:
            self.counted.emit(counts)

    def _on_ended(self) -> None:
        self._running = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._start(waiting)


def _answer(question: Question, open_ledger: OpenLedger, relay: _Relay) -> None:
    """Run in the worker thread, with a connection of its own."""
    try:
        ledger = open_ledger()
        if isinstance(ledger, Problem):
            relay.failed.emit(ledger)
            return
        try:
            if question.rows:
                relay.rows.emit(_rows(question, ledger))
            relay.counts.emit(_counts(question, ledger))
        finally:
            ledger.close()
    except LedgerUnreadable as fault:
        relay.failed.emit(fault.problem)
    finally:
        relay.ended.emit()


def _rows(question: Question, ledger: Ledger) -> Rows:
    """Return the ids that answer a question."""
    started = perf_counter()
    find = ledger.address_ids if question.view is View.ADDRESSES else ledger.message_ids
    ids = find(question.filter, question.sort)
    return Rows(question, ids, perf_counter() - started)


def _counts(question: Question, ledger: Ledger) -> Counts:
    """Return the counts for the facets and for the status line."""
    facets = ledger.facets(question.filter, question.view)
    if question.filter == EVERYTHING and question.view is View.ADDRESSES:
        return Counts(question, facets, facets)
    return Counts(question, facets, ledger.facets(EVERYTHING, View.ADDRESSES))

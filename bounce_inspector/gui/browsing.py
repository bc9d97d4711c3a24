"""What the table shows: which view, filtered and sorted how. Changes become questions.

Only the latest question counts: what is wanted while another one is being answered breaks that off
and replaces any that waits, so typing never queues up work. A new question is answered with its
first page before the rest, which may be a million rows.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from bounce_inspector.core.ledger import Facets, Filter, Ledger, LedgerInterrupted, Sort, View
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.ledger_thread import LedgerThread

EVERYTHING = Filter()
ARRIVAL = Sort()
PAGE = 256  # rows of a first answer


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows, in which order. Without `rows` only the counts are asked for."""

    view: View = View.ADDRESSES
    filter: Filter = EVERYTHING
    sort: Sort = ARRIVAL
    rows: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids that answer a question, in order, and how long finding them took, in seconds.

    They are `whole`, or only the first of them while the others are still being found.
    """

    question: Question
    ids: "array[int]"
    took: float
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts under a question's filter, and those of all addresses without any filter.

    `total` is the number of rows of the view without a filter. `empty` tells that the ledger holds
    no message at all.
    """

    question: Question
    facets: Facets
    everything: Facets
    total: int
    empty: bool


class Browsing(QObject):
    """Holds view, filter and sort, and answers each change by signals."""

    found = Signal(object)  # Rows
    counted = Signal(object)  # Counts
    conditions_changed = Signal(object)  # Filter
    view_changed = Signal(object)  # View

    def __init__(self, thread: LedgerThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._question = Question()
        self._sorts = {View.ADDRESSES: ARRIVAL, View.MESSAGES: ARRIVAL}
        self._open = 0
        self._waiting: Question | None = None
        self._answering: Question | None = None
        self._answered: Question | None = None  # of which the table shows the rows

    @property
    def view(self) -> View:
        """Whether rows are addresses or messages."""
        return self._question.view

    @property
    def conditions(self) -> Filter:
        """The filter in force."""
        return self._question.filter

    def is_busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._open > 0

    def show_view(self, view: View) -> None:
        """Change between addresses and messages."""
        if view is not self.view:
            self._question = replace(self._question, view=view, sort=self._sorts[view])
            self.view_changed.emit(view)
            self.refresh()

    def show_only(self, conditions: Filter) -> None:
        """Filter by these conditions from now on."""
        if conditions != self.conditions:
            self._question = replace(self._question, filter=conditions)
            self.conditions_changed.emit(conditions)
            self.refresh()

    def search(self, text: str) -> None:
        """Let only rows through that hold a text somewhere."""
        self.show_only(replace(self.conditions, text=text))

    def sort_by(self, view: View, sort: Sort) -> None:
        """Sort a view from now on."""
        if self._sorts[view] != sort:
            self._sorts[view] = sort
            if view is self.view:
                self._question = replace(self._question, sort=sort)
                self.refresh()

    def refresh(self) -> None:
        """Ask once more for rows and counts."""
        self._ask(self._question)

    def recount(self) -> None:
        """Ask once more for the counts alone: the rows are the same."""
        self._ask(replace(self._question, rows=False))

    def _ask(self, question: Question) -> None:
        if self._open:
            rows = question.rows or (self._waiting is not None and self._waiting.rows)
            self._waiting = replace(question, rows=rows)
            if self._answering is not None and not _is_about_the_same(question, self._answering):
                self._thread.interrupt()
            return
        self._answering = question
        if question.rows and not _is_about_the_same(question, self._answered):
            self._start(lambda ledger: _rows(question, ledger, PAGE), self._on_first_rows)
        elif question.rows:
            self._ask_for_all(question)
        else:
            self._start(lambda ledger: _counts(question, ledger), self._on_counts)

    def _ask_for_all(self, question: Question) -> None:
        self._start(lambda ledger: _rows(question, ledger), self._on_rows)
        self._start(lambda ledger: _counts(question, ledger), self._on_counts)

    def _start(self, work: Callable[[Ledger], object], answered: Callable[[object], None]) -> None:
        self._open += 1
        self._thread.ask(lambda ledger: _unless_interrupted(work, ledger), answered)

    def _on_first_rows(self, rows: object) -> None:
        """Show the first page, and ask for the rest unless something else is wanted by now."""
        if isinstance(rows, Rows) and self._waiting is None:
            self._answered = rows.question
            self.found.emit(rows)
            if rows.whole:
                self._start(lambda ledger: _counts(rows.question, ledger), self._on_counts)
            else:
                self._ask_for_all(rows.question)
        self._on_answer()

    def _on_rows(self, rows: object) -> None:
        if isinstance(rows, Rows) and (self._waiting is None or not self._waiting.rows):
            self._answered = rows.question
            self.found.emit(rows)
        self._on_answer()

    def _on_counts(self, counts: object) -> None:
        if isinstance(counts, Counts) and self._waiting is None:
            self.counted.emit(counts)
        self._on_answer()
        self._on_followed(True)

    def _on_followed(self, more: object) -> None:
        """While nobody waits for an answer, let the ledger make searching quick, bit by bit."""
        if more is True and not self._open:
            self._thread.ask(lambda ledger: ledger.follow() is True, self._on_followed)

    def _on_answer(self) -> None:
        self._open -= 1
        if not self._open and self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._ask(waiting)


def _is_about_the_same(question: Question, other: Question | None) -> bool:
    return other is not None and replace(question, rows=True) == replace(other, rows=True)


def _unless_interrupted(work: Callable[[Ledger], object], ledger: Ledger) -> object:
    try:
        return work(ledger)
    except LedgerInterrupted:
        return None


def _rows(question: Question, ledger: Ledger, limit: int | None = None) -> Rows | Problem:
    """Return the ids that answer a question."""
    started = perf_counter()
    find = ledger.address_ids if question.view is View.ADDRESSES else ledger.message_ids
    ids = find(question.filter, question.sort, limit)
    whole = limit is None or len(ids) < limit
    return Rows(question, ids, perf_counter() - started, whole)


def _counts(question: Question, ledger: Ledger) -> Counts | Problem:
    """Return the counts for the facets and for the status line."""
    facets = ledger.facets(question.filter, question.view)
    whole = facets
    if question.filter != EVERYTHING:
        whole = ledger.facets(EVERYTHING, question.view)
    everything = whole
    if question.view is not View.ADDRESSES:
        everything = ledger.facets(EVERYTHING, View.ADDRESSES)
    empty = not whole.total and not ledger.message_ids(EVERYTHING, ARRIVAL, limit=1)
    return Counts(question, facets, everything, whole.total, empty)

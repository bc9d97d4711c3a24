"""What the right side shows of the current row: its findings at once, the message itself when read.

The ledger holds what was found; the mail stays in its file and is read again here. A file that has
gone or changed is said so, and the findings stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bounce_inspector.core.ledger import AddressRow, Ledger, MessageRow, Occurrence, Place, View
from bounce_inspector.core.ledger.identity import identity
from bounce_inspector.core.model import Evidence, Inspection, RawMessage, Unread
from bounce_inspector.core.problems import Problem, values
from bounce_inspector.gui.background import Background
from bounce_inspector.gui.ledger_thread import LedgerThread
from bounce_inspector.gui.messages import sentence

if TYPE_CHECKING:
    from bounce_inspector.core.details import Details
    from bounce_inspector.core.explaining.answer_language import Clues

PAUSE_MS = 120  # before the mail is read: arrow keys held down, and the explanation, come first
MOST = 200  # findings of one row that can be chosen from


@dataclass(frozen=True, slots=True)
class Opened:
    """A message read again, what it says, the words in it that decided, and its language."""

    raw: RawMessage
    inspection: Inspection
    details: "Details"
    evidence: Evidence | None
    clues: "Clues"


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of the current row. `name` is the address or, by message, the subject.

    More than MOST occurrences tell that there are more.
    """

    view: View
    row_id: int
    name: str
    occurrences: tuple[Occurrence, ...]
    row: AddressRow | MessageRow | None

    @property
    def first(self) -> int:
        """The number of the newest report that says what the verdict rests on."""
        if self.row is not None:
            for number, occurrence in enumerate(self.occurrences[:MOST]):
                if occurrence.finding.verdict.category is self.row.category:
                    return number
        return 0


class Showing(QObject):
    """Follows the current row and tells what there is to show of it."""

    found = Signal(object)  # Findings
    opened = Signal(object)  # Opened
    missing = Signal(str)  # why the message cannot be shown
    cleared = Signal()

    def __init__(
        self, looking: LedgerThread, files: Background, parent: QObject | None = None
    ) -> None:
        """Look findings up and read files in these threads."""
        super().__init__(parent)
        self._looking = looking
        self._files = files
        self._current: tuple[View, int] | None = None
        self._is_looking = False
        self._place: Place | None = None
        self._evidence: Evidence | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read)

    @property
    def is_looking(self) -> bool:
        """Whether the findings of the current row are still to come."""
        return self._is_looking

    def show_row(self, view: View, row_id: int | None) -> None:
        """Show an address or a message; None shows nothing."""
        self._place = None
        self._pause.stop()
        self._current = None if row_id is None else (view, row_id)
        self._is_looking = row_id is not None
        if row_id is None:
            self.cleared.emit()
        else:
            self._look_up(view, row_id, self._on_findings)

    def show_message_of(self, occurrence: Occurrence) -> None:
        """Show the message that an occurrence came from."""
        self._show_place(occurrence.place, occurrence.finding.verdict.evidence)

    def read_again(self) -> None:
        """Read the current message once more: there was nobody to show it to yet."""
        if self._place is not None:
            self._pause.start()

    def stop(self) -> None:
        """Read nothing any more: the window closes."""
        self._pause.stop()
        self._current = self._place = None

    def refresh(self) -> None:
        """Show the current row once more: it was marked, or more was read about it."""
        if self._current is not None:
            self._look_up(*self._current, self.found.emit)

    def _look_up(self, view: View, row_id: int, then: Callable[[Findings], object]) -> None:
        """Look up what is known of a row, as long as it is the current one."""

        def work(ledger: Ledger) -> Findings | None:
            return _findings(ledger, view, row_id) if self._current == (view, row_id) else None

        def answered(findings: Findings | Problem | None) -> None:
            if isinstance(findings, Findings) and self._current == (view, row_id):
                then(findings)

        self._looking.ask(work, answered)

    def _on_findings(self, findings: Findings) -> None:
        self._is_looking = False
        self.found.emit(findings)
        if findings.occurrences:
            self.show_message_of(findings.occurrences[findings.first])
        elif isinstance(findings.row, MessageRow):
            self._show_place(findings.row.place, None)

    def _show_place(self, place: Place | None, evidence: Evidence | None) -> None:
        self._place, self._evidence = place, evidence
        self._pause.start()

    def _read(self) -> None:
        place, evidence = self._place, self._evidence
        if place is not None:
            self._files.ask(lambda: (place, _opened(place, evidence)), self._on_read)

    def _on_read(self, result: tuple[Place, Opened | Problem] | Problem) -> None:
        if isinstance(result, Problem):
            return
        place, opened = result
        if place != self._place:
            return  # another row is the current one by now
        if isinstance(opened, Problem):
            self.missing.emit(sentence(opened))
        else:
            self.opened.emit(opened)


def _findings(ledger: Ledger, view: View, row_id: int) -> Findings:
    """Return what the ledger knows of a row."""
    if view is View.ADDRESSES:
        rows = ledger.address_rows([row_id])
        found = ledger.findings_of(row_id, MOST + 1)
        name = rows[0].address if rows else ""
        return Findings(view, row_id, name, tuple(found), rows[0] if rows else None)
    messages = ledger.message_rows([row_id])
    name = messages[0].subject if messages else ""
    found = ledger.findings_of_message(row_id)
    return Findings(view, row_id, name, tuple(found), messages[0] if messages else None)


def _opened(place: Place, evidence: Evidence | None) -> Opened | Problem:
    """Read a message again, and make sure that it is the one that was meant."""
    # Loaded here: the window stands before anybody wants to look into a message.
    from bounce_inspector.core.details import examine
    from bounce_inspector.core.explaining.answer_language import clues_in
    from bounce_inspector.core.pipeline import inspect
    from bounce_inspector.core.sources import reread

    raw = reread(place.source, place.entry, place.offset, place.length, place.index)
    if isinstance(raw, Unread):
        return raw.problem
    inspection = inspect(raw)
    if identity(inspection) != place.identity:
        return Problem(
            "message-changed",
            "{file} has changed: another message stands where this one was.",
            "Open the file once more to bring its messages up to date.",
            values(file=place.source),
        )
    return Opened(raw, inspection, examine(raw), evidence, clues_in(raw))

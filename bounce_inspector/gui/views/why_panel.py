"""The Why panel: the verdict on one address or message, its explanation, and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from bounce_inspector.core.explaining.answer_language import Clues
from bounce_inspector.core.explaining.explain import explain, explain_kind
from bounce_inspector.core.explaining.explanation import Explanation
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.ledger import AddressRow, Bucket, MessageRow, Occurrence
from bounce_inspector.core.model import Evidence, Inspection, Original, RawMessage
from bounce_inspector.core.policy import bucket_of, sign_of
from bounce_inspector.gui import icons
from bounce_inspector.gui.explaining.answer import Asked
from bounce_inspector.gui.explaining.explanation_view import ExplanationView
from bounce_inspector.gui.theme import ROOMY, SNUG, WIDE, spacing, tones_of
from bounce_inspector.gui.views.source_text import deciding_words
from bounce_inspector.gui.views.why_header import WhyHeader


class WhyPanel(QWidget):
    """Explains one row of the table. What its buttons ask for is done elsewhere."""

    mark_requested = Signal(str)  # a Decision's value
    answer_requested = Signal(object)  # Asked
    occurrence_chosen = Signal(object)  # Occurrence

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._occurrences: tuple[Occurrence, ...] = ()
        self._knowledge: Knowledge | None = None
        self._explanation: Explanation | None = None
        self._clues: Clues | None = None
        self._header = WhyHeader()
        self._header.mark_requested.connect(self.mark_requested)
        self._header.answer_requested.connect(self.ask_answer)
        self._header.occurrence_chosen.connect(self._choose)
        self._view = ExplanationView()
        self._empty = _Empty(self.tr("Choose a row to see why it came back."))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._content())
        self.clear()

    @property
    def explanation(self) -> Explanation | None:
        """What is shown."""
        return self._explanation

    @property
    def occurrence(self) -> Occurrence | None:
        """The report that is explained."""
        at = self._header.chosen
        return self._occurrences[at] if 0 <= at < len(self._occurrences) else None

    def show_occurrences(
        self,
        address: str,
        occurrences: Sequence[Occurrence],
        knowledge: Knowledge,
        *,
        row: AddressRow | None = None,
        first: int = 0,
    ) -> None:
        """Show what was reported about an address, the newest first. `row` is its verdict.

        `first` is the number of the report to begin with: the one that decided.
        """
        if not occurrences:
            self.clear()
            return
        bucket = row.bucket if row else _bucket(occurrences[0])
        self._header.show_subject(address, bucket, row)
        self._take(occurrences, knowledge, by_recipient=False, first=first)

    def show_message(
        self,
        row: MessageRow,
        occurrences: Sequence[Occurrence],
        knowledge: Knowledge,
        *,
        first: int = 0,
    ) -> None:
        """Show what one message says, about each of its recipients, beginning with `first`."""
        self._header.show_subject(row.subject or self.tr("(no subject)"), row.bucket, row)
        self._take(occurrences, knowledge, by_recipient=True, first=first)
        if not occurrences:
            self._show(explain_kind(row.kind, knowledge))

    def show_opened(
        self, raw: RawMessage, evidence: Evidence | None, clues: Clues | None = None
    ) -> None:
        """Mark the words that decided, now that the message they stand in was read again.

        `clues` tell in which language to answer.
        """
        self._clues = clues
        self._view.mark_deciding(deciding_words(raw, evidence))

    def ask_answer(self, at_once: bool = False) -> bool:
        """Ask for the answer about what is shown, to be read over or to be copied at once.

        Return whether there is anything to answer.
        """
        occurrence = self.occurrence
        if occurrence is None:
            return False
        inspection = _inspection_of(occurrence)
        clues = self._clues or Clues(subject=occurrence.subject)
        self.answer_requested.emit(
            Asked(occurrence.finding, inspection, at_once=at_once, clues=clues)
        )
        return True

    def clear(self) -> None:
        """Show nothing but what to do."""
        self._occurrences = ()
        self._explanation = None
        self._stack.setCurrentIndex(0)
        self._view.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._empty.tint()
        super().changeEvent(event)

    def _take(
        self,
        occurrences: Sequence[Occurrence],
        knowledge: Knowledge,
        *,
        by_recipient: bool,
        first: int = 0,
    ) -> None:
        """Show occurrences; those shown already stay as they are, the chosen one and the scroll."""
        known = tuple(occurrences)
        if (
            self._explanation
            and known
            and (known, knowledge) == (self._occurrences, self._knowledge)
        ):
            return
        self._occurrences, self._knowledge = known, knowledge
        self._header.show_occurrences(known, by_recipient=by_recipient, chosen=first)
        self._stack.setCurrentIndex(1)
        if known:
            self._explain(first)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._occurrences):
            self._explain(at)
            self.occurrence_chosen.emit(self._occurrences[at])

    def _explain(self, at: int) -> None:
        if self._knowledge is None:
            return
        occurrence = self._occurrences[at]
        self._clues = None
        self._show(
            explain(occurrence.finding, self._knowledge, inspection=_inspection_of(occurrence))
        )

    def _show(self, explanation: Explanation) -> None:
        if self._knowledge is None:
            return
        self._explanation = explanation
        self._header.show_explanation(explanation, self._knowledge)
        self._view.show_explanation(explanation, self._knowledge)

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._view, 1)
        return content


class _Empty(QWidget):
    """What stands there while nothing is chosen."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label = QLabel(words)
        label.setProperty("look", "muted")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        margin = spacing(self.font(), WIDE)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(spacing(self.font(), SNUG))
        column.addStretch()
        column.addWidget(self._picture)
        column.addWidget(label)
        column.addStretch()
        self.tint()

    def tint(self) -> None:
        """Draw the picture in the colours of the moment."""
        side = 3 * spacing(self.font(), ROOMY)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap("failed", tones_of(self).edge, side, ratio))


def _bucket(occurrence: Occurrence) -> Bucket:
    return bucket_of(sign_of(occurrence.kind, occurrence.finding))


def _inspection_of(occurrence: Occurrence) -> Inspection:
    """Return as much of the inspection as the ledger kept: the kind decides what is said."""
    place = occurrence.place
    return Inspection(
        source=place.source,
        entry=place.entry,
        index=place.index,
        offset=place.offset,
        size=place.length,
        kind=occurrence.kind,
        dialect=occurrence.dialect,
        date=occurrence.date,
        original=Original(subject=occurrence.subject or None, campaign=occurrence.campaign),
        findings=(occurrence.finding,),
    )

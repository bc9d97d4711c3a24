"""The right side: why it happened, the message's journey, what came back, and the source."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from bounce_inspector.core.ledger import AddressRow, MessageRow, View
from bounce_inspector.gui.showing import Findings, Opened

if TYPE_CHECKING:
    from bounce_inspector.core.explaining.knowledge_words import Knowledge
    from bounce_inspector.gui.views.journey_view import JourneyView
    from bounce_inspector.gui.views.original_view import OriginalView
    from bounce_inspector.gui.views.source_view import SourceView
    from bounce_inspector.gui.views.why_panel import WhyPanel


@dataclass(frozen=True, slots=True)
class _Tabs:
    """What stands in the tabs."""

    why: "WhyPanel"
    journey: "JourneyView"
    original: "OriginalView"
    source: "SourceView"


class DetailPanel(QTabWidget):
    """Shows what is known of one row, in four tabs. They are made when they are needed."""

    mark_asked = Signal(str)  # a Decision's value
    answer_asked = Signal(object)  # Asked
    occurrence_chosen = Signal(object)  # Occurrence

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Details"))
        self.tabBar().setAccessibleName(self.tr("Details"))
        self._made: _Tabs | None = None
        self._parts: list[Any] = []  # made so far, not yet all
        self._unseen: dict[QWidget | None, Callable[[], object]] = {}  # what the tabs are to show

    def show_findings(self, findings: Findings, knowledge: "Knowledge") -> None:
        """Show what the ledger knows."""
        why = self._tabs().why
        if findings.view is View.MESSAGES and isinstance(findings.row, MessageRow):
            why.show_message(findings.row, findings.occurrences, knowledge, first=findings.first)
        else:
            row = findings.row if isinstance(findings.row, AddressRow) else None
            why.show_occurrences(
                findings.name, findings.occurrences, knowledge, row=row, first=findings.first
            )

    def show_opened(self, opened: Opened) -> None:
        """Show the message itself: in the tab that is open now, in the others when they are."""
        tabs = self._tabs()
        self._unseen = {
            tabs.journey: lambda: tabs.journey.show_details(opened.details),
            tabs.original: lambda: tabs.original.show_message(opened.inspection, opened.details),
            tabs.source: lambda: tabs.source.show_message(opened.raw, opened.evidence),
        }
        tabs.why.show_opened(opened.raw, opened.evidence, opened.clues)
        self._show_unseen()

    def show_missing(self, sentence: str) -> None:
        """Say why the message itself cannot be shown."""
        self._show_notice(sentence)

    def ask_answer(self, *, at_once: bool) -> bool:
        """Ask for the answer about what is shown; tell whether there is anything to answer."""
        return self._tabs().why.ask_answer(at_once)

    def clear(self) -> None:
        """Show nothing."""
        if self._made is None:
            return
        self._made.why.clear()
        self._show_notice(self.tr("Choose a row on the left."))

    def prepare(self) -> bool:
        """Make one of the tabs that nobody has seen yet; tell whether there is another to make."""
        if self._made is not None:
            return False
        self._parts.append(_views()[len(self._parts)]())
        if len(self._parts) < len(_views()):
            return True
        self._made = _Tabs(*self._parts)
        self._add(self._made)
        self.clear()
        return False

    def _tabs(self) -> _Tabs:
        while self._made is None:
            self.prepare()
        return self._made

    def _show_notice(self, sentence: str) -> None:
        """Show a sentence where the message would stand."""
        tabs = self._tabs()
        self._unseen = {
            view: partial(view.show_notice, sentence)
            for view in (tabs.journey, tabs.original, tabs.source)
        }
        self._show_unseen()

    def _show_unseen(self) -> None:
        """Fill the tab that is open, if it was not since the message was opened."""
        fill = self._unseen.pop(self.currentWidget(), None)
        if fill is not None:
            fill()

    def _add(self, tabs: _Tabs) -> None:
        self.addTab(tabs.why, self.tr("Explanation"))
        self.addTab(tabs.journey, self.tr("Journey"))
        self.addTab(tabs.original, self.tr("Original"))
        self.addTab(tabs.source, self.tr("Source"))
        self.currentChanged.connect(self._show_unseen)
        tabs.why.mark_requested.connect(self.mark_asked)
        tabs.why.occurrence_chosen.connect(self.occurrence_chosen)
        tabs.why.answer_requested.connect(self.answer_asked)


def _views() -> tuple[Callable[[], QWidget], ...]:
    # Loaded here: the empty window stands before anybody needs them.
    from bounce_inspector.gui.views.journey_view import JourneyView
    from bounce_inspector.gui.views.original_view import OriginalView
    from bounce_inspector.gui.views.source_view import SourceView
    from bounce_inspector.gui.views.why_panel import WhyPanel

    return WhyPanel, JourneyView, OriginalView, SourceView

"""The right side: why it happened, the message's journey, what came back, and the source."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from bounce_inspector.core.knowledge_words import Knowledge
from bounce_inspector.core.ledger import AddressRow, MessageRow, View
from bounce_inspector.gui.showing import Findings, Opened
from bounce_inspector.gui.views.journey_view import JourneyView
from bounce_inspector.gui.views.original_view import OriginalView
from bounce_inspector.gui.views.source_view import SourceView
from bounce_inspector.gui.views.why_panel import WhyPanel


class DetailPanel(QTabWidget):
    """Shows what is known of one row, in four tabs."""

    mark_asked = Signal(str)  # a Decision's value
    answer_asked = Signal()
    occurrence_chosen = Signal(object)  # Occurrence

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Details"))
        self.tabBar().setAccessibleName(self.tr("Details"))
        self._why = WhyPanel()
        self._journey = JourneyView()
        self._original = OriginalView()
        self._source = SourceView()
        self.addTab(self._why, self.tr("Explanation"))
        self.addTab(self._journey, self.tr("Journey"))
        self.addTab(self._original, self.tr("Original"))
        self.addTab(self._source, self.tr("Source"))
        self._why.mark_requested.connect(self.mark_asked)
        self._why.occurrence_chosen.connect(self.occurrence_chosen)
        self._why.answer_requested.connect(self.answer_asked)

    def show_findings(self, findings: Findings, knowledge: Knowledge) -> None:
        """Show what the ledger knows."""
        if findings.view is View.MESSAGES and isinstance(findings.row, MessageRow):
            self._why.show_message(
                findings.row, findings.occurrences, knowledge, first=findings.first
            )
        else:
            row = findings.row if isinstance(findings.row, AddressRow) else None
            self._why.show_occurrences(
                findings.name, findings.occurrences, knowledge, row=row, first=findings.first
            )

    def show_opened(self, opened: Opened) -> None:
        """Show the message itself."""
        self._journey.show_details(opened.details)
        self._original.show_message(opened.inspection, opened.details)
        self._source.show_message(opened.raw, opened.evidence)
        self._why.show_opened(opened.raw, opened.evidence)

    def show_missing(self, sentence: str) -> None:
        """Say why the message itself cannot be shown."""
        for view in (self._journey, self._original, self._source):
            view.show_notice(sentence)

    def clear(self) -> None:
        """Show nothing."""
        self._why.clear()
        self._source.clear()
        for view in (self._journey, self._original):
            view.show_notice(self.tr("Choose a row on the left."))

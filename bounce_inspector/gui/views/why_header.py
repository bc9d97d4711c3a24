"""The top of the Why panel: whose bounce it is, the verdict on it, and the buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bounce_inspector.core.explaining.explanation import Explanation
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.ledger import AddressRow, Bucket, Decision, MessageRow, Occurrence
from bounce_inspector.gui import icons, richtext, words
from bounce_inspector.gui.explaining.copy_button import CopyButton
from bounce_inspector.gui.explaining.flow_row import FlowRow
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import ROOMY, SNUG, TIGHT, spacing, tones_of
from bounce_inspector.gui.views.occurrence_chooser import OccurrenceChooser
from bounce_inspector.gui.views.verdict_chip import VerdictChip


class WhyHeader(QWidget):
    """Shows an address or a subject with its verdict; asks for what its buttons say."""

    mark_requested = Signal(str)
    answer_requested = Signal(bool)  # whether to copy it at once
    occurrence_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = VerdictChip()
        self._state = QLabel()
        self._state.setProperty("look", "muted")
        self._state.setWordWrap(True)
        self._subject = SafeText(self.tr("Address or subject"), grows=True)
        self._chooser = OccurrenceChooser()
        self._chooser.chosen.connect(self.occurrence_chosen)
        self._mark = self._button(self.tr("Mark for removal"))
        self._mark.clicked.connect(self._ask_remove)
        self._keep = self._button(self.tr("Keep"))
        self._keep.clicked.connect(self._ask_keep)
        self._back = self._button(self.tr("Take back"))
        self._back.setToolTip(self.tr("Take the decision about this address back"))
        self._back.clicked.connect(self._ask_clear)
        self._answer = self._button(self.tr("Answer…"))
        self._answer.setToolTip(
            self.tr("Write to the person who asked. With Shift it is copied at once.")
        )
        self._answer.clicked.connect(self._ask_answer)
        self._copy = CopyButton(compact=True)
        self._lay_out()
        self._tint()

    @property
    def chosen(self) -> int:
        """The number of the report that is chosen, -1 if there is none."""
        return self._chooser.chosen_row

    def show_subject(
        self, name: str, bucket: Bucket, row: AddressRow | MessageRow | None = None
    ) -> None:
        """Show what is explained, with the verdict on it and what was decided."""
        self._subject.show_html(
            richtext.template('<span style="font-size:large"><b>{}</b></span>', name)
        )
        self._chip.show_bucket(bucket)
        self._recommend(removal=bucket in {Bucket.REMOVE, Bucket.COMPLAINT})
        decision = row.decision if row else None
        decided = decision not in {None, Decision.CLEARED}
        reason = words.reason_sentence(row.reason) if isinstance(row, AddressRow) else ""
        self._state.setText(words.decision_name(decision) if decided else reason)
        self._back.setVisible(decided)
        self._mark.setVisible(decision is not Decision.REMOVE)
        self._keep.setVisible(decision is not Decision.KEEP)

    def show_occurrences(
        self, occurrences: Sequence[Occurrence], *, by_recipient: bool, chosen: int = 0
    ) -> None:
        """List the reports to choose from, named by recipient or by date."""
        self._answer.setEnabled(bool(occurrences))
        self._chooser.show_occurrences(occurrences, by_recipient=by_recipient, chosen=chosen)

    def show_explanation(self, explanation: Explanation, knowledge: Knowledge) -> None:
        """Take what there is to copy."""
        self._copy.show_explanation(explanation, knowledge)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        gap = spacing(self.font(), SNUG)
        verdict = QHBoxLayout()
        verdict.setSpacing(gap)
        verdict.addWidget(self._chip)
        verdict.addWidget(self._state, 1)
        verdict.addWidget(self._copy)
        buttons = FlowRow(spacing(self.font(), TIGHT))
        for button in (self._mark, self._keep, self._back, self._answer):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        margin = spacing(self.font(), ROOMY)
        column.setContentsMargins(margin, margin, margin, gap)
        column.setSpacing(gap)
        column.addWidget(self._subject)
        column.addLayout(verdict)
        column.addWidget(self._chooser)
        column.addLayout(buttons)

    def _button(self, words: str) -> QPushButton:
        made = QPushButton(words)
        made.setIconSize(icons.beside(made.font()))
        made.setAutoDefault(False)
        return made

    def _recommend(self, *, removal: bool) -> None:
        """Make the button stand out where removing is what we propose."""
        self._mark.setProperty("look", "primary" if removal else "")
        self._mark.style().unpolish(self._mark)
        self._mark.style().polish(self._mark)
        self._tint()

    def _ask_answer(self) -> None:
        keys = QGuiApplication.keyboardModifiers()
        self.answer_requested.emit(bool(keys & Qt.KeyboardModifier.ShiftModifier))

    def _ask_remove(self) -> None:
        self.mark_requested.emit(Decision.REMOVE.value)

    def _ask_keep(self) -> None:
        self.mark_requested.emit(Decision.KEEP.value)

    def _ask_clear(self) -> None:
        self.mark_requested.emit(Decision.CLEARED.value)

    def _tint(self) -> None:
        tones = tones_of(self)
        stands_out = self._mark.property("look") == "primary"
        self._mark.setIcon(icons.icon("mark", tones.on_accent if stands_out else tones.text))
        self._keep.setIcon(icons.icon("keep", tones.text))
        self._back.setIcon(icons.icon("undo", tones.text))
        self._answer.setIcon(icons.icon("copy", tones.text))

"""Paste an error text, a log line or a whole message, and read at once what it means."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bounce_inspector.core.explaining.explain import explain_inspection
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.explanation import Explanation
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.sources import from_text
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.copy_button import CopyButton
from bounce_inspector.gui.explaining.explanation_view import ExplanationView
from bounce_inspector.gui.richtext import visible
from bounce_inspector.gui.theme import SNUG, machine_font, spacing

PAUSE_MS = 150
LONGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pasted text says; `is_message` where it is a whole message."""

    explanations: tuple[Explanation, ...] = ()
    is_message: bool = False


def read_pasted(text: str, knowledge: Knowledge) -> Reading:
    """Return what a pasted text says, whatever it is. Blank text says nothing."""
    if not text.strip():
        return Reading()
    raw = from_text(text[:LONGEST])
    if raw is not None:
        return Reading(explain_inspection(inspect(raw), knowledge), is_message=True)
    return Reading(explain_text(text[:LONGEST], knowledge))


class PasteDialog(Window):
    """Explains while one types or pastes. A whole message can be added to the list."""

    add_requested = Signal(str)  # the text of a whole message

    def __init__(self, knowledge: Knowledge, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", columns=150, lines=44, parent=parent)
        self.setWindowTitle(self.tr("Explain an error text"))
        self._knowledge = knowledge
        self._reading = Reading()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.explain_now)
        self.add_heading(self.tr("What does it say?"))
        self.add_note(
            self.tr(
                "Paste a reply, a code, a log line or a whole message. Nothing is sent anywhere."
            )
        )
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._input_side())
        splitter.addWidget(self._answer_side())
        splitter.setSizes([2 * self.width() // 5, 3 * self.width() // 5])
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        self.column.addWidget(splitter, 1)
        self._add_buttons()
        self._text.setPlainText(text)
        self.explain_now()

    def set_text(self, text: str) -> None:
        """Replace the text and explain it."""
        self._text.setPlainText(text)
        self.explain_now()

    def explain_now(self) -> None:
        """Explain the text as it is."""
        self._pause.stop()
        self._reading = read_pasted(self._text.toPlainText(), self._knowledge)
        found = self._reading.explanations
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([self._line(one) for one in found])
        self._choice.blockSignals(False)
        self._choice.setVisible(len(found) > 1)
        self._add.setVisible(self._reading.is_message)
        self._hint.setVisible(not found)
        self._view.setVisible(bool(found))
        self._state.setText(self._summary())
        self._show(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready to paste."""
        super().showEvent(event)
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return make lines instead of closing the dialog."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the machine's type when the font changes."""
        if event.type() is QEvent.Type.FontChange:
            self._text.setFont(machine_font(self.font()))
        super().changeEvent(event)

    def _input_side(self) -> QWidget:
        side = QWidget()
        self._text = QPlainTextEdit()
        self._text.setProperty("look", "field")
        self._text.setAccessibleName(self.tr("Error text"))
        self._text.setPlaceholderText("550 5.1.1 <ann@example.org>: User unknown")
        self._text.setFont(machine_font(self.font()))
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._pause.start)
        self._state = QLabel()
        self._state.setWordWrap(True)
        self._state.setProperty("look", "muted")
        self._add = QPushButton(self.tr("Add to list"))
        self._add.setProperty("look", "primary")
        self._add.setToolTip(self.tr("Open this message, to mark and export its addresses"))
        self._add.setAutoDefault(False)
        self._add.clicked.connect(self._ask_add)
        row = QHBoxLayout()
        row.addWidget(self._state, 1)
        row.addWidget(self._add)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, spacing(self.font(), SNUG), 0)
        column.addWidget(self._text, 1)
        column.addLayout(row)
        return side

    def _answer_side(self) -> QWidget:
        side = QWidget()
        self._choice = QComboBox()
        self._choice.setAccessibleName(self.tr("What was found"))
        self._choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._choice.currentIndexChanged.connect(self._show)
        self._hint = QLabel(self.tr("What it means appears here while you type."))
        self._hint.setProperty("look", "muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._view = ExplanationView()
        self._copy = CopyButton()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._choice)
        column.addWidget(self._hint)
        column.addWidget(self._view, 1)
        return side

    def _add_buttons(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.column.addWidget(buttons)

    def _line(self, explanation: Explanation) -> str:
        name = explanation.recipient or " ".join(
            piece.text for piece in explanation.code if len(piece.text) > 2
        )
        return visible(f"{name}: {explanation.title}" if name else explanation.title)

    def _summary(self) -> str:
        number = len(self._reading.explanations)
        if self._reading.is_message:
            return self.tr("A whole message. It is explained on the right.")
        return self.tr("%Ln explanation(s)", "", number) if number > 1 else ""

    def _show(self, at: int) -> None:
        if 0 <= at < len(self._reading.explanations):
            explanation = self._reading.explanations[at]
            self._view.show_explanation(explanation, self._knowledge)
            self._copy.show_explanation(explanation, self._knowledge)
        else:
            self._view.clear()
            self._copy.clear()

    def _ask_add(self) -> None:
        self.add_requested.emit(self._text.toPlainText())
        self.close()

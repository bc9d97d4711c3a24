"""Answer the person who asked: choose a voice and a language, read it over, change it, copy it."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from bounce_inspector.core.explaining.letter_files import letter_languages
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.answer import (
    Asked,
    answer_text,
    copy_as_html,
    known_language,
    templates,
)
from bounce_inspector.gui.explaining.copied import copy_and_tell, tell_copied
from bounce_inspector.gui.language_names import language_name
from bounce_inspector.gui.messages import sentence, window_language
from bounce_inspector.gui.theme import ROOMY, SNUG, spacing


class AnswerDialog(Window):
    """Shows the answer about one finding. What was changed in a voice is there on coming back."""

    voice_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(
        self,
        asked: Asked,
        own: Path,
        parent: QWidget | None = None,
        *,
        voice: str = "customer",
        language: str = "en",
        why: str = "",
    ) -> None:
        """`own` is the folder with a person's own templates; `why` says how the language came."""
        super().__init__("", columns=110, lines=36, parent=parent)
        self.setWindowTitle(self.tr("Answer"))
        self._asked = asked
        self._own = own
        self._changed: dict[tuple[str, str], str] = {}
        self.add_heading(self.tr("Answer"))
        self._note = self.add_note(
            self.tr(
                "It holds facts about this recipient only: nobody else\u2019s address, and neither "
                "subject nor text of the mail. Change it as you like before you copy it."
            )
        )
        self._note.setProperty("look", "muted")
        self._voice = _choice(self.tr("Voice"))
        self._language = _choice(self.tr("Language"))
        self._why = QLabel(why)
        self._why.setProperty("look", "muted")
        self._why.setWordWrap(True)
        self._why.setVisible(bool(why))
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._text.setProperty("look", "field")
        self._text.setAccessibleName(self.tr("Answer"))
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._keep)
        self.column.addLayout(self._choices())
        self.column.addWidget(self._why)
        self.column.addWidget(self._problem)
        self.column.addWidget(self._text, 1)
        self._add_buttons()
        self._fill_languages(known_language(language))
        self._fill_voices(voice)
        self._language.currentIndexChanged.connect(self._on_language)
        self._voice.currentIndexChanged.connect(self._on_voice)
        self._show()

    def text(self) -> str:
        """Return the answer as it stands."""
        return self._text.toPlainText()

    def choose(self, voice: str, language: str) -> None:
        """Choose as a person does."""
        self._language.setCurrentIndex(self._language.findData(language))
        self._voice.setCurrentIndex(self._voice.findData(voice))

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(spacing(self.font(), SNUG))
        for name, field in ((self.tr("Voice"), self._voice), (self.tr("Language"), self._language)):
            label = QLabel(name)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
            row.addSpacing(spacing(self.font(), ROOMY))
        row.addStretch()
        self._restore = QPushButton(self.tr("As it was"))
        self._restore.setToolTip(self.tr("Take your changes to this answer back"))
        self._restore.setAutoDefault(False)
        self._restore.clicked.connect(self._take_back)
        row.addWidget(self._restore)
        return row

    def _add_buttons(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self._copy = QPushButton(self.tr("Copy as text"))
        self._copy.setProperty("look", "primary")
        self._copy.clicked.connect(self._copy_text)
        self._copy_html = QPushButton(self.tr("Copy as HTML"))
        self._copy_html.setAutoDefault(False)
        self._copy_html.clicked.connect(self._copy_rich)
        for button in (self._copy, self._copy_html):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.setDefault(True)
        self.column.addWidget(buttons)

    def _fill_languages(self, chosen: str) -> None:
        for language in letter_languages():
            self._language.addItem(language_name(language), language)
        self._language.setCurrentIndex(self._language.findData(chosen))

    def _fill_voices(self, chosen: str) -> None:
        loaded = templates(self._language.currentData(), self._own)
        # A person chooses in the language of the window, whatever the answer is written in.
        names = {each.id: each.name for each in templates(window_language(), self._own).letters}
        with QSignalBlocker(self._voice):
            self._voice.clear()
            for letter in loaded.letters:
                self._voice.addItem(names.get(letter.id, letter.name), letter.id)
            self._voice.setCurrentIndex(max(0, self._voice.findData(chosen)))
        self._problem.setText("\n".join(map(sentence, loaded.problems)))
        self._problem.setVisible(bool(loaded.problems))

    def _on_language(self) -> None:
        self._fill_voices(str(self._voice.currentData()))
        self._why.hide()
        self._show()
        self.language_chosen.emit(str(self._language.currentData()))

    def _on_voice(self) -> None:
        self._show()
        self.voice_chosen.emit(str(self._voice.currentData()))

    def _key(self) -> tuple[str, str]:
        return str(self._voice.currentData()), str(self._language.currentData())

    def _show(self) -> None:
        key = self._key()
        with QSignalBlocker(self._text):
            changed = self._changed.get(key)
            self._text.setPlainText(
                answer_text(self._asked, *key, self._own) if changed is None else changed
            )
        self._restore.setEnabled(key in self._changed)

    def _keep(self) -> None:
        self._changed[self._key()] = self.text()
        self._restore.setEnabled(True)

    def _take_back(self) -> None:
        self._changed.pop(self._key(), None)
        self._show()

    def _copy_text(self) -> None:
        copy_and_tell(self._copy, self.text())

    def _copy_rich(self) -> None:
        copy_as_html(self.text())
        tell_copied(self._copy_html)


def _choice(name: str) -> QComboBox:
    field = QComboBox()
    field.setAccessibleName(name)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return field

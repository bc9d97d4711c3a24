"""Open the dialogs over the window. None stops the program: what they bring comes by signal.

Each is loaded when it is first wanted: the window is there sooner.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

# The dialogs of QtWidgets by their full names: a class is made ready when it is first named.
from PySide6 import QtWidgets
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from bounce_inspector.core.ledger import Filter, Ledger
from bounce_inspector.core.model import Unread
from bounce_inspector.gui.language_names import language_name
from bounce_inspector.gui.ledger_thread import LedgerThread
from bounce_inspector.gui.settings import (
    ANSWER_LANGUAGE,
    ANSWER_LAST,
    ANSWER_VOICE,
    EXPORT_FOLDER,
    EXPORT_PRESET,
    LAST_FOLDER,
    Settings,
)

if TYPE_CHECKING:
    from bounce_inspector.core.explaining.knowledge_words import Knowledge
    from bounce_inspector.gui.dialogs.crash_dialog import CrashDialog
    from bounce_inspector.gui.dialogs.export_request import ExportDone
    from bounce_inspector.gui.explaining.answer import Asked


class Dialogs(QObject):
    """Opens dialogs over one window."""

    files_chosen = Signal(object)  # list[str]
    message_given = Signal(str)  # a whole message, pasted
    forget_agreed = Signal()
    answer_copied = Signal(str)  # the language it is in, in its own words

    def __init__(
        self,
        window: QWidget,
        ledger: Ledger,
        settings: Settings,
        knowledge: "Callable[[], Knowledge]",
        letters: Path,
    ) -> None:
        """`letters` is the folder with a person's own templates of answers."""
        super().__init__(window)
        self._letters = letters
        self._window = window
        self._ledger = ledger
        self._settings = settings
        self._knowledge = knowledge
        self._crash: CrashDialog | None = None

    def ask_files(self) -> None:
        """Ask for files; any kind, for mail comes under any name."""
        dialog = self._file_dialog(self.tr("Open files"))
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                self.tr("Mail (*.eml *.mbox *.mbx *.msg *.emlx *.txt *.zip *.gz)"),
                self.tr("All files (*)"),
            ]
        )
        dialog.open()

    def ask_folder(self) -> None:
        """Ask for a folder: everything in it is read."""
        dialog = self._file_dialog(self.tr("Open a folder"))
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.Directory)
        dialog.setOption(QtWidgets.QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def ask_forget(self) -> None:
        """Ask before everything is forgotten: this cannot be undone."""
        box = QtWidgets.QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QtWidgets.QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Forget everything"))
        box.setText(self.tr("Forget all addresses, messages and marks?"))
        box.setInformativeText(
            self.tr("This cannot be undone. Your mail files and exported lists stay as they are.")
        )
        forget = box.addButton(self.tr("Forget"), QtWidgets.QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel))
        forget.clicked.connect(self.forget_agreed)
        box.open()

    def ask_text(self) -> None:
        """Ask for an error text to explain."""
        self.explain("")

    def explain(self, text: str) -> None:
        """Explain a text that is no whole message."""
        from bounce_inspector.gui.dialogs.paste_dialog import PasteDialog

        dialog = PasteDialog(self._knowledge(), text, self._window)
        dialog.add_requested.connect(self.message_given)
        dialog.open()

    def export(self, shown: Filter, writing: LedgerThread) -> None:
        """Write addresses to a file; `shown` is the table's filter."""
        from bounce_inspector.core.export import DEFAULT
        from bounce_inspector.gui.dialogs.export_dialog import ExportDialog

        dialog = ExportDialog(
            self._ledger,
            self._window,
            shown=shown,
            folder=self._settings.get(EXPORT_FOLDER),
            preset=self._settings.get(EXPORT_PRESET) or DEFAULT,
            ask=writing.ask,
        )
        dialog.exported.connect(self._on_exported)
        dialog.open()

    def answer(self, asked: "Asked") -> None:
        """Write an answer, or copy the one that would be proposed."""
        from bounce_inspector.gui.dialogs.answer_dialog import AnswerDialog
        from bounce_inspector.gui.explaining.answer import answer_text

        voice = self._settings.get(ANSWER_VOICE)
        language, why = self._answer_language(asked)
        if asked.at_once:
            text = answer_text(asked, voice, language, self._letters)
            QGuiApplication.clipboard().setText(text)
            self.answer_copied.emit(language_name(language))
            return
        dialog = AnswerDialog(
            asked, self._letters, self._window, voice=voice, language=language, why=why
        )
        dialog.voice_chosen.connect(partial(self._settings.set, ANSWER_VOICE))
        dialog.language_chosen.connect(partial(self._settings.set, ANSWER_LAST))
        dialog.open()

    def _answer_language(self, asked: "Asked") -> tuple[str, str]:
        """Return the language to answer in, and what it was guessed from."""
        from bounce_inspector.gui.explaining.answer import guess_words, known_language

        wanted = self._settings.get(ANSWER_LANGUAGE)
        if wanted != ANSWER_LANGUAGE.default:
            return known_language(wanted), ""
        guess = asked.guess
        if guess is not None:
            return guess.language, guess_words(guess)
        return known_language(self._settings.get(ANSWER_LAST) or self._knowledge().language), ""

    def preferences(self) -> None:
        """Show what can be set."""
        from bounce_inspector.gui.dialogs.preferences_dialog import PreferencesDialog

        PreferencesDialog(self._settings, self._window).open()

    def codes(self) -> None:
        """Look a code up."""
        from bounce_inspector.gui.dialogs.code_book import CodeBook

        CodeBook(self._knowledge(), self._window).open()

    def crash(self, report: str) -> None:
        """Show a fault of ours; a further one joins the dialog that is open."""
        if self._crash is not None:
            self._crash.add(report)
            return
        from bounce_inspector.gui.dialogs.crash_dialog import CrashDialog

        self._crash = CrashDialog(report, self._window)
        self._crash.destroyed.connect(self._on_crash_closed)
        self._crash.show()

    def unread(self, unread: Sequence[Unread]) -> None:
        """Show what could not be read, and why."""
        from bounce_inspector.gui.dialogs.problems_dialog import ProblemsDialog

        ProblemsDialog(unread, self._window).open()

    def unread_ever(self) -> None:
        """Show everything that could not be read so far."""
        self.unread(self._ledger.unread())

    def shortcuts(self, groups: Sequence[tuple[str, Sequence[QAction]]]) -> None:
        """Show what can be done by keyboard."""
        from bounce_inspector.gui.dialogs.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(groups, self._window).open()

    def about(self) -> None:
        """Show what this program is."""
        from bounce_inspector.gui.dialogs.about_dialog import AboutDialog

        AboutDialog(self._letters.parent, self._window).open()

    def _file_dialog(self, title: str) -> "QtWidgets.QFileDialog":
        dialog = QtWidgets.QFileDialog(self._window, title, self._settings.get(LAST_FOLDER))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files)
        return dialog

    def _on_files(self, names: list[str]) -> None:
        dialog = self.sender()
        if isinstance(dialog, QtWidgets.QFileDialog):
            self._settings.set(LAST_FOLDER, dialog.directory().absolutePath())
        self.files_chosen.emit(names)

    def _on_exported(self, done: "ExportDone") -> None:
        self._settings.set(EXPORT_FOLDER, str(done.request.path.parent))
        self._settings.set(EXPORT_PRESET, done.request.preset.id)

    def _on_crash_closed(self) -> None:
        self._crash = None

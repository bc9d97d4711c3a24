from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from bounce_inspector.core.explaining.answer_language import Clues
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.gui.dialogs.answer_dialog import AnswerDialog
from bounce_inspector.gui.explaining.answer import Asked, answer_html
from bounce_inspector.gui.settings import ANSWER_LANGUAGE, ANSWER_LAST, ANSWER_VOICE
from tests.gui.invented import report


@pytest.fixture
def asked():
    inspection = inspect(RawMessage(report(1, "ada@example.org")))
    return Asked(inspection.findings[0], inspection)


@pytest.fixture
def dialog(qtbot, asked, tmp_path):
    dialog = AnswerDialog(asked, tmp_path)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _button(dialog, words):
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def test_what_stands_in_the_field_is_copied(qtbot, dialog):
    dialog._text.setPlainText("As I told you.")

    qtbot.mouseClick(_button(dialog, "Copy as text"), Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "As I told you."


def test_a_copy_as_html_carries_the_text_too(qtbot, dialog):
    qtbot.mouseClick(_button(dialog, "Copy as HTML"), Qt.MouseButton.LeftButton)

    mime: QMimeData = QGuiApplication.clipboard().mimeData()
    assert "<p>" in mime.html()
    assert "ada@example.org" in mime.html()
    assert mime.text() == dialog.text()


def test_changes_are_kept_while_another_voice_is_looked_at(dialog):
    first = dialog.text()
    dialog._text.setPlainText("Mine")
    dialog.choose("ticket", "en")
    ticket = dialog.text()
    dialog.choose("customer", "en")

    assert dialog.text() == "Mine" != ticket
    _button(dialog, "As it was").click()
    assert dialog.text() == first


def test_a_template_of_ones_own_can_be_chosen(qtbot, asked, tmp_path):
    (tmp_path / "ours.toml").write_text(
        'name = "Ours"\norder = 1\n[[paragraph]]\ntext = "Sorry about {recipient}"\n',
        encoding="utf-8",
    )
    dialog = AnswerDialog(asked, tmp_path, voice="ours")
    qtbot.addWidget(dialog)

    assert dialog.text() == "Sorry about ada@example.org\n"
    assert dialog.findChildren(QComboBox)[0].currentText() == "Ours"


def test_html_of_an_answer_is_escaped():
    html = answer_html("Hello,\n\n<b>no</b>\nbye\n")

    assert "<b>" not in html
    assert html.count("<p>") == 2


def test_shift_copies_the_answer_at_once(qtbot, window):
    window.settings.set(ANSWER_VOICE, "ticket")
    qtbot.waitUntil(lambda: window.panels.detail.count() == 4)
    qtbot.waitUntil(lambda: window.panels.detail._tabs().why.occurrence is not None)

    window.actions_["copy_answer"].trigger()

    assert "ada@example.org" in QGuiApplication.clipboard().text()
    assert "Whose move" in QGuiApplication.clipboard().text()


def test_the_answer_opens_over_the_window(qtbot, window):
    qtbot.waitUntil(lambda: window.panels.detail._tabs().why.occurrence is not None)

    window.actions_["answer"].trigger()

    dialog = window.findChild(AnswerDialog)
    assert "ada@example.org" in dialog.text()
    dialog.close()


def test_an_answer_asked_for_before_the_explanations_are_loaded_is_written(
    qtbot, make_window, five
):
    window = make_window(five)
    window._afterwards.stop()  # nothing is loaded by itself
    qtbot.waitUntil(lambda: window.panels.addresses.current_id() is not None)

    window.actions_["answer"].trigger()

    qtbot.waitUntil(lambda: window.findChild(AnswerDialog) is not None)
    dialog = window.findChild(AnswerDialog)
    assert "ada@example.org" in dialog.text()
    dialog.close()


def test_the_answer_is_about_the_row_chosen_last(qtbot, window):
    qtbot.waitUntil(lambda: window.panels.detail._tabs().why.occurrence is not None)
    window.panels.addresses.selectRow(1)

    window.actions_["answer"].trigger()

    qtbot.waitUntil(lambda: window.findChild(AnswerDialog) is not None)
    dialog = window.findChild(AnswerDialog)
    assert "ben@example.org" in dialog.text()
    dialog.close()


def test_where_there_is_nothing_to_answer_it_is_said(qtbot, make_window, folder):
    window = make_window(folder)

    window.actions_["answer"].trigger()

    assert window.panels.reporter.text() == "There is nothing to answer here."


GERMAN = Clues(subject="Ihre Rechnung vom Mai")


@pytest.fixture
def answer(window, asked):
    """Return a function that opens the answer to a mail with some clues."""

    def open_answer(clues):
        window.dialogs.answer(replace(asked, clues=clues))
        dialog = window.findChildren(AnswerDialog)[-1]
        opened.append(dialog)
        return dialog

    opened = []
    yield open_answer
    for dialog in opened:
        dialog.close()


def _language(dialog):
    return dialog.findChildren(QComboBox)[1]


def _notes(dialog):
    return [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]


def test_the_answer_is_in_the_language_of_the_mail_and_says_why(answer):
    dialog = answer(GERMAN)

    assert _language(dialog).currentData() == "de"
    assert "Guten Tag" in dialog.text()
    assert "Guessed from the words of the returned mail." in _notes(dialog)


def test_the_voices_are_named_in_the_language_of_the_window(answer):
    dialog = answer(GERMAN)

    assert dialog.findChildren(QComboBox)[0].currentText() == "To our customer"


def test_the_language_a_person_chooses_wins_for_this_answer_and_for_mail_that_does_not_tell(answer):
    dialog = answer(GERMAN)
    _language(dialog).setCurrentIndex(_language(dialog).findData("fr"))

    assert "Bonjour" in dialog.text()
    assert not [note for note in _notes(dialog) if note.startswith("Guessed")]
    assert _language(answer(GERMAN)).currentData() == "de"
    assert _language(answer(Clues())).currentData() == "fr"


def test_the_language_of_the_settings_wins_over_a_guess(answer, window):
    window.settings.set(ANSWER_LANGUAGE, "es")
    window.settings.set(ANSWER_LAST, "fr")
    dialog = answer(GERMAN)

    assert _language(dialog).currentData() == "es"
    assert not [note for note in _notes(dialog) if note.startswith("Guessed")]


def test_a_mail_that_does_not_tell_is_answered_in_the_language_of_the_window(answer):
    assert _language(answer(Clues())).currentData() == "en"


def test_an_answer_copied_at_once_says_in_which_language(qtbot, window, asked):
    window.dialogs.answer(replace(asked, clues=GERMAN, at_once=True))

    assert "Guten Tag" in QGuiApplication.clipboard().text()
    assert "(Deutsch)" in window.panels.reporter.text()


def test_the_language_comes_from_the_mail_that_was_opened(qtbot, make_window, folder, tmp_path):
    mail = tmp_path / "bounce.eml"
    german = report(1, "ada@example.org").replace(b"Subject: News", b"Subject: Ihre Rechnung")
    mail.write_bytes(german)
    window = make_window(folder)
    why = window.panels.detail._tabs().why
    window.opening.open_paths([mail])
    qtbot.waitUntil(lambda: why._clues is not None, timeout=20_000)

    with qtbot.waitSignal(why.answer_requested) as asked:
        window.actions_["answer"].trigger()

    assert asked.args[0].clues.subject.startswith("Ihre Rechnung")
    window.findChild(AnswerDialog).close()

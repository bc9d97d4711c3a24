import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPushButton

from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.gui.dialogs.answer_dialog import AnswerDialog
from bounce_inspector.gui.explaining.answer import Asked, answer_html
from bounce_inspector.gui.settings import ANSWER_VOICE
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

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QPushButton

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.model import Category
from bounce_inspector.gui.dialogs.paste_dialog import PAUSE_MS, PasteDialog, read_pasted
from bounce_inspector.gui.explaining.copy_button import CopyButton
from bounce_inspector.gui.explaining.explanation_view import ExplanationView
from bounce_inspector.gui.safe_text import SafeText

UNKNOWN = "550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown"
MESSAGE = f"""\
From: MAILER-DAEMON@mx.example.org
To: shop@example.net
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=abc

--abc
Content-Type: text/plain

Sorry.
--abc
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; {UNKNOWN}

Final-Recipient: rfc822; bob@example.org
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
--abc--
"""


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge("en")


@pytest.fixture
def dialog(qtbot, knowledge):
    made = PasteDialog(knowledge)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def field(dialog):
    return dialog.findChild(QPlainTextEdit)


def said(dialog):
    view = dialog.findChild(ExplanationView)
    return "\n".join(one.toPlainText() for one in view.findChildren(SafeText) if one.isVisible())


def add_button(dialog):
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == "Add to list")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_blank_text_says_nothing(knowledge, text):
    assert read_pasted(text, knowledge).explanations == ()


def test_a_reply_is_explained(knowledge):
    reading = read_pasted(UNKNOWN, knowledge)

    assert [one.category for one in reading.explanations] == [Category.MAILBOX_UNKNOWN]
    assert not reading.is_message


def test_a_whole_message_is_explained_for_each_recipient(knowledge):
    reading = read_pasted(MESSAGE, knowledge)

    assert reading.is_message
    assert [one.recipient for one in reading.explanations] == ["ann@example.org", "bob@example.org"]


def test_what_is_typed_is_explained_at_once(dialog, knowledge, qtbot):
    qtbot.keyClicks(field(dialog), "552")

    qtbot.waitUntil(lambda: knowledge.replies["552"].title in said(dialog), timeout=10 * PAUSE_MS)


def test_return_makes_a_new_line_and_does_not_close(dialog, qtbot):
    qtbot.keyClicks(field(dialog), "550")
    qtbot.keyClick(field(dialog), Qt.Key.Key_Return)
    qtbot.keyClicks(field(dialog), "x")

    assert field(dialog).toPlainText() == "550\nx"
    assert dialog.isVisible()


def test_nothing_pasted_leaves_a_hint(dialog):
    hints = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]

    assert "What it means appears here while you type." in hints
    assert not dialog.findChild(CopyButton).isEnabled()


def test_a_message_can_be_added_to_the_list(dialog, qtbot):
    dialog.set_text(MESSAGE)

    with qtbot.waitSignal(dialog.add_requested) as heard:
        add_button(dialog).click()

    assert heard.args == [MESSAGE]


def test_a_bare_reply_cannot_be_added(dialog):
    dialog.set_text(UNKNOWN)

    assert not add_button(dialog).isVisible()


def test_several_recipients_are_chosen_from(dialog, knowledge):
    dialog.set_text(MESSAGE)
    chooser = dialog.findChild(QComboBox)

    chooser.setCurrentIndex(1)

    assert chooser.isVisible()
    assert chooser.itemText(1).startswith("bob@example.org")
    assert knowledge.categories[Category.MAILBOX_FULL].title in said(dialog)


def test_the_explanation_is_copied_as_text_and_as_markdown(dialog):
    dialog.set_text(UNKNOWN)
    copy = dialog.findChild(CopyButton)

    copy.copy_text()
    text = QGuiApplication.clipboard().text()
    copy.copy_markdown()
    markdown = QGuiApplication.clipboard().text()

    assert "550 5.1.1" in text
    assert "User unknown" in text
    assert markdown.startswith("# ")


def test_a_pasted_megabyte_does_not_hold_the_window_up(knowledge):
    start = time.perf_counter()

    read_pasted((UNKNOWN + "\n") * 15_000, knowledge)

    assert time.perf_counter() - start < 5


def test_a_closed_dialog_is_gone(freed_on_close, knowledge):
    assert freed_on_close(lambda: PasteDialog(knowledge, UNKNOWN))

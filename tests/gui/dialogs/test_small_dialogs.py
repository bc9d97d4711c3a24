import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTextBrowser, QTreeWidget

from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.dialogs.about_dialog import AboutDialog
from bounce_inspector.gui.dialogs.crash_dialog import CrashDialog, crash_report
from bounce_inspector.gui.dialogs.problems_dialog import ProblemsDialog, by_problem
from bounce_inspector.gui.dialogs.shortcuts_dialog import ShortcutsDialog

EMPTY = Problem("empty-file", "The file is empty.", "Save it again from your mail program.")
BINARY = Problem("no-mail", "This is no mail.", "Open .eml or .mbox files.")


def button(dialog, words):
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == words]
    return found


def caught(message):
    def fails():
        raise ValueError(message)

    try:
        fails()
    except ValueError:
        return crash_report(*sys.exc_info())


def test_a_crash_report_has_versions_and_the_line_that_failed(qtbot):
    dialog = CrashDialog(caught("no such thing"))
    qtbot.addWidget(dialog)

    text = dialog.text()

    assert "Bounce Inspector" in text
    assert "PySide6" in text
    assert "raise ValueError(message)" in text
    assert text.endswith("ValueError: no such thing")


def test_copying_the_crash_report_fills_the_clipboard(qtbot):
    dialog = CrashDialog(caught("copied"))
    qtbot.addWidget(dialog)

    button(dialog, "Copy report").click()

    assert QGuiApplication.clipboard().text() == dialog.text()
    assert button(dialog, "Copied")


def test_further_faults_join_the_open_dialog(qtbot):
    dialog = CrashDialog("first")
    qtbot.addWidget(dialog)

    dialog.add("second")
    dialog.add("second")

    assert dialog.text().endswith("first\n\nsecond")
    assert dialog.findChild(QPlainTextEdit).toPlainText() == dialog.text()


def test_hostile_words_in_a_fault_are_made_visible(qtbot):
    dialog = CrashDialog(caught("moc.elpmaxe\u202e"))
    qtbot.addWidget(dialog)

    assert "⟨RLO⟩" in dialog.findChild(QPlainTextEdit).toPlainText()


def test_the_crash_dialog_refuses_to_open_in_a_foreign_thread(qapp):
    faults = []

    def open_there():
        try:
            CrashDialog("x")
        except RuntimeError as fault:
            faults.append(fault)

    thread = threading.Thread(target=open_there)
    thread.start()
    thread.join()

    assert len(faults) == 1


def test_about_names_the_version_and_the_promise(qtbot):
    dialog = AboutDialog(Path("/somewhere/data"))
    qtbot.addWidget(dialog)

    button(dialog, "Copy versions").click()

    assert QGuiApplication.clipboard().text().startswith("Bounce Inspector ")


def actions():
    undo = QAction("&Undo")
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    mark = QAction("Mark && go on")
    mark.setShortcuts([QKeySequence("Del"), QKeySequence("M")])
    silent = QAction("Without a key")
    return [("Edit", [undo, mark]), ("File", [silent])]


def test_commands_are_listed_with_their_keys(qtbot):
    groups = actions()
    dialog = ShortcutsDialog(groups)
    qtbot.addWidget(dialog)
    tree = dialog.findChild(QTreeWidget)

    rows = [
        (tree.topLevelItem(0).child(row).text(0), tree.topLevelItem(0).child(row).text(1))
        for row in range(tree.topLevelItem(0).childCount())
    ]

    assert tree.topLevelItemCount() == 1
    assert rows == [("Undo", "Ctrl+Z"), ("Mark & go on", "Del, M")]


@pytest.mark.parametrize(("typed", "hidden"), [("undo", [False, True]), ("del", [True, False])])
def test_a_command_is_found_by_its_words_or_its_key(qtbot, typed, hidden):
    dialog = ShortcutsDialog(actions())
    qtbot.addWidget(dialog)
    group = dialog.findChild(QTreeWidget).topLevelItem(0)

    dialog.findChild(QLineEdit).setText(typed)

    assert [group.child(row).isHidden() for row in range(2)] == hidden


def test_a_group_without_hits_is_hidden(qtbot):
    dialog = ShortcutsDialog(actions())
    qtbot.addWidget(dialog)

    dialog.findChild(QLineEdit).setText("nothing like this")

    assert dialog.findChild(QTreeWidget).topLevelItem(0).isHidden()


def test_the_same_trouble_is_told_once_with_all_its_files():
    unread = [
        Unread("a.eml", "", BINARY),
        Unread("b.eml", "", EMPTY),
        Unread("c.zip", "d.eml", EMPTY),
    ]

    assert by_problem(unread) == [(EMPTY, ["b.eml", "c.zip: d.eml"]), (BINARY, ["a.eml"])]


def test_problems_are_shown_with_what_to_do_and_names_are_harmless(qtbot):
    dialog = ProblemsDialog([Unread("<b>x</b>\u202e.eml", "", EMPTY)])
    qtbot.addWidget(dialog)

    shown = dialog.findChild(QTextBrowser).toPlainText()

    assert "The file is empty. Save it again from your mail program." in shown
    assert "<b>x</b>⟨RLO⟩.eml" in shown


def test_many_files_are_cut_on_screen_and_complete_in_the_copy(qtbot):
    dialog = ProblemsDialog([Unread(f"{number}.eml", "", EMPTY) for number in range(300)])
    qtbot.addWidget(dialog)

    button(dialog, "Copy list").click()

    assert "100 more" in dialog.findChild(QTextBrowser).toPlainText()
    assert "299.eml" in QGuiApplication.clipboard().text()


def test_without_problems_there_is_nothing_to_copy(qtbot):
    dialog = ProblemsDialog([])
    qtbot.addWidget(dialog)

    assert not button(dialog, "Copy list").isEnabled()


@pytest.mark.parametrize(
    "make",
    [
        lambda: CrashDialog("x"),
        lambda: AboutDialog(Path("data")),
        lambda: ShortcutsDialog(actions()),
        lambda: ProblemsDialog([Unread("a", "", EMPTY)]),
    ],
    ids=["crash", "about", "shortcuts", "problems"],
)
def test_a_closed_dialog_is_gone(freed_on_close, make):
    assert freed_on_close(make)

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from bounce_inspector.core.decoding.mime import scan
from bounce_inspector.core.decoding.text import part_text
from bounce_inspector.core.model import Evidence, RawMessage
from bounce_inspector.gui.theme import DARK, palette
from bounce_inspector.gui.views import source_text
from bounce_inspector.gui.views.source_text import readable, unchanged
from bounce_inspector.gui.views.source_view import SourceView


def under(shown, place):
    """Return the text at a place counted in UTF-16 units."""
    units = shown.text.encode("utf-16-le", "surrogatepass")
    return units[2 * place.start : 2 * place.end].decode("utf-16-le")


@pytest.fixture
def view(qtbot):
    made = SourceView()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def field(view):
    return view.findChild(QPlainTextEdit)


def button(view, words):
    (found,) = [one for one in view.findChildren(QPushButton) if one.text() == words]
    return found


def test_the_evidence_is_found_behind_characters_of_any_width(report, deciding):
    shown = readable(report, deciding, {})

    assert under(shown, shown.evidence) == "User unknown"
    assert not shown.cut


def test_headers_and_texts_are_decoded_and_in_order(report):
    text = readable(report, None, {}).text

    assert "Subject: Zustellung fehlgeschlagen – Jörg" in text
    assert text.index("Received:") < text.index("From:") < text.index("Subject:")
    assert "Grüße 👋" in text


def test_an_attachment_is_named_and_not_shown(report):
    text = readable(report, None, {}).text

    assert "application/pdf · report.pdf · 16 B" in text
    assert "hello world" not in text
    assert "aGVsbG8" not in text


def test_as_it_came_nothing_is_decoded(report):
    text = unchanged(report).text

    assert "=?utf-8?q?Zustellung" in text
    assert "aGVsbG8gd29ybGQ=" in text


def test_bytes_that_are_no_text_are_shown_as_numbers():
    assert unchanged(RawMessage(b"caf\xe9\x00")).text == "caf\\xe9␀"


def test_hostile_characters_before_the_evidence_do_not_move_it():
    body = "\u202e\u200b\x07 and 👋 then NO SUCH USER here"
    raw = RawMessage(b"Content-Type: text/plain; charset=utf-8\n\n" + body.encode())
    start = body.index("NO SUCH")

    shown = readable(raw, Evidence(0, start, start + 12), {})

    assert under(shown, shown.evidence) == "NO SUCH USER"
    assert "⟨RLO⟩⟨ZWSP⟩␇" in shown.text


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.text(max_size=20))
def test_the_evidence_is_found_in_any_text(before, after):
    data = f"Content-Type: text/plain; charset=utf-8\n\n.{before}|HIT|{after}".encode(
        "utf-8", "ignore"
    )
    structure = scan(data)
    text = part_text(structure, structure.parts[0])
    start = text.index("|HIT|")

    shown = readable(RawMessage(data), Evidence(0, start, start + 5), {})

    assert under(shown, shown.evidence) == "|HIT|"


def test_evidence_far_down_in_a_long_part_is_still_shown():
    body = "x" * 79 + "\n"
    text = body * 20_000 + "NO SUCH USER\n" + body * 20_000
    start = text.index("NO SUCH")

    shown = readable(RawMessage(b"\n" + text.encode()), Evidence(0, start, start + 12), {})

    assert under(shown, shown.evidence) == "NO SUCH USER"
    assert shown.cut
    assert len(shown.text) < 600_000


@pytest.mark.parametrize("evidence", [Evidence(9, 0, 4), Evidence(1, 5, 5), Evidence(1, 0, 10**9)])
def test_evidence_that_points_nowhere_is_ignored(report, evidence):
    assert readable(report, evidence, {}).evidence is None


def test_a_line_without_end_is_broken():
    shown = readable(RawMessage(b"\n" + b"y" * 300_000), None, {})

    assert max(len(line) for line in shown.text.split("\n")) <= source_text.LONGEST_LINE


def test_thousands_of_parts_are_cut():
    parts = b"".join(b"--b\n\nx\n" for _ in range(5_000))

    shown = readable(RawMessage(b"Content-Type: multipart/mixed; boundary=b\n\n" + parts), None, {})

    assert shown.cut
    assert len(shown.headings) == source_text.MAX_PARTS


def test_a_source_of_60_mb_opens_at_once_and_says_that_it_is_cut(view):
    data = b"Subject: large\n\n" + (
        b"line of text, sixty bytes long, nothing special about it\n" * 1_100_000
    )

    start = time.perf_counter()
    view.show_message(RawMessage(data), None)
    took = time.perf_counter() - start

    assert took < 2
    assert view.findChild(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly).isVisible()
    assert len(field(view).toPlainText()) <= source_text.MAX_TEXT + 1000


def test_the_deciding_words_are_highlighted_and_in_sight(view, report, deciding):
    view.show_message(report, deciding)

    marked = [one.cursor.selectedText() for one in field(view).extraSelections()]
    place = field(view).cursorRect()

    assert marked[-1] == "User unknown"
    assert field(view).viewport().rect().contains(place)
    assert button(view, "Deciding words").isEnabled()


def test_the_highlight_follows_the_colours(view, report, deciding):
    view.show_message(report, deciding)

    view.setPalette(palette(DARK))

    assert field(view).extraSelections()[-1].format.background().color().name() == DARK.mark
    assert view.palette().color(QPalette.ColorRole.Window).name() == DARK.window


def test_as_it_came_can_be_switched_on_and_off(view, report, deciding):
    view.show_message(report, deciding)

    button(view, "As it came").click()
    raw = field(view).toPlainText()
    button(view, "As it came").click()

    assert "=?utf-8?q?" in raw
    assert "Jörg" in field(view).toPlainText()


def test_words_are_found_by_keyboard_round_and_round(view, report, qtbot):
    view.show_message(report, None)
    field(view).setFocus()
    qtbot.keyClick(field(view), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = view.findChild(QLineEdit)
    qtbot.keyClicks(line, "ann@example.org")
    first = field(view).textCursor().selectionStart()
    hits = [first]

    for _ in range(3):
        qtbot.keyClick(line, Qt.Key.Key_Return)
        hits.append(field(view).textCursor().selectionStart())
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert line.isVisible()
    assert hits[3] == hits[0]
    assert len(set(hits)) == 3
    assert field(view).textCursor().selectionStart() == hits[2]


def test_the_windows_own_search_key_does_not_get_in_the_way(qtbot, report):
    window = QMainWindow()
    qtbot.addWidget(window)
    view = SourceView()
    window.setCentralWidget(view)
    elsewhere = QAction("Search", window)
    elsewhere.setShortcut(QKeySequence.StandardKey.Find)
    window.addAction(elsewhere)
    window.show()
    qtbot.waitActive(window)
    view.show_message(report, None)
    field(view).setFocus()

    with qtbot.assertNotEmitted(elsewhere.triggered):
        qtbot.keyClick(field(view), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    assert view.findChild(QLineEdit).isVisible()


def test_escape_closes_the_search(view, report, qtbot):
    view.show_message(report, None)
    button(view, "Find").click()
    line = view.findChild(QLineEdit)

    qtbot.keyClick(line, Qt.Key.Key_Escape)

    assert not line.isVisible()


def test_words_that_are_not_there_move_nothing(view, report, qtbot):
    view.show_message(report, None)
    button(view, "Find").click()
    before = field(view).textCursor().position()

    qtbot.keyClicks(view.findChild(QLineEdit), "%%%")

    assert field(view).textCursor().position() == before


def test_a_message_that_is_gone_is_said(view):
    view.show_notice("The file is no longer there. Open it again.")

    labels = [one.text() for one in view.findChildren(QLabel) if one.isVisible()]

    assert "The file is no longer there. Open it again." in labels
    assert not button(view, "Find").isEnabled()


def test_every_field_has_a_name_for_screen_readers(view):
    nameless = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
    ]

    assert nameless == []


def test_a_cleared_view_keeps_nothing_of_the_message(view, report, deciding):
    view.show_message(report, deciding)

    view.clear()

    assert field(view).toPlainText() == ""
    assert QApplication.clipboard().text() != "User unknown"

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton, QWidget

from bounce_inspector.core.explaining.explanation import Reader
from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.ledger import (
    AddressRow,
    Bucket,
    Decision,
    MessageRow,
    Occurrence,
    Place,
    Reason,
)
from bounce_inspector.core.model import Category, Kind
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.gui.explaining.answer import answer_text
from bounce_inspector.gui.explaining.explanation_view import ExplanationView
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.showing import MOST
from bounce_inspector.gui.views.verdict_chip import VerdictChip
from bounce_inspector.gui.views.why_panel import WhyPanel

PLACE = Place("bounce.eml", "", 0, 0, 900, 7)
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge("en")


@pytest.fixture
def panel(qtbot):
    made = WhyPanel()
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def occurrence(report):
    (finding,) = inspect(report).findings
    return Occurrence(1, 1, Kind.BOUNCE, "postfix", MONDAY, "Your order", None, PLACE, finding)


@pytest.fixture
def older(occurrence):
    failure = occurrence.finding.failure._replace(
        reply="452", status="4.2.2", diagnostic="452 4.2.2 Mailbox full"
    )
    verdict = occurrence.finding.verdict._replace(category=Category.MAILBOX_FULL)
    finding = occurrence.finding._replace(failure=failure, verdict=verdict)
    return occurrence._replace(id=2, message=2, date=MONDAY.replace(day=1), finding=finding)


def address_row(**values):
    known = {
        "id": 5,
        "address": "ann@example.org",
        "bucket": Bucket.REMOVE,
        "reason": Reason.DEAD,
        "category": Category.MAILBOX_UNKNOWN,
        "last_category": Category.MAILBOX_UNKNOWN,
        "days": 1,
        "code": "550 5.1.1",
        "provider": None,
        "diagnostic": "",
        "times": 1,
        "first_seen": MONDAY,
        "last_seen": MONDAY,
    }
    return AddressRow(**{**known, **values})


def message_row(kind=Kind.BOUNCE, **values):
    known = {
        "id": 9,
        "place": PLACE,
        "dialect": None,
        "date": MONDAY,
        "subject": "Your order",
        "campaign": None,
        "bucket": Bucket.NOT_BOUNCE,
        "category": None,
        "code": "",
        "provider": None,
        "diagnostic": "",
        "recipient": "",
        "recipients": 0,
    }
    return MessageRow(kind=kind, **{**known, **values})


def said(panel):
    panel.findChild(ExplanationView).show_rest()
    texts = [one.toPlainText() for one in panel.findChildren(SafeText) if one.isVisible()]
    return "\n".join(texts + [one.text() for one in panel.findChildren(QLabel) if one.isVisible()])


def button(panel, words):
    (found,) = [one for one in panel.findChildren(QPushButton) if one.text() == words]
    return found


def chip(panel):
    return panel.findChild(VerdictChip).accessibleName()


def test_an_address_is_explained_with_its_verdict(panel, occurrence, knowledge):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge, row=address_row())

    assert "ann@example.org" in said(panel)
    assert knowledge.categories[Category.MAILBOX_UNKNOWN].title in said(panel)
    assert "User unknown" in said(panel)
    assert "The address is dead." in said(panel)
    assert chip(panel) == "Verdict: Remove"


def test_without_a_row_the_verdict_is_that_of_the_report(panel, occurrence, knowledge):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge)

    assert chip(panel) == "Verdict: Remove"


@pytest.mark.parametrize(
    ("words", "decision"),
    [("Mark for removal", "remove"), ("Keep", "keep"), ("Take back", "cleared")],
)
def test_the_buttons_ask_for_a_decision(panel, occurrence, knowledge, qtbot, words, decision):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge, row=address_row())

    with qtbot.waitSignal(panel.mark_requested) as heard:
        button(panel, words).click()

    assert heard.args == [decision]


@pytest.mark.parametrize(
    ("decision", "hidden"),
    [
        (None, {"Take back"}),
        (Decision.CLEARED, {"Take back"}),
        (Decision.REMOVE, {"Mark for removal"}),
        (Decision.KEEP, {"Keep"}),
    ],
)
def test_what_is_decided_already_is_not_offered_again(
    panel, occurrence, knowledge, decision, hidden
):
    row = address_row(decision=decision)

    panel.show_occurrences("ann@example.org", [occurrence], knowledge, row=row)

    names = {"Take back", "Mark for removal", "Keep"}
    assert {name for name in names if button(panel, name).isHidden()} == hidden


def test_the_answer_is_asked_for_with_what_is_shown(panel, occurrence, knowledge, qtbot):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge)

    with qtbot.waitSignal(panel.answer_requested) as asked:
        button(panel, "Answer…").click()

    assert asked.args[0].finding == occurrence.finding
    assert not asked.args[0].at_once


def test_the_answer_to_the_customer_holds_no_words_of_the_server(
    panel, occurrence, knowledge, qtbot, tmp_path
):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge)
    with qtbot.waitSignal(panel.answer_requested) as asked:
        button(panel, "Answer…").click()

    text = answer_text(asked.args[0], "customer", "en", tmp_path)

    assert panel.explanation.happened in text
    assert panel.explanation.remedy(Reader.CUSTOMER) in text
    assert "User unknown" not in text
    assert "Your order" not in text


def test_one_report_needs_no_choosing(panel, occurrence, knowledge):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge)

    assert not panel.findChild(QComboBox).isVisible()


def test_several_reports_are_chosen_from_newest_first(panel, occurrence, older, knowledge, qtbot):
    panel.show_occurrences("ann@example.org", [occurrence, older], knowledge)
    chooser = panel.findChild(QComboBox)
    down = next(one for one in panel.findChildren(QToolButton) if "Older" in one.toolTip())

    with qtbot.waitSignal(panel.occurrence_chosen) as heard:
        down.click()

    assert heard.args == [older]
    assert panel.occurrence == older
    assert "550 5.1.1" in chooser.itemText(0)
    assert "452 4.2.2" in chooser.itemText(1)
    assert "Mailbox full" in said(panel)
    assert not down.isEnabled()


def test_more_reports_than_can_be_chosen_from_are_told(panel, occurrence, knowledge):
    reports = [occurrence] * (MOST + 1)

    panel.show_occurrences("ann@example.org", reports[:-1], knowledge)
    all_of_them = [label.text() for label in panel.findChildren(QLabel)]
    panel.show_occurrences("ann@example.org", reports, knowledge)
    latest = [label.text() for label in panel.findChildren(QLabel)]
    panel.clear()
    panel.show_message(message_row(bucket=Bucket.REMOVE), reports, knowledge)
    first = [label.text() for label in panel.findChildren(QLabel)]

    assert f"1 of {MOST}" in all_of_them
    assert f"1 of the latest {MOST}" in latest
    assert f"1 of the first {MOST}" in first
    assert panel.findChild(QComboBox).count() == MOST


def test_marking_does_not_change_what_is_read(panel, occurrence, older, knowledge):
    panel.show_occurrences("ann@example.org", [occurrence, older], knowledge, row=address_row())
    panel.findChild(QComboBox).setCurrentIndex(1)

    marked = address_row(decision=Decision.REMOVE)
    panel.show_occurrences("ann@example.org", [occurrence, older], knowledge, row=marked)

    assert panel.occurrence == older
    assert "Marked to remove" in said(panel)


def test_a_message_is_explained_for_each_recipient(panel, occurrence, older, knowledge):
    panel.show_message(message_row(bucket=Bucket.REMOVE), [occurrence, older], knowledge)

    assert "Your order" in said(panel)
    assert panel.findChild(QComboBox).itemText(0).startswith("ann@example.org")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_message_without_an_address_says_what_it_is(panel, knowledge, kind):
    panel.show_message(message_row(kind=kind), [], knowledge)

    assert panel.explanation.title in said(panel)
    assert panel.occurrence is None


def test_hostile_names_are_harmless(panel, occurrence, knowledge):
    panel.show_occurrences("<img src=x>\u202e@example.org", [occurrence], knowledge)

    assert "<img src=x>⟨RLO⟩@example.org" in said(panel)


def test_the_deciding_words_are_marked_when_the_message_was_read(
    panel, occurrence, knowledge, report
):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge)

    panel.show_opened(report, occurrence.finding.verdict.evidence)

    assert any("#ffe59a" in one.toHtml() for one in panel.findChildren(SafeText))


def test_with_nothing_chosen_it_says_what_to_do(panel, occurrence, knowledge):
    panel.show_occurrences("ann@example.org", [occurrence], knowledge)

    panel.clear()

    assert said(panel).strip() == "Choose a row to see why it came back."
    assert panel.explanation is None


def test_an_address_without_reports_shows_nothing(panel, knowledge):
    panel.show_occurrences("ann@example.org", [], knowledge)

    assert "Choose a row" in said(panel)


def test_everything_that_takes_the_focus_has_a_name(panel, occurrence, older, knowledge):
    panel.show_occurrences("ann@example.org", [occurrence, older], knowledge)

    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
    ]

    assert nameless == []


@pytest.mark.parametrize(
    ("bucket", "stands_out"),
    [(Bucket.REMOVE, True), (Bucket.COMPLAINT, True), (Bucket.KEEP, False), (Bucket.WATCH, False)],
)
def test_marking_stands_out_only_where_it_is_proposed(
    panel, occurrence, knowledge, bucket, stands_out
):
    panel.show_occurrences("a@example.org", [occurrence], knowledge, row=address_row(bucket=bucket))

    assert (button(panel, "Mark for removal").property("look") == "primary") == stands_out

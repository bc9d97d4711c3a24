import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from bounce_inspector.core.explaining.code_apart import take_apart
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.explanation import Explanation, Reader, Remedy
from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.gui.explaining.code_apart_view import CodeApartView, PieceRow
from bounce_inspector.gui.explaining.code_digits import CodeDigits
from bounce_inspector.gui.explaining.explanation_view import ExplanationView
from bounce_inspector.gui.explaining.flow_row import FlowRow
from bounce_inspector.gui.explaining.remedies_view import RemediesView
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import DARK, palette


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge("en")


def explanation(knowledge, **values):
    known = {
        "title": "This address does not exist",
        "happened": "The mail server has no such mailbox.",
        "remedies": (
            Remedy(Reader.CUSTOMER, "Check the address."),
            Remedy(Reader.ADMINISTRATOR, "Nothing to repair."),
        ),
        "code": take_apart("550", "5.1.1", knowledge),
        "quoted": "550 5.1.1 User unknown",
    }
    return Explanation(language="en", **{**known, **values})


@pytest.fixture
def view(qtbot):
    made = ExplanationView()
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(view):
    view.show_rest()
    texts = [one.toPlainText() for one in view.findChildren(SafeText) if one.isVisible()]
    return "\n".join(texts + [one.text() for one in view.findChildren(QLabel) if one.isVisible()])


def test_everything_known_is_said(view, knowledge):
    view.show_explanation(explanation(knowledge, contradiction="They disagree."), knowledge)

    said = shown(view)

    for words in ("This address does not exist", "no such mailbox", "Check the address.",
                  "They disagree.", "550 5.1.1 User unknown", "5.1.1"):  # fmt: skip
        assert words in said


def test_the_top_is_there_at_once_and_the_rest_comes_by_itself(qtbot, view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)

    said = "\n".join(one.toPlainText() for one in view.findChildren(SafeText))
    assert "This address does not exist" in said
    qtbot.waitUntil(
        lambda: any("User unknown" in one.toPlainText() for one in view.findChildren(SafeText))
    )


def test_another_explanation_takes_the_place_of_one_half_shown(qtbot, view, knowledge):
    view.show_explanation(explanation(knowledge, quoted="452 Mailbox full"), knowledge)
    view.show_explanation(explanation(knowledge), knowledge)
    qtbot.waitUntil(
        lambda: any("User unknown" in one.toPlainText() for one in view.findChildren(SafeText))
    )

    qtbot.wait(50)

    assert "Mailbox full" not in shown(view)


@pytest.mark.parametrize(
    ("reply", "cards"),
    [
        ("550 5.1.1 User unknown", {"confirmed-opt-in", "regular-cleaning", "no-bought-lists"}),
        ("550 5.7.26 SPF and DKIM did not pass", {"authentication"}),
        ("450 4.7.1 Greylisted, try again in 5 minutes", set()),
    ],
)
def test_the_best_practice_that_the_case_calls_for_is_shown(view, knowledge, reply, cards):
    (it,) = explain_text(reply, knowledge)
    view.show_explanation(it, knowledge)

    said = shown(view)

    assert {id_ for id_, words in knowledge.cards.items() if words.title in said} == cards
    for id_ in cards:
        assert knowledge.cards[id_].administrator[0] in said
    assert (knowledge.phrase("heading.cards") in said) == bool(cards)


def test_what_a_provider_does_not_publish_is_shown(view, knowledge):
    (it,) = explain_text("550 5.7.1 network is on our block list (S3150)", knowledge)
    view.show_explanation(it, knowledge)

    assert it.about
    assert it.about in shown(view)
    assert knowledge.phrase("heading.about", provider=it.provider) in shown(view)


def test_what_is_not_known_takes_no_room(view, knowledge):
    view.show_explanation(Explanation("en", "Title", "Happened"), knowledge)

    assert "taken apart" not in shown(view)
    assert "What to do now" not in shown(view)


def test_the_headings_are_in_the_language_of_the_explanation(view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)

    assert knowledge.phrase("heading.code") in shown(view)
    assert knowledge.phrase("reader.customer") in [
        one.text() for one in view.findChildren(QPushButton)
    ]


def test_the_deciding_words_are_marked_once_they_are_known(view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)

    view.mark_deciding("user unknown")

    assert any("#ffe59a" in one.toHtml() for one in view.findChildren(SafeText))


def test_a_new_explanation_starts_at_its_top(view, knowledge):
    view.resize(300, 200)
    view.show_explanation(explanation(knowledge), knowledge)
    view.verticalScrollBar().setValue(100)

    view.show_explanation(explanation(knowledge), knowledge)

    assert view.verticalScrollBar().value() == 0


def test_the_colours_follow_the_palette(view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)
    view.mark_deciding("user unknown")

    view.setPalette(palette(DARK))

    assert any(DARK.mark in one.toHtml() for one in view.findChildren(SafeText))


@pytest.mark.parametrize("width", [260, 420, 900])
def test_nothing_is_wider_than_the_panel(view, knowledge, width, qtbot):
    view.resize(width, 600)
    view.show_explanation(explanation(knowledge, quoted="x" * 900, happened="y" * 300), knowledge)
    qtbot.wait(10)

    assert view.horizontalScrollBar().maximum() == 0


def test_an_explanation_is_shown_within_a_frame_or_two(view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)
    start = time.perf_counter()

    for _ in range(10):
        view.show_explanation(explanation(knowledge), knowledge)

    assert (time.perf_counter() - start) / 10 < 0.1


def test_a_cleared_view_says_nothing(view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)

    view.clear()

    assert shown(view).strip() == ""


def test_each_reader_has_a_part_and_the_choice_stays(qtbot):
    remedies = RemediesView(list(Reader))
    qtbot.addWidget(remedies)
    remedies.rename({reader: reader.value for reader in Reader})
    remedies.show_texts({Reader.CUSTOMER: "wait", Reader.ADMINISTRATOR: "repair"})

    remedies.choose(Reader.ADMINISTRATOR)
    remedies.show_texts({Reader.CUSTOMER: "wait 2", Reader.ADMINISTRATOR: "repair 2"})

    assert remedies.findChild(SafeText).toPlainText() == "repair 2"
    assert remedies.reader == Reader.ADMINISTRATOR


def test_a_reader_without_a_part_cannot_be_chosen(qtbot):
    remedies = RemediesView(list(Reader))
    qtbot.addWidget(remedies)
    remedies.rename({reader: reader.value for reader in Reader})
    remedies.choose(Reader.RECIPIENT)

    remedies.show_texts({Reader.LIST_KEEPER: "clean"})

    hidden = [one.text() for one in remedies.findChildren(QPushButton) if one.isHidden()]
    assert remedies.reader == Reader.LIST_KEEPER
    assert sorted(hidden) == ["administrator", "customer", "recipient"]


def test_readers_are_switched_by_keyboard(qtbot, view, knowledge):
    view.show_explanation(explanation(knowledge), knowledge)
    view.show_rest()
    first = next(one for one in view.findChildren(QPushButton) if one.isChecked())
    first.setFocus()

    with qtbot.waitSignal(view.reader_changed) as heard:
        qtbot.keyClick(first, Qt.Key.Key_Right)

    assert heard.args == [Reader.ADMINISTRATOR]
    assert "Nothing to repair." in shown(view)


def code_view(qtbot, knowledge, reply="550", status="5.7.26"):
    area = QScrollArea()
    area.setWidgetResizable(True)
    made = CodeApartView()
    area.setWidget(made)
    qtbot.addWidget(area)
    list(made.show_pieces(take_apart(reply, status, knowledge, provider="google"), "Gmail"))
    area.resize(400, 400)
    area.show()
    qtbot.waitExposed(area)
    made.area = area
    return made


@pytest.mark.parametrize(
    ("reply", "status", "digits"),
    [("550", "5.7.26", 6), ("550", None, 3), (None, "5.1.1", 3), (None, None, 0)],
)
def test_each_digit_has_a_place_of_its_own(qtbot, knowledge, reply, status, digits):
    made = code_view(qtbot, knowledge, reply, status)

    places = list(made.findChild(CodeDigits).places().values())

    assert len(places) == digits
    assert all(one.right() <= other.left() for one, other in pairwise(places))


def test_pointing_at_a_digit_brings_out_its_meaning(qtbot, knowledge):
    made = code_view(qtbot, knowledge)
    digits = made.findChild(CodeDigits)
    number, place = list(digits.places().items())[-1]

    with qtbot.waitSignal(digits.pointed_at):
        qtbot.mouseMove(digits, place.center().toPoint())

    rows = [row for row in made.findChildren(PieceRow) if row.isVisible()]
    assert rows[number].isVisible()
    assert rows[number].grab().toImage().pixelColor(QPoint(8, 3)).name() != (
        rows[0].grab().toImage().pixelColor(QPoint(8, 3)).name()
    )


def test_the_arrow_keys_go_through_the_digits(qtbot, knowledge):
    made = code_view(qtbot, knowledge)
    digits = made.findChild(CodeDigits)
    digits.setFocus()
    heard = []
    digits.pointed_at.connect(heard.append)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(digits, key)

    numbers = list(digits.places())
    assert heard == [numbers[0], numbers[1], numbers[0], numbers[-1]]


def test_the_meanings_are_there_for_screen_readers(qtbot, knowledge):
    digits = code_view(qtbot, knowledge).findChild(CodeDigits)

    assert digits.accessibleName() == "Code 550 5.7.26"
    assert "7: About safety and rules." in digits.accessibleDescription()


def test_a_shorter_code_hides_the_rows_that_are_left(qtbot, knowledge):
    made = code_view(qtbot, knowledge)

    list(made.show_pieces(take_apart(None, "5.1.1", knowledge)))

    assert sum(row.isVisible() for row in made.findChildren(PieceRow)) == 4


def test_a_row_of_buttons_breaks_where_it_is_narrow(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FlowRow(4, holder)
    for word in ("one", "two", "three"):
        row.addWidget(QPushButton(word))
    holder.show()
    wide = row.sizeHint().width()

    assert row.heightForWidth(wide) < row.heightForWidth(wide // 2)
    assert row.minimumSize().width() < wide
    assert row.itemAt(5) is None
    assert row.takeAt(9) is None

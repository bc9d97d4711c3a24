from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from bounce_inspector.core.details import Details, Hop, examine
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import LIGHT
from bounce_inspector.gui.views.journey_view import HopRow, JourneyView

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def hop(number, delay, when=NOON, **values):
    known = {"sender": "out.example.net", "receiver": "mx.example.org", "protocol": "ESMTPS"}
    return Hop(number, **{**known, **values}, recipient="", when=when, delay=delay, raw="raw words")


@pytest.fixture
def view(qtbot):
    made = JourneyView()
    qtbot.addWidget(made)
    made.resize(420, 500)
    return made


def texts(view):
    return [field.toPlainText() for field in view.widget().findChildren(SafeText)]


def labels(view):
    return [label.text() for label in view.widget().findChildren(QLabel)]


def test_each_server_is_shown_with_its_delay(view):
    view.show_details(Details(returned=(hop(1, None), hop(2, 65, NOON + timedelta(seconds=65)))))

    assert len(texts(view)) == 2
    assert "after" not in texts(view)[0]
    assert "1 min 5 s after the hop above" in texts(view)[1]
    assert "2 server(s), 1 min 5 s from first to last" in labels(view)


def test_clocks_that_disagree_are_named(view):
    view.show_details(Details(journey=(hop(1, None), hop(2, -30))))

    assert "30 s before the hop above: their clocks disagree" in texts(view)[1]


def test_a_long_wait_stands_out(view):
    view.show_details(Details(journey=(hop(1, None), hop(2, 4000))))

    assert LIGHT.bucket("watch").ink in view.widget().findChildren(SafeText)[1].toHtml()


def test_a_hop_that_was_not_understood_shows_its_words(view):
    view.show_details(Details(journey=(hop(1, None, sender="", receiver="", when=None),)))

    assert texts(view) == ["raw words"]


def test_names_of_servers_are_harmless(view):
    view.show_details(Details(journey=(hop(1, None, receiver="<img src=x>\u202e"),)))

    assert "<img src=x>⟨RLO⟩" in texts(view)[0]


def test_a_message_without_stamps_says_so(view):
    view.show_details(Details())

    assert labels(view).count("No server left its stamp here.") == 2


def test_a_real_report_shows_both_ways(view, report):
    view.show_details(examine(report))

    assert [text.split("\n")[0] for text in texts(view)] == ["out.example.net", "mx.example.org"]


def test_the_timeline_is_painted(view, qtbot):
    view.show_details(Details(journey=(hop(1, None), hop(2, 5), hop(3, 5))))
    view.show()
    qtbot.waitExposed(view)

    row = view.widget().findChildren(HopRow)[1]
    image = row.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(20) for y in range(image.height())}

    assert LIGHT.accent in colours


def test_a_new_message_replaces_the_old_one(view):
    view.show_details(Details(journey=(hop(1, None), hop(2, 5))))

    view.show_notice("Nothing chosen.")

    assert texts(view) == []
    assert "Nothing chosen." in labels(view)

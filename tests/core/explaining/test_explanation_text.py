import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.explaining import markdown
from bounce_inspector.core.explaining.explain import load_knowledge
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.explanation_text import (
    sections,
    to_markdown,
    to_record,
    to_text,
)

ENGLISH = load_knowledge("en")
REPLY = "550 5.7.1 Client host [192.0.2.7] blocked using bl.spamcop.net"


def only(text):
    (it,) = explain_text(text, ENGLISH)
    return it


def test_plain_text_tells_everything_in_order():
    it = only(REPLY)
    text = to_text(it, ENGLISH)

    order = [text.index(f"\n{section.heading}\n--") for section in sections(it, ENGLISH)]
    assert order == sorted(order)
    assert text.startswith(it.title)
    for remedy in it.remedies:
        assert remedy.text.split()[0] in text
    assert REPLY in text


def test_plain_text_fits_on_a_terminal():
    lines = to_text(only(REPLY), ENGLISH).splitlines()

    assert max(map(len, lines)) <= 92


def test_empty_parts_have_no_heading():
    text = to_text(only("552"), ENGLISH)

    assert ENGLISH.phrase("heading.quoted") not in text
    assert ENGLISH.phrase("heading.stage") not in text


def test_a_block_list_is_named_with_the_way_off_it():
    text = to_text(only(REPLY), ENGLISH)

    assert "SpamCop" in text
    assert "www.spamcop.net/bl.shtml" in text


def test_markdown_quotes_the_server_in_a_fence_that_it_cannot_close():
    it = only("550 5.1.1 ```\n# not a heading\n<b>User unknown</b> ````")
    printed = to_markdown(it, ENGLISH)

    assert "\n`````text\n" in printed
    assert printed.count("`````") == 2


def test_a_record_survives_json():
    it = only(REPLY)
    record = json.loads(json.dumps(to_record(it)))

    assert record["category"] == "sender-blocklisted"
    assert record["advice"] == "fix"
    assert record["language"] == "en"
    assert record["remedies"].keys() == {"customer", "list-keeper", "administrator", "recipient"}
    assert record["blocklists"][0]["name"] == "SpamCop"
    assert record["code"][0] == {
        "text": "550",
        "place": "reply",
        "meaning": ENGLISH.replies["550"].title,
        "name": "Requested action not taken: mailbox unavailable",
        "provider_meaning": "",
    }


def test_a_bare_code_has_no_category_in_its_record():
    record = to_record(only("552"))

    assert record["category"] is None
    assert record["recipient"] is None
    assert len(record["meanings"]) == 5


def test_signs_that_markdown_acts_on_are_made_literal():
    assert markdown.escape("*a* _b_ [c](d) <e> `f` #g") == (
        "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\#g"
    )
    assert markdown.escape("1. first") == "1\\. first"
    assert markdown.escape("- item") == "\\- item"
    assert markdown.escape("two\n\nlines") == "two lines"


@given(st.text(max_size=200))
def test_no_text_leaves_its_fence(text):
    lines = markdown.code_block(text).split("\n")
    fence = lines[0].removesuffix("text")

    assert lines[-1] == fence
    assert all(not line.lstrip().startswith(fence) for line in lines[1:-1])


CALLED_FOR = {
    "550 5.1.1 User unknown": ("confirmed-opt-in", "regular-cleaning", "no-bought-lists"),
    "452 4.2.2 Mailbox full": ("regular-cleaning",),
    "550 5.7.26 SPF and DKIM did not pass": ("authentication",),
    REPLY: ("confirmed-opt-in", "authentication", "no-bought-lists", "watch-reports"),
    "450 4.7.1 Greylisted, try again in 5 minutes": (),
    "552 5.3.4 Message size exceeds the limit": (),
}


@pytest.mark.parametrize("reply", CALLED_FOR)
def test_the_cards_that_the_case_calls_for_stand_in_every_form(reply):
    it = only(reply)
    cards = [ENGLISH.cards[id_] for id_ in CALLED_FOR[reply]]
    others = [words for id_, words in ENGLISH.cards.items() if id_ not in CALLED_FOR[reply]]
    text, marked = " ".join(to_text(it, ENGLISH).split()), to_markdown(it, ENGLISH)

    assert tuple(card["id"] for card in to_record(it)["cards"]) == CALLED_FOR[reply]
    for words in cards:
        for said in (words.title, *words.happened, *words.administrator):
            assert said in text
            assert markdown.escape(said) in marked
            assert any(said in card.values() for card in to_record(it)["cards"])
    assert [words.title for words in others if f"{words.title}:" in text] == []
    assert (ENGLISH.phrase("heading.cards") in text) == bool(cards)

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core.explaining.explanation import Card, Erratum, Explanation, Listing
from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.gui.explaining import explanation_html as html
from bounce_inspector.gui.theme import DARK, LIGHT

OURS = {"p", "span", "b", "br", "div", "table", "tr", "td", "code", "ul", "li"}
HOSTILE = ["<img src=x>", "</td>", "&", "\u202e", '"', "{}", "{0}"]


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        assert not {name for name, _ in attrs} - {"style", "width", "cellpadding", "bgcolor"}


def tags(text):
    parser = Tags()
    parser.feed(text)
    return parser.seen


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge("en")


def everything(text):
    return Explanation(
        language="en",
        title=text,
        happened=text,
        move=text,
        passes=text,
        address=text,
        stage=text,
        meanings=(text,),
        provider=text,
        provider_note=text,
        ask=(text,),
        blocklists=(Listing("x", text, text, text, text, text),),
        contradiction=text,
        confidence=text,
        runner_up=text,
        quoted=text,
        cards=(Card("x", text, text, text),),
        errata=(Erratum(text, text),),
        sources=(text,),
        recipient=text,
    )


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["<img src=x>", "</td>", "&", "\u202e", '"', "{}", "{0}"]), st.text(max_size=9)
)
def test_only_our_own_tags_are_in_any_part(hostile, more):
    it, words = everything(hostile + more + "."), load_knowledge("en")

    for part in (
        html.hero(it, words),
        html.plain(it.contradiction),
        html.facts(it, words, LIGHT),
        html.provider(it, words, LIGHT),
        html.meanings(it),
        html.errata(it, words),
        html.proof(it, words, LIGHT, hostile),
        html.cards(it, LIGHT),
    ):
        assert tags(part) <= OURS
        assert "\u202e" not in part


def test_what_is_not_known_leaves_no_heading(knowledge):
    bare = Explanation("en", "Title", "Happened")

    assert html.facts(bare, knowledge, LIGHT) == ""
    assert html.provider(bare, knowledge, LIGHT) == ""
    assert html.meanings(bare) + html.errata(bare, knowledge) == ""
    assert html.proof(bare, knowledge, LIGHT) == ""
    assert html.cards(bare, LIGHT) == ""


@pytest.mark.parametrize("deciding", ["No  Such\n User", "no such user"])
def test_the_deciding_words_are_marked_however_they_are_wrapped(deciding):
    quoted = html.quote("550 5.1.1 No such\n   user here", deciding, DARK)

    assert f'background-color:{DARK.mark}">No such<br>   user</span>' in quoted


@pytest.mark.parametrize("deciding", ["", "something else", "("])
def test_words_that_are_not_in_the_quote_mark_nothing(deciding):
    assert "background-color" not in html.quote("550 No such user", deciding, LIGHT)


def test_no_line_breaks_within_the_word_e_mail_and_an_address_stays_as_it_is():
    kept = html.kept_whole("Il ne reçoit pas d’e-mails. E-Mail an x@e-mail.example")

    assert kept == "Il ne reçoit pas d’e\u2011mails. E\u2011Mail an x@e-mail.example"
    assert html.kept_whole("e-mail@example.org") == "e-mail@example.org"

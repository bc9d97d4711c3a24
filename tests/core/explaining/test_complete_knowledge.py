"""Every code, provider, block list and mistake says all that a person needs, in every language."""

import pytest

from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining.explain import explain
from bounce_inspector.core.explaining.explain_code import explain_code
from bounce_inspector.core.explaining.explanation import Reader
from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.model import Category, Failure, Finding
from tests.core.findings import ENGLISH, explained, verdict

SECTIONS = ("replies", "enhanced", "wild", "categories", "kinds", "providers", "notes",
            "blocklists", "cards", "errata")  # fmt: skip


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("section", SECTIONS)
def test_no_entry_is_missing_or_left_in_english(language, section):
    knowledge = load_knowledge(language)
    entries = getattr(knowledge, section)

    assert {*entries} == {*getattr(knowledge.facts, section)}
    assert [id_ for id_, words in entries.items() if words.language != language] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("section", SECTIONS)
def test_no_title_has_more_than_six_words(language, section):
    entries = getattr(load_knowledge(language), section).values()

    assert [words.title for words in entries if len(words.title.split()) > 6] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", [*ENGLISH.replies, *ENGLISH.enhanced])
def test_every_code_tells_each_reader_what_to_do_and_what_becomes_of_the_address(language, code):
    knowledge = load_knowledge(language)
    reply, status = (None, code) if "." in code else (code, None)

    it = explain_code(reply, status, knowledge)

    assert {remedy.reader for remedy in it.remedies} == {*Reader}
    assert all(remedy.text for remedy in it.remedies)
    for said in (it.title, it.happened, it.move, it.passes, it.address):
        assert said
    assert it.sources
    assert it.code[0].text == code


@pytest.mark.parametrize("provider", [*ENGLISH.facts.providers])
def test_every_provider_has_a_place_to_ask(provider):
    refused = Finding(
        Failure("anna@example.org"), verdict(Category.SENDER_BLOCKLISTED, provider=provider)
    )

    assert explain(refused, ENGLISH).ask


@pytest.mark.parametrize("language", languages())
def test_every_block_list_tells_how_to_get_off_it_and_where_to_look(language):
    knowledge = load_knowledge(language)
    for id_, facts in knowledge.facts.blocklists.items():
        assert knowledge.blocklists[id_].removal, id_
        assert knowledge.blocklists[id_].happened, id_
        assert "://" not in facts.lookup  # a text to copy, nothing that opens by itself
    without = {id_ for id_, facts in knowledge.facts.blocklists.items() if not facts.lookup}
    # Of these no page is known: SORBS is closed, the others say what to do instead.
    assert without == {"sorbs", "hostkarma", "cobion"}


def test_every_provider_of_the_rules_is_known_to_speak_of():
    assert {*load_rulebook().providers} <= {*ENGLISH.facts.providers}


def test_where_nobody_else_is_known_the_domain_itself_is_asked():
    it = explained("554 5.7.1 Message rejected by local policy", reply="554", status="5.7.1")

    assert it.category is Category.POLICY_REFUSED
    assert len(it.ask) == 1
    assert "postmaster@example.org" in it.ask[0]


def test_a_refused_query_is_taken_to_the_other_sides_administrator():
    it = explained(
        "554 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org; 127.255.255.254",
        reply="554",
    )

    assert any("postmaster@example.org" in sentence for sentence in it.ask)


@pytest.mark.parametrize("category", [Category.MAILBOX_UNKNOWN, Category.SENDER_QUOTA])
def test_nobody_is_sent_to_ask_where_there_is_nothing_to_ask(category):
    it = explain(Finding(Failure("anna@example.org"), verdict(category)), ENGLISH)

    assert it.ask == ()

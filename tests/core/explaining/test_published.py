"""Nothing is said of a provider without a source, and what it keeps to itself is said to be so."""

import tomllib
from pathlib import Path

import pytest

from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.explanation import Place
from bounce_inspector.core.explaining.explanation_parts import cite
from bounce_inspector.core.explaining.explanation_text import to_markdown, to_record, to_text
from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.explaining.knowledge_words import fill
from bounce_inspector.core.explaining.markdown import escape
from tests.core.findings import ENGLISH

HERE = Path(__file__).resolve().parent
LINES = tomllib.loads((HERE / "provider_lines.toml").read_text("utf-8"))["line"]
# A reply with what its provider does not publish, and the English words that say so.
KEPT = {
    "microsoft-s": (
        "550 5.7.1 Unfortunately, messages from [203.0.113.14] weren't sent since part of their "
        "network is on our block list (S3150).",
        "The numbers with S or AS in its replies are internal; Microsoft does not publish",
    ),
    "microsoft-as": (
        "host example-org.mail.protection.outlook.com[192.0.2.36] said: 550 5.4.1 Recipient "
        "address rejected: Access denied. AS(201806281)",
        "Microsoft does not publish what they mean",
    ),
    "google": (
        "550-5.7.1 [203.0.113.20      12] Gmail has detected that this message is likely "
        "unsolicited mail. 550 5.7.1 https://support.google.com/mail/?p=UnsolicitedMessageError "
        "i5sm7 - gsmtp",
        "What the number after an IP address in brackets means is not published",
    ),
    "apple": (
        "host mx01.mail.icloud.com[192.0.2.51] said: 554 5.7.1 [CS01] rejected due to local policy",
        "no list of codes such as CS01",
    ),
    "yahoo": (
        "421 4.7.0 [TSS04] Messages from 203.0.113.30 temporarily deferred; see "
        "https://postmaster.yahooinc.com/error-codes",
        "publishes its codes by family only",
    ),
    "naver": ("421 Your IP is filtered. See http://realip.naver.com", "publishes no list of codes"),
    "docomo": (
        "host mfsmax.docomo.ne.jp[192.0.2.103] said: 550 Unknown user haru@docomo.ne.jp",
        "publishes no list of its replies",
    ),
    "t-online": (
        "554 IP=203.0.113.81 - A problem occurred. Contact tosa@rx.t-online.de to clarify. (BL)",
        "publishes no list of its codes",
    ),
}


@pytest.mark.parametrize("kept", KEPT)
def test_what_a_provider_does_not_publish_is_said_beside_the_reply_that_shows_it(kept):
    reply, words = KEPT[kept]
    (it,) = explain_text(reply, ENGLISH)

    assert words in it.about
    assert words in " ".join(to_text(it, ENGLISH).split())
    assert escape(it.about) in to_markdown(it, ENGLISH)
    assert to_record(it)["about"] == it.about


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
@pytest.mark.parametrize("kept", KEPT)
def test_it_is_said_in_every_language(kept, language):
    knowledge = load_knowledge(language)
    (it,) = explain_text(KEPT[kept][0], knowledge)
    (english,) = explain_text(KEPT[kept][0], ENGLISH)

    assert it.about
    assert it.about != english.about
    assert it.provider in knowledge.phrase("heading.about", provider=it.provider)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['row']}-{line['provider']}")
def test_every_statement_about_a_provider_carries_its_source(line):
    facts = ENGLISH.facts
    for it in explain_text(line["text"], ENGLISH):
        who = next((each for each in facts.providers.values() if each.name == it.provider), None)
        said = [piece.provider_meaning for piece in it.code if piece.place is Place.STATUS]
        notes = [
            note
            for note in facts.notes.values()
            if any(
                text and text in (it.provider_note, *said)
                for text in ENGLISH.notes[note.id].happened
            )
        ]
        sources = " ".join(it.sources)

        assert all(cite(note.source, ENGLISH) in sources or note.source.text in sources
                   for note in notes)  # fmt: skip
        if it.about or (who and fill(ENGLISH.providers[who.id].ask, {}) in it.ask):
            assert who is not None
            assert cite(who.source, ENGLISH) in it.sources


def test_every_rule_about_a_provider_says_where_its_meaning_stands_and_when():
    assert [
        rule.id
        for rule in load_rulebook().rules
        if rule.provider and not (rule.source and rule.date)
    ] == []

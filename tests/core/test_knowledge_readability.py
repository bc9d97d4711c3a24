"""English as a customer reads it must be easy: grade 8 or below by Flesch and Kincaid.

The formula was made for passages of a hundred words. On a text of five, one long word ("recipient")
lifts the grade by four, so that a title alone means nothing. Therefore the title is measured
together with what follows it on the screen, and a single field only if it has twelve words or more.
Places are filled with words a reader would see as easy: an address is read at a glance.
"""

import pytest
import textstat

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.explaining.knowledge_words import fill

GRADE = 8.0
FEWEST_WORDS = 12
VALUES = {
    "recipient": "the mailbox",
    "domain": "the domain",
    "server": "their server",
    "provider": "the host",
    "limit": "ten",
    "ip": "its number",
    "list": "a list",
    "times": "three",
    "days": "ten",
}
CUSTOMER_FIELDS = ("happened", "move", "customer", "passes", "passes_lasting", "passes_passing")


def entries():
    knowledge = load_knowledge("en")
    sections = {
        "categories": knowledge.categories,
        "kinds": knowledge.kinds,
        "replies": knowledge.replies,
        "enhanced": knowledge.enhanced,
        "wild": knowledge.wild,
        "blocklists": knowledge.blocklists,
        "provider_notes": knowledge.notes,
        "providers": knowledge.providers,
        "cards": knowledge.cards,
    }
    for section, words in sections.items():
        for entry in words.values():
            yield pytest.param(entry, id=f"{section}-{entry.id}")


def variants(entry):
    for field in CUSTOMER_FIELDS:
        for variant in getattr(entry, field):
            yield field, fill((variant,), VALUES)


def grade(text):
    return textstat.flesch_kincaid_grade(text)


@pytest.mark.parametrize("entry", list(entries()))
def test_a_customer_understands_the_entry(entry):
    whole = [f"{entry.title}."] if entry.title else []
    whole += [fill(getattr(entry, field), VALUES) for field in CUSTOMER_FIELDS]

    assert grade(" ".join(filter(None, whole))) <= GRADE


@pytest.mark.parametrize("entry", list(entries()))
def test_a_customer_understands_each_text_long_enough_to_measure(entry):
    hard = [
        (field, round(grade(text), 1), text)
        for field, text in variants(entry)
        if len(text.split()) >= FEWEST_WORDS and grade(text) > GRADE
    ]

    assert hard == []


def test_a_customer_understands_the_sentences_that_stand_around():
    knowledge = load_knowledge("en")
    groups = ("stage.", "confidence.", "retry.", "move.", "address-for.")
    hard = [
        (key, text)
        for key, text in knowledge.phrases.items()
        if key.startswith(groups) and len(text.split()) >= FEWEST_WORDS and grade(text) > GRADE
    ]

    assert hard == []


def test_the_measure_tells_hard_from_easy():
    hard = (
        "The administrative configuration of the destination infrastructure necessitates "
        "authentication of transmissions originating externally."
    )

    assert grade(hard) > 12
    assert grade("The mailbox is full. Its owner must make room.") < 5

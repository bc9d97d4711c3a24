import re
from pathlib import Path

import pytest

from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.explaining.knowledge_words import places
from bounce_inspector.core.explaining.letter_files import letter_languages, load_letters
from bounce_inspector.core.explaining.letters import write_letter
from bounce_inspector.core.model import Category, Kind, RawMessage
from bounce_inspector.core.pipeline import inspect

BOUNCES = Path(__file__).resolve().parents[2] / "bounces"
# All of them are looked at in English: see test_letters.py.
SOME = sorted(BOUNCES.glob("*/*.eml"))[::10]
VOICES = {"customer", "administrator", "ticket"}
TRANSLATIONS = [language for language in languages() if language != "en"]
SUBJECT = "Zahlen zum Quartal, vertraulich"
HOLE = re.compile(r"[{}]|  |\n\n\n|[ \t]\n|^\s|\(\)|“”|«\s*»|「」|„“")


def read(path):
    return inspect(RawMessage(path.read_bytes(), source=path.name))


def addresses_of(inspection):
    return {
        address.casefold()
        for finding in inspection.findings
        for address in (finding.failure.recipient, finding.failure.final_recipient)
        if address and len(address) > 3
    }


def letters_about(finding, inspection, language):
    knowledge = load_knowledge(language)
    return [
        write_letter(letter, finding, inspection, knowledge)
        for letter in load_letters(language).letters
    ]


@pytest.fixture(scope="module")
def three():
    """Three recipients in one bounce; each reply names another one, and quotes the subject."""
    inspection = read(BOUNCES / "shipped" / "04-three-recipients-three-reasons.eml")
    names = [finding.failure.recipient for finding in inspection.findings]
    findings = tuple(
        finding._replace(
            failure=finding.failure._replace(
                diagnostic=f"550 5.1.1 {names[number - 1]}: no; {SUBJECT}"
            )
        )
        for number, finding in enumerate(inspection.findings)
    )
    original = inspection.original._replace(subject=SUBJECT)
    return inspection._replace(findings=findings, original=original)


def judged(finding, category, *, permanent):
    facts = load_rulebook().categories[category]
    verdict = finding.verdict._replace(
        category=category,
        permanent=permanent,
        advice=facts.advice,
        fault=facts.fault,
    )
    return finding._replace(verdict=verdict)


def bare(finding):
    """Return a finding of which next to nothing is known."""
    failure = finding.failure._replace(
        recipient="",
        final_recipient=None,
        reply=None,
        status=None,
        remote_host=None,
        reporting_mta=None,
        diagnostic="",
    )
    return finding._replace(failure=failure)


def test_letters_speak_every_language_that_explanations_speak():
    assert letter_languages() == languages()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_has_every_letter_with_the_places_of_its_english(language):
    english = {letter.id: letter for letter in load_letters("en").letters}
    translated = {letter.id: letter for letter in load_letters(language).letters}

    assert translated.keys() == english.keys() == VOICES
    for id_, letter in translated.items():
        original = english[id_]
        assert letter.language == language
        assert letter.revision >= original.revision
        assert letter.order == original.order
        assert letter.name != original.name
        assert bool(letter.greeting) == bool(original.greeting)
        assert bool(letter.closing) == bool(original.closing)
        assert list(map(places, letter.details)) == list(map(places, original.details))
        assert [(each.when, list(map(places, each.text))) for each in letter.paragraphs] == [
            (each.when, list(map(places, each.text))) for each in original.paragraphs
        ]


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("language", languages())
def test_an_answer_has_no_hole_and_names_neither_others_nor_the_subject(three, language, category):
    own = three.findings[0].failure.recipient.casefold()
    others = addresses_of(three) - {own}
    for permanent in (True, False):
        finding = judged(three.findings[0], category, permanent=permanent)
        for text in letters_about(finding, three, language):
            rest = text.casefold().replace(own, "")
            assert own in text.casefold()
            assert HOLE.search(text) is None
            assert [other for other in others if other in rest] == []
            assert SUBJECT.casefold() not in rest


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("language", languages())
def test_an_answer_about_which_little_is_known_has_no_hole(three, language, category):
    unknown = three._replace(date=None)
    finding = judged(bare(three.findings[0]), category, permanent=True)
    for text in letters_about(finding, unknown, language):
        assert HOLE.search(text) is None


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", languages())
def test_an_answer_about_any_kind_of_message_has_no_hole(three, language, kind):
    told = three._replace(kind=kind)
    for finding in (told.findings[0], bare(told.findings[0])):
        for text in letters_about(finding, told, language):
            assert HOLE.search(text) is None


@pytest.mark.parametrize("sample", SOME, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_answer_in_any_language_speaks_of_one_recipient_and_never_of_the_mail(sample):
    inspection = read(sample)
    quoted = [
        subject.casefold()
        for subject in (inspection.original.subject or "", inspection.subject or "")
        if len(subject) >= len("Your message")
    ]
    for finding in inspection.findings:
        own = finding.failure.recipient.casefold()
        others = addresses_of(inspection) - {
            own,
            (finding.failure.final_recipient or "").casefold(),
        }
        for language in TRANSLATIONS:
            for text in letters_about(finding, inspection, language):
                rest = text.casefold().replace(own, "") if own else text.casefold()
                assert [other for other in others if other in rest] == []
                assert [subject for subject in quoted if subject in rest] == []

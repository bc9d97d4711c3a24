import pytest

from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining.knowledge import (
    PHRASES,
    SCHEMAS,
    languages,
    load_knowledge,
    read_phrases,
    read_section,
)
from bounce_inspector.core.explaining.knowledge_words import WORD_FIELDS, places
from bounce_inspector.shipped import read_toml

TRANSLATIONS = [language for language in languages() if language != "en"]
# The languages that the product promises. Each is checked as soon as its folder appears.
PROMISED = {"fr", "de", "es", "pt", "ja"}


def gaps(section, language):
    """List where a translated file falls behind its English."""
    english, faults = read_section(section, "en", []), []
    translated = read_section(section, language, faults)
    yield from faults
    for name, original in english.items():
        entry = translated.get(name)
        if entry is None:
            yield f"{section} [{name}]: is missing"
            continue
        if entry.revision < original.revision:
            yield f"{section} [{name}]: older than its English"
        for field in WORD_FIELDS:
            if field == "title":
                continue
            yield from _field_gaps(f"{section} [{name}] {field}", original, entry, field)
    yield from (f"{section} [{name}]: has no English" for name in translated.keys() - english)


def _field_gaps(place, original, entry, field):
    wanted, given = getattr(original, field), getattr(entry, field)
    if len(wanted) != len(given):
        yield f"{place}: {len(given)} texts instead of {len(wanted)}"
    elif [places(text) for text in wanted] != [places(text) for text in given]:
        yield f"{place}: not the places of its English"


@pytest.mark.parametrize("section", SCHEMAS)
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_is_complete_and_not_older_than_its_english(language, section):
    assert list(gaps(section, language)) == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_has_every_phrase_with_the_same_places(language):
    english, translated = dict(read_phrases("en", [])), dict(read_phrases(language, []))

    assert translated.keys() == english.keys()
    assert [key for key, text in translated.items() if places(text) != places(english[key])] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_phrases_are_not_older_than_their_english(language):
    revisions = [
        read_toml("knowledge", each, "phrases.toml")["revision"] for each in (language, "en")
    ]

    assert revisions[0] >= revisions[1]


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_speaks_of_every_advice_of_its_categories(language):
    knowledge = load_knowledge(language)
    for category, facts in load_rulebook().categories.items():
        assert knowledge.categories[category].address_for(facts.advice)


def test_no_folder_stands_there_that_nobody_promised():
    assert set(TRANSLATIONS) <= PROMISED


def test_the_check_finds_a_missing_entry_an_old_one_and_a_lost_place(monkeypatch):
    from bounce_inspector.core.explaining import knowledge as loading

    real = loading._document
    english = real("en", "kinds")
    behind = {name: dict(entry) for name, entry in english.items() if name != "revision"}
    del behind["other"]
    behind["delay"]["revision"] = 0
    behind["complaint"]["happened"] = ["Jemand hat geklagt.", "Jemand hat geklagt."]
    monkeypatch.setattr(
        loading,
        "_document",
        lambda language, section: dict(behind) if language == "xx" else real(language, section),
    )

    found = list(gaps("kinds", "xx"))

    assert found == [
        "kinds [delay]: older than its English",
        "kinds [complaint] happened: not the places of its English",
        "kinds [other]: is missing",
    ]


def test_phrases_are_a_file_of_their_own():
    assert PHRASES not in SCHEMAS

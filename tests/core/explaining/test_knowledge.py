import re

import pytest

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining import knowledge as loading
from bounce_inspector.core.explaining.explanation import Place, Reader
from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.explaining.knowledge_facts_files import load_facts
from bounce_inspector.core.explaining.knowledge_words import WORD_FIELDS, fill, places
from bounce_inspector.core.model import (
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Kind,
    Stage,
)


@pytest.fixture(scope="module")
def english():
    return load_knowledge("en")


def entries_of(knowledge):
    for section in (
        knowledge.categories,
        knowledge.kinds,
        knowledge.replies,
        knowledge.enhanced,
        knowledge.wild,
        knowledge.errata,
        knowledge.providers,
        knowledge.notes,
        knowledge.blocklists,
        knowledge.cards,
    ):
        yield from section.values()


def test_every_category_reply_code_and_enhanced_code_has_words(english):
    assert set(english.categories) == set(Category)
    assert len(english.categories) == 26
    assert len(english.replies) == 33
    assert len(english.enhanced) == 81
    assert len(english.errata) == 33
    assert len(english.cards) == 5


def test_every_kind_that_is_no_bounce_has_words(english):
    assert set(Kind) - {Kind.BOUNCE} <= set(english.kinds)


def test_every_reply_code_has_a_word_for_each_of_its_meanings(english):
    for code, words in english.replies.items():
        assert len(words.meanings) == len(english.facts.replies[code].meanings), code


def test_a_code_with_one_name_in_many_lists_has_several_meanings(english):
    for code in ("421", "450", "451", "452", "550", "551", "552", "553", "554"):
        assert len(english.replies[code].meanings) >= 2, code


def test_every_category_says_what_becomes_of_the_address_under_its_usual_advice(english):
    for category, facts in load_rulebook().categories.items():
        words = english.categories[category]
        assert words.address_for(facts.advice), category
        assert words.address_for(facts.soft), category


def test_every_advice_that_a_rule_gives_has_words_for_its_category(english):
    for rule in load_rulebook().rules:
        if rule.advice is not None:
            words = english.categories[rule.category]
            assert words.address_for(rule.advice) or english.phrases[f"address-for.{rule.advice}"]


def test_only_an_address_that_is_dead_is_told_to_go(english):
    for category, facts in load_rulebook().categories.items():
        if facts.fault is not Fault.RECIPIENT and category is not Category.SUPPRESSED:
            assert not english.categories[category].address_remove, category


def test_every_provider_of_the_rules_has_words(english):
    assert set(load_rulebook().providers) <= set(english.providers)


def test_every_value_of_the_model_that_is_spoken_of_has_a_phrase(english):
    wanted = [f"stage.{stage}" for stage in Stage]
    wanted += [f"confidence.{confidence}" for confidence in Confidence]
    wanted += [f"move.{fault}" for fault in Fault]
    wanted += [f"address-for.{advice}" for advice in Advice]
    wanted += [f"reader.{reader}" for reader in Reader]
    wanted += [f"{place}.other" for place in (Place.REPLY_CLASS, Place.REPLY_GROUP)]
    wanted += [f"{place}.other" for place in (Place.STATUS_CLASS, Place.STATUS_SUBJECT)]
    wanted += [f"status-subject.{subject}" for subject in range(8)]
    wanted += [f"reply-class.{digit}" for digit in (2, 3, 4, 5)]
    wanted += [f"reply-group.{digit}" for digit in range(6)]
    wanted += [f"status-class.{digit}" for digit in (2, 4, 5)]

    assert [key for key in wanted if key not in english.phrases] == []


def test_every_title_has_at_most_six_words(english):
    long = [
        (words.id, words.title) for words in entries_of(english) if len(words.title.split()) > 6
    ]

    assert long == []


def test_every_text_ends_as_a_sentence_ends(english):
    ends = re.compile(r"[.!?]\Z")
    for words in entries_of(english):
        for field in WORD_FIELDS:
            if field != "title":
                for text in getattr(words, field):
                    assert ends.search(text), (words.id, field, text)


def test_the_last_variant_of_a_text_needs_no_value(english):
    for words in entries_of(english):
        for field in WORD_FIELDS:
            if field not in {"title", "meanings"} and getattr(words, field):
                assert fill(getattr(words, field), {}), (words.id, field)


def test_every_fact_names_its_source_and_date():
    facts = load_facts()
    tables = (
        *(facts.replies, facts.enhanced, facts.wild, facts.providers, facts.notes),
        *(facts.blocklists, facts.cards, facts.errata),
    )
    sources = [entry.source for table in tables for entry in table.values()]
    sources += [*facts.categories.values(), *facts.kinds.values(), facts.retry]

    assert all(source.text and source.date for source in sources)
    assert set(facts.categories) == set(Category)
    assert set(facts.kinds) == set(loading.KINDS)


def test_what_is_said_of_a_provider_beside_a_code_is_backed_by_a_note_with_a_source(english):
    speakers = {
        "Gmail": {"google"}, "Google": {"google"}, "Microsoft": {"microsoft"},
        "Outlook.com": {"microsoft"}, "Yahoo": {"yahoo"}, "Apple": {"apple"}, "AT&T": {"att"},
        "Orange": {"orange"}, "docomo": {"docomo"}, "Cisco": {"cisco"}, "Zoho": {"zoho"},
        "Comcast": {"comcast"}, "Yandex": {"yandex"}, "Interia": {"interia"},
    }  # fmt: skip
    unbacked = []
    for code, words in english.enhanced.items():
        said = " ".join((*words.happened, *words.customer, *words.administrator))
        forms = {code.replace("X", level) for level in "45"}
        for name, ids in speakers.items():
            notes = [note for note in english.facts.notes.values() if note.provider in ids]
            backed = any(
                note.codes is not None and any(form in note.codes for form in forms)
                for note in notes
            )
            if name in said and not backed:
                unbacked.append((code, name))

    assert unbacked == []


def test_what_providers_do_not_publish_is_said_to_be_unpublished(english):
    assert "does not publish" in fill(english.providers["microsoft"].happened, {})
    assert "not published" in fill(english.providers["google"].happened, {})
    assert "no list of codes" in fill(english.providers["apple"].happened, {})
    assert "not publish" in fill(english.errata["microsoft-s-as"].truth, {})
    assert "not publish" in fill(english.errata["gmail-number"].truth, {})


def test_the_meaning_of_a_code_is_the_same_here_and_in_the_rules(english):
    rulebook = load_rulebook()
    differing = []
    for code, facts in english.facts.enhanced.items():
        if facts.category is None or facts.loose:
            continue
        failure = Failure("anna@example.org", status=code.replace("X", "5"))
        verdict = classify(failure, rulebook=rulebook)
        if verdict.category not in {facts.category, Category.UNCLASSIFIED}:
            differing.append((code, facts.category, verdict.category))

    assert differing == []


def test_the_first_variant_whose_places_are_known_is_taken():
    text = ("At {provider}, {recipient} is full.", "{recipient} is full.", "It is full.")

    assert fill(text, {"provider": "P", "recipient": "a@b"}) == "At P, a@b is full."
    assert fill(text, {"provider": "", "recipient": "a@b"}) == "a@b is full."
    assert fill(text, {}) == "It is full."


def test_a_value_that_looks_like_a_place_is_not_filled_again():
    assert fill(("Mail to {recipient}.",), {"recipient": "{ip}@b", "ip": "192.0.2.1"}) == (
        "Mail to {ip}@b."
    )


def test_an_unknown_language_gives_english():
    assert load_knowledge("tlh").language == "en"
    assert load_knowledge("en-GB").language == "en"


def test_english_comes_first_among_the_languages():
    assert languages()[0] == "en"


def test_all_faults_of_a_file_are_told_at_once(monkeypatch):
    broken = {
        "delay": {
            "title": "",
            "happened": ["{nobody} knows.", "Mail to {recipient}"],
            "extra": "x",
        },
        "strange": {"title": "Strange"},
        "other": 7,
    }
    monkeypatch.setattr(
        loading, "_document", lambda _, section: dict(broken) if section == "kinds" else {}
    )
    faults = []

    loading.read_section("kinds", "en", faults)

    told = "\n".join(faults)
    for words in (
        "kinds [delay]: unknown key 'extra'",
        "kinds [delay]: title is missing",
        "kinds [delay] happened: unknown place nobody",
        "kinds [delay] happened: the last variant must do without places",
        "kinds [strange]: happened is missing",
        "kinds [other]: must be a table",
    ):
        assert words in told, words


def test_a_lone_brace_is_a_fault(monkeypatch):
    monkeypatch.setattr(
        loading, "_document", lambda _, __: {"x": {"happened": "Mail to {recipient came back."}}
    )
    faults = []

    loading.read_section("provider_notes", "en", faults)

    assert "provider_notes [x] happened: a lone brace" in faults


def test_a_missing_english_entry_stops_the_program_with_all_that_is_missing(monkeypatch):
    real = loading._document

    def without(language, section):
        document = real(language, section)
        for gone in ("421", "550"):
            document.pop(gone, None)
        return document

    monkeypatch.setattr(loading, "_document", without)

    with pytest.raises(ValueError, match=r"\[421\]: is missing(.|\n)*\[550\]: is missing"):
        loading._read_knowledge.__wrapped__("en")


def test_a_language_with_gaps_is_filled_in_english(monkeypatch):
    real = loading._document
    german = {
        "categories": {"mailbox-full": {**_category("Das Postfach ist voll"), "revision": 1}},
        "phrases": {"heading": {"happened": "Was geschah"}},
    }

    def document(language, section):
        return real("en", section) if language == "en" else dict(german.get(section, {}))

    monkeypatch.setattr(loading, "_document", document)

    knowledge = loading._read_knowledge.__wrapped__("de")

    assert knowledge.categories[Category.MAILBOX_FULL].title == "Das Postfach ist voll"
    assert knowledge.categories[Category.MAILBOX_FULL].language == "de"
    assert knowledge.categories[Category.MAILBOX_UNKNOWN].language == "en"
    assert knowledge.phrase("heading.happened") == "Was geschah"
    assert knowledge.phrase("heading.move") == "Whose move it is"


def _category(title):
    fields = ("happened", "move", "customer", "list_keeper", "administrator", "recipient")
    return {
        "title": title,
        **dict.fromkeys((*fields, "passes_lasting", "passes_passing"), "Ein Satz."),
    }


def test_no_text_names_a_place_that_the_program_does_not_know(english):
    known = {"recipient", "domain", "server", "provider", "limit", "ip", "list", "times", "days"}
    for words in entries_of(english):
        for field in WORD_FIELDS:
            texts = getattr(words, field)
            for text in (texts,) if field == "title" else texts:
                assert places(text) <= known, (words.id, text)

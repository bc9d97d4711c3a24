import pytest

from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.explaining.knowledge_words import places
from bounce_inspector.core.export import (
    DEFAULT,
    Complaints,
    load_reason_words,
    presets,
    reasons,
)
from bounce_inspector.core.export.preset_files import faults_of
from bounce_inspector.core.ledger import Reason
from bounce_inspector.shipped import read_toml

GOOD = {
    "name": "A list",
    "hint": "For somebody.",
    "order": 1,
    "format": "csv",
    "complaints": "with",
    "column": [{"header": "Email", "field": "address"}],
}


def test_the_presets_that_ship_have_no_fault_and_the_default_comes_first():
    assert next(iter(presets())) == DEFAULT
    assert {"addresses", "amazon-ses", "mailgun-bounces", "listmonk"} < presets().keys()


@pytest.mark.parametrize("preset", presets().values(), ids=presets().keys())
def test_every_preset_names_the_address_and_says_what_it_is_for(preset):
    assert "address" in {column.field for column in preset.columns}
    assert preset.name
    assert preset.hint.endswith(".")


@pytest.mark.parametrize("preset", presets().values(), ids=presets().keys())
def test_every_preset_for_a_mailing_system_guards_against_wrong_removals(preset):
    if preset.id == "report":
        assert not preset.suppression
        return
    assert preset.suppression
    if not any(column.field in {"category", "ses-reason"} for column in preset.columns):
        assert preset.complaints is not Complaints.WITH


def test_names_and_places_are_unique():
    names = [preset.name for preset in presets().values()]

    assert len(names) == len(set(names))


def test_a_good_table_has_no_faults():
    assert list(faults_of("x", GOOD)) == []


def test_all_faults_of_a_table_are_told_at_once():
    bad = {
        "name": 5,
        "colour": "red",
        "format": "pdf",
        "complaints": "sometimes",
        "column": [
            {"header": "A", "field": "adress"},
            {"header": "B"},
            {"field": "address", "text": "x", "run": "rm"},
        ],
    }

    faults = "\n".join(faults_of("bad", bad))

    for words in (
        "name is no str",
        "unknown key 'colour'",
        "hint is missing",
        "order is missing",
        "format must be one of csv, lines",
        "complaints must be one of with, apart, never, only",
        "column 1: there is no field 'adress'",
        "column 2: has to name either a field or a text",
        "column 3: unknown key run",
        "column 3: has to name either a field or a text",
    ):
        assert words in faults


def test_a_folder_of_presets_with_a_fault_is_refused_with_its_sentence(tmp_path, monkeypatch):
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "bad.toml").write_text('name = "x"\n')
    monkeypatch.setattr("bounce_inspector.core.export.preset_files.resource", tmp_path.joinpath)
    monkeypatch.setattr(
        "bounce_inspector.core.export.preset_files.read_toml", lambda *_: {"name": "x"}
    )

    with pytest.raises(ValueError, match=r"exports/bad.toml: hint is missing"):
        presets.__wrapped__()


def test_every_reason_has_words_and_a_language_without_any_speaks_english():
    english = load_reason_words()

    assert english.texts.keys() == set(Reason)
    assert load_reason_words("xx").texts == english.texts


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_every_language_gives_reasons_of_its_own_with_the_places_of_english(language):
    english, translated = load_reason_words(), load_reason_words(language)

    assert translated.texts.keys() == english.texts.keys()
    for reason, wanted in english.texts.items():
        given = translated.texts[reason]
        assert list(map(places, given)) == list(map(places, wanted))
        assert given == ("{title}", "{title}") or set(given).isdisjoint(wanted)
    assert translated.titles == {
        category: words.title for category, words in load_knowledge(language).categories.items()
    }


@pytest.mark.parametrize("language", languages())
def test_the_reasons_of_a_language_are_not_older_than_english(language):
    english, translated = (
        read_toml("exports", "reasons", f"{each}.toml")["revision"] for each in ("en", language)
    )

    assert translated >= english


def test_a_country_does_not_hide_a_language():
    assert load_reason_words("pt-BR") == load_reason_words("pt")


def test_reasons_without_words_are_refused(monkeypatch):
    monkeypatch.setattr(reasons, "read_toml", lambda *_: {"dead": "x"})

    with pytest.raises(ValueError, match="missing or unknown"):
        load_reason_words.__wrapped__()


def test_the_name_of_a_file_ends_as_its_form_wants():
    assert presets()["addresses"].suffix == ".txt"
    assert presets()["removal"].suffix == ".csv"

import pytest

from bounce_inspector.core.export import DEFAULT, Complaints, presets
from bounce_inspector.core.export.presets import faults_of

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

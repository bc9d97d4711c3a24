import csv
import json

import pytest

from bounce_inspector.core.export import marked_ids, presets, rows, write
from bounce_inspector.core.ledger import Decision, Filter, Ledger
from bounce_inspector.core.ledger.importing import import_paths


@pytest.fixture
def ledger_file(mail, tmp_path):
    """A ledger as the window makes it, with ann marked for removal."""
    path = tmp_path / "ledger.sqlite"
    import_paths(path, [str(mail)], jobs=1, report=lambda _: None)
    with Ledger.open(path) as ledger:
        ledger.mark(ledger.address_ids(Filter(text="ann")), Decision.REMOVE, "dead")
    return path


def column(path, name):
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def test_the_addresses_that_should_go_are_written(command, mail, tmp_path):
    code, out, err = command("export", mail, "-o", tmp_path / "remove.csv")

    assert (code, err) == (0, "")
    assert out == f"Addresses written: 2 ({tmp_path / 'remove.csv'})\n"
    assert column(tmp_path / "remove.csv", "Address") == ["ann@example.com", "zed@example.org"]


def test_a_preset_is_chosen_by_name(command, mail, tmp_path):
    command("export", mail, "--preset", "amazon-ses", "-o", tmp_path / "ses.csv", "--jobs", "1")

    content = (tmp_path / "ses.csv").read_bytes()
    assert content == b"ann@example.com,BOUNCE\r\nzed@example.org,BOUNCE\r\n"


def test_an_unknown_preset_is_wrong_usage_and_those_known_are_named(command, mail, tmp_path):
    code, _, err = command("export", mail, "--preset", "nope", "-o", tmp_path / "x.csv")

    assert code == 2
    assert "amazon-ses" in err


def test_the_command_line_writes_byte_for_byte_what_the_window_writes(
    command, mail, ledger_file, tmp_path
):
    with Ledger.open(ledger_file) as ledger:
        ids = ledger.address_ids(Filter(text="zed"))
        ledger.mark(ids, Decision.REMOVE, "dead")
        write(tmp_path / "window.csv", rows(ledger, marked_ids(ledger)), presets()["removal"])

    command("export", mail, "-o", tmp_path / "paths.csv")
    command("export", "--ledger", ledger_file, "--marked", "-o", tmp_path / "marked.csv")

    window = (tmp_path / "window.csv").read_bytes()
    assert (tmp_path / "paths.csv").read_bytes() == window
    assert (tmp_path / "marked.csv").read_bytes() == window


def test_the_reasons_are_written_in_the_language_asked_for(command, mail, tmp_path):
    command("export", mail, "-o", tmp_path / "en.csv")
    command("export", mail, "--lang", "de", "-o", tmp_path / "de.csv")

    assert column(tmp_path / "en.csv", "Reason") == ["This address does not exist"] * 2
    assert column(tmp_path / "de.csv", "Grund") == ["Diese Adresse gibt es nicht"] * 2
    assert column(tmp_path / "de.csv", "Kategorie") == column(tmp_path / "en.csv", "Category")


def test_only_marked_addresses_come_from_a_ledger_where_asked_for(command, ledger_file, tmp_path):
    command("export", "--ledger", ledger_file, "--marked", "-o", tmp_path / "m.csv")
    command("export", "--ledger", ledger_file, "-o", tmp_path / "p.csv")

    assert column(tmp_path / "m.csv", "Address") == ["ann@example.com"]
    assert column(tmp_path / "p.csv", "Address") == ["ann@example.com", "zed@example.org"]


def test_an_export_from_a_ledger_is_noted_in_it(command, ledger_file, tmp_path):
    command("export", "--ledger", ledger_file, "--marked", "-o", tmp_path / "m.csv")

    with Ledger.open(ledger_file) as ledger:
        (export,) = ledger.exports()
    assert (export.preset, export.addresses) == ("removal", 1)
    assert export.path == str(tmp_path / "m.csv")


def test_what_stays_out_is_said(command, ledger_file, tmp_path):
    _, out, _ = command(
        *("export", "--ledger", ledger_file, "--preset", "mailgun-complaints"),
        *("-o", tmp_path / "c.csv"),
    )

    assert "Left out: 2 (no complaints)" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--marked", "a.eml"], "Add --ledger FILE."),
        (["--ledger", "{ledger}", "a.eml"], "Name one of them."),
        ([], "Name at least one file"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(command, ledger_file, tmp_path, arguments, words):
    given = [argument.format(ledger=ledger_file) for argument in arguments]

    code, _, err = command("export", *given, "-o", tmp_path / "x.csv")

    assert code == 2
    assert words in err
    assert not (tmp_path / "x.csv").exists()


def test_a_ledger_that_is_not_there_is_told_and_not_made(command, tmp_path):
    code, _, err = command("export", "--ledger", tmp_path / "no.sqlite", "-o", tmp_path / "x.csv")

    assert code == 1
    assert "There is no ledger" in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_ledger_is_told(command, tmp_path):
    (tmp_path / "letter").write_bytes(b"Dear Ann, this is a letter. " * 50)

    code, _, err = command("export", "--ledger", tmp_path / "letter", "-o", tmp_path / "x.csv")

    assert code == 1
    assert "is no ledger or is damaged" in err


def test_a_folder_that_cannot_be_written_is_told(command, mail, tmp_path):
    code, out, err = command("export", mail, "-o", tmp_path / "nowhere" / "x.csv")

    assert (code, out) == (1, "")
    assert "Choose a folder that exists." in err


def test_the_list_is_written_although_some_input_could_not_be_read(command, mail, tmp_path):
    (mail / "broken.eml").touch()

    code, _, err = command("export", mail, "-o", tmp_path / "x.csv")

    assert code == 1
    assert "broken.eml: The file is empty." in err
    assert len(column(tmp_path / "x.csv", "Address")) == 2


def test_the_presets_are_listed_with_what_takes_them(command):
    code, out, _ = command("presets")

    assert code == 0
    assert all(f"{each.id} " in out and each.hint in out for each in presets().values())


def test_the_presets_are_listed_for_programs(command):
    _, out, _ = command("presets", "--format", "json")

    assert [one["id"] for one in json.loads(out)] == list(presets())


def test_the_presets_are_listed_in_the_language_asked_for(command):
    _, out, _ = command("presets", "--lang", "ja")

    assert "アドレスのみ (1 行に 1 件)" in out


def test_only_files_for_people_have_columns_in_the_language_asked_for(command, mail, tmp_path):
    command("export", mail, "--lang", "es", "-o", tmp_path / "people.csv")
    command("export", mail, "--lang", "es", "--preset", "mailchimp", "-o", tmp_path / "tool.csv")

    assert column(tmp_path / "people.csv", "Dirección")
    assert column(tmp_path / "tool.csv", "Email Address")

import csv
import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bounce_inspector.core.export import (
    LeftOut,
    Outlook,
    Written,
    marked_ids,
    outlook,
    presets,
    preview,
    proposed_ids,
    rows,
    write,
)
from bounce_inspector.core.ledger import Decider, Decision, Filter
from bounce_inspector.core.model import Advice, Category
from bounce_inspector.core.problems import Problem
from tests.core.ledger.ledger_samples import batch, day, finding, inspection

EVERYBODY = ["ann", "bob", "cora", "fay", "zed"]


def everything(ledger):
    return rows(ledger, ledger.address_ids(Filter()))


def proposed(ledger):
    return rows(ledger, proposed_ids(ledger))


def names(path):
    """Return the names before the @ in a file, in whatever column they stand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    return [cell.partition("@")[0] for cell in cells if "@" in cell]


def left_behind(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_removal_list_reads_back_as_it_was_written(ledger, tmp_path):
    path = tmp_path / "remove.csv"

    written = write(path, proposed(ledger), presets()["removal"])

    assert written == Written((path,), 3, {}, (2, 5, 1))
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert table[0] == {
        "Address": "ann@example.com",
        "Category": "mailbox-unknown",
        "Reason": "This address does not exist",
        "Code": "5.1.1",
        "Last seen": "2026-01-07 09:30:00",
        "Times": "1",
        "Source": "bounces.mbox",
    }
    assert [row["Address"] for row in table] == [
        "ann@example.com",
        "cora@example.com",
        "Zed@example.org",
    ]
    assert (table[1]["Category"], table[2]["Source"]) == ("complaint", "monday.mbox")
    assert path.read_bytes().endswith(b"\r\n")
    assert left_behind(tmp_path) == ["remove.csv"]


def test_bare_addresses_stand_one_a_line_with_complaints_apart(ledger, tmp_path):
    path = tmp_path / "list.txt"

    written = write(path, proposed(ledger), presets()["addresses"])

    assert written.files == (path, tmp_path / "list-complaints.txt")
    assert path.read_bytes() == b"ann@example.com\nZed@example.org\n"
    assert (tmp_path / "list-complaints.txt").read_bytes() == b"cora@example.com\n"


@pytest.mark.parametrize(
    ("preset", "content"),
    [
        ("column-email", "Email\r\nann@example.com\r\nZed@example.org\r\n"),
        ("mailchimp", "Email Address\r\nann@example.com\r\nZed@example.org\r\n"),
        (
            "amazon-ses",
            "ann@example.com,BOUNCE\r\ncora@example.com,COMPLAINT\r\nZed@example.org,BOUNCE\r\n",
        ),
        (
            "mailgun-bounces",
            "address,code,error,created_at\r\n"
            'ann@example.com,550,550 5.1.1 User unknown,"Wed, 07 Jan 2026 09:30:00 +0000"\r\n'
            'Zed@example.org,550,550 5.1.1 User unknown,"Mon, 05 Jan 2026 09:30:00 +0000"\r\n',
        ),
        (
            "mailgun-complaints",
            'address,created_at\r\ncora@example.com,"Mon, 05 Jan 2026 09:30:00 +0000"\r\n',
        ),
        (
            "listmonk",
            "email,name,attributes\r\nann@example.com,,{}\r\nZed@example.org,,{}\r\n",
        ),
    ],
)
def test_a_preset_writes_what_the_mailing_system_documents(ledger, tmp_path, preset, content):
    write(tmp_path / "x.csv", proposed(ledger), presets()[preset])

    assert (tmp_path / "x.csv").read_bytes().decode() == content


def test_the_report_is_for_spreadsheets_and_holds_everybody(ledger, tmp_path):
    write(tmp_path / "all.csv", everything(ledger), presets()["report"])

    assert (tmp_path / "all.csv").read_bytes().startswith(b"\xef\xbb\xbfAddress,")
    assert sorted(name.lower() for name in names(tmp_path / "all.csv")) == EVERYBODY


def test_what_a_spreadsheet_would_run_is_written_as_text(ledger, tmp_path):
    nasty = finding("=cmd@example.com", diagnostic="=HYPERLINK(1)")
    ledger.add(batch(inspection(nasty, about="@SUM(A1)\r\n+1", source="-x.mbox", campaign="\t=1")))

    write(tmp_path / "all.csv", everything(ledger), presets()["report"])

    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.DictReader(file))[-1]
    assert row["Address"] == "'=cmd@example.com"
    assert row["Server's words"] == "'=HYPERLINK(1)"
    assert row["Subject"] == "'@SUM(A1) +1"
    assert row["Source"] == "'-x.mbox"
    assert row["Campaign"] == "'=1"


def test_presets_for_machines_change_no_letter_of_an_address(ledger, tmp_path):
    ledger.add(batch(inspection(finding("+491234@sms.example"))))

    write(tmp_path / "x.csv", proposed(ledger), presets()["column-email"])

    assert "+491234@sms.example" in (tmp_path / "x.csv").read_text().splitlines()


def test_what_is_soft_or_the_senders_fault_stays_out_of_suppression_lists(ledger, tmp_path):
    ledger.mark(ledger.address_ids(Filter()), Decision.REMOVE, "all", Decider.RULE)

    written = write(tmp_path / "x.csv", rows(ledger, marked_ids(ledger)), presets()["column-email"])

    assert names(tmp_path / "x.csv") == ["ann", "Zed"]
    assert written.left_out == {LeftOut.NOT_DEAD: 2}


def test_what_a_person_marked_goes_in(ledger, tmp_path):
    fay = ledger.address_ids(Filter(text="fay"))
    ledger.mark(fay, Decision.REMOVE, "asked on the phone", Decider.PERSON)

    written = write(tmp_path / "x.csv", rows(ledger, marked_ids(ledger)), presets()["column-email"])

    assert names(tmp_path / "x.csv") == ["fay"]
    assert written.left_out == {}


def test_what_a_person_keeps_is_not_proposed(ledger):
    ledger.mark(ledger.address_ids(Filter(text="ann")), Decision.KEEP, "a friend")

    assert [row.address.address for row in proposed(ledger)] == [
        "cora@example.com",
        "Zed@example.org",
    ]


@pytest.mark.parametrize("preset", presets().values(), ids=presets().keys())
def test_the_outlook_counts_what_will_be_written(ledger, tmp_path, preset):
    ids = ledger.address_ids(Filter())

    expected = outlook(ledger, ids, preset)
    written = write(tmp_path / "x.csv", rows(ledger, ids), preset)

    assert expected.written + expected.apart == written.addresses
    assert expected.left_out == written.left_out
    apart = tmp_path / "x-complaints.csv"
    assert expected.apart == (len(names(apart)) if apart.exists() else 0)


def test_an_outlook_tells_complaints_from_the_rest(ledger):
    ids = ledger.address_ids(Filter())

    assert outlook(ledger, ids, presets()["column-email"]) == Outlook(2, 1, {LeftOut.NOT_DEAD: 2})
    assert outlook(ledger, ids, presets()["mailgun-complaints"]) == Outlook(
        1, 0, {LeftOut.NO_COMPLAINT: 4}
    )


def test_the_preview_is_the_beginning_of_the_file(ledger, tmp_path):
    for preset in presets().values():
        write(tmp_path / "x", proposed(ledger), preset)

        whole = (tmp_path / "x").read_bytes().decode("utf-8-sig")
        assert whole == preview(proposed(ledger), preset)
        assert whole.startswith(preview(proposed(ledger), preset, count=1))


def test_files_are_split_where_the_reader_takes_no_more(ledger, tmp_path):
    ledger.add(batch(*(inspection(finding(f"n{number}@example.com")) for number in range(5))))
    by_rows = replace(presets()["amazon-ses"], most_rows=3)

    written = write(tmp_path / "ses.csv", proposed(ledger), by_rows)

    assert [path.name for path in written.files] == ["ses.csv", "ses-2.csv", "ses-3.csv"]
    assert [len(path.read_bytes().splitlines()) for path in written.files] == [3, 3, 2]


def test_each_part_has_its_header_and_stays_below_the_limit(ledger, tmp_path):
    ledger.add(batch(*(inspection(finding(f"n{number}@example.com")) for number in range(9))))
    small = replace(presets()["mailgun-unsubscribes"], most_bytes=150)

    written = write(tmp_path / "m.csv", proposed(ledger), small)

    assert len(written.files) > 2
    assert all(path.read_bytes().startswith(b"address,tags,") for path in written.files)
    assert all(path.stat().st_size <= 150 for path in written.files)
    assert sum(len(names(path)) for path in written.files) == written.addresses == 11


def test_a_row_longer_than_the_limit_still_gets_its_file(ledger, tmp_path):
    tiny = replace(presets()["column-email"], most_bytes=1)

    assert len(write(tmp_path / "m.csv", proposed(ledger), tiny).files) == 3


def test_no_rows_make_a_file_with_only_a_header(ledger, tmp_path):
    assert write(tmp_path / "x.csv", [], presets()["column-email"]).addresses == 0
    assert (tmp_path / "x.csv").read_bytes() == b"Email\r\n"


class _FullDisk:
    """Rows that come until the disk is full."""

    def __init__(self, some):
        self._some = some

    def __iter__(self):
        yield from self._some
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_write_that_fails_midway_leaves_the_old_file_alone(ledger, tmp_path):
    path = tmp_path / "remove.csv"
    path.write_text("old")

    outcome = write(path, _FullDisk(list(proposed(ledger))), presets()["addresses"])

    assert isinstance(outcome, Problem)
    assert outcome.code == "export-not-written"
    assert outcome.remedy == "Make room on the disk and do it again."
    assert path.read_text() == "old"
    assert left_behind(tmp_path) == ["remove.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_is_told_and_leaves_the_old_file_alone(ledger, tmp_path, monkeypatch):
    path = tmp_path / "remove.csv"
    path.write_text("old")
    real = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda self, mode="r", **more: (
            open("/dev/full", "wb") if mode == "xb" else real(self, mode, **more)  # noqa: SIM115 - returned
        ),
    )

    outcome = write(path, proposed(ledger), presets()["addresses"])

    assert isinstance(outcome, Problem)
    assert "No space left" in outcome.sentence()
    assert path.read_text() == "old"


def test_a_fault_while_reading_the_ledger_leaves_nothing_behind(ledger, tmp_path):
    def broken():
        yield from proposed(ledger)
        raise ValueError("a bug of ours")

    with pytest.raises(ValueError, match="a bug of ours"):
        write(tmp_path / "x.csv", broken(), presets()["addresses"])

    assert left_behind(tmp_path) == []


def test_a_folder_that_does_not_exist_is_told(ledger, tmp_path):
    outcome = write(tmp_path / "nowhere" / "x.csv", proposed(ledger), presets()["addresses"])

    assert isinstance(outcome, Problem)
    assert outcome.remedy == "Choose a folder that exists."


def test_a_file_without_a_name_is_told(ledger):
    outcome = write("", proposed(ledger), presets()["addresses"])

    assert isinstance(outcome, Problem)
    assert outcome.code == "export-no-name"


def test_a_folder_in_the_place_of_the_file_is_told(ledger, tmp_path):
    outcome = write(tmp_path, proposed(ledger), presets()["addresses"])

    assert isinstance(outcome, Problem)
    assert left_behind(tmp_path) == []


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(ledger, tmp_path):
    tmp_path.chmod(0o500)
    try:
        outcome = write(tmp_path / "x.csv", proposed(ledger), presets()["addresses"])
    finally:
        tmp_path.chmod(0o700)

    assert isinstance(outcome, Problem)
    assert "Permission denied" in outcome.sentence()


def test_repetition_is_said_with_its_days(ledger):
    inactive = (Category.MAILBOX_INACTIVE, Advice.WATCH)
    ledger.add(
        batch(*(inspection(finding("gil@example.com", *inactive), date=day(n)) for n in range(3)))
    )

    reasons = {row.address.address: row.reason for row in everything(ledger)}

    assert reasons["gil@example.com"].endswith("(seen on 3 different days)")
    assert reasons["fay@example.com"].endswith("(seen on 1 day so far)")
    assert reasons["cora@example.com"] == "This person reported the mail as spam"

import csv
import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from tests.cli.command_line import ROOT, bounce, run


def records(text):
    return [json.loads(line) for line in text.splitlines()]


def test_each_message_is_one_json_object_a_line(command, mail):
    code, out, err = command("inspect", mail)

    assert (code, err) == (0, "")
    found = records(out)
    assert [os.path.basename(one["source"]) for one in found] == ["1.eml", "2.eml", "3.eml"]
    assert found[0]["failures"][0]["recipient"] == "zed@example.org"
    assert [one["failures"][0]["advice"] for one in found] == ["remove", "remove", "fix"]


def test_two_processes_print_what_one_prints(command, mail):
    assert command("inspect", "--jobs", 2, mail) == command("inspect", "--jobs", 1, mail)


def test_a_json_list_holds_the_same_records(command, mail):
    _, lines, _ = command("inspect", mail)
    _, whole, _ = command("inspect", "--format", "json", mail)

    assert json.loads(whole) == records(lines)


def test_a_json_list_of_nothing_is_empty(command, tmp_path):
    (tmp_path / "empty").touch()

    code, out, _ = command("inspect", "--format", "json", tmp_path / "empty")

    assert (code, json.loads(out)) == (1, [])


def test_csv_has_a_line_for_each_address(command, mail):
    (mail / "4.eml").write_bytes(b"Subject: Lunch\nFrom: a@x.example\n\nToday?\n")

    _, out, _ = command("inspect", "--format", "csv", mail)

    table = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["recipient"] for row in table] == [
        "zed@example.org",
        "ann@example.com",
        "bob@example.com",
        "",
    ]
    assert (table[0]["permanent"], table[3]["kind"]) == ("true", "other")


def test_cells_that_a_spreadsheet_would_run_are_made_text(command, tmp_path):
    (tmp_path / "x.eml").write_bytes(bounce(diagnostic="=HYPERLINK(1) 550 5.1.1 User unknown"))

    _, out, _ = command("inspect", "--format", "csv", tmp_path / "x.eml")

    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["diagnostic"].startswith("'=")


def test_text_says_who_what_and_why_and_counts_in_the_end(command, mail):
    _, out, _ = command("inspect", "--format", "text", mail)

    assert "zed@example.org\n    mailbox-unknown: remove  [550 5.1.1]" in out
    assert '"550 5.1.1 User unknown"' in out
    assert out.endswith("Messages: 3 (3 bounce)\nAddresses: 3 (2 remove, 1 fix)\n")


def test_text_says_where_in_a_mailbox_a_message_stands(command, tmp_path):
    begin = b"From x Mon Jan  5 09:30:00 2026\n"
    (tmp_path / "a.mbox").write_bytes(
        begin + bounce() + b"\n" + begin + bounce("bob@example.com", number=2) + b"\n"
    )

    _, out, _ = command("inspect", "--format", "text", tmp_path / "a.mbox")

    assert "a.mbox (message 2): bounce, worded by" in out


def test_text_says_where_in_an_archive_a_message_stands(command, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/7.eml", bounce())

    _, out, _ = command("inspect", "--format", "text", tmp_path / "a.zip")

    assert "a.zip: in/7.eml: bounce" in out


def test_text_says_to_whom_mail_went_on(command, tmp_path):
    forwarded = bounce("inner@example.net").replace(
        b"Final-Recipient:", b"Original-Recipient: rfc822; ann@example.com\nFinal-Recipient:"
    )
    (tmp_path / "x.eml").write_bytes(forwarded)

    _, out, _ = command("inspect", "--format", "text", tmp_path / "x.eml")

    assert "  ann@example.com\n    went on to inner@example.net\n" in out


def test_text_says_when_there_is_nothing(command, tmp_path):
    (tmp_path / "empty").touch()

    _, out, _ = command("inspect", "--format", "text", tmp_path / "empty")

    assert out == "No message was found.\n"


def test_text_tells_what_is_wrong_with_a_message(command, tmp_path):
    (tmp_path / "deep.eml").write_bytes(nested(200))

    _, out, _ = command("inspect", "--format", "text", tmp_path / "deep.eml")

    assert "  ! " in out


def nested(depth):
    """Return a message of parts within parts."""
    lines = ["From: a@x.example", "Subject: s", "MIME-Version: 1.0"]
    for number in range(depth):
        lines += [f"Content-Type: multipart/mixed; boundary=b{number}", "", f"--b{number}"]
    return "\n".join([*lines, "Content-Type: text/plain", "", "End", ""]).encode()


def test_text_lets_no_message_steer_the_terminal(command, tmp_path):
    (tmp_path / "x.eml").write_bytes(bounce(diagnostic="550 \x1b[31mred \u202eturned"))

    _, out, _ = command("inspect", "--format", "text", tmp_path / "x.eml")

    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31mred" in out


def test_what_cannot_be_read_is_said_and_the_rest_is_there(command, mail):
    (mail / "photo.eml").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 9)

    code, out, err = command("inspect", mail, mail / "nowhere.eml")

    assert code == 1
    assert len(records(out)) == 3
    assert "photo.eml: " in err
    assert "nowhere.eml: There is no file or folder with this name." in err


def test_paths_come_from_standard_input_too(mail):
    names = b"".join(f"{mail}/{n}.eml\n".encode() for n in (2, 3))

    done = run("inspect", "--files-from", "-", mail / "1.eml", stdin=names)

    assert done.returncode == 0
    assert len(records(done.stdout.decode())) == 3


def test_paths_come_from_a_file_with_other_line_ends(command, mail, tmp_path):
    for separator in ("\r\n", "\0"):
        (tmp_path / "list").write_bytes(f"{mail}/1.eml{separator}{mail}/2.eml".encode())

        code, out, _ = command("inspect", "--files-from", tmp_path / "list")

        assert (code, len(records(out))) == (0, 2)


def test_an_empty_list_of_paths_is_no_mistake(command, tmp_path):
    (tmp_path / "list").touch()

    assert command("inspect", "--files-from", tmp_path / "list") == (0, "", "")


def test_a_list_that_is_not_there_is_wrong_usage(command, tmp_path):
    code, out, err = command("inspect", "--files-from", tmp_path / "nowhere")

    assert (code, out) == (2, "")
    assert "nowhere cannot be read" in err


def test_no_path_at_all_is_wrong_usage(command):
    code, _, err = command("inspect")

    assert code == 2
    assert "Name at least one file or folder" in err


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_a_file_name_that_is_no_text_survives(command, tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.eml"
    with open(name, "wb") as file:
        file.write(bounce())

    code, out, _ = command("inspect", os.fsdecode(name))

    assert code == 0
    assert os.fsencode(records(out)[0]["source"]) == name


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_reader_that_stops_early_ends_it_quietly(mail):
    (mail / "many.mbox").write_bytes(
        b"".join(
            b"From x Mon Jan  5 09:30:00 2026\n" + bounce(number=n) + b"\n" for n in range(900)
        )
    )
    command = f'"{sys.executable}" -m bounce_inspector.cli inspect "{mail}" | head -n 1'

    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""

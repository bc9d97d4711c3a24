import csv
import io

from bounce_inspector.core.audience import clean, files_beside, plain, write_cleaned
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.subscriber_list import parse_list

LIST = (
    "Name;E-Mail\r\n"
    "Jörg;ANN@example.com\r\n"
    '"Bob ""the""; Builder";bob@example.com\r\n'
    "Cora;cora+news@example.com\r\n"
    "Dora;do.ra@googlemail.com\r\n"
    "No address;\r\n"
).encode("cp1252")
GOING = {
    "ann@example.com": "dead",
    "cora@example.com": "full",
    "dora@gmail.com": "dead",
    "nobody@example.com": "dead",
}


def cleaned():
    return clean(parse_list(LIST), GOING)


def test_who_goes_is_taken_out_whatever_the_case_and_the_rest_keeps_its_bytes(tmp_path):
    files = files_beside(tmp_path / "clean.csv")

    assert write_cleaned(cleaned(), files) is None

    lines = LIST.splitlines(keepends=True)
    assert files.cleaned.read_bytes() == b"".join([lines[0], *lines[2:]])
    assert files.removed.read_bytes() == lines[0] + lines[1]
    assert files.removed.name == "clean-removed.csv"


def test_who_bounced_but_is_not_on_the_list_is_told_with_who_looks_like_it(tmp_path):
    files = files_beside(tmp_path / "clean.txt")
    write_cleaned(cleaned(), files)

    assert files.missing.name == "clean-not-on-list.csv"
    table = list(csv.reader(io.StringIO(files.missing.read_text(encoding="utf-8-sig"))))
    assert table == [
        ["Address", "Reason", "Looks like"],
        ["cora@example.com", "full", "cora+news@example.com"],
        ["dora@gmail.com", "dead", "do.ra@googlemail.com"],
        ["nobody@example.com", "dead", ""],
    ]


def test_near_matches_are_suggested_and_never_removed():
    kept = {row.address for row in cleaned().kept}

    assert {"cora+news@example.com", "do.ra@googlemail.com"} < kept


def test_the_marks_of_utf8_and_utf16_stay_at_the_start(tmp_path):
    data = "Email\nann@example.com\nbob@example.com\n".encode("utf-16")
    files = files_beside(tmp_path / "clean.csv")

    write_cleaned(clean(parse_list(data), GOING), files)

    assert files.cleaned.read_bytes().decode("utf-16") == "Email\nbob@example.com\n"
    assert files.removed.read_bytes().decode("utf-16") == "Email\nann@example.com\n"


def test_a_folder_that_does_not_exist_is_told_and_nothing_is_written(tmp_path):
    outcome = write_cleaned(cleaned(), files_beside(tmp_path / "nowhere" / "clean.csv"))

    assert isinstance(outcome, Problem)
    assert list(tmp_path.iterdir()) == []


def test_what_providers_ignore_is_ignored():
    assert plain("A.N.N+spring@GoogleMail.com") == "ann@gmail.com"
    assert plain("a.n.n+spring@example.com") == "a.n.n@example.com"
    assert plain("+@example.com") == "+@example.com"

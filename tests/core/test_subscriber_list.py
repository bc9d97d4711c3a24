import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.problems import Problem
from bounce_inspector.core.subscriber_list import parse_list, read_list


def addresses(data, column=None):
    return [row.address for row in parse_list(data, column).rows]


def joined(found):
    return found.start + found.header + b"".join(row.raw for row in found.rows)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_found_and_the_header_kept_apart(separator):
    text = "Name,Email,Town\r\nAnn,ann@example.com,Rome\r\nBob,bob@example.com,Oslo\r\n"

    found = parse_list(text.replace(",", separator).encode())

    assert (found.separator, found.column) == (separator, 1)
    assert found.header == f"Name{separator}Email{separator}Town\r\n".encode()
    assert [row.address for row in found.rows] == ["ann@example.com", "bob@example.com"]


def test_one_address_a_line_needs_no_separator():
    found = parse_list(b"ann@example.com\nbob@example.com\n\n# a comment, with a comma\n")

    assert found.separator == ""
    assert (found.header, found.addresses) == (b"", 2)
    assert found.rows[0].raw == b"ann@example.com\n"


def test_a_list_without_a_header_loses_no_row():
    assert addresses(b"1;ann@example.com\n2;bob@example.com\n") == [
        "ann@example.com",
        "bob@example.com",
    ]


def test_names_around_an_address_are_passed_over():
    assert addresses(b'Who\n"Miller, Ann" <ann@example.com>\nBob <bob@example.com>\n') == [
        "ann@example.com",
        "bob@example.com",
    ]


def test_quoted_cells_may_hold_separators_quotes_and_line_ends():
    data = (
        b'Email,Note\r\n"ann@example.com","says ""hi"", often"\r\n'
        b'bob@example.com,"two\r\nlines"\r\ncid@example.com,x\r\n'
    )

    found = parse_list(data)

    assert [row.address for row in found.rows] == [
        "ann@example.com",
        "bob@example.com",
        "cid@example.com",
    ]
    assert found.rows[1].raw == b'bob@example.com,"two\r\nlines"\r\n'


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest():
    rows = "".join(f"p{n}@example.com,x\n" for n in range(200))

    found = parse_list(f'Email,Size\nann@example.com,"5 inch\n{rows}'.encode())

    assert found.addresses == 201


def test_the_column_with_most_addresses_is_taken_unless_one_is_named():
    data = b"Email,Agent\nann@example.com,a@agency.example\nbob@example.com,\n"

    assert addresses(data) == ["ann@example.com", "bob@example.com"]
    assert addresses(data, " agent ") == ["a@agency.example", ""]


def test_a_column_that_is_not_there_is_told_with_those_that_are():
    outcome = parse_list(b"Email,Town\nann@example.com,Rome\n", "E-Mail")

    assert isinstance(outcome, Problem)
    assert "Email, Town" in outcome.sentence()


@pytest.mark.parametrize(
    ("charset", "start"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("latin-1", b""),
        ("cp1251", b""),
        ("shift_jis", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_rows_come_out_as_they_went_in_whatever_the_charset(charset, start):
    name = {"cp1251": "Иван", "shift_jis": "ソ能表"}.get(charset, "Jörg")
    text = f"Name;Email\r\n{name};ann@example.com\r\nBob;bob@example.com\r\n" * 3

    found = parse_list(start + text.encode(charset))

    assert joined(found) == start + text.encode(charset)
    assert found.rows[0].address == "ann@example.com"
    assert found.rows[1].raw == "Bob;bob@example.com\r\n".encode(charset)


def test_addresses_with_letters_beyond_ascii_are_read_in_the_lists_charset():
    assert addresses("Email\njörg@exämple.com\n".encode()) == ["jörg@exämple.com"]
    text = "Name;Email\n" + "Größe, schöne Grüße aus Köln;jörg@example.com\n" * 20
    assert addresses(text.encode("cp1252"))[0] == "jörg@example.com"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_and_come_out_unchanged(data):
    assert joined(parse_list(data)) == data


@given(st.text(alphabet='ab@.,;|"\t\r\n <>', max_size=200))
def test_no_row_is_lost_however_odd_the_quotes(text):
    assert joined(parse_list(text.encode())) == text.encode()


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    outcome = read_list(tmp_path / "nowhere.csv")

    assert isinstance(outcome, Problem)
    assert outcome.code == "list-unreadable"


def test_a_list_without_addresses_is_told(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"Name,Town\nAnn,Rome\n")

    outcome = read_list(tmp_path / "list.csv")

    assert isinstance(outcome, Problem)
    assert outcome.code == "list-without-addresses"

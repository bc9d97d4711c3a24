import pytest

from bounce_inspector.core.decoding.headers import MAX_HEADER, Headers, block_end

BLOCK = b"Subject: one\n two\nTo: a@b.example\nX-Empty:\nTO : c@d.example\n"


def test_a_header_is_read_up_to_the_empty_line():
    headers, end = Headers.read(b"x\n" + BLOCK + b"\nCc: e@f.example\n\n", 2, 999)

    assert end == 2 + len(BLOCK)
    assert list(headers) == ["subject", "to", "x-empty"]
    assert headers.get("subject") == "one two"
    assert headers.all("to") == ["a@b.example", "c@d.example"]
    assert headers.get("x-empty") == ""
    assert headers.get("cc") is None


@pytest.mark.parametrize("line", [b"no field\n", b": no name\n", b"no name : either\n"])
def test_a_line_that_is_no_field_ends_a_header_before_the_empty_line(line):
    headers, end = Headers.read(BLOCK + line + b"Cc: e@f.example\n\n", 0, 999)

    assert end == len(BLOCK)
    assert "cc" not in headers


@pytest.mark.parametrize("cut", range(len(BLOCK) + 3))
def test_a_header_ends_where_its_part_does(cut):
    data = BLOCK + b"\nCc: e@f.example\n\n"
    end = block_end(data, 0, cut)

    headers, found = Headers.read(data, 0, cut)

    assert found == end
    assert headers.raw("to") == Headers(data[:end]).raw("to")


def test_a_header_that_is_too_long_ends_where_it_ends_but_is_read_in_part():
    data = b"X-Long: y\n" * (MAX_HEADER // 10 + 1) + BLOCK + b"\nwords\n"

    headers, end = Headers.read(data, 0, len(data))

    assert end == len(data) - len(b"\nwords\n")
    assert list(headers) == ["x-long"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"=?utf-8?q?caf=C3=A9?=", "café"),
        ("café".encode(), "café"),
        ("café".encode("cp1252"), "café"),
        ("失敗".encode("iso-2022-jp"), "失敗"),
        (b"a\n\t b", "a b"),
        (b" a ", "a"),
    ],
)
def test_a_value_is_decoded_in_whatever_form_it_was_written(raw, value):
    assert Headers(b"Subject: " + raw + b"\n").get("subject") == value


def test_of_very_many_fields_of_one_name_the_first_are_decoded_and_all_are_there():
    values = Headers(b"X-Name: =?utf-8?q?a?=\n" * 1_001).all("x-name")

    assert values == ["a"] * 1_000 + ["=?utf-8?q?a?="]

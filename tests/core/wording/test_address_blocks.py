import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.address import find_first
from bounce_inspector.core.wording.address_blocks import read_blocks


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("<a@x.example>, <b@y.example>: 550 no such user\n", ["a@x.example", "b@y.example"]),
        ("a@x.example; b@y.example; c@z.example\n  mailbox full\n", ["a@x", "b@y", "c@z"]),
        ("a@x.example, please ask b@y.example\n", ["a@x.example"]),
        ("<a@x.example>: host m said: 550 <a@x.example>, no\n", ["a@x.example"]),
        ("see b@y.example for help\n", []),
        ("<a@x.example>: no\n\n<a@x.example>: no\n", ["a@x.example"]),
        ("a@x.example, b@y.example\na@x.example, b@y.example\n", ["a@x", "b@y", "a@x", "b@y"]),
        ('"anna b"@x.example: no\n', ['"anna b"@x.example']),
        ('she is "anna b"@x.example\n', []),
        ("<a@x.example->: no\n", ["a@x.example"]),
        ("a.@x.example: no\n", []),
        ("a@b@x.example: no\n", []),
    ],
)
def test_a_line_gives_the_addresses_it_begins_with(text, addresses):
    found = [block.address for block in read_blocks(text, 0, len(text)).first]

    assert [address[: len(wanted)] for address, wanted in zip(found, addresses, strict=True)] == (
        addresses
    )


def test_addresses_in_a_row_share_the_words_behind_the_last():
    text = "<a@x.example>\n<b@y.example>\n  550 mailbox full\n"

    blocks = read_blocks(text, 0, len(text)).first

    assert all("mailbox full" in text[block.body : block.end] for block in blocks)
    assert len(blocks) == 2


def test_of_many_addresses_in_a_row_the_first_have_the_words_behind_the_last_alone():
    text = "".join(f"<u{number}@x.example>\n" for number in range(40)) + "  550 mailbox full\n"

    first, *_, last = read_blocks(text, 0, len(text)).first

    assert text[first.body : first.end].strip() == "550 mailbox full"
    assert text[last.body : last.end].strip() == "550 mailbox full"


PIECES = (
    "<",
    ">",
    '"',
    "'",
    "(",
    " ",
    "smtp:",
    "=",
    "-",
    ".",
    ":",
    "…",
    "@",
    "é",
    "d.example",
    "x",
)


@given(
    st.lists(st.sampled_from(("<", '"', "(", "* ", "address: "))), st.lists(st.sampled_from(PIECES))
)
def test_the_address_at_the_beginning_of_a_line_is_the_first_one_in_it(before, behind):
    text = f"{''.join(before)}u.v@{''.join(behind)}"

    blocks = read_blocks(text, 0, len(text)).first

    first = find_first(text)
    assert [(each.address, each.start) for each in blocks[:1]] in (
        [],
        [(first.address, first.start)] if first else [],
    )

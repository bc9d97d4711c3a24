import pytest

from bounce_inspector.core.sources.rtf import decompress, to_text

# The two examples of MS-OXRTFCP section 4.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_references_into_the_first_dictionary_are_undone():
    assert decompress(HELLO, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_references_that_cross_what_they_write_are_undone():
    assert decompress(CROSSING, 1000) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@pytest.mark.parametrize("most", [0, 1, 10])
def test_no_more_than_asked_for_is_made(most):
    assert decompress(CROSSING, most) == b"{\\rtf1 WXYZ"[:most]


@pytest.mark.parametrize("length", range(len(HELLO)))
def test_what_is_cut_off_gives_what_there_is(length):
    whole = decompress(HELLO, 1000)

    assert whole.startswith(decompress(HELLO[:length], 1000))


def test_bytes_without_the_mark_are_nothing():
    assert decompress(b"\0" * 40, 1000) == b""


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1 one\par two\line three}", "one\ntwo\nthree"),
        (r"{\rtf1{\fonttbl{\f0 Arial;}}{\*\x hidden}shown}", "shown"),
        (r"{\rtf1\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (r"{\rtf1\ansicpg932 \'93\'fa\'96\'7b}", "日本"),
        (r"{\rtf1\uc1 \u1055?\u1088?}", "Пр"),
        (r"{\rtf1{\uc2 \u8364\'80\'80}x}", "€x"),
        (r"{\rtf1 \{\}\\ \~}", "{}\\ \xa0"),
        (r"}}}{{{", ""),
        ("\\", ""),
        ("", ""),
    ],
)
def test_the_text_is_what_is_seen(rtf, text):
    assert to_text(rtf) == text


def test_a_long_text_takes_no_longer_per_letter():
    assert len(to_text("{\\rtf1 " + "{\\b x}\\'e9" * 50_000 + "}")) == 100_000

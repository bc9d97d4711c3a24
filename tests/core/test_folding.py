import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.folding import fold, fold_letters, fold_with_places, without_addresses


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("550  User\tUnknown \r\n", "550 user unknown"),
        ("Boîte aux lettres PLEINE", "boite aux lettres pleine"),
        ("Empfänger ungültig, Straße", "empfanger ungultig, strasse"),
        ("Größe – „zu“ ‘groß’", "grosse - \"zu\" 'gross'"),
        ("Użytkownik nie istnieje, łąka", "uzytkownik nie istnieje, laka"),
        ("İstanbul ıssız", "istanbul issiz"),
        ("Ǿverste Ǽre", "overste aere"),
        ("Почтовый ящик переполнён", "почтовый ящик переполнен"),
        ("user\u00a0un\u00adkno\u200bwn", "user unknown"),
        ("ＭＡＩＬ ﾎﾞｯｸｽ", "mail ボックス"),
    ],
)
def test_letters_blanks_accents_and_quotes_are_brought_to_one_form(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        "550-5.1.1 No such\n550-5.1.1 user\n550 5.1.1 here",
        "550-5.1.1 No such\r\n550 5.1.1 user here",
        "550-5.1.1 No such 550-5.1.1 user 550 5.1.1 here",
        "550 5.1.1 No such\n    550 5.1.1 user here",
    ],
)
def test_a_multi_line_reply_becomes_one_sentence(text):
    assert fold(text) == "550 5.1.1 no such user here"


def test_the_words_before_a_multi_line_reply_stay():
    folded = fold("host mx.example.com said: 550-5.7.1 Not\n550 5.7.1 today (in reply to DATA)")

    assert folded == "host mx.example.com said: 550 5.7.1 not today (in reply to data)"


def test_a_number_that_is_no_repeated_reply_code_stays():
    assert fold("550-No 5501 and x550 and 192.0.2.550 stay") == (
        "550 no 5501 and x550 and 192.0.2.550 stay"
    )


def test_a_telephone_number_is_no_multi_line_reply():
    assert fold("call 555-1234") == "call 555-1234"


def test_a_line_end_between_japanese_letters_is_no_blank():
    assert fold("メールボックスが\n  いっぱいです") == fold("メールボックスがいっぱいです")


def test_text_that_is_only_a_code_survives():
    assert fold("550-") == "550"
    assert fold("") == ""


def test_an_address_between_two_words_can_be_left_out():
    folded = fold("550 The account <anna@example.com> is disabled")

    assert without_addresses(folded) == "550 the account is disabled"


def test_an_address_that_hangs_on_a_keyword_stays():
    assert without_addresses("mail from:<a@b.example> size=9") == "mail from:<a@b.example> size=9"


@given(st.text())
def test_any_text_folds_to_one_line_without_double_blanks(text):
    folded = fold(text)

    assert "\n" not in folded
    assert "  " not in folded
    assert folded == folded.strip()


@given(st.text())
def test_each_folded_letter_knows_its_place(text):
    letters, places = fold_with_places(text)

    assert len(letters) == len(places)
    assert list(places) == sorted(places)
    assert all(place < len(text) for place in places)


@given(st.text())
def test_folded_letters_fold_to_themselves(text):
    folded = fold_letters(text)

    assert fold_letters(folded) == folded


# Letters of the languages mail is written in, and those that join the letter before them.
MAIL_LETTERS = st.text(
    st.characters(max_codepoint=0x6FF)
    | st.characters(min_codepoint=0x1E00, max_codepoint=0x206F)
    | st.characters(min_codepoint=0x3000, max_codepoint=0x30FF)
    | st.characters(min_codepoint=0xAC00, max_codepoint=0xFFEF)
    | st.sampled_from("e\u0301か\u3099ﾎﾞ각\u1100\u1161\u11a8ß½…")
)


@given(MAIL_LETTERS)
def test_a_letter_folds_with_its_place_as_it_folds_alone(text):
    text = f"{text}é"
    letters, places = fold_with_places(text)

    alone = [fold_letters(letter) for letter in text]
    assert letters == "".join(alone)
    assert list(places) == [place for place, each in enumerate(alone) for _ in each]


def test_of_a_pile_of_marks_on_one_letter_no_more_than_any_language_needs_are_looked_at():
    assert fold("user " + "u" + "\u0301\u0323" * 100_000 + " unknown").split()[0] == "user"
    assert fold("x" * 100 + "e\u0301\u0591 " + "\u05b0" * 200).endswith("\u05b0" * 30)


def test_no_mark_is_missed_where_it_is_piled_up():
    letters = map(chr, (*range(0x300, 0xD800), *range(0xE000, 0x20000)))
    marks = [letter for letter in letters if unicodedata.combining(letter)]

    kept = {mark: len(fold_letters("x" * 100 + mark * 60)) - 100 for mark in marks}

    most = {mark: 30 * len(unicodedata.normalize("NFKC", mark)) for mark in marks}
    assert [mark for mark in marks if kept[mark] > most[mark]] == []


def test_no_letter_that_stands_for_words_is_missed_in_a_long_text():
    letters = map(chr, (*range(0x2000, 0xD800), *range(0xE000, 0x10000)))
    words = [letter for letter in letters if len(unicodedata.normalize("NFKC", letter)) > 3]

    assert [each for each in words if fold_letters("x" * 10_000 + each) != "x" * 10_000] == []


def test_in_a_long_text_a_letter_that_stands_for_a_word_does_not_become_one():
    short, long = fold_letters("x\ufdfa"), fold_letters("x\ufdfa" * 10_000)

    assert len(short) == 19
    assert long == "x" * 10_000

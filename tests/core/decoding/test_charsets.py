import pytest

from bounce_inspector.core.decoding.charsets import FewGuesses, decode
from bounce_inspector.core.decoding.encoded_words import decode_words
from bounce_inspector.core.decoding.html_text import flatten
from bounce_inspector.core.decoding.text import transfer_decoded

GERMAN = "Die Nachricht für Jörg konnte nicht zugestellt werden: Postfach voll."
JAPANESE = "メールボックスの容量を超えているため、配信できませんでした。"
RUSSIAN = "Ваше сообщение не может быть доставлено: почтовый ящик переполнен."
KOREAN = "받는 사람의 메일함이 가득 차서 메일을 전달할 수 없습니다."
CHINESE = "收件人的邮箱已满，邮件无法送达，请稍后再试。"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "iso-8859-1"),
        (GERMAN, "windows-1252"),
        (GERMAN, "utf-8"),
        (GERMAN, "utf-7"),
        (GERMAN, "utf-16"),
        (JAPANESE, "iso-2022-jp"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "windows-1251"),
        (KOREAN, "euc-kr"),
        (CHINESE, "gb18030"),
        (CHINESE, "GB2312"),
    ],
)
def test_a_declared_charset_is_used(text, charset):
    assert decode(text.encode(charset), charset) == text


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "us-ascii", "", "x-unknown", "koi8-r", '"utf8"']
)
def test_utf8_is_recognised_whatever_is_declared(declared):
    assert decode(GERMAN.encode(), declared) == GERMAN


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (JAPANESE, "iso-2022-jp"),
        (JAPANESE * 3, "shift_jis"),
        (RUSSIAN * 3, "koi8-r"),
        (RUSSIAN * 3, "windows-1251"),
        (KOREAN * 3, "euc-kr"),
        (CHINESE * 3, "gb18030"),
    ],
)
def test_an_undeclared_charset_is_guessed(text, charset):
    assert decode(text.encode(charset), "") == text


@pytest.mark.parametrize(
    ("text", "charset"), [(RUSSIAN, "koi8-r"), (JAPANESE, "shift_jis"), (KOREAN, "euc-kr")]
)
def test_a_foreign_line_is_guessed_the_same_whatever_stands_around_it(text, charset):
    line = text.encode(charset)
    for around in ("anna@example.org", "bob@example.net\nAction: failed\nStatus: 5.2.2"):
        before = f"Final-Recipient: rfc822; {around}\nDiagnostic-Code: smtp; 550 ".encode()

        read = decode(before + line + b"\nLast-Attempt-Date: Mon, 23 Nov 2026 08:00:00 +0000\n")

        assert text in read


def test_few_foreign_letters_are_guessed_by_the_words_around_them():
    words = "Votre message n'a pas pu être remis au destinataire suivant :\nanna@example.org\n"

    assert decode(words.encode("iso-8859-1")) == words


def test_a_torn_character_at_the_end_does_not_spoil_the_rest():
    content = JAPANESE.encode("shift_jis")[:-1]

    assert decode(content, "shift_jis").startswith(JAPANESE[:-1])


def test_bytes_that_fit_nowhere_are_shown_as_such_and_never_raise():
    assert decode(bytes(range(256)), "no-such-charset")
    assert decode(b"", "utf-8") == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?B?w6R6?= x", "äz x"),
        ("=?iso-8859-1?Q?f=FCr_Anna?=", "für Anna"),
        ("=?utf-8?B?w6Q=?=\n =?utf-8?B?w7Y=?=", "äö"),
        ("=?utf-8?B?w6R?= =?utf-8?B?w7Y=?=", "ä"),
        ("=?utf-8?B?5pel5pys6?=", "日本"),
        ("plain =?text", "plain =?text"),
        ("=?unknown?Q?=E4?=", "ä"),
    ],
)
def test_encoded_words_are_read_as_far_as_they_go(value, text):
    assert decode_words(value).startswith(text)


@pytest.mark.parametrize(
    ("body", "encoding", "content"),
    [
        (b"a=C3=A4=\nb", "quoted-printable", "aäb".encode()),
        (b"w6R6\n", "base64", "äz".encode()),
        (b"w6R6w", "base64", "äz".encode()),
        (b"w6Q=w7Y=", "base64", "äö".encode()),
        (b"!!w6R6", "base64", "äz".encode()),
        (b"as it is", "7bit", b"as it is"),
        (b"as it is", "x-strange", b"as it is"),
    ],
)
def test_a_transfer_encoding_comes_off_even_where_it_is_cut_or_dirty(body, encoding, content):
    assert transfer_decoded(body, encoding) == content


def test_html_becomes_the_lines_that_a_reader_sees():
    html = (
        "<html><head><style>p {}</style><title>x</title></head><body><!-- no --><p>Not&nbsp;"
        "delivered to<br><b>&lt;anna@example.com&gt;</b></p><script>evil()</script>"
        "<td>a</td><td>b</td></body>"
    )

    assert flatten(html) == "Not delivered to\n<anna@example.com>\na b"


def test_behind_its_guesses_a_message_is_taken_to_go_on_in_the_same_charset():
    guess = FewGuesses(1)

    texts = [decode(text.encode("koi8-r"), "", guess) for text in (RUSSIAN, RUSSIAN[5:])]
    western = decode("Jörg".encode("latin-1"), "", FewGuesses(0))

    assert texts == [RUSSIAN, RUSSIAN[5:]]
    assert western == "Jörg"


def test_of_a_field_of_encoded_words_without_end_the_rest_is_left_as_it_is():
    value = decode_words("=?utf-8?q?a?= b " * 1_000)

    assert value.startswith("a b a b ")
    assert value.endswith("=?utf-8?q?a?= b ")

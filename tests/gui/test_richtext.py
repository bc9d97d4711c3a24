import html.parser
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.gui import richtext

TEXTS = st.text(st.characters(codec=None, exclude_categories=()))
NASTY = st.lists(
    st.sampled_from(
        [
            "<b>",
            "</p>",
            "<img src=http://x.example/>",
            "&lt;",
            "&",
            '"',
            "'",
            "\u202e",
            "\u200b",
            "\x00",
            "\r",
            "\n",
            "{}",
            "{0.__class__}",
            "%s",
            "\ud800",
            "\ufdd0",
            "é",
            "日本",
        ]
    )
).map("".join)


class _Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data


def parsed(fragment):
    parser = _Tags()
    parser.feed(fragment)
    parser.close()
    return parser


def is_hidden(character):
    drawn = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        and character not in "\n\t\u200c\u200d"
        and ord(character) not in drawn
    )


@given(TEXTS | NASTY)
def test_no_markup_of_the_input_survives_escaping(text):
    seen = parsed(richtext.escape(text))

    assert seen.tags == []
    assert seen.text == richtext.visible(text)


@given(TEXTS | NASTY)
def test_nothing_invisible_survives_in_visible_text(text):
    shown = richtext.visible(text)

    assert not [character for character in shown if is_hidden(character)]
    shown.encode("utf-8")


@given(TEXTS)
def test_what_is_visible_stays_visible_when_asked_twice(text):
    once = richtext.visible(text)

    assert richtext.visible(once) == once


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_ascii_is_shown_as_it_is(text):
    assert richtext.visible(text) == text


@given(TEXTS | NASTY, TEXTS | NASTY)
def test_a_template_has_only_the_tags_of_its_pattern(first, second):
    filled = richtext.template("<p>{} and <b>{}</b></p>", first, second)

    assert [tag for tag, _ in parsed(filled).tags] == ["p", "b"]


def test_every_format_character_of_unicode_is_known():
    missed = [
        f"U+{point:04X}"
        for point in range(0x110000)
        if is_hidden(chr(point)) and richtext.visible(chr(point)) == chr(point)
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\x7fb", "a␡b"),
        ("moc.elpmaxe\u202e", "moc.elpmaxe⟨RLO⟩"),
        ("\u2066x\u2069", "⟨LRI⟩x⟨PDI⟩"),
        ("pay\u200bpal", "pay⟨ZWSP⟩pal"),
        ("pay\u200dpal", "pay⟨ZWJ⟩pal"),
        ("\ufeffx", "⟨BOM⟩x"),
        ("x\U000e0041", "x⟨U+E0041⟩"),
        ("x\ud800y", "x⟨U+D800⟩y"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo␍three\tfour"),
        ("x\u3164y", "x⟨HANGUL FILLER⟩y"),
        ("x\u200d", "x⟨ZWJ⟩"),
    ],
)
def test_hidden_characters_get_labels(text, shown):
    assert richtext.visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧 days",
        "❤\ufe0f\u200d🔥",
        "می\u200cخواهم",
        "क्\u200dष",
        "naïve café 東京 שלום",
        "٣٠\u00a0٪",
    ],
)
def test_what_belongs_to_the_spelling_is_left_alone(text):
    assert richtext.visible(text) == text


def test_line_breaks_are_kept_where_asked_for():
    assert richtext.lines("a <b>\r\nb") == "a &lt;b&gt;<br>b"


def test_html_pieces_are_not_escaped_twice():
    assert richtext.paragraph(richtext.bold("a&b"), " <c>") == "<p><b>a&amp;b</b> &lt;c&gt;</p>"


def test_bullets_escape_each_item():
    assert richtext.bullets(["<x>", richtext.code("y")]) == (
        '<ul style="margin-top:0; margin-bottom:0"><li>&lt;x&gt;</li><li><code>y</code></li></ul>'
    )


def test_joining_escapes_pieces_and_separator():
    assert richtext.join("<", ["a", richtext.Html("<br>")]) == "a&lt;<br>"


def test_values_with_braces_are_not_read_as_patterns():
    assert richtext.template("{}", "{0.__class__}") == "{0.__class__}"

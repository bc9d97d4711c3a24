"""The one way by which text from mail becomes HTML, and the one by which it becomes a label.

Mail is hostile: an address may carry an override that turns its letters round, a subject a tag that
loads a picture. `escape` leaves neither: markup becomes text, and what would be invisible becomes a
labelled glyph. Widgets that show plain text use `visible` for the second half of that.
"""

import html
import re
import unicodedata
from collections.abc import Iterable

_LABELS = {
    0x00AD: "SHY",
    0x034F: "CGJ",
    0x061C: "ALM",
    0x115F: "HANGUL FILLER",
    0x1160: "HANGUL FILLER",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LINE SEP",
    0x2029: "PARA SEP",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0x2800: "BLANK",
    0x3164: "HANGUL FILLER",
    0xFEFF: "BOM",
    0xFFA0: "HANGUL FILLER",
    0xFFFC: "OBJECT",
}

# What is invisible or steers its surroundings: controls, formats, surrogates, separators, blank
# letters, tags, variation selectors, and the code points that are no characters (Qt's documents
# use two of them as frame marks). Left out: line feed, tab, the Arabic and Kaithi formats that are
# drawn, and U+FE0F, which asks for the colour form of an emoji and stands in half of all subjects
# with one.
_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0E), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFC), (0xFFFE, 0xFFFF),
    (0x13430, 0x1345F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xDFFFE, 0xE0FFF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0xD0000, 0x10000)),
    (0xEFFFE, 0xEFFFF), (0xFFFFE, 0xFFFFF), (0x10FFFE, 0x10FFFF),
)  # fmt: skip
_HIDDEN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]")

# Joiners belong to the spelling between two letters of these scripts and between two emoji; there
# they hide nothing. Between other letters they do.
_JOINING = (
    "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "KANNADA", "MALAYALAM",
    "ORIYA", "TAMIL", "TELUGU", "SINHALA", "KHMER", "MONGOLIAN",
)  # fmt: skip


class Html(str):
    """Text that is HTML already. Only this module makes it."""

    __slots__ = ()


def visible(text: str) -> str:
    """Return text for a plain-text widget: line ends as LF, every hidden character as a label.

    Control characters become their pictures (␛), bidi controls, zero-width characters and the like
    a name in brackets (⟨RLO⟩, ⟨U+E0041⟩). Line feed and tab stay.
    """
    if text.isascii() and text.isprintable():
        return text
    unified = text.replace("\r\n", "\n")
    return _HIDDEN.sub(lambda match: _shown(match, unified), unified)


def escape(text: str) -> Html:
    """Return text as HTML in which nothing of it is markup and nothing is hidden."""
    return Html(html.escape(visible(text), quote=True))


def lines(text: str) -> Html:
    """Return text as HTML with its line breaks kept."""
    return Html(escape(text).replace("\n", "<br>"))


def template(pattern: str, *values: str) -> Html:
    """Fill the ``{}`` of our own HTML pattern with values; what is not `Html` is escaped."""
    return Html(pattern.format(*(_safe(value) for value in values)))


def bold(text: str) -> Html:
    """Return text as bold HTML."""
    return template("<b>{}</b>", text)


def code(text: str) -> Html:
    """Return text in the type of a machine's words."""
    return template("<code>{}</code>", text)


def coloured(text: str, colour: str) -> Html:
    """Return text in one of our own colours (#rrggbb)."""
    return template('<span style="color:{}">{}</span>', colour, text)


def paragraph(*pieces: str) -> Html:
    """Return pieces, escaped unless they are `Html`, as one paragraph."""
    return Html(f"<p>{join('', pieces)}</p>")


def bullets(items: Iterable[str]) -> Html:
    """Return items as a list."""
    inside = "".join(template("<li>{}</li>", item) for item in items)
    return Html(f'<ul style="margin-top:0; margin-bottom:0">{inside}</ul>')


def join(separator: str, pieces: Iterable[str]) -> Html:
    """Return pieces, escaped unless they are `Html`, in a row."""
    return Html(_safe(separator).join(_safe(piece) for piece in pieces))


def _safe(value: str) -> str:
    return value if isinstance(value, Html) else escape(value)


def _shown(match: re.Match[str], text: str) -> str:
    character = match[0]
    point = ord(character)
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "␡"
    if point in {0x200C, 0x200D} and _joins(text, match.start()):
        return character
    return f"⟨{_LABELS.get(point, f'U+{point:04X}')}⟩"


def _joins(text: str, at: int) -> bool:
    if not 0 < at < len(text) - 1:
        return False
    # An emoji may carry U+FE0F or a skin tone before its joiner.
    before = text[at - 2] if text[at - 1] == "\ufe0f" and at > 1 else text[at - 1]
    after = text[at + 1]
    if _is_emoji(before) and _is_emoji(after):
        return True
    return any(
        unicodedata.name(before, "").startswith(script)
        and unicodedata.name(after, "").startswith(script)
        for script in _JOINING
    )


def _is_emoji(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk"} and ord(character) > 0x2000

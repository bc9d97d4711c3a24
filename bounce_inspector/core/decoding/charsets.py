"""Bytes to text: the declared charset where it tells the truth, a good guess where it does not."""

import re
from collections.abc import Callable
from functools import lru_cache

_ALIASES = {
    "ansi_x3.4-1968": "ascii",
    "cp-850": "cp850",
    "default": "",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unknown": "",
    "unknown-8bit": "",
    "us-ascii": "ascii",
    "utf8": "utf-8",
    "utf-8-mac": "utf-8",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-mac-japanese": "cp932",
    "x-unknown": "",
    "x-user-defined": "",
    "8bit": "",
}
# These hide text in seven-bit bytes, so that "all ASCII" says nothing about them.
_SHIFTED = {"utf-7", "hz", "iso2022_jp_ext", "iso2022_kr"}
_WIDE = ("utf-16", "utf-32", "utf16", "utf32", "ucs-2", "unicode")
_WESTERN = "cp1252"
_NUL, _ESCAPE = b"\x00\x1b"
_GUESS_BYTES = 20_000
_SEVEN_BIT = bytes(range(128))
_TELLING = 8  # bytes beyond ASCII
_CLEAR = 0.25  # of chardet's confidence: below it the words around sway the guess
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


Guess = Callable[[bytes], str]
"""What tells the charset of bytes that no declaration fits."""


def decode(content: bytes, declared: str = "", guess: Guess | None = None) -> str:
    """Return `content` as text, whatever it is; bytes that fit nowhere become U+FFFD.

    `declared` is what the message says, in any spelling, or "". Order: a byte order mark, the
    declared charset if it fits without error, UTF-8, ISO-2022 escapes, then a guess: chardet's best
    where no other is given.
    """
    if content.isascii() and _ESCAPE not in content and is_plain(declared):
        return content.decode("ascii")
    charset = _known(declared)
    marked = _by_order_mark(content)
    if marked is not None:
        return marked
    if _ESCAPE in content and charset not in _SHIFTED:
        shifted = _by_escape(content)
        if shifted is not None:
            return shifted
    if charset and charset != "ascii":
        fitting = _strict(content, charset)
        if fitting is not None and not _mislabelled(content, fitting, charset):
            return fitting
    return _guess(content, charset, guess or guess_charset)


class FewGuesses:
    """Guesses a few times, then takes the last guess: a message is written in few charsets."""

    def __init__(self, room: int) -> None:
        """Take how often chardet may be asked, which takes a thousandth of a second or more."""
        self._room = room
        self._last = _WESTERN

    def __call__(self, content: bytes) -> str:
        """Return the name of a charset."""
        if self._room > 0:
            self._room -= 1
            self._last = guess_charset(content)
        return self._last


def western(_: bytes) -> str:
    """Return the charset of Western Europe, for what only its ASCII letters are asked of."""
    return _WESTERN


@lru_cache(maxsize=500)
def _known(declared: str) -> str:
    name = declared.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if not name:
        return ""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return ""
    except UnicodeError:
        return ""
    return name


@lru_cache(maxsize=500)
def is_plain(declared: str) -> bool:
    """Tell whether seven-bit bytes mean the same in what is declared as in ASCII."""
    charset = _known(declared)
    return charset not in _SHIFTED and not charset.startswith(_WIDE)


def _by_order_mark(content: bytes) -> str | None:
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) and len(content) > 3:
        return content.decode("utf-16", "replace")
    return None


def _by_escape(content: bytes) -> str | None:
    if b"\x1b$)C" in content:
        return _strict(content, "iso2022_kr")
    if b"\x1b$" in content or b"\x1b(" in content:
        return content.decode("iso2022_jp_ext", "replace")
    return None


def _strict(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except (UnicodeDecodeError, ValueError, LookupError):
        return None


def _mislabelled(content: bytes, text: str, charset: str) -> bool:
    """Tell whether a charset that accepts nearly anything was declared for what is UTF-8."""
    if not charset.startswith(("cp125", "iso-8859", "iso8859", "latin", "koi8", "mac")):
        return False
    if content.isascii():
        return False
    return _strict(content, "utf-8") is not None or _CONTROL.search(text) is not None


def _guess(content: bytes, charset: str, guess: Guess) -> str:
    text = _strict(content, "utf-8")
    if text is not None:
        return text
    if charset and charset not in {"ascii", "utf-8"}:
        lenient = content.decode(charset, "replace")
        # A declared multi-byte charset with a torn character at the end is still that charset.
        if lenient.count("\ufffd") <= 1 + len(lenient) // 50:
            return lenient
    if charset == "utf-8":
        lenient = content.decode("utf-8", "replace")
        if lenient.count("\ufffd") <= 1 + len(lenient) // 50 and any(
            ord(character) > 127 and character != "\ufffd" for character in lenient
        ):
            return lenient
    return content.decode(guess(content), "replace")


def guess_charset(content: bytes) -> str:
    """Return chardet's best guess from the beginning of the content."""
    beginning = content[:_GUESS_BYTES]
    return _told_by(_foreign_lines(beginning)) or _likely(beginning)[0]


def _foreign_lines(content: bytes) -> bytes:
    """Return the lines that are not in ASCII: only they can tell a charset.

    b"" where there are hardly any letters to tell it by, or a line end may be half a letter.
    """
    if _NUL in content or len(content.translate(None, _SEVEN_BIT)) < _TELLING:
        return b""
    return b"\n".join([line for line in content.split(b"\n") if not line.isascii()])


# Servers say the same to all, and what differs from one report to the next is in ASCII. To guess
# takes ten times as long as to read all the rest.
@lru_cache(maxsize=500)
def _told_by(foreign: bytes) -> str | None:
    """Return the charset of these lines, None where it is not clear enough without the others."""
    if not foreign:
        return None
    name, confidence = _likely(foreign)
    return name if confidence >= _CLEAR else None


def _likely(content: bytes) -> tuple[str, float]:
    """Return chardet's guess and how sure it is: 0 where it takes the bytes for no text."""
    import chardet  # 54 ms to import: only where the text needs it

    found = chardet.detect(content)
    name = _known(found["encoding"] or "")
    return (name, found["confidence"]) if name else (_WESTERN, 0.0)

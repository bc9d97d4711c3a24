"""Bring text to the one form in which phrases meet it: one line, one case, plain letters.

Rules are folded when they are loaded and diagnostics when they are judged, by the same function, so
that "Boîte  pleine" in a reply and "boite pleine" in a rule are the same string.
"""

import re
import unicodedata
from collections.abc import Sequence

# Letters that look accented but have no decomposition, and signs with a plain twin.
_TWINS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ё": "е", "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "“": '"', "”": '"',
    "„": '"', "‟": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
    "−": "-",
}  # fmt: skip
_LATIN = (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))
_COMBINING = range(0x0300, 0x0370)
# Soft hyphen, zero-width blanks and joiners, direction marks, byte-order mark: nobody reads them.
_UNSEEN = (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)

# What must not stand before the code is asked behind its first digit: a search for digits is quick.
_FIRST_CODE = re.compile(r"[245](?<![\w.\-][245])\d\d[- ](?!\d\d)")
_HYPHENATED = re.compile(r"[245](?<![\w.\-][245])\d\d-(?!\d\d)")
_AFTER_CODE = re.compile(r"[- ](?:[245]\.\d{1,3}\.\d{1,3}\s)?\s*|$")
# Chinese and Japanese are written without blanks: one between their letters is a line end.
_WRAPPED = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff]) (?=[\u3040-\u30ff\u3400-\u9fff])")


def _table() -> dict[int, str]:
    table = dict.fromkeys((*_COMBINING, *_UNSEEN), "")
    for code in _LATIN:
        plain = [
            c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c)
        ]
        table[code] = "".join(plain)
    table.update((ord(letter), twin) for letter, twin in _TWINS.items())
    return table


class _Plain(dict[int, str | int]):
    """What letters become. One that stays is noted too: not to find it takes ten times as long."""

    def __missing__(self, code: int) -> int:
        if len(self) > _MOST_LETTERS:
            self.clear()
            self.update(_table())
        self[code] = code
        return code


_MOST_LETTERS = 20_000
_PLAIN = _Plain(_table())


def fold(text: str) -> str:
    """Return `text` on one line, lower case, Latin letters without accents, quotes straight.

    The reply code that starts each further line of a multi-line reply (RFC 5321 section 4.2.1)
    goes, also where another program joined the lines before: ``550-5.1.1 No 550 5.1.1 such user``
    becomes ``550 5.1.1 no such user``. Time is linear in the text.
    """
    code = _find_repeated_code(text)
    if code >= 0:
        text = _join(text, code)
    if text.isascii():
        return " ".join(text.lower().split())
    return _WRAPPED.sub("", " ".join(fold_letters(text).split()))


def without_addresses(folded: str) -> str:
    """Return folded text without the words that are addresses: "user <a@b.example> unknown".

    An address that hangs on another word, as in ``from:<a@b.example>``, stays with it.
    """
    return " ".join(word for word in folded.split() if "@" not in word or _is_compound(word))


def _is_compound(word: str) -> bool:
    return ":" in word[:-1] or "=" in word


def fold_letters(text: str) -> str:
    """Return `text` with every letter folded and its white space left alone."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the letters of `text` folded one by one, and for each the place it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters = [_LETTERS[letter] for letter in text]
    if all(len(each) == 1 for each in set(letters)):
        return "".join(letters), range(len(text))
    places: list[int] = []
    for place, folded in enumerate(letters):
        places.extend([place] * len(folded))
    return "".join(letters), places


class _Letters(dict[str, str]):
    """Folded letters by letter: folding one costs a hundred times looking it up."""

    def __missing__(self, letter: str) -> str:
        folded = fold_letters(letter)
        self[letter] = folded
        return folded


_LETTERS = _Letters()


def _find_repeated_code(text: str) -> int:
    """Return where the first code of a multi-line reply stands, -1 where there is none."""
    found = _HYPHENATED.search(text) if "-" in text else None
    if found is None and "\n" in text:
        found = _FIRST_CODE.search(text)
    return found.start() if found else -1


def _join(text: str, place: int) -> str:
    """Drop the repetitions of the code at `place`, with their hyphens and enhanced codes."""
    code, begun = text[place : place + 3], text[: place + 3]
    first, *others = text[place + 3 :].split(code)
    joined = [begun, " ", first[1:]]
    before = first[-1:]
    for piece in others:
        prefix = None if before.isalnum() or before in "._-" else _AFTER_CODE.match(piece)
        joined.append(piece[prefix.end() :] if prefix else code + piece)
        before = piece[-1:] or "0"
    return "".join(joined)

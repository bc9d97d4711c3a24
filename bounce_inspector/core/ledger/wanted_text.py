"""A text that is searched for, in the forms in which SQLite is asked for it.

Capitals and small letters are the same: LIKE folds those of ASCII, the others are asked for in
each form. Every sign of the text stands for itself.
"""

import re
from dataclasses import dataclass

from bounce_inspector.core.ledger.texts import shared

LETTERS = 3  # of a token of the index, see letters.py
_CASES_AGREE = 0x530  # below: Latin, Greek, Cyrillic
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")
_SIGN_OF_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class WantedText:
    """A text as a person wrote it."""

    text: str

    def likes(self) -> list[str]:
        """Return the patterns of LIKE, one of which holds where a string has the text."""
        return [_like(form) for form in self._forms()]

    def glob(self) -> str:
        """Return the pattern of GLOB, quicker than LIKE, for strings in small letters."""
        escaped = _SIGN_OF_GLOB.sub(r"[\g<0>]", _plain(self.text.lower()))
        return f"*{escaped}*"

    def letters(self) -> list[list[str]]:
        """Return for each form every three letters that follow each other, in small letters.

        Empty where the text is too short to have any.
        """
        found = [_trigrams(_plain(form).lower()) for form in self._forms()]
        return found if all(found) else []

    def match(self) -> str:
        """Return what FTS5 is asked for the strings that may have the text; empty if too short."""
        ways = [" AND ".join(map(quoted, trigrams)) for trigrams in self.letters()]
        return " OR ".join(f"({way})" for way in ways)

    def beginnings(self) -> list[str]:
        """Return the forms in small letters; none where SQLite may know others than Python does."""
        found = {_plain(form).lower() for form in self._forms()}
        is_sure = all(ord(sign) < _CASES_AGREE or sign == sign.upper() for sign in "".join(found))
        return sorted(found) if is_sure else []

    def said_of(self) -> list[tuple[str, str]]:
        """Return the addresses that stand in the text, each with a pattern of LIKE.

        In stored diagnostics a sign stands for the recipient's own address.
        """
        return [
            (address.lower(), _like(shared(self.text, address)))
            for address in _ADDRESS.findall(self.text)
        ]

    def _forms(self) -> list[str]:
        text = self.text
        if text.isascii():
            return [text]
        return sorted({text, text.lower(), text.upper(), text.title()})


def _trigrams(form: str) -> list[str]:
    return list(dict.fromkeys(form[at : at + LETTERS] for at in range(len(form) - LETTERS + 1)))


def quoted(letters: str) -> str:
    """Return letters as a string of FTS5."""
    return '"{}"'.format(letters.replace('"', '""'))


def _like(text: str) -> str:
    escaped = _plain(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _plain(text: str) -> str:
    # SQLite reads a pattern up to the first NUL.
    return text.replace("\0", "\ufffd")

"""A block of header fields: found, unfolded and decoded only when asked for."""

import re
from collections.abc import Iterator, KeysView
from functools import lru_cache

from bounce_inspector.core.decoding.charsets import FewGuesses, Guess
from bounce_inspector.core.decoding.encoded_words import decode_words

# Possessive: a block of any length is walked once (RFC 5322 section 2.2, fields may be folded).
_BLOCK = re.compile(rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n|\Z)(?:[ \t][^\n]*+(?:\n|\Z))*+)*+")
_FIELD = re.compile(r"([!-9;-~]++)[ \t]*+:[ \t]*+(.*+(?:\n[ \t].*+)*+)\n?")
_ESCAPE, _ESCAPE_SIGN = 0x1B, "\x1b"  # a number is found far quicker in bytes
_REMEMBERED = 20_000  # bytes of the longest block whose names are
_FEW = 3  # fields of one name of which each may need a guess of its charset
_MANY = 1_000  # fields of one name in which encoded words are decoded
MAX_HEADER = 256 * 1024
"""Bytes of a block in which fields are found; the longest of honest mail are a tenth of that."""


def block_end(data: bytes, start: int, end: int) -> int:
    """Return where the header block that begins at `start` ends: past its last field's line end."""
    found = _BLOCK.match(data, start, end)
    return found.end() if found else start


def unfold(value: str) -> str:
    """Return the value of a field on one line (RFC 5322 section 2.2.3), without blanks around it.

    A fold is one blank, whatever stands before the line end and behind it.
    """
    if "\n" not in value:
        return value.strip()
    lines = [line.lstrip(" \t").rstrip() for line in value.split("\n")]
    return " ".join(filter(None, lines)).strip()


class Outline:
    """What the names of the fields of a block tell, whatever their values are.

    `first` is which of the pieces is the first value of each field, `every` which are its values,
    by lower-case name. `signs` tell whether there are fields that only a whole message has, and
    whether a Received field is among them.
    """

    __slots__ = ("every", "first", "names", "signs")

    def __init__(self, names: tuple[str, ...]) -> None:
        """Take the names as they stand, in their order."""
        every: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            every.setdefault(name.lower(), []).append(3 * number + 2)
        self.every = every
        self.first = {name: places[0] for name, places in every.items()}
        self.names = frozenset(every)
        self.signs = ("from" in every and "date" in every, "received" in every)


# A mail system writes the same fields in the same order into each of its messages.
_remembered = lru_cache(maxsize=500)(Outline)


class Headers:
    """The fields of one header block. They are asked for by their lower-case name."""

    __slots__ = ("_first", "_is_plain", "_pieces", "outline")

    def __init__(self, block: bytes) -> None:
        """Take the raw block, LF line ends. Nothing is decoded yet."""
        # What stands before the field, its name, its value, and so on; a last piece behind all. A
        # letter stands for a byte: nearly all fields are in ASCII, and are then text already.
        self._pieces: list[str] = _FIELD.split(block[:MAX_HEADER].decode("latin-1"))
        names = tuple(self._pieces[1::3])
        self.outline = _remembered(names) if len(block) <= _REMEMBERED else Outline(names)
        self._first = self.outline.first
        self._is_plain = block.isascii() and _ESCAPE not in block

    @classmethod
    def read(cls, data: bytes, start: int, end: int) -> "tuple[Headers, int]":
        """Return the fields of the block that begins at `start`, and where it ends."""
        blank = data.find(b"\n\n", start, start + MAX_HEADER)
        if 0 <= blank < end:
            headers = cls(data[start : blank + 1])
            if not any(headers._pieces[::3]):  # an empty line ends it, and nothing else does before
                return headers, blank + 1
        stop = block_end(data, start, end)
        return cls(data[start:stop]), stop

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def has_any(self, names: frozenset[str]) -> bool:
        """Tell whether one of the fields is there."""
        return not names.isdisjoint(self.outline.names)

    def names(self) -> KeysView[str]:
        """Return the names of the fields, each once, in their order."""
        return self._first.keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)

    def raw(self, name: str) -> bytes:
        """Return the first value of the field as bytes, folds kept, or b""."""
        place = self._first.get(name)
        return b"" if place is None else self._pieces[place].encode("latin-1")

    def get(self, name: str) -> str | None:
        """Return the first value of the field, unfolded and decoded (RFC 2047), or None."""
        place = self._first.get(name)
        if place is None:
            return None
        value = self._pieces[place]
        if not self._is_plain:
            return _readable(value)
        value = unfold(value) if "\n" in value else value.strip()
        return decode_words(value) if "=?" in value else value

    def all(self, name: str) -> list[str]:
        """Return all values of the field in order, unfolded; the first 1,000 decoded as well."""
        places = self.outline.every.get(name, ())
        if len(places) <= _FEW:
            return [_readable(self._pieces[place]) for place in places]
        guess = FewGuesses(1)
        read = [_readable(self._pieces[place], guess) for place in places[:_MANY]]
        return read + [unfold(_text(self._pieces[place])) for place in places[_MANY:]]


def _readable(value: str, guess: Guess | None = None) -> str:
    """Return a value whose letters are bytes, unfolded and decoded."""
    return decode_words(unfold(_text(value)), guess)


def _text(value: str) -> str:
    if value.isascii() and _ESCAPE_SIGN not in value:
        return value
    raw = value.encode("latin-1")
    if _ESCAPE_SIGN in value:
        return raw.decode("iso-2022-jp", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")

"""A block of header fields: found, unfolded and decoded only when asked for."""

import re
from collections.abc import Iterator, KeysView

from bounce_inspector.core.decoding.encoded_words import decode_words

# Possessive: a block of any length is walked once (RFC 5322 section 2.2, fields may be folded).
_BLOCK = re.compile(rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n|\Z)(?:[ \t][^\n]*+(?:\n|\Z))*+)*+")
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)")
_SPECIAL = re.compile(rb"[\n\x1b]|=\?")  # a fold, an escape to another charset, an encoded word
_FOLD = re.compile(r"\s*\n[ \t]+")
_MOST_NAMES = 10_000
MAX_HEADER = 256 * 1024
"""Bytes of a block in which fields are found; the longest of honest mail are a tenth of that."""


def block_end(data: bytes, start: int, end: int) -> int:
    """Return where the header block that begins at `start` ends: past its last field's line end."""
    found = _BLOCK.match(data, start, end)
    return found.end() if found else start


class _Names(dict[bytes, str]):
    """Field names by their bytes: mail has few of them, and looking one up is ten times quicker."""

    def __missing__(self, name: bytes) -> str:
        if len(self) >= _MOST_NAMES:
            self.clear()  # somebody invents names; memory stays bounded
        known = self[name] = name.decode("ascii").lower()
        return known


_NAMES = _Names()


class Headers:
    """The fields of one header block. They are asked for by their lower-case name."""

    __slots__ = ("_fields", "_first")

    def __init__(self, block: bytes) -> None:
        """Take the raw block, LF line ends. Nothing is decoded yet."""
        names = _NAMES
        self._fields: list[tuple[bytes, bytes]] = _FIELD.findall(block[:MAX_HEADER])
        # Backwards, so that the first of a name counts.
        self._first = {names[name]: value for name, value in reversed(self._fields)}

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def has_any(self, names: frozenset[str]) -> bool:
        """Tell whether one of the fields is there."""
        return not names.isdisjoint(self._first)

    def names(self) -> KeysView[str]:
        """Return the names of the fields, each once, in no order."""
        return self._first.keys()

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(_NAMES[name] for name, _ in self._fields))

    def raw(self, name: str) -> bytes:
        """Return the first value of the field as bytes, folds kept, or b""."""
        return self._first.get(name, b"")

    def get(self, name: str) -> str | None:
        """Return the first value of the field, unfolded and decoded (RFC 2047), or None."""
        value = self._first.get(name)
        return None if value is None else _readable(value)

    def all(self, name: str) -> list[str]:
        """Return all values of the field in order, unfolded and decoded."""
        if name not in self._first:
            return []
        names = _NAMES
        return [_readable(value) for each, value in self._fields if names[each] == name]


def _readable(value: bytes) -> str:
    if value.isascii() and _SPECIAL.search(value) is None:
        return value.decode("ascii").strip()
    return decode_words(_FOLD.sub(" ", _text(value)).strip())


def _text(value: bytes) -> str:
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    if b"\x1b" in value:
        return value.decode("iso-2022-jp", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")

"""A block of header fields: found, unfolded and decoded only when asked for."""

import re
from collections.abc import Iterator

from bounce_inspector.core.decoding.encoded_words import decode_words

# Possessive: a block of any length is walked once (RFC 5322 section 2.2, fields may be folded).
_BLOCK = re.compile(rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n|\Z)(?:[ \t][^\n]*+(?:\n|\Z))*+)*+")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)")
_FOLD = re.compile(r"\s*\n[ \t]+")


def block_end(data: bytes, start: int, end: int) -> int:
    """Return where the header block that begins at `start` ends: past its last field's line end."""
    found = _BLOCK.match(data, start, end)
    return found.end() if found else start


class Headers:
    """The fields of one header block, by name without regard to case."""

    def __init__(self, block: bytes) -> None:
        """Take the raw block, LF line ends. Nothing is decoded yet."""
        self._values: dict[str, list[bytes]] = {}
        for name, value in _FIELD.findall(block):
            self._values.setdefault(name.decode("ascii").lower(), []).append(value)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def raw(self, name: str) -> bytes:
        """Return the first value of the field as bytes, folds kept, or b""."""
        values = self._values.get(name.lower())
        return values[0] if values else b""

    def get(self, name: str) -> str | None:
        """Return the first value of the field, unfolded and decoded (RFC 2047), or None."""
        values = self._values.get(name.lower())
        return _readable(values[0]) if values else None

    def all(self, name: str) -> list[str]:
        """Return all values of the field in order, unfolded and decoded."""
        return [_readable(value) for value in self._values.get(name.lower(), ())]


def _readable(value: bytes) -> str:
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

"""A part's body to readable text: transfer encoding off, charset decoded, HTML flattened."""

import binascii
import string
from functools import lru_cache

from bounce_inspector.core.decoding.charsets import Guess, decode, is_plain
from bounce_inspector.core.decoding.html_text import flatten
from bounce_inspector.core.decoding.mime import Structure
from bounce_inspector.core.model import Part

_ESCAPE = 0x1B
_MARKED_UP = frozenset({"text/html", "text/enriched"})
_LETTERS = (string.ascii_letters + string.digits + "+/").encode()
# Pieces of Base64, each padded for itself; what goes on after so many is none, and read as one.
_MOST_PIECES = 1_000
_NOT_BASE64 = bytes(set(range(256)).difference(_LETTERS))


def part_text(structure: Structure, part: Part, guess: Guess | None = None) -> str:
    """Return the decoded text of a part with LF line ends. Evidence counts characters in it."""
    if _is_as_it_stands(part.encoding, part.charset, part.content_type):
        body = structure.data[part.start : part.end]
        if body.isascii() and _ESCAPE not in body:
            return body.decode("ascii")
    text = decode(transfer_decoded(structure.body(part), part.encoding), part.charset, guess)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.content_type in _MARKED_UP:
        return flatten(text)
    return text


@lru_cache(maxsize=500)
def _is_as_it_stands(encoding: str, charset: str, content_type: str) -> bool:
    """Tell whether ASCII in such a part is its text, with no more to be done."""
    if encoding.startswith(("quoted", "base64")) or content_type in _MARKED_UP:
        return False
    return is_plain(charset)


def transfer_decoded(body: bytes, encoding: str) -> bytes:
    """Return the body without its transfer encoding (RFC 2045 section 6), cut or not."""
    if encoding.startswith("quoted"):
        return binascii.a2b_qp(body)
    if encoding.startswith("base64"):
        return _from_base64(body)
    return body


def _from_base64(body: bytes) -> bytes:
    # Padding in the middle means several encoded pieces were put one after another.
    out = []
    for padded in body.split(b"=", _MOST_PIECES):
        piece = padded.translate(None, _NOT_BASE64)
        if not piece:
            continue
        if len(piece) % 4 == 1:
            piece = piece[:-1]  # a lone sixth of a byte carries nothing
        out.append(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(out)

"""A part's body to readable text: transfer encoding off, charset decoded, HTML flattened."""

import binascii
import string

from bounce_inspector.core.decoding.charsets import decode
from bounce_inspector.core.decoding.html_text import flatten
from bounce_inspector.core.decoding.mime import Structure
from bounce_inspector.core.model import Part

_LETTERS = (string.ascii_letters + string.digits + "+/").encode()
# Pieces of Base64, each padded for itself; what goes on after so many is none, and read as one.
_MOST_PIECES = 1_000
_NOT_BASE64 = bytes(set(range(256)).difference(_LETTERS))


def part_text(structure: Structure, part: Part) -> str:
    """Return the decoded text of a part with LF line ends. Evidence counts characters in it."""
    text = decode(transfer_decoded(structure.body(part), part.encoding), part.charset)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.content_type in {"text/html", "text/enriched"}:
        return flatten(text)
    return text


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

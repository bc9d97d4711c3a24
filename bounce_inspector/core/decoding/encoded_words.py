"""Encoded words of headers, RFC 2047, as they really come: broken, cut, mislabelled."""

import binascii
import re
from functools import lru_cache

from bounce_inspector.core.decoding.charsets import FewGuesses, Guess, decode

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_USUAL = 400  # characters of a value that is remembered
_MOST = 10_000  # characters of one value; what stands behind is left as it is
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")


def decode_words(value: str, guess: Guess | None = None) -> str:
    """Return `value` with its encoded words decoded; what cannot be decoded stays as it is.

    `guess` tells the charset of words that name none that fits; without it chardet does, once.
    """
    if "=?" not in value:
        return value
    if guess is not None:
        return _decoded(value, guess)
    return _remembered(value) if len(value) <= _USUAL else _decoded(value)


def _decoded(value: str, guess: Guess | None = None) -> str:
    guess = guess or FewGuesses(1)
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    at = 0
    joined = _BETWEEN.sub(r"\1", value[:_MOST])
    for word in _WORD.finditer(joined):
        if word.start() > at:
            pieces.append(_flush(pending, guess))
            pieces.append(joined[at : word.start()])
        at = word.end()
        charset, kind, payload = word.groups()
        content = _from_base64(payload) if kind in "bB" else _from_quoted(payload)
        # A character may be cut in two between words: bytes are joined before decoding.
        if pending and pending[-1][0].lower() == charset.lower():
            pending[-1] = (charset, pending[-1][1] + content)
        else:
            pending.append((charset, content))
    pieces.append(_flush(pending, guess))
    pieces.append(joined[at:])
    pieces.append(value[_MOST:])
    return "".join(pieces)


# A field is asked for by several, and a mailing has one subject and one sender.
_remembered = lru_cache(maxsize=2_000)(_decoded)


def _flush(pending: list[tuple[str, bytes]], guess: Guess) -> str:
    text = "".join(
        decode(content, charset.partition("*")[0], guess) for charset, content in pending
    )
    pending.clear()
    return text


def _from_base64(payload: str) -> bytes:
    letters = re.sub(r"[^A-Za-z0-9+/]", "", payload)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))


def _from_quoted(payload: str) -> bytes:
    return binascii.a2b_qp(payload.encode("utf-8", "replace"), header=True)

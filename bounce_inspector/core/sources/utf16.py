"""Text in UTF-16, as some Windows programs save a message: read as UTF-8."""

import codecs
from collections.abc import Iterator

from bounce_inspector.core.sources import message, separators
from bounce_inspector.core.sources.feed import Feed
from bounce_inspector.core.sources.limits import Budget

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BLOCK = 1 << 16


def recognises(head: bytes) -> bool:
    """Say whether this is a message or an mbox once it is decoded."""
    encoding = _encoding(head)
    if not encoding:
        return False
    text = head.decode(encoding, "replace").encode("utf-8", "replace")
    return message.recognises(text) or separators.starts_mailbox(text)


def unpack(feed: Feed, budget: Budget) -> Iterator[Feed]:
    """Yield the same text in UTF-8."""
    yield Feed(_Recoding(feed, budget), feed.source, feed.entry, single=feed.single)


def _encoding(head: bytes) -> str:
    """Return the encoding by its mark, or by the NUL in every ASCII letter of the first words."""
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    first = head[:40]
    if len(first) >= 20 and not any(first[1::2]) and all(first[::2]):
        return "utf-16-le"
    if len(first) >= 20 and not any(first[::2]) and all(first[1::2]):
        return "utf-16-be"
    return ""


class _Recoding:
    def __init__(self, feed: Feed, budget: Budget) -> None:
        self._feed = feed
        self._budget = budget
        self._decoder = codecs.getincrementaldecoder(_encoding(feed.peek(40)))("replace")
        self._text = b""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes of UTF-8."""
        self._budget.check()
        while not self._text and (block := self._feed.read(_BLOCK)):
            self._text = self._decoder.decode(block).encode("utf-8", "replace")
        text, self._text = self._text[:size], self._text[size:]
        return text

    def close(self) -> None:
        """Leave the feed to its owner."""

"""One pass over an mbox that finds where its messages start."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bounce_inspector.core.sources.feed import Feed
from bounce_inspector.core.sources.message import headers_end
from bounce_inspector.core.sources.separators import LOOK, line_end, separates

BLOCK = 1 << 18
PREAMBLE = b"\xef\xbb\xbf\r\n"
"""What may stand before the first message: a byte order mark, empty lines."""

_HEADERS_WITHIN = 1 << 16
_MAX_CLAIM = 50 << 20
_CONTENT_LENGTH = re.compile(rb"(?i)[\r\n]Content-Length:[ \t]*(\d{1,12})[ \t]*[\r\n]")


class Stretch(NamedTuple):
    """The bytes from one ``From `` line to the next. `data` may be their first part only."""

    start: int
    length: int
    data: bytes


def stretches(
    feed: Feed, *, keep: int, check: Callable[[], None] = lambda: None
) -> Iterator[Stretch]:
    """Yield the stretches of an mbox in order; together they are the whole of it.

    At most `keep` bytes of each are handed out: to look for the places alone costs no copies.
    Time and memory are linear in the input and in `keep`. `check` is called once a block.
    """
    return _Scan(feed, keep, check).run()


class _Scan:
    """A window that slides over the feed.

    `_data` holds the bytes from `_base` on, `_start` is where the current message starts, `_kept`
    its first bytes where the window has already slid past them. All but `_data` count from the
    beginning of the feed.
    """

    def __init__(self, feed: Feed, keep: int, check: Callable[[], None]) -> None:
        self._feed = feed
        self._keep = keep
        self._check = check
        self._data = bytearray()
        self._base = 0
        self._start = 0
        self._kept = b""
        self._ended = False
        self._length_at = 0

    def run(self) -> Iterator[Stretch]:
        self._more(0)
        self._start = len(self._data) - len(self._data.lstrip(PREAMBLE))
        trusted = self._claimed_end(self._start)
        at = self._start + 5
        while (at := self._next_candidate(at)) >= 0:
            if separates(self._data, at - self._base):
                if at < trusted and self._is_believed(trusted):
                    at = trusted
                    continue
                yield self._finish(at)
                trusted = self._claimed_end(at)
            at += 5
        end = self._base + len(self._data)
        if end > self._start:
            yield self._finish(end)

    def _next_candidate(self, at: int) -> int:
        """Return where the next line with ``From `` in front starts, with LOOK bytes after it."""
        while True:
            found = self._data.find(b"From ", at - self._base)
            while found > 0 and self._data[found - 1] not in b"\r\n":
                found = self._data.find(b"From ", found + 5)
            if found < 0:
                if self._ended:
                    return -1
                at = max(at, self._base + len(self._data) - 5)
            elif self._ended or found + LOOK <= len(self._data):
                return self._base + found
            else:
                at = self._base + found
            self._more(at)

    def _is_believed(self, claimed: int) -> bool:
        """Say whether a length may hide a message that begins before its end.

        A sender's length, written over another message, leads to the start of a later message by
        chance. Where it is the mailbox that writes lengths, that later message has a true one too.
        """
        if not self._leads_to_a_message(claimed):
            return False
        at = claimed - self._base
        rest = bytes(self._data[at : at + 4])
        start = claimed + len(rest) - len(rest.lstrip(b"\r\n"))
        if self._ended and start >= self._base + len(self._data):
            return True
        return self._leads_to_a_message(self._claimed_end(start))

    def _claimed_end(self, message: int) -> int:
        """Return where the message that starts there ends if its Content-Length is true, else 0."""
        while not self._ended and self._base + len(self._data) < message + _HEADERS_WITHIN:
            self._more(self._start)
        if not self._has_length_before(message + _HEADERS_WITHIN):
            return 0
        start = line_end(self._data, message - self._base)
        end = headers_end(self._data, start, start + _HEADERS_WITHIN)
        if not self._has_length_before(self._base + end):
            return 0
        claim = _CONTENT_LENGTH.search(self._data, start - 1, end + 1)
        if not claim:
            return 0
        blank = 2 if self._data[end : end + 2] == b"\r\n" else 1
        return self._base + end + blank + int(claim[1])

    def _has_length_before(self, end: int) -> bool:
        """Say whether the name of the header may stand between here and `end`.

        Most mailboxes have it nowhere, so the whole window is searched and the answer remembered.
        """
        if self._length_at < end:
            start = max(self._length_at, self._start) - self._base
            found = self._data.find(b"ength:", start)
            self._length_at = self._base + (found if found >= 0 else max(len(self._data) - 5, 0))
        return self._length_at < end

    def _leads_to_a_message(self, claimed: int) -> bool:
        """Say whether at `claimed`, or after an empty line there, the next message starts."""
        if not claimed or claimed - self._base > _MAX_CLAIM:
            return False
        while not self._ended and self._base + len(self._data) < claimed + LOOK:
            self._more(self._start)
        at = claimed - self._base
        if at >= len(self._data):
            return at == len(self._data)
        rest = bytes(self._data[at : at + 4])
        at += len(rest) - len(rest.lstrip(b"\r\n"))
        return at == len(self._data) or (
            self._data[at - 1] in b"\r\n" and separates(self._data, at)
        )

    def _finish(self, end: int) -> Stretch:
        first = self._start - self._base
        data = self._kept or bytes(
            memoryview(self._data)[first : min(end - self._base, first + self._keep)]
        )
        stretch = Stretch(self._start, end - self._start, data)
        self._start, self._kept = end, b""
        return stretch

    def _more(self, at: int) -> None:
        """Read a block; drop what stands before `at`, but for what is looked back on or kept."""
        self._check()
        if not self._kept and at - self._start > self._keep:
            first = self._start - self._base
            self._kept = bytes(self._data[first : first + self._keep])
        needed = at if self._kept else self._start
        passed = needed - LOOK - self._base
        if passed > 0:
            del self._data[:passed]
            self._base += passed
        block = self._feed.read(BLOCK)
        self._data += block
        self._ended = len(block) < BLOCK

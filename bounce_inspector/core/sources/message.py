"""One message in a file of its own: .eml, .txt or without any extension."""

import re
from collections.abc import Iterator

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import faults
from bounce_inspector.core.sources.feed import Feed
from bounce_inspector.core.sources.limits import Budget

BOM = b"\xef\xbb\xbf"
FIRST_LINES = 100
FIRST_BYTES = 4096

_NAME = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_FROM_LINE = re.compile(rb"(?:From [^\r\n]*(?:\r\n|\r|\n))+")
_BOUNDARY = re.compile(rb"(?i)boundary=(\"[^\"\r\n]{1,100}\"|[^\s;\"]{1,100})")
_MULTIPART = re.compile(rb"(?i)content-type:[ \t]*multipart/")
_KNOWN = frozenset(
    b"apparently-to bcc cc comments date encrypted from keywords lines mailer organization "
    b"precedence priority received references sender status subject to".split()
)
_OF_A_MESSAGE = frozenset(
    b"received return-path delivered-to from to cc subject date message-id mime-version "
    b"content-type reply-to sender auto-submitted x-failed-recipients".split()
)


def recognises(head: bytes) -> bool:
    """Say whether the first paragraph has a header that mail has.

    A header name that ordinary texts use as well ("Note:") does not count; one with a hyphen does.
    Among NUL bytes, which no healthy message has, only the headers of a message itself count.
    """
    names = _header_names(head)
    if b"\0" in head:
        return any(name in _OF_A_MESSAGE for name in names)
    return any(b"-" in name or name in _KNOWN for name in names)


def read(feed: Feed, budget: Budget) -> Iterator[RawMessage | Unread]:
    """Yield the one message, or its first part if it is larger than the limit."""
    limit = budget.limits.message
    data = feed.read(limit)
    size = len(data) + feed.skip(1 << 62)
    problems: tuple[Problem, ...] = ()
    if size > len(data):
        problems = (faults.message_too_large(limit, size),)
    elif is_truncated(data):
        problems = (faults.message_truncated(),)
    yield RawMessage(
        without_preamble(data),
        source=feed.source,
        entry=feed.entry,
        index=budget.number(),
        offset=0,
        length=size,
        problems=problems,
    )


def from_text(text: str) -> RawMessage | None:
    """Return a pasted message, or None where the text is a bare reply, code or log line.

    Two headers are wanted, one of them of the message itself: a single "Diagnostic-Code: ..." is
    something to explain, not a message.
    """
    data = text.lstrip("\ufeff \t\r\n").encode("utf-8", "surrogatepass")
    return RawMessage(without_preamble(data), length=len(data)) if is_whole(data) else None


def is_whole(head: bytes) -> bool:
    """Say whether this has two headers, one of them of a message itself and not of a report."""
    names = list(_header_names(head))
    return len(names) > 1 and any(name in _OF_A_MESSAGE for name in names)


def without_preamble(data: bytes) -> bytes:
    """Return a message without byte order mark, empty lines and ``From `` lines before it."""
    data = data.removeprefix(BOM)
    if data[:1] in b"\r\n":
        data = data.lstrip(b"\r\n")
    if data.startswith(b"From ") and (line := _FROM_LINE.match(data)):
        data = data[line.end() :]
    return data


def is_truncated(data: bytes) -> bool:
    """Say whether the headers end in the middle of a line, or the outermost multipart never does.

    RFC 2046 section 5.1.1.
    """
    end = headers_end(data)
    if end == len(data) and not data.endswith((b"\n", b"\r")):
        return True
    at = data.find(b"oundary=", 0, end)
    if at < 0 or not _MULTIPART.match(data, _field_start(data, at)):
        return False
    found = _BOUNDARY.match(data, at - 1)
    return found is not None and data.rfind(b"--" + found[1].strip(b'"') + b"--") < 0


def _field_start(data: bytes, at: int) -> int:
    """Return where the header field around `at` starts: its first line that is not indented."""
    line = b"\r" if data.rfind(b"\n", 0, at) < 0 else b"\n"
    start = at
    for _ in range(FIRST_LINES):
        start = data.rfind(line, 0, start) + 1
        if start == 0 or data[start] not in b" \t":
            break
        start -= 1
    return start


def headers_end(data: bytes | bytearray, start: int = 0, stop: int | None = None) -> int:
    """Return where the empty line after the headers starts, or where the search ended."""
    stop = len(data) if stop is None else min(stop, len(data))
    newline = data.find(b"\n", start, stop)
    newline = stop if newline < 0 else newline
    cr = data.find(b"\r", start, newline)
    ends_as_cr = b"\n\r\n" if cr == newline - 1 else b"\r\r"
    empty = b"\n\n" if cr < 0 else ends_as_cr
    end = data.find(empty, start, stop)
    return end + 1 if end >= 0 else stop


def _header_names(head: bytes) -> Iterator[bytes]:
    """Yield the names of the header-like lines of the first paragraph, in lower case."""
    text = without_preamble(head)
    for line in text[:FIRST_BYTES].splitlines()[:FIRST_LINES]:
        if not line.strip():
            return
        if found := _NAME.match(line):
            yield found[1].lower()

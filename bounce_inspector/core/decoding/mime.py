"""The fast scanner: finds the parts of a message and their places, decodes nothing.

RFC 2045 and 2046 as mail really comes: boundaries that never close, that are missing, that are a
prefix of every line. Every byte is visited a fixed number of times.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.decoding.headers import MAX_HEADER, Headers
from bounce_inspector.core.decoding.part_heads import PartHead, head_of, part_head
from bounce_inspector.core.decoding.roles import RoleKeeper
from bounce_inspector.core.model import Part, Role

MAX_DEPTH = 100
MAX_PARTS = 1_000
# Each byte is walked once: what repeats is possessive, and begins as nothing behind it does.
_LOST_BOUNDARY = re.compile(rb"\n--([^\s-]\S*+(?:[^\S\n]++\S++)*+)[ \t]*+\nContent-[A-Za-z-]++:")
_LONGEST_BOUNDARY = 70
_LINE_FEED, _CARRIAGE_RETURN = b"\n\r"
_MARK_ENDS = (b"", b"--")
_MANY_MISSES = 100  # lines that begin like a boundary and are none
_part = tuple.__new__  # calling a named tuple takes twice as long
_CONTAINER = Role.CONTAINER
_MESSAGES = ("message/rfc822", "message/global", "message/news")


class Structure(NamedTuple):
    """A scanned message: its bytes with LF line ends, its headers, its parts in order of place.

    `limits` names what was hit: "header", "nesting" or "parts". `heads` are what the headers of the
    parts say.
    """

    data: bytes
    headers: Headers
    parts: tuple[Part, ...]
    limits: tuple[str, ...]
    heads: tuple[PartHead, ...]

    def part_headers(self, part: Part) -> Headers:
        """Return the header fields of a part."""
        return Headers.read(self.data, part.header, part.start)[0]

    def body(self, part: Part) -> bytes:
        """Return the body of a part as it stands, still in its transfer encoding."""
        return self.data[part.start : part.end]


def normalise(data: bytes) -> bytes:
    """Return the bytes with every line end as LF; CRLF, CR and mixtures are understood."""
    if _CARRIAGE_RETURN not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def scan(data: bytes, *, into_messages: bool = False) -> Structure:
    """Return the structure of a message, part 0 being the message itself.

    Never raises. With `into_messages` enclosed messages are opened too, as the standard library's
    parser does; otherwise they stay one part, because the returned original never decides.
    """
    data = normalise(data)
    first, end = _first_field(data), len(data)
    root, after = Headers.read(data, first, end)
    head, boundary = head_of(root, "text/plain")
    limits = {"header"} if after - first > MAX_HEADER else set()
    parts: list[Part] = []
    heads: list[PartHead] = []
    # From where to where, how deep, of which type where its header names none, within what.
    stack = [(first, end, 0, "text/plain", RoleKeeper())]
    while stack:
        if len(parts) >= MAX_PARTS:
            limits.add("parts")
            break
        start, end, depth, default, keeper = stack.pop()
        if parts:
            head, boundary, after = part_head(data, start, end, default)
        kind = head.content_type
        body = after + 1 if after < end and data[after] == _LINE_FEED else after
        inside: list[tuple[int, int]] = []
        if head.is_multipart:
            inside = _between_boundaries(data, body, end, boundary)
            default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        elif into_messages and kind in _MESSAGES:
            inside, default = [(body, end)], "text/plain"
        if inside and depth >= MAX_DEPTH:
            limits.add("nesting")
            inside = []
        if inside:
            inner = RoleKeeper(kind, keeper)
            stack += [(*span, depth + 1, default, inner) for span in reversed(inside)]
        role = _CONTAINER if inside else keeper.role(head)
        encoding, name = head.encoding, head.filename
        about = (len(parts), kind, head.charset, encoding, role, depth, start, body, end, name)
        parts.append(_part(Part, about))
        heads.append(head)
    met = tuple(sorted(limits)) if limits else ()
    return Structure(data, root, tuple(parts), met, tuple(heads))


def _first_field(data: bytes) -> int:
    """Return where the header begins: behind an mbox separator that was left in place."""
    if data.startswith((b"From ", b">From ")):
        return data.find(b"\n") + 1
    return 0


def _between_boundaries(
    data: bytes, start: int, end: int, boundary: bytes
) -> list[tuple[int, int]]:
    spans = _split(data, start, end, boundary) if boundary else []
    if spans:
        return spans
    lost = _lost_boundary(data, start, end)
    return _split(data, start, end, lost) if lost else []


def _lost_boundary(data: bytes, start: int, end: int) -> bytes:
    """Return what divides parts although it was not announced, b"" where nothing does."""
    if data.find(b"\nContent-", start, end) < 0:
        return b""
    lines = (found[1] for found in _LOST_BOUNDARY.finditer(data, start, end))
    return next((line for line in lines if len(line) <= _LONGEST_BOUNDARY), b"")


def _split(data: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """Return the spans between the lines that are the boundary, RFC 2046 section 5.1.1."""
    mark = b"\n--" + boundary
    size = len(mark)
    spans: list[tuple[int, int]] = []
    opened = -1
    misses = 0
    # A body stands behind a line end; that before a boundary belongs to the boundary.
    at = data.find(mark, start - 1, end)
    while at >= 0 and len(spans) < MAX_PARTS:
        after = at + size
        # Nearly all boundaries end their line; in bytes a number is compared far quicker.
        is_alone = after < end and data[after] == _LINE_FEED
        line = after if is_alone else _line_end(data, after, end)
        if line >= 0:
            if 0 <= opened <= at:
                spans.append((opened, at))
            if opened >= 0 and not is_alone and data.startswith(b"--", after, line):
                return spans
            opened = line + 1 if line < end else end
            after = line
        else:
            misses += 1
        if misses < _MANY_MISSES:
            at = data.find(mark, after, end)
        else:
            at = _next_mark(data, after, end, mark)
    if 0 <= opened < end:
        spans.append((opened, end))
    return spans


def _line_end(data: bytes, at: int, end: int) -> int:
    """Return where the line ends on which a boundary ends at `at`; -1 where it is none."""
    found = data.find(b"\n", at, end)
    line = end if found < 0 else found
    return line if data[at:line].rstrip(b" \t") in _MARK_ENDS else -1


def _next_mark(data: bytes, start: int, end: int, mark: bytes) -> int:
    """Return where the next whole line with the boundary begins, -1 where there is none.

    An expression is dear to make, but walks ten times as fast over lines that only begin alike.
    """
    found = _whole_line(mark).search(data, start, end)
    return found.start() if found else -1


@lru_cache(maxsize=8)
def _whole_line(mark: bytes) -> re.Pattern[bytes]:
    return re.compile(re.escape(mark) + rb"(?:--)?+[ \t]*+(?:\n|\Z)")

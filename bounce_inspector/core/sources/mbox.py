"""Many messages in one file, in the four kinds of mbox and every line end.

mboxo and mboxrd quote lines that start with ``From `` by ``>``; mboxcl and mboxcl2 also give the
length of the body in ``Content-Length``, and mboxcl2 does not quote. Where a length leads exactly
to the next message or to the end it is believed, else it is a sender's and means nothing.
RFC 4155, https://jdebp.uk/FGA/mail-mbox-formats.html.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import faults
from bounce_inspector.core.sources.feed import Feed
from bounce_inspector.core.sources.limits import Budget
from bounce_inspector.core.sources.mailbox_scan import PREAMBLE, Stretch, stretches
from bounce_inspector.core.sources.message import headers_end, is_truncated
from bounce_inspector.core.sources.separators import LOOK, line_end, sender, starts_mailbox

recognises = starts_mailbox

EXPUNGED = 0x0008
"""The bit of X-Mozilla-Status that Thunderbird sets on a message it will drop when compacting."""

_STATUS = re.compile(rb"[\r\n]X-Mozilla-Status: *([0-9A-Fa-f]{4})[ \t]*[\r\n]")
_STATUS_WITHIN = 600
# Only the ``From `` line of the first message, where a mailbox is damaged, has no end of its own.
_LONGEST_FIRST_LINE = 1 << 16
_QUOTED = re.compile(rb"(?<=[\r\n])>(>*From )")
_UNQUOTED = re.compile(rb"[\r\n]From ")
_CONTENT_LENGTH = re.compile(rb"(?i)[\r\n]Content-Length:[ \t]*(\d{1,15})[ \t]*[\r\n]")
_HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>?From ")


class Letter(NamedTuple):
    """A message as it stands in an mbox, without its ``From `` line; `body` is where that ends."""

    data: bytes
    sender: str
    body: int


def read(feed: Feed, budget: Budget) -> Iterator[RawMessage | Unread]:
    """Yield the messages of an mbox, what is broken among them, and the count of deleted ones."""
    deleted = 0
    for stretch in stretches(feed, keep=budget.limits.message, check=budget.check):
        index = budget.number()
        if is_deleted(stretch.data):
            deleted += 1
        else:
            found = message(stretch, feed.source, feed.entry, index, budget.limits.message)
            yield found
            yield from broken(found)
    if deleted:
        yield Unread(feed.source, feed.entry, faults.deleted_skipped(deleted))


def reread(feed: Feed, offset: int, length: int, budget: Budget) -> RawMessage | None:
    """Return the message that fills these bytes, None if there is no such message any more."""
    limit = budget.limits.message
    before = offset if offset <= _LONGEST_FIRST_LINE else LOOK
    feed.move_to(offset - before)
    data = feed.read(before + min(length, limit) + LOOK)
    top = len(data) - len(data.lstrip(PREAMBLE)) if before == offset else 0
    start = data.rfind(b"From ", 0, before)
    while start > top and data[start - 1] not in b"\r\n":
        start = data.rfind(b"From ", 0, start)
    after = data[before + length :]
    if start < 0 or line_end(data, start) != before or (after and not after.startswith(b"From ")):
        return None
    whole = data[start : before + length][:limit]
    stretch = Stretch(offset - before + start, before - start + length, whole)
    return message(stretch, feed.source, feed.entry, budget.number(), limit)


def message(stretch: Stretch, source: str, entry: str, index: int, limit: int) -> RawMessage:
    """Make a message of the bytes from its ``From `` line to the next one."""
    letter = unwrap(stretch.data)
    return RawMessage(
        letter.data,
        source=source,
        entry=entry,
        index=index,
        offset=stretch.start + letter.body,
        length=stretch.length - letter.body,
        envelope_sender=letter.sender,
        problems=_problems(letter.data, stretch, limit),
    )


def broken(found: RawMessage) -> Iterator[Unread]:
    """Yield why nothing could be read in a message, so that it does not pass for one that is empty.

    The message itself is there too, to be looked at.
    """
    for problem in found.problems:
        if problem.code == faults.message_broken().code:
            place = f"message {found.index + 1}"
            yield Unread(found.source, f"{found.entry}, {place}".removeprefix(", "), problem)


def is_deleted(data: bytes) -> bool:
    """Say whether Thunderbird counts this message as deleted."""
    if data.find(b"X-Mozilla-Status:", 0, _STATUS_WITHIN) < 0:
        return False
    found = _STATUS.search(data, 0, _STATUS_WITHIN)
    return found is not None and bool(int(found[1], 16) & EXPUNGED)


def unwrap(data: bytes) -> Letter:
    """Take the ``From `` line, the quoting and the empty line at the end off a message."""
    body = line_end(data, 0)
    text = without_blank_end(data[body:])
    if b">From " in text and not _is_unquoted_kind(text):
        start = headers_end(text)
        text = text[:start] + _QUOTED.sub(rb"\1", text[start:])
    return Letter(text, sender(data[:body]), body)


def without_blank_end(data: bytes) -> bytes:
    """Take off the empty line that stands between the messages of an mbox."""
    if data.endswith(b"\r\n\r\n"):
        return data[:-2]
    return data[:-1] if data.endswith((b"\n\n", b"\r\r")) else data


def _is_unquoted_kind(data: bytes) -> bool:
    """Say whether a message is mboxcl2: its length holds and it has a bare ``From `` line.

    Without such a line the two kinds with a length cannot be told apart; mboxcl is the likelier.
    """
    start = headers_end(data)
    claimed = _CONTENT_LENGTH.search(data, 0, start + 1)
    after = data[start:].lstrip(b"\r\n")
    return claimed is not None and bool(_UNQUOTED.search(after)) and len(after) <= int(claimed[1])


def _problems(data: bytes, stretch: Stretch, limit: int) -> tuple[Problem, ...]:
    if stretch.length > len(stretch.data):
        return (faults.message_too_large(limit, stretch.length),)
    if not _HEADER.match(data):
        return (faults.message_broken(),)
    return (faults.message_truncated(),) if is_truncated(data) else ()

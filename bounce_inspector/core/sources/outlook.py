"""Outlook's .msg: the message written again as one of RFC 5322, from what Outlook kept of it.

Its headers, its text, its attachments and the messages attached to it come over; what kind of
report it is, too. The parts are not byte for byte those that were sent: Outlook keeps no such.
"""

import struct
from collections.abc import Iterator

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import faults
from bounce_inspector.core.sources.feed import Feed
from bounce_inspector.core.sources.limits import Budget

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What olefile and python-oxmsg raise on files that are not as they should be.
_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


def recognises(head: bytes) -> bool:
    """Recognise a compound file; whether it is a message is known when it is open."""
    return head.startswith(_MAGIC)


def read(feed: Feed, budget: Budget) -> Iterator[RawMessage | Unread]:
    """Yield the message."""
    from bounce_inspector.core.sources.outlook_message import NotAMessage, rebuilt

    limit = budget.limits.held
    data = feed.read(limit)
    if feed.read(1):
        yield Unread(feed.source, feed.entry, faults.outlook_too_large(limit))
        return
    try:
        built = rebuilt(data, nesting=budget.limits.nesting)
    except NotAMessage:
        yield Unread(feed.source, feed.entry, faults.not_mail("another Office document"))
        return
    except _FAULTS:
        yield Unread(feed.source, feed.entry, faults.outlook_damaged())
        return
    whole = len(built)
    most = budget.limits.message
    yield RawMessage(
        built[:most],
        source=feed.source,
        entry=feed.entry,
        index=budget.number(),
        length=len(data),
        problems=(faults.message_too_large(most, whole),) if whole > most else (),
    )

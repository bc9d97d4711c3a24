"""Apple Mail's .emlx: the length of the message on a line, the message, then a property list.

The bundles it keeps them in (`Bounces.mbox/Messages/*.emlx`, or with a file `mbox`) are folders.
"""

import re
from collections.abc import Iterator

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import faults, message
from bounce_inspector.core.sources.feed import Feed, Part
from bounce_inspector.core.sources.limits import Budget

_LENGTH = re.compile(rb"(\d{1,12})[ \t]*\r?\n")


def recognises(head: bytes) -> bool:
    """Recognise a line with nothing but a number, and a message after it."""
    found = _LENGTH.match(head)
    return found is not None and message.recognises(head[found.end() :])


def read(feed: Feed, budget: Budget) -> Iterator[RawMessage | Unread]:
    """Yield the message without what Apple Mail wrote around it."""
    found = _LENGTH.match(feed.peek(64))
    start = found.end() if found else 0
    length = int(found[1]) if found else 0
    feed.read(start)
    for one in message.read(Feed(Part(feed, length), feed.source, feed.entry), budget):
        if isinstance(one, RawMessage):
            problems = one.problems
            if one.length < length and not problems:
                problems = (faults.message_truncated(),)
            yield one._replace(offset=start, problems=problems)

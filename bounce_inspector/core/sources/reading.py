"""Units of work to messages, and one message again for the window that shows it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import faults, maildir, mbox
from bounce_inspector.core.sources.chunk import Chunk, Held, Place, Span
from bounce_inspector.core.sources.feed import Feed, open_feed
from bounce_inspector.core.sources.formats import Format, Formats, messages, recognise
from bounce_inspector.core.sources.limits import Budget, Limits
from bounce_inspector.core.sources.mailbox_scan import Stretch


def digest(data: bytes) -> str:
    """Return what a message is recognised by when it is read again: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read(chunk: Chunk, limits: Limits, formats: Formats) -> Iterator[RawMessage | Unread]:
    """Yield the messages of a unit of work in their order, and what could not be read."""
    if isinstance(chunk, Held):
        yield from chunk.messages
    elif isinstance(chunk, Span):
        yield from _read_span(chunk, limits)
    else:
        for place in chunk.places:
            yield from _read_file(place, limits, formats)


def reread(
    source: str,
    entry: str,
    offset: int,
    length: int,
    index: int,
    *,
    limits: Limits,
    formats: Formats,
    expected: str = "",
) -> RawMessage | Unread:
    """Return one message again, or why it is no longer there.

    `expected` is its `digest`; without it one that fills the same bytes is taken for it.
    """
    path = source
    if os.path.isdir(source):
        path = maildir.find(source, entry) or os.path.join(source, entry)
    feed = open_feed(path, source, "" if path == source else entry, single=path != source)
    if not isinstance(feed, Feed):
        problem = faults.gone() if feed.code == faults.missing().code else feed
        return Unread(source, entry, problem)
    with closing(feed):
        budget = Budget(limits, packed=os.path.getsize(path), first_index=index)
        for inner, found in _matching(feed, entry, budget, formats):
            again = _again(inner, found, offset, length, budget)
            if again and again.length == length and expected in ("", digest(again.data)):
                return again
    return Unread(source, entry, faults.changed())


def _read_file(place: Place, limits: Limits, formats: Formats) -> Iterator[RawMessage | Unread]:
    feed = open_feed(place.path, place.source, place.entry, single=place.single)
    if isinstance(feed, Feed):
        budget = Budget(limits, packed=place.size, first_index=place.index)
        yield from messages(feed, budget, formats)
    else:
        yield Unread(place.source, place.entry, feed)


def _read_span(span: Span, limits: Limits) -> Iterator[RawMessage | Unread]:
    place = span.place
    feed = open_feed(place.path, place.source, place.entry)
    if not isinstance(feed, Feed):
        yield Unread(place.source, place.entry, feed)
        return
    with closing(feed):
        first = span.starts[0]
        feed.move_to(first)
        block = feed.read(min(span.end, span.starts[-1] + limits.message) - first)
        ends = (*span.starts[1:], span.end)
        for number, (start, end) in enumerate(zip(span.starts, ends, strict=True)):
            data = block[start - first : min(end - first, start - first + limits.message)]
            if not data.startswith(b"From "):
                yield Unread(place.source, place.entry, feed.problem or faults.changed())
            elif not mbox.is_deleted(data):
                stretch = Stretch(start, end - start, data)
                found = mbox.message(
                    stretch, place.source, place.entry, span.index + number, limits.message
                )
                yield found
                yield from mbox.broken(found)


def _matching(
    feed: Feed, entry: str, budget: Budget, formats: Formats, depth: int = 0
) -> Iterator[tuple[Feed, Format]]:
    """Yield the files named `entry` in a feed, having looked into nothing else."""
    found = recognise(feed.peek(), formats)
    if isinstance(found, Format):
        if feed.entry == entry:
            yield feed, found
    elif found and depth < budget.limits.nesting:
        for inner in found.unpack(feed, budget):
            if isinstance(inner, Feed):
                if inner.entry in (entry, feed.entry) or entry.startswith(inner.entry + "/"):
                    yield from _matching(inner, entry, budget, formats, depth + 1)
                inner.close()


def _again(
    feed: Feed, found: Format, offset: int, length: int, budget: Budget
) -> RawMessage | None:
    if found.read is mbox.read and not feed.single:
        return mbox.reread(feed, offset, length, budget)
    reader = messages(feed, budget, (found,))
    return next((again for again in reader if isinstance(again, RawMessage)), None)

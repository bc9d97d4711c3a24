"""Paths to units of work: small files in groups, big mailboxes in stretches, packed ones opened."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import faults, folder, mbox
from bounce_inspector.core.sources.chunk import Chunk, Files, Held, Place, Span
from bounce_inspector.core.sources.feed import Feed, open_feed
from bounce_inspector.core.sources.formats import Formats, Packing, messages, recognise
from bounce_inspector.core.sources.limits import Budget, Cancelled, Limits, never
from bounce_inspector.core.sources.mailbox_scan import stretches

SMALL = 1 << 20
"""Bytes up to which a file goes to a worker as a whole, unless it is packed."""
UNSEEN = 1 << 14
"""Bytes up to which a file is not even looked into here: however packed, it is soon read."""
_STATUS_BYTES = 1024


class _Size:
    """How big the next chunk may be: small ones first, for the first rows are wanted at once."""

    def __init__(self) -> None:
        self.messages = 16
        self.bytes = 1 << 16

    def grow(self) -> None:
        """Double, up to about a twentieth of a second of work."""
        self.messages = min(self.messages * 2, 256)
        self.bytes = min(self.bytes * 2, 1 << 20)


def _is_small(place: Place, formats: Formats) -> bool:
    """Say whether a file is quickly read. A packed one may hold a hundred times its size."""
    if place.size > SMALL:
        return False
    if place.size <= UNSEEN:
        return True
    feed = open_feed(place.path, place.source, place.entry, single=place.single)
    if not isinstance(feed, Feed):
        return True
    with closing(feed):
        return not isinstance(recognise(feed.peek(), formats), Packing)


class _Group:
    """Small files that will make one chunk."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._bytes = 0

    def has_room(self, size: _Size) -> bool:
        """Say whether one more file may be added."""
        return len(self.places) < size.messages and self._bytes < size.bytes

    def add(self, place: Place) -> None:
        """Take a file in."""
        self.places.append(place)
        self._bytes += place.size

    def close(self, size: _Size) -> Files:
        """Return the chunk and start anew."""
        files = Files(tuple(self.places), self._bytes)
        self.places, self._bytes = [], 0
        size.grow()
        return files


def plan(
    paths: Iterable[str | os.PathLike[str]],
    limits: Limits,
    formats: Formats,
    cancelled: Callable[[], bool] = never,
) -> Iterator[Chunk | Unread]:
    """Yield the work that is in the paths, in their order; end early when cancelled."""
    size = _Size()
    group = _Group()
    try:
        for found in _walk(paths, cancelled):
            small = isinstance(found, Place) and _is_small(found, formats)
            if group.places and not (small and group.has_room(size)):
                yield group.close(size)
            if isinstance(found, Unread):
                yield found
            elif small:
                group.add(found)
            else:
                yield from _large(found, limits, formats, size, cancelled)
        if group.places:
            yield group.close(size)
    except Cancelled:
        return


def sizes(paths: Iterable[str | os.PathLike[str]]) -> Iterator[int]:
    """Yield the bytes of each file that `plan` will read, for a total to hold progress against."""
    for found in _walk(paths, never):
        yield found.size if isinstance(found, Place) else 0


def _walk(
    paths: Iterable[str | os.PathLike[str]], cancelled: Callable[[], bool]
) -> Iterator[Place | Unread]:
    for given in paths:
        path = os.fspath(given)
        empty = True
        for found in folder.walk(path) if os.path.isdir(path) else (_place(path),):
            if cancelled():
                raise Cancelled
            empty = False
            yield found
        if empty:
            yield Unread(path, "", faults.empty_folder())


def _place(path: str) -> Place:
    """Return a file that was given by name. Whether it can be read is found out by reading it."""
    try:
        size = os.stat(path).st_size
    except (OSError, ValueError):
        size = 0
    return Place(path, path, size=size)


def _large(
    place: Place,
    limits: Limits,
    formats: Formats,
    size: _Size,
    cancelled: Callable[[], bool],
) -> Iterator[Chunk | Unread]:
    feed = open_feed(place.path, place.source, place.entry, single=place.single)
    if not isinstance(feed, Feed):
        yield Unread(place.source, place.entry, feed)
        return
    with closing(feed):
        budget = Budget(limits, packed=place.size, first_index=place.index, cancelled=cancelled)
        found = recognise(feed.peek(), formats)
        if isinstance(found, Packing):
            yield from _held(feed, budget, formats, size, place.size)
        elif found and found.read is mbox.read and not place.single:
            yield from _spans(feed, place, budget, size)
        else:
            yield Files((place,), place.size)


def _held(
    feed: Feed, budget: Budget, formats: Formats, size: _Size, packed: int
) -> Iterator[Chunk]:
    """Yield what comes out of a packed file."""
    held: list[RawMessage | Unread] = []
    weight = told = 0
    for found in messages(feed, budget, formats):
        held.append(found)
        weight += len(found.data) if isinstance(found, RawMessage) else 0
        if len(held) >= size.messages or weight >= size.bytes:
            at = min(feed.position, packed)
            yield Held(tuple(held), max(at - told, 0))
            told, held, weight = max(at, told), [], 0
            size.grow()
    yield Held(tuple(held), packed - told)


def _spans(feed: Feed, place: Place, budget: Budget, size: _Size) -> Iterator[Chunk | Unread]:
    """Yield the stretches of a mailbox on the disk, cut where messages start."""
    starts: list[int] = []
    deleted = index = end = told = 0
    for stretch in stretches(feed, keep=_STATUS_BYTES, check=budget.check):
        starts.append(stretch.start)
        end = stretch.start + stretch.length
        deleted += mbox.is_deleted(stretch.data)
        if len(starts) >= size.messages or end - starts[0] >= size.bytes:
            yield Span(place, tuple(starts), end, index, end - told)
            index, told, starts = index + len(starts), end, []
            size.grow()
    if starts:
        yield Span(place, tuple(starts), end, index, end - told)
    if feed.problem:
        yield Unread(place.source, place.entry, feed.problem)
    if deleted:
        yield Unread(place.source, place.entry, faults.deleted_skipped(deleted))

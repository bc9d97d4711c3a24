"""What a format is to the rest: how it is recognised and what it is turned into."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import faults, message, other_files
from bounce_inspector.core.sources.feed import HEAD, Feed
from bounce_inspector.core.sources.limits import Budget


@dataclass(frozen=True, slots=True)
class Format:
    """A format that holds messages, recognised by its first HEAD bytes alone."""

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Feed, Budget], Iterator[RawMessage | Unread]]


@dataclass(frozen=True, slots=True)
class Packing:
    """A format that holds other files: an archive, a compression, an encoding."""

    name: str
    recognises: Callable[[bytes], bool]
    unpack: Callable[[Feed, Budget], Iterator[Feed | Unread]]


Formats = Sequence[Format | Packing]


def recognise(head: bytes, formats: Formats) -> Format | Packing | None:
    """Return the format of a file that starts with `head`, None where it is no mail."""
    if other_files.kind_of(head):
        return None
    return next((known for known in formats if known.recognises(head)), None)


def messages(
    feed: Feed, budget: Budget, formats: Formats, depth: int = 0
) -> Iterator[RawMessage | Unread]:
    """Yield what is in a feed, through every layer of packing, and close it.

    What could not be read is yielded as Unread in its place; nothing is raised but Cancelled.
    """
    try:
        head = feed.peek(HEAD)
        found = recognise(head, formats)
        if isinstance(found, Format):
            yield from (message.read if feed.single else found.read)(feed, budget)
        elif found is None:
            if feed.problem is None:
                yield Unread(feed.source, feed.entry, other_files.problem_of(head))
        elif depth >= budget.limits.nesting:
            problem = faults.nested_too_deep(budget.limits.nesting)
            yield Unread(feed.source, feed.entry, problem)
        else:
            inner = None
            for inner in found.unpack(feed, budget):
                if isinstance(inner, Unread):
                    yield inner
                else:
                    yield from messages(inner, budget, formats, depth + 1)
            if inner is None and feed.problem is None:
                yield Unread(feed.source, feed.entry, faults.empty_archive())
        if feed.problem is not None:
            yield Unread(feed.source, feed.entry, feed.problem)
    finally:
        feed.close()

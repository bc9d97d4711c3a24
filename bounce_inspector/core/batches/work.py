"""What is done with a chunk, in whatever process."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from bounce_inspector.core import sources
from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import Chunk, Limits

Result = TypeVar("Result")
Inspect: TypeAlias = Callable[[RawMessage], Result]
"""What is done with each message: an inspection, or what is further made of one."""
Found: TypeAlias = Result | Unread


class Piece(NamedTuple, Generic[Result]):
    """What a chunk, or a part of it, came to, and the bytes that are done with it."""

    found: list[Found[Result]]
    bytes: int


class Name(NamedTuple):
    """What a message is called."""

    source: str
    entry: str


def inspected(
    chunk: Chunk, inspect: Inspect[Result], limits: Limits, first: int = 0, last: int | None = None
) -> list[Found[Result]]:
    """Return what the messages of a chunk from `first` on and before `last` come to."""
    return list(each(islice(sources.read(chunk, limits), first, last), inspect))


def each(raws: Iterator[RawMessage | Unread], inspect: Inspect[Result]) -> Iterator[Found[Result]]:
    """Yield the inspection of every message, and what could not be read as it is."""
    for raw in raws:
        yield inspect(raw) if isinstance(raw, RawMessage) else raw


def names(chunk: Chunk, limits: Limits) -> list[Name]:
    """Return what the messages of a chunk are called, without inspecting them."""
    return [Name(one.source, one.entry) for one in sources.read(chunk, limits)]


def warm_up() -> None:
    """Load what inspecting needs."""
    from bounce_inspector.core.pipeline import inspect

    inspect(RawMessage(b""))

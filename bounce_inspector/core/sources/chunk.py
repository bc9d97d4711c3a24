"""The units of work that `plan` cuts its paths into and `read` turns into messages."""

from dataclasses import dataclass

from bounce_inspector.core.model import RawMessage, Unread


@dataclass(frozen=True, slots=True)
class Place:
    """A file on the disk, and what its messages are called.

    `single` says that the file is one message whatever it looks like (Maildir).
    """

    path: str
    source: str
    entry: str = ""
    index: int = 0
    size: int = 0
    single: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """Whole files, each read on its own."""

    places: tuple[Place, ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an mbox on the disk: where its messages' ``From `` lines start, and its end."""

    place: Place
    starts: tuple[int, ...]
    end: int
    index: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Held:
    """Messages that came out of a packed stream, which can only be read from its front."""

    messages: tuple[RawMessage | Unread, ...]
    bytes: int


Chunk = Files | Span | Held
"""`bytes` of each is what it takes on the disk, for showing progress."""

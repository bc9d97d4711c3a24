"""Bytes out of files: what a path holds is decided by its content, never by its name.

`plan` cuts paths into units of work, `read` turns one into messages (in a worker process), `reread`
fetches one message again, `from_text` takes a pasted one. None of them raises on any input.
"""

import os
from collections.abc import Callable, Iterable, Iterator

from bounce_inspector.core.model import RawMessage, Unread
from bounce_inspector.core.sources import (
    compressed,
    emlx,
    faults,
    mbox,
    message,
    outlook,
    planning,
    reading,
    tarred,
    utf16,
    zipped,
)
from bounce_inspector.core.sources.chunk import Chunk, Files, Held, Span
from bounce_inspector.core.sources.faults import SKIPPED_ON_PURPOSE
from bounce_inspector.core.sources.formats import Format, Formats, Packing
from bounce_inspector.core.sources.limits import Cancelled, Limits, never
from bounce_inspector.core.sources.message import from_text
from bounce_inspector.core.sources.planning import sizes
from bounce_inspector.core.sources.reading import digest

__all__ = [
    "FORMATS",
    "SKIPPED_ON_PURPOSE",
    "Cancelled",
    "Chunk",
    "Files",
    "Held",
    "Limits",
    "Span",
    "digest",
    "faults",
    "from_text",
    "never",
    "plan",
    "read",
    "reread",
    "sizes",
]

DEFAULTS = Limits()

FORMATS: Formats = (
    Packing("gzip", compressed.is_gzip, compressed.gunzip),
    Packing("bzip2", compressed.is_bzip2, compressed.bunzip2),
    Packing("xz", compressed.is_xz, compressed.unxz),
    Packing("zip", zipped.recognises, zipped.unpack),
    Packing("tar", tarred.recognises, tarred.unpack),
    Packing("utf-16", utf16.recognises, utf16.unpack),
    Format("msg", outlook.recognises, outlook.read),
    Format("emlx", emlx.recognises, emlx.read),
    Format("mbox", mbox.recognises, mbox.read),
    # Last, for nearly every text with a colon in it could be one message.
    Format("message", message.recognises, message.read),
)
"""Every format that is read, the ones with a sure mark first. A folder is none: see folder.py."""


def plan(
    paths: Iterable[str | os.PathLike[str]],
    limits: Limits = DEFAULTS,
    *,
    cancelled: Callable[[], bool] = never,
) -> Iterator[Chunk | Unread]:
    """Yield the work that is in the paths, in their order, lazily; end early when cancelled."""
    return planning.plan(paths, limits, FORMATS, cancelled)


def read(chunk: Chunk, limits: Limits = DEFAULTS) -> Iterator[RawMessage | Unread]:
    """Yield the messages of a unit of work in their order, and what could not be read."""
    return reading.read(chunk, limits, FORMATS)


def reread(
    source: str,
    entry: str,
    offset: int,
    length: int,
    index: int,
    *,
    expected: str = "",
    limits: Limits = DEFAULTS,
) -> RawMessage | Unread:
    """Return one message again, or why it is no longer there.

    `expected` is its `digest`; without it one that fills the same bytes is taken for it.
    """
    return reading.reread(
        source, entry, offset, length, index, limits=limits, formats=FORMATS, expected=expected
    )

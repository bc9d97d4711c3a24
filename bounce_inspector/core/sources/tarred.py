"""Tar archives, read forward once in memory: no path of an archive ever touches the disk."""

import tarfile
from collections.abc import Iterator

from bounce_inspector.core.model import Unread
from bounce_inspector.core.sources import faults
from bounce_inspector.core.sources.entries import Names, is_passed_over
from bounce_inspector.core.sources.feed import Feed, Part
from bounce_inspector.core.sources.limits import Budget

_RECORD = 512
_LONGEST_NAME = 1 << 16
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_NAME_OF_NEXT = (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)


def recognises(head: bytes) -> bool:
    """Recognise the first header by its mark, or the oldest kind by its checksum."""
    if len(head) < _RECORD or head[0] == 0 or b"\0" not in head[:_RECORD]:
        return False
    return head[257:262] == b"ustar" or _header(head[:_RECORD]) is not None


def unpack(feed: Feed, budget: Budget) -> Iterator[Feed | Unread]:
    """Yield the files in an archive, each to be read before the next is asked for."""
    names = Names(feed.entry)
    long_name = ""
    while record := feed.read(_RECORD):
        if not any(record):
            continue  # archives end with empty records; others may follow if they were joined
        info = _header(record)
        if info is None:
            if feed.problem is None:
                yield Unread(feed.source, feed.entry, faults.archive_damaged())
            return
        start = feed.position
        if info.type in _NAME_OF_NEXT:
            long_name = _name_in(feed.read(min(info.size, _LONGEST_NAME)), info.type)
        elif info.type in _FILES and not info.name.endswith("/"):
            name = long_name or info.name
            unique = names.of(name)
            if not is_passed_over(name):
                if problem := budget.spend_entry():
                    yield Unread(feed.source, feed.entry, problem)
                    return
                yield Feed(Part(feed, info.size), feed.source, unique)
            long_name = ""
        elif info.type == tarfile.GNUTYPE_SPARSE:
            yield Unread(feed.source, names.of(info.name), faults.packed_unsupported())
        budget.check()
        if budget.exceeded:
            return
        if not _has_passed(feed, start, info.size):
            yield Unread(feed.source, feed.entry, faults.archive_damaged())
            return


def _header(record: bytes) -> tarfile.TarInfo | None:
    try:
        info = tarfile.TarInfo.frombuf(record, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError, IndexError):
        return None
    return info if info.size >= 0 else None


def _has_passed(feed: Feed, start: int, size: int) -> bool:
    """Go to the next header; say whether the entry before it was all there."""
    if feed.position < start + size:
        feed.move_to(start + size - 1)
        feed.read(1)
    whole = feed.position == start + size
    feed.read(-size % _RECORD)
    return whole or feed.problem is not None


def _name_in(data: bytes, kind: bytes) -> str:
    """Return the long name in a GNU record, or the path in a pax one ("27 path=...")."""
    if kind == tarfile.GNUTYPE_LONGNAME:
        return data.split(b"\0")[0].decode("utf-8", "replace")
    for line in data.split(b"\n"):
        _, _, field = line.partition(b" ")
        if field.startswith(b"path="):
            return field[5:].decode("utf-8", "replace")
    return ""

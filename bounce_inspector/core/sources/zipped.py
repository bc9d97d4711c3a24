"""Zip archives, read entry by entry in memory: no path of an archive ever touches the disk."""

import bz2
import io
import zlib
from collections.abc import Iterator

from bounce_inspector.core.model import Unread
from bounce_inspector.core.sources import faults, zip_directory
from bounce_inspector.core.sources.compressed import Deflate, Unpacking
from bounce_inspector.core.sources.entries import Names, is_passed_over
from bounce_inspector.core.sources.feed import Broken, Feed, Stream
from bounce_inspector.core.sources.limits import Budget
from bounce_inspector.core.sources.zip_directory import Entry

_DOCUMENTS = {
    "[Content_Types].xml": "an Office document",
    "mimetype": "a document",
    "META-INF/MANIFEST.MF": "a Java program",
    "AndroidManifest.xml": "an Android program",
}


def recognises(head: bytes) -> bool:
    """Recognise an entry's header at the start, or the end of an archive without entries."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(feed: Feed, budget: Budget) -> Iterator[Feed | Unread]:
    """Yield the files in an archive. An archive within an archive is held in memory for that."""
    limit = budget.limits.held
    try:
        with io.FileIO(feed.path) if feed.path else io.BytesIO(feed.read(limit + 1)) as file:
            size = file.seek(0, io.SEEK_END)
            if not feed.path and size > limit:
                yield Unread(feed.source, feed.entry, faults.nested_too_large(limit))
            else:
                yield from _entries(file, size, feed, budget)
    except OSError as error:
        yield Unread(feed.source, feed.entry, faults.of_error(error))


def _entries(
    file: io.FileIO | io.BytesIO, size: int, feed: Feed, budget: Budget
) -> Iterator[Feed | Unread]:
    directory = zip_directory.listed(file, size, budget.limits.entries)
    if directory is None:
        yield Unread(feed.source, feed.entry, faults.archive_damaged())
    else:
        locked = sum(entry.encrypted for entry in directory)
        if locked:
            problem = faults.encrypted(locked, len(directory))
            yield Unread(feed.source, feed.entry, problem)
        if directory and directory[0].name in _DOCUMENTS:
            problem = faults.not_mail(_DOCUMENTS[directory[0].name])
            yield Unread(feed.source, feed.entry, problem)
            return
    names = Names(feed.entry)
    found = zip_directory.gone_through(file, size) if directory is None else iter(directory)
    for entry in found:
        name = names.of(entry.name)
        if entry.encrypted or is_passed_over(entry.name):
            continue
        if problem_of_entry := budget.spend_entry():
            yield Unread(feed.source, feed.entry, problem_of_entry)
            return
        yield Feed(_Unzipping(file, entry, budget), feed.source, name)
        if feed.path and entry.packed is not None:
            feed.position = entry.start + entry.packed
        if budget.exceeded:
            return


class _Unzipping:
    """The bytes of one entry, unpacked when they are asked for and checked at their end."""

    def __init__(self, file: io.FileIO | io.BytesIO, entry: Entry, budget: Budget) -> None:
        self._file = file
        self._entry = entry
        self._budget = budget
        self._stream: Stream | None = None
        self._crc = 0
        self._size = 0

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; raise Broken where they are not what was packed."""
        if self._stream is None:
            self._stream = self._open()
        data = self._stream.read(size)
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        if not data and self._entry.crc not in (None, self._crc):
            raise Broken(faults.packed_damaged())
        return data

    def close(self) -> None:
        """Leave the archive open: its other entries are read from it."""

    def _open(self) -> Stream:
        start = zip_directory.data_start(self._file, self._entry)
        if start is None:
            raise Broken(faults.packed_damaged())
        packed = _Slice(self._file, start, self._entry.packed)
        method = self._entry.method
        if method == zip_directory.DEFLATED:
            return Unpacking(packed, self._budget, lambda: Deflate(-zlib.MAX_WBITS))
        if method == zip_directory.BZIP2:
            return Unpacking(packed, self._budget, bz2.BZ2Decompressor)
        if method == zip_directory.STORED and self._entry.packed is not None:
            return packed
        raise Broken(faults.packed_unsupported())


class _Slice:
    """A stretch of the archive, of unknown length if it ends with the data itself."""

    def __init__(self, file: io.FileIO | io.BytesIO, start: int, length: int | None) -> None:
        self._file = file
        self._at = start
        self._left = (1 << 62) if length is None else length

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes from where the last call ended, whoever has read between."""
        self._file.seek(self._at)
        data = self._file.read(min(size, self._left))
        self._at += len(data)
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Leave the archive open."""

"""gzip, bzip2 and xz: one file, made smaller. What can be unpacked of a damaged one is read."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import faults
from bounce_inspector.core.sources.feed import Broken, Feed, Stream
from bounce_inspector.core.sources.limits import Budget

BLOCK = 1 << 16
_STEP = 1 << 14
_SMALL_STEP = 1
_REMEMBERED = 1 << 20
_MAGIC = 10
_XZ_MEMORY = 256 << 20  # xz -9 needs 65 MB; a header that asks for more wants to do harm
_FAULTS = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)


def is_gzip(head: bytes) -> bool:
    """Recognise RFC 1952 with deflate, the only method there is."""
    return head.startswith(b"\x1f\x8b\x08")


def is_bzip2(head: bytes) -> bool:
    """Recognise the block size and the first block's or the end's mark."""
    return head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")


def is_xz(head: bytes) -> bool:
    """Recognise the xz container; bare LZMA has no mark of its own."""
    return head.startswith(b"\xfd7zXZ\0")


def gunzip(feed: Feed, budget: Budget) -> Iterator[Feed]:
    """Yield what a gzip file holds."""
    yield Feed(
        Unpacking(feed, budget, lambda: Deflate(31), is_gzip),
        feed.source,
        feed.entry,
        single=feed.single,
    )


def bunzip2(feed: Feed, budget: Budget) -> Iterator[Feed]:
    """Yield what a bzip2 file holds."""
    stream = Unpacking(feed, budget, bz2.BZ2Decompressor, is_bzip2)
    yield Feed(stream, feed.source, feed.entry, single=feed.single)


def unxz(feed: Feed, budget: Budget) -> Iterator[Feed]:
    """Yield what an xz file holds."""
    stream = Unpacking(
        feed, budget, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY), is_xz
    )
    yield Feed(stream, feed.source, feed.entry, single=feed.single)


class Decompressor(Protocol):
    """What bz2 and lzma have in common."""

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more packed bytes."""
        ...

    @property
    def unused_data(self) -> bytes:
        """The packed bytes after the end."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return up to `max_length` bytes."""
        ...


class Deflate:
    """The same for zlib, which keeps its input differently. `bits` as zlib has them."""

    def __init__(self, bits: int) -> None:
        self._inner = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more packed bytes."""
        return not self._inner.eof and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """The packed bytes after the end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return up to `max_length` bytes."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class Unpacking:
    """A stream over the packed bytes of a feed, through all members one after the other.

    Where a member breaks, its library throws away what the failing call had unpacked. So the packed
    bytes of small members are remembered, and gone through again in small steps.
    """

    def __init__(
        self,
        feed: Stream,
        budget: Budget,
        start: Callable[[], Decompressor],
        follows: Callable[[bytes], bool] = lambda _: False,
    ) -> None:
        self._feed = feed
        self._budget = budget
        self._start = start
        self._follows = follows
        self._problem: Problem | None = None
        self._ready = b""
        self._begin(b"")

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; raise Broken where the data is damaged or too much.

        The steps do not depend on `size`: a limit ends the data at the same byte for every reader.
        """
        if not self._ready:
            self._budget.check()
            self._ready = self._next_step()
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def close(self) -> None:
        """Leave the feed to its owner."""

    def _next_step(self) -> bytes:
        while self._problem is None:
            if self._member.eof and not self._next_member():
                return b""
            data = self._unpack()
            self._made += len(data)
            self._problem = self._budget.spend_bytes(len(data)) or self._problem
            if data:
                return data
        raise Broken(self._problem)

    def _begin(self, packed: bytes) -> None:
        self._member = self._start()
        self._packed = packed
        self._seen = bytearray()
        self._made = 0

    def _unpack(self) -> bytes:
        packed = b""
        if self._member.needs_input:
            packed, self._packed = self._packed or self._feed.read(BLOCK), b""
            if not packed:
                self._problem = faults.packed_damaged()
                return b""
            if len(self._seen) <= _REMEMBERED:
                self._seen += packed
        try:
            return self._member.decompress(packed, _STEP)
        except _FAULTS:
            self._problem = faults.packed_damaged()
            return self._salvaged() if len(self._seen) <= _REMEMBERED else b""

    def _salvaged(self) -> bytes:
        """Return what the call that failed would have had to return."""
        member = self._start()
        packed = bytes(self._seen)
        pieces = []
        try:
            while self._made > 0 and (piece := member.decompress(packed, self._made)):
                self._made -= len(piece)
                packed = b""
            while piece := member.decompress(packed, _SMALL_STEP):
                pieces.append(piece)
                packed = b""
        except _FAULTS:
            return b"".join(pieces)
        return b"".join(pieces)

    def _next_member(self) -> bool:
        """Go on to the next member; padding, or what else follows that is none, is left alone."""
        rest = self._member.unused_data or self._packed
        while len(rest := rest.lstrip(b"\0")) < _MAGIC and (more := self._feed.read(BLOCK)):
            rest += more
        if not self._follows(rest):
            return False
        self._begin(rest)
        return True

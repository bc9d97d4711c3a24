"""The bytes of one file or entry, read once from the front, without ever raising."""

import io
import os
import stat
from typing import Protocol

from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import faults

HEAD = 16_384
"""Bytes that every format is recognised by."""


_AT_ONCE = 1 << 18  # reading makes room for what is asked, not for what there is


class Broken(Exception):  # noqa: N818  # it ends a stream, it is no error of ours
    """Raised by a stream whose bytes end before their time."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


class Stream(Protocol):
    """What a feed reads from: up to `size` bytes, none at the end; may raise OSError or Broken."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Feed:
    """Bytes with the name they come under.

    `problem` says what ended the bytes too early, if anything did. `path` is set where the bytes
    are those of a file on the disk as they are, so that they can be read again from any offset.
    `single` is set where there is one message whatever the content looks like (Maildir).
    """

    def __init__(
        self, stream: Stream, source: str, entry: str = "", *, path: str = "", single: bool = False
    ) -> None:
        self.source = source
        self.entry = entry
        self.path = path
        self.single = single
        self.position = 0
        self.problem: Problem | None = None
        self._stream = stream
        self._ahead = b""

    def peek(self, size: int = HEAD) -> bytes:
        """Return the next `size` bytes (fewer at the end) and keep them."""
        if len(self._ahead) < size:
            self._ahead += self._pull(size - len(self._ahead))
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer only at the end."""
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        if len(data) < size:
            data += self._pull(size - len(data))
        self.position += len(data)
        return data

    def skip(self, size: int) -> int:
        """Pass over bytes and return how many there were."""
        passed = 0
        while passed < size and (data := self.read(min(size - passed, 1 << 20))):
            passed += len(data)
        return passed

    def move_to(self, position: int) -> None:
        """Go on at `position`, which lies ahead unless the feed is a file or in memory."""
        if isinstance(self._stream, io.FileIO | io.BytesIO):
            self._stream.seek(position)
            self.position, self._ahead = position, b""
        else:
            self.skip(position - self.position)

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _pull(self, size: int) -> bytes:
        pieces = []
        while size > 0 and self.problem is None:
            try:
                piece = self._stream.read(min(size, _AT_ONCE))
            except OSError as error:
                self.problem = faults.of_error(error)
                break
            except Broken as broken:
                self.problem = broken.problem
                break
            if not piece:
                break
            pieces.append(piece)
            size -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class Part:
    """The next `length` bytes of a feed, as a stream that leaves the feed open."""

    def __init__(self, feed: Feed, length: int) -> None:
        self._feed = feed
        self._left = length

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        data = self._feed.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Leave the feed to its owner."""


def open_feed(path: str, source: str, entry: str = "", *, single: bool = False) -> Feed | Problem:
    """Open a regular file on the disk. Pipes and devices are refused: they could wait for ever."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return faults.not_a_file()
        stream = io.FileIO(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return faults.of_error(error) if isinstance(error, OSError) else faults.missing()
    return Feed(stream, source, entry, path=path, single=single)

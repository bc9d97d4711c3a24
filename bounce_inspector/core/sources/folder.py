"""Folders on the disk: what is in them to read, in order, each folder once."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bounce_inspector.core.model import Unread
from bounce_inspector.core.sources import faults, maildir
from bounce_inspector.core.sources.chunk import Place

_INDEX_FILES = re.compile(
    r"(?i)\..*|__MACOSX|thumbs\.db|desktop\.ini|icon\r"
    r"|.*\.(?:msf|cmeta|ev-summary|ev-summary-meta|ibex\.index(?:\.data)?|emlxpart)"
    r"|table_of_contents|info\.plist|content_index|mbox\.toc"
    r"|msgfilterrules\.dat|virtualfolders\.dat|filterlog\.html|popstate\.dat"
    r"|maildirsize|maildirfolder|courierimap[a-z]*|courierpop3[a-z]*"
    r"|dovecot(?:-uid.*|-keywords|-acl.*|\.index.*|\.list\.index.*|\.mailbox\.log.*|\.sieve.*)"
)
_OF_A_MAILDIR = frozenset((*maildir.READ, "tmp", "subscriptions"))


def is_index(name: str) -> bool:
    """Say whether a file is hidden, or what a mail program notes beside its mail."""
    return bool(_INDEX_FILES.fullmatch(name))


@dataclass(slots=True)
class _Level:
    """A folder that is being gone through, and what is left of it."""

    entries: Iterator[os.DirEntry[str]]
    is_maildir: bool

    def hides(self, entry: os.DirEntry[str]) -> bool:
        """Say whether an entry is nothing to read here. Maildir++ has its subfolders hidden."""
        if self.is_maildir:
            return entry.name in _OF_A_MAILDIR or (is_index(entry.name) and not _is_maildir(entry))
        return is_index(entry.name)


def walk(top: str) -> Iterator[Place | Unread]:
    """Yield every file below a folder, sorted by name, and what could not be looked into.

    Links are followed, but no folder is entered twice, so that a loop of links ends.
    """
    seen: set[tuple[int, int]] = set()
    levels: list[_Level] = []
    yield from _enter(top, levels, seen)
    while levels:
        entry = next(levels[-1].entries, None)
        if entry is None:
            levels.pop()
        elif not levels[-1].hides(entry):
            if _is_folder(entry):
                yield from _enter(entry.path, levels, seen)
            else:
                yield place(entry)


def place(entry: os.DirEntry[str]) -> Place:
    """Return where a file stands. One that has no size cannot be read, which reading finds out."""
    try:
        size = entry.stat().st_size
    except OSError:
        size = 0
    return Place(entry.path, entry.path, size=size)


def _enter(path: str, levels: list[_Level], seen: set[tuple[int, int]]) -> Iterator[Place | Unread]:
    try:
        status = os.stat(path)
        with os.scandir(path) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Unread(path, "", faults.of_error(error))
        return
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        yield Unread(path, "", faults.folder_loop())
        return
    seen.add(identity)
    folders = {entry.name for entry in entries if entry.name in _OF_A_MAILDIR}
    levels.append(_Level(iter(entries), is_maildir := maildir.is_maildir(folders)))
    if is_maildir:
        yield from maildir.places(path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_maildir(entry: os.DirEntry[str]) -> bool:
    return _is_folder(entry) and os.path.isdir(os.path.join(entry.path, maildir.READ[0]))

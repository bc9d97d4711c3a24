"""Maildir and Maildir++: a file for each message, in `cur` and `new`; `tmp` is not delivered yet.

https://cr.yp.to/proto/maildir.html; subfolders are Maildirs named `.Name` within (Maildir++).
"""

import os
from collections.abc import Iterator

from bounce_inspector.core.model import Unread
from bounce_inspector.core.sources import faults
from bounce_inspector.core.sources.chunk import Place

READ = ("cur", "new")


def is_maildir(names: set[str]) -> bool:
    """Say whether a folder with these names in it is a Maildir."""
    return "cur" in names and not names.isdisjoint(("new", "tmp"))


def places(path: str) -> Iterator[Place | Unread]:
    """Yield the messages of one Maildir in the order of their names, `cur` before `new`."""
    index = 0
    for folder in READ:
        listed = _files(os.path.join(path, folder))
        if isinstance(listed, OSError):
            if not isinstance(listed, FileNotFoundError):
                yield Unread(path, folder, faults.of_error(listed))
            continue
        for file in listed:
            yield Place(file.path, path, f"{folder}/{file.name}", index, _size(file), single=True)
            index += 1
    waiting = _files(os.path.join(path, "tmp"))
    if isinstance(waiting, list) and waiting:
        yield Unread(path, "tmp", faults.undelivered_skipped(len(waiting)))


def find(path: str, entry: str) -> str | None:
    """Return where a message is now: reading and flagging it moves and renames its file."""
    unique = _unique(entry.rpartition("/")[2])
    for folder in READ:
        listed = _files(os.path.join(path, folder))
        for file in listed if isinstance(listed, list) else ():
            if _unique(file.name) == unique:
                return file.path
    return None


def _unique(name: str) -> str:
    """Return the name without its flags. On Windows the colon before them is a semicolon."""
    return name.partition(":")[0].partition(";")[0]


def _size(file: os.DirEntry[str]) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _files(path: str) -> list[os.DirEntry[str]] | OSError:
    try:
        with os.scandir(path) as listing:
            visible = [entry for entry in listing if not entry.name.startswith(".")]
    except OSError as error:
        return error
    return sorted(visible, key=lambda entry: entry.name)

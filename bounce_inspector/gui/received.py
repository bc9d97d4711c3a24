"""Keep what exists only for a moment: pasted messages, and files that a mail program will delete.

The ledger remembers where a message stands, not the message. What comes from the clipboard or from
a mail program's temporary folder therefore gets a place of its own beside the ledger.
"""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from bounce_inspector.core.problems import Problem, values

_PLAIN = re.compile(r"[^\w.@+ -]+")


def keep_bytes(folder: Path, name: str, data: bytes) -> Path | Problem:
    """Write bytes into the folder and return where; the same bytes always get the same place."""
    digest = hashlib.blake2b(data, digest_size=6).hexdigest()
    return put(folder / digest / _plain(name), data)


def put(target: Path, data: bytes) -> Path | Problem:
    """Write bytes to a place of our own, unless they stand there already."""
    try:
        if target.is_file() and target.read_bytes() == data:
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(target)
    except OSError as fault:
        return _problem(target.parent, fault)
    return target


def keep_file(folder: Path, path: Path) -> Path | Problem:
    """Bring a borrowed file into the folder, by a second name for it where the disk allows that."""
    try:
        status = path.stat()
        mark = f"{path}|{status.st_size}|{status.st_mtime_ns}".encode()
        target = folder / hashlib.blake2b(mark, digest_size=6).hexdigest() / _plain(path.name)
        if target.exists():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:  # another disk, or one without hard links
            shutil.copyfile(path, target)
    except OSError as fault:
        return _problem(folder, fault)
    return target


def _plain(name: str) -> str:
    """Return a name that is safe on every system."""
    return _PLAIN.sub("_", name).strip(". ")[-100:] or "message.eml"


def _problem(folder: Path, fault: OSError) -> Problem:
    """Return why something could not be kept."""
    return Problem(
        "not-kept",
        "The message could not be kept in {folder}: {reason}.",
        "Save it as a file where you like and open that.",
        values(folder=str(folder), reason=fault.strerror or str(fault)),
    )

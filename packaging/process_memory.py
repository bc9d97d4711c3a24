"""How much memory a process and all it started have to themselves. Only Linux tells."""

import os
from pathlib import Path

PROC = Path("/proc")


def is_known() -> bool:
    """Tell whether this system says it."""
    return (PROC / "self" / "smaps_rollup").exists()


def private_bytes(pid: int) -> int:
    """Return the unique set size (USS) of a process and its descendants, in bytes together."""
    return sum(map(_private, _with_descendants(pid)))


def _with_descendants(pid: int) -> set[int]:
    parents = {int(name): _parent(int(name)) for name in os.listdir(PROC) if name.isdecimal()}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _parent(pid: int) -> int:
    """Return the process that started another, 0 where it has ended."""
    try:
        status = (PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return 0
    # The name in brackets may hold anything, also blanks and brackets.
    return int(status.rpartition(b")")[2].split()[1])


def _private(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))

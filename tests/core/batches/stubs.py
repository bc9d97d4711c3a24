"""Stand-ins for the pipeline, importable by worker processes."""

import os
import sys
import time

from bounce_inspector.core.model import Inspection, Kind


def note(raw):
    """Say which process looked at a message, and how many modules of Qt it has."""
    qt = sum(name.startswith(("PySide6", "shiboken6")) for name in sys.modules)
    return inspection(raw, subject=f"{os.getpid()} {qt}")


def inspection(raw, subject=None):
    """Return the least that can be said of a message."""
    return Inspection(
        raw.source,
        raw.entry,
        raw.index,
        raw.offset,
        raw.length,
        Kind.OTHER,
        problems=raw.problems,
        subject=subject,
    )


def slow(raw):
    """Take a while."""
    time.sleep(0.005)
    return inspection(raw)


def die_of_poison(raw):
    """End the process at certain messages."""
    if b"poison" in raw.data:
        os._exit(9)
    return inspection(raw)


def fail(raw):
    """Have a fault of our own."""
    raise ZeroDivisionError(raw.source)


def no_start():
    """Prepare a process in vain."""
    os._exit(3)

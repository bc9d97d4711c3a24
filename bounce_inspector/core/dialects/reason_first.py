"""Servers that give one reason and then the addresses it holds for.

They stand in resources/dialects/reasons.toml.

Could not be delivered because of

550 5.1.1 User unknown

The following recipients were affected:
    anna@example.com
    bob@example.com
"""

from dataclasses import dataclass
from functools import lru_cache

from bounce_inspector.core.address import find_all
from bounce_inspector.core.address_blocks import Block, failure_from
from bounce_inspector.core.folding import fold
from bounce_inspector.core.message import Message, Passage
from bounce_inspector.core.model import Failure
from bounce_inspector.core.phrase_places import Places
from bounce_inspector.core.report import Report
from bounce_inspector.shipped import read_toml

NAME = "reason-first"


@dataclass(frozen=True, slots=True)
class Layout:
    """One row of the table; its comments say what each field means. Phrases are folded."""

    name: str
    reason: tuple[str, ...]
    recipients: tuple[str, ...]
    end: tuple[str, ...]


def read(message: Message) -> Report | None:
    """Return the addresses below the reason, each with all of it."""
    for passage in message.passages:
        folded = fold(passage.words)
        for layout in _layouts():
            if not any(phrase in folded for phrase in layout.reason):
                continue
            failures = _below(passage, layout)
            if failures:
                return Report(layout.name, tuple(failures))
    return None


def _below(passage: Passage, layout: Layout) -> list[Failure]:
    places = Places(passage.text)
    reason = places.find(layout.reason)
    below = places.find(layout.recipients, reason[1]) if reason else None
    if reason is None or below is None or below[1] > passage.stop:
        return []
    end = places.find(layout.end, below[1])
    stop = min(end[0], passage.stop) if end else passage.stop
    return [
        failure_from(
            Block(found.address, found.start, reason[1], below[0]), passage.text, passage.part
        )
        for found in find_all(passage.text, below[1], stop)
    ]


@lru_cache(maxsize=1)
def _layouts() -> tuple[Layout, ...]:
    return tuple(
        Layout(
            table["name"],
            *(tuple(fold(phrase) for phrase in table[name]) for name in _PHRASES),
        )
        for table in read_toml("dialects", "reasons.toml")["dialect"]
    )


_PHRASES = ("reason", "recipients", "end")

"""Servers that give one reason and then the addresses it holds for.

They stand in resources/dialects/reasons.toml.

Could not be delivered because of

550 5.1.1 User unknown

The following recipients were affected:
    anna@example.com
    bob@example.com
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bounce_inspector.core.address import Found, find_first
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Failure
from bounce_inspector.core.smtp import find_codes
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.phrase_places import places_in
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report
from bounce_inspector.shipped import read_toml

NAME = "reason-first"
_LINE = re.compile(r"[^\n@]*+@[^\n]*+")


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
        folded = message.folded(passage)
        for phrase, layout in _reasons():
            if phrase in folded:
                named = _below(passage, layout)
                if named.failures:
                    return named.report(layout.name)
    return None


def _below(passage: Passage, layout: Layout) -> Named:
    places = places_in(passage.words)
    reason = places.find(layout.reason)
    if reason is None:
        return Named([])
    below = reason[1]
    if layout.recipients:
        named = places.find(layout.recipients, below)
        if named is None:
            return Named([])
        reason, below = (below, named[0]), named[1]
    end = places.find(layout.end, below)
    stop = min(end[0], passage.stop) if end else passage.stop
    lines = (
        find_first(passage.text, *line.span()) for line in _LINE.finditer(passage.text, below, stop)
    )
    heads = list(islice(filter(None, lines), MAX_RECIPIENTS + 1))
    ends = [*(head.start for head in heads[1:]), stop]
    first = list(zip(heads, ends, strict=False))[:MAX_RECIPIENTS]
    unread = 0
    if len(heads) > MAX_RECIPIENTS:
        unread = len(_LINE.findall(passage.text, heads[-1].start, stop))
    return Named([_failure(head, end, reason, passage) for head, end in first], unread)


def _failure(head: Found, end: int, reason: tuple[int, int], passage: Passage) -> Failure:
    # Some repeat the reply behind the address: it tells more than the sentence above.
    own = any(find_codes(passage.text[head.end : end]))
    block = Block(head.address, head.start, *((head.end, end) if own else reason))
    return failure_from(block, passage.text, passage.part)


@lru_cache(maxsize=1)
def _layouts() -> tuple[Layout, ...]:
    return tuple(
        Layout(
            table["name"],
            *(tuple(fold(phrase) for phrase in table.get(name, ())) for name in _PHRASES),
        )
        for table in read_toml("dialects", "reasons.toml")["dialect"]
    )


@lru_cache(maxsize=1)
def _reasons() -> tuple[tuple[str, Layout], ...]:
    """Return each phrase that gives a reason with its layout, in their order."""
    return tuple((phrase, layout) for layout in _layouts() for phrase in layout.reason)


_PHRASES = ("reason", "recipients", "end")

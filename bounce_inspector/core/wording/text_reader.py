"""Read the recipients and what befell them out of running text.

Four ways, each from the place where a report names an address: behind a label, at the beginning of
a line, behind a known wording, in the sentence that says what failed.
"""

import re
from collections.abc import Callable

from bounce_inspector.core.address import Found, find_first, key
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import (
    Blocks,
    failure_from,
    read_blocks,
    with_ends,
)
from bounce_inspector.core.wording.message import Passage
from bounce_inspector.core.wording.phrase_places import Places, places_in
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named
from bounce_inspector.core.wording.text_dialects import TextDialect

NOBODY = Named([])
MAX_CONTEXT = 4_000
_REACH = 160
_BEFORE_VALUE = re.compile(
    r"[\s<\"'(\[]*(?:(?:smtp|rfc822|mailto)[:;])?[\s<\"'(\[]*", re.IGNORECASE
)


def window(passage: Passage, row: TextDialect, places: Places) -> tuple[int, int]:
    """Return the stretch of the passage in which this dialect names its addresses."""
    begin = places.find(row.start) if row.start else None
    start = begin[1] if begin and begin[1] < passage.stop else 0
    stop = passage.stop
    if row.end:
        finish = places.find(row.end, start)
        if finish and finish[0] < stop:
            stop = finish[0]
    return start, stop


def by_row(passage: Passage, row: TextDialect) -> Named:
    """Return whom a passage names as the row of the table says."""
    if passage.text.find("@", 0, passage.stop) < 0:
        return NOBODY
    places = places_in(passage.words)
    start, stop = window(passage, row, places)
    ways: tuple[Callable[[], Named], ...] = (
        lambda: by_labels(passage, row.labels, places, 0, stop) if row.labels else NOBODY,
        lambda: by_wording(passage, row.inline, places, 0, stop) if row.inline else NOBODY,
        lambda: by_lines(passage, start, stop),
        lambda: by_lines(passage, 0, stop) if start else NOBODY,
    )
    for way in ways:
        named = way()
        if named.failures:
            return named
    return NOBODY


def by_lines(passage: Passage, start: int, stop: int) -> Named:
    """Return the failures whose address stands at the beginning of a line."""
    return _failures(read_blocks(passage.text, start, stop), passage)


def by_labels(
    passage: Passage, labels: tuple[str, ...], places: Places, start: int, stop: int
) -> Named:
    """Return the failures whose address stands behind one of the labels."""
    if passage.text.find("@", start, stop) < 0:
        return NOBODY
    heads: list[tuple[Found, int]] = []
    labelled = places.labelled(labels, start, stop)
    for number, (line, value) in enumerate(labelled):
        if len(heads) > MAX_RECIPIENTS:
            return _failures(with_ends(passage.text, heads, stop, len(labelled) - number), passage)
        end = passage.text.find("\n", value, stop)
        found = find_first(passage.text, value, stop if end < 0 else end)
        if found and _BEFORE_VALUE.fullmatch(passage.text, value, found.start):
            heads.append((found, line))
    return _failures(with_ends(passage.text, heads, stop), passage)


def by_wording(
    passage: Passage, wordings: tuple[str, ...], places: Places, start: int, stop: int
) -> Named:
    """Return the failures whose address follows directly behind one of the wordings."""
    heads: list[tuple[Found, int]] = []
    worded = places.find_all(wordings, start, stop)
    for number, (begin, end) in enumerate(worded):
        if len(heads) > MAX_RECIPIENTS:
            return _failures(with_ends(passage.text, heads, stop, len(worded) - number), passage)
        found = find_first(passage.text, end, min(stop, end + _REACH))
        if found and not passage.text[end : found.start].strip(" \t\n<\"'([:,;*“‘"):
            heads.append((found, begin))
    return _failures(with_ends(passage.text, heads, stop), passage)


def by_sentence(passage: Passage, sentences: list[tuple[Found, int]], unread: int = 0) -> Named:
    """Return the failures that sentences name: the address, and where its sentence begins."""
    return _failures(with_ends(passage.text, sentences, passage.stop, unread), passage)


def _failures(found: Blocks, passage: Passage) -> Named:
    # What is said of one of several recipients says nothing of the others.
    blocks = found.first
    if not blocks:
        return NOBODY
    only = key(blocks[0].address)
    several = any(key(block.address) != only for block in blocks[1:])
    shared = min(block.body for block in blocks) if several else passage.stop
    context = on_one_line(passage.text[: min(shared, passage.stop, MAX_CONTEXT)])
    failures: dict[str, Failure] = {}
    for block in blocks:
        name = key(block.address)
        known = failures.get(name)
        if known is None or not known.diagnostic:
            failure = failure_from(block, passage.text, passage.part, context)
            if known is None or failure.diagnostic:
                failures[name] = failure
    return Named(list(failures.values()), found.unread)

"""Notes as an Internet gateway: the reason stands on the line above each address.

------- Failure Reasons  --------

User not listed in public Name & Address Book
anna@example.com
Router: Database disk quota exceeded
bob@example.com

------- Returned Message --------
"""

import re

from bounce_inspector.core.address import MOST_MISSES, clean
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

NAME = "notes"
SIGNS = ("failure reasons",)
_OPENING = re.compile(r"(?im)^-{3,}[ \t]*Failure Reasons[ \t]*-{3,}[ \t]*$")
_CLOSING = re.compile(r"(?m)^-{3,}")
_ADDRESS = re.compile(r"^[ \t]*+([^ \n@]++@[^ \n]++)[ \t]*$", re.MULTILINE)
_WORDS = re.compile(r"\S")


def read(message: Message) -> Report | None:
    """Return each address of the section, with the last reason that stands above it."""
    for passage in message.passages:
        opening = _OPENING.search(passage.text, 0, passage.stop)
        if opening is None:
            continue
        closing = _CLOSING.search(passage.text, opening.end(), passage.stop)
        named = _section(passage, opening.end(), closing.start() if closing else passage.stop)
        if named.failures:
            return named.report(NAME)
    return None


def _section(passage: Passage, start: int, stop: int) -> Named:
    text = passage.text
    failures: list[Failure] = []
    begin = end = behind = start
    misses = 0
    for line in _ADDRESS.finditer(text, start, stop):
        address = clean(line[1])
        if address is None:
            misses += 1
            if misses > MOST_MISSES:
                break
            continue
        if len(failures) == MAX_RECIPIENTS:
            return Named(failures, len(_ADDRESS.findall(text, line.start(), stop)))
        above = _WORDS.search(text, behind, line.start())
        if above is not None:
            begin, end = above.start(), line.start()
        behind = line.end()
        block = Block(address, line.start(1), begin, end)
        failures.append(failure_from(block, text, passage.part))
    return Named(failures)

"""Notes as an Internet gateway: the reason stands on the line above each address.

------- Failure Reasons  --------

User not listed in public Name & Address Book
anna@example.com
Router: Database disk quota exceeded
bob@example.com

------- Returned Message --------
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

NAME = "notes"
SIGNS = ("failure reasons",)
_OPENING = re.compile(r"(?im)^-{3,}[ \t]*Failure Reasons[ \t]*-{3,}[ \t]*$")
_CLOSING = re.compile(r"(?m)^-{3,}")
_LINE = re.compile(r"(?m)^[ \t]*(\S[^\n]*)")


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
    failures: list[Failure] = []
    unread = 0
    begin = end = start
    behind_address = True
    for line in _LINE.finditer(passage.text, start, stop):
        words = line[1].rstrip()
        address = None if " " in words else clean(words)
        if address is None:
            begin, end = (line.start(1) if behind_address else begin), line.end(1)
            behind_address = False
            continue
        behind_address = True
        if len(failures) == MAX_RECIPIENTS:
            unread += 1
            continue
        block = Block(address, line.start(1), begin, end)
        failures.append(failure_from(block, passage.text, passage.part))
    return Named(failures, unread)

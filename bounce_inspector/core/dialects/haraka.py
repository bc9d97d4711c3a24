"""Haraka as it wrote before it made reports: all recipients on one line, then the reason.

Hi. This is the Haraka Mailer program at mx.example.org.

Intended Recipients: <anna@example.com>, <bob@example.net>
Failure Reason:

Some recipients failed: <anna@example.com> 550 User unknown; <bob@example.net> 552 Mailbox full

--- Below this line is a copy of the message.
"""

import re

from bounce_inspector.core.address import find_all, key
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Named, Report, first_of

NAME = "haraka"
SIGNS = ("this is the haraka mailer program",)
_OPENING = re.compile(r"(?i)this is the haraka mailer program")
_RECIPIENTS = re.compile(r"(?im)^intended recipients:([^\n]*(?:\n[ \t]*<[^\n]*)*)")
_REASON = re.compile(r"(?im)^failure reason:\s*")


def read(message: Message) -> Report | None:
    """Return the intended recipients, each with what the reason says of it or of all."""
    for passage in message.passages:
        if not _OPENING.search(passage.text, 0, passage.stop):
            continue
        named = _RECIPIENTS.search(passage.text, 0, passage.stop)
        reason = _REASON.search(passage.text, named.end(), passage.stop) if named else None
        if named is None or reason is None:
            continue
        found = _failures(passage, named.span(1), reason.end())
        if found.failures:
            return found.report(NAME)
    return None


def _failures(passage: Passage, named: tuple[int, int], start: int) -> Named:
    """Return a failure for each address named; its own words end where another's begin."""
    words: dict[str, tuple[int, int]] = {}
    end = passage.stop
    for found in reversed(list(find_all(passage.text, start, passage.stop))):
        words[key(found.address)] = found.end, end
        end = found.start
    failures: list[Failure] = []
    first, unread = first_of(find_all(passage.text, *named))
    for found in first:
        begin, end = words.get(key(found.address), (start, passage.stop))
        block = Block(found.address, found.start, begin, end)
        failures.append(failure_from(block, passage.text, passage.part))
    return Named(failures, unread)

"""GroupWise and Novonyx/NetMail: the reason in brackets behind a name that may lack its domain.

The message that you sent was undeliverable to the following:
        hgriffin (user not found)
        p.dunn@example.com (mailbox full)

Possibly truncated original message follows:
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.address_blocks import Block, failure_from
from bounce_inspector.core.message import Message, Passage
from bounce_inspector.core.model import Failure
from bounce_inspector.core.report import Report

NAME = "groupwise"
_OPENING = re.compile(
    r"(?i)undeliverable\s+to\s+the\s+following(?:\s+recipients?)?:"
    r"|following\s+undeliverable\s+recipient\(s\):"
)
_ENTRY = re.compile(
    r"^[ \t]+(?P<name>[^\s()@<>:]{1,64}(?:@[\w.-]{1,255})?)[ \t]+"
    r"\((?P<reason>[^()\n]{3,160}(?:\([^()\n]{0,80}\)[^()\n]{0,80})?)\)[ \t]*$",
    re.MULTILINE,
)


def read(message: Message) -> Report | None:
    """Return the names behind the opening, each with its bracket; a bare name as the final one."""
    for passage in message.passages:
        opening = _OPENING.search(passage.text, 0, passage.stop)
        if opening is None:
            continue
        entries = _ENTRY.finditer(passage.text, opening.end(), passage.stop)
        failures = tuple(_failure(entry, passage) for entry in entries)
        if failures:
            return Report(NAME, failures)
    return None


def _failure(entry: re.Match[str], passage: Passage) -> Failure:
    address = clean(entry["name"])
    block = Block(address or "", entry.start("name"), entry.start("reason"), entry.end("reason"))
    failure = failure_from(block, passage.text, passage.part)
    return failure if address else _of_bare_name(failure, entry["name"])


def _of_bare_name(failure: Failure, name: str) -> Failure:
    # The domain is completed from the returned message, whose recipient has the same local part.
    return Failure(
        recipient="",
        final_recipient=name,
        reply=failure.reply,
        status=failure.status,
        diagnostic=failure.diagnostic,
        span=failure.span,
    )

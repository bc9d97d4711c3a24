"""GroupWise and Novonyx/NetMail: the reason in brackets behind a name that may lack its domain.

The message that you sent was undeliverable to the following:
        hgriffin (user not found)
        p.dunn@example.com (mailbox full)

Possibly truncated original message follows:
"""

import re

from bounce_inspector.core.address import clean, find_all, local_part
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report, first_of

NAME = "groupwise"
SIGNS = ("undeliverable to the following", "following undeliverable recipient(s):")
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
    """Return the names behind the opening, each with its bracket.

    A name without a domain is one of those the returned message was sent to, or it is left out.
    """
    for passage in message.passages:
        opening = _OPENING.search(passage.text, 0, passage.stop)
        if opening is None:
            continue
        sent_to = _sent_to(message)
        failures = []
        first, unread = first_of(_ENTRY.finditer(passage.text, opening.end(), passage.stop))
        for entry in first:
            address = clean(entry["name"]) or sent_to.get(entry["name"].lower())
            if address is not None:
                block = Block(address, entry.start(), entry.start("reason"), entry.end("reason"))
                failures.append(failure_from(block, passage.text, passage.part))
        if failures:
            return Report(NAME, tuple(failures), unread=unread)
    return None


def _sent_to(message: Message) -> dict[str, str]:
    """Return the recipients of the returned message by their local part."""
    if message.original is None:
        return {}
    return {
        local_part(found.address).lower(): found.address
        for name in ("to", "cc", "bcc")
        for value in message.original.all(name)
        for found in find_all(value)
    }

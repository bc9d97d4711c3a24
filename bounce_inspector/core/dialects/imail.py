"""IMail (SMTP32): a line of its own for each address, the other server's reply some lines below.

Unknown user: anna@example.com

RCPT TO generated following response:
550 5.1.1 User unknown

undeliverable to bob@example.net

Body of message generated response:
552 5.3.4 Message too big

Original message follows.
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Named, Report, first_heads

NAME = "imail"
SIGNS = (
    "unknown user",
    "unknown host",
    "invalid final delivery userid",
    "user mailbox exceeds allowed size",
    "delivery failed",
    "undeliverable to",
)
_HEAD = re.compile(
    r"^[ \t]*(?:Unknown (?:user|host)|Invalid final delivery userid"
    r"|User mailbox exceeds allowed size|Delivery failed \d{1,4} attempts|undeliverable to)"
    r":?[ \t]+<?(?P<address>[^\s<>]{3,320})>?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def read(message: Message) -> Report | None:
    """Return the address of each line, with all that stands between it and the next."""
    if not _is_its_own(message):
        return None
    for passage in message.passages:
        named = _lines(passage)
        if named.failures:
            return named.report(NAME)
    return None


def _is_its_own(message: Message) -> bool:
    mailer = (message.headers.get("x-mailer") or "").lower()
    return (
        "smtp32" in mailer or "imail" in mailer or "undeliverable mail" in message.subject.lower()
    )


def _lines(passage: Passage) -> Named:
    failures: list[Failure] = []
    first, unread = first_heads(_HEAD, passage.text, 0, passage.stop)
    for head, end in first:
        address = clean(head["address"])
        if address is not None:
            block = Block(address, head.start("address"), head.start(), end)
            failures.append(failure_from(block, passage.text, passage.part))
    return Named(failures, unread)

"""qmail and the programs that write in its form, QSBMF (cr.yp.to/proto/qsbmf.txt).

Hi. This is the qmail-send program at mail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<user@example.com>:
192.0.2.1 does not like recipient.
Remote host said: 550 unknown user

--- Below this line is a copy of the message.

The opening words are fixed, the program's name is not; a recipient's words end at the next one.
"""

import re

from bounce_inspector.core.address import find_first
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Named, Report, first_heads

NAME = "qmail"
SIGNS = ("hi. this is the",)
_OPENING = re.compile(r"\A\s*Hi\. This is the [^\n]{1,200}")
_RECIPIENT = re.compile(r"^<(?P<address>[^\n]{1,400})>:[ \t]*$", re.MULTILINE)
_BREAK = re.compile(r"^-", re.MULTILINE)


def read(message: Message) -> Report | None:
    """Return the recipients between the opening and the paragraph that begins with a dash."""
    for passage in message.passages:
        opening = _OPENING.match(passage.text, 0, passage.stop)
        if opening is None:
            continue
        ends = _BREAK.search(passage.text, opening.end(), passage.stop)
        named = _recipients(passage, opening.end(), ends.start() if ends else passage.stop)
        if named.failures:
            return named.report(NAME)
    return None


def _recipients(passage: Passage, start: int, stop: int) -> Named:
    failures: list[Failure] = []
    first, unread = first_heads(_RECIPIENT, passage.text, start, stop)
    for head, end in first:
        found = find_first(head["address"])
        if found is None:
            continue
        block = Block(found.address, head.start(), min(head.end() + 1, end), end)
        failure = failure_from(block, passage.text, passage.part)
        failures.append(failure._replace(context=failure.diagnostic))
    return Named(failures, unread)

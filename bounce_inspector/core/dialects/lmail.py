"""LMail and LSMTP, the mailers beside LISTSERV: a block of fields for each address.

--> Error description:
Error-For:  anna@example.com
Error-Code: 3
Error-Text: No such local user.

Error-End:  One error reported.
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Named, Report, first_heads

NAME = "lmail"
SIGNS = ("error-for:",)
_FOR = re.compile(r"^[ \t]*Error-For:[ \t]*(\S{3,320})[ \t]*$", re.MULTILINE | re.IGNORECASE)
_TEXT = re.compile(
    r"^[ \t]*Error-Text:[ \t]*([^\n]*(?:\n[ \t]++\S[^\n]*)*+)", re.MULTILINE | re.IGNORECASE
)


def read(message: Message) -> Report | None:
    """Return the addresses of the blocks, each with its text."""
    for passage in message.passages:
        named = _blocks(passage)
        if named.failures:
            return named.report(NAME)
    return None


def _blocks(passage: Passage) -> Named:
    failures: list[Failure] = []
    first, unread = first_heads(_FOR, passage.text, 0, passage.stop)
    for head, end in first:
        address = clean(head[1])
        said = _TEXT.search(passage.text, head.end(), end)
        if address is None or said is None:
            continue
        block = Block(address, head.start(1), said.start(1), said.end(1))
        failures.append(failure_from(block, passage.text, passage.part))
    return Named(failures, unread)

"""Exchange 5.5 behind an X.400 connector: an Internet address rides in a domain-defined attribute.

c=DE;a= ;p=Example;o=Site;dda:SMTP=anna(a)example.com; on Mon, 12 Jan 2009 11:00:05 +0100
    The recipient was unavailable to take delivery of the message

RFC 2156 writes (a) for the @ sign, which the printable strings of X.400 do not have.
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report, first_of

NAME = "exchange"
SIGNS = ("dda:",)
_ENTRY = re.compile(
    r"^[ \t]*(?:[a-z]{1,3}=[^;\n]*;){1,12}dda:(?:SMTP|RFC-822)=([^\s;()]{1,64})\(a\)([\w.-]{1,255})"
    r"[^\n]*(?P<words>(?:\n(?![a-z]{1,3}=)[^\n]*\S[^\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)


def read(message: Message) -> Report | None:
    """Return the addresses that ride in an X.400 address."""
    for passage in message.passages:
        failures: list[Failure] = []
        entries, unread = first_of(_ENTRY.finditer(passage.text, 0, passage.stop))
        for entry in entries:
            address = clean(f"{entry[1]}@{entry[2]}")
            if address is None:
                continue
            block = Block(address, entry.start(), entry.start("words"), entry.end("words"))
            failure = failure_from(block, passage.text, passage.part)
            failures.append(failure._replace(context=failure.diagnostic))
        if failures:
            return Report(NAME, tuple(failures), unread=unread)
    return None

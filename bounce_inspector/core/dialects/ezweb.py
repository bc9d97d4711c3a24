"""au (KDDI, EZweb): the command and the answer below each recipient.

Each of the following recipients was rejected by a remote mail server.

    Recipient: <anna@example.com>
    >>> RCPT TO:<anna@example.com>
    <<< 550 <anna@example.com>: User unknown

Whether the answer repeats the address tells an unknown mailbox from its owner's filter, and only au
makes this difference: so the report says whose server it comes from.
"""

import re

from bounce_inspector.core.address import clean, domain_of, find_first
from bounce_inspector.core.model import Failure
from bounce_inspector.core.smtp import find_stage
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Report, first_of

NAME = "ezweb"
SIGNS = ("recipient:",)
_SENDERS = ("ezweb.ne.jp", "au.com", "kddi")
_ENTRY = re.compile(
    r"^[ \t]*Recipient:[ \t]*<?(?P<address>[^\s<>]{3,320})>?[ \t]*\n"
    r"[ \t]*>>>[ \t]*(?P<command>[^\n]*)\n"
    r"[ \t]*<<<[ \t]*(?P<answer>[^\n]*)",
    re.MULTILINE,
)


def read(message: Message) -> Report | None:
    """Return the recipients, each with the answer to the command that failed."""
    sender = find_first(message.sender)
    if sender is None or not any(each in domain_of(sender.address) for each in _SENDERS):
        return None
    for passage in message.passages:
        entries, unread = first_of(_ENTRY.finditer(passage.text, 0, passage.stop))
        if entries:
            server = domain_of(sender.address)
            failures = tuple(_failure(entry, passage, server) for entry in entries)
            return Report(NAME, failures, unread=unread)
    return None


def _failure(entry: re.Match[str], passage: Passage, server: str) -> Failure:
    address = clean(entry["address"]) or ""
    block = Block(address, entry.start("address"), entry.start("answer"), entry.end("answer"))
    failure = failure_from(block, passage.text, passage.part)
    stage = find_stage(f">>> {entry['command']}")
    return failure._replace(stage=stage or failure.stage, reporting_mta=server)

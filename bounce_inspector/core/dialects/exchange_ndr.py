"""Exchange since 2007 in words: for people first, for administrators behind, in any language.

Delivery has failed to these recipients or groups:

Anna Meyer (anna@example.com)
The e-mail address you entered couldn't be found.

Diagnostic information for administrators:

Generating server: EX01.example.org

anna@example.com
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##rfc822;alias@example.org
mx.example.com #<mx.example.com #5.1.1 smtp;550 5.1.1 User unknown> #SMTP#
Remote Server returned '550 5.1.1 User unknown'

The last three lines are the forms a reply takes (2007 local, 2007 remote, since 2013); it is never
translated, so it is what the reading rests on. Behind ## stands the address before forwarding.
"""

import re
from collections.abc import Iterator

from bounce_inspector.core.address import clean, find_first, key
from bounce_inspector.core.model import Failure
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

NAME = "exchange-online"
SIGNS = ("#", "remote server")
_ADDRESS = re.compile(
    r"[ \t]*<?([^\s<>@]{1,200}@[^\s<>@]{1,255})>?(?:<mailto:[^\s<>]{1,455}>)?[ \t]*$", re.MULTILINE
)
_REPLY = re.compile(
    r"#\d{3} [245]\.\d{1,3}\.\d{1,3} "
    r"|^[ \t]*(?P<host>[\w.-]{1,255})? ?#<[^\s#<>]{0,255}\s#[245]\.\d{1,3}\.\d"
    r"|Remote Server[^\n']{0,300}\breturned\s+'",
    re.MULTILINE,
)
_BEFORE = re.compile(r"##\s*rfc822;\s*<?([^\s<>#]+@[^\s<>#]+)", re.I)
_MAX_GAP = 300


def read(message: Message) -> Report | None:
    """Return the addresses that stand alone on a line with a reply right behind."""
    for passage in message.passages:
        named = _entries(passage)
        if named.failures:
            return named.report(NAME)
    return None


def _entries(passage: Passage) -> Named:
    lines = list(_addresses(passage.text, passage.stop))
    ends = [*(line.start() for line in lines[1:]), passage.stop][: len(lines)]
    failures: dict[str, Failure] = {}
    unread = 0
    for line, end in zip(lines, ends, strict=True):
        reply = _REPLY.search(passage.text, line.end(), end)
        if reply is None or reply.start() - line.end() > _MAX_GAP:
            continue
        if len(failures) == MAX_RECIPIENTS:
            unread += 1
            continue
        found = find_first(line[1])
        if found is None:
            continue
        stop = passage.text.find("\n\n", reply.end(), end)
        body = min(line.end() + 1, end)
        block = Block(found.address, line.start(), body, end if stop < 0 else stop)
        failures.setdefault(key(found.address), _failure(block, reply, passage))
    return Named(list(failures.values()), unread)


def _addresses(text: str, stop: int) -> Iterator[re.Match[str]]:
    """Yield the lines that hold an address and nothing else: few lines have an @ sign."""
    at = text.find("@", 0, stop)
    while at >= 0:
        line = _ADDRESS.match(text, text.rfind("\n", 0, at) + 1, stop)
        if line is not None:
            yield line
        line_end = text.find("\n", at, stop)
        at = text.find("@", line_end, stop) if line_end >= 0 else -1


def _failure(block: Block, reply: re.Match[str], passage: Passage) -> Failure:
    failure = failure_from(block, passage.text, passage.part)
    failure = failure._replace(context=failure.diagnostic)
    if reply["host"]:
        failure = failure._replace(remote_host=reply["host"].lower())
    before = _BEFORE.search(passage.text, block.body, block.end)
    original = clean(before[1]) if before else None
    if original and key(original) != key(block.address):
        return failure._replace(recipient=original, final_recipient=block.address)
    return failure

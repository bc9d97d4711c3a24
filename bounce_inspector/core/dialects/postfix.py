"""Postfix in words: addresses stand at the margin, what befell them is wrapped and indented.

<user@example.com> (expanded from <alias@example.org>): host mx.example.com[192.0.2.1] said: 550
    5.1.1 <user@example.com>: Recipient address rejected: User unknown (in reply to RCPT TO
    command)

Its warnings and its success reports have the same form under another opening (bounce(5)).
"""

import re

from bounce_inspector.core.address import clean, find_first, key
from bounce_inspector.core.model import Action, Failure, Kind
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Report, first_of

NAME = "postfix"
SIGNS = ("this is the mail system at host", "this is the postfix")
_OPENING = re.compile(
    r"(?i)\bthis is the (?:mail system|postfix program|postfix mail system) at host\b"
)
_ENTRY = re.compile(
    r"^<(?P<address>[^<>\n]{1,330})>"
    r"(?:\s++\(expanded\s++from\s++<(?P<alias>[^<>\n]{1,330})>\))?:"
    r"(?P<words>[^\n]*(?:\n(?!<[^<>\n]{1,330}>(?::|\s++\(expanded))(?=[ \t]*\S)[^\n]*)*)",
    re.MULTILINE,
)
_WARNING = "this is a warning only"
_SUCCESS = "your message was successfully delivered to the destination"
_REMOTE = re.compile(r"delivery\s+via\s+[\w.-]+\[")


def read(message: Message) -> Report | None:
    """Return the entries of a notice that has its addresses at the margin."""
    for passage in message.passages:
        opening = _OPENING.search(passage.text, 0, passage.stop)
        if opening is None:
            continue
        entries, unread = first_of(_ENTRY.finditer(passage.text, opening.end(), passage.stop))
        kind = _kind(passage, opening.end())
        failures = [
            failure for entry in entries if (failure := _failure(entry, passage, kind)) is not None
        ]
        if failures:
            return Report(NAME, tuple(failures), kind, unread)
    return None


def _kind(passage: Passage, start: int) -> Kind | None:
    words = passage.text[start : passage.stop].lower()
    if _WARNING in words:
        return Kind.DELAY
    return Kind.DELIVERY if _SUCCESS in words else None


def _failure(entry: re.Match[str], passage: Passage, kind: Kind | None) -> Failure | None:
    found = find_first(entry["address"])
    if found is None:
        return None
    block = Block(found.address, entry.start("address"), entry.start("words"), entry.end("words"))
    failure = failure_from(block, passage.text, passage.part)
    failure = failure._replace(context=failure.diagnostic)
    if kind is Kind.DELIVERY:
        failure = failure._replace(action=_success(failure.diagnostic))
    alias = clean(entry["alias"] or "")
    if alias and key(alias) != key(found.address):
        return failure._replace(recipient=alias, final_recipient=found.address)
    return failure


def _success(words: str) -> Action:
    if "alias expanded" in words:
        return Action.EXPANDED
    return Action.RELAYED if _REMOTE.search(words) else Action.DELIVERED

"""Challenge and response: the recipient's system asks the writer to confirm by hand."""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Failure, Kind
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report
from bounce_inspector.core.wording.voice import CHALLENGE, CHALLENGE_SUBJECTS

NAME = "challenge"
_FIELDS = (
    "x-bluebottle-request",
    "x-tmda-fingerprint",
    "x-boxbe",
    "x-spamarrest",
    "x-sa-challenge",
)
_SENDERS = re.compile(
    r"(?i)@(?:[\w.-]+\.)?(?:boxbe\.com|spamarrest\.com|bluebottle\.com|sendio\.com|knowspam\.net|mailblocks\.com)\b"
)


def read(message: Message) -> Report | None:
    """Return the request, naming the address that asks; it never marks anybody."""
    if not _asks(message):
        return None
    replies = clean(message.headers.get("reply-to") or "")
    asks_itself = _SENDERS.search(message.sender) is None
    address = clean(message.sender) if asks_itself else replies or clean(message.sender)
    failures = (Failure(recipient=address, action=None),) if address else ()
    return Report(NAME, failures, Kind.CHALLENGE)


def _asks(message: Message) -> bool:
    headers = message.headers
    if any(name in headers for name in _FIELDS):
        return True
    agent = f"{headers.get('x-delivery-agent') or ''} {headers.get('x-mailer') or ''}".lower()
    if "tmda" in agent and message.heard & CHALLENGE:
        return True
    if _SENDERS.search(message.sender) or _SENDERS.search(headers.get("return-path") or ""):
        return True
    asked = message.heard_in_subject & CHALLENGE_SUBJECTS
    return bool(asked and message.heard & CHALLENGE)

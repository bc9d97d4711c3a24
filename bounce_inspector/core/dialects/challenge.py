"""Challenge and response: the recipient's system asks the writer to confirm by hand."""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.folding import fold
from bounce_inspector.core.message import Message
from bounce_inspector.core.model import Failure, Kind
from bounce_inspector.core.report import Report
from bounce_inspector.core.voice import load_voice, says

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
_WORDS = re.compile(
    r"(?i)(?:requires|require) (?:your )?confirmation|confirm (?:that )?you (?:are|sent)"
    r"|to (?:release|deliver) (?:your|this) message[^.]{0,80}(?:reply|click)"
    r"|not (?:on|in) (?:my|the|their|his|her) (?:approved|guest|white|safe"
    r"|allowed)[ -]?(?:senders?|lists?)"
    r"|prove (?:that )?you(?:'re| are) (?:a )?human|click (?:on )?(?:the"
    r"|this) link (?:below )?to (?:verify|confirm|prove)[^.]{0,60}(?:sender|message|e-?mail)"
    r"|(?:waiting for|awaiting) (?:your )?(?:confirmation|verification|approval)|guest list"
)


def read(message: Message) -> Report | None:
    """Return the request, naming the address that asks; it never marks anybody."""
    if not _asks(message):
        return None
    address = clean(message.headers.get("reply-to") or "") or clean(message.sender)
    failures = (Failure(recipient=address, action=None),) if address else ()
    return Report(NAME, failures, Kind.CHALLENGE)


def _asks(message: Message) -> bool:
    headers = message.headers
    if any(name in headers for name in _FIELDS):
        return True
    agent = f"{headers.get('x-delivery-agent') or ''} {headers.get('x-mailer') or ''}".lower()
    if "tmda" in agent and _WORDS.search(message.words):
        return True
    if _SENDERS.search(message.sender) or _SENDERS.search(headers.get("return-path") or ""):
        return True
    asked = says(load_voice().challenge_subjects, fold(message.subject))
    return asked and _WORDS.search(message.words) is not None

"""Out-of-office notes and other automatic answers, by header (RFC 3834) and by subject."""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Failure, Kind
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report
from bounce_inspector.core.wording.voice import AUTO_REPLY_SUBJECTS, first_place

NAME = "auto-reply"
_FIELDS = frozenset(
    {
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply-from",
        "x-vacation",
        "x-mail-autoreply",
    }
)
_PRECEDENCE = re.compile(r"(?i)auto[_-]?reply")
_SUPPRESSED = re.compile(r"(?i)\b(?:all|oof|autoreply)\b")
_REPLY = re.compile(r"(?i)^\s*(?:re|aw|sv|antw|fwd?|wg|tr)\s*:")


def read(message: Message) -> Report | None:
    """Return the automatic answer, naming who is away; it never marks anybody."""
    if not is_automatic(message):
        return None
    address = clean(message.sender)
    failures = (Failure(recipient=address, action=None),) if address else ()
    return Report(NAME, failures, Kind.AUTO_REPLY)


def is_automatic(message: Message) -> bool:
    """Tell whether headers or subject say that a program answered for a person."""
    headers = message.headers
    automatic = (headers.get("auto-submitted") or "").lower()
    if automatic.startswith("auto-replied"):
        return True
    if headers.has_any(_FIELDS):
        return True
    if _PRECEDENCE.search(headers.get("precedence") or ""):
        return True
    if _REPLY.match(message.subject):
        return False
    return _subject_says(message)


def _subject_says(message: Message) -> bool:
    """Tell whether the subject begins as automatic answers do, in any of the languages."""
    if not message.heard_in_subject & AUTO_REPLY_SUBJECTS:
        return False
    if first_place(fold(message.subject), AUTO_REPLY_SUBJECTS) <= 2:
        return True
    return bool(_SUPPRESSED.search(message.headers.get("x-auto-response-suppress") or ""))

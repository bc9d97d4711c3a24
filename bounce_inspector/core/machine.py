"""Did a mail system write this, or a person? Scored, because no single sign is always there.

RFC 5321 section 4.5.5 (null reverse-path), RFC 3834 section 5 (Auto-Submitted), and custom.
"""

import re

from bounce_inspector.core.folding import fold
from bounce_inspector.core.message import Message
from bounce_inspector.core.voice import Voice, says

# From here on a message is taken for one that a mail system wrote.
MACHINE = 3
_REPLY_PREFIX = re.compile(
    r"(?i)^\s*(?:re|aw|sv|antw|vs|rif|res|odp|回复|答复)\s*(?:\[\d+\])?\s*[:：]"
)
FORWARD_PREFIX = re.compile(
    r"(?i)^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|пер|转发|轉寄|転送|전달)\s*[:：]"
)
_LIST_FIELDS = (
    "list-id",
    "list-post",
    "list-help",
    "mailing-list",
    "x-mailing-list",
    "list-archive",
)


def machine_score(message: Message, voice: Voice) -> int:
    """Return how much speaks for a mail system as the author; MACHINE and above means yes."""
    headers = message.headers
    score = 0
    if says(voice.senders, fold(message.sender)) or re.search(r"<\s*>", message.sender):
        score += 2
    if (headers.get("return-path") or "x").strip() in {"<>", ""}:
        score += 2
    elif says(voice.senders, fold(headers.get("return-path") or "")):
        score += 1
    automatic = (headers.get("auto-submitted") or "no").lower()
    if not automatic.startswith("no"):
        score += 1
    if "x-failed-recipients" in headers or "x-ms-exchange-message-is-ndr" in headers:
        score += 3
    if says(voice.bounce_subjects, fold(message.subject)):
        score += 1
    if says(voice.failure, fold(message.words[:700])):
        score += 2
    return score - _human_signs(message)


def is_list_mail(message: Message) -> bool:
    """Tell whether a mailing list sent the message on (RFC 2369, RFC 2919)."""
    if (message.headers.get("x-list-administrivia") or "").strip().lower() == "yes":
        return False  # Mailman itself writes to the owner of the list
    return any(name in message.headers for name in _LIST_FIELDS)


def is_reply(message: Message) -> bool:
    """Tell whether the message answers another: by its subject and its references."""
    answers = "in-reply-to" in message.headers or "references" in message.headers
    return answers and _REPLY_PREFIX.match(message.subject) is not None


def _human_signs(message: Message) -> int:
    signs = 0
    if is_list_mail(message):
        signs += 3
    if _REPLY_PREFIX.match(message.subject):
        signs += 2 if is_reply(message) else 1
    if FORWARD_PREFIX.match(message.subject):
        signs += 2
    opening = message.words.lstrip()[:4000]
    lines = [line for line in opening.split("\n") if line.strip()]
    quoted = sum(line.lstrip().startswith(">") for line in lines)
    if lines and quoted * 3 > len(lines):
        signs += 3
    return signs

"""Did a mail system write this, or a person? Scored, because no single sign is always there.

RFC 5321 section 4.5.5 (null reverse-path), RFC 3834 section 5 (Auto-Submitted), and custom.
"""

import re

from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.voice import (
    BOUNCE_SUBJECTS,
    DAEMONS,
    DELAY_SUBJECTS,
    FAILURE,
    LETTER_MAILERS,
    LETTER_SUBJECTS,
    LETTER_WORDS,
    SENDERS,
    has_letter_field,
    topics_of,
)

# From here on a message is taken for one that a mail system wrote.
MACHINE = 3
_REPLY_PREFIX = re.compile(
    r"(?i)^\s*(?:re|aw|sv|antw|vs|rif|res|odp|回复|答复)\s*(?:\[\d+\])?\s*[:：]"
)
FORWARD_PREFIX = re.compile(
    r"(?i)^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|пер|转发|轉寄|転送|전달)\s*[:：]"
)
_LIST_FIELDS = frozenset(
    {
        "list-id",
        "list-post",
        "list-help",
        "list-unsubscribe",
        "mailing-list",
        "x-mailing-list",
        "list-archive",
    }
)
_NOBODY = re.compile(r"<\s*>")
_QUOTED = re.compile(r"\n[^\S\n]*+>")
_TICKET = re.compile(r"\[[^\[\]]{0,60}#\s?\d+\]|\[\w{2,12}-\d+\]|(?i:\bticket\b)|\(#\d+\)")


def machine_score(message: Message) -> int:
    """Return how much speaks for a mail system as the author; MACHINE and above means yes."""
    if message.machine_score is None:
        message.machine_score = _counted(message)
    return message.machine_score


def _counted(message: Message) -> int:
    score = author_score(message)
    automatic = (message.headers.get("auto-submitted") or "no").lower()
    if not automatic.startswith("no"):
        score += 1
    if message.heard_in_subject & BOUNCE_SUBJECTS:
        score += 1
    if message.heard_in_opening & FAILURE:
        score += 2
    return score - _human_signs(message) - _letter_signs(message)


def author_score(message: Message) -> int:
    """Return how much speaks for a mail system by who wrote, whatever the words are."""
    if message.author_score is None:
        message.author_score = _counted_of_author(message)
    return message.author_score


def _counted_of_author(message: Message) -> int:
    headers = message.headers
    score = 0
    if message.heard_in_sender & SENDERS or _NOBODY.search(message.sender):
        score += 2
    path = message.return_path
    if path and path.strip() in {"<>", ""}:
        score += 2
    elif path and topics_of(path) & SENDERS and not _is_verp(path):
        score += 1
    if "x-failed-recipients" in headers or "x-ms-exchange-message-is-ndr" in headers:
        score += 3
    return score


def is_by_mail_system(message: Message) -> bool:
    """Tell whether an author and a second sign besides the body say that a mail system reports.

    A postmaster writes letters, a null return path belongs to every automatic answer: one alone is
    not enough where nobody knows the wording.
    """
    if not author_score(message) and message.original is None:
        return False
    headers, sender = message.headers, message.heard_in_sender
    signs = 2 * ("x-failed-recipients" in headers or "x-ms-exchange-message-is-ndr" in headers)
    if sender & DAEMONS or _NOBODY.search(message.sender):
        signs += 2
    elif sender & SENDERS:
        signs += 1
    signs += message.return_path != "" and message.return_path.strip() in {"<>", ""}
    signs += not (headers.get("auto-submitted") or "no").lower().startswith("no")
    subject = topics_of(_own_subject(message))
    signs += bool(subject & (BOUNCE_SUBJECTS | FAILURE | DELAY_SUBJECTS))
    return signs + (message.original is not None) > 1


def may_report(message: Message) -> bool:
    """Tell whether a known wording counts: a mail system wrote, or the subject says so as well.

    A shop says "could not be delivered" too. Text that was pasted has neither author nor subject.
    """
    if "from" not in message.headers:
        return True
    return author_score(message) > 0 or bool(message.heard_in_subject & BOUNCE_SUBJECTS)


def is_list_mail(message: Message) -> bool:
    """Tell whether a mailing list sent the message on (RFC 2369, RFC 2919)."""
    if (message.headers.get("x-list-administrivia") or "").strip().lower() == "yes":
        return False  # Mailman itself writes to the owner of the list
    return message.headers.has_any(_LIST_FIELDS)


def is_program_mail(message: Message) -> bool:
    """Tell whether a ticket system or a monitor wrote, which hands nothing on."""
    if has_letter_field(message.headers.outline.names):
        return True
    mailer = message.headers.get("x-mailer")
    return mailer is not None and bool(topics_of(mailer) & LETTER_MAILERS)


def is_reply(message: Message) -> bool:
    """Tell whether the message answers another: by its subject and its references."""
    answers = "in-reply-to" in message.headers or "references" in message.headers
    return answers and _REPLY_PREFIX.match(message.subject) is not None


def is_answer(message: Message) -> bool:
    """Tell whether the message calls itself an answer: RFC 3834, or "Re:" in the subject."""
    automatic = (message.headers.get("auto-submitted") or "").lower()
    return automatic.startswith("auto-replied") or _REPLY_PREFIX.match(message.subject) is not None


def _is_verp(path: str) -> bool:
    """Tell whether a return path is one that senders of bulk mail give out, not a mail system's."""
    local = path.rpartition("@")[0]
    return "bounce" in local.lower() and ("+" in local or "=" in local or "-" in local)


def _letter_signs(message: Message) -> int:
    """Return what speaks for a shop, a ticket system, a monitor, a calendar."""
    signs = 0
    if is_program_mail(message):
        signs += 3
    subject = _own_subject(message)
    heard = message.heard_in_subject
    if subject != message.subject:
        heard = topics_of(subject)
    if heard & LETTER_SUBJECTS or _TICKET.search(subject):
        signs += 4
    if (heard | message.heard_in_opening) & LETTER_WORDS:
        signs += 3
    for part in message.structure.parts:
        if part.content_type == "text/calendar":
            return signs + 3
    return signs


def _own_subject(message: Message) -> str:
    """Return the subject without that of the returned message: "Undeliverable: Your order"."""
    if not _has_colon(message.subject):
        return message.subject
    head = message.subject.replace("：", ":").partition(":")[0]
    return head if topics_of(head) & BOUNCE_SUBJECTS else message.subject


def _has_colon(subject: str) -> bool:
    """Tell whether a prefix can stand in front of the subject: most have none."""
    return ":" in subject or "：" in subject


def _human_signs(message: Message) -> int:
    signs = 0
    if is_list_mail(message):
        signs += 3
    if _has_colon(message.subject):
        if _REPLY_PREFIX.match(message.subject):
            signs += 2 if is_reply(message) else 1
        if FORWARD_PREFIX.match(message.subject):
            signs += 2
    return signs + 3 * _is_mostly_quoted(message.words.lstrip()[:4000])


def _is_mostly_quoted(text: str) -> bool:
    """Tell whether more than a third of the lines are quoted from other mail."""
    if ">" not in text or not _QUOTED.search(f"\n{text}"):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(line.lstrip().startswith(">") for line in lines) * 3 > len(lines)

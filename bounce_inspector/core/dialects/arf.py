"""Complaints: the Abuse Reporting Format, RFC 5965, and the few that come without it.

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <sender@example.org>
Original-Rcpt-To: <user@example.com>
Removal-Recipient: user@example.com
"""

import re

from bounce_inspector.core.address import clean, find_all, key
from bounce_inspector.core.model import Evidence, Failure, Kind
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Report, addresses_in
from bounce_inspector.core.wording.status_report import named_fields
from bounce_inspector.core.wording.voice import COMPLAINT_SENDERS

NAME = "arf"
_TYPE = re.compile(r"(?im)^feedback-type[ \t]*:[ \t]*([a-z-]{1,40})")
_RECIPIENT_FIELDS = ("removal-recipient", "original-rcpt-to", "original-recipient")
_RECIPIENTS = named_fields(*_RECIPIENT_FIELDS)
_MOST_SEARCHED = 100_000  # characters of a report in which it says of which type it is
_PLAIN = re.compile(
    r"(?i)complaint about message from|abuse report|email feedback report|spam complaint"
    r"|fbl report|\bfeedback loop\b"
)
_PLAIN_SENDERS = re.compile(
    r"(?i)staff@hotmail\.com|scomp@aol\.net|feedback@arf\.mail\.yahoo\.com|complaints@email-abuse\.amazonses"
    r"|feedbackloop@|\bfbl@|arf@|abuse-reports?@"
)


def read(message: Message) -> Report | None:
    """Return the complaint: one entry without action for each address concerned."""
    reports = message.report_parts("feedback-report")
    if reports:
        return _complaint(message, reports[0][1])
    if "x-apple-unsubscribe" in message.headers:
        return _complaint(message, None)
    if _is_plain_sender(message) and (
        _PLAIN.search(message.subject) or message.original is not None
    ):
        return _complaint(message, None)
    return None


def _is_plain_sender(message: Message) -> bool:
    told = message.heard_in_sender & COMPLAINT_SENDERS
    return bool(told) and _PLAIN_SENDERS.search(message.sender) is not None


def _complaint(message: Message, report: Passage | None) -> Report:
    failures: dict[str, Failure] = {}
    unread = 0
    kind = _TYPE.search(report.text, 0, _MOST_SEARCHED) if report else None
    told = kind[1].lower() if kind else "abuse"
    if report is not None:
        for field in _RECIPIENTS.finditer(report.text):
            if len(failures) == MAX_RECIPIENTS:
                further = f"\n{report.text[field.start() :].lower()}"
                unread = sum(further.count(f"\n{name}") for name in _RECIPIENT_FIELDS)
                break
            for found in find_all(field[2]):
                span = Evidence(report.part, field.start(2), field.end(2))
                failures.setdefault(key(found.address), _entry(found.address, told, span))
    if not failures:
        addresses, unread = _from_original(message)
        for address in addresses:
            failures.setdefault(key(address), _entry(address, told, None))
    return Report(NAME, tuple(failures.values()), Kind.COMPLAINT, unread)


def _from_original(message: Message) -> tuple[list[str], int]:
    original = message.original
    if original is None:
        return [], 0
    for name in ("x-hmxmroriginalrecipient", "original-recipient", "x-rcpt-to", "envelope-to"):
        address = clean(original.get(name) or "")
        if address:
            return [address], 0
    return addresses_in(original.all("to"))


def _entry(address: str, told: str, span: Evidence | None) -> Failure:
    """Return the entry of an address; its diagnostic is the type of the feedback."""
    return Failure(recipient=address, action=None, diagnostic=told, span=span)

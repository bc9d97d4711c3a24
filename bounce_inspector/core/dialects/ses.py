"""Amazon SES notifications as JSON, by SNS mail or as they are stored.

    {"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General",
     "bouncedRecipients":[{"emailAddress":"user@example.com","action":"failed","status":"5.1.1",
     "diagnosticCode":"smtp; 550 5.1.1 user unknown"}], ...}, "mail":{...}}

Source: Amazon SES developer guide, "Amazon SNS notification contents".
"""

import json
import re
from typing import Any

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Action, Evidence, Failure, Kind
from bounce_inspector.core.smtp import find_codes, find_stage, find_status
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Named, Report, first_of

NAME = "ses"
_MARK = re.compile(r'\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(\w+)\\?"')
_STRING_CUT = re.compile(r"\n\s?")
_KINDS = {
    "bounce": Kind.BOUNCE,
    "complaint": Kind.COMPLAINT,
    "delivery": Kind.DELIVERY,
    "deliverydelay": Kind.DELAY,
}
_LISTS = {
    Kind.BOUNCE: ("bounce", "bouncedRecipients"),
    Kind.COMPLAINT: ("complaint", "complainedRecipients"),
    Kind.DELAY: ("deliveryDelay", "delayedRecipients"),
    Kind.DELIVERY: ("delivery", "recipients"),
}
_ACTIONS = {
    Kind.BOUNCE: Action.FAILED,
    Kind.DELAY: Action.DELAYED,
    Kind.DELIVERY: Action.DELIVERED,
    Kind.COMPLAINT: None,
}
_MAX = 1_000_000
_SEARCHED = 100
_NEAR = 10_000


def read(message: Message) -> Report | None:
    """Return what a notification in one of the texts says."""
    for passage in message.passages:
        if "notificationType" not in passage.text and "eventType" not in passage.text:
            continue  # a plain search first: most mail is no notification
        mark = _MARK.search(passage.words[:_MAX])
        kind = _KINDS.get(mark[1].lower()) if mark else None
        if kind is None:
            continue
        notice = _parsed(passage.text)
        if notice is not None:
            return _failures(notice, kind, passage).report(NAME, kind)
    return None


def _parsed(text: str) -> dict[str, Any] | None:
    start = text.find("{")
    body = text[start:_MAX]
    # A mail program wraps long lines anywhere, strings included; JSON itself has no raw line ends.
    readings = [(body, True)]
    if "\n" in body:
        readings += (_STRING_CUT.sub("", body), True), (body, False)
    for candidate, strict in readings:
        try:
            value, _ = json.JSONDecoder(strict=strict).raw_decode(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get("Message"), str):
            return _parsed(value["Message"])
        return value if isinstance(value, dict) else None
    return None


def _failures(notice: dict[str, Any], kind: Kind, passage: Passage) -> Named:
    section, name = _LISTS[kind]
    about = notice.get(section)
    about = about if isinstance(about, dict) else {}
    rows = about.get(name)
    rows = rows if isinstance(rows, list) else []
    context = " ".join(
        str(about.get(part, "")) for part in ("bounceType", "bounceSubType", "delayType")
    ).strip()
    failures: list[Failure] = []
    first, unread = first_of(rows)
    at = 0
    for number, row in enumerate(first):
        entry = row if isinstance(row, dict) else {"emailAddress": row}
        # Of many recipients each is looked for near the one before, not from the beginning.
        around = (0, len(passage.text)) if number < _SEARCHED else (at, at + _NEAR)
        failure = _failure(entry, about, kind, context, passage, around=around)
        if failure is not None:
            at = failure.span.end if failure.span else at
            failures.append(failure)
    return Named(failures, unread)


def _failure(
    entry: dict[str, Any],
    about: dict[str, Any],
    kind: Kind,
    context: str,
    passage: Passage,
    *,
    around: tuple[int, int],
) -> Failure | None:
    address = clean(str(entry.get("emailAddress", "")))
    if address is None:
        return None
    diagnostic = str(entry.get("diagnosticCode") or about.get("smtpResponse") or "")
    diagnostic = re.sub(r"^\s*\w{1,10};\s*", "", diagnostic)
    reply, told = find_codes(diagnostic)
    if kind is Kind.DELIVERY and not reply:
        success = re.match(r"(2\d\d)\b", diagnostic)
        reply = success[1] if success else None
    place = passage.text.find(address, *around)
    return Failure(
        recipient=address,
        action=_ACTIONS[kind],
        status=find_status(str(entry.get("status", ""))) or told,
        reply=reply,
        stage=find_stage(diagnostic),
        diagnostic=diagnostic,
        context=context.replace(" ", "/"),
        remote_host=str(about.get("remoteMtaIp") or "") or None,
        reporting_mta=str(about.get("reportingMTA") or "").partition(";")[2].strip() or None,
        span=Evidence(passage.part, place, place + len(address)) if place >= 0 else None,
    )

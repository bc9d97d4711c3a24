"""The values that a preset's columns may name. Free text of servers is made one line."""

from collections.abc import Callable, Mapping
from datetime import datetime
from os.path import basename

from bounce_inspector.core.export.export_rows import ExportRow
from bounce_inspector.core.ledger import Bucket

_NO_REPLY = "550"


def _one_line(text: str) -> str:
    """Return text without line ends and control characters: rows stay rows in every program."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _date(date: datetime | None) -> str:
    return f"{date:%Y-%m-%d %H:%M:%S}" if date else ""


def _rfc2822(date: datetime | None) -> str:
    # Loaded here: only the presets of one service need it.
    from email.utils import format_datetime

    return format_datetime(date) if date else ""


def _source(row: ExportRow) -> str:
    """Return the name of the file or entry alone: the folders are nobody's business."""
    place = row.lead.place
    return _one_line(basename(place.source) + (f": {place.entry}" if place.entry else ""))


def _category(row: ExportRow) -> str:
    if row.address.bucket is Bucket.COMPLAINT:
        return "complaint"
    return (row.address.category or row.lead.finding.verdict.category).value


FIELDS: Mapping[str, Callable[[ExportRow], str]] = {
    "address": lambda row: row.address.address,
    "domain": lambda row: row.address.address.rpartition("@")[2],
    "verdict": lambda row: row.address.bucket.value,
    "reason": lambda row: row.reason,
    "category": _category,
    "permanent": lambda row: "yes" if row.lead.finding.verdict.permanent else "no",
    "fault": lambda row: row.lead.finding.verdict.fault.value,
    "code": lambda row: row.address.code,
    "reply": lambda row: row.lead.finding.failure.reply or "",
    "smtp-code": lambda row: row.lead.finding.failure.reply or _NO_REPLY,
    "diagnostic": lambda row: _one_line(row.address.diagnostic),
    "provider": lambda row: row.address.provider or "",
    "remote-host": lambda row: _one_line(row.lead.finding.failure.remote_host or ""),
    "final-recipient": lambda row: _one_line(row.lead.finding.failure.final_recipient or ""),
    "times": lambda row: str(row.address.times),
    "first-seen": lambda row: _date(row.address.first_seen),
    "last-seen": lambda row: _date(row.address.last_seen),
    "last-seen-rfc2822": lambda row: _rfc2822(row.address.last_seen),
    "subject": lambda row: _one_line(row.lead.subject),
    "campaign": lambda row: _one_line(row.lead.campaign or ""),
    "source": _source,
    "decision": lambda row: row.address.decision.value if row.address.decision else "",
    "decided-by": lambda row: row.address.decided_by.value if row.address.decided_by else "",
    "rule": lambda row: row.lead.finding.verdict.rule,
    "confidence": lambda row: row.lead.finding.verdict.confidence.value,
    "ses-reason": lambda row: "COMPLAINT" if row.address.bucket is Bucket.COMPLAINT else "BOUNCE",
}

"""Inspections that nobody made, and ledgers filled with them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bounce_inspector.core.batches import Batch
from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Finding,
    Inspection,
    Kind,
    Original,
    Verdict,
)

DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DEAD = (Category.MAILBOX_UNKNOWN, Fault.RECIPIENT, Advice.REMOVE, "550", "5.1.1")
FULL = (Category.MAILBOX_FULL, Fault.RECIPIENT, Advice.WATCH, "452", "4.2.2")
OURS = (Category.SENDER_BLOCKLISTED, Fault.SENDER_SERVER, Advice.FIX, "554", "5.7.1")


def bounce(number: int, address: str, cause: tuple = DEAD, source: str = "monday.mbox"):
    """Return what inspecting one bounce might give."""
    category, fault, advice, reply, status = cause
    failure = Failure(
        address,
        action=Action.FAILED,
        status=status,
        reply=reply,
        diagnostic=f"{reply} {status} refused",
        remote_host="mx.example.net",
    )
    verdict = Verdict(category, True, fault, advice, f"rule-{category}", Confidence.CERTAIN)
    return Inspection(
        source,
        "",
        number,
        number * 1000,
        1000,
        Kind.BOUNCE,
        "rfc3464",
        DAY + timedelta(minutes=number),
        Original(subject=f"News {number}", campaign="autumn"),
        (Finding(failure, verdict),),
        message_id=f"<{number}@mx.example.net>",
    )


def fill(path: Path, inspections: Iterable[Inspection]) -> Ledger:
    """Return an open ledger that holds these."""
    ledger = Ledger.open(path)
    assert isinstance(ledger, Ledger)
    ledger.add(Batch(tuple(inspections), (), 1, 1))
    return ledger


def report(number: int, address: str, status: str = "5.1.1", words: str = "User unknown") -> bytes:
    """Return a whole bounce as bytes, as RFC 3464 has it."""
    reply = "550" if status.startswith("5") else "452"
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: news@example.com
Subject: Undelivered Mail Returned to Sender
Date: Mon, 2 Nov 2026 09:{number:02d}:00 +0000
Message-ID: <report-{number}@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered to {address}.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822; {address}
Action: failed
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; {reply} {status} <{address}>: {words}

--cut
Content-Type: message/rfc822

From: news@example.com
To: {address}
Subject: News {number}
Message-ID: <news-{number}@example.com>

Hello.

--cut--
""".encode()

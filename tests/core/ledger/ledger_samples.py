"""Made-up inspections, as `pipeline.inspect` returns them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Evidence,
    Failure,
    Fault,
    Finding,
    Inspection,
    Kind,
    Original,
    RunnerUp,
    Stage,
    Unread,
    Verdict,
)
from bounce_inspector.core.problems import Problem

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FIRST_DAY = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
FULL_DISK = Problem("disk-full", "The disk is full.", "Make room.")


@dataclass(frozen=True, slots=True)
class Batch:
    """What `core.batches` hands over."""

    inspections: tuple[Inspection, ...] = ()
    unread: tuple[Unread, ...] = ()
    bytes_done: int = 0
    bytes_total: int = 0


def day(number):
    return FIRST_DAY + timedelta(days=number)


def finding(
    recipient="ann@example.com",
    category=Category.MAILBOX_UNKNOWN,
    advice=Advice.REMOVE,
    *,
    action=Action.FAILED,
    diagnostic="550 5.1.1 User unknown",
    context="",
    status="5.1.1",
    provider=None,
):
    return Finding(
        Failure(
            recipient,
            action=action,
            status=status,
            reply="550",
            diagnostic=diagnostic,
            context=context,
        ),
        Verdict(category, True, Fault.RECIPIENT, advice, "some-rule", Confidence.CERTAIN, provider),
    )


def full_finding(recipient="Bob.Miller@Example.org"):
    """A finding in which no field has its default."""
    return Finding(
        Failure(
            recipient=recipient,
            final_recipient="bob@inside.example.net",
            action=Action.DELAYED,
            status="4.2.2",
            reply="452",
            stage=Stage.END_OF_DATA,
            diagnostic=f"452 4.2.2 <{recipient}> Mailbox full",
            context="The mailbox of this person is full.",
            remote_host="mx.example.org",
            remote_ip="192.0.2.7",
            reporting_mta="mail.example.com",
            span=Evidence(1, 10, 40),
            certain=False,
        ),
        Verdict(
            Category.MAILBOX_FULL,
            False,
            Fault.RECIPIENT,
            Advice.WATCH,
            "full-by-words",
            Confidence.LIKELY,
            "microsoft",
            RunnerUp(Category.UNCLASSIFIED, "by-code", "the words say more"),
            Evidence(1, 28, 40),
        ),
    )


_counter = iter(range(1, 10**9))


def inspection(*findings, message_id="", source="bounces.mbox", campaign=None, **fields):
    """One message. Without a message id given it has one of its own."""
    number = next(_counter)
    values = {
        "entry": "",
        "index": number,
        "offset": number * 1000,
        "size": 900,
        "kind": Kind.BOUNCE,
        "dialect": "postfix",
        "date": FIRST_DAY,
        "message_id": message_id or f"<{number}@mail.example.com>",
        "subject": "Undelivered mail",
        "original": Original(campaign=campaign, subject=fields.pop("about", None)),
    }
    return Inspection(source=source, findings=findings, **(values | fields))


def batch(*inspections, unread=()):
    return Batch(tuple(inspections), tuple(unread))

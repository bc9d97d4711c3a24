"""Read the events of Mailgun, Postmark, SendGrid and SparkPost, as their webhooks deliver them.

A service tells a recipient, what happened, and mostly the server's own words. Its own class of the
failure becomes the context ("postmark/HardBounce"), which counts where the words say nothing.
Subjects and contents stand in these events too; nothing but the named fields is taken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bounce_inspector.core.explaining.event_documents import text_of
from bounce_inspector.core.explaining.pasted_failure import failure
from bounce_inspector.core.model import Action, Failure, Kind

_BOUNCE = (Kind.BOUNCE, Action.FAILED)
_DELAY = (Kind.DELAY, Action.DELAYED)
_DELIVERY = (Kind.DELIVERY, Action.DELIVERED)
_COMPLAINT = (Kind.COMPLAINT, None)


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service puts what; fields below each other are joined by dots.

    `marks` are the fields that all its events have. `events` tells by the value of `event` what
    happened; `otherwise` holds for the other values, None leaves them alone; a failure is only put
    off where `waits` names a field and its value. Of `said` and `classes` the first field that is
    not empty counts.
    """

    name: str
    marks: tuple[str, ...]
    address: str
    event: str
    events: Mapping[str, tuple[Kind, Action | None]]
    said: tuple[str, ...]
    classes: tuple[str, ...] = ()
    code: str = ""
    status: str = ""
    host: str = ""
    waits: tuple[str, str] | None = None
    otherwise: tuple[Kind, Action | None] | None = None


SERVICES = (
    Service(
        name="mailgun",
        marks=("event", "recipient"),
        address="recipient",
        event="event",
        events={
            "failed": _BOUNCE,
            "bounced": _BOUNCE,
            "dropped": _BOUNCE,
            "rejected": _BOUNCE,
            "complained": _COMPLAINT,
            "delivered": _DELIVERY,
        },
        said=("delivery-status.message", "delivery-status.description", "error", "description"),
        classes=("reason",),
        code="delivery-status.code",
        status="delivery-status.enhanced-code",
        host="delivery-status.mx-host",
        waits=("severity", "temporary"),
    ),
    Service(
        name="sendgrid",
        marks=("event", "email"),
        address="email",
        event="event",
        events={
            "bounce": _BOUNCE,
            "blocked": _BOUNCE,
            "dropped": _BOUNCE,
            "deferred": _DELAY,
            "delivered": _DELIVERY,
            "spamreport": _COMPLAINT,
        },
        said=("reason", "response"),
        classes=("bounce_classification",),
        status="status",
    ),
    Service(
        name="postmark",
        marks=("Type", "TypeCode", "Email"),
        address="Email",
        event="Type",
        events={
            "SpamComplaint": _COMPLAINT,
            "Transient": _DELAY,
            "AutoResponder": (Kind.AUTO_REPLY, None),
            "ChallengeVerification": (Kind.CHALLENGE, None),
        },
        said=("Details",),
        classes=("Type",),
        otherwise=_BOUNCE,
    ),
    Service(
        name="sparkpost",
        marks=("type", "rcpt_to"),
        address="rcpt_to",
        event="type",
        events={
            "bounce": _BOUNCE,
            "out_of_band": _BOUNCE,
            "policy_rejection": _BOUNCE,
            "generation_rejection": _BOUNCE,
            "delay": _DELAY,
            "delivery": _DELIVERY,
            "spam_complaint": _COMPLAINT,
        },
        said=("raw_reason", "reason"),
        classes=("bounce_class",),
        code="error_code",
    ),
)


def read(document: Mapping[str, Any]) -> Iterator[tuple[Kind, Failure]]:
    """Yield what an event says about its recipient, nothing if none of the services knows it."""
    for service in SERVICES:
        if all(text_of(document, mark) for mark in service.marks):
            happened = service.events.get(text_of(document, service.event), service.otherwise)
            if happened is not None:
                yield _read(service, document, *happened)
            return


def _read(
    service: Service, document: Mapping[str, Any], kind: Kind, action: Action | None
) -> tuple[Kind, Failure]:
    code, kind_of = text_of(document, service.code), _first(document, service.classes)
    if service.waits and text_of(document, service.waits[0]) == service.waits[1]:
        kind, action = _DELAY
    said = "" if kind is Kind.COMPLAINT else _first(document, service.said)
    return kind, failure(
        said.removeprefix("smtp;").strip(),
        text_of(document, service.address),
        action,
        host=text_of(document, service.host) or None,
        status=text_of(document, service.status),
        reply=code if len(code) == 3 and code.isdecimal() else None,
        context=f"{service.name}/{kind_of}" if kind_of else "",
    )


def _first(document: Mapping[str, Any], paths: tuple[str, ...]) -> str:
    return next(filter(None, (text_of(document, path) for path in paths)), "")

"""Read the events of Amazon SES, as SNS delivers them or as they stand in a log.

Fields as in the SES developer guide, "Amazon SNS notification contents": a bounce has
bouncedRecipients with emailAddress, action, status and diagnosticCode.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bounce_inspector.core.explaining.event_documents import text_of
from bounce_inspector.core.explaining.pasted_failure import failure
from bounce_inspector.core.model import Action, Failure, Kind

_ACTIONS = {action.value: action for action in Action}


def read(document: Mapping[str, Any]) -> Iterator[tuple[Kind, Failure]]:
    """Yield what an event says about each recipient, nothing if it is none of Amazon SES."""
    bounce = _table(document, "bounce")
    for recipient in _tables(bounce, "bouncedRecipients"):
        yield Kind.BOUNCE, _bounced(bounce, recipient)
    for recipient in _tables(_table(document, "complaint"), "complainedRecipients"):
        yield Kind.COMPLAINT, failure("", text_of(recipient, "emailAddress"), None)
    delay = _table(document, "deliveryDelay")
    for recipient in _tables(delay, "delayedRecipients"):
        yield Kind.DELAY, _bounced(delay, {"action": "delayed", **recipient})
    delivery = _table(document, "delivery")
    recipients = delivery.get("recipients")
    for address in recipients if isinstance(recipients, list) else ():
        said = text_of(delivery, "smtpResponse")
        yield Kind.DELIVERY, failure(said, str(address), Action.DELIVERED)


def _bounced(bounce: Mapping[str, Any], recipient: Mapping[str, Any]) -> Failure:
    return failure(
        text_of(recipient, "diagnosticCode").removeprefix("smtp;").strip(),
        text_of(recipient, "emailAddress"),
        _ACTIONS.get(text_of(recipient, "action").lower(), Action.FAILED),
        status=text_of(recipient, "status"),
        context=f"{text_of(bounce, 'bounceType')}/{text_of(bounce, 'bounceSubType')}",
        reporting_mta=text_of(bounce, "reportingMTA").rpartition(";")[2].strip() or None,
    )


def _table(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = values.get(key)
    return value if isinstance(value, dict) else {}


def _tables(values: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = values.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []

"""Read the events of Amazon SES, as SNS delivers them or as they stand in a log: JSON.

Fields as in the SES developer guide, "Amazon SNS notification contents": a bounce has
bouncedRecipients with emailAddress, action, status and diagnosticCode.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bounce_inspector.core.address import clean
from bounce_inspector.core.model import Action, Failure, Kind
from bounce_inspector.core.smtp import find_status, read_facts

_LONGEST = 1_000_000
_ACTIONS = {action.value: action for action in Action}


def events_in(text: str) -> Iterator[tuple[Kind, Failure]]:
    """Yield what each event in `text` says about each recipient, nothing if it holds no event."""
    if not text.lstrip().startswith("{") or len(text) > _LONGEST:
        return
    whole = _parse(text)
    documents = [whole] if whole else [_parse(line) for line in text.splitlines()]
    for document in documents:
        if document:
            yield from _event(document)


def _parse(text: str) -> Mapping[str, Any]:
    """Return a JSON object, also one that stands as text in the Message field of another."""
    try:
        found = json.loads(text)
        inner = found.get("Message") if isinstance(found, dict) else None
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            found = json.loads(inner)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _event(document: Mapping[str, Any]) -> Iterator[tuple[Kind, Failure]]:
    bounce = _table(document, "bounce")
    for recipient in _tables(bounce, "bouncedRecipients"):
        yield Kind.BOUNCE, _bounced(bounce, recipient)
    for recipient in _tables(_table(document, "complaint"), "complainedRecipients"):
        yield Kind.COMPLAINT, Failure(_address(recipient), action=None)
    delay = _table(document, "deliveryDelay")
    for recipient in _tables(delay, "delayedRecipients"):
        yield Kind.DELAY, _bounced(delay, {"action": "delayed", **recipient})


def _bounced(bounce: Mapping[str, Any], recipient: Mapping[str, Any]) -> Failure:
    diagnostic = _text(recipient, "diagnosticCode").removeprefix("smtp;").strip()
    facts = read_facts(diagnostic)
    return Failure(
        recipient=_address(recipient),
        action=_ACTIONS.get(_text(recipient, "action").lower(), Action.FAILED),
        status=find_status(_text(recipient, "status")) or facts.status,
        reply=facts.reply,
        stage=facts.stage,
        diagnostic=diagnostic,
        context=f"{_text(bounce, 'bounceType')}/{_text(bounce, 'bounceSubType')}",
        remote_host=facts.remote_host,
        remote_ip=facts.remote_ip,
        reporting_mta=_text(bounce, "reportingMTA").rpartition(";")[2].strip() or None,
    )


def _address(recipient: Mapping[str, Any]) -> str:
    return clean(_text(recipient, "emailAddress")) or ""


def _table(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = values.get(key)
    return value if isinstance(value, dict) else {}


def _tables(values: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = values.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""

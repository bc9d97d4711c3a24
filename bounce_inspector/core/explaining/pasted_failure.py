"""Make a failure of what was read out of a pasted text: a server's words, and what stood beside."""

from bounce_inspector.core.address import find_first
from bounce_inspector.core.model import Action, Failure, Stage
from bounce_inspector.core.smtp import find_status, read_facts


def failure(
    said: str,
    recipient: str,
    action: Action | None,
    *,
    host: str | None = None,
    ip: str | None = None,
    status: str = "",
    reply: str | None = None,
    stage: Stage | None = None,
    context: str = "",
    reporting_mta: str | None = None,
) -> Failure:
    """Return the failure that `said` tells of; what it says itself goes before what stood beside.

    `recipient` may be a field with an address in it or nothing at all. `action` is None where
    nothing tells whether the delivery failed, was put off or worked.
    """
    facts = read_facts(said)
    found = find_first(recipient)
    return Failure(
        recipient=found.address if found else "",
        action=action,
        status=facts.status or find_status(status),
        reply=facts.reply or reply,
        stage=facts.stage or stage,
        diagnostic=said,
        context=context,
        remote_host=facts.remote_host or (host.lower().rstrip(".") if host else None),
        remote_ip=facts.remote_ip or ip,
        reporting_mta=reporting_mta,
    )

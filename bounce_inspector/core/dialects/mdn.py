"""Message disposition notifications, RFC 8098: read, deleted, and sometimes a full mailbox.

    Final-Recipient: rfc822; user@example.com
    Disposition: manual-action/MDN-sent-manually; displayed

Dovecot reports a mailbox over quota in this form: the disposition is automatic and "rejected" or
"deleted", the reason stands in the text.
"""

import re

from bounce_inspector.core.address import clean
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Action, Evidence, Failure, Kind
from bounce_inspector.core.smtp import find_codes
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report
from bounce_inspector.core.wording.status_report import named_fields

NAME = "mdn"
_FIELDS = named_fields("disposition", "original-recipient", "final-recipient")
_REFUSED = re.compile(r"(?i)automatic-action.*;\s*(?:rejected|denied|failed|deleted)")
_REASON = re.compile(
    r"(?i)quota|mailbox (?:is )?full|rejected|refused|over its limit|exceed|following reason"
)


def read(message: Message) -> Report | None:
    """Return a read receipt, or a bounce where the mailbox refused the message by itself."""
    reports = message.report_parts("disposition-notification")
    if not reports:
        return None
    passage = reports[0][1]
    fields = {found[1].lower(): found for found in _FIELDS.finditer(passage.text)}
    disposition = fields.get("disposition")
    recipient = fields.get("original-recipient") or fields.get("final-recipient")
    address = clean(recipient[2]) if recipient else None
    words = on_one_line(message.words)
    refused = disposition is not None and _REFUSED.search(disposition[2]) and _REASON.search(words)
    if address is None:
        return Report(NAME, (), Kind.BOUNCE if refused else Kind.READ_RECEIPT)
    if not refused:
        return Report(NAME, (Failure(recipient=address, action=None),), Kind.READ_RECEIPT)
    reply, status = find_codes(words)
    text = message.passages[0] if message.passages else passage
    failure = Failure(
        recipient=address,
        action=Action.FAILED,
        reply=reply,
        status=status,
        diagnostic=words[:2000],
        span=Evidence(text.part, 0, min(text.stop, 2000)),
    )
    return Report(NAME, (failure,), Kind.BOUNCE)

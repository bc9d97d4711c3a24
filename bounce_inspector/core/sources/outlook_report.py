"""The delivery report that Outlook keeps as properties of the recipients instead of as a part.

MS-OXOMSG section 2.2.2 says which properties a report message has. Nothing is made up: a field is
written where a property tells it.
"""

import re

from bounce_inspector.core.sources.outlook_properties import Item

_CLASS = 0x001A
_REPORTING_MTA, _REMOTE_MTA = 0x6820, 0x0C21
_SUPPLEMENTARY = 0x0C1B
_SMTP_ADDRESS, _ADDRESS = 0x39FE, 0x3003
_ACTIONS = {
    "ndr": "failed",
    "delayed": "delayed",
    "dr": "delivered",
    "relayed.dr": "relayed",
    "expanded.dr": "expanded",
}
_REPORT = re.compile(
    r"(?i)REPORT\.IPM\.[^.]+(?:\.[^.]+)*?\.((?:relayed\.|expanded\.)?dr|ndr|delayed)"
)
_STATUS = re.compile(r"#([245]\.\d{1,3}\.\d{1,3})\b")
_SMTP = re.compile(r"(?is)smtp; ?(.+?)>?\s*\Z")


def delivery_status(message: Item) -> str:
    """Return the fields of RFC 3464 that a report message tells, empty if it is none."""
    found = _REPORT.fullmatch(message.text(_CLASS))
    if not found:
        return ""
    action = _ACTIONS[found[1].lower()]
    groups = [_recipient(recipient, action) for recipient in message.recipients()]
    groups = [group for group in groups if group]
    if not groups:
        return ""
    reporting = message.text(_REPORTING_MTA)
    return "\n".join([f"Reporting-MTA: {_line(reporting)}\n" if reporting else "", *groups])


def _recipient(recipient: Item, action: str) -> str:
    address = recipient.text(_SMTP_ADDRESS) or recipient.text(_ADDRESS)
    if "@" not in address:
        return ""
    said = recipient.text(_SUPPLEMENTARY)
    fields = [f"Final-Recipient: rfc822; {_line(address)}", f"Action: {action}"]
    if status := _STATUS.search(said):
        fields.append(f"Status: {status[1]}")
    if remote := recipient.text(_REMOTE_MTA):
        fields.append(f"Remote-MTA: {_line(remote)}")
    if smtp := _SMTP.search(said):
        fields.append(f"Diagnostic-Code: smtp; {_line(smtp[1])}")
    elif said:
        fields.append(f"Diagnostic-Code: x-outlook; {_line(said)}")
    return "\n".join(fields) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())

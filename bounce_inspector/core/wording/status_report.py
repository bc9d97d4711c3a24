"""The fields of a delivery report (RFC 3464 section 2, RFC 6533 section 3), as they really come.

Blank lines between recipients may be missing, field names may stand before a blank and a colon, the
whole report may stand inside running text.
"""

import re
from typing import NamedTuple

from bounce_inspector.core.decoding.headers import unfold
from bounce_inspector.core.wording.report import MAX_RECIPIENTS

FIELD = re.compile(
    r"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]++)*+)", re.MULTILINE
)
_RECIPIENT_FIELDS = frozenset(
    {
        "final-recipient",
        "original-recipient",
        "action",
        "status",
        "remote-mta",
        "diagnostic-code",
        "last-attempt-date",
        "final-log-id",
        "will-retry-until",
        "x-actual-recipient",
        "x-postfix-sender",
        "localized-reason",
        "x-display-name",
    }
)
MARK = re.compile(r"^(?:final-recipient|original-recipient)[ \t]*:", re.MULTILINE | re.IGNORECASE)
_SIGNS = ("nal-recipient", "nal-Recipient", "NAL-RECIPIENT")


class Value(NamedTuple):
    """A field's value on one line, and where it stands: characters of the part's text."""

    text: str
    start: int
    end: int


class Fields(NamedTuple):
    """The fields of one group as they were found, by lower-case name; the first of a name counts.

    Most are never asked for: a value is made when it is.
    """

    found: dict[str, re.Match[str]]

    def get(self, name: str) -> str:
        """Return the value on one line, or ""."""
        field = self.found.get(name)
        return unfold(field[2]) if field else ""

    def value(self, name: str) -> Value | None:
        """Return the value and its place."""
        field = self.found.get(name)
        return Value(unfold(field[2]), *field.span(2)) if field else None


class Reported(NamedTuple):
    """The fields about the message, those of each recipient, and how many more there are."""

    about: Fields
    recipients: list[Fields]
    unread: int = 0


def is_marked(text: str) -> bool:
    """Tell whether a report stands in the text. A plain search first: most texts hold none."""
    return any(sign in text for sign in _SIGNS) and MARK.search(text) is not None


def read_report(text: str, most: int = MAX_RECIPIENTS) -> Reported:
    """Return what a report says of the message and of each recipient, up to so many of them."""
    about = Fields({})
    groups: list[Fields] = []
    message = about.found
    current: dict[str, re.Match[str]] | None = None
    last_end = 0
    for field in FIELD.finditer(text):
        name = field[1].lower()
        start, end = field.span()
        gap = start > last_end + 1 and "\n\n" in text[max(0, last_end - 1) : start + 1]
        last_end = end
        if name not in _RECIPIENT_FIELDS:
            if current is None or (gap and _complete(current)):
                message.setdefault(name, field)
            else:
                current.setdefault(name, field)
            continue
        if (
            current is None
            or name in current
            or (gap and _complete(current))
            # It stands first in its group: behind an Action it is the next one's.
            or (
                name == "original-recipient"
                and "final-recipient" in current
                and "status" in current
            )
        ):
            if len(groups) >= most:
                return Reported(about, groups, _count_recipients(text, start))
            current = {}
            groups.append(Fields(current))
        current[name] = field
    return Reported(about, groups)


def _complete(group: dict[str, re.Match[str]]) -> bool:
    return "final-recipient" in group or "original-recipient" in group


def _count_recipients(text: str, start: int) -> int:
    """Return how many recipients the report names from here on, by their fields alone."""
    low = "\n" + text[start:].lower()
    return max(low.count("\nfinal-recipient"), low.count("\noriginal-recipient"))

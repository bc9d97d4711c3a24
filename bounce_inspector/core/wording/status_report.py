"""The fields of a delivery report (RFC 3464 section 2, RFC 6533 section 3), as they really come.

Blank lines between recipients may be missing, field names may stand before a blank and a colon, the
whole report may stand inside running text.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

FIELD = re.compile(
    r"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]++)*+)", re.MULTILINE
)
_FOLD = re.compile(r"\s*\n[ \t]+")
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
MAX_RECIPIENTS = 100_000


class Value(NamedTuple):
    """A field's value on one line, and where it stands: characters of the part's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one group, by lower-case name; the first of a name counts."""

    values: dict[str, Value]

    def get(self, name: str) -> str:
        """Return the value on one line, or ""."""
        value = self.values.get(name)
        return value.text if value else ""


def is_marked(text: str) -> bool:
    """Tell whether a report stands in the text. A plain search first: most texts hold none."""
    return any(sign in text for sign in _SIGNS) and MARK.search(text) is not None


def read_report(text: str) -> tuple[Fields, list[Fields]]:
    """Return the fields about the message and one group of fields for each recipient."""
    message: dict[str, Value] = {}
    groups: list[dict[str, Value]] = []
    current: dict[str, Value] | None = None
    last_end = 0
    for found in FIELD.finditer(text):
        name, words = found[1].lower(), found[2]
        start, end = found.span(2)
        gap = found.start() > last_end + 1 and "\n\n" in text[max(0, last_end - 1) : start]
        last_end = end
        if "\n" in words:
            words = _FOLD.sub(" ", words)
        value = Value(words.strip(), start, end)
        if name not in _RECIPIENT_FIELDS:
            if current is None or (gap and _complete(current)):
                message.setdefault(name, value)
            else:
                current.setdefault(name, value)
            continue
        if current is None or _begins_next(current, name, gap=gap):
            if len(groups) >= MAX_RECIPIENTS:
                break
            current = {}
            groups.append(current)
        current.setdefault(name, value)
    return Fields(message), [Fields(group) for group in groups]


def _complete(group: dict[str, Value]) -> bool:
    return "final-recipient" in group or "original-recipient" in group


def _begins_next(current: dict[str, Value], name: str, *, gap: bool) -> bool:
    if name in current:
        return True
    if gap and _complete(current):
        return True
    # Original-Recipient stands first in its group: behind an Action it is the next one's.
    return name == "original-recipient" and "final-recipient" in current and "status" in current

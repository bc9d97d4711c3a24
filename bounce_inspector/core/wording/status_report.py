"""The fields of a delivery report (RFC 3464 section 2, RFC 6533 section 3), as they really come.

Blank lines between recipients may be missing, field names may stand before a blank and a colon, the
whole report may stand inside running text.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.decoding.headers import unfold
from bounce_inspector.core.wording.report import MAX_RECIPIENTS

_NAME, _COLON = r"[A-Za-z][A-Za-z0-9-]{1,60}", r"[ \t]*+:[ \t]*+"
_VALUE = r"[^\n]*+(?:\n[ \t][^\n]++)*+"
_FIELD = re.compile(rf"^({_NAME}{_COLON})({_VALUE})", re.MULTILINE)
_MOST_FIELDS = 20 * MAX_RECIPIENTS
_USUAL = 60  # fields of a report of which is remembered how they are grouped
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
_SHORT = 50_000  # characters of a report of which each field is looked at, not only what is asked
_ANY_CASE = re.MULTILINE | re.IGNORECASE | re.ASCII
_NAMES = "|".join(["reporting-mta", *sorted(_RECIPIENT_FIELDS)])
_ASKED = re.compile(rf"^((?:{_NAMES}){_COLON})({_VALUE})", _ANY_CASE)
_SIGNS = ("nal-recipient", "nal-Recipient", "NAL-RECIPIENT")


def named_fields(*names: str) -> re.Pattern[str]:
    """Return the pattern of the fields of these names: the name, and the value with its folds."""
    return re.compile(rf"^({'|'.join(names)}){_COLON}({_VALUE})", _ANY_CASE)


class Value(NamedTuple):
    """A field's value on one line, and where it stands: characters of the part's text."""

    text: str
    start: int
    end: int


_Places = dict[str, int]


class _Pieces:
    """The pieces of a report, one after the other, and where each begins."""

    def __init__(self, pieces: list[str]) -> None:
        """Take all of them."""
        self.all = pieces
        self._place = self._start = 0

    def start(self, place: int) -> int:
        """Return where a piece begins, quickly if it is near the one asked for before."""
        if place >= self._place:
            self._start += sum(map(len, self.all[self._place : place]))
        else:
            self._start -= sum(map(len, self.all[place : self._place]))
        self._place = place
        return self._start


class Fields(NamedTuple):
    """The fields of one group, by lower-case name; the first of a name counts.

    Most are never asked for: a value is made when it is. `pieces` are those of the whole report,
    one after the other, `places` which of them are the values.
    """

    pieces: _Pieces
    places: _Places

    def get(self, name: str) -> str:
        """Return the value on one line, or ""."""
        place = self.places.get(name)
        return "" if place is None else unfold(self.pieces.all[place])

    def value(self, name: str, most: int = _SHORT) -> Value | None:
        """Return the value, of a long one as much as may have `most` characters, and its place."""
        place = self.places.get(name)
        if place is None:
            return None
        start, words = self.pieces.start(place), self.pieces.all[place]
        text = words if len(words) <= 2 * most else words[: 2 * most]
        return Value(unfold(text), start, start + len(words))


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
    # What stands before a field, its name with the colon, its value, and so on; what follows all.
    pieces = (_FIELD if len(text) <= _SHORT else _ASKED).split(text, _MOST_FIELDS)
    between, names = tuple(pieces[:-1:3]), tuple(pieces[1::3])
    group = _remembered if len(names) <= _USUAL else _grouped
    about, groups, behind = group(between, names, most)
    placed = _Pieces(pieces)
    recipients = [Fields(placed, places) for places in groups]
    unread = _count_recipients("".join(pieces[behind:])) if behind < len(pieces) else 0
    return Reported(Fields(placed, about), recipients, unread)


def _grouped(
    between: tuple[str, ...], names: tuple[str, ...], most: int
) -> tuple[_Places, list[_Places], int]:
    """Return which pieces are values about the message and of each recipient, and which are unread.

    `between` stands before each of the fields.
    """
    message: _Places = {}
    groups: list[_Places] = []
    current: _Places | None = None
    for number, (before, head) in enumerate(zip(between, names, strict=True)):
        name = head[: head.index(":")].rstrip(" \t").lower()
        gap = "\n\n" in before
        place = 3 * number + 2
        if name not in _RECIPIENT_FIELDS:
            if current is None or (gap and _complete(current)):
                message.setdefault(name, place)
            else:
                current.setdefault(name, place)
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
                return message, groups, place - 1
            current = {}
            groups.append(current)
        current[name] = place
    return message, groups, 3 * len(names) if len(names) == _MOST_FIELDS else 3 * len(names) + 1


# A mail system writes the same fields in the same order into each of its reports.
_remembered = lru_cache(maxsize=1_000)(_grouped)


def _complete(group: _Places) -> bool:
    return "final-recipient" in group or "original-recipient" in group


def _count_recipients(text: str) -> int:
    """Return how many recipients the report names from here on, by their fields alone."""
    low = "\n" + text.lower()
    return max(low.count("\nfinal-recipient"), low.count("\noriginal-recipient"))

"""What to propose for an address, from everything that was ever reported about it, and why.

One failure says what one server said on one day; this module looks at the days together. An address
goes at once where it is dead, on repetition where the category's threshold is met, and never for a
fault of the sender. A day counts once: a newsletter retried three times in an hour is one failure.
A delay notice counts as none, because the server is still trying (RFC 5321 section 4.5.4.1), and an
answer or a delivery starts the count anew.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from bounce_inspector.core.model import Action, Advice, Category, Finding, Kind
from bounce_inspector.shipped import read_toml


class Bucket(StrEnum):
    """The tray an address or a message lies in."""

    REMOVE = "remove"
    COMPLAINT = "complaint"
    WATCH = "watch"
    YOUR_SIDE = "your-side"
    UNKNOWN = "unknown"
    KEEP = "keep"
    NOT_BOUNCE = "not-bounce"


class Reason(StrEnum):
    """Why an address lies in its tray."""

    DEAD = "dead"
    REPEATED = "repeated"
    COMPLAINED = "complained"
    WATCHED = "watched"
    LASTING = "lasting"
    ALIVE_SINCE = "alive-since"
    SENDER_SIDE = "sender-side"
    UNRECOGNISED = "unrecognised"
    PASSING = "passing"
    DELAYED = "delayed"
    NO_FAILURE = "no-failure"


class Sign(StrEnum):
    """What one report means for the address it names."""

    DEAD = "dead"
    COMPLAINT = "complaint"
    WATCH = "watch"
    FIX = "fix"
    KEEP = "keep"
    UNRECOGNISED = "unrecognised"
    DELAYED = "delayed"
    ALIVE = "alive"
    SILENT = "silent"


class Sighting(NamedTuple):
    """One sign on one day. `day` counts from 1970-01-01 UTC, None where the message has no date."""

    sign: Sign
    category: Category | None = None
    day: int | None = None


class Threshold(NamedTuple):
    """On how many different days, spread over at least how many, until the next step is taken."""

    remove_after: int | None = None
    within_days: int = 0
    watch_after: int | None = None


class Proposal(NamedTuple):
    """The tray proposed, why, the category that decided, and on how many days it was seen."""

    bucket: Bucket
    reason: Reason
    category: Category | None = None
    days: int = 0


Thresholds = Mapping[Category, Threshold]

_LIVING_KINDS = frozenset({Kind.DELIVERY, Kind.READ_RECEIPT, Kind.AUTO_REPLY})
_SIGN_OF_ADVICE = {
    Advice.REMOVE: Sign.DEAD,
    Advice.COMPLAINT: Sign.COMPLAINT,
    Advice.WATCH: Sign.WATCH,
    Advice.FIX: Sign.FIX,
    Advice.KEEP: Sign.KEEP,
}
_BUCKET_OF_SIGN = {
    Sign.DEAD: Bucket.REMOVE,
    Sign.COMPLAINT: Bucket.COMPLAINT,
    Sign.WATCH: Bucket.WATCH,
    Sign.FIX: Bucket.YOUR_SIDE,
    Sign.KEEP: Bucket.KEEP,
    Sign.UNRECOGNISED: Bucket.UNKNOWN,
    Sign.DELAYED: Bucket.KEEP,
    Sign.ALIVE: Bucket.NOT_BOUNCE,
    Sign.SILENT: Bucket.NOT_BOUNCE,
}
# What is left once nothing asks for removal: the first sign present names the tray.
_QUIETER = (
    (Sign.WATCH, Reason.WATCHED),
    (Sign.FIX, Reason.SENDER_SIDE),
    (Sign.UNRECOGNISED, Reason.UNRECOGNISED),
    (Sign.KEEP, Reason.PASSING),
    (Sign.DELAYED, Reason.DELAYED),
)


@cache
def load_thresholds() -> Thresholds:
    """Return the thresholds of resources/rules/categories.toml."""
    return {
        Category(name): Threshold(
            remove_after=facts.get("remove_after"),
            within_days=facts.get("within_days", 0),
            watch_after=facts.get("watch_after"),
        )
        for name, facts in read_toml("rules", "categories.toml").items()
    }


def sign_of(kind: Kind, finding: Finding) -> Sign:
    """Return what one finding of a message of this kind means for its address."""
    verdict, action = finding.verdict, finding.failure.action
    if kind is Kind.COMPLAINT or verdict.advice is Advice.COMPLAINT:
        return Sign.COMPLAINT
    if action is Action.DELIVERED or (action is None and kind in _LIVING_KINDS):
        return Sign.DEAD if verdict.advice is Advice.REMOVE else Sign.ALIVE
    if kind is Kind.DELAY or action is Action.DELAYED:
        return Sign.DELAYED
    if action in {Action.RELAYED, Action.EXPANDED} or kind is not Kind.BOUNCE:
        return Sign.DEAD if verdict.advice is Advice.REMOVE else Sign.SILENT
    if verdict.category is Category.UNCLASSIFIED and verdict.advice is Advice.KEEP:
        return Sign.UNRECOGNISED
    return _SIGN_OF_ADVICE[verdict.advice]


def bucket_of(sign: Sign) -> Bucket:
    """Return the tray of a message that carries this sign, its own day alone considered."""
    return _BUCKET_OF_SIGN[sign]


def propose(history: Iterable[Sighting], thresholds: Thresholds) -> Proposal:
    """Return what to do with the address that has this history, in whatever order it is given."""
    sightings = frozenset(history)
    complaints = [seen for seen in sightings if seen.sign is Sign.COMPLAINT]
    if complaints:
        return Proposal(Bucket.COMPLAINT, Reason.COMPLAINED, None, _days(complaints))
    alive = max((_day(seen) for seen in sightings if seen.sign is Sign.ALIVE), default=None)
    dead = [seen for seen in sightings if seen.sign is Sign.DEAD]
    if dead:
        last = max(dead, key=_order)
        if alive is None or _day(last) >= alive:
            return Proposal(Bucket.REMOVE, Reason.DEAD, last.category, _days(dead))
        return Proposal(Bucket.WATCH, Reason.ALIVE_SINCE, last.category, _days(dead))
    counted = [seen for seen in sightings if alive is None or _day(seen) > alive]
    return (
        _repeated(counted, thresholds)
        or _lasting(counted, thresholds)
        or _quieter(counted)
        or Proposal(Bucket.NOT_BOUNCE, Reason.NO_FAILURE, None, _days(sightings))
    )


def _repeated(counted: list[Sighting], thresholds: Thresholds) -> Proposal | None:
    for category, seen in _by_category(counted, Sign.WATCH):
        threshold = thresholds.get(category, Threshold())
        days = _days(seen)
        if threshold.remove_after is None or days < threshold.remove_after:
            continue
        if _span(seen) >= threshold.within_days:
            return Proposal(Bucket.REMOVE, Reason.REPEATED, category, days)
    return None


def _lasting(counted: list[Sighting], thresholds: Thresholds) -> Proposal | None:
    if any(seen.sign is Sign.WATCH for seen in counted):
        return None
    for category, seen in _by_category(counted, Sign.KEEP):
        threshold = thresholds.get(category, Threshold())
        days = _days(seen)
        if threshold.watch_after is None or days < threshold.watch_after:
            continue
        if _span(seen) >= threshold.within_days:
            return Proposal(Bucket.WATCH, Reason.LASTING, category, days)
    return None


def _quieter(counted: list[Sighting]) -> Proposal | None:
    for sign, reason in _QUIETER:
        seen = [one for one in counted if one.sign is sign]
        if seen:
            last = max(seen, key=_order)
            same = [one for one in seen if one.category is last.category]
            return Proposal(_BUCKET_OF_SIGN[sign], reason, last.category, _days(same))
    return None


def _by_category(counted: list[Sighting], sign: Sign) -> list[tuple[Category, list[Sighting]]]:
    found: dict[Category, list[Sighting]] = {}
    for seen in sorted(counted, key=_order):
        if seen.sign is sign and seen.category is not None:
            found.setdefault(seen.category, []).append(seen)
    return list(found.items())


def _days(seen: Iterable[Sighting]) -> int:
    return len({one.day for one in seen})


def _span(seen: Iterable[Sighting]) -> int:
    known = [one.day for one in seen if one.day is not None]
    return max(known) - min(known) if known else 0


def _day(seen: Sighting) -> int:
    return -1 if seen.day is None else seen.day


def _order(seen: Sighting) -> tuple[int, str]:
    return (_day(seen), seen.category or "")

"""What the policy judges an address by, in four bytes a day: merged in any order, never growing.

Each entry is sign, category and day: one byte, one byte, two bytes. The day counts from 1970-01-01
UTC plus one; 0 stands for "no date". A set of entries: the same sign twice on a day is one.
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bounce_inspector.core.ledger.codes import CATEGORIES, SIGNS
from bounce_inspector.core.model import Category
from bounce_inspector.core.policy import Sighting, Sign

_ENTRY = struct.Struct(">BBH")
_LAST_DAY = 0xFFFF
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
# A zone may push the first and the last moment that Python knows over the edge.
_EARLIEST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _SECOND
_LATEST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _SECOND
SECONDS_A_DAY = 86_400


def pack(sign: Sign, category: Category | None, date: int | None) -> bytes:
    """Return one entry. `date` is in seconds since 1970-01-01 UTC."""
    day = 0 if date is None else min(max(date // SECONDS_A_DAY + 1, 1), _LAST_DAY)
    return _ENTRY.pack(SIGNS.number[sign], CATEGORIES.number[category], day)


def merge(history: bytes, entries: Sequence[bytes]) -> bytes:
    """Return a history with entries added, sorted; those it has already change nothing."""
    if not history and len(entries) == 1:
        return entries[0]
    size = _ENTRY.size
    known = {history[start : start + size] for start in range(0, len(history), size)}
    return b"".join(sorted(known.union(entries)))


def from_first_day(history: bytes) -> bytes:
    """Return a history as if its first day were the first of all; entries without one have none."""
    if len(history) == _ENTRY.size:
        return history if history.endswith(b"\0\0") else history[:2] + b"\0\1"
    entries = list(_ENTRY.iter_unpack(history))
    before = min((day for _, _, day in entries if day), default=1) - 1
    return b"".join(_ENTRY.pack(sign, what, day and day - before) for sign, what, day in entries)


def unpack(history: bytes) -> list[Sighting]:
    """Return the sightings of a history."""
    return [
        Sighting(SIGNS.required(sign), CATEGORIES.optional(category), day - 1 if day else None)
        for sign, category, day in _ENTRY.iter_unpack(history)
    ]


def seconds(date: datetime) -> int:
    """Return a date as whole seconds since 1970-01-01 UTC; one without a zone counts as UTC."""
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((aware - _EPOCH) // _SECOND, _EARLIEST), _LATEST)


def moment(at: int) -> datetime:
    """Return the date of so many seconds since 1970-01-01 UTC."""
    return _EPOCH + timedelta(seconds=at)


def moment_or_none(at: int | None) -> datetime | None:
    """Return the same, None for None."""
    return None if at is None else moment(at)

"""Dates of mail headers, RFC 5322 section 3.3, with the obsolete and the broken forms."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_DATE = re.compile(
    r"(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s,-]+(\d{2,4})[\s,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[A-Za-z]{1,5})?"
)
# What nearly all write before and behind the time.
_USUAL_DAY = re.compile(r"(?:[A-Za-z]{3}, +)?([0-9]{1,2}) ([A-Za-z]{3}) ([1-9][0-9]{3}) ")
_USUAL_ZONE = re.compile(r" (?:([+-](?:[01][0-9]|2[0-3])[0-5][0-9])|(?:GMT|UTC?)(?![A-Za-z]))")
_LONGEST_USUAL = 60
_ASCTIME = re.compile(
    r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([A-Z]{3,4}|[+-]\d{4})\s+)?(\d{4})"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# The only named zones of RFC 5322 section 4.3, and two seen daily.
_ZONES = {
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "JST": 540,
    "CET": 60,
    "CEST": 120,
}


def parse_date(value: str | None) -> datetime | None:
    """Return the moment with its offset, None where it is none. Without a zone it is UTC."""
    if not value:
        return None
    usual = _usual(value) if len(value) <= _LONGEST_USUAL else None
    if usual:
        return usual
    value = value[:200]
    found = _DATE.search(value)
    if found:
        day, month, year, hour, minute, second, zone = found.groups()
        return _moment((year, month, day), (hour, minute, second), zone)
    found = _ASCTIME.search(value)
    if found:
        month, day, hour, minute, second, zone, year = found.groups()
        return _moment((year, month, day), (hour, minute, second), zone)
    return None


def _usual(value: str) -> datetime | None:
    """Return the moment of a date as nearly all write it: only the time is new in each of them."""
    colon = value.find(":")
    if colon < 2 or value[colon + 3 : colon + 4] != ":":
        return None
    day, zone = _in_iso_form(value[: colon - 2], value[colon + 6 :])
    if not day:
        return None
    try:
        return datetime.fromisoformat(f"{day}{value[colon - 2 : colon + 6]}{zone}")
    except ValueError:
        return None


@lru_cache(maxsize=1_000)
def _in_iso_form(before: str, behind: str) -> tuple[str, str]:
    """Return day and zone as ISO 8601 has them around the time, "" where they are none."""
    day, zone = _USUAL_DAY.fullmatch(before), _USUAL_ZONE.match(behind)
    if day is None or zone is None:
        return "", ""
    return f"{day[3]}-{_MONTHS.get(day[2].lower(), 0):02}-{day[1]:0>2}T", zone[1] or "Z"


def _moment(
    date: tuple[str, str, str], time: tuple[str, str, str | None], zone: str | None
) -> datetime | None:
    year, month, day = date
    hour, minute, second = time
    number = _MONTHS.get(month.lower())
    if number is None:
        return None
    full = int(year)
    if full < 100:
        full += 2000 if full < 70 else 1900
    try:
        return datetime(
            full,
            number,
            int(day),
            int(hour),
            int(minute),
            min(int(second or 0), 59),
            tzinfo=_zone(zone),
        )
    except ValueError:
        return None


@lru_cache(maxsize=500)
def _zone(zone: str | None) -> timezone:
    if not zone:
        return UTC
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[3:5])
        if minutes >= 24 * 60:
            return UTC
        return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    return timezone(timedelta(minutes=_ZONES.get(zone.upper(), 0)))

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bounce_inspector.core.decoding.dates import parse_date

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 23 Nov 2026 08:12:11 +0000 (UTC)", datetime(2026, 11, 23, 8, 12, 11, tzinfo=UTC)),
        ("Mon, 2 Nov 2026 08:12:11 GMT", datetime(2026, 11, 2, 8, 12, 11, tzinfo=UTC)),
        ("23 Nov 2026 08:12:11 +0530", datetime(2026, 11, 23, 8, 12, 11, tzinfo=INDIA)),
        ("Mon, 23 nov 2026 08:12:11 -0000", datetime(2026, 11, 23, 8, 12, 11, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 8:12 +0530", datetime(2026, 11, 23, 8, 12, tzinfo=INDIA)),
        ("Mon, 23 Nov 26 23:59:60 +0000", datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 08:12,11 +0000", datetime(2026, 11, 23, 8, 12, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 08:12:11 +2400", datetime(2026, 11, 23, 8, 12, 11, tzinfo=UTC)),
        ("Mon Nov 23 08:12:11 2026", datetime(2026, 11, 23, 8, 12, 11, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_in_the_usual_form_and_in_the_others(written, moment):
    found = parse_date(written)

    assert found == moment
    assert found.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("gap", [" ", "  "])
@pytest.mark.parametrize("zone", ["+0000", "+0530", "-2359", "GMT", "UT", "UTC", "EST", "GMTX", ""])
def test_more_blanks_than_usual_change_no_date(gap, zone):
    written = f"Sun, 1 Feb 2026{gap}08:12:11 {zone}"

    assert parse_date(written) == parse_date(f"Sun,\t1 Feb 2026 08:12:11 {zone}")


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "yesterday",
        "Mon, 31 Nov 2026 08:12:11 +0000",
        "Mon, 0 Nov 2026 08:12:11 +0000",
        "Mon, 23 Xyz 2026 08:12:11 +0000",
        "Mon, 23 Nov 2026 25:12:11 +0000",
    ],
)
def test_what_is_no_date_gives_none(written):
    assert parse_date(written) is None

from datetime import UTC, datetime

import pytest

from bounce_inspector.gui.moments import duration, moment


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86_400, "1 d"),
        (5 * 86_400 + 7200, "5 d 2 h"),
        (-30, "30 s"),
    ],
)
def test_a_duration_has_at_most_two_units(seconds, words):
    assert duration(seconds) == words


def test_a_moment_is_local_and_exact():
    when = datetime(2026, 11, 2, 9, 0, 5, tzinfo=UTC)

    assert when.astimezone().strftime("%H:%M:%S") in moment(when)
    assert moment(None) == ""

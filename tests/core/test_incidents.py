from datetime import UTC, datetime, timedelta

from bounce_inspector.core.incidents import Burst, HourCount, Incident, bursts, incidents, is_ours
from bounce_inspector.core.model import Category

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
BLOCKED = Category.SENDER_BLOCKLISTED
DEAD = Category.MAILBOX_UNKNOWN


def hour(number):
    return NOON + timedelta(hours=number)


def count(failures, at=0, category=BLOCKED, provider="microsoft"):
    return HourCount(provider, category, hour(at), failures)


def test_many_refusals_of_one_provider_within_an_hour_are_a_burst():
    found = bursts([count(412), count(18, category=DEAD, provider="google")])

    assert found == (Burst("microsoft", BLOCKED, NOON, hour(1), failures=412, total=430),)


def test_hours_that_follow_each_other_are_one_burst():
    found = bursts([count(15, at=1), count(15, at=0), count(40, at=9)])

    assert [(burst.begin, burst.end, burst.failures) for burst in found] == [
        (hour(9), hour(10), 40),
        (hour(0), hour(2), 30),
    ]


def test_few_refusals_are_none():
    assert bursts([count(19), count(19, at=2), count(19, provider="google")]) == ()


def test_dead_addresses_are_no_burst_however_many():
    assert bursts([count(10_000, category=DEAD)]) == ()


def test_causes_of_ours_that_concern_many_come_with_the_greatest_first():
    counts = {BLOCKED: 7, Category.SPAM_CONTENT: 9, Category.SENDER_THROTTLED: 1, DEAD: 50}

    assert incidents(counts) == (Incident(Category.SPAM_CONTENT, 9), Incident(BLOCKED, 7))


def test_a_suppressed_address_is_no_fault_to_repair():
    assert not is_ours(Category.SUPPRESSED)
    assert is_ours(Category.AUTHENTICATION_FAILED)

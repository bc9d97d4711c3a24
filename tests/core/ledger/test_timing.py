from datetime import timedelta

from bounce_inspector.core.incidents import HourCount, bursts
from bounce_inspector.core.model import Advice, Category, Kind
from tests.core.ledger.ledger_samples import FIRST_DAY, batch, finding, inspection

BLOCKED = (Category.SENDER_BLOCKLISTED, Advice.FIX)
HALF_PAST_NINE = FIRST_DAY
NINE = FIRST_DAY - timedelta(minutes=30)


def blocked(number, minutes=0):
    return inspection(
        finding(f"p{number}@example.com", *BLOCKED, provider="gmx"),
        date=HALF_PAST_NINE + timedelta(minutes=minutes),
    )


def test_failures_are_counted_by_the_hour(ledger):
    ledger.add(batch(blocked(1), blocked(2, minutes=29), blocked(3, minutes=30)))
    ledger.add(batch(blocked(4), inspection(finding(), date=None)))
    out_of_office = finding("x@example.com", Category.UNCLASSIFIED, Advice.KEEP, action=None)
    ledger.add(batch(inspection(out_of_office, kind=Kind.AUTO_REPLY)))

    gmx = ("gmx", Category.SENDER_BLOCKLISTED)
    assert ledger.hours() == [
        HourCount(*gmx, NINE, 3),
        HourCount(*gmx, NINE + timedelta(hours=1), 1),
    ]


def test_a_message_known_already_is_not_counted_again(ledger):
    one = blocked(1)
    ledger.add(batch(one))
    ledger.add(batch(one))

    assert [count.failures for count in ledger.hours()] == [1]


def test_the_addresses_of_a_burst_are_found(ledger):
    ledger.add(batch(*(blocked(number) for number in range(25))))
    ledger.add(batch(inspection(finding("dead@example.com")), blocked(99, minutes=300)))

    (burst,) = bursts(ledger.hours())

    assert (burst.failures, burst.total) == (25, 26)
    assert list(ledger.burst_addresses(burst)) == list(range(1, 26))

import pytest

from bounce_inspector.core.ledger import Bucket, Decider, Decision, Reason, codes
from bounce_inspector.core.model import Category, Kind
from bounce_inspector.core.policy import Sign


@pytest.mark.parametrize(
    ("numbers", "members"),
    [
        (codes.BUCKETS, Bucket),
        (codes.REASONS, Reason),
        (codes.SIGNS, Sign),
        (codes.KINDS, Kind),
        (codes.DECISIONS, Decision),
        (codes.DECIDERS, Decider),
        (codes.CATEGORIES, Category),
    ],
)
def test_every_member_has_a_number_of_its_own_that_fits_a_byte(numbers, members):
    given = [numbers.number[member] for member in members]

    assert len(set(given)) == len(members)
    assert all(0 < number < 256 for number in given)
    assert [numbers.required(number) for number in given] == list(members)
    assert numbers.optional(0) is None


def test_numbers_in_the_field_stay_what_they_are():
    # Whoever changes one changes what every stored row means.
    assert codes.CATEGORIES.number[Category.MAILBOX_UNKNOWN] == 1
    assert codes.CATEGORIES.number[Category.UNCLASSIFIED] == 26
    assert codes.BUCKETS.number[Bucket.NOT_BOUNCE] == 7
    assert codes.SIGNS.number[Sign.SILENT] == 9
    assert codes.KINDS.number[Kind.OTHER] == 8

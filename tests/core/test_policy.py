import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.model import Action, Advice, Category, Kind
from bounce_inspector.core.policy import (
    Bucket,
    Proposal,
    Reason,
    Sighting,
    Sign,
    Threshold,
    bucket_of,
    load_thresholds,
    propose,
    sign_of,
)
from tests.core.ledger.ledger_samples import finding

THRESHOLDS = {
    Category.MAILBOX_UNKNOWN: Threshold(remove_after=3),
    Category.MAILBOX_INACTIVE: Threshold(remove_after=2),
    Category.MAILBOX_FULL: Threshold(remove_after=3, within_days=14),
    Category.NETWORK_UNREACHABLE: Threshold(watch_after=3, within_days=14),
}
DEAD = (Sign.DEAD, Category.MAILBOX_UNKNOWN)
SOFT = (Sign.WATCH, Category.MAILBOX_UNKNOWN)
FULL = (Sign.WATCH, Category.MAILBOX_FULL)
INACTIVE = (Sign.WATCH, Category.MAILBOX_INACTIVE)
REFUSED = (Sign.WATCH, Category.RECIPIENT_REFUSED)
BLOCKED = (Sign.FIX, Category.SENDER_BLOCKLISTED)
NETWORK = (Sign.KEEP, Category.NETWORK_UNREACHABLE)
GREYLISTED = (Sign.KEEP, Category.GREYLISTED)
UNKNOWN = (Sign.UNRECOGNISED, Category.UNCLASSIFIED)
DELAYED = (Sign.DELAYED, Category.MAILBOX_FULL)
ALIVE = (Sign.ALIVE, None)
COMPLAINT = (Sign.COMPLAINT, None)


def after(*history):
    """Return what is proposed after (what, day) pairs."""
    return propose([Sighting(*what, day) for what, day in history], THRESHOLDS)


@pytest.mark.parametrize(
    ("history", "bucket", "reason"),
    [
        ([(DEAD, 0)], Bucket.REMOVE, Reason.DEAD),
        ([(DEAD, None)], Bucket.REMOVE, Reason.DEAD),
        ([(SOFT, 0), (SOFT, 1)], Bucket.WATCH, Reason.WATCHED),
        ([(SOFT, 0), (SOFT, 1), (SOFT, 2)], Bucket.REMOVE, Reason.REPEATED),
        ([(INACTIVE, 0)], Bucket.WATCH, Reason.WATCHED),
        ([(INACTIVE, 0), (INACTIVE, 1)], Bucket.REMOVE, Reason.REPEATED),
        ([(INACTIVE, 0), (FULL, 1)], Bucket.WATCH, Reason.WATCHED),
        ([(FULL, 0), (FULL, 5), (FULL, 13)], Bucket.WATCH, Reason.WATCHED),
        ([(FULL, 0), (FULL, 5), (FULL, 14)], Bucket.REMOVE, Reason.REPEATED),
        ([(FULL, 0), (FULL, 14)], Bucket.WATCH, Reason.WATCHED),
        ([(REFUSED, day) for day in range(30)], Bucket.WATCH, Reason.WATCHED),
        ([(BLOCKED, day) for day in range(30)], Bucket.YOUR_SIDE, Reason.SENDER_SIDE),
        ([(GREYLISTED, day) for day in range(30)], Bucket.KEEP, Reason.PASSING),
        ([(NETWORK, 0), (NETWORK, 7)], Bucket.KEEP, Reason.PASSING),
        ([(NETWORK, 0), (NETWORK, 7), (NETWORK, 14)], Bucket.WATCH, Reason.LASTING),
        ([(UNKNOWN, day) for day in range(30)], Bucket.UNKNOWN, Reason.UNRECOGNISED),
        ([(DELAYED, day) for day in range(30)], Bucket.KEEP, Reason.DELAYED),
        ([(ALIVE, 0)], Bucket.NOT_BOUNCE, Reason.NO_FAILURE),
        ([], Bucket.NOT_BOUNCE, Reason.NO_FAILURE),
        ([(COMPLAINT, 0)], Bucket.COMPLAINT, Reason.COMPLAINED),
        ([(COMPLAINT, 0), (ALIVE, 9), (DEAD, 3)], Bucket.COMPLAINT, Reason.COMPLAINED),
        ([(DEAD, 3), (BLOCKED, 9)], Bucket.REMOVE, Reason.DEAD),
        ([(DEAD, 3), (ALIVE, 4)], Bucket.WATCH, Reason.ALIVE_SINCE),
        ([(DEAD, 4), (ALIVE, 4)], Bucket.REMOVE, Reason.DEAD),
        ([(INACTIVE, 0), (ALIVE, 1), (INACTIVE, 2)], Bucket.WATCH, Reason.WATCHED),
        ([(INACTIVE, 0), (INACTIVE, 1), (ALIVE, 2)], Bucket.NOT_BOUNCE, Reason.NO_FAILURE),
        ([(BLOCKED, 0), (FULL, 1)], Bucket.WATCH, Reason.WATCHED),
        ([(BLOCKED, 0), (UNKNOWN, 1)], Bucket.YOUR_SIDE, Reason.SENDER_SIDE),
        ([(NETWORK, 0), (NETWORK, 7), (NETWORK, 14), (FULL, 9)], Bucket.WATCH, Reason.WATCHED),
    ],
)
def test_a_history_leads_to_a_tray_for_a_reason(history, bucket, reason):
    proposal = after(*history)

    assert (proposal.bucket, proposal.reason) == (bucket, reason)


def test_many_failures_on_one_day_are_one():
    assert after((INACTIVE, 3), (INACTIVE, 3), (INACTIVE, 3)).bucket is Bucket.WATCH


def test_failures_without_a_date_are_one_day_together():
    assert after((SOFT, None), (SOFT, None), (SOFT, 5)) == Proposal(
        Bucket.WATCH, Reason.WATCHED, Category.MAILBOX_UNKNOWN, 2
    )


def test_the_proposal_names_the_category_that_decided_and_its_days():
    assert after((FULL, 0), (INACTIVE, 1), (INACTIVE, 9)) == Proposal(
        Bucket.REMOVE, Reason.REPEATED, Category.MAILBOX_INACTIVE, 2
    )


@given(
    st.lists(st.tuples(st.sampled_from([BLOCKED, GREYLISTED, UNKNOWN, DELAYED]), st.integers(0)))
)
def test_nothing_that_is_not_the_addresses_fault_ever_removes_it(history):
    assert after(*history).bucket is not Bucket.REMOVE


@given(
    st.lists(
        st.builds(
            Sighting,
            st.sampled_from(Sign),
            st.sampled_from([None, *Category]),
            st.none() | st.integers(0, 40),
        ),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_order_of_reading_makes_no_difference(history, random):
    shuffled = random.sample(history, len(history))

    assert propose(shuffled, load_thresholds()) == propose(history, load_thresholds())


@pytest.mark.parametrize(
    ("kind", "action", "advice", "category", "sign"),
    [
        (Kind.BOUNCE, Action.FAILED, Advice.REMOVE, Category.MAILBOX_UNKNOWN, Sign.DEAD),
        (Kind.BOUNCE, Action.FAILED, Advice.WATCH, Category.MAILBOX_FULL, Sign.WATCH),
        (Kind.BOUNCE, Action.FAILED, Advice.FIX, Category.SPAM_CONTENT, Sign.FIX),
        (Kind.BOUNCE, Action.FAILED, Advice.KEEP, Category.GREYLISTED, Sign.KEEP),
        (Kind.BOUNCE, Action.FAILED, Advice.KEEP, Category.UNCLASSIFIED, Sign.UNRECOGNISED),
        (Kind.BOUNCE, Action.DELAYED, Advice.WATCH, Category.MAILBOX_FULL, Sign.DELAYED),
        (Kind.DELAY, Action.FAILED, Advice.REMOVE, Category.MAILBOX_UNKNOWN, Sign.DELAYED),
        (Kind.BOUNCE, Action.DELIVERED, Advice.KEEP, Category.UNCLASSIFIED, Sign.ALIVE),
        (Kind.BOUNCE, Action.RELAYED, Advice.KEEP, Category.UNCLASSIFIED, Sign.SILENT),
        (Kind.COMPLAINT, None, Advice.KEEP, Category.UNCLASSIFIED, Sign.COMPLAINT),
        (Kind.BOUNCE, None, Advice.COMPLAINT, Category.UNCLASSIFIED, Sign.COMPLAINT),
        (Kind.AUTO_REPLY, None, Advice.KEEP, Category.UNCLASSIFIED, Sign.ALIVE),
        (Kind.AUTO_REPLY, None, Advice.REMOVE, Category.MAILBOX_MOVED, Sign.DEAD),
        (Kind.READ_RECEIPT, None, Advice.KEEP, Category.UNCLASSIFIED, Sign.ALIVE),
        (Kind.CHALLENGE, None, Advice.KEEP, Category.UNCLASSIFIED, Sign.SILENT),
        (Kind.OTHER, None, Advice.KEEP, Category.UNCLASSIFIED, Sign.SILENT),
    ],
)
def test_a_finding_is_a_sign_about_its_address(kind, action, advice, category, sign):
    assert sign_of(kind, finding(category=category, advice=advice, action=action)) is sign


def test_every_finding_is_some_sign_and_every_sign_has_a_tray():
    for kind, action, advice in itertools.product(Kind, [None, *Action], Advice):
        assert bucket_of(sign_of(kind, finding(advice=advice, action=action))) in Bucket


def test_the_shipped_thresholds_cover_every_category():
    thresholds = load_thresholds()

    assert thresholds.keys() == set(Category)
    assert thresholds[Category.MAILBOX_INACTIVE] == Threshold(remove_after=2)
    assert thresholds[Category.MAILBOX_FULL] == Threshold(remove_after=3, within_days=14)
    assert thresholds[Category.SENDER_BLOCKLISTED].remove_after is None
    assert thresholds[Category.NETWORK_UNREACHABLE] == Threshold(watch_after=3, within_days=14)

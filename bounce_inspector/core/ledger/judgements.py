"""What the policy says to a history, in the numbers that stand in the row of an address."""

from functools import lru_cache

from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, REASONS
from bounce_inspector.core.ledger.history import from_first_day, unpack
from bounce_inspector.core.policy import load_thresholds, propose

Judgement = tuple[int, int, int, int]
"""Bucket, reason, category, and on how many days the category was seen."""


def judgement_on(history: bytes) -> Judgement:
    """Return what to propose for the address that has this history."""
    # On which days it was does not matter, but how far they lie apart.
    return _judge(from_first_day(history))


@lru_cache(maxsize=20_000)
def _judge(history: bytes) -> Judgement:
    proposal = propose(unpack(history), load_thresholds())
    return (
        BUCKETS.number[proposal.bucket],
        REASONS.number[proposal.reason],
        CATEGORIES.number[proposal.category],
        proposal.days,
    )

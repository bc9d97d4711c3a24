import random

from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, REASONS
from bounce_inspector.core.ledger.history import SECONDS_A_DAY, merge, pack, unpack
from bounce_inspector.core.ledger.judgements import judgement_on
from bounce_inspector.core.model import Category
from bounce_inspector.core.policy import Sign, load_thresholds, propose


def histories(count):
    dice = random.Random(7)
    for _ in range(count):
        first = dice.randrange(20_000)
        entries = [
            pack(
                dice.choice(list(Sign)),
                dice.choice([None, *Category]),
                dice.choice([None, (first + dice.randrange(40)) * SECONDS_A_DAY]),
            )
            for _ in range(dice.randrange(1, 6))
        ]
        yield merge(b"", entries)


def test_the_judgement_on_a_history_is_what_the_policy_proposes_on_its_days():
    for history in histories(2000):
        proposal = propose(unpack(history), load_thresholds())

        assert judgement_on(history) == (
            BUCKETS.number[proposal.bucket],
            REASONS.number[proposal.reason],
            CATEGORIES.number[proposal.category],
            proposal.days,
        )

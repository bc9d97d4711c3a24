"""The verdict on each entry of a report: failures are judged, all else has a fixed one."""

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import Rulebook
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Kind,
    Verdict,
)

# Feedback that no reader's complaint is behind: RFC 6591 (a forged sender), RFC 6430 (taken out of
# the junk folder).
_NO_COMPLAINTS = frozenset({"auth-failure", "not-spam"})
_SUCCESSES = frozenset({Action.DELIVERED, Action.RELAYED, Action.EXPANDED})
# Bound once: looking up a member of an enumeration takes four times as long.
_COMPLAINT, _DELAYED = Kind.COMPLAINT, Action.DELAYED
_DOUBTING = frozenset({Advice.REMOVE, Advice.WATCH})


def judge(kind: Kind, failure: Failure, rulebook: Rulebook) -> Verdict:
    """Return the verdict on one entry of a message of this kind.

    A complaint is advice of its own; answers, receipts and successes keep the address. A delay is
    classified, but nobody is removed or counted for it (RFC 3464 section 2.3.3: not yet failed).
    """
    if kind is _COMPLAINT and failure.diagnostic not in _NO_COMPLAINTS:
        return _fixed(kind, Fault.SENDER, Advice.COMPLAINT)
    if failure.action is None or failure.action in _SUCCESSES:
        return _fixed(kind, Fault.NOBODY, Advice.KEEP)
    verdict = classify(failure, rulebook=rulebook)
    if failure.action is _DELAYED and verdict.advice in _DOUBTING:
        return verdict._replace(advice=Advice.KEEP, permanent=False)
    return verdict


def _fixed(kind: Kind, fault: Fault, advice: Advice) -> Verdict:
    return Verdict(
        category=Category.UNCLASSIFIED,
        permanent=False,
        fault=fault,
        advice=advice,
        rule=f"kind-{kind.value}",
        confidence=Confidence.CERTAIN,
    )

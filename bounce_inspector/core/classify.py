"""Conclude from a failure: what happened, whose move it is, what to do with the address.

The words win over the codes: servers put the same code on a dozen causes, but they rarely write the
wrong sentence. What comes second is told as well, with the reason why it lost.
"""

from collections.abc import Sequence

from bounce_inspector.core.folding import fold
from bounce_inspector.core.matching import Fired, find_phrases, fired_by_codes, fired_by_words
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    RunnerUp,
    Verdict,
)
from bounce_inspector.core.providers import Recognised, recognise
from bounce_inspector.core.rulebook import TIER_PHRASE, Rulebook
from bounce_inspector.core.rules import Rule

NO_RULE = "none"

_SUCCESSES = frozenset({Action.DELIVERED, Action.RELAYED, Action.EXPANDED})
_STEPS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.GUESS)
# Whose side a fault is on, as far as codes tell: 5.7.1 means all that a sender can do wrong.
_SIDE = {fault: fault for fault in Fault} | {Fault.SENDER_SERVER: Fault.SENDER}


def classify(failure: Failure, *, rulebook: Rulebook) -> Verdict:
    """Return the verdict on `failure`. Its evidence is None: `evidence.locate` finds it."""
    if failure.action in _SUCCESSES:
        return _nothing_known(failure, rulebook, None)
    found = find_phrases(fold(failure.diagnostic), rulebook)
    provider = recognise(failure, rulebook, found)
    fired = fired_by_words(found, failure, provider.id, sure=provider.sure, rulebook=rulebook)
    coded = fired_by_codes(failure, provider.id, sure=provider.sure, rulebook=rulebook)
    beside: list[Fired] = []
    if failure.context and not any(each.tier >= TIER_PHRASE for each in fired):
        beside = _fired_beside(failure, provider, rulebook)
    best = max((*fired, *coded, *beside), key=_rank, default=None)
    if best is None:
        return _nothing_known(failure, rulebook, provider.id)
    best = _own_wording(best, fired, provider)
    steps = _doubts(best, failure, provider, coded, rulebook)
    steps += (best in beside) + (not failure.certain)
    second = _second((*fired, *coded, *beside), best.matcher.rule.category)
    return _verdict(
        failure,
        best.matcher.rule,
        confidence=_STEPS[min(steps, 2)],
        provider=provider.id,
        runner_up=second
        and RunnerUp(
            second.matcher.rule.category,
            second.matcher.rule.id,
            _why_second(best, second, is_beside=second in beside),
        ),
        rulebook=rulebook,
    )


def _rank(fired: Fired) -> int:
    return fired.rank


def _own_wording(best: Fired, fired: Sequence[Fired], provider: Recognised) -> Fired:
    """Return the provider's own rule where a strong one of all came to the same category."""
    if not best.matcher.rule.strong or provider.id is None:
        return best
    own = [
        each
        for each in fired
        if each.matcher.rule.provider == provider.id
        and each.matcher.rule.category is best.matcher.rule.category
    ]
    return max(own, key=_rank, default=best)


def _fired_beside(failure: Failure, provider: Recognised, rulebook: Rulebook) -> list[Fired]:
    """Return what fires on the other words of the explanation, a tier lower than the reply's."""
    found = find_phrases(fold(failure.context), rulebook)
    fired = fired_by_words(found, failure, provider.id, sure=provider.sure, rulebook=rulebook)
    return [Fired(each.rank - (1 << 20), each.tier - 1, each.matcher) for each in fired]


def _second(fired: Sequence[Fired], category: Category) -> Fired | None:
    others = [each for each in fired if each.matcher.rule.category is not category]
    return max(others, key=_rank, default=None)


def _doubts(
    best: Fired, failure: Failure, provider: Recognised, coded: Sequence[Fired], rulebook: Rulebook
) -> int:
    """Return how many steps below certain the verdict is, as far as its rule goes."""
    rule = best.matcher.rule
    if not rule.speaks:
        return 1 if rule.status and not rule.weak else 2
    if rule.weak:
        return 1 if _is_backed(rule, coded, rulebook) else 2
    if rule.provider is not None and rule.provider == provider.id and provider.sure:
        return 0
    if rule.status and failure.status:
        return 0
    return 0 if _is_backed(rule, coded, rulebook) else 1


def _is_backed(rule: Rule, coded: Sequence[Fired], rulebook: Rulebook) -> bool:
    """Tell whether the enhanced code, where it is a telling one, blames the same side."""
    side = _SIDE[rulebook.categories[rule.category].fault]
    codes = [each.matcher.rule for each in coded if each.matcher.status is not None]
    return any(
        _SIDE[rulebook.categories[code.category].fault] is side for code in codes if not code.weak
    )


def _why_second(best: Fired, second: Fired, *, is_beside: bool) -> str:
    """Return in one short sentence what the runner-up lacked."""
    rule = second.matcher.rule
    if not rule.speaks:
        if best.matcher.rule.speaks:
            return "The words of the reply say more than its code."
        return "Its code is more general."
    if is_beside:
        return "Its words stand beside the reply, not in it."
    if rule.weak:
        return "One common word is weak evidence."
    if second.tier < best.tier:
        return "Its words are not this provider's own."
    return "Its words are more general."


def _verdict(
    failure: Failure,
    rule: Rule,
    *,
    confidence: Confidence,
    provider: str | None,
    runner_up: RunnerUp | None,
    rulebook: Rulebook,
) -> Verdict:
    facts = rulebook.categories[rule.category]
    permanent = rule.permanent if rule.permanent is not None else facts.permanent
    hard = _is_hard(failure)
    advice = rule.advice or (facts.advice if hard else facts.soft)
    if advice is Advice.REMOVE and not (
        hard and permanent is not False and _is_safe(failure, confidence)
    ):
        advice = Advice.WATCH
    return Verdict(
        category=rule.category,
        permanent=hard if permanent is None else permanent,
        fault=facts.fault,
        advice=advice,
        rule=rule.id,
        confidence=confidence,
        provider=provider,
        runner_up=runner_up,
    )


def _is_hard(failure: Failure) -> bool:
    """Tell whether the code is permanent: the reply code first, RFC 5321 section 4.2.1."""
    code = failure.reply or failure.status
    if code:
        return code[0] in "56"  # 6xx: the sending service itself refused
    return failure.action is Action.FAILED


def _is_safe(failure: Failure, confidence: Confidence) -> bool:
    """Tell whether an address may go on this verdict: never on a guess, never while mail waits."""
    return confidence is not Confidence.GUESS and failure.action is not Action.DELAYED


def _nothing_known(failure: Failure, rulebook: Rulebook, provider: str | None) -> Verdict:
    facts = rulebook.categories[Category.UNCLASSIFIED]
    return Verdict(
        category=Category.UNCLASSIFIED,
        permanent=_is_hard(failure) and failure.action not in _SUCCESSES,
        fault=facts.fault,
        advice=facts.advice,
        rule=NO_RULE,
        confidence=Confidence.GUESS,
        provider=provider,
    )

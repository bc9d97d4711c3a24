"""Conclude from a failure: what happened, whose move it is, what to do with the address.

The words win over the codes: servers put the same code on a dozen causes, but they rarely write the
wrong sentence. What comes second is told as well, with the reason why it lost.
"""

from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.classifying.matching import (
    TIER,
    Case,
    Ranks,
    find_phrases,
    rank_codes,
    rank_words,
)
from bounce_inspector.core.classifying.providers import NOBODY, Recognised, recognise
from bounce_inspector.core.classifying.rulebook import TIER_PHRASE, Matcher, Rulebook
from bounce_inspector.core.folding import fold, without_addresses
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

NO_RULE = "none"

_REMEMBERED = 10_000
_USUAL = 400  # characters of a reply that is remembered
_NOTHING: frozenset[int] = frozenset()
_SUCCESSES = (Action.DELIVERED, Action.RELAYED, Action.EXPANDED)
_STEPS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.GUESS)


def classify(failure: Failure, *, rulebook: Rulebook) -> Verdict:
    """Return the verdict on `failure`. Its evidence is None: `evidence.locate` finds it."""
    if failure.action in _SUCCESSES:
        return _nothing_known(_case(failure, NOBODY), rulebook)
    words = failure.diagnostic
    read = _remembered_phrases if len(words) <= _USUAL else _phrases_again
    said, folded = read(words, rulebook)
    case = _case(failure, recognise(failure, rulebook, said))
    verdict = _told(said, case, rulebook)
    if verdict is not None:
        return verdict
    plain = beside = _NOTHING
    is_told = False
    if "@" in folded:
        plain = find_phrases(without_addresses(folded), rulebook)
        is_told = _is_told(plain, case, rulebook)
    if not is_told and failure.context:
        beside = find_phrases(fold(failure.context), rulebook)
    return _concluded(_Heard(said, plain, beside), case, rulebook)


def _phrases(words: str, rulebook: Rulebook) -> tuple[frozenset[int], str]:
    """Return the numbers of the phrases in the words, and the folded words."""
    folded = fold(words)
    return find_phrases(folded, rulebook), folded


class _Heard(NamedTuple):
    """The phrases of a reply, of a reply without its addresses, of the words beside it."""

    said: frozenset[int]
    plain: frozenset[int]
    beside: frozenset[int]


def _case(failure: Failure, provider: Recognised) -> Case:
    return Case(
        failure.action,
        failure.reply,
        failure.status,
        failure.stage,
        *provider,
        failure.certain,
    )


# A mailbox full of bounces holds few different ones: what the same words, codes and servers led to
# once is not concluded again.
_remembered_phrases = lru_cache(maxsize=_REMEMBERED)(_phrases)
_phrases_again = lru_cache(maxsize=4)(_phrases)  # long words, to many recipients of one message


@lru_cache(maxsize=_REMEMBERED)
def _told(said: frozenset[int], case: Case, rulebook: Rulebook) -> Verdict | None:
    """Return the verdict where the reply alone says enough: nothing else is looked at then."""
    if not _is_told(said, case, rulebook):
        return None
    return _concluded(_Heard(said, _NOTHING, _NOTHING), case, rulebook)


def _is_told(found: frozenset[int], case: Case, rulebook: Rulebook) -> bool:
    """Tell whether one of the phrases says more than a common word."""
    return max(rank_words(found, case, rulebook).values(), default=0) >= TIER_PHRASE * TIER


@lru_cache(maxsize=_REMEMBERED)
def _concluded(heard: _Heard, case: Case, rulebook: Rulebook) -> Verdict:
    coded = rank_codes(case, rulebook)
    said = rank_words(heard.said, case, rulebook) | rank_words(heard.plain, case, rulebook)
    beside = _rank_beside(heard.beside, case, coded, rulebook)
    ranks = coded | said if not beside else beside | coded | said
    if not ranks:
        return _nothing_known(case, rulebook)
    best = max(ranks, key=ranks.__getitem__)
    if best.rule.strong and case.provider is not None:
        best = _own_wording(best, said, case.provider)
    doubts = _doubts(best, case, coded)
    doubts += best in beside and best not in said
    # How the address was read makes the verdict less sure; whether it may go is about the reason.
    confidence = _STEPS[min(doubts + (not case.certain), 2)]
    return _verdict(
        case,
        best,
        confidence=confidence,
        is_guess=doubts >= len(_STEPS) - 1,
        runner_up=_runner_up(best, ranks, beside),
    )


def _rank_beside(found: frozenset[int], case: Case, coded: Ranks, rulebook: Rulebook) -> Ranks:
    """Return what fires on the other words of the explanation, a tier lower than the reply's.

    Common words prove nothing there, and a telling code that blames the recipient's side knows
    better what is wrong with it.
    """
    ranks = rank_words(found, case, rulebook)
    telling = [code.side for code in coded if code.status is not None and not code.rule.weak]
    known = Fault.RECIPIENT if Fault.RECIPIENT in telling else None
    return {
        matcher: rank - TIER
        for matcher, rank in ranks.items()
        if not matcher.rule.weak and matcher.side is not known
    }


def _own_wording(best: Matcher, said: Ranks, provider: str) -> Matcher:
    """Return the provider's own rule where a strong one of all came to the same category."""
    category = best.rule.category
    own = [each for each in said if each.provider == provider and each.rule.category is category]
    return max(own, key=said.__getitem__, default=best)


def _doubts(best: Matcher, case: Case, coded: Ranks) -> int:
    """Return how many steps below certain the verdict is, as far as its rule goes."""
    rule = best.rule
    if not best.speaks:
        return 1 if rule.status and not rule.weak else 2
    if rule.weak:
        return 1 if _is_backed(best, coded) else 2
    if case.sure and rule.provider is not None and rule.provider == case.provider:
        return 0
    if rule.status and case.status:
        return 0
    return 0 if _is_backed(best, coded) else 1


def _is_backed(best: Matcher, coded: Ranks) -> bool:
    """Tell whether the enhanced code, where it is a telling one, blames the same side."""
    for code in coded:
        if code.side is best.side and code.status is not None and not code.rule.weak:
            return True
    return False


def _runner_up(best: Matcher, ranks: Ranks, beside: Ranks) -> RunnerUp | None:
    """Return the best rule of another category and in one short sentence what it lacked."""
    category = best.rule.category
    others = [each for each in ranks if each.rule.category is not category]
    if not others:
        return None
    second = max(others, key=ranks.__getitem__)
    if not second.speaks:
        said = best.speaks
        why = "The words of the reply say more than its code." if said else "Its code says less."
    elif second in beside and best not in beside:
        why = "Its words stand beside the reply, not in it."
    elif second.rule.weak and not best.rule.weak:
        why = "One common word is weak evidence."
    elif ranks[second] // TIER < ranks[best] // TIER:
        why = "Its words are not this provider's own."
    else:
        why = "Its words are more general."
    return RunnerUp(second.rule.category, second.rule.id, why)


def _verdict(
    case: Case,
    best: Matcher,
    *,
    confidence: Confidence,
    is_guess: bool,
    runner_up: RunnerUp | None,
) -> Verdict:
    rule, facts = best.rule, best.facts
    permanent = rule.permanent if rule.permanent is not None else facts.permanent
    hard = _is_hard(case)
    advice = rule.advice or (facts.advice if hard else facts.soft)
    may_go = hard and permanent is not False and not is_guess
    if advice is Advice.REMOVE and (not may_go or case.action is Action.DELAYED):
        advice = Advice.WATCH
    return Verdict(
        category=rule.category,
        permanent=hard if permanent is None else permanent,
        fault=facts.fault,
        advice=advice,
        rule=rule.id,
        confidence=confidence,
        provider=case.provider,
        runner_up=runner_up,
    )


def _is_hard(case: Case) -> bool:
    """Tell whether the code is permanent: the reply code first, RFC 5321 section 4.2.1."""
    code = case.reply or case.status
    if code:
        return code[0] in "56"  # 6xx: the sending service itself refused
    return case.action is Action.FAILED


def _nothing_known(case: Case, rulebook: Rulebook) -> Verdict:
    facts = rulebook.categories[Category.UNCLASSIFIED]
    return Verdict(
        category=Category.UNCLASSIFIED,
        permanent=_is_hard(case) and case.action not in _SUCCESSES,
        fault=facts.fault,
        advice=facts.advice,
        rule=NO_RULE,
        confidence=Confidence.GUESS,
        provider=case.provider,
    )

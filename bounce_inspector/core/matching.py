"""Find the phrases of all rules in a text at once, and the rules that fire on them."""

from typing import NamedTuple

from bounce_inspector.core.model import Category, Failure
from bounce_inspector.core.rulebook import TIER_STRONG, Matcher, Rulebook

# One number orders what fired: the tier first, then the length of the words, then who keeps the
# address where another would remove it.
_TIER = 1 << 20
_LONGEST = (1 << 19) - 1

_WITHOUT_EDGES = "\u2e80"


class Fired(NamedTuple):
    """A rule that fired: its rank, its tier and the rule made ready."""

    rank: int
    tier: int
    matcher: Matcher


def find_phrases(folded: str, rulebook: Rulebook) -> set[int]:
    """Return the numbers of the phrases that stand in `folded` and begin where a word begins.

    A phrase that ends in a digit must not be cut out of a longer number; the common words of weak
    rules must be whole words and no part of an address or host name.
    """
    phrases = rulebook.phrases
    found: set[int] = set()
    for number, start, end in rulebook.automaton.find_matches_as_indexes(folded, overlapping=True):
        phrase = phrases[number]
        if start and phrase.word_start and _is_letter(folded[start - 1]):
            continue
        if phrase.number_end and folded[end : end + 1].isdecimal():
            continue
        if phrase.whole_word and not _is_whole(folded, start, end):
            continue
        found.add(number)
    return found


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and sign < _WITHOUT_EDGES


def _is_whole(folded: str, start: int, end: int) -> bool:
    before, after = folded[max(0, start - 1) : start], folded[end : end + 2]
    if before and (before in "@.-_" or _is_letter(before)):
        return False
    if after[:1] == ".":
        after = after[1:]  # a full stop ends the sentence, a dot goes on
    return not after or not (after[0] in "@-_" or _is_letter(after[0]))


def fired_by_words(
    found: set[int], failure: Failure, provider: str | None, *, sure: bool, rulebook: Rulebook
) -> list[Fired]:
    """Return the rules whose words were `found` and whose other conditions hold."""
    fired: list[Fired] = []
    for number in found:
        phrase = rulebook.phrases[number]
        for matcher in phrase.fires:
            if not (matcher.all <= found and matcher.none.isdisjoint(found)):
                continue
            tier = _tier(matcher, failure, provider, sure=sure)
            if tier is not None:
                points = min(len(phrase.text) + matcher.points, _LONGEST)
                fired.append(Fired(tier * _TIER + points * 2 + matcher.keeps, tier, matcher))
    return fired


def fired_by_codes(
    failure: Failure, provider: str | None, *, sure: bool, rulebook: Rulebook
) -> list[Fired]:
    """Return the rules without words that fire on the codes and the stage alone."""
    status, reply = failure.status, failure.reply
    matchers: tuple[Matcher, ...] = ()
    if status:
        matchers = rulebook.by_status.get(status, ())
        matchers += rulebook.by_subject.get(status[: status.rfind(".") + 1], ())
    if reply:
        matchers += rulebook.by_reply.get(reply, ())
    fired: list[Fired] = []
    for matcher in matchers:
        tier = _tier(matcher, failure, provider, sure=sure)
        if tier is not None:
            fired.append(Fired(tier * _TIER + _code_points(matcher), tier, matcher))
    return fired


def _code_points(matcher: Matcher) -> int:
    """Order rules about codes: more conditions, then the enhanced code, then one spelled out."""
    if matcher.rule.category is Category.UNCLASSIFIED:
        return 0  # a code defined to say nothing gives way to one that says anything
    return 8 * matcher.points + 4 * bool(matcher.status) + 2 * matcher.spelled + matcher.keeps


def _tier(matcher: Matcher, failure: Failure, provider: str | None, *, sure: bool) -> int | None:
    """Return the tier of a rule under these codes and provider, None where it does not hold."""
    if matcher.reply is not None and failure.reply not in matcher.reply:
        return None
    if matcher.status is not None and failure.status not in matcher.status:
        return None
    if matcher.stage and failure.stage not in matcher.stage:
        return None
    wanted = matcher.rule.provider
    if wanted is None:
        return matcher.tier
    if wanted == provider:
        return min(matcher.tier + 1, TIER_STRONG)
    if sure or matcher.rule.strict:
        return None
    return matcher.tier

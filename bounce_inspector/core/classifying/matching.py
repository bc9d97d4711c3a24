"""Find the phrases of all rules in a text at once, and rank the rules that fire on them."""

from typing import NamedTuple

from bounce_inspector.core.classifying.rulebook import (
    TIE_BITS,
    TIER_STATUS,
    TIER_STRONG,
    Matcher,
    Rulebook,
)
from bounce_inspector.core.model import Action, Stage

# What fired, each rule with its rank. One number ranks: the tier first, then the length of the
# words, then what breaks the tie.
Ranks = dict[Matcher, int]


class Case(NamedTuple):
    """What decides beside the words: codes, stage, whose servers (`sure`: they said so themselves).

    `action` and `certain` are those of the failure.
    """

    action: Action | None
    reply: str | None
    status: str | None
    stage: Stage | None
    provider: str | None
    sure: bool
    certain: bool


TIER = 1 << 40
_POINT = 1 << TIE_BITS
_LONGEST = (TIER >> TIE_BITS) - 1

_WITHOUT_EDGES = "\u2e80"


def find_phrases(folded: str, rulebook: Rulebook) -> frozenset[int]:
    """Return the numbers of the phrases that stand in `folded` and begin where a word begins.

    A phrase that ends in a digit must not be cut out of a longer number; the common words of weak
    rules must be whole words and no part of an address or host name.
    """
    phrases = rulebook.phrases
    found: set[int] = set()
    for number, start, end in rulebook.automaton.find_matches_as_indexes(folded, overlapping=True):
        if number in found:
            continue
        phrase = phrases[number]
        if phrase.word_start and start:
            before = folded[start - 1]
            if before.isalnum() and before < _WITHOUT_EDGES:
                continue
        if phrase.number_end and folded[end : end + 1].isdecimal():
            continue
        if phrase.whole_word and not _is_whole(folded, start, end):
            continue
        found.add(number)
    return frozenset(found)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and sign < _WITHOUT_EDGES


def _is_whole(folded: str, start: int, end: int) -> bool:
    before, after = folded[max(0, start - 1) : start], folded[end : end + 2]
    if before and (before in "@.-_" or _is_letter(before)):
        return False
    if after[:1] == ".":
        after = after[1:]  # a full stop ends the sentence, a dot goes on
    return not after or not (after[0] in "@-_" or _is_letter(after[0]))


def rank_words(found: frozenset[int], case: Case, rulebook: Rulebook) -> Ranks:
    """Return the rules whose words were `found` and whose other conditions hold."""
    longest: dict[Matcher, int] = {}
    for number in found:
        phrase = rulebook.phrases[number]
        for matcher in phrase.fires:
            if phrase.length > longest.get(matcher, 0):
                longest[matcher] = phrase.length
    ranks: Ranks = {}
    for matcher, length in longest.items():
        tier = matcher.tier
        if not matcher.plain:
            if not (matcher.all <= found and matcher.none.isdisjoint(found)):
                continue
            tier = _tier(matcher, case)
            if tier < 0:
                continue
        points = min(length + matcher.points, _LONGEST)
        ranks[matcher] = tier * TIER + points * _POINT + matcher.tie
    return ranks


def rank_codes(case: Case, rulebook: Rulebook) -> Ranks:
    """Return the rules without words that fire on the codes and the stage alone."""
    status, reply = case.status, case.reply
    matchers: tuple[Matcher, ...] = ()
    if status:
        matchers = rulebook.by_status.get(status, ())
        matchers += rulebook.by_subject.get(status[: status.rfind(".") + 1], ())
    if reply:
        matchers += rulebook.by_reply.get(reply, ())
    ranks: Ranks = {}
    for matcher in matchers:
        tier = _tier(matcher, case)
        if tier >= 0:
            # The provider's own code tells more than a common word.
            points = matcher.code_points + (_LONGEST // 2 if tier > TIER_STATUS else 0)
            ranks[matcher] = tier * TIER + points * _POINT + matcher.tie
    return ranks


def _tier(matcher: Matcher, case: Case) -> int:
    """Return the tier of a rule under these codes and provider, -1 where it does not hold."""
    if matcher.reply is not None and case.reply not in matcher.reply:
        return -1
    if matcher.status is not None and case.status not in matcher.status:
        return -1
    if matcher.stage and case.stage not in matcher.stage:
        return -1
    wanted = matcher.provider
    if wanted is None:
        return matcher.tier
    if wanted == case.provider:
        return min(matcher.tier + 1, TIER_STRONG)
    return -1 if case.sure or matcher.strict else matcher.tier

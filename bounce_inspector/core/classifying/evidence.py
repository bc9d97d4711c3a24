"""Find the very words that decided a verdict in the text of the part they stand in."""

import re
from functools import lru_cache

from bounce_inspector.core.classifying.rulebook import Rulebook
from bounce_inspector.core.classifying.rules import Rule
from bounce_inspector.core.folding import fold, fold_with_places, without_addresses
from bounce_inspector.core.model import Evidence, Failure, Verdict

# Between two words of a reply stand blanks, a line end, and perhaps the code of the next line or
# the address that the sentence is about.
_GAP = r"\s+(?:[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}\s+)?|[^\s@]*@\S*\s+)?"
# How far from the diagnostic the words of the explanation are looked for: a report may name many
# recipients, and each of them is located.
_NEARBY = 2_000
_LONG = 600
_USUAL = 400  # characters of a diagnostic of which is remembered where its words stand
_MANY = 20  # phrases for which one pass over the text takes less time than to look for each
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def locate(failure: Failure, verdict: Verdict, text: str, rulebook: Rulebook) -> Evidence | None:
    """Return where in `text` the words stand that decided `verdict`.

    `text` is the decoded text of the part that `failure.span` names. The words are looked for in
    the diagnostic first, then around it; where they cannot be found, or a code alone decided and
    stands nowhere, the whole diagnostic is the evidence. None without a span.
    """
    span = failure.span
    rule = rulebook.by_id.get(verdict.rule)
    if span is None or rule is None:
        return span
    # Of a long reply to many the beginning was read; on one line it is shorter than it stands.
    most = max(_LONG, len(failure.diagnostic) * 5 // 4)
    words = text[span.start : min(span.end, span.start + most)]
    phrases = rulebook.words.get(rule.id)
    if phrases is None:
        found = _find_code(rule, failure, words)
        return _moved(found, span, span.start) if found else span
    remembered = _find_remembered if len(words) <= _USUAL else _find_again
    found = remembered(rule.id, words, rulebook)
    if found is not None:
        return _moved(found, span, span.start)
    begin = max(0, span.start - _NEARBY)
    found = _find(rule.id, text[begin : span.end + _NEARBY], rulebook)
    return _moved(found, span, begin) if found else span


def _moved(found: tuple[int, int], span: Evidence, begin: int) -> Evidence:
    return Evidence(span.part, begin + found[0], begin + found[1])


def _find(rule: str, text: str, rulebook: Rulebook) -> tuple[int, int] | None:
    """Return where the longest phrase of a rule stands in the text, None where none does."""
    phrases = rulebook.words[rule]
    folded = fold(text)
    words = _longest(phrases, folded, rulebook)
    if not words and "@" in folded:
        words = _longest(phrases, without_addresses(folded), rulebook)
    if not words:
        return None
    letters, places = fold_with_places(text)
    start = letters.find(words)
    end = start + len(words)
    if start < 0:
        loose = _loosely(words).search(letters)
        if loose is None:
            return None
        start, end = loose.span()
    return places[start], places[end - 1] + 1


# A report to many gives the same reply for each.
_find_remembered = lru_cache(maxsize=5_000)(_find)
_find_again = lru_cache(maxsize=4)(_find)


def _longest(phrases: tuple[str, ...], folded: str, rulebook: Rulebook) -> str:
    """Return the longest of the phrases that stands in the folded text, of several the first."""
    if len(phrases) > _MANY:
        matches = rulebook.automaton.find_matches_as_indexes(folded, overlapping=True)
        present = {rulebook.phrases[number].text for number in {match[0] for match in matches}}
        phrases = tuple(sorted(_as_set(phrases) & present, key=len, reverse=True))
    best, place = "", 0
    for phrase in phrases:
        if len(phrase) < len(best):
            break
        found = folded.find(phrase)
        if found >= 0 and (not best or found < place):
            best, place = phrase, found
    return best


_as_set = lru_cache(maxsize=1_000)(frozenset[str])


def _find_code(rule: Rule, failure: Failure, text: str) -> tuple[int, int] | None:
    letters, places = fold_with_places(text)
    for code in (failure.status if rule.status else None, failure.reply):
        start = letters.find(code) if code else -1
        if code and start >= 0:
            return places[start], places[start + len(code) - 1] + 1
    return None


@lru_cache(maxsize=5_000)
def _loosely(words: str) -> re.Pattern[str]:
    if _UNSPACED.search(words):
        return re.compile(r"\s*".join(re.escape(sign) for sign in words if sign != " "))
    return re.compile(_GAP.join(re.escape(word) for word in words.split()))

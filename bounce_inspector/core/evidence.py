"""Find the very words that decided a verdict in the text of the part they stand in."""

import re
from functools import lru_cache

from bounce_inspector.core.folding import fold, fold_with_places
from bounce_inspector.core.model import Evidence, Failure, Verdict
from bounce_inspector.core.rulebook import Rulebook
from bounce_inspector.core.rules import Rule

# Between two words of a reply stand blanks, a line end, and perhaps the code of the next line.
_GAP = r"\s+(?:[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}\s+)?)?"
# How far from the diagnostic the words of the explanation are looked for: a report may name 100,000
# recipients, and each of them is located.
_NEARBY = 2_000
_BLANK = re.compile(r"\s")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def locate(failure: Failure, verdict: Verdict, text: str, rulebook: Rulebook) -> Evidence | None:
    """Return where in `text` the words stand that decided `verdict`.

    `text` is the decoded text of the part that `failure.span` names. The words are looked for in
    the diagnostic first, then around it; where they cannot be found, or a code alone
    decided and stands nowhere, the whole diagnostic is the evidence. None without a span.
    """
    span = failure.span
    if span is None:
        return None
    rule = rulebook.by_id.get(verdict.rule)
    if rule is None:
        return span
    begin = max(0, span.start - _NEARBY)
    for start, end in ((span.start, span.end), (begin, span.end + _NEARBY)):
        found = _find(rule, failure, text[start:end], rulebook)
        if found is not None:
            return Evidence(span.part, start + found[0], start + found[1])
        if not rule.speaks:
            break
    return span


def _find(rule: Rule, failure: Failure, text: str, rulebook: Rulebook) -> tuple[int, int] | None:
    letters, places = fold_with_places(text)
    if not rule.speaks:
        return _find_code(rule, failure, letters, places)
    best = _longest(rule, _BLANK.sub(" ", letters), rulebook)
    if best is None:
        folded = fold(text)
        inside = _longest(rule, folded, rulebook)
        loose = _loosely(folded[slice(*inside)]).search(letters) if inside else None
        best = loose.span() if loose else None
    return (places[best[0]], places[best[1] - 1] + 1) if best else None


def _longest(rule: Rule, letters: str, rulebook: Rulebook) -> tuple[int, int] | None:
    """Return where the longest phrase of the rule stands."""
    best: tuple[int, int] | None = None
    for number, start, end in rulebook.automaton.find_matches_as_indexes(letters, overlapping=True):
        longer = best is None or end - start > best[1] - best[0]
        if longer and any(each.rule is rule for each in rulebook.phrases[number].fires):
            best = (start, end)
    return best


def _find_code(
    rule: Rule, failure: Failure, letters: str, places: list[int]
) -> tuple[int, int] | None:
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

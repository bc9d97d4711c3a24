"""Find the very words that decided a verdict in the text of the part they stand in."""

import re
from functools import lru_cache

from bounce_inspector.core.folding import fold, fold_with_places
from bounce_inspector.core.model import Evidence, Failure, Verdict
from bounce_inspector.core.rulebook import Rulebook
from bounce_inspector.core.rules import Rule

# Between two words of a reply stand blanks, a line end, and perhaps the code of the next line.
_GAP = r"\s+(?:[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}\s+)?)?"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def locate(failure: Failure, verdict: Verdict, text: str, rulebook: Rulebook) -> Evidence | None:
    """Return where in `text` the words stand that decided `verdict`.

    `text` is the decoded text of the part that `failure.span` names. The words are looked for in
    the diagnostic first, then in the rest of the part; where they cannot be found, or a code alone
    decided and stands nowhere, the whole diagnostic is the evidence. None without a span.
    """
    span = failure.span
    if span is None:
        return None
    rule = rulebook.by_id.get(verdict.rule)
    if rule is None:
        return span
    inside = text[span.start : span.end]
    found = _find(rule, failure, inside)
    if found is not None:
        return Evidence(span.part, span.start + found[0], span.start + found[1])
    found = _find(rule, failure, text) if rule.speaks else None
    return Evidence(span.part, *found) if found is not None else span


def _find(rule: Rule, failure: Failure, text: str) -> tuple[int, int] | None:
    letters, places = fold_with_places(text)
    whole = ""
    for words in _deciding(rule, failure):
        start = letters.find(words)
        if start >= 0:
            end = start + len(words)
        elif words not in (whole := whole or fold(text)):
            continue
        else:
            loose = _loosely(words).search(letters)
            if loose is None:
                continue
            start, end = loose.span()
        return places[start], places[end - 1] + 1
    return None


def _deciding(rule: Rule, failure: Failure) -> list[str]:
    """Return what may have decided, the most telling first."""
    words = sorted({fold(each) for each in rule.any}, key=lambda each: (-len(each), each))
    words += sorted({fold(each) for each in rule.all}, key=lambda each: (-len(each), each))
    if rule.speaks:
        return words
    return [code for code in (failure.status if rule.status else None, failure.reply) if code]


@lru_cache(maxsize=5_000)
def _loosely(words: str) -> re.Pattern[str]:
    if _UNSPACED.search(words):
        return re.compile(r"\s*".join(re.escape(sign) for sign in words if sign != " "))
    return re.compile(_GAP.join(re.escape(word) for word in words.split()))

"""Explain what somebody pasted: replies, codes, lines of a log, events, the text of a report."""

from collections.abc import Iterator

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import Rulebook, load_rulebook
from bounce_inspector.core.classifying.verdicts import judge
from bounce_inspector.core.explaining.explain import explain
from bounce_inspector.core.explaining.explain_code import explain_code
from bounce_inspector.core.explaining.explanation import Explanation
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.explaining.pasted_codes import only_codes
from bounce_inspector.core.explaining.pasted_events import events_in, has_event
from bounce_inspector.core.explaining.pasted_replies import has_log, replies_in
from bounce_inspector.core.explaining.pasted_reports import report_in
from bounce_inspector.core.model import Finding, Kind

LIMIT = 100


def explain_text(
    text: str, knowledge: Knowledge, *, limit: int = LIMIT, rulebook: Rulebook | None = None
) -> tuple[Explanation, ...]:
    """Return one explanation per reply, code or log line in `text`, equal ones once.

    After `limit` explanations the last one says how many more lines there are. Blank text gives
    none. Whole messages are for `pipeline.inspect` and `explain.explain_inspection`. Never raises;
    time is linear in the text.
    """
    # What a window hands over may hold halves of characters, which no other stage has to bear.
    text = text.encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        return ()
    codes = only_codes(text)
    if codes:
        bare = dict.fromkeys(explain_code(reply, status, knowledge) for reply, status in codes)
        return tuple(bare)
    rules = rulebook or load_rulebook()
    report = None if has_log(text) or has_event(text) else report_in(text, rules)
    findings = tuple(dict.fromkeys(report.findings if report else _findings(text, rules)))
    explanations = tuple(
        explain(finding, knowledge, inspection=report, rulebook=rules)
        for finding in findings[:limit]
    )
    if len(findings) > limit:
        return (*explanations, _more(len(findings) - limit, knowledge))
    return explanations


def _findings(text: str, rules: Rulebook) -> Iterator[Finding]:
    pasted = tuple(events_in(text)) or tuple((Kind.BOUNCE, each) for each in replies_in(text))
    for kind, failure in pasted:
        if kind is Kind.BOUNCE and failure.action is None:
            # Nothing says what became of the mail: the reply is judged as it stands.
            yield Finding(failure, classify(failure, rulebook=rules))
        else:
            yield Finding(failure, judge(kind, failure, rules))


def _more(count: int, knowledge: Knowledge) -> Explanation:
    return Explanation(
        language=knowledge.language,
        title=knowledge.phrase("pasted.more-title"),
        happened=knowledge.phrase("pasted.more", count=str(count)),
    )

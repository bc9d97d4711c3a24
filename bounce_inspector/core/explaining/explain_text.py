"""Explain what somebody pasted: replies, codes, lines of a log, events, the text of a report."""

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import Rulebook, load_rulebook
from bounce_inspector.core.classifying.verdicts import judge
from bounce_inspector.core.explaining.explain import explain
from bounce_inspector.core.explaining.explain_code import explain_code
from bounce_inspector.core.explaining.explanation import Explanation
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.explaining.pasted_codes import only_codes
from bounce_inspector.core.explaining.pasted_events import events_in
from bounce_inspector.core.explaining.pasted_replies import logged_in, replies_in
from bounce_inspector.core.explaining.pasted_reports import report_in
from bounce_inspector.core.model import Failure, Finding, Kind

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
    told = _told(text)
    report = None if told else report_in(text, rules)
    if report is not None:
        findings = tuple(dict.fromkeys(report.findings))
        shown = findings[:limit]
        more = len(findings) - limit
    else:
        pasted = tuple(dict.fromkeys(told or ((Kind.BOUNCE, each) for each in replies_in(text))))
        shown = tuple(_finding(kind, failure, rules) for kind, failure in pasted[:limit])
        more = len(pasted) - limit
    explanations = tuple(
        explain(finding, knowledge, inspection=report, rulebook=rules) for finding in shown
    )
    return (*explanations, _more(more, knowledge)) if more > 0 else explanations


def _told(text: str) -> tuple[tuple[Kind, Failure], ...]:
    """Return what events, or else lines of a log, tell; () if there are none."""
    events = tuple(events_in(text))
    return events or tuple((Kind.BOUNCE, each) for each in logged_in(text))


def _finding(kind: Kind, failure: Failure, rules: Rulebook) -> Finding:
    if kind is Kind.BOUNCE and failure.action is None:
        # Nothing says what became of the mail: the reply is judged as it stands.
        return Finding(failure, classify(failure, rulebook=rules))
    return Finding(failure, judge(kind, failure, rules))


def _more(count: int, knowledge: Knowledge) -> Explanation:
    return Explanation(
        language=knowledge.language,
        title=knowledge.phrase("pasted.more-title"),
        happened=knowledge.phrase("pasted.more", count=str(count)),
    )

"""The one door: bytes of a message in, everything known about it out."""

from hashlib import blake2b

from bounce_inspector.core.classifying.evidence import locate
from bounce_inspector.core.classifying.rulebook import Rulebook, load_rulebook
from bounce_inspector.core.classifying.verdicts import judge
from bounce_inspector.core.decoding.dates import parse_date
from bounce_inspector.core.decoding.mime import Structure, scan
from bounce_inspector.core.enclosed import Opened, open_enclosed
from bounce_inspector.core.model import (
    Advice,
    Evidence,
    Finding,
    Inspection,
    Kind,
    RawMessage,
    Verdict,
)
from bounce_inspector.core.ours import NOT_OURS, is_never_ours
from bounce_inspector.core.problems import Problem, values
from bounce_inspector.core.reading import read
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import MAX_RECIPIENTS
from bounce_inspector.core.wording.returned import original_of

_OTHER = Kind.OTHER  # looked up once: it takes four times as long
_LIMITS = {
    "text": Problem(
        "text-too-long",
        "The text of this message is longer than 300,000 characters; the rest was not read.",
        "Look at the end of the message yourself: open its source.",
    ),
    "replies": Problem(
        "replies-too-long",
        "This report gives long replies to many recipients; behind 40,000 characters in all, "
        "only the first 300 of each were read.",
        "Look at the replies themselves: open the source of the message.",
    ),
    "header": Problem(
        "header-too-long",
        "The header of this message is longer than 256 kB; the fields behind that were not read.",
        "Such messages are made to do harm: treat it with care.",
    ),
    "nesting": Problem(
        "nested-too-deep",
        "Parts of this message are nested more than 100 deep; the inner ones were not read.",
        "Such messages are made to do harm: treat it with care.",
    ),
    "parts": Problem(
        "too-many-parts",
        "This message has more than 1,000 parts; the others were not read.",
        "Such messages are made to do harm: treat it with care.",
    ),
    "texts": Problem(
        "too-many-texts",
        "This message consists of more than 100 texts; the others were not read.",
        "Such messages are made to do harm: treat it with care.",
    ),
    "enclosed": Problem(
        "too-many-enclosed",
        "More than 20 messages are enclosed in this one; the others were not opened.",
        "Save the others as files and open those.",
    ),
}
# Of long replies to many recipients the telling words are looked for in the first ones only: in so
# many characters of all of them, and behind that in those that are short.
MAX_SEARCHED, SHORT_REPLY = 20_000, 250


def _too_many_recipients(unread: int) -> Problem:
    return Problem(
        "too-many-recipients-reported",
        "This report names {count} recipients; only the first {limit} were read.",
        "Ask the sender of the report for the rest, or cut the file in two.",
        values(count=MAX_RECIPIENTS + unread, limit=MAX_RECIPIENTS),
    )


def inspect(
    raw: RawMessage, *, rulebook: Rulebook | None = None, ours: frozenset[str] = frozenset()
) -> Inspection:
    """Return what one message is and which failures it reports.

    A pure and total function: any bytes in, a value out. What could not be read is in `problems`.
    `ours` are the domains we send from, lower case: where they are given, a bounce of mail that
    came from none of them proposes nothing.
    """
    rules = rulebook or load_rulebook()
    structure = scan(raw.data)
    message = Message(structure)
    opened = open_enclosed(message, read(message))
    report, speaker = opened.report, opened.speaker
    problems = (*raw.problems, *_limits_met(structure, opened))
    findings = _findings(opened, rules)
    if findings and is_never_ours(speaker, ours):
        findings = tuple(_without_advice(finding) for finding in findings)
        problems = (*problems, NOT_OURS)
    message_id = structure.headers.get("message-id")
    return Inspection(  # by position: names take twice as long
        raw.source,
        raw.entry,
        raw.index,
        raw.offset,
        raw.length or len(raw.data),
        report.kind or _OTHER,
        report.dialect or None,
        parse_date(structure.headers.get("date")),
        original_of(speaker),
        findings,
        problems,
        message_id,
        message.subject or None,
        None if message_id else blake2b(structure.data, digest_size=16).hexdigest(),
    )


def _limits_met(structure: Structure, opened: Opened) -> list[Problem]:
    met = [_LIMITS[limit] for limit in structure.limits]
    met += [_LIMITS[limit] for limit in sorted(opened.limits)] if opened.limits else ()
    if opened.speaker.is_cut and "text" not in opened.limits:
        met.append(_LIMITS["text"])
    if opened.speaker.has_more_texts:
        met.append(_LIMITS["texts"])
    if opened.speaker.is_cut_short:
        met.append(_LIMITS["replies"])
    if opened.report.unread:
        met.append(_too_many_recipients(opened.report.unread))
    return met


def _without_advice(finding: Finding) -> Finding:
    return finding._replace(verdict=finding.verdict._replace(advice=Advice.KEEP))


def _with_evidence(verdict: Verdict, evidence: Evidence | None) -> Verdict:
    """Return the verdict with its evidence: `_replace` takes three times as long, for each row."""
    return Verdict(*verdict[:-1], evidence)


def _findings(opened: Opened, rulebook: Rulebook) -> tuple[Finding, ...]:
    report, speaker = opened.report, opened.speaker
    if not report.failures:
        return ()
    kind = report.kind or _OTHER
    passages = (*speaker.passages, *speaker.reports)
    texts = {opened.base + passage.part: passage.text for passage in passages}
    findings = []
    room = MAX_SEARCHED
    for failure in report.failures:
        verdict = judge(kind, failure, rulebook)
        text = texts.get(failure.span.part) if failure.span is not None else None
        if room <= 0 and len(failure.diagnostic) > SHORT_REPLY:
            verdict, text = _with_evidence(verdict, failure.span), None
        room -= len(failure.diagnostic)
        if text is not None:
            verdict = _with_evidence(verdict, locate(failure, verdict, text, rulebook))
        findings.append(Finding(failure, verdict))
    return tuple(findings)

"""Which dialect a message speaks, and what kind of message that makes it."""

import re

from bounce_inspector.core.completion import complete
from bounce_inspector.core.dialects import (
    ANSWERS,
    FORMAL,
    WORDED,
    Dialect,
    auto_reply,
    fitting,
    general,
)
from bounce_inspector.core.model import Action, Failure, Kind
from bounce_inspector.core.wording.machine import MACHINE, machine_score, may_report
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Report
from bounce_inspector.core.wording.voice import (
    BOUNCE_SUBJECTS,
    DELAY,
    DELAY_SUBJECTS,
    FINAL,
    SENDERS,
)

_NO_DELIVERY = (Kind.COMPLAINT, Kind.CHALLENGE, Kind.AUTO_REPLY, Kind.READ_RECEIPT)
# Bound once: looking up a member of an enumeration takes four times as long.
_BOUNCE, _DELAY, _DELIVERY, _OTHER = Kind.BOUNCE, Kind.DELAY, Kind.DELIVERY, Kind.OTHER
_FAILED, _DELAYED = Action.FAILED, Action.DELAYED
_FINAL_SUBJECT = re.compile(r"(?i)fail|undeliver|returned|unzustellbar")


def read(message: Message) -> Report:
    """Return the completed report on a message; kind OTHER where it reports nothing."""
    for dialect in FORMAL:
        report = dialect.read(message)
        if report is not None:
            return _with_kind(_completed(report, message), message)
    # What a person writes need not be weighed word by word.
    if may_report(message) and (score := machine_score(message)) >= MACHINE - 1:
        report = _worded(message, score)
        if report is not None:
            return report
    for dialect in ANSWERS:
        report = dialect.read(message)
        if report is not None:
            return report
    return Report("", (), _OTHER)


def _worded(message: Message, score: int) -> Report | None:
    empty: Report | None = None
    for dialect in fitting(WORDED, message):
        report = dialect.read(message)
        if report is None:
            continue
        if report.dialect == general.NAME and _answers_for_a_person(message):
            continue
        if report.failures or report.kind:
            return _with_kind(_completed(report, message, dialect), message)
        empty = empty or report
    if empty is None or score < MACHINE or general.is_bait(message):
        return None
    return _with_kind(_completed(empty, message), message)


def _answers_for_a_person(message: Message) -> bool:
    """Tell an automatic answer that says "was not delivered" from a bounce: a person sends it."""
    if message.heard_in_sender & SENDERS or message.heard_in_subject & BOUNCE_SUBJECTS:
        return False
    return auto_reply.is_automatic(message)


def _completed(report: Report, message: Message, reader: Dialect | None = None) -> Report:
    report = _limited(report)
    return report if report.kind in _NO_DELIVERY else complete(report, message, reader)


def _limited(report: Report) -> Report:
    """Return the report with as many recipients as are read, and how many there are beside them."""
    beyond = len(report.failures) - MAX_RECIPIENTS
    if beyond <= 0:
        return report
    first = report.failures[:MAX_RECIPIENTS]
    return Report(report.dialect, first, report.kind, report.unread + beyond)


def _with_kind(report: Report, message: Message) -> Report:
    if report.kind is not None:
        if report.kind is _DELAY:
            return report._replace(failures=tuple(_delayed(report)))
        return report
    if report.dialect != "rfc3464" and _is_delay(message):
        return report._replace(kind=_DELAY, failures=tuple(_delayed(report)))
    failures = report.failures
    if len(failures) == 1 and failures[0].action is _FAILED:
        return Report(report.dialect, failures, _BOUNCE, report.unread)
    kind = _kind_by_actions([failure.action for failure in failures])
    return Report(report.dialect, report.failures, kind, report.unread)


def _kind_by_actions(actions: list[Action | None]) -> Kind:
    if not actions or _FAILED in actions:
        return _BOUNCE
    return _DELAY if _DELAYED in actions else _DELIVERY


def _delayed(report: Report) -> list[Failure]:
    return [
        failure._replace(action=_DELAYED) if failure.action is _FAILED else failure
        for failure in report.failures
    ]


def _is_delay(message: Message) -> bool:
    """Tell whether the words say that delivery goes on being tried, and nothing says it is over."""
    if message.heard & FINAL or _FINAL_SUBJECT.search(message.subject):
        return False
    return bool(message.heard & DELAY or message.heard_in_subject & DELAY_SUBJECTS)

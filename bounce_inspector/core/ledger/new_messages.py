"""Turn new messages into rows for the tables: one for each message, one for each failure."""

import sqlite3
from collections import Counter

from bounce_inspector.core.ledger.addresses import Addresses, Report
from bounce_inspector.core.ledger.cells import Cells, Link
from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, KINDS, SIGNS
from bounce_inspector.core.ledger.history import pack, seconds
from bounce_inspector.core.ledger.leads import Lead
from bounce_inspector.core.ledger.problem_rows import COLUMNS, to_row
from bounce_inspector.core.ledger.sifting import Fresh, address_key
from bounce_inspector.core.ledger.texts import (
    Dictionary,
    Role,
    Texts,
    answer_row,
    marks,
    next_id,
    shared,
    verdict_row,
)
from bounce_inspector.core.model import Evidence, Finding, Inspection, Kind
from bounce_inspector.core.policy import Bucket, Sign, bucket_of, sign_of

SECONDS_AN_HOUR = 3600

_NAMES_SOMEBODY = frozenset({Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT})
_FAILING = frozenset({Sign.DEAD, Sign.WATCH, Sign.FIX, Sign.KEEP, Sign.UNRECOGNISED})
_WITH_CATEGORY = _FAILING | {Sign.DELAYED}
_MESSAGE = f"INSERT INTO message VALUES ({marks(range(22))})"  # noqa: S608 - only ?
_FAILURE = f"INSERT INTO failure VALUES ({marks(range(18))})"  # noqa: S608 - only ?
_PROBLEM = f"INSERT INTO problem (message, place, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
_HOUR = """
    INSERT INTO hour VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET failures = failures + excluded.failures
"""
Row = tuple[object, ...]


class NewMessages:
    """The rows of one batch, gathered before they are written."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        texts: Texts,
        verdicts: Dictionary,
        answers: Dictionary,
        addresses: Addresses,
    ) -> None:
        self._connection = connection
        self._texts = texts
        self._verdicts = verdicts
        self._answers = answers
        self._addresses = addresses
        self._next_message = next_id(connection, "message")
        self._next_failure = next_id(connection, "failure")
        self._messages: list[Row] = []
        self._failures: list[Row] = []
        self._problems: list[Row] = []
        self._hours: Counter[tuple[str, int, int]] = Counter()

    def add(self, fresh: Fresh, origin: str, cells: Cells) -> int:
        """Take in one message, tell its addresses what it says about them, return its id."""
        inspection = fresh.inspection
        link = (
            self._texts.number(Role.NAME, inspection.original.campaign or ""),
            self._texts.number(Role.NAME, origin),
        )
        date = seconds(inspection.date) if inspection.date else None
        first_failure = self._next_failure
        signs = []
        told: list[int] = []
        addresses: list[int | None] = []
        for finding in fresh.findings:
            sign = sign_of(inspection.kind, finding)
            signs.append(sign)
            self._count_hour(sign, finding, date)
            addresses.append(self._tell(finding, sign, date, link, told))
            self._add_failure(finding, addresses[-1])
        lead = signs.index(min(signs, key=SIGNS.number.__getitem__)) if signs else None
        traits = _traits(fresh, lead, signs)
        cells.count_single(link, (*traits, 0), 1)
        self._problems.extend(
            (self._next_message, place, *to_row(problem))
            for place, problem in enumerate(inspection.problems)
        )
        code = "" if lead is None else code_of(fresh.findings[lead])
        bucket, category, provider = traits
        self._messages.append((
            *(self._next_message, fresh.identity),
            *(self._texts.number(Role.NAME, inspection.source),),
            *(self._texts.number(Role.NAME, inspection.entry), link[1]),
            *(inspection.index, inspection.offset, inspection.size),
            *(KINDS.number[inspection.kind], self._name(inspection.dialect), date),
            *(self._texts.number(Role.SUBJECT, subject_of(inspection)), link[0]),
            *(bucket, category, code, provider, None if lead is None else first_failure + lead),
            *(None if lead is None else addresses[lead], first_failure, len(signs), len(told)),
        ))  # fmt: skip
        self._next_message += 1
        return self._next_message - 1

    def write(self) -> None:
        """Write the rows."""
        self._connection.executemany(_MESSAGE, self._messages)
        self._connection.executemany(_FAILURE, self._failures)
        self._connection.executemany(_PROBLEM, self._problems)
        self._connection.executemany(_HOUR, [(*key, n) for key, n in self._hours.items()])

    def _count_hour(self, sign: Sign, finding: Finding, date: int | None) -> None:
        if date is not None and sign in _FAILING:
            verdict = finding.verdict
            hour = date // SECONDS_AN_HOUR
            self._hours[verdict.provider or "", CATEGORIES.number[verdict.category], hour] += 1

    def _tell(
        self, finding: Finding, sign: Sign, date: int | None, link: Link, told: list[int]
    ) -> int | None:
        recipient = finding.failure.recipient
        if not recipient.strip():
            return None
        address = self._addresses.id_of(recipient)
        verdict = finding.verdict
        lead = Lead(
            self._next_failure,
            date,
            code_of(finding),
            verdict.provider or "",
            verdict.category.value,
            verdict.advice.value,
        )
        report = Report(pack(sign, verdict.category, date), link, lead)
        self._addresses.report(recipient, report, counts=address not in told)
        if address not in told:
            told.append(address)
        return address

    def _add_failure(self, finding: Finding, address: int | None) -> None:
        failure = finding.failure
        diagnostic = shared(failure.diagnostic, failure.recipient)
        context = failure.context
        self._failures.append((
            *(self._next_failure, self._next_message, address),
            self._name(_odd_recipient(finding)),
            self._verdicts.number(verdict_row(finding.verdict)),
            self._answers.number(answer_row(failure)),
            self._texts.number(Role.DIAGNOSTIC, diagnostic),
            self._texts.number(Role.CONTEXT, context) if context else None,
            self._name(failure.remote_host),
            self._name(failure.remote_ip),
            self._name(failure.reporting_mta),
            self._name(failure.final_recipient),
            *_stretch(failure.span),
            *_stretch(finding.verdict.evidence),
        ))  # fmt: skip
        self._next_failure += 1

    def _name(self, text: str | None) -> int | None:
        return None if text is None else self._texts.number(Role.NAME, text)


def strings_of(fresh: Fresh, origin: str) -> list[tuple[Role, str]]:
    """Return every string that the rows of a message will point to."""
    inspection = fresh.inspection
    strings = [
        (Role.NAME, inspection.source),
        (Role.NAME, inspection.entry),
        (Role.NAME, origin),
        (Role.NAME, inspection.original.campaign or ""),
        (Role.SUBJECT, subject_of(inspection)),
    ]
    names = [inspection.dialect]
    for finding in fresh.findings:
        failure = finding.failure
        names += (failure.remote_host, failure.remote_ip, failure.reporting_mta)
        names += (failure.final_recipient, _odd_recipient(finding))
        strings.append((Role.DIAGNOSTIC, shared(failure.diagnostic, failure.recipient)))
        if failure.context:
            strings.append((Role.CONTEXT, failure.context))
    strings.extend((Role.NAME, name) for name in names if name is not None)
    return strings


def _odd_recipient(finding: Finding) -> str | None:
    recipient = finding.failure.recipient
    return None if recipient == address_key(recipient) else recipient


def subject_of(inspection: Inspection) -> str:
    """Return the subject of the message that came back where known, else that of the bounce."""
    return inspection.original.subject or inspection.subject or ""


def code_of(finding: Finding) -> str:
    """Return the code that people know a failure by: the enhanced one, else the three digits."""
    return finding.failure.status or finding.failure.reply or ""


def _traits(fresh: Fresh, lead: int | None, signs: list[Sign]) -> tuple[int, int, str]:
    if lead is None:
        nobody = fresh.inspection.kind in _NAMES_SOMEBODY
        return (BUCKETS.number[Bucket.UNKNOWN if nobody else Bucket.NOT_BOUNCE], 0, "")
    verdict, sign = fresh.findings[lead].verdict, signs[lead]
    category = CATEGORIES.number[verdict.category] if sign in _WITH_CATEGORY else 0
    return (BUCKETS.number[bucket_of(sign)], category, verdict.provider or "")


def _stretch(evidence: Evidence | None) -> tuple[int | None, int | None, int | None]:
    return (evidence.part, evidence.start, evidence.end) if evidence else (None, None, None)

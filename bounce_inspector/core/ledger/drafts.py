"""A message in the forms in which the tables hold it, but for the numbers that only they can give.

Made where the message was inspected, in a worker: the one process that writes has little left to
do. Named tuples of plain values, for they pass from process to process more quickly than others.
"""

from collections.abc import Callable
from itertools import chain
from sys import intern
from typing import Any, NamedTuple

from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, KINDS, SIGNS
from bounce_inspector.core.ledger.history import pack, seconds
from bounce_inspector.core.ledger.identity import hashed, identity
from bounce_inspector.core.ledger.problem_rows import to_row
from bounce_inspector.core.ledger.texts import (
    Row,
    answer_row,
    shared,
    verdict_row,
)
from bounce_inspector.core.model import Evidence, Finding, Inspection, Kind, RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.policy import Bucket, Sign, bucket_of, sign_of

_WITH_CATEGORY = frozenset(
    SIGNS.number[sign]
    for sign in (Sign.DEAD, Sign.WATCH, Sign.FIX, Sign.KEEP, Sign.UNRECOGNISED, Sign.DELAYED)
)
_BUCKET_OF_SIGN = {
    number: BUCKETS.number[bucket_of(sign)] for sign, number in SIGNS.number.items() if sign
}
_NAMES_SOMEBODY = frozenset({Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT})

Reduced = tuple[Callable[..., object], tuple[type, tuple[Any, ...]]]
Stretch = tuple[int | None, int | None, int | None]
_NOWHERE: Stretch = (None, None, None)


class FailureDraft(NamedTuple):
    """One failure.

    `key` is the address in small letters, empty where there is none, `key_hash` what it is found
    by. `shown` is the address as people see it and `recipient` as the report has it, None where
    they are the same as the key. `sign` and `category` are numbers of `codes`. `entry` is its line
    in the history of the address.
    """

    key: str
    key_hash: int
    shown: str | None
    recipient: str | None
    sign: int
    category: int
    advice: str
    code: str
    provider: str
    entry: bytes
    verdict: Row
    answer: Row
    diagnostic: str
    context: str | None
    host: str | None
    ip: str | None
    mta: str | None
    final: str | None
    span: Stretch
    evidence: Stretch

    def __reduce__(self) -> "Reduced":
        """Return what pickle makes it of again: a call of C, a third of the time of its own."""
        return tuple.__new__, (FailureDraft, tuple(self))


class Draft(NamedTuple):
    """One message.

    `names` are the strings of its rows that are found by name, each once. `lead` is the place of
    the gravest failure, from which `bucket`, `category`, `code` and `provider` come. `recipients`
    counts the addresses.
    """

    identity: int
    source: str
    entry: str
    position: int
    offset: int
    size: int
    kind: int
    dialect: str | None
    date: int | None
    subject: str
    campaign: str
    problems: tuple[tuple[str, str, str, str], ...]
    names: tuple[str, ...]
    empty_bucket: int
    failures: tuple[FailureDraft, ...]
    lead: int | None
    bucket: int
    category: int
    code: str
    provider: str
    recipients: int

    def __reduce__(self) -> "Reduced":
        """Return the same as that of a failure."""
        return tuple.__new__, (Draft, tuple(self))

    def place(self) -> tuple[str, str, int, int, int]:
        """Return where the message stands: source, entry, position, offset, size."""
        return (self.source, self.entry, self.position, self.offset, self.size)

    def with_failures(self, failures: tuple[FailureDraft, ...]) -> "Draft":
        """Return the same with some of its failures only."""
        lead, bucket, category, code, provider, recipients = _traits(failures, self.empty_bucket)
        return self._replace(
            failures=failures,
            lead=lead,
            bucket=bucket,
            category=category,
            code=code,
            provider=provider,
            recipients=recipients,
        )


def _traits(
    failures: tuple[FailureDraft, ...], empty_bucket: int
) -> tuple[int | None, int, int, str, str, int]:
    """Return what a message takes from its gravest failure, and how many addresses there are."""
    if not failures:
        return (None, empty_bucket, 0, "", "", 0)
    lead = recipients = 0
    if len(failures) > 1:
        signs = [failure.sign for failure in failures]
        lead = signs.index(min(signs))
        recipients = len({failure.key for failure in failures if failure.key})
    else:
        recipients = 1 if failures[0].key else 0
    first = failures[lead]
    category = first.category if first.sign in _WITH_CATEGORY else 0
    bucket = _BUCKET_OF_SIGN[first.sign]
    return (lead, bucket, category, first.code, first.provider, recipients)


def inspected(raw: RawMessage, ours: frozenset[str] = frozenset()) -> Draft:
    """Inspect a message and return its draft: what a worker does."""
    return draft(inspect(raw, ours=ours))


def draft(inspection: Inspection) -> Draft:
    """Return the draft of a message."""
    kind = inspection.kind
    date = seconds(inspection.date) if inspection.date else None
    failures = tuple(_failure(one, kind, date) for one in inspection.findings)
    campaign = intern(inspection.original.campaign or "")
    names = (inspection.source, inspection.entry, campaign, inspection.dialect)
    further = chain.from_iterable(map(_names, failures))
    nobody = BUCKETS.number[Bucket.UNKNOWN if kind in _NAMES_SOMEBODY else Bucket.NOT_BOUNCE]
    return Draft(
        identity(inspection),
        inspection.source,
        inspection.entry,
        inspection.index,
        inspection.offset,
        inspection.size,
        KINDS.number[kind],
        inspection.dialect,
        date,
        intern(inspection.original.subject or inspection.subject or ""),
        campaign,
        tuple(map(to_row, inspection.problems)),
        tuple({name for name in (*names, *further) if name is not None}),
        nobody,
        failures,
        *_traits(failures, nobody),
    )


def _failure(finding: Finding, kind: Kind, date: int | None) -> FailureDraft:
    failure, verdict = finding.failure, finding.verdict
    shown = shown_address(failure.recipient)
    key = intern(shown.lower())
    sign = sign_of(kind, finding)
    return FailureDraft(
        key,
        hashed(key) if key else 0,
        None if shown == key else shown,
        None if failure.recipient == key else failure.recipient,
        SIGNS.number[sign],
        CATEGORIES.number[verdict.category],
        verdict.advice.value,
        failure.status or failure.reply or "",
        verdict.provider or "",
        pack(sign, verdict.category, date),
        verdict_row(verdict),
        answer_row(failure),
        intern(shared(failure.diagnostic, failure.recipient)),
        intern(shared(failure.context, failure.recipient)) if failure.context else None,
        _interned(failure.remote_host),
        _interned(failure.remote_ip),
        _interned(failure.reporting_mta),
        failure.final_recipient,
        _stretch(failure.span),
        _stretch(verdict.evidence),
    )


def shown_address(recipient: str) -> str:
    """Return an address as people see it.

    Half a surrogate pair, which no mail system takes, becomes a question mark.
    """
    stripped = recipient.strip()
    return stripped if stripped.isascii() else stripped.encode("utf-8", "replace").decode()


def _names(failure: FailureDraft) -> tuple[str | None, ...]:
    return (failure.recipient, failure.host, failure.ip, failure.mta, failure.final)


def _interned(name: str | None) -> str | None:
    """Return the one copy of a name, so that it passes to another process once."""
    return None if name is None else intern(name)


def _stretch(evidence: Evidence | None) -> Stretch:
    return (evidence.part, evidence.start, evidence.end) if evidence else _NOWHERE

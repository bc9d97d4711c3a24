"""What goes into the ledger's questions and what comes back: filters, rows, counts, marks.

Records that come back are named tuples: scrolling makes thousands a second, and the classes are
made at each start in a quarter of the time that dataclasses take. `Place` is none: it has an
`index` of its own, which is a method of every tuple.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bounce_inspector.core.model import Category, Finding, Kind
from bounce_inspector.core.policy import Bucket, Reason
from bounce_inspector.core.problems import Problem


class Decision(StrEnum):
    """What was decided about an address. CLEARED stands for "no decision (any more)"."""

    REMOVE = "remove"
    KEEP = "keep"
    CLEARED = "cleared"


class Decider(StrEnum):
    """Who decided."""

    PERSON = "person"
    RULE = "rule"


class Act(StrEnum):
    """How a mark came about."""

    MARK = "mark"
    UNDO = "undo"
    REDO = "redo"


class View(StrEnum):
    """What one row of the table is."""

    ADDRESSES = "addresses"
    MESSAGES = "messages"


class AddressColumn(StrEnum):
    """What the table by address can be sorted by. ARRIVED is the order of first appearance."""

    ARRIVED = "arrived"
    ADDRESS = "address"
    BUCKET = "bucket"
    CATEGORY = "category"
    CODE = "code"
    PROVIDER = "provider"
    TIMES = "times"
    FIRST_SEEN = "first-seen"
    LAST_SEEN = "last-seen"
    DECISION = "decision"


class MessageColumn(StrEnum):
    """What the table by message can be sorted by. ARRIVED is the order in which they were read."""

    ARRIVED = "arrived"
    DATE = "date"
    KIND = "kind"
    BUCKET = "bucket"
    CATEGORY = "category"
    CODE = "code"
    PROVIDER = "provider"
    RECIPIENT = "recipient"
    RECIPIENTS = "recipients"
    SUBJECT = "subject"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows: every condition given must hold; an empty one lets everything through.

    `provider` "" means "not recognised", `campaign` "" "none named". `source` is a path as it
    stands in `Facets.sources`. `decision` CLEARED finds the addresses nobody decided about. `text`
    is a part of the address, or of the diagnostic or the subject of one of its messages, in any
    case.
    """

    buckets: frozenset[Bucket] = frozenset()
    category: Category | None = None
    provider: str | None = None
    campaign: str | None = None
    source: str | None = None
    decision: Decision | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column; rows that are equal there stay in the order of arrival."""

    column: AddressColumn | MessageColumn = AddressColumn.ARRIVED
    descending: bool = False


ARRIVAL = Sort()


class AddressRow(NamedTuple):
    """One address and what all its messages together say. Dates are UTC, None where never given.

    `bucket`, `reason` and `category` are what the policy proposes and the category that decided;
    it was seen on `days` different ones. `last_category`, `code`, `diagnostic` and `provider` are
    those of the latest failure that decided (of any kind where none did). `times` counts messages.
    `decision` is None where nobody decided. `kind` is that of the message the failure came in.
    """

    id: int
    address: str
    bucket: Bucket
    reason: Reason
    category: Category | None
    last_category: Category | None
    days: int
    code: str
    provider: str | None
    diagnostic: str
    times: int
    first_seen: datetime | None
    last_seen: datetime | None
    decision: Decision | None = None
    decided_by: Decider | None = None
    kind: Kind = Kind.BOUNCE


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands, for `sources.reread`; `identity` tells whether it is the same."""

    source: str
    entry: str
    index: int
    offset: int
    length: int
    identity: int


class MessageRow(NamedTuple):
    """One message. `recipient` is the one whose failure it is named by, `recipients` their number.

    `subject` is that of the returned message where known, else the bounce's own.
    """

    id: int
    place: Place
    kind: Kind
    dialect: str | None
    date: datetime | None
    subject: str
    campaign: str | None
    bucket: Bucket
    category: Category | None
    code: str
    provider: str | None
    diagnostic: str
    recipient: str
    recipients: int
    decision: Decision | None = None


class Occurrence(NamedTuple):
    """One failure of one address in one message: all that explaining it takes."""

    id: int
    message: int
    kind: Kind
    dialect: str | None
    date: datetime | None
    subject: str
    campaign: str | None
    place: Place
    finding: Finding


@dataclass(frozen=True, slots=True)
class Facets:
    """How many rows each value would leave, the other conditions of the filter standing.

    `total` is the number of rows with all conditions. The most frequent value comes first.
    """

    total: int = 0
    buckets: Mapping[Bucket, int] = field(default_factory=dict)
    categories: Mapping[Category, int] = field(default_factory=dict)
    providers: Mapping[str, int] = field(default_factory=dict)
    campaigns: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[Decision, int] = field(default_factory=dict)


class Added(NamedTuple):
    """What one batch brought. `known` messages had been counted before, in this file or another."""

    messages: int = 0
    known: int = 0
    addresses: int = 0
    unread: int = 0


class MarkRecord(NamedTuple):
    """One decision about one address, never changed afterwards: the history of marking.

    An undo is a record too: `decision` is the one that holds again, `why` that of what was undone.
    """

    batch: int
    address: str
    decision: Decision
    by: Decider
    why: str
    at: datetime
    act: Act = Act.MARK


class Restored(NamedTuple):
    """What `undo` or `redo` did: which batch of marks, its decision, on how many addresses."""

    batch: int
    decision: Decision
    why: str
    addresses: int


class ExportRecord(NamedTuple):
    """One export that was written, for the audit."""

    id: int
    at: datetime
    path: str
    preset: str
    addresses: int


class LedgerUnreadable(Exception):  # noqa: N818 - no error of ours: it carries a Problem
    """The ledger's file cannot be read any more: a disk fault, a damaged file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence())
        self.problem = problem


class LedgerInterrupted(Exception):  # noqa: N818 - no error: somebody did not want the answer
    """A question was broken off by `Ledger.interrupt`."""

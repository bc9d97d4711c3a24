"""One address while a batch is being added: what was reported about it, and its row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bounce_inspector.core.ledger.cells import Cells, Link, Traits
from bounce_inspector.core.ledger.codes import CATEGORIES
from bounce_inspector.core.ledger.drafts import FailureDraft
from bounce_inspector.core.ledger.history import merge
from bounce_inspector.core.ledger.judgements import Judgement, judgement_on
from bounce_inspector.core.ledger.leads import Lead

SEVERAL = 0  # stands for a campaign or origin where an address has more than one pair
UNDECIDED = 0
_NO_LEAD = Lead(0, None, "", "", "", "")

Row = tuple[Any, ...]


class Report(NamedTuple):
    """What one message says about one address; it `counts` once, however often it says so."""

    draft: FailureDraft
    failure: int
    date: int | None
    link: Link
    counts: bool

    def lead(self) -> Lead:
        """Return the failure as one that the row of its address may speak of."""
        draft = self.draft
        category = CATEGORIES.required(draft.category).value
        return Lead(self.failure, self.date, draft.code, draft.provider, category, draft.advice)

    def traits_alone(self) -> Traits:
        """Return what the cells count an address by that has no other report."""
        bucket, _, category, _ = judgement_on(self.draft.entry)
        return (bucket, category, self.draft.provider, UNDECIDED)

    def row_alone(self, id_: int) -> Row:
        """Return the row of an address that has no other report, as most have."""
        draft, failure, date, link, _ = self
        return (
            *(id_, *judgement_on(draft.entry), UNDECIDED, 0, 1, date, date, *link),
            *(failure, draft.code, draft.provider, draft.entry, draft.key, draft.shown),
        )


@dataclass(slots=True)
class State:
    """An address that is known, or that is reported more than once. `shown` as in FailureDraft."""

    key: str
    id: int
    shown: str | None
    judgement: Judgement = (0, 0, 0, 0)
    decision: int = UNDECIDED
    times: int = 0
    first_seen: int | None = None
    last_seen: int | None = None
    lead: Lead = _NO_LEAD
    history: bytes = b""
    links: set[Link] = field(default_factory=set)
    new_links: set[Link] = field(default_factory=set)
    counted_as: Traits | None = None

    def traits(self) -> Traits:
        """Return what the cells count the address by."""
        return (self.judgement[0], self.judgement[2], self.lead.provider, self.decision)

    def link(self) -> Link:
        """Return what stands in the row: the only link, or the sign for several."""
        return next(iter(self.links)) if len(self.links) == 1 else (SEVERAL, SEVERAL)

    def see(self, link: Link) -> None:
        """Note where the address was met."""
        if link not in self.links:
            self.links.add(link)
            self.new_links.add(link)

    def take_in(self, reports: Sequence[Report]) -> None:
        """Note how often, where and when the address was reported, and judge it anew."""
        for report in reports:
            self.times += report.counts
            self.see(report.link)
            date = report.date
            if date is not None:
                self.first_seen = date if self.first_seen is None else min(date, self.first_seen)
                self.last_seen = date if self.last_seen is None else max(date, self.last_seen)
        self.history = merge(self.history, [report.draft.entry for report in reports])
        self.judgement = judgement_on(self.history)

    def count(self, cells: Cells) -> None:
        """Correct what the facets count."""
        traits = self.traits()
        if self.counted_as is None and len(self.links) == 1:
            cells.count_single(self.link(), traits, 1)
        elif self.new_links or traits != self.counted_as:
            if self.counted_as is not None:
                cells.count(self.links - self.new_links, self.counted_as, -1)
            cells.count(self.links, traits, 1)

    def new_row(self) -> Row:
        """Return the row of a new address."""
        return (
            *(self.id, *self.judgement, self.decision, 0, self.times),
            *(self.first_seen, self.last_seen, *self.link()),
            *(self.lead.failure, self.lead.code, self.lead.provider, self.history),
            *(self.key, self.shown),
        )

    def changed_row(self) -> Row:
        """Return what changes in the row of a known address, and its id."""
        return (
            *(*self.judgement, self.times, self.first_seen, self.last_seen),
            *(*self.link(), self.lead.failure, self.lead.code, self.lead.provider),
            *(self.history, self.id),
        )


def loaded(row: Row) -> State:
    """Return a known address as the ledger has it. Where it has several links, they lack."""
    key, id_, shown, *judgement, decision, times, first, last = row[:11]
    history, campaign, origin, *lead = row[11:]
    state = State(
        key,
        id_,
        shown,
        judgement=(judgement[0], judgement[1], judgement[2], judgement[3]),
        decision=decision,
        times=times,
        first_seen=first,
        last_seen=last,
        lead=Lead(*lead),
        history=history,
        links=set() if origin == SEVERAL else {(campaign, origin)},
    )
    state.counted_as = state.traits()
    return state

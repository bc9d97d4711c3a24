"""Keep one row for each address: what all its messages together say, and what is proposed."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bounce_inspector.core.ledger.cells import Cells, Link, Traits
from bounce_inspector.core.ledger.codes import BUCKETS, CATEGORIES, REASONS
from bounce_inspector.core.ledger.history import merge, unpack
from bounce_inspector.core.ledger.keys import Keys, key_of_address
from bounce_inspector.core.ledger.leads import (
    Lead,
    best_of,
    best_stored,
    wanted_for,
)
from bounce_inspector.core.ledger.sifting import address_key, shown_address
from bounce_inspector.core.ledger.texts import chunks, marks, next_id
from bounce_inspector.core.policy import Proposal, load_thresholds, propose

SEVERAL = 0  # stands for a campaign or origin where an address has more than one pair
_NO_LEAD = Lead(0, None, "", "", "", "")

_COLUMNS = (
    "id, bucket, reason, category, days, decision, decided_by, times, first_seen, last_seen, "
    "campaign, origin, lead, code, provider, history, address, written"
)
_LOAD = """
    SELECT address.address, address.id, written, address.bucket, reason, address.category, days,
    decision, times, first_seen, last_seen, history, address.campaign, address.origin,
    address.lead, date, address.code, address.provider, verdict.category, advice
    FROM address JOIN failure ON failure.id = address.lead JOIN message ON message.id = message
    JOIN verdict ON verdict.id = verdict WHERE address.id IN ({})
"""
_PLACES = marks(_COLUMNS.split(","))
_INSERT = f"INSERT INTO address ({_COLUMNS}) VALUES ({_PLACES})"  # noqa: S608 - only our words
_UPDATE = """
    UPDATE address SET bucket = ?, reason = ?, category = ?, days = ?, times = ?, first_seen = ?,
    last_seen = ?, campaign = ?, origin = ?, lead = ?, code = ?, provider = ?, history = ?
    WHERE id = ?
"""
Judgement = tuple[int, int, int, int]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What one message says about one address. `entry` is its line in the history."""

    entry: bytes
    link: Link
    lead: Lead


@dataclass(slots=True)
class _State:
    """One address while a batch is being added."""

    key: str
    id: int
    written: str
    judgement: Judgement = (0, 0, 0, 0)
    decision: int = 0
    times: int = 0
    first_seen: int | None = None
    last_seen: int | None = None
    lead: Lead = _NO_LEAD
    history: bytes = b""
    links: set[Link] = field(default_factory=set)
    new_links: set[Link] = field(default_factory=set)
    reports: list[Report] = field(default_factory=list)
    counted_as: Traits | None = None

    def traits(self) -> Traits:
        """Return what the cells count the address by."""
        return (self.judgement[0], self.judgement[2], self.lead.provider, self.decision)

    def link(self) -> Link:
        """Return what stands in the row: the only link, or the sign for several."""
        return next(iter(self.links)) if len(self.links) == 1 else (SEVERAL, SEVERAL)


class Addresses:
    """The addresses of one batch: load them, tell each what was reported, write them back."""

    def __init__(
        self, connection: sqlite3.Connection, keys: Keys, recipients: Iterable[str]
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._states: dict[str, _State] = {}
        self._hashes: dict[str, int] = {}
        written: dict[str, str] = {}
        for recipient in recipients:
            written.setdefault(address_key(recipient), shown_address(recipient))
        self._load(written)
        self._first_new = next_id(connection, "address")
        missing = [key for key in written if key not in self._states]
        for id_, key in enumerate(missing, self._first_new):
            self._states[key] = _State(key, id_, written[key])

    def id_of(self, recipient: str) -> int:
        """Return the id of an address handed in at the start."""
        return self._states[address_key(recipient)].id

    def report(self, recipient: str, report: Report, *, counts: bool) -> None:
        """Take in what a message says; it `counts` once for an address, however often it does."""
        state = self._states[address_key(recipient)]
        state.times += counts
        state.reports.append(report)
        _link(state, report.link)
        date = report.lead.date
        if date is not None:
            if state.first_seen is None or date < state.first_seen:
                state.first_seen = date
            if state.last_seen is None or date > state.last_seen:
                state.last_seen = date

    def see(self, recipient: str, link: Link) -> None:
        """Note that what is known of an address also stands in another file."""
        _link(self._states[address_key(recipient)], link)

    def write(self, cells: Cells) -> int:
        """Judge and write what was changed, and return how many addresses are new."""
        touched = [state for state in self._states.values() if state.reports or state.new_links]
        for state in touched:
            if state.reports:
                self._judge(state)
            _count(state, cells)
        new = [state for state in touched if state.id >= self._first_new]
        self._connection.executemany(_INSERT, map(_new_row, new))
        for state in new:
            self._keys.note(self._hashes[state.key], state.id)
        self._connection.executemany(
            _UPDATE, [_changed_row(state) for state in touched if state.id < self._first_new]
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO link VALUES (?, ?, ?)",
            [
                (state.id, *link)
                for state in touched
                if len(state.links) > 1 and state.new_links
                for link in state.links
            ],
        )
        return len(new)

    def _judge(self, state: _State) -> None:
        before = state.judgement
        state.history = merge(state.history, [report.entry for report in state.reports])
        state.judgement = _judgement_on(state.history)
        _, reason, category, _ = state.judgement
        leads = [report.lead for report in state.reports]
        if state.counted_as is None and len(leads) == 1:
            state.lead = leads[0]
            return
        wanted = wanted_for(reason, category)
        if state.counted_as is not None:
            is_same = before[1:3] == (reason, category)
            leads.append(state.lead if is_same else best_stored(self._connection, state.id, wanted))
        state.lead = best_of(leads, wanted)

    def _load(self, keys: Iterable[str]) -> None:
        several: dict[int, _State] = {}
        self._hashes = {key: key_of_address(key) for key in keys}
        found = self._keys.find(self._hashes.values())
        for some in chunks(id_ for known in found.values() for id_ in known):
            for row in self._connection.execute(_LOAD.format(marks(some)), some):
                state = self._states[row[0]] = _loaded(row)
                if not state.links:
                    several[state.id] = state
        for ids in chunks(several):
            query = f"SELECT * FROM link WHERE address IN ({marks(ids)})"  # noqa: S608 - only ?
            for address, campaign, origin in self._connection.execute(query, ids):
                several[address].links.add((campaign, origin))


def _loaded(row: Row) -> _State:
    key, id_, written, *judgement, decision, times, first, last = row[:11]
    history, campaign, origin, *lead = row[11:]
    state = _State(
        key,
        id_,
        written or key,
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


def _link(state: _State, link: Link) -> None:
    if link not in state.links:
        state.links.add(link)
        state.new_links.add(link)


def _count(state: _State, cells: Cells) -> None:
    traits = state.traits()
    if state.counted_as is None and len(state.links) == 1:
        cells.count_single(state.link(), traits, 1)
    elif state.new_links or traits != state.counted_as:
        if state.counted_as is not None:
            cells.count(state.links - state.new_links, state.counted_as, -1)
        cells.count(state.links, traits, 1)


def _new_row(state: _State) -> Row:
    return (
        *(state.id, *state.judgement, state.decision, 0, state.times),
        *(state.first_seen, state.last_seen, *state.link()),
        *(state.lead.failure, state.lead.code, state.lead.provider, state.history),
        *(state.key, None if state.written == state.key else state.written),
    )


def _changed_row(state: _State) -> Row:
    return (
        *(*state.judgement, state.times, state.first_seen, state.last_seen),
        *(*state.link(), state.lead.failure, state.lead.code, state.lead.provider),
        *(state.history, state.id),
    )


def _judgement_on(history: bytes) -> Judgement:
    if len(history) == 4:
        # Most addresses: the judgement on a single entry does not depend on its day.
        return _judge_one(history[:2])
    return _numbers(propose(unpack(history), load_thresholds()))


@cache
def _judge_one(sign_and_category: bytes) -> Judgement:
    return _numbers(propose(unpack(sign_and_category + b"\0\0"), load_thresholds()))


def _numbers(proposal: Proposal) -> Judgement:
    return (
        BUCKETS.number[proposal.bucket],
        REASONS.number[proposal.reason],
        CATEGORIES.number[proposal.category],
        proposal.days,
    )

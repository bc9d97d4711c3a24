"""Keep one row for each address: what all its messages together say, and what is proposed."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import count
from operator import attrgetter, itemgetter

from bounce_inspector.core.ledger.address_states import Report, State, loaded
from bounce_inspector.core.ledger.cells import Cells, Link
from bounce_inspector.core.ledger.drafts import FailureDraft
from bounce_inspector.core.ledger.keys import Keys
from bounce_inspector.core.ledger.leads import best_of, best_stored, wanted_for
from bounce_inspector.core.ledger.texts import chunks, marks, next_id

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
Ids = dict[str, int]


class Addresses:
    """The addresses of one batch: load them, tell what was reported, write them back.

    `ids` has the id of each by its key.
    """

    def __init__(
        self, connection: sqlite3.Connection, keys: Keys, failures: Iterable[FailureDraft]
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._hashes = {one.key: one.key_hash for one in failures if one.key}
        self._known = self._load()
        new = [key for key in self._hashes if key not in self._known]
        self.ids: Ids = {key: state.id for key, state in self._known.items()}
        self.ids |= zip(new, count(next_id(connection, "address")), strict=False)

    def see(self, key: str, link: Link) -> None:
        """Note that what is known of an address also stands in another file."""
        self._known[key].see(link)

    def write(self, reports: Iterable[Report], cells: Cells) -> int:
        """Judge and write what was changed, and return how many addresses are new."""
        about: dict[str, list[Report]] = {}
        for report in reports:
            about.setdefault(report.draft.key, []).append(report)
        new = [key for key in about if key not in self._known]
        once = [about.pop(key)[0] for key in new if len(about[key]) == 1]
        cells.count_singles((one.link, one.traits_alone()) for one in once)
        states = [self._judged(key, some) for key, some in about.items()]
        states += (one for key, one in self._known.items() if one.new_links and key not in about)
        for state in states:
            state.count(cells)
        rows = [one.row_alone(self.ids[one.draft.key]) for one in once]
        rows += (one.new_row() for one in states if one.counted_as is None)
        self._connection.executemany(_INSERT, sorted(rows, key=itemgetter(0)))
        self._update([one for one in states if one.counted_as is not None])
        self._link(states)
        self._keys.note([(self._hashes[key], self.ids[key]) for key in new])
        return len(new)

    def _judged(self, key: str, reports: Sequence[Report]) -> State:
        state = self._known.get(key) or State(key, self.ids[key], reports[0].draft.shown)
        before = state.judgement
        state.take_in(reports)
        _, reason, category, _ = state.judgement
        wanted = wanted_for(reason, category)
        leads = [report.lead() for report in reports]
        if state.counted_as is not None:
            is_same = before[1:3] == (reason, category)
            leads.append(state.lead if is_same else best_stored(self._connection, state.id, wanted))
        state.lead = best_of(leads, wanted)
        return state

    def _update(self, states: list[State]) -> None:
        states.sort(key=attrgetter("id"))
        self._connection.executemany(_UPDATE, [state.changed_row() for state in states])

    def _link(self, states: Iterable[State]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO link VALUES (?, ?, ?)",
            [
                (state.id, *link)
                for state in states
                if len(state.links) > 1 and state.new_links
                for link in state.links
            ],
        )

    def _load(self) -> dict[str, State]:
        known: dict[str, State] = {}
        several: dict[int, State] = {}
        found = self._keys.find(self._hashes.values())
        for some in chunks(id_ for ids in found.values() for id_ in ids):
            for row in self._connection.execute(_LOAD.format(marks(some)), some):
                state = known[row[0]] = loaded(row)
                if not state.links:
                    several[state.id] = state
        for ids in chunks(several):
            query = f"SELECT * FROM link WHERE address IN ({marks(ids)})"  # noqa: S608 - only ?
            for address, campaign, origin in self._connection.execute(query, ids):
                several[address].links.add((campaign, origin))
        return known

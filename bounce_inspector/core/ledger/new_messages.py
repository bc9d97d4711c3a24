"""Turn drafts of new messages into rows: one for each message, one for each failure."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count
from typing import NamedTuple

from bounce_inspector.core.ledger.address_states import Report
from bounce_inspector.core.ledger.addresses import Ids
from bounce_inspector.core.ledger.cells import Cells, Link
from bounce_inspector.core.ledger.drafts import Draft
from bounce_inspector.core.ledger.problem_rows import COLUMNS
from bounce_inspector.core.ledger.texts import Dictionary, Texts, marks, next_id

_MESSAGE = f"INSERT INTO message VALUES ({marks(range(22))})"  # noqa: S608 - only ?
_FAILURE = f"INSERT INTO failure VALUES ({marks(range(18))})"  # noqa: S608 - only ?
_PROBLEM = f"INSERT INTO problem (message, place, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
_UNDECIDED = 0  # a decision is taken about an address, never about a message

Row = tuple[object, ...]


class _New(NamedTuple):
    """A message with its numbers; `link` is its campaign and origin."""

    draft: Draft
    id: int
    first_failure: int
    link: Link


class NewMessages:
    """The new messages of one batch. `origins` are the numbers of what each came from."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        texts: Texts,
        drafts: Sequence[Draft],
        origins: Iterable[int],
    ) -> None:
        self._connection = connection
        self._texts = texts
        ids = count(next_id(connection, "message"))
        sizes = (len(draft.failures) for draft in drafts)
        firsts = accumulate(sizes, initial=next_id(connection, "failure"))
        campaigns = (texts.names[draft.campaign] for draft in drafts)
        links = zip(campaigns, origins, strict=True)
        self._messages = list(map(_New, drafts, ids, firsts, links))

    def keys(self) -> list[tuple[int, int]]:
        """Return the identity and the id of each message."""
        return [(draft.identity, id_) for draft, id_, _, _ in self._messages]

    def reports(self) -> Iterator[Report]:
        """Yield what the messages say about the addresses they name."""
        for draft, _, first_failure, link in self._messages:
            told = set()
            for id_, failure in enumerate(draft.failures, first_failure):
                if key := failure.key:
                    yield Report(failure, id_, draft.date, link, counts=key not in told)
                    told.add(key)

    def count(self, cells: Cells) -> None:
        """Count the messages for the facets."""
        cells.count_singles(
            (link, (draft.bucket, draft.category, draft.provider, _UNDECIDED))
            for draft, _, _, link in self._messages
        )

    def write(self, addresses: Ids, verdicts: Dictionary, answers: Dictionary) -> None:
        """Write the rows. `addresses` has the ids of the addresses by their keys."""
        write = self._connection.executemany
        write(_MESSAGE, [self._message(one, addresses) for one in self._messages])
        write(_FAILURE, list(self._failures(addresses, verdicts, answers)))
        write(_PROBLEM, list(self._problems()))

    def _message(self, message: _New, addresses: Ids) -> Row:
        draft, id_, first_failure, (campaign, origin) = message
        names = self._texts.names
        failure = address = None
        if (lead := draft.lead) is not None:
            failure, address = first_failure + lead, addresses.get(draft.failures[lead].key)
        return (
            id_, draft.identity, names[draft.source], names[draft.entry], origin,
            draft.position, draft.offset, draft.size, draft.kind, names[draft.dialect], draft.date,
            self._texts.subjects[draft.subject], campaign,
            draft.bucket, draft.category, draft.code, draft.provider,
            failure, address, first_failure, len(draft.failures), draft.recipients,
        )  # fmt: skip

    def _failures(self, addresses: Ids, verdicts: Dictionary, answers: Dictionary) -> Iterator[Row]:
        names, diagnostics = self._texts.names, self._texts.diagnostics
        contexts = self._texts.contexts
        for draft, message, first_failure, _ in self._messages:
            for id_, one in enumerate(draft.failures, first_failure):
                part, start, end = one.span
                yield (
                    id_, message, addresses.get(one.key), names[one.recipient],
                    verdicts[one.verdict], answers[one.answer],
                    diagnostics[one.diagnostic], contexts[one.context],
                    names[one.host], names[one.ip], names[one.mta], names[one.final],
                    part, start, end, *one.evidence,
                )  # fmt: skip

    def _problems(self) -> Iterator[Row]:
        for draft, message, _, _ in self._messages:
            for place, problem in enumerate(draft.problems):
                yield (message, place, *problem)

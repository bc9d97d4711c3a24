"""What goes into an export: which addresses, in which order, with all that a column may need."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bounce_inspector.core.export.reasons import ReasonWords, load_reason_words
from bounce_inspector.core.ledger import (
    AddressColumn,
    AddressRow,
    Bucket,
    Decision,
    Filter,
    Ledger,
    Occurrence,
    Sort,
)

_AT_ONCE = 1000
_BY_ADDRESS = Sort(AddressColumn.ADDRESS)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One address to write: what is known of it, the failure that decided, the reason in words."""

    address: AddressRow
    lead: Occurrence
    reason: str


def marked_ids(ledger: Ledger) -> "array[int]":
    """Return the addresses marked for removal, by name: the order does not tell of the files."""
    return ledger.address_ids(Filter(decision=Decision.REMOVE), _BY_ADDRESS)


def proposed_ids(ledger: Ledger) -> "array[int]":
    """Return the addresses that should go and that nobody decided to keep, by name."""
    proposed = frozenset({Bucket.REMOVE, Bucket.COMPLAINT})
    kept = set(ledger.address_ids(Filter(buckets=proposed, decision=Decision.KEEP)))
    found = ledger.address_ids(Filter(buckets=proposed), _BY_ADDRESS)
    return array("q", (id_ for id_ in found if id_ not in kept)) if kept else found


def rows(
    ledger: Ledger, ids: Iterable[int], words: ReasonWords | None = None
) -> Iterator[ExportRow]:
    """Yield the rows of addresses in the order of `ids`, read from the ledger bit by bit."""
    words = words or load_reason_words()
    rest = iter(ids)
    while some := list(islice(rest, _AT_ONCE)):
        leads = ledger.leads_of(some)
        for row in ledger.address_rows(some):
            yield ExportRow(row, leads[row.id], words.say(row))

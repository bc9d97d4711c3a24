"""The ledger: what was seen, decided and exported, across files and days, in one SQLite file.

It is the one store behind the window and the command line. A message seen twice counts once; the
raw mail stays where it is, only its place is kept. A mark is a record that is never changed; it is
on disk before `mark` returns. Open the file as often as you like, also in several processes: one
`Ledger` for each thread.
"""

from bounce_inspector.core.ledger.rows import (
    ARRIVAL,
    Act,
    Added,
    AddressColumn,
    AddressRow,
    Decider,
    Decision,
    ExportRecord,
    Facets,
    Filter,
    LedgerInterrupted,
    LedgerUnreadable,
    MarkRecord,
    MessageColumn,
    MessageRow,
    Occurrence,
    Place,
    Restored,
    Sort,
    View,
)
from bounce_inspector.core.ledger.store import Ledger
from bounce_inspector.core.policy import Bucket, Reason

__all__ = [
    "ARRIVAL",
    "Act",
    "Added",
    "AddressColumn",
    "AddressRow",
    "Bucket",
    "Decider",
    "Decision",
    "ExportRecord",
    "Facets",
    "Filter",
    "Ledger",
    "LedgerInterrupted",
    "LedgerUnreadable",
    "MarkRecord",
    "MessageColumn",
    "MessageRow",
    "Occurrence",
    "Place",
    "Reason",
    "Restored",
    "Sort",
    "View",
]

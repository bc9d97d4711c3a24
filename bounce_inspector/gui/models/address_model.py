"""The table by address: one row for each recipient that any message reported on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from bounce_inspector.core.ledger import AddressColumn, AddressRow
from bounce_inspector.gui import words
from bounce_inspector.gui.models.cells import count, day, provider_name
from bounce_inspector.gui.models.ledger_model import Column, LedgerModel


def _verdict_tip(row: AddressRow) -> str:
    return f"{words.bucket_hint(row.bucket)} {words.reason_sentence(row.reason)}"


COLUMNS: tuple[Column[AddressRow], ...] = (
    Column(
        "mark", "Mark", lambda row: words.decision_name(row.decision), 8, 8, AddressColumn.DECISION
    ),
    Column("address", "Address", lambda row: row.address, 34, 22, AddressColumn.ADDRESS),
    Column(
        "what",
        "What happened",
        lambda row: words.category_name(row.category or row.last_category),
        30,
        17,
        AddressColumn.CATEGORY,
        tip=lambda row: row.diagnostic,
        fills=True,
    ),
    Column(
        "verdict",
        "Verdict",
        lambda row: words.bucket_name(row.bucket),
        15,
        14,
        AddressColumn.BUCKET,
        tip=_verdict_tip,
    ),
    Column("code", "Code", lambda row: row.code, 9, 8, AddressColumn.CODE),
    Column(
        "provider",
        "Provider",
        lambda row: provider_name(row.provider),
        17,
        9,
        AddressColumn.PROVIDER,
    ),
    Column("times", "Times", lambda row: count(row.times), 11, 8, AddressColumn.TIMES, right=True),
    Column(
        "last-seen",
        "Last seen",
        lambda row: day(row.last_seen),
        15,
        14,
        AddressColumn.LAST_SEEN,
        right=True,
    ),
)


class AddressModel(LedgerModel[AddressRow]):
    """Addresses, paged out of the ledger."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[AddressRow]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(COLUMNS, fetch, parent)

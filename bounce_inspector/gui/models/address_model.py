"""The table by address: one row for each recipient that any message reported on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from bounce_inspector.core.ledger import AddressColumn, AddressRow
from bounce_inspector.gui import words
from bounce_inspector.gui.models.cells import (
    codes,
    count,
    day,
    days,
    local_day,
    provider_name,
    providers,
)
from bounce_inspector.gui.models.ledger_model import Column, LedgerModel
from bounce_inspector.gui.models.row_reader import RowReader


def _verdict_tip(row: AddressRow) -> str:
    return f"{words.bucket_hint(row.bucket)} {words.reason_sentence(row.reason)}"


COLUMNS: tuple[Column[AddressRow], ...] = (
    Column(
        "mark", "Mark", lambda row: row.decision, words.decision_name, sort=AddressColumn.DECISION
    ),
    Column(
        "address",
        "Address",
        lambda row: row.address,
        usual=lambda: ("firstname.lastname@example",),
        sort=AddressColumn.ADDRESS,
        share=3,
    ),
    Column(
        "what",
        "What happened",
        lambda row: (row.category or row.last_category, row.kind),
        lambda cause: words.cause_name(*cause),
        lambda: ("Your server is blocklisted",),
        AddressColumn.CATEGORY,
        tip=lambda row: row.diagnostic,
        share=2,
    ),
    Column(
        "verdict",
        "Verdict",
        lambda row: row.bucket,
        words.bucket_name,
        words.bucket_names,
        AddressColumn.BUCKET,
        tip=_verdict_tip,
        extra=1,
    ),
    Column(
        "code",
        "Code",
        lambda row: row.code,
        usual=codes,
        sort=AddressColumn.CODE,
        gives_way=4,
    ),
    Column(
        "provider",
        "Provider",
        lambda row: row.provider,
        provider_name,
        providers,
        AddressColumn.PROVIDER,
        gives_way=1,
    ),
    Column(
        "times",
        "Times",
        lambda row: row.times,
        count,
        sort=AddressColumn.TIMES,
        right=True,
        gives_way=2,
    ),
    Column(
        "last-seen",
        "Last seen",
        lambda row: local_day(row.last_seen),
        day,
        days,
        AddressColumn.LAST_SEEN,
        right=True,
        gives_way=3,
    ),
)


class AddressModel(LedgerModel[AddressRow]):
    """Addresses, paged out of the ledger."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[AddressRow]],
        parent: QObject | None = None,
        *,
        reader: RowReader | None = None,
    ) -> None:
        super().__init__(COLUMNS, fetch, parent, reader=reader)

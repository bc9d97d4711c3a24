"""The table by message: one row for each message, with its first recipient."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QObject

from bounce_inspector.core.ledger import MessageColumn, MessageRow
from bounce_inspector.gui import words
from bounce_inspector.gui.models.cells import codes, day, days, local_day, provider_name, providers
from bounce_inspector.gui.models.ledger_model import Column, LedgerModel
from bounce_inspector.gui.models.row_reader import RowReader


def _recipient(row: MessageRow) -> str:
    more = row.recipients - 1
    return f"{row.recipient} +{more}" if more > 0 else row.recipient


def _file(path: str) -> str:
    return PurePath(path).name


def _whole_file(row: MessageRow) -> str:
    return f"{row.place.source} {row.place.entry}".rstrip()


COLUMNS: tuple[Column[MessageRow], ...] = (
    Column("mark", "Mark", lambda row: row.decision, words.decision_name),
    Column(
        "recipient",
        "Recipient",
        _recipient,
        usual=lambda: ("lastname@example +2",),
        sort=MessageColumn.RECIPIENT,
        share=3,
    ),
    Column(
        "subject",
        "Subject",
        lambda row: row.subject,
        usual=lambda: ("A short subject",),
        sort=MessageColumn.SUBJECT,
        share=3,
    ),
    Column(
        "what",
        "What happened",
        lambda row: (row.category, row.kind),
        lambda cause: words.cause_name(*cause),
        lambda: ("No such mailbox",),
        MessageColumn.CATEGORY,
        tip=lambda row: row.diagnostic or words.kind_name(row.kind),
        share=2,
    ),
    Column(
        "verdict",
        "Verdict",
        lambda row: row.bucket,
        words.bucket_name,
        words.bucket_names,
        MessageColumn.BUCKET,
        tip=lambda row: words.bucket_hint(row.bucket),
        extra=1,
    ),
    Column(
        "code",
        "Code",
        lambda row: row.code,
        usual=codes,
        sort=MessageColumn.CODE,
        gives_way=4,
    ),
    Column(
        "provider",
        "Provider",
        lambda row: row.provider,
        provider_name,
        providers,
        MessageColumn.PROVIDER,
        gives_way=1,
    ),
    Column(
        "date",
        "Date",
        lambda row: local_day(row.date),
        day,
        days,
        MessageColumn.DATE,
        right=True,
        gives_way=3,
    ),
    Column(
        "file",
        "File",
        lambda row: row.place.entry or row.place.source,
        _file,
        lambda: ("bounce-2026.mbox",),
        MessageColumn.SOURCE,
        tip=_whole_file,
        gives_way=2,
    ),
)


class MessageModel(LedgerModel[MessageRow]):
    """Messages, paged out of the ledger."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[MessageRow]],
        parent: QObject | None = None,
        *,
        reader: RowReader | None = None,
    ) -> None:
        super().__init__(COLUMNS, fetch, parent, reader=reader)

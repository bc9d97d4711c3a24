"""The table by message: one row for each message, with its first recipient."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QObject

from bounce_inspector.core.ledger import MessageColumn, MessageRow
from bounce_inspector.gui import words
from bounce_inspector.gui.models.cells import day, provider_name
from bounce_inspector.gui.models.ledger_model import Column, LedgerModel


def _recipient(row: MessageRow) -> str:
    more = row.recipients - 1
    return f"{row.recipient} +{more}" if more > 0 else row.recipient


def _what(row: MessageRow) -> str:
    return words.category_name(row.category) or words.kind_name(row.kind)


def _file(row: MessageRow) -> str:
    return PurePath(row.place.entry or row.place.source).name


def _whole_file(row: MessageRow) -> str:
    return f"{row.place.source} {row.place.entry}".rstrip()


COLUMNS: tuple[Column[MessageRow], ...] = (
    Column("mark", "Mark", lambda row: words.decision_name(row.decision), 8, 8),
    Column("recipient", "Recipient", _recipient, 30, 17, MessageColumn.RECIPIENT),
    Column(
        "subject", "Subject", lambda row: row.subject, 26, 14, MessageColumn.SUBJECT, fills=True
    ),
    Column(
        "what",
        "What happened",
        _what,
        26,
        15,
        MessageColumn.CATEGORY,
        tip=lambda row: row.diagnostic or words.kind_name(row.kind),
    ),
    Column(
        "verdict",
        "Verdict",
        lambda row: words.bucket_name(row.bucket),
        15,
        14,
        MessageColumn.BUCKET,
        tip=lambda row: words.bucket_hint(row.bucket),
    ),
    Column("code", "Code", lambda row: row.code, 9, 8, MessageColumn.CODE),
    Column(
        "provider",
        "Provider",
        lambda row: provider_name(row.provider),
        15,
        9,
        MessageColumn.PROVIDER,
    ),
    Column("date", "Date", lambda row: day(row.date), 15, 14, MessageColumn.DATE, right=True),
    Column("file", "File", _file, 16, 9, MessageColumn.SOURCE, tip=_whole_file),
)


class MessageModel(LedgerModel[MessageRow]):
    """Messages, paged out of the ledger."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[MessageRow]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(COLUMNS, fetch, parent)

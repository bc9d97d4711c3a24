"""The table by message: one row for each message, with its first recipient."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QObject

from bounce_inspector.core.ledger import MessageColumn, MessageRow
from bounce_inspector.gui import words
from bounce_inspector.gui.models.cells import codes, day, days, provider_name, providers
from bounce_inspector.gui.models.ledger_model import Column, LedgerModel


def _recipient(row: MessageRow) -> str:
    more = row.recipients - 1
    return f"{row.recipient} +{more}" if more > 0 else row.recipient


def _what(row: MessageRow) -> str:
    return words.cause_name(row.category, row.kind)


def _file(row: MessageRow) -> str:
    return PurePath(row.place.entry or row.place.source).name


def _whole_file(row: MessageRow) -> str:
    return f"{row.place.source} {row.place.entry}".rstrip()


COLUMNS: tuple[Column[MessageRow], ...] = (
    Column("mark", "Mark", lambda row: words.decision_name(row.decision)),
    Column(
        "recipient",
        "Recipient",
        _recipient,
        lambda: ("lastname@example +2",),
        MessageColumn.RECIPIENT,
        share=3,
    ),
    Column(
        "subject",
        "Subject",
        lambda row: row.subject,
        lambda: ("A short subject",),
        MessageColumn.SUBJECT,
        share=3,
    ),
    Column(
        "what",
        "What happened",
        _what,
        lambda: ("No such mailbox",),
        MessageColumn.CATEGORY,
        tip=lambda row: row.diagnostic or words.kind_name(row.kind),
        share=2,
    ),
    Column(
        "verdict",
        "Verdict",
        lambda row: words.bucket_name(row.bucket),
        words.bucket_names,
        MessageColumn.BUCKET,
        tip=lambda row: words.bucket_hint(row.bucket),
        extra=1,
    ),
    Column("code", "Code", lambda row: row.code, codes, MessageColumn.CODE, gives_way=4),
    Column(
        "provider",
        "Provider",
        lambda row: provider_name(row.provider),
        providers,
        MessageColumn.PROVIDER,
        gives_way=1,
    ),
    Column(
        "date",
        "Date",
        lambda row: day(row.date),
        days,
        MessageColumn.DATE,
        right=True,
        gives_way=3,
    ),
    Column(
        "file",
        "File",
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
    ) -> None:
        super().__init__(COLUMNS, fetch, parent)

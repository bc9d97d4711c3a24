"""What an export is asked for, and doing it: no widgets, so that it can run in another thread."""

from array import array
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from bounce_inspector.core import export
from bounce_inspector.core.export import Preset, Written
from bounce_inspector.core.ledger import AddressColumn, Filter, Ledger, Sort
from bounce_inspector.core.problems import Problem


class Choice(StrEnum):
    """Which addresses are exported."""

    MARKED = "marked"
    PROPOSED = "proposed"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which addresses go where, in which form. `shown` is the filter of the table.

    `language` is that of the reasons in the file.
    """

    choice: Choice
    preset: Preset
    path: Path
    shown: Filter
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ExportDone:
    """A request that was carried out. `unrecorded` says why the ledger does not know of it."""

    request: ExportRequest
    written: Written
    unrecorded: Problem | None = None


def ids_of(ledger: Ledger, choice: Choice, shown: Filter) -> "array[int]":
    """Return the addresses of a choice, by name: the order tells nothing of the files."""
    match choice:
        case Choice.MARKED:
            return export.marked_ids(ledger)
        case Choice.PROPOSED:
            return export.proposed_ids(ledger)
        case Choice.SHOWN:
            return ledger.address_ids(shown, Sort(AddressColumn.ADDRESS))


def carry_out(ledger: Ledger, request: ExportRequest) -> ExportDone | Problem:
    """Write the files and note them in the ledger."""
    ids = ids_of(ledger, request.choice, request.shown)
    words = export.load_reason_words(request.language)
    written = export.write(request.path, export.rows(ledger, ids, words), request.preset)
    if isinstance(written, Problem):
        return written
    noted = ledger.record_export(str(request.path), request.preset.id, written.ids)
    return ExportDone(request, written, noted if isinstance(noted, Problem) else None)


def suggested_name(preset: Preset, today: date) -> str:
    """Return a file name that says what it is and of when."""
    return f"{preset.id}-{today:%Y-%m-%d}{preset.suffix}"

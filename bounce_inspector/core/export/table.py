"""Turn rows into the lines of a file: RFC 4180 for CSV, one address a line otherwise."""

import csv
import io
from collections.abc import Iterable
from itertools import islice

from bounce_inspector.core.export.export_rows import ExportRow
from bounce_inspector.core.export.fields import FIELDS
from bounce_inspector.core.export.guards import Complaints, LeftOut, left_out
from bounce_inspector.core.export.preset_files import Format, Preset
from bounce_inspector.core.formulas import guarded
from bounce_inspector.core.ledger import Bucket

BOM = "\ufeff"


class Lines:
    """Makes the lines of one preset. Keeps one writer: a million rows are written in seconds."""

    def __init__(self, preset: Preset) -> None:
        self._preset = preset
        self._buffer = io.StringIO()
        self._writer = csv.writer(self._buffer, delimiter=preset.delimiter, lineterminator="\r\n")

    def first(self) -> str:
        """Return what stands before the rows."""
        preset = self._preset
        names = preset.format is Format.CSV and preset.header
        return (BOM if preset.bom else "") + (self._line(header(preset)) if names else "")

    def line(self, row: ExportRow) -> str:
        """Return the line of one row, with its end."""
        if self._preset.format is Format.LINES:
            return f"{cells(self._preset, row)[0]}\n"
        return self._line(cells(self._preset, row))

    def _line(self, values: Iterable[str]) -> str:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.writerow(values)
        return self._buffer.getvalue()


def header(preset: Preset) -> tuple[str, ...]:
    """Return the names of the columns."""
    return tuple(column.header for column in preset.columns)


def cells(preset: Preset, row: ExportRow) -> list[str]:
    """Return the values of one row."""
    values = [
        column.text if column.field is None else FIELDS[column.field](row)
        for column in preset.columns
    ]
    return [guarded(value) for value in values] if preset.guard else values


def preview(rows: Iterable[ExportRow], preset: Preset, count: int = 20) -> str:
    """Return how the file will begin, with at most `count` rows; without the mark of UTF-8."""
    lines = Lines(preset)
    wanted = (row for row in rows if not why_left_out(row, preset) and not is_apart(row, preset))
    text = lines.first() + "".join(map(lines.line, islice(wanted, count)))
    return text.removeprefix(BOM)


def why_left_out(row: ExportRow, preset: Preset) -> LeftOut | None:
    """Return why the guards keep a row out of the files of a preset, None where they do not."""
    address = row.address
    return left_out(
        address.bucket,
        address.decision,
        address.decided_by,
        suppression=preset.suppression,
        complaints=preset.complaints,
    )


def is_apart(row: ExportRow, preset: Preset) -> bool:
    """Tell whether a row goes into the second file, that of the complaints."""
    return preset.complaints is Complaints.APART and row.address.bucket is Bucket.COMPLAINT

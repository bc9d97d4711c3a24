"""Write the files of an export: each appears whole or not at all, an old one stays until then."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bounce_inspector.core.export.export_rows import ExportRow
from bounce_inspector.core.export.guards import LeftOut
from bounce_inspector.core.export.preset_files import Preset
from bounce_inspector.core.export.table import Lines, is_apart, why_left_out
from bounce_inspector.core.export.whole_files import WholeFiles, problem_of
from bounce_inspector.core.problems import Problem

APART = "-complaints"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an export: the files, how many addresses they hold, how many stayed out."""

    files: tuple[Path, ...]
    addresses: int
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    ids: tuple[int, ...] = ()


def write(path: Path | str, rows: Iterable[ExportRow], preset: Preset) -> Written | Problem:
    """Write rows to `path`, and to files beside it where the preset wants several.

    Complaints that stand apart go into ``name-complaints.csv``; what the reader does not take in
    one file goes on in ``name-2.csv``. Nothing is replaced before all of it is on the disk.
    """
    target = Path(path)
    if not target.name:
        return Problem("export-no-name", "The file to write has no name.", "Give it a name.")
    try:
        with WholeFiles() as files:
            return _write(target, rows, preset, files)
    except OSError as fault:
        return problem_of(target, fault)


def _write(target: Path, rows: Iterable[ExportRow], preset: Preset, files: WholeFiles) -> Written:
    main = _Parts(target, preset, files)
    complaints = _Parts(target.with_stem(target.stem + APART), preset, files)
    out: Counter[LeftOut] = Counter()
    ids: list[int] = []
    main.begin()
    for row in rows:
        why = why_left_out(row, preset)
        if why:
            out[why] += 1
            continue
        (complaints if is_apart(row, preset) else main).add(row)
        ids.append(row.address.id)
    return Written(files.settle(), len(ids), dict(out), tuple(ids))


class _Parts:
    """One file, or several where the reader of the preset takes no more in one."""

    def __init__(self, target: Path, preset: Preset, files: WholeFiles) -> None:
        self._target = target
        self._preset = preset
        self._files = files
        self._lines = Lines(preset)
        self._file: BinaryIO | None = None
        self._number = 0
        self._rows = 0
        self._bytes = 0

    def begin(self) -> BinaryIO:
        """Begin the next file."""
        self._number += 1
        name = self._target
        if self._number > 1:
            name = name.with_stem(f"{name.stem}-{self._number}")
        self._file = self._files.begin(name)
        first = _encoded(self._lines.first())
        self._file.write(first)
        self._rows, self._bytes = 0, len(first)
        return self._file

    def add(self, row: ExportRow) -> None:
        """Write a row, into the next file where this one is full."""
        line = _encoded(self._lines.line(row))
        file = self._file
        if file is None or self._is_full(line):
            file = self.begin()
        file.write(line)
        self._rows += 1
        self._bytes += len(line)

    def _is_full(self, line: bytes) -> bool:
        rows, size = self._preset.most_rows, self._preset.most_bytes
        too_many = rows is not None and self._rows >= rows
        too_large = size is not None and self._rows > 0 and self._bytes + len(line) > size
        return too_many or too_large


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")

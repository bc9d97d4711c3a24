"""Write the files of an export: each appears whole or not at all, an old one stays until then."""

import errno
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from bounce_inspector.core.export.guards import LeftOut
from bounce_inspector.core.export.presets import Preset
from bounce_inspector.core.export.rows import ExportRow
from bounce_inspector.core.export.table import Lines, is_apart, why_left_out
from bounce_inspector.core.problems import Problem

APART = "-complaints"

_REMEDIES = {
    errno.ENOENT: "Choose a folder that exists.",
    errno.ENOTDIR: "Choose a folder that exists.",
    errno.EISDIR: "Give the file another name: this is a folder.",
    errno.ENOSPC: "Make room on the disk and export again.",
    errno.EDQUOT: "Make room on the disk and export again.",
    errno.ENAMETOOLONG: "Give the file a shorter name.",
}
_REMEDY = (
    "Choose another folder, or check its permissions and whether another program has the file."
)


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
    files = _Files()
    main = _Parts(target, preset, files)
    complaints = _Parts(target.with_stem(target.stem + APART), preset, files)
    out: Counter[LeftOut] = Counter()
    ids: list[int] = []
    try:
        main.begin()
        for row in rows:
            why = why_left_out(row, preset)
            if why:
                out[why] += 1
                continue
            (complaints if is_apart(row, preset) else main).add(row)
            ids.append(row.address.id)
        return Written(files.settle(), len(ids), dict(out), tuple(ids))
    except OSError as fault:
        return _problem(target, fault)
    finally:
        files.discard()


class _Files:
    """The files of one export while they are being written, each under a name of its own."""

    def __init__(self) -> None:
        self._open: list[tuple[Path, Path, BinaryIO]] = []

    def begin(self, target: Path) -> BinaryIO:
        """Return a new file in the folder of its target: only there it can be renamed."""
        temporary = target.with_name(f".{token_hex(8)}.part")
        file = temporary.open("xb")
        self._open.append((target, temporary, file))
        return file

    def settle(self) -> tuple[Path, ...]:
        """Bring all of them onto the disk, then give them their names."""
        for _, _, file in self._open:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        for target, temporary, _ in self._open:
            temporary.replace(target)
        return tuple(target for target, _, _ in self._open)

    def discard(self) -> None:
        """Delete what did not get its name."""
        for _, temporary, file in self._open:
            # On a full disk closing fails too; the first failure has been told already.
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


class _Parts:
    """One file, or several where the reader of the preset takes no more in one."""

    def __init__(self, target: Path, preset: Preset, files: _Files) -> None:
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


def _problem(target: Path, fault: OSError) -> Problem:
    reason = fault.strerror or type(fault).__name__
    return Problem(
        "export-not-written",
        f"{target} could not be written: {reason}.",
        _REMEDIES.get(fault.errno or 0, _REMEDY),
    )

"""Files that appear whole or not at all: what was there before stays until all of it is written."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import BinaryIO, Self

from bounce_inspector.core.problems import Problem, values

_REMEDIES = {
    errno.ENOENT: "Choose a folder that exists.",
    errno.ENOTDIR: "Choose a folder that exists.",
    errno.EISDIR: "Give the file another name: this is a folder.",
    errno.ENOSPC: "Make room on the disk and do it again.",
    errno.EDQUOT: "Make room on the disk and do it again.",
    errno.ENAMETOOLONG: "Give the file a shorter name.",
}
_REMEDY = (
    "Choose another folder, or check its permissions and whether another program has the file."
)


class WholeFiles:
    """Files that are being written, each under a passing name. On leaving, unsettled ones go."""

    def __init__(self) -> None:
        self._open: list[tuple[Path, Path, BinaryIO]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _, temporary, file in self._open:
            # On a full disk closing fails too; the first failure is on its way to be told.
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def begin(self, target: Path) -> BinaryIO:
        """Return a new file in the folder of its target: only from there it can be renamed."""
        temporary = target.with_name(f".{token_hex(8)}.part")
        file = temporary.open("xb")
        self._open.append((target, temporary, file))
        return file

    def settle(self) -> tuple[Path, ...]:
        """Bring all of them onto the disk, then give them their names, which are returned."""
        for _, _, file in self._open:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        for target, temporary, _ in self._open:
            temporary.replace(target)
        return tuple(target for target, _, _ in self._open)


def problem_of(target: Path, fault: OSError) -> Problem:
    """Return what a failure to write means to people."""
    return Problem(
        "export-not-written",
        "{file} could not be written: {reason}.",
        _REMEDIES.get(fault.errno or 0, _REMEDY),
        values(file=str(target), reason=fault.strerror or type(fault).__name__),
    )

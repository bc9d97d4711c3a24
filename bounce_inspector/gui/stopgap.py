"""A data folder for one run, where the user's own ledger cannot be opened, and for the selftest.

It goes with the program, unless something was marked in that run: nothing marked is lost.
"""

import atexit
import shutil
import tempfile
from pathlib import Path

from bounce_inspector.core.ledger import Decision, Ledger
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.data_folder import DataFolder

PREFIX = "bounce-inspector-"


def make() -> DataFolder:
    """Return a new folder, to be left at the end of the program."""
    folder = DataFolder(Path(tempfile.mkdtemp(prefix=PREFIX)))
    atexit.register(leave, folder)
    return folder


def leave(folder: DataFolder) -> None:
    """Remove a folder in whose ledger nothing is marked."""
    if not _holds_marks(folder.ledger):
        shutil.rmtree(folder.path, ignore_errors=True)


def _holds_marks(path: Path) -> bool:
    if not path.exists():
        return False
    ledger = Ledger.open(path)
    if isinstance(ledger, Problem):
        return True  # nobody knows
    with ledger:
        return any(ledger.marked(decision) for decision in (Decision.REMOVE, Decision.KEEP))

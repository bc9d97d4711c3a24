"""What of the paths opened is shown as one source: a file, or the folder it lies in."""

import os
from collections import Counter
from collections.abc import Sequence

MANY_FILES = 20  # more than so many files opened from one folder are shown as that folder


def opened_folders(paths: Sequence[str]) -> list[str]:
    """Return the folders that count as one source: those opened, and those opened file by file."""
    folders = [path for path in paths if os.path.isdir(path)]
    beside = Counter(os.path.dirname(path) for path in paths if not os.path.isdir(path))
    return folders + [folder for folder, files in beside.items() if folder and files > MANY_FILES]

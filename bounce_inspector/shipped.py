"""Find the data files that ship with the program.

They stand in ``resources/`` at the top of a checkout and in ``bounce_inspector/resources/`` inside
a wheel, a zip or a frozen bundle. Read them only through `resource`, so that all four work.
"""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def resource(*names: str) -> Traversable:
    """Return the file or folder at ``resources/<names...>``.

    Raise ValueError for a name that would leave the folder.
    """
    for name in names:
        if name in {"", ".", ".."} or "/" in name or "\\" in name or ":" in name:
            raise ValueError(f"not a plain name below resources/: {name!r}")
    found: Traversable = files("bounce_inspector") / "resources"
    if not found.is_dir():
        found = Path(__file__).resolve().parent.parent / "resources"
    for name in names:
        found = found / name
    return found


def read_toml(*names: str) -> dict[str, Any]:
    """Return the TOML file at ``resources/<names...>`` as plain tables.

    Raise ValueError naming the file where it is not valid TOML.
    """
    try:
        return tomllib.loads(resource(*names).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"resources/{'/'.join(names)}: {fault}") from fault

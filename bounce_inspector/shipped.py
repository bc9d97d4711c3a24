"""Find the data files that ship with the program.

They stand in ``resources/`` at the top of a checkout and in ``bounce_inspector/resources/`` inside
a wheel, a zip or a frozen bundle. Read them only through `resource`, so that all four work.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bounce_inspector.made_once import made_once

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HERE = Path(__file__).resolve().parent


def resource(*names: str) -> "Traversable":
    """Return the file or folder at ``resources/<names...>``.

    Raise ValueError for a name that would leave the folder.
    """
    for name in names:
        if name in {"", ".", ".."} or "/" in name or "\\" in name or ":" in name:
            raise ValueError(f"not a plain name below resources/: {name!r}")
    found = _top()
    for name in names:
        found = found / name
    return found


def read_toml(*names: str) -> dict[str, Any]:
    """Return the TOML file at ``resources/<names...>`` as plain tables.

    Raise ValueError naming the file where it is not valid TOML.
    """
    text = resource(*names).read_bytes()
    return made_once("-".join(names), [text], lambda: _parse(text, names))


@cache
def _top() -> "Traversable":
    for folder in (_HERE / "resources", _HERE.parent / "resources"):
        if folder.is_dir():
            return folder
    # Inside a zip there are no folders. Loaded here: it costs more than all that it finds.
    from importlib.resources import files

    return files("bounce_inspector") / "resources"


def _parse(content: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    import tomllib  # needed the first time only

    try:
        return tomllib.loads(content.decode("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"resources/{'/'.join(names)}: {fault}") from fault

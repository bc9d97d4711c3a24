"""What the world did to us: input that cannot be read, a limit that was hit, a full disk.

A `Problem` is shown to people and never raised. A fault of our own is an exception and stays one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int
Values = tuple[tuple[str, Value], ...]

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong outside the program.

    `code` is kebab-case and stable (people script on it), `text` is one plain English sentence that
    says what happened, `remedy` one that says what to do about it. Where they name a {place},
    `values` has what stands there; so the sentences can be said in another language: messages.py.
    """

    code: str
    text: str
    remedy: str = ""
    values: Values = ()

    def sentence(self) -> str:
        """Return text and remedy in English, as they are printed."""
        known = {name: written(value, ",") for name, value in self.values}
        return f"{filled(self.text, known)} {filled(self.remedy, known)}".rstrip()


def values(**known: Value) -> Values:
    """Return the values of a problem by the names of their places."""
    return tuple(known.items())


def written(value: Value, grouping: str) -> str:
    """Return a value as it stands in a sentence; `grouping` parts the thousands."""
    return f"{value:,}".replace(",", grouping) if isinstance(value, int) else value


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return a sentence with its places filled; braces that are no known place stay."""
    return _PLACE.sub(lambda place: known.get(place[1], place[0]), text)

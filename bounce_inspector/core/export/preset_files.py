"""Load the presets, which say how addresses are written for one reader: resources/exports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from bounce_inspector.core.export.fields import FIELDS
from bounce_inspector.core.export.guards import Complaints
from bounce_inspector.core.messages import Messages
from bounce_inspector.shipped import read_toml, resource

DEFAULT = "removal"

_KEYS: Mapping[str, type] = {
    **dict.fromkeys(("name", "hint", "source", "format", "delimiter", "complaints"), str),
    **dict.fromkeys(("header", "bom", "guard", "suppression"), bool),
    **dict.fromkeys(("order", "most_rows", "most_bytes"), int),
    "column": list,
}
_REQUIRED = ("name", "hint", "order", "format", "complaints", "column")


class Format(StrEnum):
    """The form of a file."""

    CSV = "csv"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: either a field by name or the same text in every row."""

    header: str
    field: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """How addresses are written for one reader. The comments of removal.toml say what each is."""

    id: str
    name: str
    hint: str
    format: Format
    columns: tuple[Column, ...]
    complaints: Complaints
    source: str = ""
    delimiter: str = ","
    header: bool = True
    bom: bool = False
    guard: bool = False
    suppression: bool = False
    most_rows: int | None = None
    most_bytes: int | None = None

    @property
    def suffix(self) -> str:
        """Return how the name of a file of this preset ends."""
        return ".txt" if self.format is Format.LINES else ".csv"


@cache
def presets() -> Mapping[str, Preset]:
    """Return the presets by id, in their order. Raise ValueError with all faults of all files."""
    tables = {
        file.name.removesuffix(".toml"): read_toml("exports", file.name)
        for file in resource("exports").iterdir()
        if file.name.endswith(".toml")
    }
    faults = [fault for name, table in tables.items() for fault in faults_of(name, table)]
    if faults:
        raise ValueError("\n".join(sorted(faults)))
    ordered = sorted(tables.items(), key=lambda item: item[1]["order"])
    return {name: _preset(name, table) for name, table in ordered}


def worded(preset: Preset, messages: Messages) -> Preset:
    """Return a preset as it is in a language. A file for machines keeps its names of columns."""
    columns = preset.columns
    if preset.guard:
        names = messages.columns
        columns = tuple(
            replace(each, header=names.get(each.header, each.header)) for each in columns
        )
    name, hint = messages.say(preset.name), messages.say(preset.hint)
    return replace(preset, name=name, hint=hint, columns=columns)


def faults_of(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Yield everything that is wrong with a preset's table, one sentence each."""
    place = f"exports/{name}.toml"
    for key, value in table.items():
        if key not in _KEYS:
            yield f"{place}: unknown key {key!r}"
        elif not isinstance(value, _KEYS[key]):
            yield f"{place}: {key} is no {_KEYS[key].__name__}"
    for key in _REQUIRED:
        if key not in table:
            yield f"{place}: {key} is missing"
    for key, members in (("format", Format), ("complaints", Complaints)):
        if key in table and table[key] not in set(members):
            yield f"{place}: {key} must be one of {', '.join(members)}"
    for number, column in enumerate(table.get("column", ()), 1):
        yield from _column_faults(f"{place}, column {number}", column)


def _column_faults(place: str, column: Mapping[str, Any]) -> Iterator[str]:
    unknown = sorted(column.keys() - {"header", "field", "text"})
    if unknown:
        yield f"{place}: unknown key {', '.join(unknown)}"
    if ("field" in column) == ("text" in column):
        yield f"{place}: has to name either a field or a text"
    if "field" in column and column["field"] not in FIELDS:
        yield f"{place}: there is no field {column['field']!r}; known are {', '.join(FIELDS)}"


def _preset(name: str, table: Mapping[str, Any]) -> Preset:
    columns = tuple(
        Column(column.get("header", ""), column.get("field"), column.get("text", ""))
        for column in table["column"]
    )
    settled = {
        key: value for key, value in table.items() if key not in {"column", "order", "format"}
    }
    settled["complaints"] = Complaints(table["complaints"])
    return Preset(id=name, columns=columns, format=Format(table["format"]), **settled)

"""The table of servers that word a bounce in running text: resources/dialects/texts.toml."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bounce_inspector.core.decoding.headers import Headers
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Kind
from bounce_inspector.shipped import read_toml


@dataclass(frozen=True, slots=True)
class TextDialect:
    """One row of the table; its comments say what each field means. Phrases are folded."""

    name: str
    opens: tuple[str, ...]
    header: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class TextDialects:
    """All rows, in their order."""

    rows: tuple[TextDialect, ...]

    def fitting(self, opened: Iterable[int], headers: Headers) -> Iterator[TextDialect]:
        """Yield those of the rows with these numbers whose header fits."""
        for number in opened:
            row = self.rows[number]
            if not row.header or _header_fits(row, headers):
                yield row


@lru_cache(maxsize=1)
def load_text_dialects() -> TextDialects:
    """Return the table, its phrases folded."""
    return TextDialects(tuple(map(_row, read_toml("dialects", "texts.toml")["dialect"])))


def _row(table: dict[str, Any]) -> TextDialect:
    return TextDialect(
        name=table["name"],
        opens=tuple(fold(phrase) for phrase in table["opens"]),
        header=tuple(
            (name, tuple(value.lower() for value in values))
            for name, values in table.get("header", {}).items()
        ),
        start=tuple(fold(phrase) for phrase in table.get("start", ())),
        end=tuple(fold(phrase) for phrase in table.get("end", ())),
        labels=tuple(fold(phrase) for phrase in table.get("labels", ())),
        inline=tuple(fold(phrase) for phrase in table.get("inline", ())),
        kind=Kind(table["kind"]) if "kind" in table else None,
    )


def _header_fits(row: TextDialect, headers: Headers) -> bool:
    return any(
        any(value in present.lower() for value in values for present in headers.all(name))
        for name, values in row.header
    )

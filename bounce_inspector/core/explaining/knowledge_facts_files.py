"""Read resources/knowledge/*.toml into facts, collecting every fault before complaining."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from bounce_inspector.core.classifying.code_patterns import status_codes
from bounce_inspector.core.explaining.knowledge_facts import (
    BlocklistFacts,
    CardFacts,
    EnhancedFacts,
    ErratumFacts,
    Facts,
    NoteFacts,
    ProviderFacts,
    ReplyFacts,
    Source,
    WildFacts,
)
from bounce_inspector.core.model import Category, Kind
from bounce_inspector.shipped import read_toml

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?|undated")
_T = TypeVar("_T")


class Table:
    """One TOML table, read key by key; whatever is wrong is noted and reading goes on."""

    def __init__(self, name: str, values: Mapping[str, Any], faults: list[str]) -> None:
        self.name, self.values, self.faults = name, values, faults
        self.read: set[str] = set()

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; noted where missing, unless there is a `default`."""
        value = self._take(key, default)
        return value if isinstance(value, str) else self._wrong(key, "a text", "")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where it is not given."""
        value = self._take(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        return self._wrong(key, "a list of texts", ())

    def flag(self, key: str) -> bool:
        """Return true or false, false where it is not given."""
        value = self._take(key, False)
        return value if isinstance(value, bool) else self._wrong(key, "true or false", False)

    def categories(self, key: str) -> tuple[Category, ...]:
        """Return a list of categories by their ids."""
        return tuple(found for name in self.texts(key) if (found := self._category(name)))

    def category(self, key: str) -> Category | None:
        """Return a category by its id, None where it is not given."""
        name = self.text(key, "")
        return self._category(name) if name else None

    def source(self, default: Mapping[str, Any]) -> Source:
        """Return who says so; `default` holds for a whole group."""
        source = Source(
            self.text("source", default.get("source")), self.text("date", default.get("date"))
        )
        if not source.text or not _DATE.fullmatch(source.date):
            self.faults.append(f"{self.name}: needs a source and a date such as 2026-02-12")
        return source

    def refuse_rest(self) -> None:
        """Note each key that nobody asked for."""
        self.faults.extend(
            f"{self.name}: unknown key {key!r}" for key in sorted(set(self.values) - self.read)
        )

    def _category(self, name: str) -> Category | None:
        if name in set(Category):
            return Category(name)
        self.faults.append(f"{self.name}: {name!r} is no category")
        return None

    def _take(self, key: str, default: object) -> object:
        self.read.add(key)
        return self.values.get(key, default)

    def _wrong(self, key: str, wanted: str, instead: _T) -> _T:
        self.faults.append(f"{self.name}: {key} must be {wanted}")
        return instead


@cache
def load_facts() -> Facts:
    """Return the facts that ship with the program.

    Raise ValueError that lists every fault of every file at once.
    """
    faults: list[str] = []
    codes = read_toml("knowledge", "codes.toml")
    origins = read_toml("knowledge", "categories.toml")
    facts = Facts(
        replies=_read(codes, "reply", _reply, faults),
        enhanced=_read(codes, "enhanced", _enhanced, faults),
        wild=_read(codes, "wild", _wild, faults),
        providers=_read(_file("providers"), "providers", _provider, faults),
        notes=_read(
            _with_sources(_file("provider_notes"), _file("providers")),
            "provider_notes",
            _note,
            faults,
        ),
        blocklists=_read(_file("blocklists"), "blocklists", _blocklist, faults),
        cards=_read(_file("cards"), "cards", _card, faults),
        errata=_read(_file("errata"), "errata", _erratum, faults),
        categories=_read(origins, "categories", _origin, faults),
        kinds=_read(origins, "kinds", _origin, faults),
        retry=Table("retry", codes.get("retry", {}), faults).source({}),
    )
    faults.extend(
        f"provider_notes [{note.id}]: unknown provider {note.provider!r}"
        for note in facts.notes.values()
        if note.provider not in facts.providers
    )
    if faults:
        raise ValueError("faults in resources/knowledge:\n  " + "\n  ".join(faults))
    return facts


def _file(name: str) -> dict[str, Any]:
    return {name: read_toml("knowledge", f"{name}.toml")}


def _with_sources(notes: dict[str, Any], providers: dict[str, Any]) -> dict[str, Any]:
    """Give each note the source of its provider where it has none of its own."""
    known = providers["providers"]
    return {
        "provider_notes": {
            name: {
                key: value
                for key, value in known.get(note.get("provider"), {}).items()
                if key in {"source", "date"}
            }
            | note
            for name, note in notes["provider_notes"].items()
        }
    }


def _read(
    document: Mapping[str, Any],
    group: str,
    make: Callable[[str, Table, Source], _T],
    faults: list[str],
) -> dict[str, _T]:
    default = document.get(f"{group}-source", {})
    return dict(_entries(document.get(group, {}), group, make, default, faults))


def _entries(
    tables: Mapping[str, Any],
    group: str,
    make: Callable[[str, Table, Source], _T],
    default: Mapping[str, Any],
    faults: list[str],
) -> Iterator[tuple[str, _T]]:
    for name, values in tables.items():
        table = Table(f"{group} [{name}]", values, faults)
        yield name, make(name, table, table.source(default))
        table.refuse_rest()


def _reply(code: str, table: Table, source: Source) -> ReplyFacts:
    return ReplyFacts(
        code, table.text("name"), table.text("rfc"), table.categories("meanings"), source
    )


def _enhanced(code: str, table: Table, source: Source) -> EnhancedFacts:
    return EnhancedFacts(
        code=code,
        name=table.text("name"),
        rfc=table.text("rfc"),
        reply=table.texts("reply"),
        category=table.category("category"),
        also=table.categories("also"),
        loose=table.flag("loose"),
        source=source,
    )


def _wild(name: str, table: Table, source: Source) -> WildFacts:
    return WildFacts(name, table.texts("codes"), table.category("category"), source)


def _provider(name: str, table: Table, source: Source) -> ProviderFacts:
    return ProviderFacts(
        name, table.text("name"), table.flag("group"), table.flag("software"), source
    )


def _note(name: str, table: Table, source: Source) -> NoteFacts:
    written = table.texts("codes")
    try:
        codes = status_codes(written)
    except ValueError as fault:
        table.faults.append(f"{table.name}: {fault}")
        codes = None
    return NoteFacts(
        id=name,
        provider=table.text("provider"),
        written=written,
        codes=codes,
        categories=frozenset(table.categories("categories")),
        any=table.texts("any"),
        redefines=table.flag("redefines"),
        source=source,
    )


def _blocklist(name: str, table: Table, source: Source) -> BlocklistFacts:
    return BlocklistFacts(
        id=name,
        name=table.text("name"),
        marks=table.texts("marks"),
        answers=table.texts("answers"),
        lookup=table.text("lookup", ""),
        lists=table.text("lists"),
        general=table.flag("general"),
        dead=table.flag("dead"),
        error=table.flag("error"),
        source=source,
    )


def _card(name: str, table: Table, source: Source) -> CardFacts:
    kinds = frozenset(Kind(kind) for kind in table.texts("kinds") if kind in set(Kind))
    return CardFacts(name, frozenset(table.categories("categories")), kinds, source)


def _origin(_: str, __: Table, source: Source) -> Source:
    return source


def _erratum(name: str, table: Table, source: Source) -> ErratumFacts:
    return ErratumFacts(name, table.texts("codes"), source)

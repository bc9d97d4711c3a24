"""Load what the program can say: `load_knowledge(language)`.

The words stand in resources/knowledge/<language>/*.toml, one entry per category, code, provider or
block list. English fills what another language lacks, entry by entry. All faults of all files are
collected before anything is said about them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bounce_inspector.core.explaining.knowledge_facts import Facts
from bounce_inspector.core.explaining.knowledge_facts_files import load_facts
from bounce_inspector.core.explaining.knowledge_words import (
    ENGLISH,
    PLACES,
    Knowledge,
    Text,
    Words,
    places,
)
from bounce_inspector.core.model import Category
from bounce_inspector.shipped import read_toml, resource

KINDS = ("delay", "delivered", "relayed", "expanded", "delivery", "complaint", "auto-reply",
         "challenge", "read-receipt", "other")  # fmt: skip
_REMEDIES = ("customer", "list_keeper", "administrator", "recipient")
_ADDRESS = ("address_remove", "address_watch", "address_keep", "address_fix")
# Texts that are read as they stand: no variants, no places.
_PLAIN = ("title",)
_LISTS = ("meanings",)
PHRASES = "phrases"
# Japanese puts nothing between two sentences.
_MAY_BE_EMPTY = frozenset({"text.joiner"})


@dataclass(frozen=True, slots=True)
class Schema:
    """Which texts the entries of a file must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


SCHEMAS: Mapping[str, Schema] = {
    "categories": Schema(
        ("title", "happened", "move", *_REMEDIES, "passes_lasting", "passes_passing"), _ADDRESS
    ),
    "kinds": Schema(("title", "happened", "move", *_REMEDIES, "passes", "address")),
    "replies": Schema(("title", "happened", "customer", "administrator", "passes", "meanings")),
    "enhanced": Schema(("title", "happened", "customer", "administrator")),
    "wild": Schema(("title", "happened", "customer", "administrator")),
    "errata": Schema(("says", "truth")),
    "providers": Schema((), ("happened", "ask")),
    "provider_notes": Schema(("happened",)),
    "blocklists": Schema(("title", "happened", "removal")),
    "cards": Schema(("title", "happened", "administrator")),
}


def languages() -> tuple[str, ...]:
    """Return the languages that have a folder, English first."""
    found = {each.name for each in resource("knowledge").iterdir() if each.is_dir()}
    return (ENGLISH, *sorted(found - {ENGLISH}))


@cache
def load_knowledge(language: str = ENGLISH) -> Knowledge:
    """Return what can be said in `language` (``en``, ``pt``, ``pt-BR``), cached.

    A language without a folder gives English. Raise ValueError that lists every fault of every
    file at once.
    """
    known = languages()
    wanted = language.replace("_", "-").lower()
    for candidate in (wanted, wanted.partition("-")[0]):
        if candidate in known:
            return _read_knowledge(candidate)
    return _read_knowledge(ENGLISH)


@cache
def _read_knowledge(language: str) -> Knowledge:
    facts = load_facts()
    faults: list[str] = []
    words = {name: _section(name, language, facts, faults) for name in SCHEMAS}
    phrases = dict(read_phrases(language, faults))
    if faults:
        raise ValueError(f"faults in resources/knowledge/{language}:\n  " + "\n  ".join(faults))
    if language != ENGLISH:
        phrases = {**dict(read_phrases(ENGLISH, faults)), **phrases}
    return Knowledge(
        language=language,
        facts=facts,
        categories={Category(name): entry for name, entry in words["categories"].items()},
        kinds=words["kinds"],
        replies=words["replies"],
        enhanced=words["enhanced"],
        wild=words["wild"],
        errata=words["errata"],
        providers=words["providers"],
        notes=words["provider_notes"],
        blocklists=words["blocklists"],
        cards=words["cards"],
        phrases=phrases,
    )


def expected_ids(section: str, facts: Facts) -> tuple[str, ...]:
    """Return the ids that a file must have an entry for, in the order of the facts."""
    if section == "categories":
        return tuple(Category)
    if section == "kinds":
        return KINDS
    known: Mapping[str, Mapping[str, object]] = {
        "replies": facts.replies,
        "enhanced": facts.enhanced,
        "wild": facts.wild,
        "errata": facts.errata,
        "providers": facts.providers,
        "provider_notes": facts.notes,
        "blocklists": facts.blocklists,
        "cards": facts.cards,
    }
    return tuple(known[section])


def read_section(section: str, language: str, faults: list[str]) -> dict[str, Words]:
    """Return the entries of one file as they stand, gaps left open; none where it is missing."""
    document = _document(language, section)
    revision = _revision(document, section, 1, faults)
    found = {}
    for name, values in document.items():
        if isinstance(values, dict):
            own = _revision(values, f"{section} [{name}]", revision, faults)
            texts = _texts(section, name, values, faults)
            title = "".join(texts.pop("title", ()))
            found[name] = Words(id=name, language=language, revision=own, title=title, **texts)
        else:
            faults.append(f"{section} [{name}]: must be a table")
    return found


def _section(section: str, language: str, facts: Facts, faults: list[str]) -> dict[str, Words]:
    found = read_section(section, language, faults)
    wanted = expected_ids(section, facts)
    faults.extend(f"{section} [{name}]: is not known" for name in found if name not in set(wanted))
    if section == "replies":
        faults.extend(
            f"{section} [{code}]: must have {len(facts.replies[code].meanings)} meanings"
            for code, entry in found.items()
            if code in facts.replies and len(entry.meanings) != len(facts.replies[code].meanings)
        )
    missing = [name for name in wanted if name not in found]
    if language == ENGLISH:
        faults.extend(f"{section} [{name}]: is missing" for name in missing)
        return found
    spare = read_section(section, ENGLISH, []) if missing else {}
    return {name: found.get(name) or spare[name] for name in wanted}


def _document(language: str, section: str) -> dict[str, Any]:
    name = f"{section}.toml"
    if not resource("knowledge", language, name).is_file():
        return {}
    return read_toml("knowledge", language, name)


def _revision(table: dict[str, Any], place: str, default: int, faults: list[str]) -> int:
    value = table.pop("revision", default)
    if type(value) is int:
        return value
    faults.append(f"{place}: revision must be a whole number")
    return default


def _texts(
    section: str, name: str, values: Mapping[str, Any], faults: list[str]
) -> dict[str, Text]:
    schema, place = SCHEMAS[section], f"{section} [{name}]"
    allowed = {*schema.required, *schema.optional}
    faults.extend(f"{place}: unknown key {key!r}" for key in sorted(set(values) - allowed))
    faults.extend(f"{place}: {key} is missing" for key in schema.required if not values.get(key))
    return {
        key: _text(value, f"{place} {key}", faults, key)
        for key, value in values.items()
        if key in allowed
    }


def _text(value: object, place: str, faults: list[str], key: str) -> Text:
    variants = [value] if isinstance(value, str) else value
    if not isinstance(variants, list) or not variants or not all(map(_is_text, variants)):
        faults.append(f"{place}: must be a text or a list of texts, none of them empty")
        return ()
    if key in _PLAIN and len(variants) != 1:
        faults.append(f"{place}: must be one text")
    faults.extend(_place_faults(variants, place, plain=key in _PLAIN or key in _LISTS))
    return tuple(variants)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _place_faults(variants: Iterable[str], place: str, *, plain: bool) -> Iterator[str]:
    last = ""
    for last in variants:
        unknown = places(last) - (frozenset() if plain else PLACES)
        if unknown:
            yield f"{place}: unknown place {', '.join(sorted(unknown))}"
        if _is_torn(last):
            yield f"{place}: a lone brace"
    if places(last):
        yield f"{place}: the last variant must do without places"


def _is_torn(text: str) -> bool:
    return (
        not text.count("{") == text.count("}") == sum(text.count(f"{{{p}}}") for p in places(text))
    )


def read_phrases(language: str, faults: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the phrases of one language as they stand, keyed ``group.key``."""
    for group, entries in _document(language, PHRASES).items():
        if group == "revision":
            continue
        if not isinstance(entries, dict):
            faults.append(f"{PHRASES} [{group}]: must be a table")
            continue
        for key, text in entries.items():
            if not isinstance(text, str) or not (text or f"{group}.{key}" in _MAY_BE_EMPTY):
                faults.append(f"{PHRASES} [{group}] {key}: must be a text")
            elif _is_torn(text):
                faults.append(f"{PHRASES} [{group}] {key}: a lone brace")
            else:
                yield f"{group}.{key}", text

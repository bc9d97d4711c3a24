"""Read the templates of letters: those that ship with the program, and a person's own.

They stand in resources/letters/<language>/*.toml; what each key means is said in customer.toml.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bounce_inspector.core.explaining.knowledge_words import ENGLISH, Text, places
from bounce_inspector.core.problems import Problem, values
from bounce_inspector.shipped import read_toml, resource

PLACES = frozenset(
    {
        *("recipient", "domain", "server", "provider", "code", "time", "details", "reply"),
        *("title", "happened", "advice", "passes", "move", "address", "confidence"),
        *("administrator", "recipient_side"),
    }
)
MOMENTS = ("", "failure", "delay", "other")
_DETAIL_PLACES = frozenset({"recipient", "domain", "server", "provider", "code", "time"})
_TEXTS = ("name", "greeting", "closing")
_KNOWN = frozenset({"revision", "order", "details", "paragraph", *_TEXTS})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Variants of one paragraph, and when it is written; "" means always."""

    text: Text
    when: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One template. `id` is the file's name; `own` tells that a person added it."""

    id: str
    language: str
    name: str
    order: int
    greeting: str
    closing: str
    details: Text
    paragraphs: tuple[Paragraph, ...]
    own: bool = False
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Letters:
    """The templates of one language in their order, and what was wrong with a person's own."""

    letters: tuple[Letter, ...]
    problems: tuple[Problem, ...] = ()

    def named(self, id_: str) -> Letter:
        """Return the template with an id, or the first."""
        return next((letter for letter in self.letters if letter.id == id_), self.letters[0])


def letter_languages() -> tuple[str, ...]:
    """Return the languages that have templates, English first."""
    found = {each.name for each in resource("letters").iterdir() if each.is_dir()}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def load_letters(language: str, own: Path | None = None) -> Letters:
    """Return the templates of a language; English stands in for those that it lacks.

    `own` is a person's folder: *.toml in it count for every language, those in a folder named like
    the language for that one. A faulty file there is a problem, one of ours a ValueError.
    """
    found = {letter.id: letter for letter in _shipped(ENGLISH)}
    if language != ENGLISH:
        found |= {letter.id: letter for letter in _shipped(language)}
    problems = []
    for path in _own_files(language, own):
        letter = _own_letter(path, language)
        if isinstance(letter, Problem):
            problems.append(letter)
        else:
            found[letter.id] = letter
    ordered = sorted(found.values(), key=lambda letter: (letter.order, letter.name))
    return Letters(tuple(ordered), tuple(problems))


def parse_letter(id_: str, language: str, table: Mapping[str, Any], *, own: bool = False) -> Letter:
    """Return the template that a parsed file holds. Raise ValueError that lists all its faults."""
    faults = list(_faults(table))
    if faults:
        raise ValueError("; ".join(faults))
    return Letter(
        id=id_,
        language=language,
        name=table["name"],
        order=table.get("order", 100),
        greeting=table.get("greeting", ""),
        closing=table.get("closing", ""),
        details=tuple(table.get("details", ())),
        paragraphs=tuple(
            Paragraph(_variants(each["text"]), each.get("when", "")) for each in table["paragraph"]
        ),
        own=own,
        revision=table.get("revision", 1),
    )


def _shipped(language: str) -> Iterator[Letter]:
    folder = resource("letters", language)
    if not folder.is_dir():
        return
    for each in folder.iterdir():
        if each.name.endswith(".toml"):
            table = read_toml("letters", language, each.name)
            yield parse_letter(each.name.removesuffix(".toml"), language, table)


def _own_files(language: str, own: Path | None) -> list[Path]:
    if own is None:
        return []
    return [*sorted(own.glob("*.toml")), *sorted((own / language).glob("*.toml"))]


def _own_letter(path: Path, language: str) -> Letter | Problem:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return parse_letter(path.stem, language, table, own=True)
    except (OSError, ValueError) as fault:
        return Problem(
            "letter-unreadable",
            "Your template {file} cannot be used: {fault}.",
            "Correct the file or take it away; the other templates work.",
            values(file=str(path), fault=str(fault)),
        )


def _variants(value: str | list[str]) -> Text:
    return (value,) if isinstance(value, str) else tuple(value)


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown key {key!r}" for key in sorted(set(table) - _KNOWN))
    if not table.get("name"):
        yield "name is missing"
    yield from (
        f"{key} must be a text" for key in _TEXTS if not isinstance(table.get(key, ""), str)
    )
    yield from (
        f"{key} must be a whole number"
        for key in ("order", "revision")
        if type(table.get(key, 1)) is not int
    )
    yield from _unknown_places("details", table.get("details", []), _DETAIL_PLACES)
    paragraphs = table.get("paragraph")
    if not isinstance(paragraphs, list) or not paragraphs:
        yield "there is no paragraph"
        return
    for number, each in enumerate(paragraphs, 1):
        yield from _paragraph_faults(f"paragraph {number}", each)


def _paragraph_faults(place: str, paragraph: object) -> Iterator[str]:
    if not isinstance(paragraph, dict) or not paragraph.get("text"):
        yield f"{place}: text is missing"
        return
    if paragraph.get("when", "") not in MOMENTS:
        yield f"{place}: when must be failure, delay or other"
    text = paragraph["text"]
    yield from _unknown_places(place, [text] if isinstance(text, str) else text, PLACES)


def _unknown_places(place: str, texts: object, known: Iterable[str]) -> Iterator[str]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        yield f"{place}: must be texts"
        return
    for text in texts:
        for name in sorted(places(text) - set(known)):
            yield f"{place}: unknown place {{{name}}}"

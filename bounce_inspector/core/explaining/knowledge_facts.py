"""What is known about codes, providers and block lists without any words: numbers, names, sources.

Read from resources/knowledge/*.toml by `knowledge_facts_files`. The words for each entry stand in a
folder per language; see `knowledge`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bounce_inspector.core.classifying.code_patterns import Codes
from bounce_inspector.core.model import Category, Kind


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, and as of when: ``2026-02-12``, ``2008-10``, ``2023`` or ``undated``."""

    text: str
    date: str


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """A reply code of SMTP. `meanings`: what it is used for, the commonest first."""

    code: str
    name: str
    rfc: str
    meanings: tuple[Category, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class EnhancedFacts:
    """An enhanced status code of the IANA registry, its class written as X.

    `category` is what it means where nothing else is known, `also` what does not contradict it.
    `loose` codes are used for so much that no category contradicts them. `reply` are the reply
    codes that the registry ties it to.
    """

    code: str
    name: str
    rfc: str
    reply: tuple[str, ...]
    category: Category | None
    also: tuple[Category, ...]
    loose: bool
    source: Source


@dataclass(frozen=True, slots=True)
class WildFacts:
    """Numbers that servers send or lists print, although no standard has them."""

    id: str
    codes: tuple[str, ...]
    category: Category | None
    source: Source


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """How we speak of a provider; the ids are those of resources/rules.

    A `group` is several firms under one heading, never named in a sentence as one. The `software`
    of others runs on servers that nobody recognises as theirs.
    """

    id: str
    name: str
    group: bool
    software: bool
    source: Source


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """When a provider's note is shown: every kind of condition that is given must be met.

    `written` are the enhanced codes as in the file, `codes` the same made ready. `redefines` says
    that the number means something else here than in the registry.
    """

    id: str
    provider: str
    written: tuple[str, ...]
    codes: Codes | None
    categories: frozenset[Category]
    any: tuple[str, ...]
    redefines: bool
    source: Source


@dataclass(frozen=True, slots=True)
class BlocklistFacts:
    """A block list that replies name.

    `marks` point to it in a folded reply, `answers` are its DNS answers, `lookup` is its own page.
    `general` is a house as a whole, `error` no listing but a refused query, `dead` lists no longer
    run. What stands before the hyphen of the id is the house.
    """

    id: str
    name: str
    marks: tuple[str, ...]
    answers: tuple[str, ...]
    lookup: str
    lists: str
    general: bool
    dead: bool
    error: bool
    source: Source


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A best-practice card and what it cures."""

    id: str
    categories: frozenset[Category]
    kinds: frozenset[Kind]
    source: Source


@dataclass(frozen=True, slots=True)
class ErratumFacts:
    """A mistake of popular lists, and the codes it is about."""

    id: str
    codes: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All of it, by id or code.

    Of categories and kinds only the source is a fact. `retry` says how long servers keep trying.
    """

    replies: Mapping[str, ReplyFacts]
    enhanced: Mapping[str, EnhancedFacts]
    wild: Mapping[str, WildFacts]
    providers: Mapping[str, ProviderFacts]
    notes: Mapping[str, NoteFacts]
    blocklists: Mapping[str, BlocklistFacts]
    cards: Mapping[str, CardFacts]
    errata: Mapping[str, ErratumFacts]
    categories: Mapping[str, Source]
    kinds: Mapping[str, Source]
    retry: Source

    def wild_with(self, code: str) -> WildFacts | None:
        """Return the entry that tells what the unregistered number `code` is."""
        return next((entry for entry in self.wild.values() if code in entry.codes), None)

    def enhanced_with(self, status: str | None) -> EnhancedFacts | None:
        """Return the registry's entry for an enhanced code of any class, such as ``5.7.26``."""
        return self.enhanced.get(f"X.{status.partition('.')[2]}") if status else None

"""Everything the program can say about bounces, in one language, as values.

A text is a tuple of variants of the same sentence, the fullest first: `fill` takes the first whose
{places} are all known, and the last has none. So a missing value never leaves a hole, whatever the
grammar of the language.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from bounce_inspector.core.explaining.knowledge_facts import Facts
from bounce_inspector.core.model import Advice, Category

Text = tuple[str, ...]

ENGLISH = "en"
# What the texts of entries may name. Phrases may name more, see `Knowledge.phrase`.
PLACES = frozenset(
    {"recipient", "domain", "server", "provider", "limit", "ip", "list", "times", "days"}
)
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about one thing. A text that its kind of entry does not have is empty.

    `revision` goes up when the English meaning changes; a translation with a lower one is out of
    date. `meanings` and `title` have no variants. The remedies are for you who wrote the mail
    (`customer`), the keeper of the list, the sender's administrator and the recipient's side.
    """

    id: str
    language: str
    revision: int
    title: str = ""
    happened: Text = ()
    move: Text = ()
    customer: Text = ()
    list_keeper: Text = ()
    administrator: Text = ()
    recipient: Text = ()
    passes: Text = ()
    passes_lasting: Text = ()
    passes_passing: Text = ()
    address: Text = ()
    address_remove: Text = ()
    address_watch: Text = ()
    address_keep: Text = ()
    address_fix: Text = ()
    ask: Text = ()
    removal: Text = ()
    says: Text = ()
    truth: Text = ()
    meanings: Text = ()

    def address_for(self, advice: Advice) -> Text:
        """Return what becomes of the address under `advice`; empty where nothing is said."""
        return {
            Advice.REMOVE: self.address_remove,
            Advice.WATCH: self.address_watch,
            Advice.KEEP: self.address_keep,
            Advice.FIX: self.address_fix,
            Advice.COMPLAINT: self.address_remove,
        }[advice]


WORD_FIELDS = tuple(
    field.name for field in fields(Words) if field.name not in {"id", "language", "revision"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Facts and words together. Immutable; one per language and process.

    `kinds` are keyed by the kind or action that is no failure (delay, complaint, relayed ...),
    `phrases` by ``group.key``.
    """

    language: str
    facts: Facts
    categories: Mapping[Category, Words]
    kinds: Mapping[str, Words]
    replies: Mapping[str, Words]
    enhanced: Mapping[str, Words]
    wild: Mapping[str, Words]
    errata: Mapping[str, Words]
    providers: Mapping[str, Words]
    notes: Mapping[str, Words]
    blocklists: Mapping[str, Words]
    cards: Mapping[str, Words]
    phrases: Mapping[str, str]

    def phrase(self, key: str, **values: str) -> str:
        """Return the phrase under `key`, such as ``stage.rcpt``, with `values` filled in."""
        return fill((self.phrases[key],), values)

    def phrase_or(self, key: str, other: str) -> str:
        """Return the phrase under `key`, or the one under `other` where there is none."""
        return self.phrases.get(key) or self.phrases[other]

    def join(self, sentences: Iterable[str]) -> str:
        """Return whole sentences one after the other, empty ones left out."""
        return self.phrases["text.joiner"].join(filter(None, sentences))


def places(text: str) -> frozenset[str]:
    """Return the names of the {places} in `text`."""
    return frozenset(_PLACE.findall(text))


def fill(text: Text, values: Mapping[str, str]) -> str:
    """Return the first variant of `text` whose places all have a value, filled in; "" if none.

    Values are put in as they are: a value that looks like a place is not filled again.
    """
    for variant in text:
        if all(values.get(place) for place in places(variant)):
            return _PLACE.sub(lambda found: values[found[1]], variant)
    return ""

"""Why an address is in a list, in words: resources/exports/reasons/<language>.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.ledger import AddressRow, Reason
from bounce_inspector.core.model import Category
from bounce_inspector.shipped import read_toml, resource

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """The texts of one language: for one day and for several, by reason; titles by category."""

    texts: Mapping[Reason, tuple[str, str]]
    titles: Mapping[Category, str]

    def say(self, row: AddressRow) -> str:
        """Return why an address lies in its tray."""
        once, often = self.texts[row.reason]
        category = row.category or row.last_category or Category.UNCLASSIFIED
        text = once if row.days == 1 else often
        return text.replace("{title}", self.titles[category]).replace("{days}", str(row.days))


@cache
def load_reason_words(language: str = ENGLISH) -> ReasonWords:
    """Return the texts of a language, English where it has none. Raise ValueError on a fault."""
    knowledge = load_knowledge(language)
    if not resource("exports", "reasons", f"{knowledge.language}.toml").is_file():
        knowledge = load_knowledge(ENGLISH)
    table = read_toml("exports", "reasons", f"{knowledge.language}.toml")
    table.pop("revision", None)
    missing = sorted({reason.value for reason in Reason} ^ table.keys())
    if missing:
        raise ValueError(
            f"exports/reasons/{knowledge.language}.toml: missing or unknown: {missing}"
        )
    texts = {
        Reason(name): (text, text) if isinstance(text, str) else (text[0], text[1])
        for name, text in table.items()
    }
    titles = {category: words.title for category, words in knowledge.categories.items()}
    return ReasonWords(texts, titles)

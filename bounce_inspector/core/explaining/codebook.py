"""The code book: the whole knowledge as entries, searched offline and printed page by page."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bounce_inspector.core.explaining import markdown
from bounce_inspector.core.explaining.codebook_chapters import entries
from bounce_inspector.core.explaining.codebook_entries import Chapter, Entry, Paragraph
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.folding import fold

__all__ = ["Chapter", "Entry", "Paragraph", "book", "look_up", "page", "search"]

_STATUS = re.compile(r"[\dx]\.\d{1,3}(?:\.\d{0,3})?")
_EDGES = ".,;:()[]<>\"'"
# A query is short; a whole log line is for `explain_text`.
_LONGEST = 200
_FEW = 3
# Every word of a query counts on its own: the exact code most, then codes that begin like it, then
# the start of a title's word, then any place in the text.
_EXACT, _BEGINS, _TITLE, _ANYWHERE = range(4)


@dataclass(frozen=True, slots=True)
class _Indexed:
    entry: Entry
    codes: tuple[str, ...]
    title: str
    text: str


@lru_cache(maxsize=8)
def _index(knowledge: Knowledge) -> tuple[_Indexed, ...]:
    return tuple(map(_indexed, entries(knowledge)))


def _indexed(entry: Entry) -> _Indexed:
    texts = [entry.title, entry.id, entry.label, *entry.codes]
    for paragraph in entry.paragraphs:
        texts += paragraph.texts
    return _Indexed(
        entry=entry,
        codes=tuple(code.lower() for code in entry.codes),
        title=_title(entry),
        text=fold(" ".join(texts)),
    )


def _title(entry: Entry) -> str:
    """Return the words that count as a title, each with a blank before it."""
    if entry.chapter is Chapter.ERRATUM:
        return ""  # what lists say is not what is so
    return f" {fold(entry.title)} {entry.id.partition(':')[2]}"


def book(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Return every entry, in the order of the chapters."""
    return tuple(indexed.entry for indexed in _index(knowledge))


def search(query: str, knowledge: Knowledge) -> list[Entry]:
    """Return the entries that hold every word of `query`, the best first; all for a blank one.

    Words may be codes (``552``, ``5.7.26``, ``5.7``), providers or anything else. Where no entry
    holds all words, those that hold the most of them are given.
    """
    words = _words(query)
    if not words:
        return list(book(knowledge))
    return _holding_most(words, knowledge)[1]


def look_up(text: str, knowledge: Knowledge) -> list[Entry]:
    """Return the entries for a word or a provider that is no reply, the best first.

    Each holds all of the words. More than a few words are a sentence, which is not looked up.
    """
    words = _words(text)
    if not words or len(words) > _FEW:
        return []
    held, found = _holding_most(words, knowledge)
    return found if held == len(words) else []


def _words(query: str) -> list[str]:
    words = (word.strip(_EDGES) for word in fold(query[:_LONGEST]).split())
    return [word for word in words if word]


def _holding_most(words: list[str], knowledge: Knowledge) -> tuple[int, list[Entry]]:
    """Return how many of the words an entry holds at most, and those that hold as many."""
    ranked = []
    for place, indexed in enumerate(_index(knowledge)):
        ranks = [rank for word in words if (rank := _rank(word, indexed)) is not None]
        if ranks:
            ranked.append((-len(ranks), sum(ranks), place, indexed.entry))
    if not ranked:
        return 0, []
    most = min(ranked)[0]
    return -most, [entry for held, _, _, entry in sorted(ranked) if held == most]


def page(entry: Entry) -> str:
    """Return an entry as Markdown, ready to be printed or copied."""
    title = f"{entry.codes[0]}: {entry.title}" if len(entry.codes) == 1 else entry.title
    blocks = [markdown.heading(1, title), markdown.escape(entry.label)]
    if len(entry.codes) > 1:
        blocks.append(markdown.escape(", ".join(entry.codes)))
    for paragraph in entry.paragraphs:
        blocks.append(markdown.heading(2, paragraph.heading))
        if len(paragraph.texts) == 1:
            blocks.append(markdown.escape(paragraph.texts[0]))
        else:
            blocks.append(markdown.bullets(paragraph.texts))
    return "\n\n".join(blocks) + "\n"


def _rank(word: str, indexed: _Indexed) -> int | None:
    if _STATUS.fullmatch(word):
        return _rank_status(word, indexed)
    if word in indexed.codes:
        return _EXACT
    if word.isdecimal() and any(code.startswith(word) for code in indexed.codes):
        return _BEGINS
    if f" {word}" in indexed.title:
        return _TITLE
    return _ANYWHERE if word in indexed.text else None


def _rank_status(word: str, indexed: _Indexed) -> int | None:
    """Rank an enhanced code of any class, whole or only its beginning."""
    general = f"x{word[1:]}"
    if general in indexed.codes:
        return _EXACT
    if any(word in codes for codes in indexed.entry.ranges):
        return _BEGINS
    if any(code.startswith(general) for code in indexed.codes) and word.count(".") == 1:
        return _BEGINS
    return _ANYWHERE if word in indexed.text else None

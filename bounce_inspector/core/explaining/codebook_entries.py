"""An entry of the code book, and how its parts are put into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bounce_inspector.core.classifying.code_patterns import Codes
from bounce_inspector.core.explaining.explanation_parts import cite
from bounce_inspector.core.explaining.knowledge_facts import Source
from bounce_inspector.core.explaining.knowledge_words import Knowledge, Text, Words, fill


class Chapter(StrEnum):
    """The parts of the code book, in their order."""

    REPLY = "reply"
    ENHANCED = "enhanced"
    WILD = "wild"
    CATEGORY = "category"
    KIND = "kind"
    PROVIDER = "provider"
    BLOCKLIST = "blocklist"
    CARD = "card"
    ERRATUM = "erratum"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and what stands under it, one text or a list."""

    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the code book.

    `id` is unique over the book, ``reply:552``. `codes` are what it is about, ``552`` or ``X.5.2``,
    `ranges` enhanced codes that a provider has a meaning for. `label` is the chapter in words. The
    last paragraph holds the sources.
    """

    id: str
    chapter: Chapter
    label: str
    title: str
    codes: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    ranges: tuple[Codes, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes entries in one language."""

    knowledge: Knowledge

    def entry(
        self,
        chapter: Chapter,
        key: str,
        title: str,
        paragraphs: Iterable[Paragraph],
        sources: Iterable[Source],
        *,
        codes: tuple[str, ...] = (),
        ranges: tuple[Codes, ...] = (),
    ) -> Entry:
        """Return an entry; empty paragraphs are left out, the sources come last."""
        cited = dict.fromkeys(cite(source, self.knowledge) for source in sources)
        return Entry(
            id=f"{chapter}:{key}",
            chapter=chapter,
            label=self.knowledge.phrase(f"book.{chapter}"),
            title=title,
            codes=codes,
            paragraphs=tuple(
                paragraph
                for paragraph in (*paragraphs, self.under("sources", *cited))
                if paragraph.texts
            ),
            ranges=ranges,
        )

    def under(self, heading: str, *texts: str) -> Paragraph:
        """Return a paragraph under the heading of that key, empty texts left out."""
        return Paragraph(self.knowledge.phrase(f"heading.{heading}"), tuple(filter(None, texts)))

    def said(self, text: Text) -> str:
        """Return a text in its general form."""
        return fill(text, {})

    def remedies(self, words: Words) -> Paragraph:
        """Return what each reader should do."""
        pairs = (
            ("customer", words.customer),
            ("list-keeper", words.list_keeper),
            ("administrator", words.administrator),
            ("recipient", words.recipient),
        )
        phrase = self.knowledge.phrase
        return self.under(
            "remedies",
            *(
                phrase("text.labelled", label=phrase(f"reader.{reader}"), text=self.said(text))
                for reader, text in pairs
                if text
            ),
        )

    def errata(self, code: str) -> Paragraph:
        """Return the common mistakes about a code."""
        facts, phrase = self.knowledge.facts, self.knowledge.phrase
        return self.under(
            "errata",
            *(
                phrase("text.corrected", says=self.said(words.says), truth=self.said(words.truth))
                for each in facts.errata.values()
                if code in each.codes and (words := self.knowledge.errata[each.id])
            ),
        )

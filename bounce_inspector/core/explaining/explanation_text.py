"""An explanation as plain text, as Markdown and as a JSON-ready record.

Text from mail stands in all three as it is; in Markdown its signs are made literal. Whoever prints
to a terminal makes control signs visible first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import fill as wrap

from bounce_inspector.core.explaining import markdown
from bounce_inspector.core.explaining.explanation import CodePiece, Explanation, Place
from bounce_inspector.core.explaining.knowledge_words import Knowledge

_WIDTH = 92
_WHOLE = frozenset({Place.REPLY, Place.STATUS})


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: paragraphs, list items, or text to be left as it is."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    verbatim: str = ""


def sections(explanation: Explanation, knowledge: Knowledge) -> tuple[Section, ...]:
    """Return what an explanation says in the order in which a person should read it."""
    return tuple(
        section
        for section in _sections(explanation, knowledge)
        if section.paragraphs or section.items or section.verbatim
    )


def to_text(explanation: Explanation, knowledge: Knowledge) -> str:
    """Return plain text, wrapped, ending in a line feed."""
    return plain(explanation.title, sections(explanation, knowledge))


def plain(title: str, content: Iterable[Section]) -> str:
    """Return a page as plain text: its title, and its sections one after the other."""
    lines = ["\n".join([title, "=" * len(title)])]
    for section in content:
        body = [wrap(text, _WIDTH, break_long_words=False) for text in section.paragraphs]
        body += [
            wrap(text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False)
            for text in section.items
        ]
        if section.verbatim:
            body.append("\n".join(f"  {line}" for line in section.verbatim.splitlines()))
        lines.append("\n".join([section.heading, "-" * len(section.heading), *body]))
    return "\n\n".join(lines) + "\n"


def to_markdown(explanation: Explanation, knowledge: Knowledge) -> str:
    """Return Markdown, ending in a line feed."""
    blocks = [markdown.heading(1, explanation.title)]
    for section in sections(explanation, knowledge):
        blocks.append(markdown.heading(2, section.heading))
        blocks += [markdown.escape(text) for text in section.paragraphs]
        if section.items:
            blocks.append(markdown.bullets(section.items))
        if section.verbatim:
            blocks.append(markdown.code_block(section.verbatim))
    return "\n\n".join(blocks) + "\n"


def to_record(explanation: Explanation) -> dict[str, object]:
    """Return all fields, ready for JSON: enums as their values, tuples as lists."""
    it = explanation
    return {
        "language": it.language,
        "category": it.category,
        "kind": it.kind or None,
        "advice": it.advice,
        "permanent": it.permanent,
        "recipient": it.recipient or None,
        "title": it.title,
        "happened": it.happened,
        "move": it.move,
        "remedies": {remedy.reader: remedy.text for remedy in it.remedies},
        "passes": it.passes,
        "address": it.address,
        "stage": it.stage,
        "code": [
            {
                "text": piece.text,
                "place": piece.place,
                "meaning": piece.meaning,
                "name": piece.name,
                "provider_meaning": piece.provider_meaning,
            }
            for piece in it.code
        ],
        "meanings": list(it.meanings),
        "provider": it.provider,
        "provider_note": it.provider_note,
        "about": it.about,
        "ask": list(it.ask),
        "blocklists": [
            {"name": each.name, "lists": each.lists, "lookup": each.lookup, "removal": each.removal}
            for each in it.blocklists
        ],
        "contradiction": it.contradiction,
        "confidence": it.confidence,
        "runner_up": it.runner_up,
        "quoted": it.quoted,
        "cards": [
            {"id": card.id, "title": card.title, "text": card.text, "how": card.how}
            for card in it.cards
        ],
        "errata": [{"says": each.says, "truth": each.truth} for each in it.errata],
        "sources": list(it.sources),
    }


def _sections(it: Explanation, knowledge: Knowledge) -> Iterator[Section]:
    def titled(key: str, *paragraphs: str) -> Section:
        return Section(knowledge.phrase(f"heading.{key}"), tuple(filter(None, paragraphs)))

    yield titled("happened", it.provider_note, it.happened)
    yield titled("move", it.move)
    yield Section(
        knowledge.phrase("heading.remedies"),
        items=tuple(
            knowledge.phrase("text.labelled", label=_reader(each.reader, knowledge), text=each.text)
            for each in it.remedies
        ),
    )
    yield titled("passes", it.passes)
    yield titled("address", it.address)
    yield titled("stage", it.stage)
    yield Section(knowledge.phrase("heading.meanings"), items=it.meanings)
    yield titled("contradiction", it.contradiction)
    yield Section(
        knowledge.phrase("heading.code"),
        items=tuple(_piece(piece, knowledge) for piece in it.code),
    )
    for listing in it.blocklists:
        yield Section(listing.name, (listing.lists, listing.removal))
    yield Section(knowledge.phrase("heading.ask"), items=it.ask)
    yield Section(
        knowledge.phrase("heading.about", provider=it.provider), (it.about,) if it.about else ()
    )
    yield Section(
        knowledge.phrase("heading.cards"),
        items=tuple(
            knowledge.phrase(
                "text.labelled", label=card.title, text=knowledge.join((card.text, card.how))
            )
            for card in it.cards
        ),
    )
    yield Section(
        knowledge.phrase("heading.errata"),
        items=tuple(
            knowledge.phrase("text.corrected", says=each.says, truth=each.truth)
            for each in it.errata
        ),
    )
    yield Section(knowledge.phrase("heading.quoted"), verbatim=it.quoted)
    yield titled("confidence", it.confidence, it.runner_up)
    yield Section(knowledge.phrase("heading.sources"), items=it.sources)


def _reader(reader: str, knowledge: Knowledge) -> str:
    return knowledge.phrase(f"reader.{reader}")


def _piece(piece: CodePiece, knowledge: Knowledge) -> str:
    said = knowledge.phrase("text.labelled", label=piece.text, text=piece.meaning)
    if piece.place in _WHOLE and piece.name:
        said = knowledge.phrase("text.named", text=said, name=piece.name)
    if piece.provider_meaning:
        said = knowledge.join((said, piece.provider_meaning))
    return said

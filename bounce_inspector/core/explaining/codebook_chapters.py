"""What the code book says about each code, category, provider, block list, card and mistake."""

from collections.abc import Iterator

from bounce_inspector.core.explaining.codebook_entries import Chapter, Entry, Writer
from bounce_inspector.core.explaining.knowledge_facts import EnhancedFacts, NoteFacts
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.explaining.provider_notes import meanings_elsewhere


def entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Yield every page of the book, chapter by chapter."""
    writer = Writer(knowledge)
    yield from _replies(writer)
    yield from _enhanced(writer)
    yield from _wild(writer)
    yield from _categories(writer)
    yield from _providers(writer)
    yield from _blocklists(writer)
    yield from _cards(writer)
    yield from _errata(writer)


def _replies(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for code, facts in knowledge.facts.replies.items():
        words = knowledge.replies[code]
        yield writer.entry(
            Chapter.REPLY, code, words.title,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.under("meanings", *words.meanings),
                writer.remedies(words),
                writer.under("passes", writer.said(words.passes)),
                writer.under("standard", f"{facts.name} ({facts.rfc})"),
                writer.errata(code),
            ),
            (facts.source, knowledge.facts.retry) if code[0] == "4" else (facts.source,),
            codes=(code,),
        )  # fmt: skip


def _enhanced(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for code, facts in knowledge.facts.enhanced.items():
        words = knowledge.enhanced[code]
        notes = _notes_on(code, knowledge)
        yield writer.entry(
            Chapter.ENHANCED, code, words.title,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.remedies(words),
                writer.under(
                    "elsewhere", *(writer.said(knowledge.notes[note.id].happened) for note in notes)
                ),
                writer.under("standard", _standard(facts)),
                writer.errata(code),
            ),
            (facts.source, *(note.source for note in notes)),
            codes=(code,),
        )  # fmt: skip


def _standard(facts: EnhancedFacts) -> str:
    reply = f"; {', '.join(facts.reply)}" if facts.reply else ""
    return f"{facts.name} ({facts.rfc}{reply})"


def _notes_on(code: str, knowledge: Knowledge) -> tuple[NoteFacts, ...]:
    """Return the notes of providers on a code, those that redefine it first."""
    redefining = meanings_elsewhere(code, knowledge)
    forms = [code.replace("X", level) for level in "45"]
    others = (
        note
        for note in knowledge.facts.notes.values()
        if note not in redefining and any(form in note.written for form in forms)
    )
    return (*redefining, *others)


def _wild(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for key, facts in knowledge.facts.wild.items():
        words = knowledge.wild[key]
        yield writer.entry(
            Chapter.WILD, key, words.title,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.remedies(words),
                *(writer.errata(code) for code in facts.codes[:1]),
            ),
            (facts.source,),
            codes=facts.codes,
        )  # fmt: skip


def _categories(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for category, words in knowledge.categories.items():
        yield writer.entry(
            Chapter.CATEGORY, category, words.title,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.under("move", writer.said(words.move)),
                writer.remedies(words),
                writer.under(
                    "passes",
                    *dict.fromkeys(map(writer.said, (words.passes_lasting, words.passes_passing))),
                ),
                writer.under(
                    "address",
                    *map(writer.said, (
                        words.address_remove, words.address_watch,
                        words.address_keep, words.address_fix,
                    )),
                ),
            ),
            (knowledge.facts.categories[category],),
        )  # fmt: skip
    for kind, words in knowledge.kinds.items():
        yield writer.entry(
            Chapter.KIND, kind, words.title,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.under("move", writer.said(words.move)),
                writer.remedies(words),
                writer.under("passes", writer.said(words.passes)),
                writer.under("address", writer.said(words.address)),
            ),
            (knowledge.facts.kinds[kind],),
        )  # fmt: skip


def _providers(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for key, facts in knowledge.facts.providers.items():
        words = knowledge.providers[key]
        notes = [note for note in knowledge.facts.notes.values() if note.provider == key]
        yield writer.entry(
            Chapter.PROVIDER, key, facts.name,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.under("ask", writer.said(words.ask)),
                writer.under("provider", *(_note_line(writer, note) for note in notes)),
            ),
            (facts.source, *(note.source for note in notes)),
            ranges=tuple(note.codes for note in notes if note.codes is not None),
        )  # fmt: skip


def _note_line(writer: Writer, note: NoteFacts) -> str:
    text = writer.said(writer.knowledge.notes[note.id].happened)
    if not note.written:
        return text
    codes = ", ".join(note.written)
    return writer.knowledge.phrase("text.labelled", label=codes, text=text)


def _blocklists(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for key, facts in knowledge.facts.blocklists.items():
        words = knowledge.blocklists[key]
        lookup = knowledge.phrase("ask.lookup", lookup=facts.lookup) if facts.lookup else ""
        yield writer.entry(
            Chapter.BLOCKLIST, key, facts.name,
            (
                writer.under("happened", writer.said(words.happened)),
                writer.under("remedies", writer.said(words.removal), lookup),
                writer.under("answers", *facts.answers),
            ),
            (facts.source,),
        )  # fmt: skip


def _cards(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for key, facts in knowledge.facts.cards.items():
        words = knowledge.cards[key]
        yield writer.entry(
            Chapter.CARD, key, words.title,
            (
                writer.under("remedies", writer.said(words.happened)),
                writer.under("how", writer.said(words.administrator)),
                writer.under("cures", *(
                    knowledge.categories[category].title
                    for category in knowledge.categories
                    if category in facts.categories
                )),
            ),
            (facts.source,),
        )  # fmt: skip


def _errata(writer: Writer) -> Iterator[Entry]:
    knowledge = writer.knowledge
    for key, facts in knowledge.facts.errata.items():
        words = knowledge.errata[key]
        yield writer.entry(
            Chapter.ERRATUM, key, writer.said(words.says),
            (writer.under("truth", writer.said(words.truth)),),
            (facts.source,),
            codes=facts.codes,
        )  # fmt: skip

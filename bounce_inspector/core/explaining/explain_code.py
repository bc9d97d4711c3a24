"""Explain a bare code, such as 552 or 550 5.7.26, of which no words are known.

A code alone seldom tells what happened: the several things it is used for are listed, the
standard's meaning and the providers' own, and what lists get wrong about it.
"""

from collections.abc import Iterator

from bounce_inspector.core.explaining.code_apart import take_apart
from bounce_inspector.core.explaining.explain import remedies
from bounce_inspector.core.explaining.explanation import Explanation, Reader, Remedy
from bounce_inspector.core.explaining.explanation_parts import (
    cards_for,
    cite,
    code_sources,
    errata_for,
)
from bounce_inspector.core.explaining.knowledge_words import Knowledge, Words, fill
from bounce_inspector.core.explaining.provider_notes import meanings_elsewhere
from bounce_inspector.core.model import Category, Confidence


def explain_code(reply: str | None, status: str | None, knowledge: Knowledge) -> Explanation:
    """Return what a reply code, an enhanced code (``5.1.1``, ``X.1.1``) or a pair of both means.

    The enhanced code is the more exact one and speaks first. `category` is None where the codes are
    used for several.
    """
    words = _words(reply, status, knowledge)
    category, sure = _category(reply, status, knowledge)
    level = _level(reply, status)
    about = knowledge.categories[category] if category else None
    return Explanation(
        language=knowledge.language,
        title=words.title if words else _unknown_title(level, knowledge),
        happened=fill(words.happened, {}) if words else _unknown(level, knowledge),
        move=fill(about.move, {}) if about else knowledge.phrase("move.depends"),
        remedies=tuple(_remedies(words, knowledge)),
        passes=_passes(words, about, level, knowledge),
        address=knowledge.phrase("address-for.depends"),
        code=take_apart(reply, status, knowledge),
        meanings=tuple(_meanings(reply, status, knowledge)),
        contradiction=_contradiction(reply, status, knowledge),
        confidence=knowledge.phrase(
            f"confidence.{Confidence.LIKELY if sure else Confidence.GUESS}"
        ),
        cards=cards_for(category, "", knowledge) if sure else (),
        errata=errata_for((reply, status), knowledge),
        sources=tuple(dict.fromkeys(_sources(reply, status, knowledge))),
        category=category,
    )


def _words(reply: str | None, status: str | None, knowledge: Knowledge) -> Words | None:
    facts = knowledge.facts
    enhanced, wild = facts.enhanced_with(status), facts.wild_with(reply or "")
    if _level(reply, status) == "2" and not wild:
        return None
    if enhanced and not (enhanced.loose and reply in knowledge.replies):
        return knowledge.enhanced[enhanced.code]
    if wild:
        return knowledge.wild[wild.id]
    return knowledge.replies.get(reply or "")


def _category(
    reply: str | None, status: str | None, knowledge: Knowledge
) -> tuple[Category | None, bool]:
    """Return what the codes mean if they mean one thing, and whether that is likely."""
    facts = knowledge.facts
    enhanced = facts.enhanced_with(status)
    if _level(reply, status) == "2":
        return None, True
    if enhanced and enhanced.category:
        return enhanced.category, not enhanced.loose
    wild = facts.wild_with(reply or "")
    if wild:
        return wild.category, False
    basic = facts.replies.get(reply or "")
    if basic and len(basic.meanings) == 1 and not enhanced:
        return basic.meanings[0], True
    return None, False


def _level(reply: str | None, status: str | None) -> str:
    level = (reply or status or "")[:1]
    return level if level in {"2", "4", "5"} else "2" if level == "3" else ""


def _unknown_title(level: str, knowledge: Knowledge) -> str:
    return knowledge.phrase("code.success-title" if level == "2" else "code.unknown-title")


def _unknown(level: str, knowledge: Knowledge) -> str:
    return knowledge.phrase("code.success" if level == "2" else "code.unknown-reply")


def _remedies(words: Words | None, knowledge: Knowledge) -> Iterator[Remedy]:
    """Yield what to do; what becomes of an address must never rest on a code alone."""
    own = remedies(words or knowledge.categories[Category.UNCLASSIFIED], {})
    said = {each.reader: each.text for each in own}
    said[Reader.LIST_KEEPER] = knowledge.phrase("for-code.list-keeper")
    said[Reader.RECIPIENT] = knowledge.phrase("for-code.recipient")
    for reader in Reader:
        yield Remedy(reader, said[reader])


def _passes(words: Words | None, about: Words | None, level: str, knowledge: Knowledge) -> str:
    if words and words.passes:
        return fill(words.passes, {})
    if about and level == "4":
        retry = knowledge.phrase("retry.trying")
        return knowledge.join((fill(about.passes_passing, {}), retry))
    if about and level == "5":
        return fill(about.passes_lasting, {})
    return knowledge.phrase(f"for-code.passes-{level or 'any'}")


def _meanings(reply: str | None, status: str | None, knowledge: Knowledge) -> Iterator[str]:
    enhanced = knowledge.facts.enhanced_with(status)
    words = knowledge.replies.get(reply or "")
    if words and (enhanced is None or enhanced.loose):
        yield from words.meanings
    if status:
        for note in meanings_elsewhere(status, knowledge):
            yield fill(knowledge.notes[note.id].happened, {})


def _contradiction(reply: str | None, status: str | None, knowledge: Knowledge) -> str:
    sentences = []
    if reply and reply[0] not in "2" and reply not in knowledge.replies:
        sentences.append(knowledge.phrase("contradiction.no-smtp", code=reply))
    if reply and status and {reply[0], status[0]} == {"4", "5"}:
        sentences.append(knowledge.phrase("contradiction.classes", reply=reply, status=status))
    return knowledge.join(sentences)


def _sources(reply: str | None, status: str | None, knowledge: Knowledge) -> Iterator[str]:
    yield from code_sources(reply, status, knowledge)
    if status:
        for note in meanings_elsewhere(status, knowledge):
            yield cite(note.source, knowledge)
    if _level(reply, status) == "4":
        yield cite(knowledge.facts.retry, knowledge)

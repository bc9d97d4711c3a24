"""Which of a provider's own meanings fits a reply: the provider speaks before the standard."""

from collections.abc import Iterator

from bounce_inspector.core.explaining.knowledge_facts import NoteFacts
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Category, Finding

_LONGEST = 20_000


def note_for(finding: Finding, knowledge: Knowledge, worded: str | None) -> NoteFacts | None:
    """Return the note of the finding's provider that fits it most exactly, None if none fits.

    Where no provider was recognised, the one whose wording decided (`worded`) or whose software is
    run by many may tell only what it means by a number that it uses in its own way.
    """
    provider, facts = finding.verdict.provider, knowledge.facts
    text = fold(finding.failure.diagnostic[:_LONGEST])
    fitting = [
        note
        for note in facts.notes.values()
        if (note.provider == provider or (provider is None and note.redefines))
        and (provider or note.provider == worded or facts.providers[note.provider].software)
        and _fits(note, finding.failure.status, finding.verdict.category, text)
    ]
    return max(fitting, key=_exactness, default=None)


def meaning_of(status: str, provider: str | None, knowledge: Knowledge) -> str:
    """Return what `provider` means by an enhanced code where it differs from the registry, or "".

    A number that a provider uses for several things gives all of them, one sentence after another.
    """
    notes = meanings_of(status, provider, knowledge)
    return knowledge.join(knowledge.notes[note.id].happened[-1] for note in notes)


def meanings_of(status: str, provider: str | None, knowledge: Knowledge) -> tuple[NoteFacts, ...]:
    """Return the notes with what `provider` means by an enhanced code in its own way."""
    if not status:
        return ()
    return tuple(note for note in _redefining(status, knowledge) if note.provider == provider)


def meanings_elsewhere(status: str, knowledge: Knowledge) -> tuple[NoteFacts, ...]:
    """Return the notes of all providers that use an enhanced code in their own way."""
    return tuple(_redefining(status, knowledge))


def _redefining(status: str, knowledge: Knowledge) -> Iterator[NoteFacts]:
    forms = [status.replace("X", level) for level in "45"] if status[0] == "X" else [status]
    for note in knowledge.facts.notes.values():
        codes = note.codes
        if note.redefines and codes is not None and any(form in codes for form in forms):
            yield note


def _fits(note: NoteFacts, status: str | None, category: Category, text: str) -> bool:
    if note.codes is not None and status not in note.codes:
        return False
    if note.categories and category not in note.categories:
        return False
    return not note.any or any(words in text for words in note.any)


def _exactness(note: NoteFacts) -> tuple[bool, bool, bool]:
    return bool(note.any), bool(note.categories), note.codes is not None

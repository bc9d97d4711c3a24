"""Say openly where the codes of a reply and its words, or the codes among themselves, disagree."""

from collections.abc import Iterator

from bounce_inspector.core.explaining.explanation_case import Case, provider_name
from bounce_inspector.core.explaining.knowledge_facts import EnhancedFacts, NoteFacts
from bounce_inspector.core.model import Category


def contradiction(case: Case) -> str:
    """Return in whole sentences what does not fit together and what we go by, "" if all fits."""
    return case.knowledge.join(_sentences(case))


def _sentences(case: Case) -> Iterator[str]:
    knowledge, verdict = case.knowledge, case.verdict
    reply, status = case.failure.reply, case.failure.status
    if reply and reply[0] in "13456" and reply not in knowledge.facts.replies:
        yield knowledge.phrase("contradiction.no-smtp", code=reply)
    registered = knowledge.facts.enhanced_with(status)
    if status and registered and _is_against(registered, verdict.category):
        meaning = knowledge.enhanced[registered.code].title
        if case.note is not None and _is_redefined(case.note, status):
            name = provider_name(case.note.provider, knowledge, case.rulebook)
            yield knowledge.phrase(
                "contradiction.provider", code=status, meaning=meaning, provider=name
            )
        elif case.rule is not None and case.rule.speaks:
            title = case.words.title
            yield knowledge.phrase("contradiction.words", code=status, meaning=meaning, title=title)
    if reply and status and reply[0] != status[0] and {reply[0], status[0]} <= {"4", "5"}:
        yield knowledge.phrase("contradiction.classes", reply=reply, status=status)
    if case.waiting or verdict.category is Category.UNCLASSIFIED:
        return
    if case.code.startswith("5") and not verdict.permanent:
        yield knowledge.phrase("contradiction.passes")
    if case.code.startswith("4") and verdict.permanent:
        yield knowledge.phrase("contradiction.lasts")


def _is_against(registered: EnhancedFacts, category: Category) -> bool:
    if registered.loose or category is Category.UNCLASSIFIED:
        return False
    return category not in {registered.category, *registered.also}


def _is_redefined(note: NoteFacts, status: str) -> bool:
    return note.redefines and note.codes is not None and status in note.codes

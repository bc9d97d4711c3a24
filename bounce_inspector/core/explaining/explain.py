"""Explain a failure: what happened, whose move it is, what to do, in the words of one language.

The provider speaks before the standard, the words before the code, and what is known of this bounce
(address, server, limit, block list) is filled in. No sentence stands here: all come from
resources/knowledge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bounce_inspector.core.classifying.rulebook import Rulebook, load_rulebook
from bounce_inspector.core.explaining.code_apart import take_apart
from bounce_inspector.core.explaining.contradictions import contradiction
from bounce_inspector.core.explaining.explanation import Explanation, Reader, Remedy
from bounce_inspector.core.explaining.explanation_case import Case, open_case
from bounce_inspector.core.explaining.explanation_parts import (
    about,
    ask_for,
    cards_for,
    cite,
    errata_for,
    listings,
    sources_for,
)
from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.explaining.knowledge_words import Knowledge, Words, fill
from bounce_inspector.core.model import Action, Category, Confidence, Finding, Inspection, Kind

__all__ = [
    "Explanation",
    "Knowledge",
    "Reader",
    "Remedy",
    "explain",
    "explain_inspection",
    "explain_kind",
    "languages",
    "load_knowledge",
]


def explain(
    finding: Finding,
    knowledge: Knowledge,
    *,
    inspection: Inspection | None = None,
    rulebook: Rulebook | None = None,
) -> Explanation:
    """Return the explanation of one finding; `inspection` is the message it comes from.

    Never raises, whatever the mail says. Values from mail stand in the texts as they are: escape
    them before they become rich text.
    """
    case = open_case(finding, inspection, knowledge, rulebook or load_rulebook())
    if case.kind and not case.waiting:
        return _explain_no_failure(case)
    return _explain_failure(case)


def explain_inspection(
    inspection: Inspection, knowledge: Knowledge, *, rulebook: Rulebook | None = None
) -> tuple[Explanation, ...]:
    """Return the explanation of each finding, or of the kind of message where there is none."""
    if not inspection.findings:
        return (explain_kind(inspection.kind, knowledge),)
    return tuple(
        explain(finding, knowledge, inspection=inspection, rulebook=rulebook)
        for finding in inspection.findings
    )


def explain_kind(kind: Kind, knowledge: Knowledge) -> Explanation:
    """Return what a message of this kind is, where no address is known."""
    if kind is not Kind.BOUNCE:
        return _from_kind(knowledge.kinds[kind], {}, kind, knowledge)
    words = knowledge.categories[Category.UNCLASSIFIED]
    return Explanation(
        language=knowledge.language,
        title=words.title,
        happened=fill(words.happened, {}),
        move=fill(words.move, {}),
        remedies=remedies(words, {}),
        passes=fill(words.passes_passing, {}),
        address=fill(words.address_keep, {}),
        category=Category.UNCLASSIFIED,
    )


def remedies(words: Words, values: Mapping[str, str]) -> tuple[Remedy, ...]:
    """Return what each reader should do, as far as `words` say."""
    texts = (
        (Reader.CUSTOMER, words.customer),
        (Reader.LIST_KEEPER, words.list_keeper),
        (Reader.ADMINISTRATOR, words.administrator),
        (Reader.RECIPIENT, words.recipient),
    )
    return tuple(Remedy(reader, fill(text, values)) for reader, text in texts if text)


def _from_kind(
    words: Words, values: Mapping[str, str], kind: str, knowledge: Knowledge
) -> Explanation:
    return Explanation(
        language=knowledge.language,
        title=words.title,
        happened=fill(words.happened, values),
        move=fill(words.move, values),
        remedies=remedies(words, values),
        passes=fill(words.passes, values),
        address=fill(words.address, values),
        cards=cards_for(None, kind, knowledge),
        sources=(cite(knowledge.facts.kinds[kind], knowledge),),
        kind=kind,
    )


def _explain_no_failure(case: Case) -> Explanation:
    failure, verdict, knowledge = case.failure, case.verdict, case.knowledge
    return replace(
        _from_kind(knowledge.kinds[case.kind], case.values, case.kind, knowledge),
        code=take_apart(failure.reply, failure.status, knowledge, provider=verdict.provider),
        provider=case.values["provider"],
        # The type of a complaint is a word of its format, nothing that a server said.
        quoted="" if failure.action is None else failure.diagnostic,
        advice=verdict.advice,
        permanent=verdict.permanent,
        recipient=failure.recipient,
    )


def _explain_failure(case: Case) -> Explanation:
    failure, verdict, knowledge = case.failure, case.verdict, case.knowledge
    conflict = contradiction(case)
    spoken = case.waiting or case.words
    return Explanation(
        language=knowledge.language,
        title=spoken.title,
        happened=knowledge.join(_happened(case)),
        move=_move(case),
        remedies=remedies(spoken, case.values),
        passes=_passes(case),
        address=_address(case),
        stage=knowledge.phrase(f"stage.{failure.stage}") if failure.stage else "",
        code=take_apart(failure.reply, failure.status, knowledge, provider=verdict.provider),
        meanings=_meanings(case),
        provider=case.values["provider"],
        provider_note=case.fill(knowledge.notes[case.note.id].happened) if case.note else "",
        about=about(case),
        ask=ask_for(case),
        blocklists=listings(case.lists, knowledge),
        contradiction=conflict,
        confidence=knowledge.phrase(f"confidence.{verdict.confidence}"),
        runner_up=_runner_up(case),
        quoted=failure.diagnostic,
        cards=cards_for(verdict.category, "", knowledge),
        errata=errata_for((failure.status,), knowledge) if conflict else (),
        sources=sources_for(case),
        kind=case.kind,
        category=verdict.category,
        advice=verdict.advice,
        permanent=verdict.permanent,
        recipient=failure.recipient,
    )


def _happened(case: Case) -> Iterator[str]:
    failure = case.failure
    if case.waiting:
        yield case.fill(case.waiting.happened)
    if not case.waiting or case.verdict.category is not Category.UNCLASSIFIED:
        yield case.fill(case.words.happened)
    final, recipient = failure.final_recipient, case.values["recipient"]
    if final and recipient and final.casefold() != failure.recipient.casefold():
        yield case.knowledge.phrase("forwarded.to", recipient=recipient, final=final)


def _move(case: Case) -> str:
    if case.waiting:
        return case.fill(case.waiting.move)
    if case.verdict.fault is case.rulebook.categories[case.verdict.category].fault:
        return case.fill(case.words.move)
    return case.knowledge.phrase(f"move.{case.verdict.fault}")


def _address(case: Case) -> str:
    if case.waiting:
        return case.fill(case.waiting.address)
    said = case.fill(case.words.address_for(case.verdict.advice))
    return said or case.knowledge.phrase(f"address-for.{case.verdict.advice}")


def _passes(case: Case) -> str:
    if case.waiting:
        return case.fill(case.waiting.passes)
    verdict, words, knowledge = case.verdict, case.words, case.knowledge
    if verdict.category is Category.UNCLASSIFIED and not case.code:
        return knowledge.phrase("passes.no-code")
    # Where the code sounds final although the failure may pass, the lasting form says so.
    usually_passes = case.rulebook.categories[verdict.category].permanent is False
    lasting = verdict.permanent or (usually_passes and case.code.startswith("5"))
    text = case.fill(words.passes_lasting if lasting else words.passes_passing)
    if verdict.permanent or not case.code.startswith("4"):
        return text
    given_up = case.failure.action is Action.FAILED
    return knowledge.join((text, knowledge.phrase("retry.gave-up" if given_up else "retry.trying")))


def _meanings(case: Case) -> tuple[str, ...]:
    """Return the several uses of the reply code where the words do not tell which it is."""
    words = case.knowledge.replies.get(case.failure.reply or "")
    return words.meanings if words and case.verdict.confidence is Confidence.GUESS else ()


def _runner_up(case: Case) -> str:
    second = case.verdict.runner_up
    if second is None or second.category is Category.UNCLASSIFIED:
        return ""
    rule = case.rulebook.by_id.get(second.rule)
    why = "code" if rule and not rule.speaks else "weak" if rule and rule.weak else "general"
    title = case.knowledge.categories[second.category].title
    return case.knowledge.phrase(f"runner-up.{why}", title=title)

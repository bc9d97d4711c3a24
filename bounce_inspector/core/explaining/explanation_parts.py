"""The parts of an explanation that are looked up: block lists, where to ask, cards, sources."""

from collections.abc import Iterable, Iterator

from bounce_inspector.core.explaining.explanation import Card, Erratum, Listing
from bounce_inspector.core.explaining.explanation_case import Case
from bounce_inspector.core.explaining.knowledge_facts import BlocklistFacts, Source
from bounce_inspector.core.explaining.knowledge_words import Knowledge, fill
from bounce_inspector.core.explaining.provider_notes import meanings_of
from bounce_inspector.core.model import Category

# Where somebody on the other side, or at a block list, may have something to answer.
_ASKING = frozenset({
    Category.SPAM_CONTENT, Category.ATTACHMENT_REFUSED, Category.AUTHENTICATION_FAILED,
    Category.SENDER_BLOCKLISTED, Category.SENDER_THROTTLED, Category.SENDER_DNS_INVALID,
    Category.SENDER_QUOTA, Category.POLICY_REFUSED, Category.SUPPRESSED, Category.UNCLASSIFIED,
})  # fmt: skip
# Where the one to answer is our own server or sending service.
_OWN_SIDE = frozenset({Category.SENDER_QUOTA, Category.SUPPRESSED})
# Where only the administrator of the other side can mend it: no form of a provider is for that.
_THEIR_SIDE = frozenset({Category.RECIPIENT_REFUSED, Category.TLS_FAILED, Category.MAIL_LOOP})


def listings(lists: Iterable[BlocklistFacts], knowledge: Knowledge) -> tuple[Listing, ...]:
    """Return what is to be known about the block lists that a reply names."""
    return tuple(
        Listing(
            id=entry.id,
            name=entry.name,
            lists=fill(words.happened, {}),
            lookup=entry.lookup,
            removal=fill(words.removal, {}),
            source=cite(entry.source, knowledge),
        )
        for entry in lists
        if (words := knowledge.blocklists[entry.id])
    )


def about(case: Case) -> str:
    """Return what is known of the provider and what it keeps to itself; "" of several at once."""
    words = case.knowledge.providers.get(case.verdict.provider or "")
    return case.fill(words.happened) if words and case.values["provider"] else ""


def ask_for(case: Case) -> tuple[str, ...]:
    """Return where to ask for help or removal; nothing where the sender has nothing to ask."""
    category = case.verdict.category
    refused_query = any(entry.error or entry.dead for entry in case.lists)
    sentences = [*_asked_of_provider(case)] if category in _ASKING else []
    if refused_query or category in _THEIR_SIDE:
        return (*sentences, *_asked_of_domain(case))
    if sentences or category not in _ASKING - _OWN_SIDE:
        return tuple(sentences)
    return tuple(_asked_of_domain(case))


def _asked_of_provider(case: Case) -> Iterator[str]:
    knowledge, provider = case.knowledge, case.verdict.provider or ""
    for entry in case.lists:
        if entry.lookup:
            yield knowledge.phrase("ask.lookup", lookup=entry.lookup)
    words = knowledge.providers.get(provider)
    written = case.rulebook.providers.get(provider)
    if words and words.ask:
        yield case.fill(words.ask)
    elif written and written.postmaster:
        yield knowledge.phrase(
            "ask.postmaster", provider=case.values["provider"], postmaster=written.postmaster
        )


def _asked_of_domain(case: Case) -> Iterator[str]:
    """Yield the address that every domain must have, RFC 5321 section 4.5.1."""
    if case.values["domain"]:
        yield case.knowledge.phrase("ask.every-domain", domain=case.values["domain"])


def cards_for(category: Category | None, kind: str, knowledge: Knowledge) -> tuple[Card, ...]:
    """Return the best-practice cards that cure a category or kind."""
    return tuple(
        Card(facts.id, words.title, fill(words.happened, {}), fill(words.administrator, {}))
        for facts in knowledge.facts.cards.values()
        if (words := knowledge.cards[facts.id])
        and (category in facts.categories or kind in facts.kinds)
    )


def errata_for(codes: Iterable[str | None], knowledge: Knowledge) -> tuple[Erratum, ...]:
    """Return the common mistakes about these reply and enhanced codes."""
    wanted = {code for code in codes if code}
    wanted |= {f"X.{code.partition('.')[2]}" for code in wanted if "." in code}
    return tuple(
        Erratum(fill(words.says, {}), fill(words.truth, {}))
        for facts in knowledge.facts.errata.values()
        if not wanted.isdisjoint(facts.codes) and (words := knowledge.errata[facts.id])
    )


def sources_for(case: Case) -> tuple[str, ...]:
    """Return who says what an explanation rests on: the rule first, each source once."""
    return tuple(dict.fromkeys(_sources(case)))


def code_sources(reply: str | None, status: str | None, knowledge: Knowledge) -> Iterator[str]:
    """Yield who defines the codes."""
    facts = knowledge.facts
    enhanced = facts.enhanced_with(status)
    if enhanced:
        yield f"{enhanced.rfc}; {cite(enhanced.source, knowledge)}"
    basic = facts.replies.get(reply or "") or facts.wild_with(reply or "")
    if basic:
        yield cite(basic.source, knowledge)


def cite(source: Source, knowledge: Knowledge) -> str:
    """Return a source with its date, if it has one."""
    if not source.date or source.date == "undated":
        return knowledge.phrase("source.undated", source=source.text)
    return knowledge.phrase("source.dated", source=source.text, date=source.date)


def _sources(case: Case) -> Iterator[str]:
    knowledge, rule = case.knowledge, case.rule
    if rule is not None:
        source = cite(Source(rule.source or rule.origin, rule.date), knowledge)
        yield knowledge.phrase("source.rule", rule=rule.id, source=source)
        if rule.legacy:
            yield knowledge.phrase("source.legacy")
    if case.note is not None and not (rule and rule.source == case.note.source.text):
        yield cite(case.note.source, knowledge)
    if about(case) or any(_asked_of_provider(case)):
        yield from _provider_sources(case)
    for note in meanings_of(case.failure.status or "", case.verdict.provider, knowledge):
        yield cite(note.source, knowledge)
    yield from code_sources(case.failure.reply, case.failure.status, knowledge)
    for entry in case.lists:
        yield cite(entry.source, knowledge)
    if case.code.startswith("4"):
        yield cite(knowledge.facts.retry, knowledge)


def _provider_sources(case: Case) -> Iterator[str]:
    provider = case.verdict.provider or ""
    spoken = case.knowledge.facts.providers.get(provider)
    written = case.rulebook.providers.get(provider)
    if spoken:
        yield cite(spoken.source, case.knowledge)
    elif written and written.source:
        yield cite(Source(written.source, written.date), case.knowledge)

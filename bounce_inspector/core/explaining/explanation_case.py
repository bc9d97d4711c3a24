"""Everything an explanation of one finding draws on, gathered once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bounce_inspector.core.address import domain_of
from bounce_inspector.core.classifying.rulebook import Rulebook
from bounce_inspector.core.classifying.rules import Rule
from bounce_inspector.core.explaining.knowledge_facts import BlocklistFacts, NoteFacts
from bounce_inspector.core.explaining.knowledge_words import Knowledge, Text, Words, fill
from bounce_inspector.core.explaining.provider_notes import note_for
from bounce_inspector.core.explaining.reply_values import blocklists, limit, refused_ip
from bounce_inspector.core.model import Action, Advice, Failure, Finding, Inspection, Kind, Verdict

_LONGEST_VALUE = 254
_NO_FAILURES = {
    Action.DELAYED: "delay",
    Action.DELIVERED: "delivered",
    Action.RELAYED: "relayed",
    Action.EXPANDED: "expanded",
}
_NO_BOUNCES = frozenset({Kind.COMPLAINT, Kind.AUTO_REPLY, Kind.CHALLENGE, Kind.READ_RECEIPT})


@dataclass(frozen=True, slots=True)
class Case:
    """A finding with what is known about it.

    `kind` is the key of `Knowledge.kinds` where it is no failure, or not yet, else "". `words` are
    those of its category, `waiting` those of a delay. `values` fill the places of texts.
    """

    finding: Finding
    kind: str
    knowledge: Knowledge
    rulebook: Rulebook
    words: Words
    waiting: Words | None
    values: Mapping[str, str]
    lists: tuple[BlocklistFacts, ...]
    note: NoteFacts | None

    @property
    def failure(self) -> Failure:
        """What the report says."""
        return self.finding.failure

    @property
    def verdict(self) -> Verdict:
        """What we conclude."""
        return self.finding.verdict

    @property
    def code(self) -> str:
        """The code that decides whether a server tries again, "" for none."""
        return self.failure.reply or self.failure.status or ""

    @property
    def rule(self) -> Rule | None:
        """The rule that decided."""
        return self.rulebook.by_id.get(self.verdict.rule)

    def fill(self, text: Text) -> str:
        """Return `text` with the values of this case."""
        return fill(text, self.values)


def open_case(
    finding: Finding, inspection: Inspection | None, knowledge: Knowledge, rulebook: Rulebook
) -> Case:
    """Return the case of `finding`, a part of `inspection` where that is known."""
    kind = _no_failure(finding, inspection)
    rule = rulebook.by_id.get(finding.verdict.rule)
    lists = blocklists(finding.failure, knowledge.facts)
    return Case(
        finding=finding,
        kind=kind,
        knowledge=knowledge,
        rulebook=rulebook,
        words=knowledge.categories[finding.verdict.category],
        waiting=knowledge.kinds[kind] if kind == _NO_FAILURES[Action.DELAYED] else None,
        values=_values(finding, lists, knowledge, rulebook),
        lists=lists,
        note=note_for(finding, knowledge, rule.provider if rule else None),
    )


def provider_name(provider: str | None, knowledge: Knowledge, rulebook: Rulebook) -> str:
    """Return how we speak of a provider, "" for none."""
    if provider is None:
        return ""
    spoken = knowledge.facts.providers.get(provider)
    written = rulebook.providers.get(provider)
    if spoken:
        return "" if spoken.group else spoken.name
    return written.name if written else ""


def _no_failure(finding: Finding, inspection: Inspection | None) -> str:
    if finding.verdict.advice is Advice.COMPLAINT:
        return Kind.COMPLAINT
    if inspection is not None and inspection.kind in _NO_BOUNCES:
        return inspection.kind
    return _NO_FAILURES.get(finding.failure.action, "") if finding.failure.action else ""


def _values(
    finding: Finding,
    lists: Iterable[BlocklistFacts],
    knowledge: Knowledge,
    rulebook: Rulebook,
) -> dict[str, str]:
    """Return what is known under the names that the texts use for it.

    Values come from mail: they are cut to length and put on one line, but nothing else is done to
    them. Escaping is for whoever shows them.
    """
    failure, verdict = finding.failure, finding.verdict
    listed = [entry for entry in lists if not entry.error and not entry.dead]
    facts = rulebook.categories[verdict.category]
    named = limit(failure, verdict.category)
    values = {
        "recipient": failure.recipient,
        "domain": domain_of(failure.final_recipient or failure.recipient),
        "server": failure.remote_host or "",
        "provider": provider_name(verdict.provider, knowledge, rulebook),
        "list": ", ".join(entry.name for entry in listed),
        "ip": refused_ip(failure) if all(entry.lists == "ip" for entry in listed) else "",
        "limit": knowledge.phrase(named[0], count=str(named[1])) if named else "",
        "times": str(facts.remove_after or ""),
        "days": str(facts.within_days or ""),
    }
    return {name: " ".join(value[:_LONGEST_VALUE].split()) for name, value in values.items()}

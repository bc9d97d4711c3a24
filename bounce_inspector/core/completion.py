"""Complete what a report says of a recipient from the words beside it and the returned message."""

import re
from functools import lru_cache
from itertools import islice

from bounce_inspector.core.address import clean, find_all, key, local_part
from bounce_inspector.core.dialects import (
    DIALOGUE,
    GENERAL,
    MDAEMON,
    SENDMAIL,
    TEXTS,
    Dialect,
    fitting,
    general,
)
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Action, Failure, Stage
from bounce_inspector.core.smtp import find_stage, read_facts
from bounce_inspector.core.verp import unsigned, wrapped_recipient
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

MAX_CONTEXT = 4_000
_NEAR = 600
_SAYS_SOMETHING = 4  # characters of a diagnostic
_SHORT = 40  # a context of fewer characters says little
# Looking each recipient up in the words is linear for one, so it is done for a few only.
MAX_SEARCHED = 100
_ALIAS = re.compile(
    r"<?([^\s<>()]{1,200}@[^\s<>()]{1,250}?)>?[ \t\n]*\((?:expanded|generated"
    r"|ultimately generated|forwarded|redirected) from:?[\s]*<?([^\s<>()]{1,250})>?\)",
    re.I,
)
_ALIAS_SIGN = re.compile(r"(?i)\((?:expanded|generated|ultimately|forwarded|redirected)\s")
_IN_REPLY = re.compile(r"\(in\s+reply\s+to[^()]{1,60}\)")
_FOR = re.compile(r"\bfor\s+<?([^\s<>;]{1,200}@[^\s<>;]{1,250}?)>?(?:;|\s|$)")


def complete(report: Report, message: Message, reader: Dialect | None = None) -> Report:
    """Return the report, addresses, aliases and words filled in; one entry a recipient.

    `reader` is the dialect that read it, where it was read from running text.
    """
    failures, unread = list(report.failures), report.unread
    if not failures:
        failures, beside = _by_elimination(message)
        unread += beside
    worded: dict[str, Failure] = {}
    for failure in failures:
        if not failure.recipient or _is_silent(failure):
            worded = _worded(message, report, reader)
            failures = _named(failures, worded, message)
            break
    failures = [
        _unsigned(failure) if "=" in failure.recipient else failure
        for failure in failures
        if failure.recipient
    ]
    aliases = _aliases(message)
    if aliases:
        failures = [_with_alias(failure, aliases) for failure in failures]
    words = ""
    if len(failures) == 1:
        failures = [_forwarded(failures[0], message)]
        if len(failures[0].context) < _SHORT:
            # What is said of one of several recipients says nothing of the others.
            words = on_one_line(message.words[:MAX_CONTEXT])
    tells_stages = len(failures) <= MAX_SEARCHED and "(in" in message.words
    stages = message.words if tells_stages else ""
    failures = [_with_words(failure, words, worded, stages) for failure in failures]
    if len(failures) > 1:
        failures = _merged(failures)
    return Report(report.dialect, tuple(failures), report.kind, unread)


def _by_elimination(message: Message) -> Named:
    """Return the recipient that a report without one must be about: the one that there is."""
    named, unread = general.failed_recipients(message)
    named = named or _verp(message)
    if named:
        return Named(_said_in(message, named, certain=True), unread)
    subject = general.subject_recipient(message)
    wanted = message.original_recipients
    if subject and (not wanted or key(subject) in wanted):
        return Named(_said_in(message, [subject], certain=False))
    if len(wanted) == 1:
        return Named(_said_in(message, list(wanted.values()), certain=False))
    return Named([])


def _said_in(message: Message, addresses: list[str], *, certain: bool) -> list[Failure]:
    """Return failures of these addresses for which the whole text is the diagnostic."""
    words = message.words[:MAX_CONTEXT]
    facts = read_facts(words)
    failure = Failure(
        recipient="",
        status=facts.status,
        reply=facts.reply,
        stage=facts.stage,
        diagnostic=on_one_line(words),
        remote_host=facts.remote_host,
        remote_ip=facts.remote_ip,
        certain=certain,
    )
    return [failure._replace(recipient=address) for address in addresses]


def _verp(message: Message) -> list[str]:
    """Return the one recipient that the envelope address of the report wraps."""
    fields = ("to", "delivered-to", "x-original-to", "envelope-to")
    values = [value for name in fields for value in message.headers.all(name)]
    named = islice((each.address for value in values for each in find_all(value)), MAX_SEARCHED)
    found = map(wrapped_recipient, named)
    return list({key(address): address for address in found if address}.values())[:1]


def _named(failures: list[Failure], worded: dict[str, Failure], message: Message) -> list[Failure]:
    """Give failures whose report names no full address the one that the words name."""
    if all(each.recipient for each in failures):
        return failures
    candidates = [each.recipient for each in worded.values()]
    candidates += general.failed_recipients(message)[0]
    candidates += message.original_recipients.values()
    by_local_part = {local_part(key(each)): each for each in reversed(candidates)}
    if len(failures) == 1:
        certain = len({key(each) for each in candidates}) == 1
        return [_named_one(failures[0], by_local_part, candidates[:1], certain=certain)]
    return [_named_one(each, by_local_part, [], certain=True) for each in failures]


def _named_one(
    failure: Failure, by_local_part: dict[str, str], fallback: list[str], *, certain: bool
) -> Failure:
    if failure.recipient:
        return failure
    word = key(failure.final_recipient or "").partition("@")[0].strip('"')
    if word and word in by_local_part:
        return failure._replace(recipient=by_local_part[word], final_recipient=None)
    if fallback:
        return failure._replace(recipient=fallback[0], certain=failure.certain and certain)
    return failure


def _unsigned(failure: Failure) -> Failure:
    plain = unsigned(failure.recipient)
    if plain == failure.recipient:
        return failure
    return failure._replace(recipient=plain, final_recipient=failure.recipient)


def _aliases(message: Message) -> dict[str, str]:
    """Return final address -> address before expansion, as far as the words say it."""
    words = message.words
    if "(" not in words or not _ALIAS_SIGN.search(words):
        return {}
    found = {}
    for told in islice(_ALIAS.finditer(words[:200_000]), MAX_RECIPIENTS):
        final, original = told.groups()
        address = clean(original)
        if address:
            found[key(clean(final) or final)] = address
    return found


def _with_alias(failure: Failure, aliases: dict[str, str]) -> Failure:
    original = aliases.get(key(failure.final_recipient or failure.recipient))
    if original is None or key(original) == key(failure.recipient):
        return failure
    return failure._replace(
        recipient=original, final_recipient=failure.final_recipient or failure.recipient
    )


def _forwarded(failure: Failure, message: Message) -> Failure:
    """Tell that a message was forwarded where the returned one shows that it went elsewhere first.

    The To field alone proves nothing (a list, a copy): a Received field must say that the same
    address was what the message was accepted for.
    """
    original = message.original
    if failure.final_recipient or original is None or "list-id" in original:
        return failure
    if clean(original.get("to") or "") == failure.recipient:
        return failure
    wanted = message.original_recipients
    if len(wanted) != 1 or key(failure.recipient) in wanted:
        return failure
    accepted = {key(found) for value in original.all("received") for found in _FOR.findall(value)}
    only, address = next(iter(wanted.items()))
    if only in accepted and key(failure.recipient) in _named_in_report(message):
        return failure._replace(recipient=address, final_recipient=failure.recipient)
    return failure


def _named_in_report(message: Message) -> set[str]:
    texts_of_report = [passage.words for passage in (*message.passages, *message.reports)]
    return {key(found.address) for text in texts_of_report for found in find_all(text[:100_000])}


def _worded(message: Message, report: Report, reader: Dialect | None) -> dict[str, Failure]:
    """Return what the running text says of each address, where `report` was read from it or not."""
    if report.dialect == GENERAL.name or (reader is TEXTS and report.failures):
        return _by_address(report)  # of those below, nobody before it knew the words
    if report.dialect == SENDMAIL.name and report.failures:
        return _by_address(report)  # it is the first that is asked
    for dialect in fitting((SENDMAIL, MDAEMON, TEXTS, DIALOGUE, GENERAL), message):
        told = dialect.read(message)
        if told and told.failures:
            return _by_address(told)
    return {}


def _by_address(report: Report) -> dict[str, Failure]:
    named = {key(each.recipient): each for each in report.failures}
    named.update(
        {key(each.final_recipient): each for each in report.failures if each.final_recipient}
    )
    return named


def _is_silent(failure: Failure) -> bool:
    return len(failure.diagnostic) < _SAYS_SOMETHING


def _with_words(failure: Failure, words: str, worded: dict[str, Failure], stages: str) -> Failure:
    """Return the failure with what the `words` and the text about its address say beside it.

    `stages` is the text in which Postfix tells the stage behind an address, "" for none.
    """
    context = failure.context
    if len(context) < _SHORT:
        context = f"{context} {words}".strip()
    beside = _beside(failure, worded) if worded else None
    if beside is None or not _is_silent(failure):
        stage = failure.stage or _told_stage(failure, failure.reply, stages)
        if context == failure.context and stage is failure.stage:
            return failure
        return failure.beside(context, stage)
    reply = failure.reply or beside.reply
    stage = failure.stage or beside.stage
    return failure._replace(
        diagnostic=beside.diagnostic,
        context=context,
        span=beside.span if beside.diagnostic else failure.span,
        reply=reply,
        status=beside.status if _is_general(failure.status) and beside.status else failure.status,
        stage=stage or _told_stage(failure, reply, stages),
        remote_host=failure.remote_host or beside.remote_host,
        remote_ip=failure.remote_ip or beside.remote_ip,
    )


def _beside(failure: Failure, worded: dict[str, Failure]) -> Failure | None:
    return worded.get(key(failure.final_recipient or "")) or worded.get(key(failure.recipient))


def _told_stage(failure: Failure, reply: str | None, words: str) -> Stage | None:
    """Return the stage of Postfix's "(in reply to RCPT TO command)" behind the address."""
    if not reply or not words:
        return None
    place = words.find(failure.final_recipient or failure.recipient)
    told = _IN_REPLY.search(words, place, place + _NEAR) if place >= 0 else None
    return _told_by(told[0]) if told else None


# Postfix knows few commands, and its brackets hold nothing else.
_told_by = lru_cache(maxsize=100)(find_stage)


def _is_general(status: str | None) -> bool:
    return status is None or status.endswith(".0.0")


def _merged(failures: list[Failure]) -> list[Failure]:
    """Return one entry for each recipient and reason; a failure outweighs a delay."""
    kept: dict[str, Failure] = {}
    for failure in failures:
        name = key(failure.recipient)
        known = kept.setdefault(name, failure)
        if known is not failure and _weight(failure) > _weight(known):
            kept[name] = failure
    return list(kept.values())


def _weight(failure: Failure) -> tuple[bool, bool, bool]:
    return (
        failure.action is Action.FAILED,
        failure.status is not None or failure.reply is not None,
        bool(failure.diagnostic),
    )

"""Write the answer to somebody who asks about a bounce: a template filled with one case's facts.

An answer speaks of one recipient. What names anybody else, or comes out of the returned mail, does
not go into it.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from bounce_inspector.core.address import domain_of, local_part
from bounce_inspector.core.explaining.explain import explain
from bounce_inspector.core.explaining.explanation import Explanation, Reader
from bounce_inspector.core.explaining.knowledge_words import Knowledge, fill
from bounce_inspector.core.explaining.letter_files import Letter
from bounce_inspector.core.model import Finding, Inspection

_SEPARATOR = " · "
_LONGEST_REPLY = 400
_SHORT = 4  # a subject of fewer letters is too common a word to be recognised as one
_SHORTEST_NAME = 2  # what stands before an @ and is shorter is no name
_NO_WORD = re.compile(r"[^a-z0-9\u00c0-\uffff]+")
_DELAY = "delay"


def write_letter(
    letter: Letter, finding: Finding, inspection: Inspection, knowledge: Knowledge
) -> str:
    """Return an answer about one finding of a message, as plain text.

    `knowledge` is that of the letter's language. Values come from mail: they stand on one line,
    and whoever shows them makes control characters visible.
    """
    explanation = explain(finding, knowledge, inspection=inspection)
    values = _values(finding, inspection, explanation, knowledge)
    values["details"] = _SEPARATOR.join(
        filter(None, (fill((detail,), values) for detail in letter.details))
    )
    moment = _moment(explanation)
    paragraphs = [
        fill(paragraph.text, values)
        for paragraph in letter.paragraphs
        if paragraph.when in {"", moment}
    ]
    return "\n\n".join(filter(None, (letter.greeting, *paragraphs, letter.closing))) + "\n"


def _moment(explanation: Explanation) -> str:
    if explanation.kind == _DELAY:
        return _DELAY
    return "other" if explanation.kind else "failure"


def _values(
    finding: Finding, inspection: Inspection, explanation: Explanation, knowledge: Knowledge
) -> dict[str, str]:
    failure = finding.failure
    values = {
        "recipient": failure.recipient,
        "domain": domain_of(failure.recipient),
        "server": failure.remote_host or failure.reporting_mta or "",
        "provider": explanation.provider,
        "code": " ".join(filter(None, (failure.reply, failure.status))),
        "time": _written(inspection.date),
        "reply": _reply(finding, inspection),
        "title": explanation.title,
        "happened": knowledge.join((explanation.provider_note, explanation.happened)),
        "advice": explanation.remedy(Reader.CUSTOMER),
        "administrator": explanation.remedy(Reader.ADMINISTRATOR),
        "recipient_side": explanation.remedy(Reader.RECIPIENT),
        "passes": explanation.passes,
        "move": explanation.move,
        "address": explanation.address,
        "confidence": explanation.confidence,
    }
    return _without(_others(finding, inspection), values)


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if moment else ""


def _reply(finding: Finding, inspection: Inspection) -> str:
    """Return the server's own words, or nothing where they may say more than the recipient's part.

    A reply can name other people and quote the mail; it cannot be told apart which words are which.
    """
    failure = finding.failure
    if failure.action is None:  # nothing was refused
        return ""
    said = " ".join(failure.diagnostic.split())
    rest = said.casefold()
    for own in (failure.recipient, failure.final_recipient or ""):
        rest = _without_address(rest, own)
    subjects = (inspection.original.subject or "", inspection.subject or "")
    quotes_mail = any(
        len(subject) >= _SHORT and " ".join(subject.casefold().split()) in rest
        for subject in subjects
    )
    names_others = "@" in rest or "=40" in rest or _names_person(rest, _others(finding, inspection))
    return "" if names_others or quotes_mail else said[:_LONGEST_REPLY]


def _without_address(text: str, address: str) -> str:
    """Return `text`, which is in small letters, without an address; one that contains it stays."""
    if not address:
        return text
    whole = rf"(?<![\w.+=-]){re.escape(address.casefold())}(?![\w-]|\.\w)"
    return re.sub(whole, "", text)


def _names_person(text: str, addresses: Iterable[str]) -> bool:
    """Tell whether what stands before the @ of one of `addresses` is a word, or words, of `text`.

    Dots and dashes count as blanks: a server may call ann.lee@example.org "Ann Lee".
    """
    words = f" {' '.join(_NO_WORD.split(text))} "
    names = (" ".join(_NO_WORD.split(local_part(address))) for address in addresses)
    return any(len(name) >= _SHORTEST_NAME and f" {name} " in words for name in names)


def _others(finding: Finding, inspection: Inspection) -> frozenset[str]:
    """Return the addresses of a message's other recipients, in small letters.

    Where one's own mail was sent on to is no other recipient, unless that one is named, too.
    """
    named = {
        address.casefold()
        for other in inspection.findings
        if other is not finding
        for address in (other.failure.recipient, other.failure.final_recipient)
        if address
    }
    return frozenset(named - {finding.failure.recipient.casefold()})


def _without(others: Iterable[str], values: Mapping[str, str]) -> dict[str, str]:
    """Return values on one line each; one that names somebody else is left out as a whole."""
    kept = {}
    for name, value in values.items():
        said = " ".join(value.split())
        rest = _without_address(said.casefold(), values["recipient"])
        kept[name] = "" if any(other in rest for other in others) else said
    return kept

"""Sendmail, and the many that took over its form.

   ----- The following addresses had permanent fatal errors -----
<user@example.com>
    (reason: 550 5.1.1 <user@example.com>... User unknown)
    (expanded from: <alias@example.org>)

   ----- Transcript of session follows -----
... while talking to mx.example.com.:
>>> RCPT To:<user@example.com>
<<< 550 5.1.1 <user@example.com>... User unknown
550 5.1.1 <user@example.com>... User unknown
"""

import re

from bounce_inspector.core.address import clean, find_all, find_first, key
from bounce_inspector.core.model import Action, Evidence, Failure, Kind
from bounce_inspector.core.smtp import read_facts
from bounce_inspector.core.wording.address_blocks import (
    MAX_DIAGNOSTIC,
    Block,
    failure_from,
    fold,
    read_blocks,
)
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Report

NAME = "sendmail"
SIGNS = ("the following address", "transcript of session follows")
_HEADING = re.compile(
    r"^[ \t>*]*-{2,}[ \t]*the following address(?:es|\(es\))? (?:had|have|has|with)\b([^\n]*)$",
    re.I | re.M,
)
_TRANSCRIPT = re.compile(r"^[ \t>*]*-{2,}[ \t]*transcript of session follows[ \t-]*", re.I | re.M)
_NEXT = re.compile(r"^[ \t>*]*-{3,}[ \t]*[A-Za-z]", re.M)
_REASON = re.compile(r"\(reason:\s*((?:[^()]|\([^()]*\))*)\)?", re.I)
_EXPANDED = re.compile(r"\((?:expanded|generated) from:?\s*([^()]*)\)", re.I)
_TALKING = re.compile(r"(?i)(?:\.\.\. )?while talking to ")
_SAID = re.compile(r"^(?:<<<|[45]\d\d[ -])[^\n]*", re.M)
_OLD_LINE = re.compile(
    r"^(?:[45]\d\d[ -](?:[45]\.\d+\.\d+ )?)?<?([^\s<>]{1,200}@[^\s<>]{1,250}?)>?\.\.\. [^\n]+", re.M
)


def read(message: Message) -> Report | None:
    """Return the failures named under the headings, with what the transcript says of each."""
    for passage in message.passages:
        headings = list(_HEADING.finditer(passage.text, 0, passage.stop))
        transcript = _TRANSCRIPT.search(passage.text, 0, passage.stop)
        if not headings and not transcript:
            continue
        failures = _under_headings(passage, headings, transcript)
        if not failures and transcript:
            failures = _from_transcript(passage, transcript)
        if failures or headings:
            kind = _kind(headings, passage)
            if kind is Kind.DELIVERY:
                failures = [each._replace(action=_success(each.diagnostic)) for each in failures]
            return Report(NAME, tuple(failures), kind)
    return None


def _success(words: str) -> Action:
    low = words.lower()
    if "relayed" in low:
        return Action.RELAYED
    return Action.EXPANDED if "expanded" in low else Action.DELIVERED


def _kind(headings: list[re.Match[str]], passage: Passage) -> Kind | None:
    titles = " ".join(heading[1].lower() for heading in headings)
    if "successful" in titles and "error" not in titles:
        return Kind.DELIVERY
    if "transient" in titles and "permanent" not in titles:
        final = re.search(r"could not be delivered for|will be deleted from queue", passage.words)
        return None if final else Kind.DELAY
    return None


def _under_headings(
    passage: Passage, headings: list[re.Match[str]], transcript: re.Match[str] | None
) -> list[Failure]:
    failures: dict[str, Failure] = {}
    logs = _by_recipient(passage.text[transcript.end() : passage.stop]) if transcript else {}
    for heading in headings:
        after = _NEXT.search(passage.text, heading.end(), passage.stop)
        stop = after.start() if after else passage.stop
        blocks = read_blocks(passage.text, heading.end(), stop)
        if not blocks:
            blocks = _programs(passage.text, heading.end(), stop)
        for block in blocks:
            failure = _with_transcript(block, passage, transcript, logs, alone=len(blocks) == 1)
            failures.setdefault(key(failure.recipient), failure)
    return list(failures.values())


def _programs(text: str, start: int, stop: int) -> list[Block]:
    """Return the block of a program behind an alias: the alias is what was written to."""
    expanded = _EXPANDED.search(text, start, stop)
    alias = find_first(text, expanded.start(), expanded.end()) if expanded else None
    return [Block(alias.address, start, start, stop)] if alias else []


def _with_transcript(
    block: Block,
    passage: Passage,
    transcript: re.Match[str] | None,
    logs: dict[str, str],
    *,
    alone: bool,
) -> Failure:
    own = failure_from(block, passage.text, passage.part)
    words = passage.text[block.body : block.end]
    expanded = _EXPANDED.search(words)
    alias = clean(expanded[1]) if expanded else None
    reason = _REASON.search(words)
    log = passage.text[transcript.end() : passage.stop] if transcript and alone else ""
    said = log if alone else logs.get(key(block.address), "")
    facts = read_facts(said)
    diagnostic, span = own.diagnostic, own.span
    if reason:
        diagnostic = fold(reason[1])
        span = Evidence(passage.part, block.body + reason.start(1), block.body + reason.end(1))
    elif transcript and said.strip():
        heading = words if block.end <= transcript.start() else ""
        diagnostic = fold(f"{heading} {_answers(said)}")[:MAX_DIAGNOSTIC]
        if alone:
            span = Evidence(passage.part, transcript.end(), transcript.end() + len(log.rstrip()))
    told = read_facts(diagnostic)
    failure = own._replace(
        diagnostic=diagnostic,
        span=span,
        reply=told.reply or facts.reply,
        status=told.status or facts.status,
        stage=told.stage or facts.stage,
        remote_host=facts.remote_host or own.remote_host,
        remote_ip=facts.remote_ip or own.remote_ip,
        context=fold(said)[:MAX_DIAGNOSTIC],
    )
    if alias and key(alias) != key(block.address):
        return failure._replace(recipient=alias, final_recipient=block.address)
    return failure


def _by_recipient(log: str) -> dict[str, str]:
    """Return the lines of the transcript about each address: from its RCPT to the next."""
    lines: dict[str, list[str]] = {}
    talking = ""
    current = ""
    for line in log.split("\n"):
        if _TALKING.match(line):
            talking, current = line, ""
            continue
        named = {key(found.address) for found in find_all(line)}
        if line[:8].lower() == ">>> rcpt":
            current = next(iter(named), "")
        for address in named | {current} - {""}:
            lines.setdefault(address, [talking]).append(line)
    return {address: "\n".join(about) for address, about in lines.items()}


def _answers(log: str) -> str:
    said = [found[0] for found in _SAID.finditer(log)]
    return " ".join(said) if said else log


def _from_transcript(passage: Passage, transcript: re.Match[str]) -> list[Failure]:
    blocks: dict[str, Block] = {}
    for line in _OLD_LINE.finditer(passage.text, transcript.end(), passage.stop):
        found = find_first(passage.text, line.start(), line.end())
        if found:
            block = Block(found.address, found.start, line.start(), line.end())
            blocks.setdefault(key(found.address), block)
    logs = _by_recipient(passage.text[transcript.end() : passage.stop])
    return [
        _with_transcript(block, passage, transcript, logs, alone=len(blocks) == 1)
        for block in blocks.values()
    ]

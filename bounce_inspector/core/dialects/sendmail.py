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
from functools import lru_cache
from itertools import islice

from bounce_inspector.core.address import clean, find_all, find_first, key
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Action, Evidence, Failure, Kind, Stage
from bounce_inspector.core.smtp import find_codes, find_host, find_stage
from bounce_inspector.core.wording.address_blocks import (
    MAX_DIAGNOSTIC,
    Block,
    count_blocks,
    read_blocks,
    words_of,
)
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.once import once
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

NAME = "sendmail"
SIGNS = ("the following address", "transcript of session follows")
# These begin with the line end before: a search for one sign is quick.
_HEADING = re.compile(
    r"\n[ \t>*]*+-{2,}[ \t]*the following address(?:es|\(es\))? (?:had|have|has|with)\b([^\n]*)",
    re.I,
)
_TRANSCRIPT = re.compile(r"\n[ \t>*]*+-{2,}[ \t]*transcript of session follows[ \t-]*", re.I)
_NEXT = re.compile(r"\n[ \t>*]*+-{3,}[ \t]*[A-Za-z]")
_REASON = re.compile(r"\(reason:\s*((?:[^()]|\([^()]*\))*)\)?", re.I)
_EXPANDED = re.compile(r"\((?:expanded|generated) from:?\s*([^()]*)\)", re.I)
_TALKING = re.compile(r"(?i)(?:\.\.\. )?while talking to ")
_SAID = re.compile(r"\n((?:<<<|[45]\d\d[ -])[^\n]*)")
_OLD_LINE = re.compile(
    r"\n(?:[45]\d\d[ -](?:[45]\.\d+\.\d+ )?)?<?([^\s<>]{1,200}@[^\s<>]{1,250}?)>?\.\.\. [^\n]+"
)
# An address as most are, which needs no closer look.
_IN_BRACKETS = re.compile(
    r"<([A-Za-z0-9][\w.+-]{0,62}[\w+-]@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,62}[A-Za-z0-9]){1,9})>",
    re.A,
)

_NOBODY: frozenset[str] = frozenset()
_MOST_HEADINGS = 20  # one for each kind of error is usual
_MOST_NAMED = 20  # addresses on one line of a transcript: most have one
# Lines of a transcript that name addresses: each recipient has about three.
_MOST_LINES = 3 * MAX_RECIPIENTS


def read(message: Message) -> Report | None:
    """Return the failures named under the headings, with what the transcript says of each."""
    for passage in message.passages:
        # A place in these lines is one behind that in the text.
        lines = f"\n{passage.words}"
        headings = list(_HEADING.finditer(lines))
        opening = _TRANSCRIPT.search(lines)
        if not headings and not opening:
            continue
        transcript = _Transcript(lines, *opening.span()) if opening else None
        named = _under_headings(passage, headings, transcript)
        if not named.failures and transcript:
            named = _from_transcript(passage, transcript)
        if named.failures or headings:
            kind = _kind(headings, passage)
            if kind is Kind.DELIVERY:
                done = [each._replace(action=_success(each.diagnostic)) for each in named.failures]
                named = Named(done, named.unread)
            return named.report(NAME, kind)
    return None


# One transcript may be all that is said of each of many recipients.
_codes_again = lru_cache(maxsize=4)(find_codes)
_stage_again = lru_cache(maxsize=4)(find_stage)
_host_again = lru_cache(maxsize=100)(find_host)


class _Told:
    """What lines of a transcript say; each is found out when it is asked for."""

    def __init__(self, said: str) -> None:
        """Take the lines."""
        self._said = said if said.strip() else ""

    @once
    def words(self) -> str:
        """All of them."""
        return on_one_line(self._said)[:MAX_DIAGNOSTIC]

    @once
    def answers(self) -> str:
        """The answers in them."""
        return on_one_line(_answers(self._said))[:MAX_DIAGNOSTIC]

    @once
    def codes(self) -> tuple[str | None, str | None]:
        """Reply and enhanced code."""
        return find_codes(self._said)

    @once
    def stage(self) -> Stage | None:
        """The stage of the dialogue."""
        return find_stage(self._said)

    @once
    def server(self) -> tuple[str | None, str | None]:
        """Name and IP address of who answered."""
        return find_host(self._said)


_SILENCE = _Told("")


class _Transcript:
    """A transcript, read as a whole or for each recipient, and only where it is asked for."""

    def __init__(self, lines: str, line_end: int, end: int) -> None:
        """Take the text with a line end before it, and where the line stands that opens it."""
        self.log = lines[end:]
        self.begin = line_end
        self.start = end - 1

    @once
    def whole(self) -> _Told:
        """What all of it says."""
        return _Told(self.log)

    @once
    def end(self) -> int:
        """Where its words end."""
        return self.start + len(self.log.rstrip())

    @once
    def about(self) -> dict[str, str]:
        """The lines about each address."""
        return _by_recipient(self.log)


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
    passage: Passage, headings: list[re.Match[str]], transcript: _Transcript | None
) -> Named:
    failures: dict[str, Failure] = {}
    unread = 0
    read = 0
    for number, heading in enumerate(headings[:_MOST_HEADINGS], 1):
        if read == MAX_RECIPIENTS:
            unread += count_blocks(passage.text, heading.end() - 1, passage.stop)
            break
        start = heading.end() - 1
        stop = _stretch_end(passage, start, number, transcript)
        found = read_blocks(passage.text, start, stop)
        blocks = found.first or _programs(passage.text, start, stop)
        room = MAX_RECIPIENTS - read
        read += len(blocks[:room])
        unread += found.unread + len(blocks[room:])
        for block in blocks[:room]:
            failure = _with_transcript(block, passage, transcript, alone=len(blocks) == 1)
            failures.setdefault(key(failure.recipient), failure)
    return Named(list(failures.values()), unread)


def _stretch_end(passage: Passage, start: int, number: int, transcript: _Transcript | None) -> int:
    """Return where what stands under a heading ends; under the last that counts, all others."""
    if number < _MOST_HEADINGS:
        after = _NEXT.search(passage.text, start, passage.stop)
        return after.start() + 1 if after else passage.stop
    if transcript and transcript.begin > start:
        return transcript.begin
    return passage.stop


def _programs(text: str, start: int, stop: int) -> list[Block]:
    """Return the block of a program behind an alias: the alias is what was written to."""
    expanded = _EXPANDED.search(text, start, stop)
    alias = find_first(text, expanded.start(), expanded.end()) if expanded else None
    return [Block(alias.address, start, start, stop)] if alias else []


def _with_transcript(
    block: Block, passage: Passage, transcript: _Transcript | None, *, alone: bool
) -> Failure:
    words = passage.text[block.body : block.end]
    expanded = reason = None
    if "(" in words:
        expanded, reason = _EXPANDED.search(words), _REASON.search(words)
    alias = clean(expanded[1]) if expanded else None
    told = _SILENCE
    if transcript:
        told = transcript.whole if alone else _Told(transcript.about.get(key(block.address), ""))
    own = words_of(block, passage.text)
    span = Evidence(passage.part, block.body, block.body + len(own))
    if reason:
        diagnostic = on_one_line(reason[1])
        span = Evidence(passage.part, block.body + reason.start(1), block.body + reason.end(1))
    elif transcript and told.words:
        heading = on_one_line(words) if block.end <= transcript.begin else ""
        diagnostic = f"{heading} {told.answers}".strip()[:MAX_DIAGNOSTIC]
        if alone:
            span = Evidence(passage.part, transcript.start, transcript.end)
    else:
        diagnostic = on_one_line(own)
    reply, status = _codes_again(diagnostic)
    host, ip = told.server
    if not (host and ip):
        own_host, own_ip = _host_again(own)
        host, ip = host or own_host, ip or own_ip
    failure = Failure(
        recipient=block.address,
        status=status or told.codes[1],
        reply=reply or told.codes[0],
        stage=_stage_again(diagnostic) or told.stage,
        diagnostic=diagnostic,
        context=told.words,
        remote_host=host,
        remote_ip=ip,
        span=span,
    )
    if alias and key(alias) != key(block.address):
        return failure._replace(recipient=alias, final_recipient=block.address)
    return failure


def _by_recipient(log: str) -> dict[str, str]:
    """Return the lines of the transcript about each address: from its RCPT to the next.

    Of no more lines than the recipients that are read can have: they stand in their order.
    """
    lines: dict[str, list[str]] = {}
    talking = ""
    current = ""
    read = 0
    for whole in log.split("\n"):
        line = whole[:MAX_DIAGNOSTIC]
        if "alking" in line and _TALKING.match(line):
            talking, current = line, ""
            continue
        named = _NOBODY
        if "@" in line:
            read += 1
            if read > _MOST_LINES:
                break
            named = _named_on(line)
        if line[:8].lower() == ">>> rcpt":
            current = next(iter(named), "")
        for address in named | {current} if current else named:
            lines.setdefault(address, [talking]).append(line)
    return {address: "\n".join(about) for address, about in lines.items()}


def _named_on(line: str) -> frozenset[str]:
    usual = _IN_BRACKETS.findall(line)
    if len(usual) == line.count("@") <= _MOST_NAMED:
        return frozenset(map(str.lower, usual))
    return frozenset([key(found.address) for found in islice(find_all(line), _MOST_NAMED)])


def _answers(log: str) -> str:
    said = _SAID.findall(f"\n{log}")
    return " ".join(said) if said else log


def _from_transcript(passage: Passage, transcript: _Transcript) -> Named:
    blocks: dict[str, Block] = {}
    unread = 0
    for line in _OLD_LINE.finditer(passage.text, transcript.start, passage.stop):
        found = find_first(passage.text, line.start() + 1, line.end())
        if found:
            block = Block(found.address, found.start, line.start() + 1, line.end())
            blocks.setdefault(key(found.address), block)
        if len(blocks) == MAX_RECIPIENTS:
            unread = len(_OLD_LINE.findall(passage.text, line.end(), passage.stop))
            break
    alone = len(blocks) == 1
    failures = [
        _with_transcript(each, passage, transcript, alone=alone) for each in blocks.values()
    ]
    return Named(failures, unread)

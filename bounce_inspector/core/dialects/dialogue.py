"""A record of the SMTP dialogue and nothing else: Postfix to its postmaster, gateways, old MTAs.

 In:  RCPT TO:<user@example.com>
 Out: 550 5.1.1 <user@example.com>: Recipient address rejected

>>> RCPT TO:<user@example.com>          C: RCPT TO:<user@example.com>
<<< 550 user unknown                    S: 550 user unknown
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.address import clean, key
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Evidence, Failure, Stage
from bounce_inspector.core.smtp import find_codes
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

NAME = "smtp-dialogue"
SIGNS = ("rcpt to",)
# Only of commands and of answers that are no success: a line can be anything else.
_WHO = (
    r"^[ \t]{0,40}(?:\[?[\d:. -]{6,30}\]?[ \t]{0,4})?"
    r"(?>In|Out|C|S|>>>|<<<|-->|<--|Sent|Received|Client|Server|SMTP->?|SMTP<-?)"
    r"[ \t]*+:?[ \t]*+(?:>>>|<<<)?+[ \t]*+"
)
_SAID = r"([^\n]*(?:\n[ \t]{5,}+[^\n]+)*)"
_LINE = re.compile(rf"{_WHO}(?=[345]\d\d|[MmRrDdBbEeHhLlSsAa.\n]){_SAID}", re.M)
_BUT_RCPT = re.compile(rf"{_WHO}(?=[345]\d\d|[MmDdBbEeHhLlSsAa.\n]){_SAID}", re.M)
_RCPT = re.compile(r"(?i)rcpt to\s*:\s*(<?[^\s>]+@[^\s>]+>?)")
_COMMAND = re.compile(
    r"(?i)(mail from)|(rcpt to)|(data\b|bdat\b)|((?:ehlo|helo|lhlo)\b)|(starttls)|(auth\b)|(\.$)"
)
# What the groups of a command stand for, from the first on.
_COMMANDS = (
    *(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.EHLO, Stage.STARTTLS, Stage.AUTH),
    Stage.END_OF_DATA,
)
_REFUSAL = re.compile(r"^[45]\d\d(?:[ -]|$)")
_USUAL = 200  # characters of a line that is remembered
_GO_AHEAD = re.compile(r"^3\d\d")


def read(message: Message) -> Report | None:
    """Return the recipients of a dialogue that ended in a refusal, with the refusal."""
    for passage in message.passages:
        named = _refused(passage)
        if named.failures:
            return named.report(NAME)
    return None


def _refused(passage: Passage) -> Named:
    pending: dict[str, str] = {}
    failures: dict[str, Failure] = {}
    stage = Stage.CONNECT
    last: str | None = None
    unread = further = 0
    lines = _LINE.finditer(passage.text, 0, passage.stop)
    end = 0
    while (line := next(lines, None)) is not None:
        end = line.end()
        said = on_one_line(line[1])
        command, recipient = _remembered(said) if len(said) <= _USUAL else _command(said)
        if command is not None:
            stage, last = command, recipient
            if last:
                pending[key(last)] = last
                if len(pending) == MAX_RECIPIENTS:
                    # No more are read: what counts now is whether these are refused.
                    further = len(_RCPT.findall(passage.text, end, passage.stop))
                    lines = _BUT_RCPT.finditer(passage.text, end, passage.stop)
        elif _GO_AHEAD.match(said):
            stage = Stage.END_OF_DATA
        elif _REFUSAL.match(said):
            refused = [last] if stage is Stage.RCPT and last else list(pending.values())
            unread += _note(refused, failures, _Refusal(said, stage, line, passage))
            for address in refused:
                pending.pop(key(address), None)
            if unread:
                break
    if further:
        unread += further if failures else 0
    elif unread:
        unread += len(_RCPT.findall(passage.text, end, passage.stop))
    return Named(list(failures.values()), unread)


class _Refusal(NamedTuple):
    """An answer, the stage that it came in, and where it stands."""

    said: str
    stage: Stage
    line: re.Match[str]
    passage: Passage


def _note(refused: list[str], failures: dict[str, Failure], refusal: _Refusal) -> int:
    """Add the failures of addresses that have none; return for how many there was no room."""
    unread = 0
    for address in refused:
        name = key(address)
        if name in failures:
            continue
        if len(failures) < MAX_RECIPIENTS:
            failures[name] = _failure(address, refusal)
        else:
            unread += 1
    return unread


def _command(said: str) -> tuple[Stage | None, str | None]:
    """Return the stage that a line begins, None for an answer, and the recipient of a RCPT."""
    if said[:1].isdigit():
        return None, None
    found = _COMMAND.match(said)
    command = _COMMANDS[found.lastindex - 1] if found and found.lastindex else None
    recipient = _RCPT.match(said) if command is Stage.RCPT else None
    return command, clean(recipient[1]) if recipient else None


# Programs say the same in each dialogue.
_remembered = lru_cache(maxsize=2_000)(_command)


def _failure(address: str, refusal: _Refusal) -> Failure:
    said, line = refusal.said, refusal.line
    reply, status = find_codes(said)
    return Failure(
        recipient=address,
        reply=reply,
        status=status,
        stage=refusal.stage,
        diagnostic=said[:4000],
        span=Evidence(refusal.passage.part, line.start(1), line.end(1)),
    )

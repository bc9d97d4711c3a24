"""A record of the SMTP dialogue and nothing else: Postfix to its postmaster, gateways, old MTAs.

 In:  RCPT TO:<user@example.com>
 Out: 550 5.1.1 <user@example.com>: Recipient address rejected

>>> RCPT TO:<user@example.com>          C: RCPT TO:<user@example.com>
<<< 550 user unknown                    S: 550 user unknown
"""

import re
from functools import lru_cache

from bounce_inspector.core.address import clean, key
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Evidence, Failure, Stage
from bounce_inspector.core.smtp import find_codes
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report

NAME = "smtp-dialogue"
SIGNS = ("rcpt to",)
# Only of commands and of answers that are no success: a line can be anything else.
_LINE = re.compile(
    r"^[ \t]{0,40}(?:\[?[\d:. -]{6,30}\]?[ \t]{0,4})?"
    r"(?>In|Out|C|S|>>>|<<<|-->|<--|Sent|Received|Client|Server|SMTP->?|SMTP<-?)"
    r"[ \t]*+:?[ \t]*+(?:>>>|<<<)?+[ \t]*+"
    r"(?=[345]\d\d|[MmRrDdBbEeHhLlSsAa.\n])([^\n]*(?:\n[ \t]{5,}+[^\n]+)*)",
    re.M,
)
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
    unread = 0
    for line in _LINE.finditer(passage.text, 0, passage.stop):
        said = on_one_line(line[1])
        command, recipient = _remembered(said) if len(said) <= _USUAL else _command(said)
        if command is not None:
            stage, last = command, recipient
            if last:
                pending[key(last)] = last
        elif _GO_AHEAD.match(said):
            stage = Stage.END_OF_DATA
        elif _REFUSAL.match(said):
            for address in [last] if stage is Stage.RCPT and last else list(pending.values()):
                name = key(address)
                pending.pop(name, None)
                if name in failures:
                    continue
                if len(failures) < MAX_RECIPIENTS:
                    failures[name] = _failure(address, said, stage, line, passage)
                else:
                    unread += 1
            if unread:
                break
    if unread:
        unread += len(_RCPT.findall(passage.text, line.end(), passage.stop))
    return Named(list(failures.values()), unread)


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


def _failure(
    address: str, said: str, stage: Stage, line: re.Match[str], passage: Passage
) -> Failure:
    reply, status = find_codes(said)
    return Failure(
        recipient=address,
        reply=reply,
        status=status,
        stage=stage,
        diagnostic=said[:4000],
        span=Evidence(passage.part, line.start(1), line.end(1)),
    )

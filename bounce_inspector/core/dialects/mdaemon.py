"""MDaemon and SecurityGateway: the address stands above, what was said to it in a transcript.

 Failed address: anna@example.com

--- Session Transcript ---
 Tue 2009-10-20 10:55:17: --> RCPT To:<anna@example.com>
 Tue 2009-10-20 10:55:18: <-- 550 5.1.1 User unknown
 Tue 2009-10-20 10:55:18: --> QUIT
--- End Transcript ---
"""

import re

from bounce_inspector.core.address import clean, find_first, key
from bounce_inspector.core.model import Failure, Kind
from bounce_inspector.core.wording.address_blocks import Block, failure_from
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Named, Report, first_of

NAME = "mdaemon"
SIGNS = ("session transcript",)
_WAITS = re.compile(r"(?i)\b(?:transient|temporary)\b[^\n!]{0,40}\bdelivery errors")
_FAILED = re.compile(r"(?im)^[ \t]*failed (?:address|recipient)(?:es|s|\(es\))?:[ \t]*([^\n]+)")
_TRANSCRIPT = re.compile(r"(?im)^[ \t]*-{2,}[ \t]*session transcript[^\n]*\n")
_END = re.compile(r"(?im)^[ \t]*-{2,}[ \t]*end transcript")
_TURN = re.compile(
    r"^[ \t]*(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?:[ \t]*"
    r"(?:\[[\d:]+\][ \t]*)?(?P<who>-->|<--)?[ \t]*(?P<said>[^\n]*\S)[ \t]*$",
    re.MULTILINE,
)
_RECIPIENT = re.compile(r"(?i)rcpt to:")
# What the server notes of its own work before anything has gone wrong.
_ROUTINE = re.compile(
    r"(?i)(?:session \d|parsing message|from:|to:|subject:|size|mx-record|a-record|attempting"
    r"|connection established|waiting|message-id|\*|--|=)"
)


def read(message: Message) -> Report | None:
    """Return the failed addresses, each with the refusal of the transcript."""
    for passage in message.passages:
        begin = _TRANSCRIPT.search(passage.text, 0, passage.stop)
        if begin is None:
            continue
        end = _END.search(passage.text, begin.end(), passage.stop)
        turns = list(
            _TURN.finditer(passage.text, begin.end(), end.start() if end else passage.stop)
        )
        heads = list(_FAILED.finditer(passage.text, 0, begin.start()))
        named = _failures(heads, turns, passage) if turns else Named([])
        if named.failures:
            waits = _WAITS.search(passage.text, 0, begin.start())
            return named.report(NAME, Kind.DELAY if waits else None)
    return None


def _failures(heads: list[re.Match[str]], turns: list[re.Match[str]], passage: Passage) -> Named:
    refused, last = _refusals(turns)
    failures: list[Failure] = []
    first, unread = first_of(heads)
    for head in first:
        address = clean(head[1])
        if address is not None:
            start, end = refused.get(key(address), last)
            block = Block(address, head.start(1), start, end)
            failures.append(failure_from(block, passage.text, passage.part))
    return Named(failures, unread)


def _refusals(turns: list[re.Match[str]]) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
    """Return what was answered to each RCPT, and what tells why for all: a refusal, else notes."""
    about = ""
    refused: dict[str, tuple[int, int]] = {}
    last: tuple[int, int] | None = None
    notes: list[re.Match[str]] = []
    for turn in turns:
        if turn["who"] == "-->":
            found = find_first(turn["said"]) if _RECIPIENT.match(turn["said"]) else None
            about = key(found.address) if found else ""
        elif turn["who"] == "<--" and turn["said"][0] in "45":
            last = turn.span("said")
            if about:
                refused.setdefault(about, last)
        elif turn["who"] is None and not _ROUTINE.match(turn["said"]):
            notes.append(turn)
    if last is None and notes:
        last = notes[0].start("said"), notes[-1].end("said")
    return refused, last or turns[-1].span("said")

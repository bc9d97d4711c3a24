"""Read replies out of a pasted text: bare ones, lines of a log, rows of an accounting file."""

import re
from collections.abc import Iterator

from bounce_inspector.core.address import find_all
from bounce_inspector.core.explaining import pasted_logs, pasted_tables
from bounce_inspector.core.explaining.pasted_failure import failure
from bounce_inspector.core.model import Action, Failure, Stage

# Each line is read this far; a server's reply is far shorter (RFC 5321 section 4.5.3.1.5).
_LONGEST_LINE = 20_000

_EXCHANGE_ERROR = re.compile(r"\{LED=(.*?)\}?(?:;\{.*|\Z)", re.DOTALL)
_EXCHANGE = re.compile(
    r"(?i)remote server (?:at \S{1,255} \([^)\n]{1,60}\) |\S{1,255} )?returned "
    r"['\"\u2018\u201c](.*?)(?:['\"\u2019\u201d]\s*(?:\n|\Z)|\Z)",
    re.DOTALL,
)
_REPLY_LINE = re.compile(r"[\s<>*'\"(]{0,8}([2-6])\d\d(?: |-|$)")
_CONTINUED = re.compile(r"[\s<>*'\"(]{0,8}[2-6]\d\d-")
_BEFORE_RECIPIENT = frozenset({
    Stage.CONNECT, Stage.EHLO, Stage.STARTTLS, Stage.AUTH, Stage.MAIL,
})  # fmt: skip
_SENDER = re.compile(
    r"(?i)\b(?:from|sender(?: address)?|return-path|envelope-from)[\s:=<\"'(]{1,6}\Z"
)
_REACH = 40
# Codes that smtp.read_facts leaves out, as no bounce of a mail server has them.
_OTHER_REPLY = re.compile(r"\s{0,8}([26]\d\d)[ -]")


def replies_in(text: str) -> Iterator[Failure]:
    """Yield what each reply in `text` says about a recipient; equal ones once.

    `action` is None where the text does not say whether the delivery failed, was put off or worked.
    Time is linear in the text.
    """
    return map(_reply, dict.fromkeys(_replies(text.splitlines())))


def logged_in(text: str) -> Iterator[Failure]:
    """Yield what the lines of a log or the rows of an accounting file in `text` say, if any.

    Lines about other things are left out. Time is linear in the text.
    """
    return _logged(text.splitlines())


def _logged(lines: list[str]) -> Iterator[Failure]:
    """Yield what lines of logs say, each with the indented ones behind it; other lines go."""
    columns: tuple[str, ...] = ()
    block: list[str] = []
    for line in (*lines, ""):
        if block and line[:1] in {" ", "\t"}:
            block.append(line)
            continue
        if block:
            whole = "\n".join(block)[:_LONGEST_LINE]
            yield from pasted_tables.failures_in(whole, columns) or pasted_logs.failures_in(whole)
        columns = pasted_tables.columns_of(line[:_LONGEST_LINE]) or columns
        block = [line] if line else []


def _replies(lines: list[str]) -> Iterator[str]:
    """Yield each reply; a text without a second one is one reply as a whole.

    In a whole dialogue only what the server refused is told, not that it said hello.
    """
    blocks = list(_blocks(lines))
    refused = [block for code, block in blocks if code not in "23"]
    for code, block in blocks:
        if code not in "23" or not refused:
            yield block[:_LONGEST_LINE]


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the first digit of each reply, " " for none, and its lines."""
    block: list[str] = []
    complete, code = False, " "
    for line in lines:
        reply = _REPLY_LINE.match(line)
        if complete and reply:
            yield code, "\n".join(block)
            block, complete, code = [], False, " "
        block.append(line)
        if reply:
            complete, code = not _CONTINUED.match(line), reply[1]
    if any(line.strip() for line in block):
        yield code, "\n".join(block)


def _reply(block: str) -> Failure:
    found = _EXCHANGE_ERROR.search(block) or _EXCHANGE.search(block)
    said = found[1].strip().rstrip("'\"\u2019\u201d") if found else block.strip()
    other = _OTHER_REPLY.match(said)
    told = failure(said, "", None, reply=other[1] if other else None)
    # Words without any code are what a mail program shows when it has given up.
    action = None if told.reply or told.status else Action.FAILED
    return told._replace(recipient=_recipient(block, told.stage), action=action)


def _recipient(block: str, stage: Stage | None) -> str:
    """Return the first address that is not said to be the sender's, "" for none.

    Before the server was told a recipient, no words of its own can name one.
    """
    named = tuple(find_all(block))
    senders = {found.address for found in named if _is_sender(block, found.start)}
    for found in named:
        is_heading = not block[: found.start].strip(" \n<")
        if is_heading or (stage not in _BEFORE_RECIPIENT and found.address not in senders):
            return found.address
    return ""


def _is_sender(block: str, start: int) -> bool:
    return bool(_SENDER.search(block, max(0, start - _REACH), start))

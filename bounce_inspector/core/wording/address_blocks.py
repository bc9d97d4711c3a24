"""The layout most bounces share: an address at the beginning of a line, then what befell it."""

import re
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.address import Found, find_first, key
from bounce_inspector.core.model import Evidence, Failure
from bounce_inspector.core.smtp import read_facts

_LEAD = re.compile(
    r"[ \t>*•·#|+\-]{0,20}(?:(?i:e-?mail|smtp|mailto|failed(?: address)?"
    r"|address)[:=][ \t]*)?(?:[<\['(‘“]|\"(?![^\"\n]{1,120}\"@)){0,3}"
)
_CLOSERS = ">\"')]’” \t:;,.…-–—"
_JOINED = re.compile(r"[>\"']?[ \t]*[,;][ \t,;]*[<\"']?")
_RULE = re.compile(r"^[ \t]*[-=*_#~]{5,}[ \t]*$", re.MULTILINE)
MAX_BLOCKS = 100_000
MAX_DIAGNOSTIC = 4_000
_USUAL = 300  # characters of words that are remembered


class Block(NamedTuple):
    """One address and the stretch of text about it: characters, from the address to `end`."""

    address: str
    start: int
    body: int
    end: int


def read_blocks(text: str, start: int, stop: int) -> list[Block]:
    """Return a block for each line of text[start:stop] that begins with an address, in order."""
    return with_ends(text, _heads(text, start, stop), stop)


def with_ends(text: str, heads: list[tuple[Found, int]], stop: int) -> list[Block]:
    """Return the blocks that begin at `heads` (address, begin of its words); each ends at the next.

    Addresses that follow each other with nothing between them share the words behind the last.
    """
    blocks: list[Block] = []
    end = shared = stop
    for found, body in reversed(heads):
        if text[max(body, found.end) : end].strip(_CLOSERS + "\n<") or body < found.start:
            shared = end
        blocks.append(Block(found.address, found.start, body, max(shared, body)))
        end = min(found.start, body)
    blocks.reverse()
    return blocks


def _heads(text: str, start: int, stop: int) -> list[tuple[Found, int]]:
    heads: list[tuple[Found, int]] = []
    last = ""
    at = text.find("@", start, stop)
    while at >= 0 and len(heads) < MAX_BLOCKS:
        line = max(text.rfind("\n", start, at) + 1, start)
        line_end = text.find("\n", at, stop)
        line_end = stop if line_end < 0 else line_end
        words = text[line:line_end]
        head = _head_of_line(text, line, at, line_end) if words != last else None
        last = words
        # A reply that is wrapped may repeat the address at the beginning of a line.
        if head and not (heads and key(heads[-1][0].address) == key(head[0].address)):
            heads.append(head)
            listed = _listed_behind(text, head[1], line_end)
            if listed:
                heads.extend(listed)
                last = ""
        at = text.find("@", line_end, stop)
    return heads


def _listed_behind(text: str, body: int, line_end: int) -> list[tuple[Found, int]]:
    """Return the addresses that a comma or semicolon joins to the one a line begins with."""
    heads: list[tuple[Found, int]] = []
    while len(heads) < MAX_BLOCKS and text.find("@", body, line_end) >= 0:
        found = find_first(text, max(0, body - 2), line_end)
        gap = text[max(0, body - 2) : found.start] if found else ""
        if found is None or not _JOINED.fullmatch(gap):
            return heads
        body = found.end
        while body < line_end and text[body] in _CLOSERS:
            body += 1
        heads.append((found, body))
    return heads


def _head_of_line(text: str, line: int, at: int, line_end: int) -> tuple[Found, int] | None:
    """Return the address that a line begins with, and where the words behind it begin.

    `at` is where its first @ sign stands.
    """
    lead = _LEAD.match(text, line, min(line_end, line + 120))
    begin = lead.end() if lead else line
    before = text[begin + 1 : at]
    if " " in before and '"' not in text[begin:at]:
        return None  # words stand in front of it
    found = find_first(text, begin, min(line_end, begin + 330))
    if found is None or found.start > begin + 1:
        return None
    body = found.end
    while body < line_end and text[body] in _CLOSERS:
        body += 1
    return found, body


def fold(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


# Servers say the same of many recipients.
_remembered_facts = lru_cache(maxsize=5_000)(read_facts)


def failure_from(block: Block, text: str, part: int, context: str = "") -> Failure:
    """Return the failure a block of `text` (decoded text of `part`) speaks of."""
    words = text[block.body : min(block.end, block.body + MAX_DIAGNOSTIC)]
    ruled = _RULE.search(words) if "\n" in words else None
    if ruled and words[: ruled.start()].strip():
        words = words[: ruled.start()]
    words = words.rstrip(" \t\n<([{")
    facts = _remembered_facts(words) if len(words) <= _USUAL else read_facts(words)
    return Failure(
        recipient=block.address,
        status=facts.status,
        reply=facts.reply,
        stage=facts.stage,
        diagnostic=fold(words),
        context=context,
        remote_host=facts.remote_host,
        remote_ip=facts.remote_ip,
        span=Evidence(part, block.body, block.body + len(words)),
    )

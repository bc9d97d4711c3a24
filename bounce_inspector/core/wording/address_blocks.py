"""The layout most bounces share: an address at the beginning of a line, then what befell it."""

import re
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.address import Found, find_first, key
from bounce_inspector.core.folding import on_one_line
from bounce_inspector.core.model import Evidence, Failure
from bounce_inspector.core.smtp import Facts, read_facts
from bounce_inspector.core.wording.report import MAX_RECIPIENTS

# What stands in front of an address: signs of a list, a label, what opens.
_SIGNS = r"[ \t>*•·#|+\-]{0,20}"
# To ask for the first letter beforehand halves the time: most lines begin with another.
_LABEL = r"(?:(?=[aefmsAEFMS])(?i:e-?mail|smtp|mailto|failed(?: address)?|address)[:=][ \t]*)?"
_OPENERS = r"[<\['(‘“\"]{0,3}"
_BEFORE = rf"{_SIGNS}{_LABEL}(?:[<\['(‘“]|\"(?![^\"\n]{{1,120}}\"@)){{0,3}}"
_LEAD = re.compile(_BEFORE)
_MOST_OF_LEAD = 120
_CLOSERS = ">\"')]’” \t:;,.…-–—"
# Most lines: an address that needs no closer look, and where the words behind it begin.
_PLAIN_HEAD = re.compile(
    rf"(?>{_BEFORE})([A-Za-z0-9_][\w.+-]{{0,63}}+(?<!\.)@"
    rf"(?>[^\W_][\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{1,20}}))(?<!-)(?!@)[{re.escape(_CLOSERS)}]*+"
)
_MOST_OF_PLAIN = 200
_JOINED = re.compile(r"[>\"']?[ \t]*[,;][ \t,;]*[<\"']?")
# All begin with the line end before: a search for one sign is quick.
_RULE = re.compile(r"\n[ \t]*+[-=*_#~]{5,}+[ \t]*+(?=\n|\Z)")
_ADDRESS_LINE = re.compile(rf"\n(?>{_SIGNS}{_LABEL}{_OPENERS})[^\s<>@]{{1,64}}+@[^\s<>@]()")
# A line without words in front of its first @ sign, unless they are quoted.
_MAY_BE_HEAD = re.compile(
    rf"\n(?>{_SIGNS}{_LABEL}{_OPENERS})(?:[^\n@]?+[^ \n@]*+@|[^\n@\"]*+\"[^\n@]*+@)"
)
MAX_DIAGNOSTIC = 4_000
_USUAL = 300  # characters of words that are remembered
_FEW = 20  # addresses that share the words behind the last
_MOST_MISSES = 1_000  # lines that seem to begin with an address, before the rest is noise
_MANY_MISSES = 20  # lines with an @ sign that begin with no address


class Block(NamedTuple):
    """One address and the stretch of text about it: characters, from the address to `end`."""

    address: str
    start: int
    body: int
    end: int


class Blocks(NamedTuple):
    """The blocks that are read, in order, and how many more there are."""

    first: list[Block]
    unread: int = 0


def read_blocks(text: str, start: int, stop: int) -> Blocks:
    """Return a block for each line of text[start:stop] that begins with an address."""
    heads = _heads(text, start, stop)
    unread = 0
    if len(heads) > MAX_RECIPIENTS:
        unread = _count_behind(text, heads[-1][0].end, stop)
    return with_ends(text, heads, stop, unread)


def _count_behind(text: str, end: int, stop: int) -> int:
    """Return how many addresses are joined to the one that ends here or begin a further line."""
    line_end = text.find("\n", end, stop)
    line_end = stop if line_end < 0 else line_end
    joined = text.count("@", end, line_end) if _JOINED.match(text, end, line_end) else 0
    return joined + count_blocks(text, line_end, stop)


def count_blocks(text: str, start: int, stop: int) -> int:
    """Return how many lines of text[start:stop], behind its first, begin with an address."""
    return len(_ADDRESS_LINE.findall(text, start, stop))


def _next_line(text: str, line_end: int, stop: int) -> int:
    """Return where the first @ sign of the next line stands that may begin with an address.

    An expression is dear for one line, but walks ten times as fast over many.
    """
    found = _MAY_BE_HEAD.search(text, line_end, stop)
    return found.end() - 1 if found else -1


def with_ends(text: str, heads: list[tuple[Found, int]], stop: int, unread: int = 0) -> Blocks:
    """Return the blocks that begin at `heads` (address, begin of its words); each ends at the next.

    Addresses that follow each other with nothing between them share the words behind the last.
    `unread` is how many more there are than are given; no more are read than a report may have.
    """
    if len(heads) > MAX_RECIPIENTS:
        unread += len(heads) - MAX_RECIPIENTS
        stop = min(heads[MAX_RECIPIENTS][0].start, heads[MAX_RECIPIENTS][1])
        heads = heads[:MAX_RECIPIENTS]
    blocks: list[Block] = []
    end = shared = stop
    words: tuple[int, int] | None = None
    joined = 0
    for found, body in reversed(heads):
        if text[max(body, found.end) : end].strip(_CLOSERS + "\n<") or body < found.start:
            shared, joined = end, 0
            words = body, max(shared, body)
        joined += 1
        about = body, max(shared, body)
        if joined > _FEW:  # what is said of one is not all the addresses behind it
            about = words or (body, body)
        blocks.append(Block(found.address, found.start, *about))
        end = min(found.start, body)
    blocks.reverse()
    return Blocks(blocks, unread)


def _heads(text: str, start: int, stop: int) -> list[tuple[Found, int]]:
    """Return the addresses at the beginning of lines: all that are read, and one of the others."""
    heads: list[tuple[Found, int]] = []
    again = last = before = ""
    misses = 0
    missed = False
    at = text.find("@", start, stop)
    while at >= 0 and len(heads) <= MAX_RECIPIENTS and misses < _MOST_MISSES:
        line = max(text.rfind("\n", start, at) + 1, start)
        line_end = text.find("\n", at, stop)
        line_end = stop if line_end < 0 else line_end
        words = text[line:line_end]
        if words != last and not (again and text.startswith(again, line)):
            last = words
            head = _head_of_line(text, line, at, line_end)
            # A reply that is wrapped may repeat the address at the beginning of a line.
            name = key(head[0].address) if head else ""
            missed = not head or name == before
            if head and not missed:
                heads.append(head)
                listed = _listed_behind(text, head[1], line_end)
                heads.extend(listed)
                before = key(listed[-1][0].address) if listed else name
                # What a line with the same beginning names is known.
                begin = text[line : head[0].end + 1]
                again = "" if listed or '"' in begin else begin
                last = "" if listed else words
        misses += missed
        if misses < _MANY_MISSES:
            at = text.find("@", line_end, stop)
        else:
            at = _next_line(text, line_end, stop)
    return heads


def _listed_behind(text: str, body: int, line_end: int) -> list[tuple[Found, int]]:
    """Return the addresses that a comma or semicolon joins to the one a line begins with."""
    heads: list[tuple[Found, int]] = []
    while len(heads) <= MAX_RECIPIENTS and text.find("@", body, line_end) >= 0:
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
    plain = _PLAIN_HEAD.match(text, line, line_end)
    if plain is not None:
        start, end = plain.span(1)
        if start < line + _MOST_OF_LEAD and end < at + _MOST_OF_PLAIN:
            return Found(plain[1], start, end), plain.end()
    lead = _LEAD.match(text, line, min(line_end, line + _MOST_OF_LEAD))
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


class _Said(NamedTuple):
    """What is said of an address: on one line, how many letters of the text that is, its facts."""

    diagnostic: str
    length: int
    facts: Facts


def _said(words: str) -> _Said:
    words = _own_words(words)
    return _Said(on_one_line(words), len(words), read_facts(words))


def _own_words(words: str) -> str:
    """Return the words before a line that is drawn, and without what opens the next address."""
    ruled = _RULE.search(f"\n{words}") if "\n" in words else None
    if ruled and words[: ruled.start()].strip():
        words = words[: ruled.start()]
    return words.rstrip(" \t\n<([{")


# Servers say the same of many recipients; what is long is remembered for those of one message.
_remembered = lru_cache(maxsize=5_000)(_said)
_said_again = lru_cache(maxsize=4)(_said)


def words_of(block: Block, text: str) -> str:
    """Return the words of `text` about the address of a block, as far as they are read."""
    return _own_words(text[block.body : min(block.end, block.body + MAX_DIAGNOSTIC)])


def failure_from(block: Block, text: str, part: int, context: str = "") -> Failure:
    """Return the failure a block of `text` (decoded text of `part`) speaks of."""
    words = text[block.body : min(block.end, block.body + MAX_DIAGNOSTIC)]
    said = (_remembered if len(words) <= _USUAL else _said_again)(words)
    facts = said.facts
    return Failure(
        recipient=block.address,
        status=facts.status,
        reply=facts.reply,
        stage=facts.stage,
        diagnostic=said.diagnostic,
        context=context,
        remote_host=facts.remote_host,
        remote_ip=facts.remote_ip,
        span=Evidence(part, block.body, block.body + said.length),
    )

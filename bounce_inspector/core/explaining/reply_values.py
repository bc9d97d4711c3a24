"""What a reply names besides codes: the IP address it refuses, block lists, a limit.

Values go into sentences for people, so that a wrong one is worse than none: only what stands in a
place that leaves no doubt is taken.
"""

import re
from ipaddress import ip_address

from bounce_inspector.core.explaining.knowledge_facts import BlocklistFacts, Facts
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Category, Failure

_IPV4 = r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
_IPV6 = r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){3,7}"
# The address that is refused stands in brackets or behind one of these words.
_REFUSED_IP = re.compile(
    rf"(?i)(?:\[|\(|\b(?:ip|host|address|from|client|server)[ :=]{{1,3}})(?:ipv6:)?"
    rf"({_IPV4}|{_IPV6})(?![\d.:])"
)
_ANSWER = re.compile(r"(?<![\d.])127\.(?:0\.0|255\.255)\.\d{1,3}(?![\d.])")
_SIZE = re.compile(
    r"(?i)(?:\b(?:limit|maximum|max\.?|allowed|exceeds|exceeded|largest)\b[^\d\n]{0,40}?)"
    r"(?<![\d.])(\d{1,12})\s?(bytes?|octets?|kb?|kib|mb?|mib|megabytes?)?(?![\d.\w])"
)
_COUNT = re.compile(
    r"(?i)\b(?:limit|maximum|max\.?|at most|more than)\b[^\d\n]{0,30}?(?<![\d.])(\d{1,5})(?![\d.])"
)
_UNITS = {"k": 1000, "m": 1000 * 1000}
_MEBI = 1024 * 1024
# A message limit below or above these is some other number.
_SMALLEST, _LARGEST = 10_000, 10_000_000_000
_LONGEST = 20_000


def refused_ip(failure: Failure) -> str:
    """Return the sending server's IP address as the reply names it, "" if it names none."""
    for found in _REFUSED_IP.finditer(failure.diagnostic[:_LONGEST]):
        try:
            address = ip_address(found[1])
        except ValueError:
            continue
        if not address.is_loopback and found[1] != failure.remote_ip:
            return found[1]
    return ""


def blocklists(failure: Failure, facts: Facts) -> tuple[BlocklistFacts, ...]:
    """Return the block lists the reply names, in the order of the facts.

    An answer such as 127.0.0.10 tells which of the lists of one house it is; a house as a whole
    counts only where none of its lists is named.
    """
    text = fold(failure.diagnostic[:_LONGEST])
    answers = frozenset(_ANSWER.findall(text))
    named = [entry for entry in facts.blocklists.values() if _is_named(entry, text, answers)]
    return tuple(
        entry for entry in named if not any(_outdoes(other, entry, answers) for other in named)
    )


def limit(failure: Failure, category: Category) -> tuple[str, int] | None:
    """Return the limit the reply names as the key of its phrase and a count, None if it names none.

    Sizes are told in whole megabytes, or kilobytes below one, rounded down.
    """
    text = failure.diagnostic[:_LONGEST]
    if category is Category.MESSAGE_TOO_LARGE:
        return _size(text)
    if category is Category.TOO_MANY_RECIPIENTS:
        counts = [int(found[1]) for found in _COUNT.finditer(text)]
        if len(set(counts)) == 1 and counts[0] > 0:
            return "limit.recipients", counts[0]
    return None


def _size(text: str) -> tuple[str, int] | None:
    sizes = set()
    for found in _SIZE.finditer(text):
        size = int(found[1]) * _UNITS.get((found[2] or " ")[0].lower(), 1)
        if _SMALLEST <= size <= _LARGEST:
            sizes.add(size)
    if not sizes:
        return None
    # "size 31000000 exceeds limit 26214400": the limit is the smaller one.
    size = min(sizes)
    if size % _MEBI == 0:
        return "limit.megabytes", size // _MEBI
    if size < 1000 * 1000:
        return "limit.kilobytes", size // 1000
    return "limit.megabytes", size // (1000 * 1000)


def _is_named(entry: BlocklistFacts, text: str, answers: frozenset[str]) -> bool:
    if any(mark in text for mark in entry.marks):
        return True
    return _house(entry) in text and not answers.isdisjoint(entry.answers)


def _outdoes(other: BlocklistFacts, entry: BlocklistFacts, answers: frozenset[str]) -> bool:
    """Tell whether `other`, of the same house, is named more exactly than `entry`."""
    if other is entry or _house(other) != _house(entry) or not answers.isdisjoint(entry.answers):
        return False
    return entry.general or not answers.isdisjoint(other.answers)


def _house(entry: BlocklistFacts) -> str:
    return entry.id.partition("-")[0]

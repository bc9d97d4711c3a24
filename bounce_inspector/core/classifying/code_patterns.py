"""Patterns of reply and enhanced status codes in rules: ``4xx``, ``x.2.*``, ``5.7.606-649``, ``-``.

They are expanded once, when the rules are loaded; a code is then found by looking it up.
"""

import re
from dataclasses import dataclass

NO_CODE = "-"
# The classes of RFC 3463 section 3.1 that a rule can be about. 2 is for "254 4.7.1" and its kind.
_CLASSES = "245"
_REPLY = re.compile(r"[2-6x][\dx][\dx]")
_STATUS = re.compile(r"([245x])\.(\d{1,3})\.(?:(\*)|(\d{1,3})(?:-(\d{1,3}))?)")


@dataclass(frozen=True, slots=True)
class Codes:
    """A set of codes: some spelled out, some by how they begin; `NO_CODE` for none at all."""

    exact: frozenset[str]
    prefixes: tuple[str, ...] = ()

    def __contains__(self, code: str | None) -> bool:
        code = code or NO_CODE
        return code in self.exact or code.startswith(self.prefixes)


def expand_reply(pattern: str) -> frozenset[str]:
    """Return the reply codes that `pattern` (``550``, ``55x``, ``4xx``) means.

    Raise ValueError where it is no such pattern.
    """
    if pattern == NO_CODE:
        return frozenset({NO_CODE})
    if not _REPLY.fullmatch(pattern):
        raise ValueError(f"{pattern!r} is no reply code such as 550, 55x or 4xx")
    codes = [""]
    for place, sign in enumerate(pattern):
        signs = sign if sign != "x" else ("45" if place == 0 else "0123456789")
        codes = [code + each for code in codes for each in signs]
    return frozenset(codes)


def expand_status(pattern: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the enhanced codes that `pattern` spells out, and the beginnings it allows.

    `pattern` is ``5.1.1``, ``x.1.1`` (any class), ``5.2.*`` (any detail) or ``5.7.606-649`` (a
    range of details). Raise ValueError where it is none of these.
    """
    if pattern == NO_CODE:
        return frozenset({NO_CODE}), ()
    found = _STATUS.fullmatch(pattern)
    if found is None:
        raise ValueError(
            f"{pattern!r} is no enhanced code such as 5.1.1, x.1.1, 5.2.* or 5.7.606-649"
        )
    classes = _CLASSES if found[1] == "x" else found[1]
    if found[3]:
        return frozenset(), tuple(f"{digit}.{found[2]}." for digit in classes)
    last = int(found[5] or found[4])
    details = range(int(found[4]), last + 1)
    if not details:
        raise ValueError(f"{pattern!r} ends before it begins")
    return frozenset(f"{c}.{found[2]}.{detail}" for c in classes for detail in details), ()


def reply_codes(patterns: tuple[str, ...]) -> Codes | None:
    """Return the reply codes of all `patterns`, None for no condition."""
    if not patterns:
        return None
    return Codes(frozenset().union(*(expand_reply(pattern) for pattern in patterns)))


def status_codes(patterns: tuple[str, ...]) -> Codes | None:
    """Return the enhanced codes of all `patterns`, None for no condition."""
    if not patterns:
        return None
    pairs = [expand_status(pattern) for pattern in patterns]
    exact = frozenset().union(*(spelled for spelled, _ in pairs))
    return Codes(exact, tuple(prefix for _, prefixes in pairs for prefix in prefixes))

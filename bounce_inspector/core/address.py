"""E-mail addresses: found in running text, cleaned, compared.

Local parts may be quoted or in UTF-8, domains internationalised or an address literal (RFC 5321
section 4.1.2, RFC 6531). Every search starts at an @ sign and looks a bounded way to both sides, so
that time stays linear on any text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Matched on the letters before an @ sign in reverse: forwards, each of them would be a beginning.
_LOCAL_REVERSED = re.compile(r"""(?:"[^"\n]{1,120}"|[^\s<>()\[\]\\,;:@"|`\x00-\x1f\x7f-\x9f]++)""")
_DOMAIN = re.compile(
    r"\[(?:IPv6:)?[0-9A-Fa-f:.]{3,60}\]"
    r"|[^\W_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){0,20}"
)
# A field that holds one plain address and little else, as nearly all do: the rest takes longer.
_PLAIN_FIELD = re.compile(
    r"(?:[^@<>()\[\],;:\"]*<|[\w./+-]{0,30}+;[ \t]*+<?|)"
    r"([A-Za-z0-9_][A-Za-z0-9._+-]{0,100}+@"
    r"[A-Za-z0-9][A-Za-z0-9-]{0,62}+(?:\.[A-Za-z0-9-]{1,63}+){1,20}+)>?[ \t]*+"
)
# In small letters that no step of IDNA changes or forbids (RFC 3490, RFC 3491).
_USUAL_DOMAIN = re.compile(
    r"(?:[a-z0-9à-öø-ÿа-я\u4e00-\u9fa5ぁ-んァ-ヺ-]{1,60}\.){1,9}[a-z0-9à-öø-ÿа-я\u4e00-\u9fa5ぁ-んァ-ヺ-]{2,60}"
)
_TRIM = "'*.`´‘’“”„«»!#&~^{"
_NOT_LOCAL_START = re.compile(r"(?i)^(?:(?:to|rcpt|recipient|addr|address|e-?mail|user|for)=)+")
_REACH = 200
_MOST_OF_FIELD = 10_000  # characters in which the one address of a field is looked for
_LONGEST_REMEMBERED = 255  # characters, as the longest name has (RFC 1035 section 2.3.4)
MOST_MISSES = 1_000
"""@ signs that belong to no address, before the rest is noise."""


class Found(NamedTuple):
    """An address and where it stands in the text: characters, end exclusive."""

    address: str
    start: int
    end: int


def find_all(text: str, start: int = 0, stop: int | None = None) -> Iterator[Found]:
    """Yield every address in text[start:stop], in order."""
    stop = len(text) if stop is None else stop
    misses = 0
    at = text.find("@", start, stop)
    while at >= 0 and misses < MOST_MISSES:
        found = _around(text, at, start, stop)
        if found:
            yield found
        else:
            misses += 1
        at = text.find("@", at + 1, stop)


def find_first(text: str, start: int = 0, stop: int | None = None) -> Found | None:
    """Return the first address in text[start:stop]."""
    return next(find_all(text, start, stop), None)


def _around(text: str, at: int, start: int, stop: int) -> Found | None:
    local = _LOCAL_REVERSED.match(text[max(start, at - _REACH) : at][::-1])
    if not local:
        return None
    domain = _DOMAIN.match(text, at + 1, min(stop, at + 256))
    if not domain:
        return None
    begin = at - local.end()
    words = text[begin:at]
    if words[0] in _TRIM or "=" in words:
        skip = _skipped(words)
        begin += skip
        words = words[skip:]
    end = domain.end()
    host = domain[0]
    while host.endswith((".", "-")):
        host, end = host[:-1], end - 1
    if not words or words.endswith(".") or len(host) < 2 or text.startswith("@", end):
        return None
    return Found(f"{words}@{host}", begin, end)


def _skipped(words: str) -> int:
    """Return how many signs in front of a local part are none of it: labels, quotes, dots."""
    if words.startswith('"'):
        return 0
    # An equals sign is a legal letter: to=user@host has a label, list=user@host is VERP.
    prefix = _NOT_LOCAL_START.match(words)
    skip = prefix.end() if prefix else 0
    while skip < len(words) and words[skip] in _TRIM:
        skip += 1
    return skip


def plain_field(value: str) -> str | None:
    """Return the address of a field that holds one plain address and little else, else None."""
    plain = _PLAIN_FIELD.fullmatch(value)
    if plain is None or ".@" in value or plain[1].endswith("-"):
        return None
    return plain[1]


def clean(value: str) -> str | None:
    """Return the one address a field value holds, or None.

    Takes what stands in fields: ``rfc822; <user@host>``, ``utf-8;…``, ``"SMTP:user@host"``, quoted
    local parts, comments. Values without an @ give None.
    """
    plain = plain_field(value)
    if plain is not None:
        return plain
    found = None
    for candidate in find_all(value, 0, min(len(value), _MOST_OF_FIELD)):
        found = candidate
        if value[candidate.end : candidate.end + 1] == ">":
            break
    return found.address if found else None


def local_part(address: str) -> str:
    """Return what stands before the last @."""
    return address.rpartition("@")[0]


def domain_of(address: str) -> str:
    """Return what stands after the last @, lower case."""
    return address.rpartition("@")[2].lower()


def key(address: str) -> str:
    """Return the form under which two spellings of an address count as one: case, IDNA."""
    if address.isascii():
        return address.lower()
    return (_remembered if len(address) <= _LONGEST_REMEMBERED else _foreign_key)(address)


def _foreign_key(address: str) -> str:
    local, at, domain = address.casefold().rpartition("@")
    return f"{local}{at}{_in_ascii(domain)}"


def _in_ascii(domain: str) -> str:
    """Return the form of a domain that is asked for in the DNS; as it stands where none is."""
    if _USUAL_DOMAIN.fullmatch(domain):
        # What the codec of the library does with such letters, in a fifth of the time.
        labels = [
            label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
            for label in domain.split(".")
        ]
        if all(len(label) < 64 for label in labels):
            return ".".join(labels)
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


_remembered = lru_cache(maxsize=5_000)(_foreign_key)

"""Guess in which language the person wants to be answered whose mail came back.

The evidence, the stronger first; the first that says something decides:

1. What the returned mail states: Content-Language, then the Accept-Language that mail systems add
   for the mailbox it was sent from. A language that we do not speak ends the search: no guess.
2. What it is written in: a charset or a script that one language uses, else the words of its
   subject and of the beginning of its text. Those of a language that we do not speak end the search
   as well.
3. The country in the domain of its sender.
4. The country in the domain of the recipient: people mostly write to their own country.
5. The words of the bounce. They are the server's language, not the person's; English, which servers
   speak everywhere, says nothing.

What to look for stands in resources/letters/languages.toml.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bounce_inspector.core.address import domain_of, find_first
from bounce_inspector.core.decoding.headers import Headers
from bounce_inspector.core.decoding.mime import normalise, scan
from bounce_inspector.core.decoding.parameters import content_type
from bounce_inspector.core.decoding.text import part_text
from bounce_inspector.core.explaining.knowledge_words import ENGLISH
from bounce_inspector.core.model import RawMessage, Role
from bounce_inspector.core.wording.message import Message
from bounce_inspector.shipped import read_toml

_LOOKED_AT = 1_000_000  # bytes of a message
_READ = 20_000  # characters of a text
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"(?i)\b([a-z]{2,3})(?:-[a-z0-9-]+)?\b")
_KANA = re.compile("[\u3041-\u30ff]")
_FOREIGN = re.compile("[\u0370-\u1fff\u2e80-\u303f\u3400-\u9fff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_NOBODYS = re.compile(r"(?m)^(?:[A-Za-z][A-Za-z-]*:[^\n]*(?:\n[ \t][^\n]*)*|[ \t]*[-=*_][^\n]*)")
_OTHER = "other"
_KINDS = ("countries", "charsets", "words", "letters")
_ENOUGH = 2  # different words


class Clue(StrEnum):
    """What a guess rests on."""

    STATED = "stated"
    WORDS = "words"
    SENDER = "sender"
    RECIPIENT = "recipient"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Guess:
    """A language, and what told it."""

    language: str
    clue: Clue


@dataclass(frozen=True, slots=True)
class Clues:
    """What may tell a language. `stated` are the values of the two fields, the stronger first."""

    stated: tuple[str, ...] = ()
    charsets: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    sender: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class _Signs:
    countries: frozenset[str]
    charsets: frozenset[str]
    words: frozenset[str]
    letters: frozenset[str]


def clues_in(raw: RawMessage) -> Clues:
    """Return the clues of a message with the one that it returns; never raises."""
    data = normalise(raw.data[:_LOOKED_AT])
    message, structure = Message(scan(data)), scan(data, into_messages=True)
    original = message.original or Headers(b"")
    returned = [part for part in structure.parts if part.role is Role.ORIGINAL]
    written = [part for part in returned if part.content_type in {"text/plain", "text/html"}][:1]
    fields = [original, *(structure.part_headers(part) for part in written)]
    texts = [part_text(structure, part)[:_READ] for part in written]
    # Where a server pastes the mail below its own words, header fields and the line above them are
    # no words of the person.
    texts += [
        _NOBODYS.sub("", each.text[each.stop : each.stop + _READ]) for each in message.passages
    ]
    return Clues(
        stated=tuple(
            value
            for name in ("content-language", "accept-language")
            for headers in fields
            if (value := headers.get(name))
        ),
        charsets=tuple(
            charset
            for headers in fields
            if (charset := content_type(headers.raw("content-type"), "")[1].get("charset", ""))
        ),
        subject=original.get("subject") or "",
        text="\n".join(texts),
        sender=original.get("from") or "",
        report=message.words[:_READ],
    )


def guess_language(clues: Clues, recipient: str = "") -> Guess | None:
    """Return the language to answer in, None where nothing tells. The docstring above says how."""
    for value in clues.stated:
        tag = _TAG.search(value)
        if tag is not None:
            language = tag[1].lower()
            return _guess(language, Clue.STATED)
    if language := _charset_language(clues.charsets):
        return Guess(language, Clue.WORDS)
    written = f"{clues.subject}\n{clues.text}"
    if _KANA.search(written):
        return Guess("ja", Clue.WORDS)
    if _is_foreign(clues.subject) or _is_foreign(clues.text):
        return None
    if language := _wording_language(written):
        return _guess(language, Clue.WORDS)
    for address, clue in ((clues.sender, Clue.SENDER), (recipient, Clue.RECIPIENT)):
        if language := _country_language(address):
            return Guess(language, clue)
    language = "ja" if _KANA.search(clues.report) else _wording_language(clues.report)
    return _guess(language, Clue.REPORT) if language != ENGLISH else None


def _guess(language: str, clue: Clue) -> Guess | None:
    known = language in _signs() and language != _OTHER
    return Guess(language, clue) if known else None


@cache
def _signs() -> Mapping[str, _Signs]:
    table = read_toml("letters", "languages.toml")
    return {
        language: _Signs(*(frozenset(signs.get(kind, ())) for kind in _KINDS))
        for language, signs in table.items()
    }


def _charset_language(charsets: Iterable[str]) -> str:
    for language, signs in _signs().items():
        if any(charset.lower() in signs.charsets for charset in charsets):
            return language
    return ""


def _is_foreign(text: str) -> bool:
    """Tell whether most letters are of a script that none of our languages but Japanese uses."""
    return 2 * len(_FOREIGN.findall(text)) > len(_LETTER.findall(text))


def _wording_language(text: str) -> str:
    """Return the language that clearly has the most of the words, "" where that is not clear."""
    words = {word.lower() for word in _WORD.findall(text)}
    letters = set(text.lower())
    counts = Counter(
        {
            language: len(words & signs.words) + len(letters & signs.letters)
            for language, signs in _signs().items()
        }
    )
    (first, most), (_, next_most) = counts.most_common(2)
    return first if most >= _ENOUGH and most > 2 * next_most else ""


def _country_language(address: str) -> str:
    found = find_first(address)
    country = domain_of(found.address).rpartition(".")[2].lower() if found else ""
    return next(
        (language for language, signs in _signs().items() if country in signs.countries), ""
    )

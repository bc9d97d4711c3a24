"""Does a machine speak here, and what of? The words come from resources/dialects/voice.toml.

All wordings meet a text in one pass, and with them the openings of texts.toml; what was heard is a
set of topics, one bit each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from bounce_inspector.core.folding import fold
from bounce_inspector.core.wording.text_dialects import load_text_dialects
from bounce_inspector.shipped import read_toml

_LONGEST_LINE = 400  # characters of what is remembered

SENDERS = 1 << 0
DAEMONS = 1 << 1
BOUNCE_SUBJECTS = 1 << 2
DELAY_SUBJECTS = 1 << 3
AUTO_REPLY_SUBJECTS = 1 << 4
CHALLENGE_SUBJECTS = 1 << 5
FAILURE = 1 << 6
DELAY = 1 << 7
FINAL = 1 << 8
REASONS = 1 << 9
BAIT = 1 << 10
CONTACT = 1 << 11
LETTER_MAILERS = 1 << 12
LETTER_SUBJECTS = 1 << 13
LETTER_WORDS = 1 << 14
CHALLENGE = 1 << 15
CHALLENGE_DOMAINS = 1 << 16
COMPLAINT_SENDERS = 1 << 17
_FIRST_OPENING = 18


@dataclass(frozen=True, slots=True)
class Voice:
    """One automaton over all wordings, and the topics of each; see the comments of the data file.

    `letter_fields` are the beginnings of header fields that only programs for letters write.
    """

    automaton: AhoCorasick
    topics: tuple[int, ...]
    letter_fields: tuple[str, ...]


@lru_cache(maxsize=1)
def load_voice() -> Voice:
    """Return the wordings, compiled."""
    table = read_toml("dialects", "voice.toml")
    subjects, body, letters = table["subjects"], table["body"], table["letters"]
    topics: dict[str, int] = {}
    for topic, wordings in (
        (SENDERS, table["senders"]),
        (DAEMONS, table["daemons"]),
        (BOUNCE_SUBJECTS, subjects["bounce"]),
        (DELAY_SUBJECTS, subjects["delay"]),
        (AUTO_REPLY_SUBJECTS, subjects["auto_reply"]),
        (CHALLENGE_SUBJECTS, subjects["challenge"]),
        (FAILURE, body["failure"]),
        (DELAY, body["delay"]),
        (FINAL, body["final"]),
        (REASONS, body["reasons"]),
        (BAIT, table["bait"]["words"]),
        (CONTACT, table["contact"]["words"]),
        (LETTER_MAILERS, letters["mailers"]),
        (LETTER_SUBJECTS, letters["subjects"]),
        (LETTER_WORDS, letters["words"]),
        (CHALLENGE, table["challenge"]["words"]),
        (CHALLENGE_DOMAINS, table["challenge"]["domains"]),
        (COMPLAINT_SENDERS, table["complaints"]["senders"]),
    ):
        for wording in map(fold, wordings):
            topics[wording] = topics.get(wording, 0) | topic
    for number, row in enumerate(load_text_dialects().rows):
        for opening in row.opens:
            topics[opening] = topics.get(opening, 0) | 1 << _FIRST_OPENING + number
    return Voice(AhoCorasick(list(topics)), tuple(topics.values()), tuple(letters["fields"]))


def topics_in(folded: str) -> int:
    """Return the topics of all wordings that stand in the folded text."""
    voice = load_voice()
    heard = 0
    for number, _, _ in voice.automaton.find_matches_as_indexes(folded, overlapping=True):
        heard |= voice.topics[number]
    return heard


def topics_of(line: str) -> int:
    """Return the topics of a line as it stands: a subject, a sender. Mail systems repeat theirs."""
    return _remembered(line) if len(line) <= _LONGEST_LINE else topics_in(fold(line))


def openings_in(heard: int) -> Iterator[int]:
    """Yield the numbers of the text dialects of which an opening was heard, the first first."""
    openings = heard >> _FIRST_OPENING
    while openings:
        lowest = openings & -openings
        yield lowest.bit_length() - 1
        openings ^= lowest


@lru_cache(maxsize=5_000)
def _remembered(line: str) -> int:
    return topics_in(fold(line))


def first_place(folded: str, topic: int) -> int:
    """Return where the first wording of the topic begins in the folded text, else -1."""
    voice = load_voice()
    for number, start, _ in voice.automaton.find_matches_as_indexes(folded, overlapping=True):
        if voice.topics[number] & topic:
            return start
    return -1


# A mail system writes the same fields into each of its messages.
@lru_cache(maxsize=500)
def has_letter_field(names: frozenset[str]) -> bool:
    """Tell whether only programs for letters write one of these fields, in lower case."""
    beginnings = load_voice().letter_fields
    return any(name.startswith(beginnings) for name in names)

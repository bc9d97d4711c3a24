"""Bounces of servers nobody described: find the sentence that fails and the address it names.

Used only where a mail system speaks. It stays silent rather than inventing an address, and what it
finds is marked as less certain.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from bounce_inspector.core.address import Found, find_all, find_first, key
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Failure
from bounce_inspector.core.smtp import find_codes
from bounce_inspector.core.wording.around import Around
from bounce_inspector.core.wording.machine import (
    MACHINE,
    is_answer,
    is_by_mail_system,
    machine_score,
)
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.once import once
from bounce_inspector.core.wording.phrase_places import places_in
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Named, Report, addresses_in
from bounce_inspector.core.wording.text_reader import (
    MAX_CONTEXT,
    NOBODY,
    by_labels,
    by_lines,
    by_sentence,
)
from bounce_inspector.core.wording.voice import (
    BAIT,
    BOUNCE_SUBJECTS,
    CONTACT,
    DELAY,
    FAILURE,
    REASONS,
    topics_of,
)
from bounce_inspector.shipped import read_toml

NAME = "general"
_BEFORE, _AFTER = 260, 320
_NEXT_TO = 60
_BETWEEN = " \t\n<>\"'()[],;"
_SENTENCE_END = re.compile(r"[.!?。！？]\s|。|\n\n")
_LINK = re.compile(r"(?i)https?://|<a\s[^<>]{0,200}href")


def read(message: Message) -> Report | None:
    """Return the failures that an unknown mail system names, None where a person wrote."""
    if machine_score(message) < MACHINE or not is_by_mail_system(message):
        return None
    if not _speaks_of_failing(message) or is_bait(message):
        return None
    room, unread = MAX_RECIPIENTS, 0  # of the addresses in all texts
    for passage in message.passages:
        named = passage.text.count("@", 0, passage.stop)
        if room <= 0:
            unread += named
            continue
        room -= named
        found = _first_way(passage, message)
        if found.failures:
            failures = tuple(failure._replace(certain=False) for failure in found.failures)
            return Report(NAME, failures, unread=found.unread)
    return Report(NAME, unread=unread)


def _speaks_of_failing(message: Message) -> bool:
    if message.heard & (FAILURE | DELAY):
        return True
    if message.heard_in_subject & (FAILURE | BOUNCE_SUBJECTS):
        return True
    # Answers of a postmaster give reasons and codes as well.
    if is_answer(message):
        return False
    return bool(message.heard & REASONS) or any(find_codes(message.words[:MAX_CONTEXT]))


def is_bait(message: Message) -> bool:
    """Tell a fake: it wants a click, names no code, and returns nothing."""
    if not message.heard & BAIT or message.original is not None:
        return False
    return _LINK.search(message.raw_words) is not None and not any(find_codes(message.words))


def _first_way(passage: Passage, message: Message) -> Named:
    strong, weak = _labels()
    places = places_in(passage.words)
    in_place: tuple[Callable[[], Named], ...] = (
        lambda: by_labels(passage, strong, places, 0, passage.stop),
        lambda: _failing(by_lines(passage, 0, passage.stop), passage),
    )
    for way in in_place:
        found = way()
        failures = _others(found.failures, message)
        if failures:
            return Named(failures, found.unread)
    spoken, unread = _spoken_of(passage)
    in_words: tuple[Callable[[], Named], ...] = (
        lambda: by_sentence(passage, _sentences(passage, spoken, FAILURE), unread),
        lambda: by_sentence(passage, _sentences(passage, spoken, REASONS), unread),
        lambda: by_labels(passage, weak, places, 0, passage.stop),
    )
    for way in in_words:
        found = way()
        failures = _known(_others(found.failures, message), message)
        if failures:
            return Named(failures, found.unread)
    return NOBODY


def _others(failures: list[Failure], message: Message) -> list[Failure]:
    """Return the failures without the addresses of who got and who wrote the report.

    One that the returned message was sent to stays: people write to themselves.
    """
    own = message.correspondents
    wanted = message.original_recipients
    named = [(key(failure.recipient), failure) for failure in failures]
    others = [failure for name, failure in named if name not in own]
    return others or [failure for name, failure in named if name in wanted]


def _known(failures: list[Failure], message: Message) -> list[Failure]:
    """Return those that the returned message was sent to, where there are any.

    A sentence may name whom to ask for help as well.
    """
    wanted = message.original_recipients
    known = [failure for failure in failures if key(failure.recipient) in wanted]
    return known or failures


def _failing(found: Named, passage: Passage) -> Named:
    """Return the failures around whose address the words speak of failing.

    What is said of the first of a list is said of all: each that follows one of these at once.
    """
    failures: list[Failure] = []
    words = Around(passage.text)
    for failure in found.failures:
        follows = bool(failures) and _follows(failures[-1], failure, passage)
        if follows or _fails_near(failure, passage, words):
            failures.append(failure)
    return Named(failures, found.unread)


def _follows(before: Failure, failure: Failure, passage: Passage) -> bool:
    """Tell whether nothing but the address itself stands between an address and the one before."""
    if before.span is None or failure.span is None:
        return False
    between = passage.text[before.span.start : failure.span.start]
    if len(between) > len(failure.recipient) + _NEXT_TO:
        return False
    return not between.replace(failure.recipient, "").strip(_BETWEEN)


def _fails_near(failure: Failure, passage: Passage, words: Around) -> bool:
    span = failure.span
    if failure.reply or failure.status or span is None:
        return True
    begin, end = max(0, span.start - 400), min(passage.stop, span.start + 500)
    return bool(words.topics(begin, end) & (FAILURE | REASONS))


class _Spoken:
    """An address, and where the words around it begin and end."""

    def __init__(self, address: Found, begin: int, end: int, words: Around) -> None:
        """Take an address and the words of the text."""
        self.address = address
        self.begin = begin
        self._end = end
        self._words = words

    @once
    def topics(self) -> int:
        """The topics of the words around."""
        return self._words.topics(self.begin, self._end)

    @once
    def has_codes(self) -> bool:
        """Whether a reply code or an enhanced code stands there."""
        return self._words.has_code(self.begin, self._end)


def _spoken_of(passage: Passage) -> tuple[list[_Spoken], int]:
    """Return the addresses that nobody is asked to write to, and how many were not looked at."""
    text = passage.text
    spoken: list[_Spoken] = []
    words = Around(text)
    for number, address in enumerate(find_all(text, 0, passage.stop)):
        if number == MAX_RECIPIENTS:
            return spoken, text.count("@", address.start, passage.stop)
        if _is_contact(text, address):
            continue
        earliest = address.start - _BEFORE
        begin = max(text.rfind("\n\n", max(0, earliest - 2), address.start) + 2, earliest, 0)
        begin = begin if begin > 1 else 0
        end = min(passage.stop, address.end + _AFTER)
        spoken.append(_Spoken(address, begin, end, words))
    return spoken, 0


def _sentences(passage: Passage, spoken: list[_Spoken], topic: int) -> list[tuple[Found, int]]:
    """Return the addresses in sentences about the topic, and where those begin."""
    return [
        (each.address, _sentence_start(passage.text, each.begin, each.address.start))
        for each in spoken
        if each.topics & topic or each.has_codes
    ]


def _sentence_start(text: str, begin: int, end: int) -> int:
    ends = [text.rfind(mark, begin, end) for mark in (". ", "\n\n")]
    return max(begin, *(found + 2 for found in ends if found >= 0), begin)


def _is_contact(text: str, address: Found) -> bool:
    """Tell whether the words next to an address say that one may write there."""
    start = max(0, address.start - _NEXT_TO)
    before = _SENTENCE_END.split(text[start : address.start])[-1]
    behind = _SENTENCE_END.split(text[address.end : address.end + _NEXT_TO // 3])[0]
    return bool((topics_of(before) | topics_of(behind)) & CONTACT)


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = read_toml("dialects", "voice.toml")["labels"]
    return tuple(fold(each) for each in table["strong"]), tuple(
        fold(each) for each in table["weak"]
    )


def failed_recipients(message: Message) -> tuple[list[str], int]:
    """Return the addresses of X-Failed-Recipients (Exim, Gmail), and how many were not read."""
    return addresses_in(message.headers.all("x-failed-recipients"))


def subject_recipient(message: Message) -> str | None:
    """Return the one address that the subject names."""
    found = find_first(message.subject)
    return found.address if found else None

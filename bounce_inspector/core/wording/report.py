"""What a dialect hands on: who worded the message, what kind it is, which failures it names."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple, TypeVar

from bounce_inspector.core.address import find_all
from bounce_inspector.core.model import Failure, Kind

MAX_RECIPIENTS = 500
"""Recipients of one report that are read: servers take no more than that for one message."""
_Entry = TypeVar("_Entry")


class Report(NamedTuple):
    """The reading of one message by one dialect.

    `kind` is what the dialect knows the message to be; None leaves it to the actions of `failures`.
    `unread` is how many more recipients it names than were read.
    """

    dialect: str
    failures: tuple[Failure, ...] = ()
    kind: Kind | None = None
    unread: int = 0


class Named(NamedTuple):
    """The failures that one text names, and how many more recipients it names than were read."""

    failures: list[Failure]
    unread: int = 0

    def report(self, dialect: str, kind: Kind | None = None) -> Report:
        """Return the reading of this text by a dialect."""
        return Report(dialect, tuple(self.failures), kind, self.unread)


def first_of(entries: Iterable[_Entry]) -> tuple[list[_Entry], int]:
    """Return as many entries of a report as are read, and how many more there are."""
    following = iter(entries)
    first = list(islice(following, MAX_RECIPIENTS))
    return first, sum(1 for _ in following)


def first_heads(
    pattern: re.Pattern[str], text: str, start: int, stop: int
) -> tuple[list[tuple[re.Match[str], int]], int]:
    """Return where the entries of text[start:stop] begin, each with where the next one does.

    No more of them than are read; beside them how many more there are.
    """
    heads = list(islice(pattern.finditer(text, start, stop), MAX_RECIPIENTS + 1))
    ends = [*(head.start() for head in heads[1:]), stop]
    unread = 0
    if len(heads) > MAX_RECIPIENTS:
        unread = len(pattern.findall(text, heads.pop().start(), stop))
    return list(zip(heads, ends, strict=False)), unread


def addresses_in(values: Iterable[str]) -> tuple[list[str], int]:
    """Return the addresses of a field that names recipients, and how many more there are."""
    every = list(values)
    found = (each.address for value in every for each in find_all(value))
    first = list(islice(found, MAX_RECIPIENTS + 1))
    if len(first) <= MAX_RECIPIENTS:
        return first, 0
    return first[:MAX_RECIPIENTS], sum(value.count("@") for value in every) - MAX_RECIPIENTS

"""Which of an address's failures its row speaks of: the latest of those that decided.

A person who reads "remove, mailbox unknown" wants the code and the words that say so, not those of
a later refusal for another reason.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bounce_inspector.core.ledger.codes import CATEGORIES, REASONS
from bounce_inspector.core.model import Advice
from bounce_inspector.core.policy import Reason

_BEFORE_ALL = -(2**63)
_ADVICE = {
    Reason.DEAD: Advice.REMOVE,
    Reason.ALIVE_SINCE: Advice.REMOVE,
    Reason.COMPLAINED: Advice.COMPLAINT,
    Reason.REPEATED: Advice.WATCH,
    Reason.WATCHED: Advice.WATCH,
    Reason.SENDER_SIDE: Advice.FIX,
    Reason.LASTING: Advice.KEEP,
    Reason.PASSING: Advice.KEEP,
    Reason.UNRECOGNISED: Advice.KEEP,
}
_BEST = """
    SELECT failure.id, date, coalesce(status, reply, ''), coalesce(verdict.provider, ''),
    verdict.category, advice FROM failure JOIN message ON message.id = message
    JOIN verdict ON verdict.id = verdict JOIN answer ON answer.id = answer
    WHERE failure.address = ? ORDER BY (verdict.category = ?) + (advice = ?) DESC,
    coalesce(date, -9223372036854775808) DESC, failure.id DESC LIMIT 1
"""


class Lead(NamedTuple):
    """A failure that an address row may speak of."""

    failure: int
    date: int | None
    code: str
    provider: str
    category: str
    advice: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the failure that decided looks like."""

    category: str
    advice: str

    def rank(self, lead: Lead) -> tuple[int, int, int]:
        """Return how well a failure fits; the later one of two that fit alike."""
        fits = (lead.category == self.category) + (lead.advice == self.advice)
        return (fits, _BEFORE_ALL if lead.date is None else lead.date, lead.failure)


def wanted_for(reason: int, category: int) -> Wanted:
    """Return what the deciding failure of a judgement looks like."""
    advice = _ADVICE.get(REASONS.required(reason))
    deciding = CATEGORIES.optional(category)
    return Wanted(deciding.value if deciding else "", advice.value if advice else "")


def best_of(leads: Iterable[Lead], wanted: Wanted) -> Lead:
    """Return the failure to speak of."""
    return max(leads, key=wanted.rank)


def best_stored(connection: sqlite3.Connection, address: int, wanted: Wanted) -> Lead:
    """Return the same among all stored failures of an address."""
    row = connection.execute(_BEST, (address, wanted.category, wanted.advice)).fetchone()
    return Lead(*row)

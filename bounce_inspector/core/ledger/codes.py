"""The numbers that stand for enum members in the ledger's big tables.

Files in the field hold these numbers: give a new member a new number, never change or reuse one.
Sorting by such a column follows the numbers, so they are in an order that makes sense to people.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Generic, TypeVar

from bounce_inspector.core.ledger.rows import Decider, Decision
from bounce_inspector.core.model import Category, Kind
from bounce_inspector.core.policy import Bucket, Reason, Sign

Member = TypeVar("Member", bound=StrEnum)


class Codes(Generic[Member]):
    """Numbers for the members of one enum, and back. 0 stands for None."""

    def __init__(self, members: Mapping[Member, int]) -> None:
        numbers: dict[Member | None, int] = {None: 0}
        numbers.update(members.items())
        self.number: Final[Mapping[Member | None, int]] = numbers
        self.member: Final[Mapping[int, Member]] = {
            number: member for member, number in members.items()
        }

    def required(self, number: int) -> Member:
        """Return the member with this number. Raise KeyError where there is none."""
        return self.member[number]

    def optional(self, number: int) -> Member | None:
        """Return the member with this number, None for 0."""
        return self.member[number] if number else None


BUCKETS = Codes(
    {
        Bucket.REMOVE: 1,
        Bucket.COMPLAINT: 2,
        Bucket.WATCH: 3,
        Bucket.YOUR_SIDE: 4,
        Bucket.UNKNOWN: 5,
        Bucket.KEEP: 6,
        Bucket.NOT_BOUNCE: 7,
    }
)
REASONS = Codes(
    {
        Reason.DEAD: 1,
        Reason.REPEATED: 2,
        Reason.COMPLAINED: 3,
        Reason.WATCHED: 4,
        Reason.LASTING: 5,
        Reason.ALIVE_SINCE: 6,
        Reason.SENDER_SIDE: 7,
        Reason.UNRECOGNISED: 8,
        Reason.PASSING: 9,
        Reason.DELAYED: 10,
        Reason.NO_FAILURE: 11,
    }
)
SIGNS = Codes(
    {
        Sign.DEAD: 1,
        Sign.COMPLAINT: 2,
        Sign.WATCH: 3,
        Sign.FIX: 4,
        Sign.UNRECOGNISED: 5,
        Sign.KEEP: 6,
        Sign.DELAYED: 7,
        Sign.ALIVE: 8,
        Sign.SILENT: 9,
    }
)
KINDS = Codes(
    {
        Kind.BOUNCE: 1,
        Kind.DELAY: 2,
        Kind.COMPLAINT: 3,
        Kind.DELIVERY: 4,
        Kind.AUTO_REPLY: 5,
        Kind.CHALLENGE: 6,
        Kind.READ_RECEIPT: 7,
        Kind.OTHER: 8,
    }
)
DECISIONS = Codes({Decision.REMOVE: 1, Decision.KEEP: 2, Decision.CLEARED: 3})
DECIDERS = Codes({Decider.PERSON: 1, Decider.RULE: 2})
CATEGORIES = Codes(
    {
        Category.MAILBOX_UNKNOWN: 1,
        Category.DOMAIN_UNKNOWN: 2,
        Category.MAILBOX_MOVED: 3,
        Category.MAILBOX_INACTIVE: 4,
        Category.MAILBOX_FULL: 5,
        Category.RECIPIENT_REFUSED: 6,
        Category.RECIPIENT_RATE_LIMITED: 7,
        Category.GREYLISTED: 8,
        Category.SPAM_CONTENT: 9,
        Category.ATTACHMENT_REFUSED: 10,
        Category.MESSAGE_TOO_LARGE: 11,
        Category.MESSAGE_MALFORMED: 12,
        Category.TOO_MANY_RECIPIENTS: 13,
        Category.AUTHENTICATION_FAILED: 14,
        Category.SENDER_BLOCKLISTED: 15,
        Category.SENDER_THROTTLED: 16,
        Category.SENDER_DNS_INVALID: 17,
        Category.SENDER_QUOTA: 18,
        Category.RELAY_DENIED: 19,
        Category.POLICY_REFUSED: 20,
        Category.TLS_FAILED: 21,
        Category.SERVER_FAULT: 22,
        Category.NETWORK_UNREACHABLE: 23,
        Category.MAIL_LOOP: 24,
        Category.SUPPRESSED: 25,
        Category.UNCLASSIFIED: 26,
    }
)

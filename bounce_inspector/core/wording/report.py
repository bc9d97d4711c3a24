"""What a dialect hands on: who worded the message, what kind it is, which failures it names."""

from typing import NamedTuple

from bounce_inspector.core.model import Failure, Kind


class Report(NamedTuple):
    """The reading of one message by one dialect.

    `kind` is what the dialect knows the message to be; None leaves it to the actions of `failures`.
    `unread` is how many more recipients it names than were read.
    """

    dialect: str
    failures: tuple[Failure, ...] = ()
    kind: Kind | None = None
    unread: int = 0

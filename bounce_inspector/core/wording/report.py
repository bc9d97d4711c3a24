"""What a dialect hands on: who worded the message, what kind it is, which failures it names."""

from dataclasses import dataclass

from bounce_inspector.core.model import Failure, Kind


@dataclass(frozen=True, slots=True)
class Report:
    """The reading of one message by one dialect.

    `kind` is what the dialect knows the message to be; None leaves it to the actions of `failures`.
    """

    dialect: str
    failures: tuple[Failure, ...] = ()
    kind: Kind | None = None

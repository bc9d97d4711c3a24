"""How far an import has come. It loads nothing: the window, which has no reader, takes it too."""

from dataclasses import dataclass

from bounce_inspector.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come. `messages` are new ones, `known` were counted before.

    `bytes_total` may still grow while folders are walked. `problem` says why it stopped early.
    """

    bytes_done: int = 0
    bytes_total: int = 0
    messages: int = 0
    known: int = 0
    addresses: int = 0
    unread: int = 0
    cancelled: bool = False
    problem: Problem | None = None

"""How much a source may cost, and the count of what it has cost so far."""

from collections.abc import Callable
from dataclasses import dataclass

from bounce_inspector.core.problems import Problem
from bounce_inspector.core.sources import faults

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that no honest mailbox meets. Each is reported as a Problem when it is hit.

    `message` bytes of one message are kept in memory; of a larger one the first part is read.
    `nesting` counts archives and compressions within each other. `entries` and `unpacked` (bytes)
    are sums over one source; `ratio` is unpacked to packed bytes, looked at once `ratio_from` bytes
    were unpacked. `held` is the largest archive within an archive, for it is read into memory.
    """

    message: int = 50 * MEGABYTE
    nesting: int = 8
    entries: int = 2_000_000
    unpacked: int = 64 * 1024 * MEGABYTE
    ratio: int = 1000
    ratio_from: int = 256 * MEGABYTE
    held: int = 256 * MEGABYTE


class Cancelled(Exception):  # noqa: N818  # nothing went wrong: the user said stop
    """Raised inside this package where work ends because the caller no longer wants it."""


def never() -> bool:
    """Say that nobody cancelled."""
    return False


class Budget:
    """What one source has cost: entries, unpacked bytes, message numbers given out."""

    def __init__(
        self,
        limits: Limits,
        *,
        packed: int = 0,
        first_index: int = 0,
        cancelled: Callable[[], bool] = never,
    ) -> None:
        self.limits = limits
        self.exceeded: Problem | None = None
        self._packed = max(packed, 1)
        self._next_index = first_index
        self._entries = 0
        self._unpacked = 0
        self._cancelled = cancelled

    def number(self) -> int:
        """Return the index of the next message of this source."""
        index = self._next_index
        self._next_index += 1
        return index

    def check(self) -> None:
        """Raise Cancelled if the caller wants no more. Called about once a megabyte."""
        if self._cancelled():
            raise Cancelled

    def spend_entry(self) -> Problem | None:
        """Count one more entry of an archive; return the problem if it is one too many."""
        self._entries += 1
        if self._entries > self.limits.entries:
            self.exceeded = faults.too_many_entries(self.limits.entries)
        return self.exceeded

    def spend_bytes(self, count: int) -> Problem | None:
        """Count unpacked bytes; return the problem if they are too many."""
        self._unpacked += count
        if self._unpacked > self.limits.unpacked:
            self.exceeded = faults.unpacks_to_too_much(self.limits.unpacked)
        elif (
            self._unpacked > self.limits.ratio_from
            and self._unpacked > self._packed * self.limits.ratio
        ):
            self.exceeded = faults.unpacks_to_too_much(self._unpacked)
        return self.exceeded

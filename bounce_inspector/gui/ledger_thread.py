"""A thread that waits for SQLite, with a connection of its own, so that the window never does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from bounce_inspector.core.ledger import Ledger, LedgerUnreadable
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.background import Background
from bounce_inspector.gui.turns import Turns

Result = TypeVar("Result")
OpenLedger = Callable[[], Ledger | Problem]


@dataclass(slots=True)
class _Desk:
    """What belongs to the thread alone: its connection, made at the first use."""

    open_ledger: OpenLedger
    ledger: Ledger | None = None

    def do(self, work: Callable[[Ledger], Result]) -> Result | Problem:
        """Do some work on the ledger; return what the world did to it as a Problem."""
        try:
            return work(self._connection())
        except LedgerUnreadable as fault:
            return fault.problem

    def clear(self) -> None:
        """Close the connection."""
        if self.ledger is not None:
            self.ledger.close()
            self.ledger = None

    def _connection(self) -> Ledger:
        if self.ledger is None:
            opened = self.open_ledger()
            if isinstance(opened, Problem):
                raise LedgerUnreadable(opened)
            self.ledger = opened
        return self.ledger


class LedgerThread(QObject):
    """Runs functions of a ledger one after the other and calls back in the GUI thread.

    What the world did (a full disk, a damaged file) arrives at `failed` too, after the call back.
    """

    failed = Signal(object)

    def __init__(
        self,
        open_ledger: OpenLedger,
        parent: QObject | None = None,
        *,
        turns: Turns | None = None,
    ) -> None:
        """Share `turns` with the threads that call back one after the other."""
        super().__init__(parent)
        self._desk = _Desk(open_ledger)
        self._background = Background(self, turns=turns)
        self._background.failed.connect(self.failed)

    def ask(
        self, work: Callable[[Ledger], Result], answered: Callable[[Result | Problem], None]
    ) -> None:
        """Do some work later in the thread and hand its result over in this one."""
        desk = self._desk
        self._background.ask(lambda: desk.do(work), answered)

    def interrupt(self) -> None:
        """Break off what is being answered: whoever asked wants something else by now."""
        ledger = self._desk.ledger
        if ledger is not None:
            ledger.interrupt()

    def stop(self) -> None:
        """Finish what was asked, close the connection, and call nobody back any more."""
        self._background.ask(self._desk.clear, nobody)
        self._background.stop()


def nobody(result: object) -> None:
    """Take no notice of what came out."""
    del result

"""The threads of a window: each waits for one kind of work, so that none waits for another.

What work they do in Python they do while the window paints, and each call of Qt gives the
interpreter away: so it changes hands often, and no paint waits long to get it back.
"""

import sys

from PySide6.QtCore import QObject, Signal

from bounce_inspector.gui.background import Background
from bounce_inspector.gui.ledger_thread import LedgerThread, OpenLedger, nobody
from bounce_inspector.gui.turns import Turns

HAND_OVER = 0.00005  # seconds: so long the window waits for the interpreter at most
_USUAL = sys.getswitchinterval()


class Threads(QObject):
    """What a window has beside its own thread."""

    failed = Signal(object)  # Problem

    def __init__(self, open_ledger: OpenLedger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        turns = Turns(self)
        # which rows there are, in which order
        self.asking = LedgerThread(open_ledger, self, turns=turns)
        self.looking = LedgerThread(open_ledger, self, turns=turns)  # at single rows
        self.writing = LedgerThread(open_ledger, self, turns=turns)
        self.files = Background(self, turns=turns)
        sys.setswitchinterval(HAND_OVER)
        for part in (self.asking, self.looking, self.writing, self.files):
            part.failed.connect(self.failed)

    def save_memory(self, *, wanted: bool) -> None:
        """Read the ledger with little memory, as long as other processes need much."""
        for part in (self.asking, self.looking):
            part.ask(lambda ledger: ledger.map_file(mapped=not wanted), nobody)

    def stop(self) -> None:
        """Finish what was asked, and call nobody back any more."""
        for part in (self.writing, self.asking, self.looking, self.files):
            part.stop()
        sys.setswitchinterval(_USUAL)

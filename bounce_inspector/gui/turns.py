"""One thing a turn of the event loop: between two of them the window paints and answers its user.

Answers of several threads come at once; shown at once, they would keep the window for many frames.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

ROUNDS = 2  # of the event loop: in the first it paints what was done, in the second it is free


class Turns(QObject):
    """Does what it takes in its order: at once, or later if something was done just now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._stopped = False
        self._rounds = 0
        self._round = QTimer(self)  # runs until the event loop has been round
        self._round.setSingleShot(True)
        self._round.timeout.connect(self._on_round)

    def take(self, work: Callable[[], object]) -> None:
        """Do some work as soon as it is its turn."""
        if self._stopped:
            return
        if self._round.isActive():
            self._waiting.append(work)
        else:
            self._do(work)

    def stop(self) -> None:
        """Do nothing any more."""
        self._round.stop()
        self._waiting.clear()
        self._stopped = True

    def _do(self, work: Callable[[], object]) -> None:
        self._rounds = 0
        self._round.start(0)
        work()

    def _on_round(self) -> None:
        self._rounds += 1
        if self._rounds < ROUNDS:
            self._round.start(0)
        elif self._waiting:
            self._do(self._waiting.popleft())

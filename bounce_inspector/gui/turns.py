"""One thing a turn of the event loop: between two of them the window paints and answers its user.

Answers of several threads come at once; shown at once, they would keep the window for many frames.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Does what it takes in its order: at once, or later if something was done in this turn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._stopped = False
        self._turn = QTimer(self)  # runs until the event loop has been round
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._on_turn)

    def take(self, work: Callable[[], object]) -> None:
        """Do some work as soon as it is its turn."""
        if self._stopped:
            return
        if self._turn.isActive():
            self._waiting.append(work)
        else:
            self._turn.start(0)
            work()

    def stop(self) -> None:
        """Do nothing any more."""
        self._turn.stop()
        self._waiting.clear()
        self._stopped = True

    def _on_turn(self) -> None:
        if self._waiting:
            self._turn.start(0)
            self._waiting.popleft()()

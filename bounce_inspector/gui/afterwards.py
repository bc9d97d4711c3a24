"""Work that nobody waits for, done a piece at a time once the window stands there.

Between two pieces whatever the user does is answered. So no piece may take long, and none may be
needed: who wants something earlier makes it at once.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


class Afterwards(QObject):
    """Takes piece after piece from an iterator while the event loop has nothing else to do."""

    def __init__(self, pieces: Iterator[object], parent: QObject | None = None) -> None:
        """Each step of `pieces` does one of them."""
        super().__init__(parent)
        self._pieces = pieces
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin, or go on."""
        self._timer.start(0)

    def start_now(self) -> None:
        """Do the first piece at once, and go on while there are others."""
        self._timer.start(0)
        self._go_on()

    def finish(self) -> None:
        """Do now all that is left."""
        self._timer.stop()
        for _ in self._pieces:
            pass

    def stop(self) -> None:
        """Leave the rest undone, for good."""
        self._timer.stop()
        self._pieces = iter(())

    def _go_on(self) -> None:
        try:
            next(self._pieces)
        except StopIteration:
            self._timer.stop()
        except BaseException:
            self._timer.stop()  # a fault is told once
            raise

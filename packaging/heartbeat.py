"""Measure how long a window does not answer: a timer beats, and each late beat is a stall."""

from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5


@dataclass(frozen=True, slots=True)
class Stalls:
    """How late the beats came, in ms: the latest, and the one that 99 of 100 came before."""

    longest: float
    percentile_99: float


class Heartbeat(QObject):
    """Beats in the thread it is made in, for as long as it is wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last = 0.0
        self._late: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to count anew."""
        self._late.clear()
        self._last = perf_counter()
        self._timer.start()

    def stop(self) -> Stalls:
        """Stop beating, and tell how it was. What has not come yet counts too."""
        self._beat()
        self._timer.stop()
        late = sorted(self._late)
        return Stalls(late[-1], late[len(late) * 99 // 100])

    def _beat(self) -> None:
        now = perf_counter()
        self._late.append(max(0.0, (now - self._last) * 1e3 - BEAT_MS))
        self._last = now

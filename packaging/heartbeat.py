"""Measure how long a window does not answer: a timer beats, and each late beat is a stall."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from thread_time import Spent, ThreadTime

BEAT_MS = 5


@dataclass(frozen=True, slots=True)
class Stalls:
    """How late the beats came, in ms: the latest, and the one that 99 of 100 came before.

    `undisturbed` and `worked` are of the beats as they would have come with a processor to
    themselves, and of what the thread worked between two: the longest.
    """

    longest: float
    percentile_99: float
    undisturbed: float
    worked: float


class Heartbeat(QObject):
    """Beats in the thread it is made in, for as long as it is wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listeners: list[Callable[[Spent], object]] = []  # told of each beat
        self._time = ThreadTime()
        self._last = self._time.now()
        self._beats: list[Spent] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to count anew."""
        self._beats.clear()
        self._last = self._time.now()
        self._timer.start()

    def stop(self) -> Stalls:
        """Stop beating, and tell how it was. What has not come yet counts too."""
        self._beat()
        self._timer.stop()
        late = sorted(_late(beat.wall) for beat in self._beats)
        return Stalls(
            late[-1],
            late[len(late) * 99 // 100],
            max(_late(beat.undisturbed) for beat in self._beats),
            max(beat.worked for beat in self._beats) * 1e3,
        )

    def _beat(self) -> None:
        now = self._time.now()
        spent, self._last = now - self._last, now
        self._beats.append(spent)
        for listener in self.listeners:
            listener(spent)


def _late(seconds: float) -> float:
    return max(0.0, seconds * 1e3 - BEAT_MS)

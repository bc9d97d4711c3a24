"""Tell what a window did while it did not answer: where its thread was, by the time spent there.

A thread looks at the stack of the window's thread every other millisecond. When a beat of the heart
comes too late, what was seen since the one before is kept; all else is forgotten.
"""

import faulthandler
import os
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from steps import ROOT
from thread_time import Spent

LATE = 0.016  # s: a frame
LOOK = 0.002  # s between two looks
FRAMES = 5  # of a stack that are told
PLACES = 12  # that are told
_THREAD = re.compile(r"hread (0x[0-9a-f]+)")
_CALL = re.compile(r'File "(.*)", line (\d+) in (.*)')
_OURSELVES = (str(ROOT / "packaging"), "<string>")


@dataclass(frozen=True, slots=True)
class _Look:
    """A moment: what the window was told last, and the stacks of all threads."""

    at: float
    event: str
    stacks: str


@dataclass(slots=True)
class Found:
    """What came out: how many beats were late, how their time was spent, and where."""

    late: int = 0
    wall: float = 0.0
    worked: float = 0.0
    queued: float = 0.0
    longest: float = 0.0
    places: "Counter[str]" = field(default_factory=Counter)
    in_the_longest: "Counter[str]" = field(default_factory=Counter)
    meanwhile: "Counter[str]" = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Yield what there is to say, a line each."""
        waited = max(self.wall - self.worked - self.queued, 0)
        yield (
            f"{self.late} stalls over {LATE * 1e3:.0f} ms: {self.wall * 1e3:.0f} ms in all, "
            f"{self.worked * 1e3:.0f} worked, {self.queued * 1e3:.0f} without a processor, "
            f"{waited * 1e3:.0f} waited"
        )
        yield from _table(self.places)
        yield f"the longest, {self.longest * 1e3:.0f} ms:"
        yield from _table(self.in_the_longest)
        yield "other threads meanwhile:"
        yield from _table(self.meanwhile)


def _table(seconds: "Counter[str]") -> Iterator[str]:
    for what, amount in seconds.most_common(PLACES):
        yield f"{amount * 1e3:7.1f} ms  {what}"


class StallWatch(QObject):
    """Watches the thread it is made in. `late` is told of each beat by the heart."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found = Found()
        self._watched = threading.get_ident()
        self._looks: list[_Look] = []
        self._doing = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        QCoreApplication.instance().installEventFilter(self)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        QCoreApplication.instance().removeEventFilter(self)
        self._over.set()
        self._thread.join()

    def beat(self, spent: Spent) -> None:
        """Keep what was seen since the beat before, if this one came late."""
        looks, self._looks = self._looks, []
        self._doing = ""
        if spent.wall < LATE:
            return
        found = self.found
        found.late += 1
        found.wall += spent.wall
        found.worked += spent.worked
        found.queued += spent.queued
        before = time.perf_counter() - spent.wall
        at_once: Counter[str] = Counter()
        for look in looks:
            where, others = _told(look, self._watched)
            took = max(look.at - before, 0.0)
            at_once[where] += took
            for other in others:
                found.meanwhile[other] += took
            before = look.at
        found.places.update(at_once)
        if spent.wall > found.longest:
            found.longest, found.in_the_longest = spent.wall, at_once

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note which event begins."""
        self._doing = f"{event.type().name} of {watched.metaObject().className()}"
        return False

    def _look_on(self) -> None:
        # Frames as Python objects would not do: making them while their thread runs ends 3.11.
        with tempfile.TemporaryFile() as dump:
            while not self._over.is_set():
                time.sleep(LOOK)
                os.ftruncate(dump.fileno(), 0)
                os.lseek(dump.fileno(), 0, os.SEEK_SET)
                event = self._doing
                faulthandler.dump_traceback(dump)
                at, length = time.perf_counter(), os.lseek(dump.fileno(), 0, os.SEEK_CUR)
                stacks = os.pread(dump.fileno(), length, 0).decode("utf-8", "replace")
                self._looks.append(_Look(at, event, stacks))


def _told(look: _Look, watched: int) -> tuple[str, set[str]]:
    """Return where the watched thread was, and where others were in modules of ours."""
    window: list[str] = []
    others: set[str] = set()
    for stack in look.stacks.split("\n\n"):
        thread = _THREAD.search(stack)
        calls = list(_CALL.findall(stack))
        if thread is not None and int(thread[1], 16) == watched:
            window = [_place(*call) for call in calls if not call[0].startswith(_OURSELVES)]
        else:
            others.update([_place(*call) for call in calls if "bounce_inspector" in call[0]][:1])
    return f"[{look.event}] {' < '.join(window[:FRAMES])}", others


def _place(file: str, line: str, function: str) -> str:
    return f"{os.path.basename(file).removesuffix('.py')}.{function}:{line}"

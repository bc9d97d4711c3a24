"""Scroll a table from top to bottom, and take the time of every frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication
from thread_time import Spent, ThreadTime

from bounce_inspector.gui.views.table_view import TableView

FRAMES = 300


@dataclass(frozen=True, slots=True)
class Frame:
    """What one frame took: to move the rows, to paint them, and what was to be done after it."""

    move: Spent
    paint: Spent
    after: Spent

    @property
    def seconds(self) -> float:
        """The whole of it."""
        return self.move.wall + self.paint.wall + self.after.wall

    @property
    def worked(self) -> float:
        """The seconds of it that the thread worked."""
        return self.move.worked + self.paint.worked + self.after.worked


@dataclass(frozen=True, slots=True)
class Scrolled:
    """All frames from top to bottom."""

    frames: Sequence[Frame]

    def figures(self) -> Iterator[tuple[str, float]]:
        """Yield what is to be told, in ms."""
        longest = sorted(frame.seconds for frame in self.frames)
        yield "scroll top to bottom, longest frame", longest[-1] * 1e3
        yield "scroll, 99th percentile of frames", longest[len(longest) * 99 // 100] * 1e3
        yield "scroll, most work in a frame", max(one.worked for one in self.frames) * 1e3
        yield "scroll, longest paint", max(one.paint.wall for one in self.frames) * 1e3
        yield "scroll, most work in a paint", max(one.paint.worked for one in self.frames) * 1e3
        yield "scroll, most work in a move", max(one.move.worked for one in self.frames) * 1e3
        yield "scroll, most work after a frame", max(one.after.worked for one in self.frames) * 1e3


def scroll(table: TableView) -> Scrolled:
    """Go page by page first, then all the way down in leaps."""
    bar = table.verticalScrollBar()
    pages = [page * bar.pageStep() for page in range(FRAMES)]
    leaps = [bar.maximum() * step // FRAMES for step in range(FRAMES + 1)]
    clock = ThreadTime()
    frames = [_frame(table, value, clock) for value in pages + leaps if value <= bar.maximum()]
    clock.close()
    return Scrolled(frames)


def _frame(table: TableView, value: int, clock: ThreadTime) -> Frame:
    begun = clock.now()
    table.verticalScrollBar().setValue(value)
    moved = clock.now()
    table.viewport().repaint()
    painted = clock.now()
    QApplication.processEvents()
    return Frame(moved - begun, painted - moved, clock.now() - painted)

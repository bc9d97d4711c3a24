"""Mail comes in: files from the dialog, the command line, a drop or the clipboard, and bare text.

Only one job reads at a time; what comes meanwhile waits for its turn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import received
from bounce_inspector.gui.drops import Dropped
from bounce_inspector.gui.standby import Leaving, Standby

if TYPE_CHECKING:
    from bounce_inspector.core.ledger.progress import Progress
    from bounce_inspector.gui.jobs import ImportJob


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened, and how reading it ended."""

    paths: tuple[str, ...]
    progress: "Progress"


class Opening(QObject):
    """Turns whatever is brought into paths, and has them read into the ledger."""

    started = Signal(object)  # tuple[str, ...]
    progressed = Signal(object)  # Progress
    finished = Signal(object)  # Opened
    failed = Signal(object)  # Problem
    crashed = Signal(str)
    ended = Signal()  # in whatever way
    idle = Signal()  # a little later: what read has gone too, and with it its memory
    text_brought = Signal(str)  # text that is no message: to be explained

    def __init__(self, ledger: Path, kept: Path, parent: QObject | None = None) -> None:
        """`kept` is the folder for what exists only on the clipboard or in a drag."""
        super().__init__(parent)
        self._ledger = ledger
        self._kept = kept
        self._workers = 0
        self._ours: frozenset[str] = frozenset()
        self._job: ImportJob | None = None
        self._paths: tuple[str, ...] = ()
        self._waiting: list[tuple[str, ...]] = []
        self._standby = Standby(self)
        self._stays_ready = False

    def stay_ready(self) -> None:
        """Keep a process ready from now on, so that the first rows come sooner."""
        self._stays_ready = True
        self._get_ready()

    def use_workers(self, workers: int) -> None:
        """Read with so many processes from now on; 0 means what the input is worth."""
        self._workers = workers
        self._get_ready()

    def use_domains(self, ours: frozenset[str]) -> None:
        """Propose nothing for bounces of mail that none of these domains sent, from now on."""
        self._ours = ours

    def is_running(self) -> bool:
        """Tell whether mail is being read."""
        return self._job is not None

    def open_paths(self, paths: Iterable[Path | str]) -> None:
        """Read files and folders, in their order."""
        wanted = tuple(str(path) for path in paths)
        if not wanted:
            return
        if self._job is not None:
            self._waiting.append(wanted)
            return
        self._start(wanted)

    def open_dropped(self, dropped: Dropped) -> None:
        """Read what a drop or the clipboard brought, and say what is wrong with the rest."""
        paths: list[Path | Problem] = list(dropped.paths)
        if dropped.borrowed:
            paths = [received.keep_file(self._kept, path) for path in dropped.paths]
        paths += [received.keep_bytes(self._kept, file.name, file.data) for file in dropped.files]
        self._open_kept(paths)
        if dropped.text.strip():
            self.open_text(dropped.text)
        for problem in dropped.problems:
            self.failed.emit(problem)

    def open_text(self, text: str) -> None:
        """Read a text that is a whole message; hand any other over to be explained."""
        from bounce_inspector.core.sources import from_text

        raw = from_text(text)
        if raw is None:
            self.text_brought.emit(text)
            return
        self._open_kept([received.keep_bytes(self._kept, "pasted.eml", raw.data)])

    def stop(self) -> None:
        """Stop reading, and forget what waits for its turn."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """End everything at once: the window closes."""
        self._waiting.clear()
        if self._job is not None:
            self._job.close()
            self._job = None
        self._standby.close()
        for leaving in self.findChildren(Leaving):
            leaving.close()

    def _open_kept(self, kept: Sequence[Path | Problem]) -> None:
        self.open_paths(path for path in kept if isinstance(path, Path))
        for problem in kept:  # last: what begins to be read takes older news away
            if isinstance(problem, Problem):
                self.failed.emit(problem)

    def _start(self, paths: tuple[str, ...]) -> None:
        # Loaded here: the window stands before anything is opened.
        from bounce_inspector.gui.jobs import ImportJob, order_for

        order = order_for(self._ledger, paths, self._workers, self._ours)
        job = ImportJob(order, self, ready=self._standby.take(order.workers))
        job.progressed.connect(self._on_progress)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.crashed.connect(self._on_crashed)
        job.cancelled.connect(self._on_cancelled)
        job.left.connect(self._on_left)
        job.left.connect(job.deleteLater)
        self._job, self._paths = job, paths
        job.start()  # first: it reads while the window makes room for the rows
        self.started.emit(paths)

    def _on_progress(self, progress: "Progress") -> None:
        self.progressed.emit(progress)

    def _on_finished(self, progress: "Progress") -> None:
        opened = Opened(self._paths, progress)
        self._end()
        self.finished.emit(opened)

    def _on_failed(self, problem: Problem) -> None:
        self._end()
        self.failed.emit(problem)

    def _on_crashed(self, trace: str) -> None:
        self._end()
        self.crashed.emit(trace)

    def _on_cancelled(self) -> None:
        self._end()

    def _end(self) -> None:
        """Take leave of the job, and begin the next one."""
        self._job = None
        self.ended.emit()
        if self._waiting:
            self._start(self._waiting.pop(0))

    def _on_left(self) -> None:
        if self._job is None:
            self.idle.emit()
            self._get_ready()

    def _get_ready(self) -> None:
        if self._stays_ready and self._job is None:
            self._standby.keep_ready(self._workers or None)

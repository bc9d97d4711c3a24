"""What the window says and shows while mail comes in."""

import os
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bounce_inspector.core.ledger import Filter, Ledger
from bounce_inspector.core.ledger.origins import opened_folders
from bounce_inspector.gui.browsing import EVERYTHING, Browsing, Rows
from bounce_inspector.gui.opening import Opened
from bounce_inspector.gui.panels import Panels
from bounce_inspector.gui.threads import Threads

if TYPE_CHECKING:
    from bounce_inspector.core.ledger.progress import Progress

REFRESH_S = 0.4  # as often as this, and never more than a sixth of the time


class Arrivals(QObject):
    """Follows the reading of mail: progress, fresh rows now and then, news at the end."""

    def __init__(
        self,
        ledger: Ledger,
        threads: Threads,
        browsing: Browsing,
        panels: Panels,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._threads = threads
        self._browsing = browsing
        self._panels = panels
        self._refreshed = 0.0
        self._took = 0.0
        self._before: Filter | None = None  # what was shown before what is opened was shown alone
        browsing.found.connect(self._on_found)

    def on_started(self, paths: tuple[str, ...]) -> None:
        """Show that reading begins; of what is opened among other things, show only that."""
        self._threads.save_memory(wanted=True)
        self._refreshed = 0.0
        self._before = None
        self._panels.reporter.hide()  # what it said was about something else
        self._panels.status.show_progress(0, 0, self.tr("Reading %Ln file(s)", "", len(paths)))
        origins = _origins(paths)
        if len(origins) == 1 and self._ledger.message_ids(EVERYTHING, limit=1):
            self._before = self._browsing.conditions
            self._browsing.show_only(Filter(source=origins[0]))

    def on_progress(self, progress: "Progress") -> None:
        """Show how far it is, and now and then the rows that came."""
        text = self.tr("%Ln message(s) read", "", progress.messages + progress.known)
        self._panels.status.show_progress(progress.bytes_done, progress.bytes_total, text)
        pause = max(REFRESH_S, 5 * self._took)
        if not self._browsing.is_busy() and monotonic() - self._refreshed > pause:
            self._refreshed = monotonic()
            self._browsing.refresh()

    def on_finished(self, opened: Opened) -> None:
        """Say what could not be read, or that nothing was new."""
        progress = opened.progress
        if self._before is not None and not progress.messages + progress.known:
            self._browsing.show_only(self._before)
        if progress.unread:
            self._panels.reporter.report_unread(
                [each for each in self._ledger.unread() if _is_below(each.source, opened.paths)]
            )
        elif progress.known and not progress.messages:
            text = self.tr("Nothing new: %Ln message(s) had been read before.", "", progress.known)
            self._panels.reporter.tell(text)

    def on_ended(self) -> None:
        """Show the last rows."""
        self._panels.status.show_idle()
        self._browsing.refresh()

    def on_idle(self) -> None:
        """Read the ledger quickly again: the memory that this takes is free now."""
        self._threads.save_memory(wanted=False)

    def _on_found(self, rows: Rows) -> None:
        self._took = rows.took


def _origins(paths: tuple[str, ...]) -> list[str]:
    """Return what counts as one source each: the folders opened, and the files beside them."""
    folders = opened_folders(paths)
    covered = {*folders, ""}
    return folders + [
        path for path in paths if path not in covered and os.path.dirname(path) not in covered
    ]


def _is_below(source: str, paths: tuple[str, ...]) -> bool:
    """Tell whether a file is one of those opened, or lies in a folder among them."""
    return any(source == path or source.startswith(f"{path}{os.sep}") for path in paths)

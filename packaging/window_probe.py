"""Use the real window as people do, and print how long it lets them wait: a JSON line a figure.

Started by bench_window.py as ``browse`` over the ledger of BOUNCE_INSPECTOR_DATA, as ``load
MAILBOX`` over an empty one, or as ``codes``. Nothing is shown: Qt draws into memory. With ``why``
before that, it also tells on standard error what the window did while it did not answer.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

from heartbeat import Heartbeat, Stalls
from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from scroll_frames import scroll
from stall_watch import StallWatch
from steps import StopError
from window_tour import Application, make_window, open_dialogs

from bounce_inspector.core.ledger import Filter, Sort, View
from bounce_inspector.gui import quick_start
from bounce_inspector.gui.dialogs.code_book import CodeBook
from bounce_inspector.gui.main_window import MainWindow
from bounce_inspector.gui.views.table_view import TableView

PATIENCE_MS = 3_600_000
CALM_MS = 5_000  # after a start, until what is loaded beside the window is there
LOOK_MS = 20
CONTROL, NO_KEY = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Paints(QObject):
    """Tells when a widget has painted itself once more."""

    def __init__(self, widget: QWidget, done: Callable[[], object]) -> None:
        super().__init__(widget)
        self._done = done
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Call back once the paint that begins now is over."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._done)
        return False


class Probe:
    """A window that is used, and what was measured so far."""

    def __init__(self, window: MainWindow, *, why: bool = False) -> None:
        self.window = window
        self.heart = Heartbeat(window)
        self._why = why

    @contextmanager
    def felt(self) -> Iterator[Callable[[], Stalls]]:
        """Feel the heart meanwhile. What is yielded tells afterwards how it was."""
        watch = StallWatch(self.window) if self._why else None
        if watch is not None:
            self.heart.listeners = [watch.beat]
            watch.start()
        self.heart.start()
        found: list[Stalls] = []
        yield lambda: found[0]
        found.append(self.heart.stop())
        if watch is not None:
            watch.stop()
            print(*watch.found.lines(), sep="\n", file=sys.stderr, flush=True)

    def tell_stalls(self, what: str, stalls: Stalls) -> None:
        """Print how long a window did not answer meanwhile."""
        self.tell(f"longest stall while {what}", stalls.longest)
        self.tell(f"99th percentile of stalls while {what}", stalls.percentile_99)
        self.tell(f"longest stall while {what}, with a processor to itself", stalls.undisturbed)
        self.tell(f"most work at a time while {what}", stalls.worked)

    def tell(self, what: str, amount: float) -> None:
        """Print a figure."""
        print(json.dumps([what, amount]), flush=True)

    def rest(self, milliseconds: int) -> None:
        """Let the window do what it does by itself."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait(self, reached: Callable[[], bool]) -> None:
        """Let the window work until it is where it should be; raise StopError if never."""
        started = perf_counter()
        while not reached():
            if (perf_counter() - started) * 1e3 > PATIENCE_MS:
                raise StopError("The window did not come to an end of it.")
            self.rest(LOOK_MS)

    def settle(self) -> None:
        """Wait until nothing is asked or read any more."""
        window = self.window
        self.wait(lambda: not (window.opening.is_running() or window.browsing.is_busy()))

    def page_after(self, action: Callable[[], object]) -> float:
        """Do something that leads to other rows; return the ms until their first page is seen."""
        loop = QEventLoop()
        browsing = self.window.browsing

        def on_found() -> None:
            browsing.found.disconnect(on_found)
            table = self.window.panels.table(browsing.view)
            if self.window.panels.middle.currentWidget() is table:
                Paints(table.viewport(), loop.quit)
                table.viewport().update()
            else:
                QTimer.singleShot(0, loop.quit)

        browsing.found.connect(on_found)
        started = perf_counter()
        action()
        QTimer.singleShot(PATIENCE_MS, loop.quit)
        loop.exec()
        taken = (perf_counter() - started) * 1e3
        self.settle()
        return taken


def browse(probe: Probe) -> None:
    """Sort, filter, search, select and scroll over a full ledger."""
    window = probe.window
    table = window.panels.addresses
    with probe.felt() as sorting:
        probe.tell("sort, slowest column of addresses", slowest_sort(probe, View.ADDRESSES))
        probe.tell("filter, slowest of eight facets", slowest_filter(probe))
        search_for_some(probe)
    probe.tell_stalls("sorting, filtering, searching", sorting())
    probe.tell("Ctrl+A", spend(lambda: select_all(table)))
    table.clearSelection()
    with probe.felt() as scrolling:
        for figure in scroll(table).figures():
            probe.tell(*figure)
    probe.tell_stalls("scrolling", scrolling())
    probe.page_after(window.actions_["messages"].trigger)
    with probe.felt() as messages:
        probe.tell("sort, slowest column of messages", slowest_sort(probe, View.MESSAGES))
    probe.tell_stalls("sorting messages", messages())
    window.actions_["overview"].trigger()
    probe.tell("overview drawn", spend(window.panels.overview.repaint))


def slowest_filter(probe: Probe) -> float:
    """Return the ms until the first page by the facet that takes longest."""
    browsing, facets = probe.window.browsing, probe.window.panels.facets
    everything = browsing.conditions
    lines = [facets.model().index(row, 0) for row in range(facets.model().rowCount())]
    places = [facets.visualRect(line).center() for line in lines if line.flags()]
    took = []
    for place in places[:8]:
        took.append(probe.page_after(lambda at=place: click(facets.viewport(), at)))
        probe.page_after(lambda: browsing.show_only(everything))
    return max(took)


def search_for_some(probe: Probe) -> None:
    """Search for a word, for what is nowhere, and for what is everywhere."""
    word, nothing, every = (
        search(probe, text) for text in ("parcel", "no such words", "example.org")
    )
    probe.tell("search for a word", word[1])
    probe.tell("search that finds nothing", nothing[1])
    probe.tell("search that finds every row", every[1])
    probe.tell("typing in the search box, longest key", max(word[0], nothing[0], every[0]))
    probe.page_after(lambda: probe.window.browsing.show_only(Filter()))


def slowest_sort(probe: Probe, view: View) -> float:
    """Return the ms until the first page by the column that takes longest."""
    table = probe.window.panels.table(view)
    keys = [one.key for one in probe.window.panels.model(view).columns if one.sort is not None]
    took = [
        probe.page_after(partial(table.show_sort, key, descending=descending))
        for key in keys
        for descending in (False, True)
    ]
    if table.sort() != Sort():
        probe.page_after(lambda: table.show_sort("", descending=False))
    return max(took)


def search(probe: Probe, text: str) -> tuple[float, float]:
    """Type a text; return the ms of the longest key, and from the last one to the first page."""
    box = probe.window.panels.search
    box.clear()
    probe.rest(400)
    probe.settle()
    keys = [spend(lambda k=key: QTest.keyClick(box, k)) for key in text[:-1]]
    return max(keys), probe.page_after(lambda: QTest.keyClick(box, text[-1]))


def select_all(table: TableView) -> None:
    """Press Ctrl+A and see the selection."""
    QTest.keyClick(table, Qt.Key.Key_A, CONTROL)
    table.viewport().repaint()
    QApplication.processEvents()


def load(probe: Probe, mailbox: Path) -> None:
    """Drop a mailbox, and watch the window until all of it is read."""
    window = probe.window
    first: list[float] = []

    def on_found() -> None:
        table = window.panels.addresses
        if not first and table.model().rowCount():
            first.append(0.0)
            Paints(table.viewport(), lambda: first.append(perf_counter()))

    window.browsing.found.connect(on_found)
    with probe.felt() as loading:
        started = perf_counter()
        drop(window, mailbox)
        probe.wait(lambda: not window.opening.is_running())
        taken = perf_counter() - started
        probe.settle()
    probe.tell("drop to first rows", (first[-1] - started) * 1e3)
    probe.tell_stalls("loading", loading())
    probe.tell("loaded in the window", window.ledger.facets(Filter(), View.MESSAGES).total / taken)


def codes(probe: Probe) -> None:
    """Open the code book and search it."""
    probe.tell("code book opens", spend(lambda: open_code_book(probe)))
    book = next(one for one in open_dialogs() if isinstance(one, CodeBook))
    box = book.findChild(QLineEdit)
    if box is None:
        raise StopError("The code book has no field to search in.")
    took = []
    for text in ("552", "5.7.26", "mailbox full", "gmail"):
        box.clear()
        took += [spend(lambda k=key: (QTest.keyClick(box, k), book.repaint())) for key in text]
    probe.tell("code book, search answers, slowest key", max(took))
    book.close()


def open_code_book(probe: Probe) -> None:
    """Open the code book and see it."""
    probe.window.actions_["codes"].trigger()
    for one in open_dialogs():
        one.repaint()
    QApplication.processEvents()


def click(widget: QWidget, place: QPoint) -> None:
    """Click with the left button."""
    QTest.mouseClick(widget, LEFT, NO_KEY, place)


def drop(window: MainWindow, mailbox: Path) -> None:
    """Drag a file over the window and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(mailbox))])
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(300, 300), copy, mime, LEFT, NO_KEY)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, mime, LEFT, NO_KEY))


def spend(action: Callable[[], object]) -> float:
    """Return how many ms something takes."""
    started = perf_counter()
    action()
    return (perf_counter() - started) * 1e3


def main(arguments: Sequence[str]) -> None:
    """Show the window and use it in the way that is named."""
    started = perf_counter()
    quick_start.begin()
    app = Application()
    window = make_window(app, "light", "en")
    window.opening.stay_ready()
    why = arguments[0] == "why"
    way, *rest = arguments[1:] if why else arguments
    probe = Probe(window, why=why)
    painted: list[float] = []
    Paints(window.panels.addresses.viewport(), lambda: painted.append(perf_counter()))
    window.show()
    probe.settle()
    if way == "browse":
        probe.wait(lambda: bool(painted))
        probe.tell("window opens with its first rows", (painted[0] - started) * 1e3)
    probe.rest(CALM_MS)
    quick_start.end()
    try:
        if way == "browse":
            browse(probe)
        elif way == "load":
            load(probe, Path(rest[0]))
        else:
            codes(probe)
    finally:
        window.close()

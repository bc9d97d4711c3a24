"""Drive the real window through its main states and save a picture of each.

Started by shots.py: ``window_tour.py FOLDER NAME COLOURS LANGUAGE``. What cannot be reached is said
and makes the exit code 1; the other pictures are taken all the same.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QLocale, QPoint, QPointF, QSettings
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from steps import ROOT, StopError, say

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.ledger import Filter, Ledger
from bounce_inspector.core.model import Category
from bounce_inspector.core.policy import Bucket
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.actions import COMMANDS
from bounce_inspector.gui.application import Application
from bounce_inspector.gui.data_folder import data_folder
from bounce_inspector.gui.explaining.explanation_view import ExplanationView
from bounce_inspector.gui.main_window import MainWindow
from bounce_inspector.gui.settings import Settings
from bounce_inspector.gui.theme import Scheme, Theme
from bounce_inspector.gui.translator import LabelTranslator, qt_translator
from bounce_inspector.gui.views.table_view import TableView

SAMPLES = ROOT / "resources" / "samples"
SIZE = (1280, 800)
PATIENCE = 20  # s for the window to reach a state
SETTLE = 250  # ms for what is painted after that
WHY = (
    ("unknown-mailbox", Filter(category=Category.MAILBOX_UNKNOWN)),
    ("mailbox-full", Filter(category=Category.MAILBOX_FULL)),
    ("your-side", Filter(buckets=frozenset({Bucket.YOUR_SIDE}))),
    ("complaint", Filter(buckets=frozenset({Bucket.COMPLAINT}))),
)
TABS = ("journey", "original", "source")
PASTED = "550 5.7.26 Unauthenticated email from example.com is not accepted (gmail.com)"
LOOKED_UP = "552"


class UnreachableError(Exception):
    """A state that the window did not come to."""


class Tour:
    """A window, and the folder its pictures go to."""

    def __init__(self, window: MainWindow, folder: Path, look: str) -> None:
        self.window = window
        self.complete = True
        self._folder = folder
        self._look = look
        self._number = 0
        self._opened = 0
        window.showing.opened.connect(self._on_opened)

    def shoot(self, name: str) -> None:
        """Save what the window shows, with the dialog over it if one is open."""
        QTest.qWait(SETTLE)
        self._number += 1
        picture = self.window.grab()
        ratio = picture.devicePixelRatio()
        for dialog in open_dialogs():
            painter = QPainter(picture)
            painter.fillRect(self.window.rect(), QColor(0, 0, 0, 70))
            where = self.window.rect().center() - dialog.rect().center()
            painter.drawPixmap(QPoint(max(where.x(), 0), max(where.y(), 0)), dialog.grab())
            painter.end()
        picture.setDevicePixelRatio(ratio)
        picture.save(str(self._folder / f"{self._number:02}-{name}-{self._look}.png"))

    def shoot_menus(self) -> None:
        """Save all menus in one picture, one beside the other."""
        menus = [action.menu() for action in self.window.menuBar().actions()]
        pictures = [menu.grab() for menu in menus if isinstance(menu, QMenu)]
        ratio = pictures[0].devicePixelRatio()
        sheet = QPixmap(sum(one.width() for one in pictures), max(one.height() for one in pictures))
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(QColor("gray"))
        painter, left = QPainter(sheet), 0.0
        for one in pictures:
            painter.drawPixmap(QPointF(left, 0), one)
            left += one.width() / ratio
        painter.end()
        self._number += 1
        sheet.save(str(self._folder / f"{self._number:02}-menus-{self._look}.png"))

    def wait(self, what: str, reached: Callable[[], bool]) -> None:
        """Let the window work until it is where it should be; raise UnreachableError if never."""
        end = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > end:
                raise UnreachableError(f"{what}: not within {PATIENCE} s")
            QTest.qWait(20)

    @contextmanager
    def state(self, name: str) -> Iterator[None]:
        """Go on with the next state where this one cannot be reached."""
        try:
            yield
        except UnreachableError as fault:
            self.complete = False
            say(f"   not reached: {name}: {fault}")
        for dialog in open_dialogs():
            dialog.close()

    def choose(self, table: TableView, row_id: int) -> None:
        """Make a row the current one and wait until its message was read."""
        if table.current_id() == row_id:
            return
        before = self._opened
        table.go_to(row_id)
        self.wait("the message is read again", lambda: self._opened > before)

    def _on_opened(self, _opened: object) -> None:
        self._opened += 1

    def note_fault(self, *fault: object) -> None:
        """Show an exception that came out of the window, and remember that there was one."""
        self.complete = False
        sys.__excepthook__(*fault)

    def at_rest(self) -> bool:
        """Tell whether the window has nothing left to do."""
        return not (self.window.opening.is_running() or self.window.browsing.is_busy())


def open_dialogs() -> list[QWidget]:
    """Return the dialogs that are open."""
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.isVisible()
    ]


def visit(tour: Tour) -> None:
    """Go through the states one after another."""
    window = tour.window
    tour.shoot("empty")
    with tour.state("loaded"):
        window.opening.open_paths([SAMPLES])
        tour.wait("the samples are read", lambda: tour.at_rest() and rows(tour) > 0)
        tour.shoot("loaded")
    for name, where in WHY:
        with tour.state(name):
            show_address(tour, where)
            tour.shoot(f"why-{name}")
            for view in window.panels.detail.findChildren(ExplanationView):
                view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
            tour.shoot(f"why-{name}-below")
    with tour.state("several recipients"):
        show_message_with_several(tour)
        tour.shoot("why-several-recipients")
        window.actions_["addresses"].trigger()
    with tour.state("tabs"):
        show_address(tour, WHY[0][1])
        for number, name in enumerate(TABS, 1):
            window.panels.detail.setCurrentIndex(number)
            tour.shoot(name)
        window.panels.detail.setCurrentIndex(0)
    with tour.state("answer"):
        show_address(tour, Filter(category=Category.MESSAGE_TOO_LARGE))
        open_dialog(tour, "answer")
        tour.shoot("answer")
    with tour.state("nothing found"):
        window.browsing.show_only(Filter(text="nobody at all"))
        tour.wait("the table is there", tour.at_rest)
        tour.shoot("nothing-found")
        window.actions_["show_all"].trigger()
    with tour.state("marked and export"):
        window.actions_["proposed"].trigger()
        tour.wait(
            "addresses are marked", lambda: tour.at_rest() and len(window.ledger.marked()) > 0
        )
        tour.shoot("marked")
        open_dialog(tour, "export")
        tour.shoot("export")
    with tour.state("overview"):
        window.actions_["overview"].trigger()
        tour.shoot("overview")
        window.actions_["addresses"].trigger()
    visit_dialogs(tour)


def visit_dialogs(tour: Tour) -> None:
    """Go through the dialogs and the menus."""
    with tour.state("what cannot be read"):
        open_unreadable(tour)
        tour.shoot("not-all-read")
    for name in ("explain", "codes", "preferences", "unread", "shortcuts", "about"):
        with tour.state(name):
            open_dialog(tour, name)
            tour.shoot(name)
    with tour.state("an explained text"):
        tour.window.dialogs.explain(PASTED)
        tour.wait("its dialog opens", lambda: bool(open_dialogs()))
        tour.shoot("explained")
    with tour.state("a page of the code book"):
        open_dialog(tour, "codes")
        for dialog in open_dialogs():
            dialog.findChild(QLineEdit).setText(LOOKED_UP)
        tour.shoot("code-page")
    with tour.state("menus"):
        tour.shoot_menus()


def rows(tour: Tour) -> int:
    """Return how many rows the table shows."""
    return tour.window.panels.addresses.model().rowCount()


def show_address(tour: Tour, where: Filter) -> None:
    """Make the first address that passes the current one, and wait for its message."""
    ids = tour.window.ledger.address_ids(where, limit=1)
    if not ids:
        raise UnreachableError("no sample leads there")
    tour.wait("the table is there", tour.at_rest)
    tour.choose(tour.window.panels.addresses, ids[0])


def show_message_with_several(tour: Tour) -> None:
    """Make the message with the most recipients the current one."""
    window = tour.window
    window.actions_["messages"].trigger()
    found = window.ledger.message_rows(window.ledger.message_ids(Filter()))
    most = max(found, key=lambda row: row.recipients, default=None)
    if most is None or most.recipients < 2:
        raise UnreachableError("no sample has several recipients")
    tour.wait("the messages are listed", tour.at_rest)
    tour.choose(window.panels.messages, most.id)


def open_unreadable(tour: Tour) -> None:
    """Open files that are no mail, and one that is damaged."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.eml").touch()
        (folder / "picture.eml").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        (folder / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(60))
        tour.window.opening.open_paths([folder])
        tour.wait("the files are read", lambda: tour.at_rest() and tour.window.ledger.unread())


def open_dialog(tour: Tour, action: str) -> None:
    """Trigger a command and wait for its dialog."""
    if action not in COMMANDS:
        raise UnreachableError("there is no such command")
    tour.window.actions_[action].trigger()
    tour.wait("its dialog opens", lambda: bool(open_dialogs()))


def make_window(app: Application, colours: str, language: str) -> MainWindow:
    """Return the window over the ledger of BOUNCE_INSPECTOR_DATA; raise StopError without one."""
    places = data_folder(None)
    settings = Settings(QSettings(str(places.settings), QSettings.Format.IniFormat))
    Theme(app, Scheme(colours)).setParent(app)
    QLocale.setDefault(QLocale(language))
    for words in (qt_translator(language, app), LabelTranslator.load_language(language, app)):
        if words is not None:
            app.installTranslator(words)
    ledger = Ledger.open(places.ledger)
    if isinstance(ledger, Problem):
        raise StopError(ledger.sentence())
    window = MainWindow(places, ledger, settings, lambda: load_knowledge(language))
    window.resize(*SIZE)
    return window


def main(arguments: list[str]) -> int:
    """Make the window over a ledger of its own, take the tour, and end."""
    folder, look, colours, language = arguments
    app = Application()
    window = make_window(app, colours, language)
    window.show()
    tour = Tour(window, Path(folder), look)
    sys.excepthook = tour.note_fault
    try:
        visit(tour)
    finally:
        window.close()
    return 0 if tour.complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What each command of the menus and keys does."""

import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QWidget

from bounce_inspector.core.ledger import Decision, Filter, Ledger, View
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import drops, received
from bounce_inspector.gui.actions import Actions
from bounce_inspector.gui.menus import groups
from bounce_inspector.gui.settings import COLOURS, TABLE_VIEW
from bounce_inspector.shipped import resource

if TYPE_CHECKING:
    from bounce_inspector.gui.main_window import MainWindow
    from bounce_inspector.gui.views.table_view import TableView

MOST_COPIED = 100_000


class Commands(QObject):
    """The commands, over the parts of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._views = QActionGroup(self)
        self._colours = QActionGroup(self)

    def connect_actions(self, actions: Actions) -> None:
        """Say what each action does."""
        dialogs, marking = self._window.dialogs, self._window.marking
        for name in ("addresses", "messages", "overview"):
            self._views.addAction(actions[name])
        for name in COLOURS.choices:
            action = actions[f"{name}_colours"]
            action.setChecked(self._window.settings.get(COLOURS) == name)
            action.setData(name)
            self._colours.addAction(action)
        self._colours.triggered.connect(self.use_colours)
        for name, does in {
            "open": dialogs.ask_files,
            "open_folder": dialogs.ask_folder,
            "paste": self.paste,
            "explain": dialogs.ask_text,
            "examples": self.open_examples,
            "export": self.export,
            "stop": self._window.opening.stop,
            "forget": dialogs.ask_forget,
            "quit": self._window.close,
            "undo": marking.undo,
            "redo": marking.redo,
            "copy": self.copy_addresses,
            "select_all": self.select_all,
            "find": self.find,
            "toggle": self.toggle_marks,
            "remove": self.mark_to_remove,
            "keep": self.mark_to_keep,
            "unmark": self.take_marks_back,
            "proposed": self.mark_proposed,
            "addresses": self.show_addresses,
            "messages": self.show_messages,
            "overview": self.show_overview,
            "refresh": self._window.browsing.refresh,
            "show_all": self.show_all,
            "next_panel": self.go_to_next_panel,
            "answer": self.answer,
            "copy_answer": self.copy_answer,
            "preferences": dialogs.preferences,
            "codes": dialogs.codes,
            "unread": dialogs.unread_ever,
            "shortcuts": self.show_shortcuts,
            "about": dialogs.about,
        }.items():
            actions[name].triggered.connect(does)

    # -- decisions ------------------------------------------------------------------------------

    def decide(self, decision: Decision) -> None:
        """Decide about what is selected. REMOVE takes it back where all of it is marked."""
        view, marking = self._window.browsing.view, self._window.marking
        ids = self._table().selected_ids()
        match decision:
            case Decision.REMOVE:
                marking.toggle(ids, view)
            case Decision.KEEP:
                marking.keep(ids, view)
            case _:
                marking.clear(ids, view)

    def toggle_marks(self) -> None:
        """Mark to remove, or take the marks back where all are marked."""
        self.decide(Decision.REMOVE)

    def mark_to_remove(self) -> None:
        """Mark what is selected for removal."""
        self._window.marking.remove(self._table().selected_ids(), self._window.browsing.view)

    def mark_to_keep(self) -> None:
        """Mark what is selected to be kept."""
        self.decide(Decision.KEEP)

    def take_marks_back(self) -> None:
        """Take the decisions about what is selected back."""
        self.decide(Decision.CLEARED)

    def mark_proposed(self) -> None:
        """Mark everything shown whose verdict is to remove it."""
        self._window.marking.mark_proposed(self._window.browsing.conditions)

    # -- what is shown --------------------------------------------------------------------------

    def show_addresses(self) -> None:
        """Show a row for each address."""
        self._show(View.ADDRESSES, "addresses")

    def show_messages(self) -> None:
        """Show a row for each message."""
        self._show(View.MESSAGES, "messages")

    def show_overview(self) -> None:
        """Show pictures instead of rows."""
        self._show(self._window.browsing.view, "overview")

    def show_all(self) -> None:
        """Take every filter away."""
        self._window.browsing.show_only(Filter())

    def use_colours(self, action: QAction) -> None:
        """Be light, dark, or as the system is, from now on."""
        self._window.settings.set(COLOURS, action.data())

    def find(self) -> None:
        """Go to the search."""
        self._window.panels.search.setFocus()
        self._window.panels.search.selectAll()

    def go_to_next_panel(self) -> None:
        """Move the focus from panel to panel."""
        panels = self._window.panels
        stops = [
            panels.search,
            panels.facets,
            panels.middle.currentWidget() or panels.search,
            panels.detail.tabBar(),
        ]
        focus = QGuiApplication.focusObject()
        at = next(
            (number for number, stop in enumerate(stops) if _holds(stop, focus)), len(stops) - 1
        )
        stops[(at + 1) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def select_all(self) -> None:
        """Select every row that is shown."""
        self._table().selectAll()

    def copy_addresses(self) -> None:
        """Put the selected addresses on the clipboard, one a line."""
        ledger = self._window.ledger
        ids = self._table().selected_ids()[:MOST_COPIED]
        if self._window.browsing.view is View.MESSAGES:
            ids = ledger.addresses_of(ids)
        rows = ledger.address_rows(ids)
        QGuiApplication.clipboard().setText("\n".join(row.address for row in rows))

    def answer(self) -> None:
        """Write an answer about what is shown on the right."""
        self._ask_answer(at_once=False)

    def copy_answer(self) -> None:
        """Put that answer on the clipboard at once."""
        self._ask_answer(at_once=True)

    def _ask_answer(self, *, at_once: bool) -> None:
        """Answer about the current row, once it is known what there is to say of it."""
        showing = self._window.showing
        if showing.is_looking:
            once = Qt.ConnectionType.SingleShotConnection
            showing.found.connect(lambda _: self._ask_answer(at_once=at_once), once)
            return
        self._window.explain_now()
        if not self._window.panels.detail.ask_answer(at_once=at_once):
            self._window.panels.reporter.tell(self.tr("There is nothing to answer here."))

    def show_shortcuts(self) -> None:
        """Show every key."""
        self._window.dialogs.shortcuts(groups(self._window.actions_))

    def export(self) -> None:
        """Write addresses to a file."""
        window = self._window
        window.dialogs.export(window.browsing.conditions, window.writing)

    # -- mail coming in -------------------------------------------------------------------------

    def paste(self) -> None:
        """Open what is on the clipboard: files, a message, or a text to be explained."""
        mime = QGuiApplication.clipboard().mimeData()
        if drops.acceptable(mime):
            self._window.opening.open_dropped(drops.read(mime))

    def forget(self) -> None:
        """Empty the ledger, and throw away what was kept beside it."""
        folders = (self._window.folder.received, self._window.folder.examples)

        def work(ledger: Ledger) -> Problem | None:
            for folder in folders:
                shutil.rmtree(folder, ignore_errors=True)
            return ledger.clear()

        self._window.writing.ask(work, self._on_forgotten)

    def _on_forgotten(self, problem: Problem | None) -> None:
        if problem is None:
            self._window.panels.reporter.tell(self.tr("Everything is forgotten."))
        self.show_all()
        self._window.browsing.refresh()

    def open_examples(self) -> None:
        """Open the bounces that come with the program."""
        folder = self._window.folder.examples
        for example in sorted(resource("samples").iterdir(), key=lambda each: each.name):
            if example.name.endswith((".eml", ".mbox")):
                kept = received.put(folder / example.name, example.read_bytes())
                if isinstance(kept, Problem):
                    self._window.panels.reporter.report(kept)
                    return
        self._window.opening.open_paths([folder])

    def _show(self, view: View, name: str) -> None:
        self._window.settings.set(TABLE_VIEW, name)
        self._window.browsing.show_view(view)
        self._window.show_middle()

    def _table(self) -> "TableView":
        return self._window.panels.table(self._window.browsing.view)


def _holds(panel: QWidget, focus: QObject | None) -> bool:
    return isinstance(focus, QWidget) and (panel is focus or panel.isAncestorOf(focus))

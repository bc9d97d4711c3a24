"""The window: makes the parts, connects them, and says what each command does."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow

from bounce_inspector.core.ledger import Decision, Filter, Ledger, Restored, View
from bounce_inspector.gui import drops, icons, window_state
from bounce_inspector.gui.actions import COMMANDS, Actions
from bounce_inspector.gui.afterwards import Afterwards
from bounce_inspector.gui.arrivals import Arrivals
from bounce_inspector.gui.browsing import EVERYTHING, Browsing, Counts, Rows
from bounce_inspector.gui.commands import Commands
from bounce_inspector.gui.data_folder import DataFolder
from bounce_inspector.gui.dialog_openers import Dialogs
from bounce_inspector.gui.language_menu import LanguageMenu
from bounce_inspector.gui.marking import Doubt, Marked, Marking, again, decided
from bounce_inspector.gui.menus import fill_menu_bar
from bounce_inspector.gui.opening import Opening
from bounce_inspector.gui.other_scripts import load_fonts
from bounce_inspector.gui.panels import Panels
from bounce_inspector.gui.preloading import Preloading, import_columns
from bounce_inspector.gui.settings import TABLE_VIEW, Settings
from bounce_inspector.gui.showing import Findings, Showing
from bounce_inspector.gui.theme import tones_of
from bounce_inspector.gui.threads import Threads

if TYPE_CHECKING:
    from bounce_inspector.core.explaining.knowledge_words import Knowledge
    from bounce_inspector.gui.columns import Columns


class MainWindow(QMainWindow):
    """One window over one ledger."""

    def __init__(
        self,
        folder: DataFolder,
        ledger: Ledger,
        settings: Settings,
        knowledge: "Callable[[], Knowledge]",
    ) -> None:
        """Take the ledger over, to be closed with the window; `knowledge` is loaded on demand."""
        super().__init__()
        self.folder = folder
        self.ledger = ledger
        self.settings = settings
        self._preloading = Preloading(knowledge, self)
        self._unexplained: Findings | None = None  # waits for the knowledge
        self._answered = False
        self._filled = False
        self._counts: Counts | None = None
        self._empty = not ledger.message_ids(EVERYTHING, limit=1)
        self._closed = False
        self._make_parts()
        self._connect()
        self._dress()
        self._restore()
        self._afterwards = Afterwards(self._pieces(), self)
        self._painted = False

    # -- what the window consists of ------------------------------------------------------------

    def _make_parts(self) -> None:
        self.actions_ = Actions(self)
        self.panels = Panels(self.actions_, self._make_columns)
        self._threads = Threads(lambda: Ledger.open(self.folder.ledger), self)
        self.writing = self._threads.writing
        self.browsing = Browsing(self._threads.asking, self)
        self.marking = Marking(self.writing, self)
        self.opening = Opening(self.folder.ledger, self.folder.received, self)
        self.showing = Showing(self._threads.looking, self._threads.files, self)
        self.dialogs = Dialogs(
            self, self.ledger, self.settings, self._preloading.knowledge, self.folder.letters
        )
        self.commands = Commands(self)
        self.arrivals = Arrivals(self.ledger, self._threads, self.browsing, self.panels, self)

    def _make_columns(self) -> "Columns":
        # Loaded here: the empty window stands before there is anything to show in them.
        from bounce_inspector.gui.columns import columns_over

        return columns_over(self.ledger, self._threads.looking, self.actions_, self)

    def _connect(self) -> None:
        """Connect everything: no part knows another."""
        panels, browsing, opening = self.panels, self.browsing, self.opening
        # what is shown
        panels.columns_made.connect(self._on_columns)
        panels.search.searched.connect(browsing.search)
        browsing.found.connect(self._on_found)
        browsing.counted.connect(self._on_counted)
        browsing.conditions_changed.connect(self._on_conditions)
        browsing.view_changed.connect(self._on_view)
        # the row that is looked at
        self.showing.found.connect(self._on_findings)
        self.showing.cleared.connect(self._on_cleared)
        self._preloading.loaded.connect(self._on_loaded)
        # decisions
        self.dialogs.answer_copied.connect(self._on_answer_copied)
        self.marking.marked.connect(self._on_marked)
        self.marking.doubted.connect(self._on_doubt)
        self.marking.restored.connect(self._on_restored)
        self.marking.nothing_to_do.connect(self._on_nothing_to_do)
        # mail coming in
        panels.drop_area.open_asked.connect(self.dialogs.ask_files)
        panels.drop_area.paste_asked.connect(self.dialogs.ask_text)
        panels.drop_area.examples_asked.connect(self.commands.open_examples)
        panels.status.cancel_asked.connect(opening.stop)
        self.dialogs.files_chosen.connect(opening.open_paths)
        self.dialogs.message_given.connect(opening.open_text)
        self.dialogs.forget_agreed.connect(self.commands.forget)
        opening.started.connect(self.arrivals.on_started)
        # Later: the drop takes a turn of the event loop, and keys and timers have one between.
        opening.started.connect(lambda: QTimer.singleShot(10, self, self._make_room))
        opening.progressed.connect(self.arrivals.on_progress)
        opening.finished.connect(self.arrivals.on_finished)
        opening.ended.connect(self.arrivals.on_ended)
        opening.idle.connect(self.arrivals.on_idle)
        opening.text_brought.connect(self.dialogs.explain)
        # what goes wrong
        opening.crashed.connect(self.dialogs.crash)
        for part in (opening, self._threads):
            part.failed.connect(panels.reporter.report)
        panels.reporter.details_asked.connect(self.dialogs.unread)
        self.commands.connect_actions(self.actions_)

    def _on_columns(self) -> None:
        """Connect the columns, and show in them what the ledger holds."""
        columns, browsing = self.panels.columns, self.browsing
        columns.facets.chosen.connect(browsing.show_only)
        browsing.conditions_changed.connect(columns.facets.use_conditions)
        columns.filter_bar.changed.connect(browsing.show_only)
        columns.overview.chosen.connect(self._on_bar)
        columns.nothing.everything_asked.connect(self.commands.show_all)
        columns.nothing.messages_asked.connect(self.actions_["messages"].trigger)
        columns.addresses.sorted_by.connect(partial(browsing.sort_by, View.ADDRESSES))
        columns.messages.sorted_by.connect(partial(browsing.sort_by, View.MESSAGES))
        columns.addresses.current_changed.connect(self._on_address)
        columns.messages.current_changed.connect(self._on_message)
        for table in (columns.addresses, columns.messages):
            table.selection_changed.connect(self._on_selection)
            table.mark_clicked.connect(self._on_ring)
        self.showing.opened.connect(columns.detail.show_opened)
        self.showing.missing.connect(columns.detail.show_missing)
        columns.detail.occurrence_chosen.connect(self.showing.show_message_of)
        columns.detail.answer_asked.connect(self.dialogs.answer)
        columns.detail.mark_asked.connect(self._on_mark_asked)
        window_state.restore_columns(columns, self.settings)
        for kind in View:
            browsing.sort_by(kind, columns.table(kind).sort())
        view = self.settings.get(TABLE_VIEW)
        self.actions_[view].setChecked(True)
        self.actions_[view].trigger()
        browsing.refresh()

    def _dress(self) -> None:
        self.setWindowTitle("Bounce Inspector")
        self.setAcceptDrops(True)
        self.setCentralWidget(self.panels)
        fill_menu_bar(self.menuBar(), self.actions_, LanguageMenu(self.settings, self))
        if not self._empty:
            self.actions_.colour(tones_of(self), self.panels.top.names())
        self._show_enabled()

    def _pieces(self) -> Iterator[object]:
        """Prepare what nobody sees yet, a piece at each step."""
        self.setWindowIcon(icons.app_icon())
        yield from import_columns()
        yield self.panels.columns
        yield from self._preloading.import_modules()
        while self.panels.detail.prepare():
            yield None
        self._preloading.start()
        for name in COMMANDS:
            self.actions_.colour(tones_of(self), [name])
            yield None
        yield from self.panels.polish()
        yield from load_fonts(self.panels.addresses.font())

    def _restore(self) -> None:
        unit = QFontMetrics(self.font()).averageCharWidth()
        self.setMinimumSize(QSize(1000, 640).boundedTo(self.screen().availableSize()))
        if not window_state.restore(self, self.settings):
            self.resize(QSize(unit * 233, unit * 145).boundedTo(self.screen().availableSize()))
        self.panels.show_start(start=self._empty)

    # -- what the ledger answers ----------------------------------------------------------------

    def _on_found(self, rows: Rows) -> None:
        self._answered = True
        table = self.panels.table(rows.question.view)
        table.show_ids(rows.ids, whole=rows.whole)
        self.show_middle()
        if len(rows.ids) and rows.whole and not self._filled:
            table.setFocus()  # so that the arrows and Space work at once
            self._filled = True
        self._show_enabled()

    def _on_counted(self, counts: Counts) -> None:
        self._counts = counts
        conditions = counts.question.filter
        self._empty = counts.empty
        self.panels.facets.show_facets(counts.facets, conditions)
        self.panels.overview.show_facets(counts.facets, conditions)
        self.panels.filter_bar.show_filter(
            conditions, counts.question.view, counts.facets.total, counts.total
        )
        self.panels.status.show_counts(counts.everything)
        self.panels.show_start(start=self._empty and not self.opening.is_running())
        self.show_middle()
        self._show_enabled()

    def _on_conditions(self, conditions: Filter) -> None:
        self.panels.search.show_text(conditions.text)

    def _on_view(self, view: View) -> None:
        self._answered = False
        self.showing.show_row(view, self.panels.table(view).current_id())

    def _on_bar(self, conditions: Filter) -> None:
        """Show the rows behind a bar of the overview."""
        self.browsing.show_only(conditions)
        self.actions_["addresses"].trigger()

    def show_middle(self) -> None:
        """Show the overview, the table, or why it is empty."""
        panels = self.panels
        table = panels.table(self.browsing.view)
        panels.detail.setVisible(not self.actions_["overview"].isChecked())
        if self.actions_["overview"].isChecked():
            panels.middle.setCurrentWidget(panels.overview)
        elif table.model().rowCount():
            panels.middle.setCurrentWidget(table)
        elif self._answered:
            filtered = self.browsing.conditions != EVERYTHING
            panels.nothing.show_reason(filtered=filtered, working=self.opening.is_running())
            panels.middle.setCurrentWidget(panels.nothing)

    def _show_enabled(self) -> None:
        """Switch off what would do nothing."""
        running = self.opening.is_running()
        for name in ("export", "proposed", "overview", "messages", "addresses", "find"):
            self.actions_[name].setEnabled(not self._empty or running)
        self.actions_["forget"].setEnabled(not self._empty and not running)
        self.actions_["stop"].setEnabled(running)

    # -- the row that is looked at --------------------------------------------------------------

    def _on_address(self, row_id: int | None) -> None:
        if self.browsing.view is View.ADDRESSES:
            self.showing.show_row(View.ADDRESSES, row_id)

    def _on_message(self, row_id: int | None) -> None:
        if self.browsing.view is View.MESSAGES:
            self.showing.show_row(View.MESSAGES, row_id)

    def _on_selection(self) -> None:
        table = self.panels.table(self.browsing.view)
        self.panels.filter_bar.show_selected(table.selected_count())

    def _on_findings(self, findings: Findings) -> None:
        if self._preloading.is_loaded:
            self.panels.detail.show_findings(findings, self._preloading.knowledge())
            return
        self._unexplained = findings
        self._afterwards.start()

    def explain_now(self) -> None:
        """Explain at once what waits for the knowledge."""
        if self._unexplained is not None:
            self._preloading.finish()

    def _on_loaded(self) -> None:
        """Explain what was chosen while the knowledge was being loaded."""
        findings, self._unexplained = self._unexplained, None
        if findings is not None:
            self._on_findings(findings)
            self.showing.read_again()

    def _on_cleared(self) -> None:
        self._unexplained = None
        self.panels.detail.clear()

    def _on_answer_copied(self, language: str) -> None:
        self.panels.reporter.tell(self.tr("The answer is on the clipboard ({}).").format(language))

    # -- decisions ------------------------------------------------------------------------------

    def _on_ring(self, row_id: int) -> None:
        self.marking.toggle([row_id], self.browsing.view)

    def _on_mark_asked(self, decision: str) -> None:
        self.commands.decide(Decision(decision))

    def _on_marked(self, marked: Marked) -> None:
        self._show_decisions()
        if marked.addresses > 1:
            self.panels.reporter.tell(decided(marked))

    def _on_restored(self, restored: Restored, undone: bool) -> None:
        self._show_decisions()
        self.panels.reporter.tell(again(restored, undone=undone))

    def _on_nothing_to_do(self) -> None:
        self.panels.reporter.tell(self.tr("There is nothing to do."))

    def _on_doubt(self, doubt: Doubt) -> None:
        from bounce_inspector.gui.doubt_box import DoubtBox

        box = DoubtBox(doubt, self)
        box.chosen.connect(self.marking.remove_anyway)
        box.open()

    def _show_decisions(self) -> None:
        """Show decisions everywhere, and again which rows pass where the filter asks for them."""
        for view in View:
            self.panels.model(view).refresh()
        self.showing.refresh()
        if self.browsing.conditions.decision is None:
            self.browsing.recount()
        else:
            self.browsing.refresh()

    # -- mail coming in -------------------------------------------------------------------------

    def _make_room(self) -> None:
        self.panels.show_start(start=False)
        self.show_middle()
        self._show_enabled()

    # -- what Qt tells the window ---------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take mail, as a copy, wherever it is held over the window."""
        self.panels.show_hover(hovered=drops.force_copy(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on insisting on a copy."""
        drops.force_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the light back."""
        super().dragLeaveEvent(event)
        self.panels.show_hover(hovered=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped, once and now: the program it comes from takes it away again."""
        self.panels.show_hover(hovered=False)
        if drops.force_copy(event):
            self.opening.open_dropped(drops.read(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin with what can wait, now that the window stands there."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._afterwards.start()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons anew when light turns dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.actions_.colour(tones_of(self))
            if self._counts is not None:
                self._on_counted(self._counts)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything end with the window."""
        super().closeEvent(event)
        if event.isAccepted():
            self.shut_down()

    def shut_down(self) -> None:
        """Remember the window, end every process and thread, close the ledger. Once."""
        if self._closed:
            return
        self._closed = True
        window_state.remember(self, self.settings)
        if self.panels.has_columns:
            window_state.remember_columns(self.panels.columns, self.settings)
        self.settings.write()
        self._afterwards.stop()
        self._preloading.stop()
        self.opening.close()
        self.showing.stop()
        self._threads.stop()
        self.ledger.close()

"""The widgets of the window and where they stand. What happens between them, the window says."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from bounce_inspector.core.ledger import View
from bounce_inspector.gui.actions import Actions
from bounce_inspector.gui.reporter import Reporter
from bounce_inspector.gui.views.drop_area import DropArea
from bounce_inspector.gui.views.drop_veil import DropVeil
from bounce_inspector.gui.views.search_box import SearchBox
from bounce_inspector.gui.views.status_line import StatusLine
from bounce_inspector.gui.views.top_bar import TopBar

if TYPE_CHECKING:
    from bounce_inspector.gui.columns import Columns
    from bounce_inspector.gui.models.ledger_model import LedgerModel
    from bounce_inspector.gui.views.detail_panel import DetailPanel
    from bounce_inspector.gui.views.facets_view import FacetsView
    from bounce_inspector.gui.views.filter_bar import FilterBar
    from bounce_inspector.gui.views.nothing_found import NothingFound
    from bounce_inspector.gui.views.overview import Overview
    from bounce_inspector.gui.views.table_view import TableView


class Panels(QWidget):
    """Everything inside the window's frame.

    The columns are made when somebody asks for one of them: a window without mail has none to show.
    """

    columns_made = Signal()

    def __init__(self, actions: Actions, columns: "Callable[[], Columns]") -> None:
        """`columns` makes the columns."""
        super().__init__()
        self._make_columns = columns
        self._columns: Columns | None = None
        self.search = SearchBox()
        self.top = _top_bar(actions, self.search)
        self.reporter = Reporter()
        self.drop_area = DropArea()
        self.status = StatusLine()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.drop_area)
        self._lay_out()
        self._veil = DropVeil(self)

    @property
    def columns(self) -> "Columns":
        """The columns; said by `columns_made` when they were not there before."""
        if self._columns is None:
            self._columns = self._make_columns()
            self.pages.addWidget(self._columns)
            self.columns_made.emit()
        return self._columns

    @property
    def has_columns(self) -> bool:
        """Whether the columns are there."""
        return self._columns is not None

    @property
    def facets(self) -> "FacetsView":
        """What to filter by."""
        return self.columns.facets

    @property
    def filter_bar(self) -> "FilterBar":
        """What is filtered by, above the rows."""
        return self.columns.filter_bar

    @property
    def middle(self) -> QStackedWidget:
        """The rows, the overview, or why there is neither."""
        return self.columns.middle

    @property
    def addresses(self) -> "TableView":
        """A row for each address."""
        return self.columns.addresses

    @property
    def messages(self) -> "TableView":
        """A row for each message."""
        return self.columns.messages

    @property
    def overview(self) -> "Overview":
        """Pictures of all rows."""
        return self.columns.overview

    @property
    def nothing(self) -> "NothingFound":
        """Why there are no rows."""
        return self.columns.nothing

    @property
    def detail(self) -> "DetailPanel":
        """The row that is looked at."""
        return self.columns.detail

    def model(self, view: View) -> "LedgerModel[Any]":
        """Return the rows of a view."""
        return self.columns.model(view)

    def table(self, view: View) -> "TableView":
        """Return the table of a view."""
        return self.columns.table(view)

    def show_start(self, *, start: bool) -> None:
        """Show the place to drop mail on, or the columns."""
        page = self.drop_area if start else self.columns
        self.top.setVisible(not start)
        self.status.show_counted(counted=not start)
        if self.pages.currentWidget() is not page:
            self._column.activate()  # first: so the columns are laid out once, in their place
            self.pages.setCurrentWidget(page)

    def show_hover(self, *, hovered: bool) -> None:
        """Show that mail held over the window would be taken."""
        self.drop_area.show_hover(hovered=hovered)
        if hovered and self.pages.currentWidget() is not self.drop_area:
            self._veil.cover(self)
        else:
            self._veil.hide()

    def polish(self) -> Iterator[None]:
        """Put on their style what has none yet, one at each step: all at once would take long."""
        for widget in self.findChildren(QWidget):
            if isValid(widget):
                widget.ensurePolished()
            yield

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.reporter)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)


def _top_bar(actions: Actions, search: SearchBox) -> TopBar:
    bar = TopBar()
    bar.add(actions["open"])
    bar.add(actions["explain"])
    bar.add_field(search)
    bar.add_switch([actions["addresses"], actions["messages"], actions["overview"]])
    bar.add_gap()
    bar.add(actions["undo"], words=False)
    bar.add(actions["redo"], words=False)
    bar.add(actions["proposed"])
    bar.add_primary(actions["export"], "export")
    return bar

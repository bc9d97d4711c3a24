"""The widgets of the window and where they stand. What happens between them, the window says."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from bounce_inspector.core.ledger import View
from bounce_inspector.gui.actions import Actions
from bounce_inspector.gui.menus import fill_table_menu
from bounce_inspector.gui.models.address_model import AddressModel
from bounce_inspector.gui.models.ledger_model import LedgerModel
from bounce_inspector.gui.models.message_model import MessageModel
from bounce_inspector.gui.reporter import Reporter
from bounce_inspector.gui.views.detail_panel import DetailPanel
from bounce_inspector.gui.views.drop_area import DropArea
from bounce_inspector.gui.views.drop_veil import DropVeil
from bounce_inspector.gui.views.facets_view import FacetsView
from bounce_inspector.gui.views.filter_bar import FilterBar
from bounce_inspector.gui.views.nothing_found import NothingFound
from bounce_inspector.gui.views.overview import Overview
from bounce_inspector.gui.views.search_box import SearchBox
from bounce_inspector.gui.views.status_line import StatusLine
from bounce_inspector.gui.views.table_view import TableView
from bounce_inspector.gui.views.top_bar import TopBar


class Panels(QWidget):
    """Everything inside the window's frame."""

    def __init__(self, actions: Actions, addresses: AddressModel, messages: MessageModel) -> None:
        super().__init__()
        self._models: dict[View, LedgerModel[Any]] = {
            View.ADDRESSES: addresses,
            View.MESSAGES: messages,
        }
        self.search = SearchBox()
        self.top = _top_bar(actions, self.search)
        self.reporter = Reporter()
        self.drop_area = DropArea()
        self.facets = FacetsView()
        self.filter_bar = FilterBar()
        self.addresses = TableView(addresses)
        self.addresses.setAccessibleName(self.tr("Addresses"))
        self.messages = TableView(messages)
        self.messages.setAccessibleName(self.tr("Messages"))
        self.overview = Overview()
        self.nothing = NothingFound()
        self.detail = DetailPanel()
        self.status = StatusLine()
        for table in (self.addresses, self.messages):
            fill_table_menu(table, actions)
        self.middle = QStackedWidget()
        for view in (self.addresses, self.messages, self.overview, self.nothing):
            self.middle.addWidget(view)
        self.splitter = self._columns()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.drop_area)
        self.pages.addWidget(self.splitter)
        self._lay_out()
        self._veil = DropVeil(self)

    def model(self, view: View) -> LedgerModel[Any]:
        """Return the rows of a view."""
        return self._models[view]

    def table(self, view: View) -> TableView:
        """Return the table of a view."""
        return self.addresses if view is View.ADDRESSES else self.messages

    def show_start(self, *, start: bool) -> None:
        """Show the place to drop mail on, or the columns."""
        self.pages.setCurrentWidget(self.drop_area if start else self.splitter)
        self.top.setVisible(not start)
        self.status.show_counted(counted=not start)

    def show_hover(self, *, hovered: bool) -> None:
        """Show that mail held over the window would be taken."""
        self.drop_area.show_hover(hovered=hovered)
        if hovered and self.pages.currentWidget() is self.splitter:
            self._veil.cover(self)
        else:
            self._veil.hide()

    def _columns(self) -> QSplitter:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        column.addWidget(self.middle, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        unit = QFontMetrics(self.font()).averageCharWidth()
        for number, (panel, least, stretch) in enumerate(
            ((self.facets, 24, 0), (middle, 40, 1), (self.detail, 44, 0))
        ):
            panel.setMinimumWidth(least * unit)
            splitter.addWidget(panel)
            splitter.setStretchFactor(number, stretch)
            splitter.setCollapsible(number, False)
        splitter.setSizes([33 * unit, 136 * unit, 64 * unit])
        splitter.setHandleWidth(1)
        return splitter

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
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

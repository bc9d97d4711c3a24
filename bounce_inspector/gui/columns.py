"""The three columns of a filled window: what to filter by, the rows, and why one of them failed."""

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from bounce_inspector.core.ledger import Ledger, View
from bounce_inspector.gui.actions import Actions
from bounce_inspector.gui.ledger_thread import LedgerThread
from bounce_inspector.gui.menus import fill_table_menu
from bounce_inspector.gui.models.address_model import AddressModel
from bounce_inspector.gui.models.ledger_model import LedgerModel
from bounce_inspector.gui.models.message_model import MessageModel
from bounce_inspector.gui.models.row_reader import RowReader
from bounce_inspector.gui.views.detail_panel import DetailPanel
from bounce_inspector.gui.views.facets_view import FacetsView
from bounce_inspector.gui.views.filter_bar import FilterBar
from bounce_inspector.gui.views.nothing_found import NothingFound
from bounce_inspector.gui.views.overview import Overview
from bounce_inspector.gui.views.table_view import TableView


class Columns(QSplitter):
    """What stands beside each other, with handles between."""

    def __init__(self, actions: Actions, addresses: AddressModel, messages: MessageModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._models: dict[View, LedgerModel[Any]] = {
            View.ADDRESSES: addresses,
            View.MESSAGES: messages,
        }
        self.facets = FacetsView()
        self.filter_bar = FilterBar()
        self.addresses = TableView(addresses)
        self.addresses.setAccessibleName(self.tr("Addresses"))
        self.messages = TableView(messages)
        self.messages.setAccessibleName(self.tr("Messages"))
        self.overview = Overview()
        self.nothing = NothingFound()
        self.detail = DetailPanel()
        for table in (self.addresses, self.messages):
            fill_table_menu(table, actions)
        self.middle = QStackedWidget()
        for view in (self.addresses, self.messages, self.overview, self.nothing):
            self.middle.addWidget(view)
        self._lay_out()

    def model(self, view: View) -> LedgerModel[Any]:
        """Return the rows of a view."""
        return self._models[view]

    def table(self, view: View) -> TableView:
        """Return the table of a view."""
        return self.addresses if view is View.ADDRESSES else self.messages

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        column.addWidget(self.middle, 1)
        self.setChildrenCollapsible(False)
        unit = QFontMetrics(self.font()).averageCharWidth()
        for number, (panel, least, stretch) in enumerate(
            ((self.facets, 24, 0), (middle, 40, 1), (self.detail, 44, 0))
        ):
            panel.setMinimumWidth(least * unit)
            self.addWidget(panel)
            self.setStretchFactor(number, stretch)
            self.setCollapsible(number, False)
        self.setSizes([42 * unit, 127 * unit, 64 * unit])
        self.setHandleWidth(1)


def columns_over(
    ledger: Ledger, thread: LedgerThread, actions: Actions, parent: QObject
) -> Columns:
    """Return the columns that show what a ledger holds; `parent` keeps the models.

    What is scrolled to is read in the thread.
    """
    addresses = RowReader(thread, Ledger.address_rows, parent)
    messages = RowReader(thread, Ledger.message_rows, parent)
    return Columns(
        actions,
        AddressModel(ledger.address_rows, parent, reader=addresses),
        MessageModel(ledger.message_rows, parent, reader=messages),
    )

"""The menu under the right button on a table's header: which columns are shown."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView

from bounce_inspector.gui.views.column_widths import ColumnWidths

_ALWAYS = 1  # column that cannot be hidden: a table of nothing has no header to bring one back


class ColumnMenu(QObject):
    """Shows, hides and rearranges the columns of a table."""

    def __init__(self, table: QTableView, widths: ColumnWidths) -> None:
        super().__init__(table)
        self._table = table
        self._widths = widths
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open)

    def menu(self) -> QMenu:
        """Return the menu as things stand."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        model = self._table.model()
        for number in range(model.columnCount()):
            title = str(model.headerData(number, Qt.Orientation.Horizontal)).rstrip(" ↓↑")
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(number))
            action.setEnabled(number != _ALWAYS)
            action.toggled.connect(partial(self._show, number))
        menu.addSeparator()
        menu.addAction(self.tr("Fit the columns")).triggered.connect(self._widths.fit_again)
        return menu

    def _show(self, number: int, shown: bool) -> None:
        self._widths.show_column(number, shown=shown)

    def _open(self, at: QPoint) -> None:
        self.menu().popup(self._table.horizontalHeader().mapToGlobal(at))

"""The table in the middle, by address or by message: sorts by its header, marks by a click.

Qt's own table asks every cell of a million rows when all are selected or when a letter is typed;
the places where it would are closed here.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from bounce_inspector.core.ledger import Sort
from bounce_inspector.gui.afterwards import Afterwards
from bounce_inspector.gui.models.ledger_model import LedgerModel
from bounce_inspector.gui.views.column_menu import ColumnMenu
from bounce_inspector.gui.views.column_widths import ColumnWidths
from bounce_inspector.gui.views.row_painter import RowPainter

RESTORED = 5000  # selected rows that are found again after a sort


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The current row, and those that are selected."""

    current: int | None
    selected: frozenset[int]


class TableView(QTableView):
    """A table over a `LedgerModel`. Row ids go in and out; rows and cells stay inside."""

    sorted_by = Signal(object)  # Sort
    current_changed = Signal(object)  # the row's id, None where there is none
    selection_changed = Signal()
    mark_clicked = Signal(object)  # the row's id

    def __init__(self, model: LedgerModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._hovered = -1
        self._kept: _Chosen | None = None  # until all rows are there again
        self._return = Afterwards(iter(()), self)  # to what was chosen
        self._dress()
        self._set_columns()
        model.rows_read.connect(self._paint_again)
        self.horizontalHeader().sortIndicatorChanged.connect(self._on_sort)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setProperty("look", "table")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(round(QFontMetrics(self.font()).height() * 1.9))

    def _set_columns(self) -> None:
        self.setModel(self._model)
        header = self.horizontalHeader()
        # With the view's own selection the header would ask every cell whether it is selected.
        header.setSelectionModel(QItemSelectionModel(self._model, header))
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(QFontMetrics(self.font()).averageCharWidth() * 3)
        header.setStretchLastSection(False)
        mark = self._model.column_number("mark")
        header.setSectionResizeMode(mark, QHeaderView.ResizeMode.Fixed)
        self._painter = RowPainter(self, self._model)
        self._widths = ColumnWidths(self, self._model.columns)
        self._menu = ColumnMenu(self, self._widths)

    def sort(self) -> Sort:
        """Return by what the header says the rows are sorted."""
        header = self.horizontalHeader()
        section = header.sortIndicatorSection()
        if not 0 <= section < len(self._model.columns):
            return Sort()
        column = self._model.columns[section].sort
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return Sort(column, descending) if column else Sort()

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Point the header at a column, by its key; an unknown key means the order of arrival."""
        keys = [column.key for column in self._model.columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(keys.index(key) if key in keys else -1, order)

    def sort_key(self) -> str:
        """Return the key of the column sorted by, "" for the order of arrival."""
        section = self.horizontalHeader().sortIndicatorSection()
        columns = self._model.columns
        return columns[section].key if 0 <= section < len(columns) else ""

    def show_ids(self, ids: "array[int]", *, whole: bool = True) -> None:
        """Show these rows, and keep what is selected and in view as far as it is still there.

        Where they are not yet the whole, what is not among them may still come.
        """
        self._return.stop()
        if self._kept is None:
            self._kept = self._chosen()
        self._model.show_ids(ids)
        kept = self._kept
        if self.currentIndex().isValid():
            if whole:
                self._kept = None
        elif not ids:
            self._kept = None
            if kept.current is not None:
                self.current_changed.emit(None)  # a model that starts anew does not tell
        elif whole or (kept.current is not None and self._model.place_of(kept.current) >= 0):
            self._return.deleteLater()
            self._return = Afterwards(self._way_back(kept, whole=whole), self)
            self._return.start_now()

    def _way_back(self, kept: _Chosen, *, whole: bool) -> Iterator[None]:
        """Make the same rows the chosen ones again, else the first: a piece of the ids a step."""
        wanted = kept.selected if kept.current is None else kept.selected | {kept.current}
        places: dict[int, int] = {}
        for some in self._model.places_of(wanted):
            places |= some
            if len(places) == len(wanted):
                break
            yield
        if self.currentIndex().isValid():
            self._kept = None  # somebody chose a row meanwhile
            return
        self._select([places[row_id] for row_id in kept.selected & places.keys()])
        if kept.current in places:
            self._go_to_place(places[kept.current], select=not kept.selected)
        elif whole:
            self._go_to_place(0)
        if whole:
            self._kept = None

    def _chosen(self) -> _Chosen:
        """Return the current row, and what is selected beside it: it alone goes without saying."""
        current, count = self.current_id(), self.selected_count()
        selected = frozenset(self.selected_ids()) if count <= RESTORED else frozenset()
        return _Chosen(current, frozenset() if selected == {current} else selected)

    def go_to(self, row_id: int, *, select: bool = True) -> bool:
        """Make a row the current one and bring it into view; False where it is not shown."""
        place = self._model.place_of(row_id)
        if place < 0:
            return False
        self._go_to_place(place, select=select)
        return True

    def _go_to_place(self, place: int, *, select: bool = True) -> None:
        flags = (
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows
            if select
            else QItemSelectionModel.SelectionFlag.NoUpdate
        )
        index = self._model.index(place, 0)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def current_id(self) -> int | None:
        """Return the id of the current row, None where there is none."""
        return self._model.id_at(self.currentIndex().row())

    def selected_ids(self) -> "array[int]":
        """Return the ids of the selected rows, read from the ranges and not cell by cell."""
        return self._model.ids_in(self._ranges())

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return sum(last - first + 1 for first, last in self._ranges())

    def header_state(self) -> QByteArray:
        """Return the columns as a person arranged them; empty where nobody did."""
        return self.horizontalHeader().saveState() if self._widths.own else QByteArray()

    def restore_header(self, state: QByteArray) -> None:
        """Take remembered columns over. What does not fit this version is ignored."""
        header = self.horizontalHeader()
        if state.isEmpty():
            return
        before = header.saveState()
        header.blockSignals(True)
        if not header.restoreState(state) or header.count() != len(self._model.columns):
            header.restoreState(before)
        header.blockSignals(False)
        self._widths.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns in."""
        super().resizeEvent(event)
        self._widths.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows; see row_painter.py."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._painter.paint(painter, event.rect(), self._ranges(), self._hovered)
        painter.end()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would fetch every row to find one that begins with the letter typed."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark by a click on the ring, and leave the selection as it is."""
        index = self.indexAt(event.position().toPoint())
        if self._is_mark(index) and event.button() == Qt.MouseButton.LeftButton:
            self.mark_clicked.emit(self._model.id_at(index.row()))
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the ring under the mouse, and do not start a selection from one."""
        index = self.indexAt(event.position().toPoint())
        self._hover(index.row() if self._is_mark(index) else -1)
        if event.buttons() and self._is_mark(index):
            return
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second fast click on a ring as a click."""
        if self._is_mark(self.indexAt(event.position().toPoint())):
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _is_mark(self, index: QModelIndex) -> bool:
        return index.isValid() and self._model.columns[index.column()].key == "mark"

    def _ranges(self) -> list[tuple[int, int]]:
        chosen = self.selectionModel().selection()
        return [(chosen.at(n).top(), chosen.at(n).bottom()) for n in range(chosen.count())]

    def _select(self, places: list[int]) -> None:
        """Select rows."""
        if not places:
            return
        chosen = QItemSelection()
        last = len(self._model.columns) - 1
        for place in sorted(places):
            chosen.append(
                QItemSelectionRange(self._model.index(place, 0), self._model.index(place, last))
            )
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _paint_again(self, first: int, last: int) -> None:
        """Paint rows that were left free because they were not read yet."""
        height = self.verticalHeader().defaultSectionSize()
        top = self.rowViewportPosition(first)
        self.viewport().update(0, top, self.viewport().width(), (last - first + 1) * height)

    def _on_sort(self) -> None:
        self._model.show_sort(self.sort_key(), descending=self.sort().descending)
        self.sorted_by.emit(self.sort())

    def _on_selection(self) -> None:
        self.selection_changed.emit()

    def _on_current(self, current: QModelIndex) -> None:
        self.current_changed.emit(self._model.id_at(current.row()))

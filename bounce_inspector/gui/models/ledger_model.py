"""What the table by address and the table by message have in common: paged rows under columns.

The ids come from outside, found and sorted by the ledger; of the rows, the model fetches those that
are looked at. There is no proxy model: it would make a Python call for every row there is.
"""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from time import perf_counter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from bounce_inspector.core.ledger import AddressColumn, MessageColumn
from bounce_inspector.gui import richtext
from bounce_inspector.gui.models.paging import PagedRows
from bounce_inspector.gui.models.row_reader import Came, RowReader, Wanted

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
KEPT_TEXTS = 1000  # rows of which the words are kept: a few pages
FEW = 256  # ids that are enough to see that an order is another
PATIENCE = 0.004  # s: what is read within that comes with the same frame


class Roles(IntEnum):
    """Roles beyond Qt's own. ROW is the whole row, for delegates and panels."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column, declared once.

    `title` is English, translated in the context Table. `value` is taken from the row and `says`
    makes words of it; few values stand in many rows, so their words are made once. `usual` gives
    words that it must have room for; `extra` is what is painted beside them, in lines of text.
    Columns with a `share` take what is left; those with the lowest `gives_way` above 0 are the
    first to go where room is short. `tip` is plain text; it is escaped where it is shown.
    """

    key: str
    title: str
    value: Callable[[Row], Hashable]
    says: Callable[[Any], str] = str
    usual: Callable[[], Iterable[str]] = tuple
    sort: AddressColumn | MessageColumn | None = None
    tip: Callable[[Row], str] | None = None
    right: bool = False
    share: int = 0
    gives_way: int = 0
    extra: float = 0.0


class LedgerModel(QAbstractTableModel, Generic[Row]):
    """A table over paged rows. Subclasses declare the columns.

    Qt's own questions are answered at once. What paints calls `look_at` first, and then takes what
    is there.
    """

    rows_read = Signal(int, int)  # first and last: looked at before they were there

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[Sequence[int]], Sequence[Row]],
        parent: QObject | None = None,
        *,
        reader: RowReader | None = None,
    ) -> None:
        """`reader` reads what is looked at beside the window; without one, `fetch` does it."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows = PagedRows(fetch)
        self._reader = reader
        self._wanted: dict[int, Wanted] = {}
        self._texts: dict[int, tuple[Row, tuple[str, ...]]] = {}  # by place
        if reader is not None:
            reader.came.connect(self._on_rows_read)
        self._said = tuple(_remembered(column.says) for column in self.columns)
        self._sorted_by = self._arrow = ""

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many rows pass the filter."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a cell shows, its tip, its alignment, or its whole row."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in _ROW_ROLES:
            return None
        row = self._rows.row(index.row())
        if row is None:
            return None
        if role == Roles.ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            text = column.tip(row) if column.tip else column.says(column.value(row))
            return f"<p>{richtext.escape(text)}</p>" if text else None
        return self.texts(index.row())[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's own
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            title = QCoreApplication.translate("Table", column.title)
            return f"{title} {self._arrow}" if column.key == self._sorted_by else title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show by an arrow in a title what the rows are sorted by; "" takes it away."""
        self._sorted_by = key
        self._arrow = "↓" if descending else "↑"
        last = len(self.columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def row(self, number: int) -> Row | None:
        """Return the row at a place, None where there is none."""
        return self._rows.row(number)

    def texts(self, number: int) -> tuple[str, ...]:
        """Return what the cells of a row show; empty where the ledger has no such row."""
        row = self._rows.row(number)
        return () if row is None else self._texts_of(number, row)

    def look_at(self, first: int, last: int) -> None:
        """Have these rows there, or as many of them as can be read without waiting for long."""
        if self._reader is None:
            for number in range(first, last + 1):
                self._rows.row(number)
            return
        lacking = list(self._rows.lacking(first, last))
        self._ask_for(lacking)
        until = perf_counter() + PATIENCE
        while lacking and (came := self._reader.collect(until - perf_counter())) is not None:
            self._take(came)
            lacking = list(self._rows.lacking(first, last))

    def expect(self, first: int, last: int) -> None:
        """Have these rows read soon: they stand beside what is looked at."""
        self._ask_for(self._rows.lacking(first, last))

    @contextmanager
    def nothing_read(self) -> Iterator[None]:
        """Have nothing read meanwhile: a paint is quicker alone."""
        if self._reader is not None:
            self._reader.hold()
        try:
            yield
        finally:
            if self._reader is not None:
                self._reader.go_on()

    def cells_if_there(self, number: int) -> tuple[Row, tuple[str, ...]] | None:
        """Return a row and what its cells show, None where it was not read yet."""
        row = self._rows.row_if_there(number)
        return None if row is None else (row, self._texts_of(number, row))

    def id_at(self, number: int) -> int | None:
        """Return the id of the row at a place."""
        ids = self._rows.ids
        return ids[number] if 0 <= number < len(ids) else None

    def place_of(self, row_id: int) -> int:
        """Return where an id stands, -1 where it is not shown."""
        return self._rows.place_of(row_id)

    def places_of(self, row_ids: frozenset[int]) -> Iterator[dict[int, int]]:
        """Yield where these ids stand, a part of the rows at each step; those not shown nowhere."""
        return self._rows.places_of(row_ids)

    def ids_in(self, ranges: Iterable[tuple[int, int]]) -> "array[int]":
        """Return the ids in stretches of rows, each given as first and last."""
        return self._rows.ids_in(ranges)

    def column_number(self, key: str) -> int:
        """Return the place of a column. Raise ValueError where there is none of that key."""
        return [column.key for column in self.columns].index(key)

    def show_ids(self, ids: "array[int]") -> None:
        """Show these rows. What only grew at its end keeps the view where it is."""
        old = self._rows.ids
        if ids == old:
            self.refresh()
        elif _goes_on(old, ids):
            self.beginInsertRows(NO_PARENT, len(old), len(ids) - 1)
            self._rows.extend_to(ids)
            self._wanted.clear()
            self.endInsertRows()
            self._tell_changed(len(old))
        else:
            self.beginResetModel()
            self._rows.replace(ids)
            self._wanted.clear()
            self.endResetModel()

    def refresh(self) -> None:
        """Read what is shown once more: a decision was taken, or more was read about it."""
        self._rows.forget()
        self._wanted.clear()
        self._tell_changed(len(self._rows))

    def _texts_of(self, number: int, row: Row) -> tuple[str, ...]:
        known = self._texts.get(number)
        if known is not None and known[0] is row:
            return known[1]
        if len(self._texts) >= KEPT_TEXTS:
            self._texts.clear()
        texts = tuple(
            said(column.value(row)) for said, column in zip(self._said, self.columns, strict=True)
        )
        self._texts[number] = (row, texts)
        return texts

    def _ask_for(self, blocks: Iterable[int]) -> None:
        """Have blocks read that nobody asked for yet."""
        if self._reader is None:
            return
        for block in blocks:
            if block not in self._wanted:
                self._wanted[block] = Wanted(block, self._rows.ids_of(block))
                dropped = self._reader.ask(self._wanted[block])
                if dropped is not None and self._wanted.get(dropped.block) is dropped:
                    del self._wanted[dropped.block]

    def _take(self, came: Came) -> None:
        """Take a block, unless it was asked for before everything changed."""
        if self._wanted.get(came.wanted.block) is came.wanted:
            del self._wanted[came.wanted.block]
            self._rows.take(came.wanted.block, came.rows)

    def _on_rows_read(self) -> None:
        """Take what nobody waited for any more."""
        if self._reader is None:
            return
        while (came := self._reader.collect()) is not None:
            self._take(came)
            self.rows_read.emit(*self._rows.ends_of(came.wanted.block))

    def _tell_changed(self, count: int) -> None:
        """Say that the first rows may have changed."""
        if count:
            last = self.index(count - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _goes_on(old: "array[int]", new: "array[int]") -> bool:
    """Tell whether new ids are the old ones and others after them."""
    count = len(old)
    return 0 < count <= len(new) and old[:FEW] == new[: min(FEW, count)] and new[:count] == old


def _remembered(says: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return the same words, fit to be shown, made once for each of the values met last."""
    return lru_cache(KEPT_TEXTS)(lambda value: richtext.visible(says(value)))


_ROW_ROLES = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Roles.ROW),
    }
)

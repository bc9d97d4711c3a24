"""How wide columns are: by themselves until somebody drags one, then as that person wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QTableView

from bounce_inspector.gui.models.ledger_model import Column
from bounce_inspector.gui.theme import ROOMY, spacing


@dataclass(frozen=True, slots=True)
class Room:
    """What a column wants, in pixels: it never gets less; one with a `share` takes what is left.

    The column with the lowest `gives_way` above 0 is the first to be hidden where room is short.
    """

    wanted: float
    share: int = 0
    gives_way: int = 0


def fitted(rooms: Sequence[Room], available: float) -> list[float]:
    """Return a width for each column, 0 for those that are hidden so that the others fit.

    Together they take what is available; where even the columns that always stay do not fit, those
    with a share are narrower than they want to be.
    """
    shown = [True] * len(rooms)
    yielding = sorted((n for n, room in enumerate(rooms) if room.gives_way), key=_rank(rooms))
    for number in yielding:
        if sum(room.wanted for room, there in zip(rooms, shown, strict=True) if there) <= available:
            break
        shown[number] = False
    there = [room for room, is_shown in zip(rooms, shown, strict=True) if is_shown]
    rest = available - sum(room.wanted for room in there)
    shares = sum(room.share for room in there)
    return [
        max(0.0, room.wanted + rest * room.share / shares) if is_shown else 0.0
        for room, is_shown in zip(rooms, shown, strict=True)
    ]


def _rank(rooms: Sequence[Room]) -> Any:  # noqa: ANN401 - a sort key
    return lambda number: rooms[number].gives_way


class ColumnWidths(QObject):
    """Keeps the widths of a table's columns in order."""

    def __init__(self, table: QTableView, columns: Sequence[Column[Any]]) -> None:
        super().__init__(table)
        self._table = table
        self._columns = tuple(columns)
        self._own = False  # the person's own widths hold
        self._setting = False
        header = table.horizontalHeader()
        header.sectionResized.connect(self._on_change)
        header.sectionMoved.connect(self._on_change)

    @property
    def own(self) -> bool:
        """Whether a person has chosen widths, an order or what is shown."""
        return self._own

    def keep(self) -> None:
        """Leave the columns as they are from now on: a person arranged them."""
        self._own = True
        self.fit()

    def fit_again(self) -> None:
        """Arrange the columns by themselves again, in their first order."""
        header = self._table.horizontalHeader()
        self._setting = True
        for number in range(header.count()):
            header.moveSection(header.visualIndex(number), number)
        self._setting = False
        self._own = False
        self.fit()

    def show_column(self, number: int, *, shown: bool) -> None:
        """Show or hide one column and keep the others as they are."""
        self._setting = True
        self._table.setColumnHidden(number, not shown)
        if shown and not self._table.columnWidth(number):
            self._table.setColumnWidth(number, round(self._room(self._columns[number]).wanted))
        self._setting = False
        self.keep()

    def fit(self) -> None:
        """Fit the columns into the table."""
        if self._setting:
            return
        self._setting = True
        policy = Qt.ScrollBarPolicy
        self._table.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if self._own else policy.ScrollBarAlwaysOff
        )
        if self._own:
            self._fill()
        else:
            rooms = [self._room(column) for column in self._columns]
            for number, width in enumerate(fitted(rooms, self._table.viewport().width())):
                self._table.setColumnHidden(number, width < 1)
                self._table.setColumnWidth(number, int(width))
        self._setting = False

    def _room(self, column: Column[Any]) -> Room:
        """Return the room for a title with its arrow, and for the longest usual value."""
        font = self._table.font()
        metrics = QFontMetricsF(font)
        title = QCoreApplication.translate("Table", column.title) if column.title else ""
        titled = metrics.horizontalAdvance(f"{title} ↓" if column.sort else title)
        usual = max(map(metrics.horizontalAdvance, column.usual()), default=0.0)
        return Room(
            max(titled, usual) + spacing(font, ROOMY) + column.extra * spacing(font, ROOMY),
            column.share,
            column.gives_way,
        )

    def _fill(self) -> None:
        """Give the columns with a share what the others leave, but not too little."""
        header = self._table.horizontalHeader()
        sharing = [
            number
            for number, column in enumerate(self._columns)
            if column.share and not header.isSectionHidden(number)
        ]
        if sharing:
            last = sharing[-1]
            rest = self._table.viewport().width() - header.length()
            least = self._room(self._columns[last]).wanted / 2
            header.resizeSection(last, round(max(rest + header.sectionSize(last), least)))

    def _on_change(self) -> None:
        if not self._setting:
            self._own = True
            self.fit()

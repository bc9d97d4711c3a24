"""What the window looks like next time: size, columns, sorts, the view last used."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from bounce_inspector.core.ledger import View
from bounce_inspector.gui.settings import (
    ADDRESS_HEADER,
    ADDRESS_SORT,
    MESSAGE_HEADER,
    MESSAGE_SORT,
    WINDOW_GEOMETRY,
    WINDOW_SPLITTER,
    Setting,
    Settings,
)

if TYPE_CHECKING:
    from bounce_inspector.gui.columns import Columns
    from bounce_inspector.gui.views.table_view import TableView

_DESCENDING = " down"


def remember(window: QMainWindow, settings: Settings) -> None:
    """Keep the size and place of the window."""
    settings.set(WINDOW_GEOMETRY, window.saveGeometry())


def restore(window: QMainWindow, settings: Settings) -> bool:
    """Bring them back. Return whether there was anything to bring back."""
    geometry = settings.get(WINDOW_GEOMETRY)
    return not geometry.isEmpty() and window.restoreGeometry(geometry)


def remember_columns(columns: "Columns", settings: Settings) -> None:
    """Keep what the columns of the window and of its tables look like."""
    settings.set(WINDOW_SPLITTER, columns.saveState())
    for table, header, sort in _tables(columns):
        settings.set(header, table.header_state())
        descending = _DESCENDING if table.sort().descending else ""
        settings.set(sort, f"{table.sort_key()}{descending}")


def restore_columns(columns: "Columns", settings: Settings) -> None:
    """Bring them back."""
    state = settings.get(WINDOW_SPLITTER)
    if not state.isEmpty():
        columns.restoreState(state)
        columns.setChildrenCollapsible(False)
    for table, header, sort in _tables(columns):
        table.restore_header(settings.get(header))
        kept = settings.get(sort)
        table.show_sort(kept.removesuffix(_DESCENDING), descending=kept.endswith(_DESCENDING))


def _tables(
    columns: "Columns",
) -> tuple[tuple["TableView", Setting[QByteArray], Setting[str]], ...]:
    return (
        (columns.table(View.ADDRESSES), ADDRESS_HEADER, ADDRESS_SORT),
        (columns.table(View.MESSAGES), MESSAGE_HEADER, MESSAGE_SORT),
    )

"""What the window looks like next time: size, columns, sorts, the view last used."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from bounce_inspector.core.ledger import View
from bounce_inspector.gui.panels import Panels
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
from bounce_inspector.gui.views.table_view import TableView

_DESCENDING = " down"


def remember(window: QMainWindow, panels: Panels, settings: Settings) -> None:
    """Keep what the window looks like."""
    settings.set(WINDOW_GEOMETRY, window.saveGeometry())
    settings.set(WINDOW_SPLITTER, panels.splitter.saveState())
    for table, header, sort in _tables(panels):
        settings.set(header, table.header_state())
        descending = _DESCENDING if table.sort().descending else ""
        settings.set(sort, f"{table.sort_key()}{descending}")
    settings.write()


def restore(window: QMainWindow, panels: Panels, settings: Settings) -> bool:
    """Bring back what was remembered. Return whether the window's size was among it."""
    _restore_splitter(panels.splitter, settings.get(WINDOW_SPLITTER))
    for table, header, sort in _tables(panels):
        table.restore_header(settings.get(header))
        kept = settings.get(sort)
        table.show_sort(kept.removesuffix(_DESCENDING), descending=kept.endswith(_DESCENDING))
    geometry = settings.get(WINDOW_GEOMETRY)
    return not geometry.isEmpty() and window.restoreGeometry(geometry)


def _restore_splitter(splitter: QSplitter, state: QByteArray) -> None:
    if not state.isEmpty():
        splitter.restoreState(state)
        splitter.setChildrenCollapsible(False)


def _tables(
    panels: Panels,
) -> tuple[tuple[TableView, Setting[QByteArray], Setting[str]], ...]:
    return (
        (panels.table(View.ADDRESSES), ADDRESS_HEADER, ADDRESS_SORT),
        (panels.table(View.MESSAGES), MESSAGE_HEADER, MESSAGE_SORT),
    )

"""The menu bar and the table's own menu, filled with the actions."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from bounce_inspector.gui.actions import Actions, without_letter

_GAP = ""
MENUS = {
    "&File": (
        "open",
        "open_folder",
        "examples",
        _GAP,
        "export",
        _GAP,
        "unread",
        "stop",
        "forget",
        _GAP,
        "quit",
    ),
    "&Edit": (
        "undo",
        "redo",
        _GAP,
        "copy",
        "paste",
        "explain",
        "select_all",
        _GAP,
        "find",
        _GAP,
        "answer",
        "copy_answer",
        _GAP,
        "preferences",
    ),
    "&Mark": ("toggle", "remove", "keep", "unmark", _GAP, "proposed"),
    "&View": (
        "addresses",
        "messages",
        "overview",
        _GAP,
        "show_all",
        "refresh",
        "next_panel",
        _GAP,
        "system_colours",
        "light_colours",
        "dark_colours",
    ),
    "&Help": ("codes", "shortcuts", _GAP, "about"),
}
_CONTEXT = ("toggle", "remove", "keep", "unmark", _GAP, "copy", "select_all")


def fill_menu_bar(bar: QMenuBar, actions: Actions, languages: QMenu) -> None:
    """Put every action into its menu, and the languages into that of the view."""
    for title, names in MENUS.items():
        menu = bar.addMenu(QCoreApplication.translate("Menus", title))
        _fill(menu, names, actions)
        if title == "&View":
            menu.addSeparator()
            menu.addMenu(languages)


def groups(actions: Actions) -> list[tuple[str, list[QAction]]]:
    """Return the actions by menu, as the list of keys shows them."""
    return [
        (
            without_letter(QCoreApplication.translate("Menus", title)),
            [actions[name] for name in names if name],
        )
        for title, names in MENUS.items()
    ]


def fill_table_menu(table: QWidget, actions: Actions) -> None:
    """Give a table its own actions: for its keys and for the menu under the right button."""
    _fill(table, _CONTEXT, actions)


def _fill(menu: QWidget, names: tuple[str, ...], actions: Actions) -> None:
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            gap = QAction(menu)
            gap.setSeparator(True)
            menu.addAction(gap)

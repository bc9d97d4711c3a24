"""Every command of the window, declared once: its words, keys and icon.

The window puts them into menus, buttons and the table's own menu, and says what they do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from bounce_inspector.gui import icons
from bounce_inspector.gui.theme import Tones

Keys = str | QKeySequence.StandardKey | None


@dataclass(frozen=True, slots=True)
class Command:
    """A command before it becomes an action.

    `text` is English, translated in the context Actions; `short` is what a button says where that
    differs. `keys` hold everywhere in the window, or,
    with `in_table`, only while the table has the focus: letters are for typing elsewhere.
    """

    text: str
    keys: Keys = None
    icon: str = ""
    in_table: bool = False
    tip: str = ""
    short: str = ""


COMMANDS = {
    "open": Command("&Open Files…", QKeySequence.StandardKey.Open, "open", short="Open"),
    "open_folder": Command("Open &Folder…", "Ctrl+Shift+O", "folder"),
    "paste": Command(
        "&Paste",
        QKeySequence.StandardKey.Paste,
        "paste",
        tip="Paste a message, files or an error text such as “550 5.1.1 …”",
    ),
    "explain": Command("Paste an &Error Text…", "Ctrl+Shift+V", "paste", short="Error text"),
    "examples": Command("Try with E&xamples", None, "examples"),
    "export": Command(
        "&Export…",
        "Ctrl+E",
        "export",
        tip="Write the marked addresses to a file",
        short="Export",
    ),
    "stop": Command("&Stop Reading", "Ctrl+.", "stop"),
    "forget": Command("For&get Everything…", None, "clear"),
    "quit": Command("&Quit", QKeySequence.StandardKey.Quit),
    "undo": Command("&Undo", QKeySequence.StandardKey.Undo, "undo"),
    "redo": Command("&Redo", "Ctrl+Shift+Z", "redo"),
    "copy": Command("&Copy Addresses", QKeySequence.StandardKey.Copy, "copy", in_table=True),
    "select_all": Command("Select &All", QKeySequence.StandardKey.SelectAll, in_table=True),
    "find": Command("&Search", QKeySequence.StandardKey.Find, "search"),
    "toggle": Command("&Mark or Unmark", "Space", "mark", in_table=True),
    "remove": Command("Mark to &Remove", "Delete", "remove", in_table=True),
    "keep": Command("Mark to &Keep", "K", "keep", in_table=True),
    "unmark": Command("Take the Mark &Back", "Backspace", "clear", in_table=True),
    "proposed": Command(
        "Mark All &Proposed",
        "Ctrl+M",
        "mark",
        short="Mark proposed",
        tip="Mark every address whose verdict is Remove and that nobody has decided about",
    ),
    "answer": Command("A&nswer…", "Ctrl+R", "paste"),
    "copy_answer": Command("Copy Ans&wer", "Ctrl+Shift+R", "copy"),
    "preferences": Command("Pre&ferences…", "Ctrl+,", "settings"),
    "addresses": Command("By &Address", "Ctrl+1", "person", short="Addresses"),
    "messages": Command("By &Message", "Ctrl+2", "list", short="Messages"),
    "overview": Command("&Overview", "Ctrl+3", "chart"),
    "system_colours": Command("Colours of the &System"),
    "light_colours": Command("&Light"),
    "dark_colours": Command("&Dark"),
    "refresh": Command("&Refresh", "F5"),
    "show_all": Command("Show &Everything", "Ctrl+Shift+A", "filter"),
    "next_panel": Command("&Next Panel", "F6"),
    "codes": Command("&Code Book…", "Ctrl+B", "book"),
    "unread": Command("What Could Not Be &Read…", None, "warning"),
    "shortcuts": Command("&Keyboard Shortcuts", "F1", "help"),
    "about": Command("&About Bounce Inspector", None, "info"),
}

_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
    "preferences": QAction.MenuRole.PreferencesRole,
}
_CHECKABLE = (
    "addresses",
    "messages",
    "overview",
    "system_colours",
    "light_colours",
    "dark_colours",
)


class Actions:
    """The actions of a window, by the names in `COMMANDS`."""

    def __init__(self, parent: QWidget) -> None:
        self._actions = {name: _action(name, each, parent) for name, each in COMMANDS.items()}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def in_table(self) -> list[QAction]:
        """Return the actions that belong to the table and its menu."""
        return [self[name] for name, command in COMMANDS.items() if command.in_table]

    def colour(self, tones: Tones, names: Iterable[str] = COMMANDS) -> None:
        """Draw the icons of these actions in the colours of the moment."""
        for name in names:
            if COMMANDS[name].icon:
                self[name].setIcon(icons.icon(COMMANDS[name].icon, tones.text))


def without_letter(text: str) -> str:
    """Return the words of a command as they are read: "&Open", in Japanese "開く(&O)"."""
    return re.sub(r"&(.)", r"\1", re.sub(r"\(&\w\)", "", text))


def _action(name: str, command: Command, parent: QWidget) -> QAction:
    action = QAction(QCoreApplication.translate("Actions", command.text), parent)
    action.setObjectName(name)
    short = QCoreApplication.translate("Actions", command.short) if command.short else ""
    action.setIconText(short or without_letter(action.text()))
    if command.keys is not None:
        action.setShortcut(QKeySequence(command.keys))
    if command.in_table:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    if command.tip:
        tip = QCoreApplication.translate("Actions", command.tip)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
    action.setMenuRole(_ROLES.get(name, QAction.MenuRole.NoRole))
    action.setCheckable(name in _CHECKABLE)
    return action

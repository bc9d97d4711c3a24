"""What the window remembers: each setting declared once with its key, type, default and label."""

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One remembered value.

    `label` is English, translated in the context Settings where it is shown; empty for what is only
    kept. `choices` closes the set of values: anything else found in the file counts as the default.
    `hint` is an example of a free text, `note` a sentence under the field.
    """

    key: str
    kind: type[Value]
    default: Value
    label: str = ""
    choices: tuple[Value, ...] = ()
    hint: str = ""
    note: str = ""


COLOURS = Setting(
    "appearance/colours",
    str,
    "system",
    "Colours",
    ("system", "light", "dark"),
)
LANGUAGE = Setting("appearance/language", str, "system", "Language")
WORKERS = Setting(
    "work/workers",
    int,
    0,
    "Processes that read mail (0: one a core)",
)
OUR_DOMAINS = Setting(
    "mail/our-domains",
    str,
    "",
    "Our domains",
    hint="example.com, example.org",
    note="Bounces of mail that none of these sent propose nothing. Empty: all mail is yours.",
)
WINDOW_GEOMETRY = Setting("window/geometry", QByteArray, QByteArray())
WINDOW_SPLITTER = Setting("window/splitter", QByteArray, QByteArray())
TABLE_VIEW = Setting("window/view", str, "addresses", choices=("addresses", "messages", "overview"))
ADDRESS_HEADER = Setting("addresses/header", QByteArray, QByteArray())
ADDRESS_SORT = Setting("addresses/sort", str, "")
MESSAGE_HEADER = Setting("messages/header", QByteArray, QByteArray())
MESSAGE_SORT = Setting("messages/sort", str, "")
LAST_FOLDER = Setting("files/last-folder", str, "")
EXPORT_FOLDER = Setting("export/folder", str, "")
EXPORT_PRESET = Setting("export/preset", str, "")
ANSWER_VOICE = Setting("answer/voice", str, "customer")
ANSWER_LANGUAGE = Setting("answer/language", str, "mail", "Language of answers")
ANSWER_LAST = Setting("answer/last-language", str, "")  # for a mail that does not tell

EVERY: tuple[Setting[Any], ...] = (
    COLOURS,
    LANGUAGE,
    ANSWER_LANGUAGE,
    WORKERS,
    OUR_DOMAINS,
    WINDOW_GEOMETRY,
    WINDOW_SPLITTER,
    TABLE_VIEW,
    ADDRESS_HEADER,
    ADDRESS_SORT,
    MESSAGE_HEADER,
    MESSAGE_SORT,
    LAST_FOLDER,
    EXPORT_FOLDER,
    EXPORT_PRESET,
    ANSWER_VOICE,
    ANSWER_LAST,
)


def domains(text: str) -> frozenset[str]:
    """Return the domains in a text that a person wrote, as the readers of mail want them."""
    parts = re.split(r"[\s,;]+", text.lower())
    return frozenset(part.rpartition("@")[2].strip(".") for part in parts) - {""}


class Settings(QObject):
    """The remembered values over a `QSettings` that is handed in, so that tests bring their own."""

    changed = Signal(str)

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    def get(self, setting: Setting[Value]) -> Value:
        """Return the remembered value, or the default where none or an impossible one is kept."""
        found = self._store.value(setting.key, setting.default)
        value = _as_kind(found, setting)
        if setting.choices and value not in setting.choices:
            return setting.default
        return value

    def set(self, setting: Setting[Value], value: Value) -> None:
        """Remember a value and say so, unless it is the one already kept."""
        if self.get(setting) == value:
            return
        self._store.setValue(setting.key, value)
        self.changed.emit(setting.key)

    def forget(self) -> None:
        """Go back to the defaults."""
        self._store.clear()

    def write(self) -> None:
        """Bring what is remembered to the disk now."""
        self._store.sync()


def _as_kind(found: object, setting: Setting[Value]) -> Value:
    """Return what an INI file gave back (mostly text) as the setting's own type."""
    if isinstance(found, setting.kind):
        return found
    if setting.kind is int:
        try:
            return int(str(found))  # type: ignore[return-value]  # kind is int here
        except ValueError:
            return setting.default
    if setting.kind is bool:
        return str(found).lower() == "true"  # type: ignore[return-value]  # kind is bool here
    return setting.default

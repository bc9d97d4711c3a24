"""The settings that have a label, each with the field its type asks for; a change holds at once."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.language_names import language_name
from bounce_inspector.gui.settings import ANSWER_LANGUAGE, EVERY, LANGUAGE, Setting, Settings
from bounce_inspector.gui.theme import ROOMY, SNUG, spacing
from bounce_inspector.gui.translator import languages

MOST = 64

_CHOICES = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "mail": "As the returned mail",
}
_LANGUAGES = (LANGUAGE, ANSWER_LANGUAGE)  # their choices are the languages that we have words for


class PreferencesDialog(Window):
    """Draws itself from the declarations in settings.py."""

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        declared: Iterable[Setting[Any]] = EVERY,
    ) -> None:
        super().__init__("", columns=96, lines=12, parent=parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self.add_heading(self.tr("Preferences"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(spacing(self.font(), ROOMY))
        form.setVerticalSpacing(spacing(self.font(), SNUG))
        for setting in declared:
            if setting.label:
                label = _tr(setting.label)
                field = self._field(setting)
                field.setObjectName(setting.key)
                field.setAccessibleName(label)
                form.addRow(label, field)
                if setting.note:
                    form.addRow("", _note(_tr(setting.note)))
        self.column.addLayout(form)
        self.column.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.column.addWidget(buttons)

    def _field(self, setting: Setting[Any]) -> QWidget:
        if setting.kind is bool:
            return self._check(setting)
        if setting.kind is int:
            return self._number(setting)
        if setting in _LANGUAGES or setting.choices:
            return self._choice(setting)
        return self._line(setting)

    def _line(self, setting: Setting[str]) -> QLineEdit:
        field = QLineEdit(self._settings.get(setting))
        field.setPlaceholderText(setting.hint)
        field.textChanged.connect(partial(self._settings.set, setting))
        return field

    def _check(self, setting: Setting[bool]) -> QWidget:
        field = QCheckBox()
        field.setChecked(self._settings.get(setting))
        field.toggled.connect(partial(self._settings.set, setting))
        return field

    def _number(self, setting: Setting[int]) -> QWidget:
        field = QSpinBox()
        field.setRange(0, MOST)
        field.setValue(self._settings.get(setting))
        field.valueChanged.connect(partial(self._settings.set, setting))
        return field

    def _choice(self, setting: Setting[str]) -> QWidget:
        field = QComboBox()
        for value in _values(setting):
            field.addItem(_words(setting, value), value)
        field.setCurrentIndex(max(0, field.findData(self._settings.get(setting))))
        field.currentIndexChanged.connect(partial(_choose, self._settings, setting, field))
        return field


def _choose(settings: Settings, setting: Setting[str], field: QComboBox, row: int) -> None:
    settings.set(setting, field.itemData(row))


def _values(setting: Setting[str]) -> tuple[str, ...]:
    """Return what can be chosen: of languages the default, which follows something, and ours."""
    return (setting.default, *languages()) if setting in _LANGUAGES else setting.choices


def _words(setting: Setting[str], value: str) -> str:
    """Return what a value is called: a language in its own words."""
    if setting in _LANGUAGES and value not in _CHOICES:
        return language_name(value)
    return _tr(_CHOICES.get(value, value))


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("look", "muted")
    label.setWordWrap(True)
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from bounce_inspector.gui.dialogs.preferences_dialog import PreferencesDialog
from bounce_inspector.gui.settings import COLOURS, EVERY, LANGUAGE, WORKERS, Setting


@pytest.fixture
def dialog(qtbot, settings):
    made = PreferencesDialog(settings)
    qtbot.addWidget(made)
    return made


def field(dialog, setting):
    return dialog.findChild(QWidget, setting.key)


def test_every_setting_with_a_label_has_a_field_and_no_other(dialog):
    shown = {setting.key for setting in EVERY if field(dialog, setting) is not None}

    assert shown == {setting.key for setting in EVERY if setting.label}


def test_a_choice_holds_at_once(dialog, settings, qtbot):
    colours = field(dialog, COLOURS)

    with qtbot.waitSignal(settings.changed) as heard:
        colours.setCurrentIndex(colours.findData("dark"))

    assert heard.args == [COLOURS.key]
    assert settings.get(COLOURS) == "dark"


def test_what_is_remembered_is_shown(qtbot, settings):
    settings.set(WORKERS, 3)
    settings.set(COLOURS, "light")
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)

    assert field(dialog, WORKERS).value() == 3
    assert field(dialog, COLOURS).currentData() == "light"


def test_a_number_holds_at_once(dialog, settings):
    assert isinstance(field(dialog, WORKERS), QSpinBox)

    field(dialog, WORKERS).setValue(5)

    assert settings.get(WORKERS) == 5


def test_a_switch_holds_at_once(qtbot, settings):
    switch = Setting("test/switch", bool, default=False, label="Switch")
    dialog = PreferencesDialog(settings, declared=[switch])
    qtbot.addWidget(dialog)

    dialog.findChild(QCheckBox).setChecked(True)

    assert settings.get(switch) is True


def test_languages_are_in_their_own_words(dialog):
    assert isinstance(field(dialog, LANGUAGE), QComboBox)
    assert field(dialog, LANGUAGE).findText("English") >= 0


def test_a_closed_dialog_is_gone(freed_on_close, settings):
    assert freed_on_close(lambda: PreferencesDialog(settings))

from PySide6.QtCore import QByteArray, QSettings

from bounce_inspector.gui import settings as declared
from bounce_inspector.gui.settings import (
    COLOURS,
    EVERY,
    WINDOW_GEOMETRY,
    WORKERS,
    Setting,
    Settings,
)


def _settings(tmp_path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


def test_a_value_that_was_never_set_is_the_default(tmp_path):
    settings = _settings(tmp_path)

    assert settings.get(COLOURS) == "system"
    assert settings.get(WORKERS) == 0


def test_values_come_back_in_their_own_type_from_the_file(tmp_path):
    first = _settings(tmp_path)
    first.set(WORKERS, 3)
    first.set(COLOURS, "dark")
    first.set(WINDOW_GEOMETRY, QByteArray(b"\x01\xff"))
    first.write()

    second = _settings(tmp_path)

    assert second.get(WORKERS) == 3
    assert second.get(COLOURS) == "dark"
    assert second.get(WINDOW_GEOMETRY) == QByteArray(b"\x01\xff")


def test_nonsense_in_the_file_counts_as_the_default(tmp_path):
    (tmp_path / "settings.ini").write_text(
        "[appearance]\ncolours=plaid\n[work]\nworkers=many\n", encoding="utf-8"
    )

    settings = _settings(tmp_path)

    assert settings.get(COLOURS) == "system"
    assert settings.get(WORKERS) == 0


def test_a_change_is_told_once(tmp_path, qtbot):
    settings = _settings(tmp_path)
    told = []
    settings.changed.connect(told.append)

    settings.set(COLOURS, "dark")
    settings.set(COLOURS, "dark")

    assert told == [COLOURS.key]


def test_every_setting_is_declared_once_and_listed():
    found = [value for value in vars(declared).values() if isinstance(value, Setting)]

    assert len({setting.key for setting in found}) == len(found)
    assert set(EVERY) == set(found)
    assert all(isinstance(setting.default, setting.kind) for setting in found)

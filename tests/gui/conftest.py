"""Ledgers full of invented mail, and windows over them that end with their test."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QSettings

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.ledger import Ledger
from bounce_inspector.gui.data_folder import DataFolder
from bounce_inspector.gui.settings import Settings
from bounce_inspector.gui.translator import LabelTranslator
from tests.gui.invented import DEAD, FULL, OURS, bounce, fill


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def settings(folder) -> Settings:
    folder.path.mkdir(parents=True, exist_ok=True)
    return Settings(QSettings(str(folder.settings), QSettings.Format.IniFormat))


@pytest.fixture
def five(folder) -> DataFolder:
    """Three dead addresses, one full, one refused because of the sender."""
    causes = (DEAD, DEAD, DEAD, FULL, OURS)
    names = ("ada", "ben", "cleo", "dan", "eve")
    fill(
        folder.ledger,
        (
            bounce(number, f"{name}@example.org", cause)
            for number, (name, cause) in enumerate(zip(names, causes, strict=True))
        ),
    ).close()
    return folder


@pytest.fixture
def make_window(qtbot, settings) -> Callable:
    """Return a function that opens a window over a folder; it is closed after the test."""
    from bounce_inspector.gui.main_window import MainWindow

    windows = []
    english = LabelTranslator.load_language("en")
    QCoreApplication.installTranslator(english)

    def make(folder: DataFolder, *, wait: bool = True) -> MainWindow:
        ledger = Ledger.open(folder.ledger)
        assert isinstance(ledger, Ledger)
        window = MainWindow(folder, ledger, settings, load_knowledge)
        windows.append(window)
        window.show()
        if wait:
            qtbot.waitUntil(lambda: not window.browsing.is_busy())
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.removeTranslator(english)


@pytest.fixture
def window(make_window, five):
    return make_window(five)


@pytest.fixture
def table(window):
    table = window.panels.addresses
    table.setFocus()
    return table

"""Ledgers full of invented mail, and windows over them that end with their test."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from bounce_inspector.core.batches import Batch
from bounce_inspector.core.knowledge import load_knowledge
from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Finding,
    Inspection,
    Kind,
    Original,
    Verdict,
)
from bounce_inspector.gui.data_folder import DataFolder
from bounce_inspector.gui.settings import Settings

DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DEAD = (Category.MAILBOX_UNKNOWN, Fault.RECIPIENT, Advice.REMOVE, "550", "5.1.1")
FULL = (Category.MAILBOX_FULL, Fault.RECIPIENT, Advice.WATCH, "452", "4.2.2")
OURS = (Category.SENDER_BLOCKLISTED, Fault.SENDER_SERVER, Advice.FIX, "554", "5.7.1")


def bounce(number: int, address: str, cause: tuple = DEAD, source: str = "monday.mbox"):
    """Return what inspecting one bounce might give."""
    category, fault, advice, reply, status = cause
    failure = Failure(
        address,
        action=Action.FAILED,
        status=status,
        reply=reply,
        diagnostic=f"{reply} {status} refused",
        remote_host="mx.example.net",
    )
    verdict = Verdict(category, True, fault, advice, f"rule-{category}", Confidence.CERTAIN)
    return Inspection(
        source,
        "",
        number,
        number * 1000,
        1000,
        Kind.BOUNCE,
        "rfc3464",
        DAY + timedelta(minutes=number),
        Original(subject=f"News {number}", campaign="autumn"),
        (Finding(failure, verdict),),
        message_id=f"<{number}@mx.example.net>",
    )


def fill(path: Path, inspections: Iterable[Inspection]) -> Ledger:
    """Return an open ledger that holds these."""
    ledger = Ledger.open(path)
    assert isinstance(ledger, Ledger)
    ledger.add(Batch(tuple(inspections), (), 1, 1))
    return ledger


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

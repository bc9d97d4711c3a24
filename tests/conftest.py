"""What holds for every test: no display is needed, and nothing may be left behind or go unnoticed.

Nothing here imports Qt: the tests of the core and the command line also run where it is not
installed.
"""

import importlib.util
import logging
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Whoever runs the tests keeps their own cache; the programs that tests start share this one.
CACHE = tempfile.TemporaryDirectory(prefix="bounce-inspector-cache-")
os.environ["BOUNCE_INSPECTOR_CACHE"] = CACHE.name

PATIENCE = 5.0  # seconds that threads and processes get to end after a test


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the options of pytest-qt also where it is not installed: unknown ones are an error."""
    if importlib.util.find_spec("pytestqt") is None:
        parser.addini("qt_api", "which Qt binding; of no meaning without Qt")
        parser.addini(
            "qt_log_level_fail", "which Qt messages fail a test; of no meaning without Qt"
        )
        parser.addini("qt_log_ignore", "which Qt messages do not", type="linelist")


class LoudLines(logging.Handler):
    """Keep every log line from WARNING up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse. One that takes `caplog` looks at them itself."""
    handler = LoudLines()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.lines))


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves threads, processes, busy Qt threads or open windows.

    What a fixture of a wider scope started is there before and after; it does not count.
    """
    before = running()
    yield
    left = wait_until_gone(lambda: running() - before)
    if "PySide6.QtWidgets" in sys.modules and "qapp" in request.fixturenames:
        left |= wait_until_gone(qt_leftovers)
    if left:
        pytest.fail("left behind: " + ", ".join(sorted(left)))


def running() -> set[str]:
    """Return the threads and processes of this process by name and number."""
    threads = {f"thread {thread.name} ({thread.ident})" for thread in threading.enumerate()}
    return threads | {f"process {number}" for number in children()}


def children() -> set[int]:
    """Return the process ids of the children, without multiprocessing's own resource tracker."""
    multiprocessing.active_children()  # takes leave of those that have ended
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        return {child.pid for child in multiprocessing.active_children() if child.pid}
    found = set()
    for listing in tasks.glob("*/children"):
        try:
            numbers = listing.read_text().split()
        except OSError:  # the thread ended while we looked
            continue
        found.update(int(number) for number in numbers if not is_resource_tracker(number))
    return found


def is_resource_tracker(number: str) -> bool:
    """Tell whether a child is the one that multiprocessing keeps for the life of the program."""
    try:
        command = Path("/proc", number, "cmdline").read_bytes()
    except OSError:
        return False
    return b"resource_tracker" in command


def qt_leftovers() -> set[str]:
    """Return windows still open and threads of the global pool still busy."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool  # only where Qt is loaded
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
    found = {
        f"window {type(widget).__name__} {widget.windowTitle()!r}"
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible()
    }
    if QThreadPool.globalInstance().activeThreadCount():
        found.add("busy threads in Qt's global pool")
    return found


def wait_until_gone(look: Callable[[], set[str]]) -> set[str]:
    """Return what `look` still finds after a fair time: an end takes a moment to be seen."""
    end = time.monotonic() + PATIENCE
    while (left := look()) and time.monotonic() < end:
        time.sleep(0.02)
    return left

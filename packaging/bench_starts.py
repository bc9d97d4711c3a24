"""Measure how long the programs take to start: what everybody waits for every time."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench_reading import Figure
from steps import ROOT, StopError

ROUNDS = 5
EMPTY_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
OUR_WINDOW = """
from PySide6.QtCore import QTimer
from window_tour import Application, make_window

app = Application()
window = make_window(app, "light")
window.show()
QTimer.singleShot(0, window.close)
app.exec()
"""


def measure(sample: Path) -> list[Figure]:
    """Start the programs a few times each; the best counts."""
    python, command = [sys.executable, "-c"], [sys.executable, "-m", "bounce_inspector.cli"]
    bare = best_of([*python, "pass"])
    empty = best_of([*python, EMPTY_WINDOW])
    ours = best_of([*python, OUR_WINDOW])
    return [
        Figure("Python alone", bare, "ms"),
        Figure("bounce-inspector-cli --help", best_of([*command, "--help"]), "ms"),
        Figure(
            "bounce-inspector-cli inspect, one file",
            best_of([*command, "inspect", str(sample)]),
            "ms",
        ),
        Figure("an empty window of PySide6", empty, "ms"),
        Figure("our window", ours, "ms"),
        Figure("our window against the empty one", ours / empty, "of its time"),
    ]


def best_of(command: Sequence[str]) -> float:
    """Return how many milliseconds the quickest of a few starts took, until the program ended."""
    return min(spend(command) for _ in range(ROUNDS))


def spend(command: Sequence[str]) -> float:
    """Return how many milliseconds a program takes; raise StopError where it fails."""
    with tempfile.TemporaryDirectory(prefix="bounce-inspector-") as data:
        variables = {
            "QT_QPA_PLATFORM": "offscreen",
            "BOUNCE_INSPECTOR_DATA": data,
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "packaging"))),
        }
        start = time.perf_counter()
        done = subprocess.run(
            command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - start
    if done.returncode:
        raise StopError(f"{' '.join(command)[:80]} failed:\n{done.stderr}")
    return seconds * 1e3

import subprocess
import sys

import pytest

from tests.architecture.source_tree import ROOT

# A program that shows the window as its front door does and says at the first turn of the event
# loop which modules are there, and which sources were read.
SHOW = """
import linecache, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

usual = QApplication.exec

def watched():
    print(*sys.modules)
    print(*linecache.cache)
    QTimer.singleShot(0, QApplication.closeAllWindows)
    return usual()

QApplication.exec = staticmethod(watched)
from bounce_inspector.gui.app import main
main(["--data", sys.argv[1]])
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Return the modules of an empty window that has just been shown, and the sources read."""
    command = [sys.executable, "-c", SHOW, str(tmp_path_factory.mktemp("data"))]
    for _ in range(2):  # the first one finds nothing kept by another
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    modules, sources, *_ = done.stdout.split("\n")
    return modules.split(), sources.split()


@pytest.mark.parametrize(
    "later",
    [
        "bounce_inspector.core.classifying.rulebook",
        "bounce_inspector.core.pipeline",
        "bounce_inspector.core.explaining",
        "bounce_inspector.core.ledger.adding",
        "bounce_inspector.gui.columns",
        "bounce_inspector.gui.dialogs.",
        "bounce_inspector.gui.jobs",
        "bounce_inspector.gui.models.",
        "bounce_inspector.gui.views.detail_panel",
        "bounce_inspector.gui.views.overview",
        "bounce_inspector.gui.views.why_panel",
        "chardet",
        "importlib.resources",
        "mailparser",
        "multiprocessing",
        "platformdirs",
        "tomllib._parser",
    ],
)
def test_what_an_empty_window_does_not_show_is_loaded_after_it(shown, later):
    modules, _ = shown

    assert not [name for name in modules if name.startswith(later)], (
        "the window must stand there first: load it where it is used, or afterwards"
    )


def test_a_start_looks_through_no_source(shown):
    _, sources = shown

    assert not [name for name in sources if name.endswith("main_window.py")], (
        "PySide looks through sources again: see gui/quick_start.py"
    )

"""The guards of tests/conftest.py, tried on tests that do what they must not do."""

import subprocess
import sys

import pytest

from tests.architecture.source_tree import ROOT

QUIET = "def test_it():\n    assert True\n"
LOG = "import logging\n\ndef test_it({}):\n    logging.getLogger('mail').warning('odd header')\n"
THREAD = (
    "import threading, time\n\n"
    "def test_it():\n    threading.Thread(target=time.sleep, args=(4,), name='forgotten').start()\n"
)
PROCESS = (
    "import subprocess, sys\n\nkept = []\n\n"
    "def test_it():\n"
    "    kept.append(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(4)']))\n"
)


def outcome_of(folder, code):
    """Run a test file under our conftest.py, with little patience; return what pytest says."""
    source = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    assert "PATIENCE = 5.0" in source
    hurried = source.replace("PATIENCE = 5.0", "PATIENCE = 0.2")
    (folder / "conftest.py").write_text(hurried, encoding="utf-8")
    (folder / "test_one.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_one.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_a_quiet_test_passes(tmp_path):
    assert "1 passed" in outcome_of(tmp_path, QUIET)


def test_a_warning_in_the_log_fails(tmp_path):
    assert "WARNING mail: odd header" in outcome_of(tmp_path, LOG.format(""))


def test_a_warning_that_the_test_looks_at_does_not_fail(tmp_path):
    said = outcome_of(tmp_path, LOG.format("caplog"))

    assert "1 passed" in said
    assert "error" not in said


def test_a_thread_left_behind_fails(tmp_path):
    assert "left behind: thread forgotten" in outcome_of(tmp_path, THREAD)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are listed in /proc")
def test_a_process_left_behind_fails(tmp_path):
    assert "left behind: process" in outcome_of(tmp_path, PROCESS)


def test_a_window_left_open_fails(tmp_path):
    pytest.importorskip("pytestqt")
    code = (
        "from PySide6.QtWidgets import QLabel\n\nkept = []\n\n"
        "def test_it(qapp):\n    kept.append(QLabel('hello'))\n    kept[0].show()\n"
    )

    assert "left behind: window QLabel" in outcome_of(tmp_path, code)

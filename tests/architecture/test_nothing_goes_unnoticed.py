"""The guards of tests/conftest.py, tried on tests that do what they must not do."""

import re
import subprocess
import sys

import pytest

from tests.architecture.source_tree import ROOT

PLAIN = """
import logging
import subprocess
import sys
import threading
import time

kept = []


def test_quiet():
    assert True


def test_log():
    logging.getLogger("mail").warning("odd header")


def test_log_looked_at(caplog):
    logging.getLogger("mail").warning("odd header")


def test_thread():
    threading.Thread(target=time.sleep, args=(2,), name="forgotten").start()


def test_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(2)"]))


def test_afterwards():
    assert True
"""
WINDOW = """
from PySide6.QtWidgets import QLabel

kept = []


def test_window(qapp):
    kept.append(QLabel("hello"))
    kept[0].show()
"""


def guarded(folder, code, *options):
    """Run tests under our conftest.py, with little patience; return faults by test name."""
    source = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    assert "PATIENCE = 5.0" in source
    hurried = source.replace("PATIENCE = 5.0", "PATIENCE = 0.2")
    (folder / "conftest.py").write_text(hurried, encoding="utf-8")
    (folder / "test_one.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *options, "test_one.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "passed" in done.stdout, done.stdout + done.stderr
    return dict(re.findall(r"^(?:ERROR|FAILED) test_one\.py::(\w+) - (.*)$", done.stdout, re.M))


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    return guarded(tmp_path_factory.mktemp("guarded"), PLAIN, "-p", "no:pytest-qt")


def test_a_quiet_test_passes(faults):
    assert "test_quiet" not in faults


def test_a_warning_in_the_log_fails(faults):
    assert "unexpected log lines" in faults["test_log"]


def test_a_warning_that_the_test_looks_at_does_not_fail(faults):
    assert "test_log_looked_at" not in faults


def test_a_thread_left_behind_fails(faults):
    assert "left behind: thread forgotten" in faults["test_thread"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are listed in /proc")
def test_a_process_left_behind_fails(faults):
    assert "left behind: process" in faults["test_process"]


def test_what_one_test_left_behind_is_not_blamed_on_the_next(faults):
    assert "test_afterwards" not in faults


def test_a_window_left_open_fails(tmp_path):
    pytest.importorskip("pytestqt")

    assert "left behind: window QLabel" in guarded(tmp_path, WINDOW)["test_window"]

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QLabel

from bounce_inspector.core.ledger import Decision, Filter, Ledger
from bounce_inspector.gui import stopgap
from bounce_inspector.gui.application import Application
from bounce_inspector.gui.crash_door import CrashDoor
from bounce_inspector.gui.data_folder import VARIABLE, data_folder
from bounce_inspector.gui.session import window_over
from bounce_inspector.gui.stopgap import PREFIX
from tests.gui.invented import bounce, fill

ROOT = Path(__file__).resolve().parents[2]

MARK_AND_WAIT = """
import sys
from bounce_inspector.gui.app import main
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from bounce_inspector.gui import session

plain = session.window_over

def window_that_marks(folder, settings, language):
    window = plain(folder, settings, language)
    window.marking.marked.connect(lambda marked: print("marked", flush=True))
    QTimer.singleShot(0, lambda: window.marking.remove([1, 3]))
    return window

session.window_over = window_that_marks
sys.exit(main(["--data", sys.argv[1]]))
"""


class Emitter(QObject):
    sent = Signal(bool)


def _environment():
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_marks_survive_a_kill(five, make_window):
    program = subprocess.Popen(
        [sys.executable, "-c", MARK_AND_WAIT, str(five.path)],
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout.readline() == "marked\n"
    program.send_signal(signal.SIGKILL)
    program.communicate()

    window = make_window(five)

    rows = [window.panels.addresses.model().row(number) for number in range(3)]
    assert [row.decision for row in rows] == [Decision.REMOVE, None, Decision.REMOVE]
    assert "2 marked" in window.panels.status.counts()


@pytest.mark.parametrize("way", [["-m", "bounce_inspector"], ["-m", "bounce_inspector.gui.app"]])
def test_the_program_starts_paints_decodes_and_ends(way, tmp_path):
    done = subprocess.run(
        [sys.executable, *way, "--selftest"],
        env={**_environment(), **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr.replace(_OFFSCREEN, "")) == (0, "")
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(PREFIX)] == []


_OFFSCREEN = "This plugin does not support propagateSizeHints()\n"

STARTED_BY_A_SCRIPT = """
import sys
from bounce_inspector.gui.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
else:
    qt = [name for name in sys.modules if name.startswith("PySide6")]
    sys.exit(f"a process that reads mail loaded {qt}") if qt else None
"""


def test_a_process_that_reads_mail_loads_no_qt_when_a_script_started_the_window(tmp_path, five):
    script = tmp_path / "bounce-inspector"
    script.write_text(STARTED_BY_A_SCRIPT)
    mail = tmp_path / "new.eml"
    mail.write_bytes(_report())
    program = subprocess.Popen(
        [sys.executable, str(script), "--data", str(five.path), str(mail)],
        env=_environment(),
        stderr=subprocess.PIPE,
        text=True,
    )

    addresses = _wait_for_addresses(five.ledger, 6)
    program.terminate()
    _, said = program.communicate()

    assert addresses == 6, said
    assert "loaded" not in said


def test_what_comes_before_the_window_is_kept_for_it(qapp):
    taken = []
    early = QFileOpenEvent(QUrl.fromLocalFile("/mail/early.eml"))
    late = QFileOpenEvent(QUrl.fromLocalFile("/mail/late.eml"))
    keeper = _Keeper()
    keeper.files_asked.connect(taken.extend)

    Application.event(keeper, early)
    first = Application.early_files(keeper)
    Application.event(keeper, late)

    assert first == ["/mail/early.eml"]
    assert taken == ["/mail/late.eml"]


class _Keeper(QObject):
    """Has what `Application` keeps files in; there can be one QApplication only."""

    files_asked = Signal(object)

    def __init__(self):
        super().__init__()
        self._early = []
        self._taken = False


def test_a_fault_in_a_thread_comes_out_by_signal_in_the_gui_thread(qtbot, monkeypatch):
    monkeypatch.setattr(sys, "__excepthook__", lambda *args: None)
    door = CrashDoor()
    threads = []
    door.came_out.connect(lambda report: threads.append(threading.current_thread()))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    door.open()

    with qtbot.waitSignal(door.came_out) as report:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
    thread.join()
    door.close()

    assert "ZeroDivisionError" in report.args[0]
    assert threads == [threading.main_thread()]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="singletons are immortal from 3.12 on")
def test_signals_and_void_calls_leave_the_singletons_alone(qapp):
    emitter, label = Emitter(), QLabel()
    before = (sys.getrefcount(True), sys.getrefcount(None))

    for _ in range(1000):
        emitter.sent.emit(True)
        label.setText("x")

    after = (sys.getrefcount(True), sys.getrefcount(None))
    assert all(abs(new - old) <= 50 for new, old in zip(after, before, strict=True))


def test_the_data_folder_is_the_argument_then_the_variable_then_the_users_own(tmp_path):
    environment = {VARIABLE: str(tmp_path / "variable")}

    assert data_folder(str(tmp_path / "argument"), environment).path == tmp_path / "argument"
    assert data_folder(None, environment).path == tmp_path / "variable"
    assert data_folder(None, {}).path.name == "bounce-inspector"


def test_no_timer_goes_on_after_the_window_is_closed(make_window, five):
    window = make_window(five)

    window.close()

    assert [timer for timer in window.findChildren(QTimer) if timer.isActive()] == []


def _wait_for_addresses(path, count):
    until = time.monotonic() + 20
    found = 0
    while found < count and time.monotonic() < until:
        with Ledger.open(path) as ledger:
            found = len(ledger.address_ids(Filter()))
        time.sleep(0.1)
    return found


def _report():
    from tests.gui.invented import report

    return report(50, "zoe@example.org")


def test_a_damaged_ledger_does_not_keep_the_window_shut(qtbot, folder, settings):
    folder.ledger.write_bytes(b"no ledger at all, but long enough to be taken for a file" * 40)

    window = window_over(folder, settings, "en")
    qtbot.addWidget(window)
    window.show()

    assert "no ledger or is damaged" in window.panels.reporter.text()
    assert window.folder.path != folder.path
    assert str(window.folder.path) in window.panels.reporter.text()
    assert folder.ledger.read_bytes().startswith(b"no ledger at all")
    window.close()
    stopgap.leave(window.folder)
    assert not window.folder.path.exists()


def test_a_stopgap_for_the_ledger_stays_where_something_is_marked_in_it():
    folder = stopgap.make()
    with fill(folder.ledger, [bounce(1, "ada@example.org")]) as ledger:
        ledger.mark([1], Decision.REMOVE, "test")

    stopgap.leave(folder)
    there = folder.ledger.exists()
    with Ledger.open(folder.ledger) as ledger:
        ledger.undo()
    stopgap.leave(folder)

    assert there
    assert not folder.path.exists()

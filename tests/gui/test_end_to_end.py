"""The whole way of a list keeper: three files in, two marks, one undone, a list out."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from bounce_inspector.gui.dialogs.export_dialog import ExportDialog
from bounce_inspector.gui.dialogs.export_request import Choice
from tests.gui.driving import LONG, drop, files, mime_of, press, settled
from tests.gui.invented import report

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def loaded(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    paths = files(
        tmp_path,
        report(1, "ada@example.org"),
        report(2, "ben@example.org", "5.2.1", "This account has been closed"),
        report(3, "dan@example.org", "4.2.2", "Mailbox full"),
    )
    drop(window, mime_of(paths))
    with qtbot.waitSignal(window.opening.finished, timeout=LONG):
        pass
    qtbot.waitUntil(settled(window), timeout=LONG)
    return window


def _mark(qtbot, window, row):
    table = window.panels.addresses
    table.setFocus()
    table.selectRow(row)
    with qtbot.waitSignal(window.marking.marked):
        press(qtbot, table, Qt.Key.Key_Space)


def _command_line(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "bounce_inspector.cli", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_marked_and_not_undone_stands_in_the_list(qtbot, loaded, folder, tmp_path):
    window = loaded
    _mark(qtbot, window, 0)
    _mark(qtbot, window, 2)
    with qtbot.waitSignal(window.marking.restored):
        press(qtbot, window.panels.addresses, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(settled(window))

    window.actions_["export"].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    dialog.choose(Choice.MARKED)
    dialog._path.setText(str(tmp_path / "window.csv"))
    with qtbot.waitSignal(dialog.exported):
        dialog.export()
    dialog.close()

    with (tmp_path / "window.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Address"] for row in rows] == ["ada@example.org"]
    done = _command_line(
        "export", "--ledger", folder.ledger, "--marked", "-o", tmp_path / "command.csv"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "command.csv").read_bytes() == (tmp_path / "window.csv").read_bytes()


def test_window_and_command_line_write_the_same_list_from_the_same_files(qtbot, loaded, tmp_path):
    window = loaded

    window.actions_["export"].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    dialog.choose(Choice.PROPOSED)
    dialog._path.setText(str(tmp_path / "window.csv"))
    with qtbot.waitSignal(dialog.exported):
        dialog.export()
    dialog.close()
    done = _command_line(
        "export", *sorted(tmp_path.glob("bounce-*.eml")), "-o", tmp_path / "command.csv"
    )

    assert done.returncode == 0, done.stderr
    written = (tmp_path / "window.csv").read_bytes()
    assert b"ada@example.org" in written
    assert b"dan@example.org" not in written
    assert (tmp_path / "command.csv").read_bytes() == written

import csv
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton, QTableWidget

from bounce_inspector.core.export import presets
from bounce_inspector.core.ledger import Bucket, Decision, Filter, Ledger
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.dialogs.export_dialog import ExportDialog
from bounce_inspector.gui.dialogs.export_preview import table
from bounce_inspector.gui.dialogs.export_request import (
    Choice,
    ExportDone,
    carry_out,
    suggested_name,
)
from bounce_inspector.gui.safe_text import SafeText
from tests.gui.invented import DEAD, FULL, OURS, bounce, fill


@pytest.fixture
def ledger(folder):
    """Three dead addresses, one full, one refused because of the sender; one is marked."""
    causes = (DEAD, DEAD, DEAD, FULL, OURS)
    names = ("cleo", "ben", "ada", "dan", "eve")
    made = fill(
        folder.ledger,
        (
            bounce(number, f"{name}@example.org", cause)
            for number, (name, cause) in enumerate(zip(names, causes, strict=True))
        ),
    )
    made.mark(id_of(made, "ben@example.org"), Decision.REMOVE, "by hand")
    yield made
    made.close()


def id_of(ledger: Ledger, address: str):
    return ledger.address_ids(Filter(text=address))


@pytest.fixture
def make(qtbot, ledger, tmp_path):
    def open_dialog(**values):
        dialog = ExportDialog(ledger, folder=str(tmp_path), **values)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_dialog


def button(dialog, words):
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == words]
    return found


def said(dialog):
    fields = [one.toPlainText() for one in dialog.findChildren(SafeText) if one.isVisible()]
    labels = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    return "\n".join(labels + fields)


def read(path):
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_marked_addresses_come_first(make):
    dialog = make()

    choices = [one.text() for one in dialog.findChildren(QRadioButton)]

    assert choices == [
        "Marked to remove (1)",
        "All that we propose to remove (3)",
        "All that the table shows (5)",
    ]
    assert dialog.request().choice is Choice.MARKED


def test_without_marks_the_proposals_are_chosen(make, ledger):
    ledger.undo()

    assert make().request().choice is Choice.PROPOSED


def test_the_file_is_named_by_form_and_day(tmp_path):
    name = suggested_name(presets()["removal"], date(2026, 11, 2))

    assert name == "removal-2026-11-02.csv"


def test_a_new_form_gets_a_new_name_in_the_same_folder(make, tmp_path):
    dialog = make()
    forms = dialog.findChild(QComboBox)

    forms.setCurrentIndex(forms.findData("addresses"))

    assert dialog.request().preset.id == "addresses"
    assert dialog.request().path.parent == tmp_path
    assert dialog.request().path.suffix == ".txt"


def test_the_preview_shows_the_rows_that_will_be_written(make):
    dialog = make()
    dialog.choose(Choice.PROPOSED)
    preview = dialog.findChild(QTableWidget)

    names = [preview.horizontalHeaderItem(at).text() for at in range(preview.columnCount())]
    addresses = [preview.item(row, 0).text() for row in range(preview.rowCount())]

    assert names[0] == "Address"
    assert addresses == ["ada@example.org", "ben@example.org", "cleo@example.org"]


def test_a_list_without_header_shows_its_lines():
    assert table("a@example.org\nb@example.org\n", presets()["addresses"]) == (
        [""],
        [["a@example.org"], ["b@example.org"]],
    )


def test_what_is_not_dead_stays_out_and_is_said(make):
    dialog = make()
    dialog.choose(Choice.SHOWN)

    assert "2 address(es) stay out: they are not dead" in said(dialog)


def test_export_writes_the_file_and_tells_where(make, ledger, tmp_path, qtbot):
    dialog = make()
    dialog.choose(Choice.PROPOSED)

    with qtbot.waitSignal(dialog.exported) as heard:
        button(dialog, "Export").click()

    path = dialog.request().path
    assert [row["Address"] for row in read(path)] == [
        "ada@example.org",
        "ben@example.org",
        "cleo@example.org",
    ]
    assert str(path) in said(dialog)
    assert isinstance(heard.args[0], ExportDone)
    assert ledger.exports()[0].addresses == 3
    assert button(dialog, "Show in folder").isVisible()


def test_a_file_that_exists_is_replaced_only_after_a_question(make):
    dialog = make()
    path = dialog.request().path
    path.write_text("precious")

    button(dialog, "Export").click()

    assert path.read_text() == "precious"
    assert "exists already. Replace it?" in said(dialog)
    button(dialog, "Replace the file").click()
    assert [row["Address"] for row in read(path)] == ["ben@example.org"]


def test_another_name_takes_the_question_back(make, tmp_path):
    dialog = make()
    dialog.request().path.write_text("precious")
    button(dialog, "Export").click()

    dialog.findChild(QLineEdit).setText(str(tmp_path / "new.csv"))

    assert button(dialog, "Export").isEnabled()
    assert "Replace it?" not in said(dialog)


def test_a_folder_that_is_not_there_is_said_with_what_to_do(make, tmp_path):
    dialog = make()
    dialog.findChild(QLineEdit).setText(str(tmp_path / "no" / "such" / "x.csv"))

    button(dialog, "Export").click()

    assert "Choose a folder that exists." in said(dialog)
    assert button(dialog, "Export").isEnabled()


def test_a_relative_name_lands_in_the_last_folder(make, tmp_path):
    dialog = make()

    dialog.findChild(QLineEdit).setText("list.csv")

    assert dialog.request().path == tmp_path / "list.csv"


def test_with_nothing_to_write_there_is_nothing_to_click(make, ledger):
    ledger.undo()
    dialog = make()
    dialog.choose(Choice.MARKED)

    assert not button(dialog, "Export").isEnabled()


def test_the_filter_of_the_table_can_be_exported(make):
    dialog = make(shown=Filter(buckets=frozenset({Bucket.REMOVE})))

    assert "All that the table shows (3)" in [
        one.text() for one in dialog.findChildren(QRadioButton)
    ]


def test_writing_can_be_done_elsewhere(make, ledger):
    waiting = []
    dialog = make(ask=lambda work, answered: waiting.append((work, answered)))

    button(dialog, "Export").click()
    path = dialog.request().path
    ((work, answered),) = waiting

    assert not path.exists()
    answered(work(ledger))
    assert path.exists()


def test_a_dialog_closed_meanwhile_is_not_told(qtbot, ledger, tmp_path):
    waiting = []
    dialog = ExportDialog(
        ledger, folder=str(tmp_path), ask=lambda work, answered: waiting.append((work, answered))
    )
    dialog.export()
    dialog.show()
    dialog.close()
    qtbot.wait(10)
    ((work, answered),) = waiting

    answered(work(ledger))

    assert list(tmp_path.glob("removal-*.csv"))


def test_a_ledger_that_cannot_note_it_is_said(make, ledger, tmp_path, monkeypatch):
    full = Problem("disk-full", "The disk is full.", "Make room.")
    monkeypatch.setattr(ledger, "record_export", lambda *_: full)

    done = carry_out(ledger, make().request())

    assert isinstance(done, ExportDone)
    assert done.unrecorded == full


def test_a_closed_dialog_is_gone(freed_on_close, ledger, tmp_path):
    assert freed_on_close(lambda: ExportDialog(ledger, folder=str(tmp_path)))


def test_an_address_cannot_hide_in_the_preview(folder, qtbot, tmp_path):
    with fill(folder.ledger, [bounce(1, "moc\u202e@example.org")]) as ledger:
        dialog = ExportDialog(ledger, folder=str(tmp_path))
        qtbot.addWidget(dialog)

        assert dialog.findChild(QTableWidget).item(0, 0).text() == "moc⟨RLO⟩@example.org"


def test_paths_may_begin_with_the_home_folder(make):
    dialog = make()

    dialog.findChild(QLineEdit).setText("~/list.csv")

    assert dialog.request().path == Path.home() / "list.csv"

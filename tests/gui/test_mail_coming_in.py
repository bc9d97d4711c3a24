import multiprocessing
import time
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from bounce_inspector.core.ledger import Filter, Ledger, View
from bounce_inspector.gui.threads import Threads
from tests.gui.driving import COPY, LONG, drop, files, mime_of, settled
from tests.gui.invented import report


def test_a_drop_is_taken_as_a_copy_and_read(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    paths = files(tmp_path, report(1, "ada@example.org"), report(2, "ben@example.org"))

    enter, event = drop(window, mime_of(paths))
    with qtbot.waitSignal(window.opening.finished, timeout=LONG):
        pass
    qtbot.waitUntil(settled(window))

    assert enter.isAccepted()
    assert event.dropAction() == COPY
    assert window.panels.addresses.model().rowCount() == 2
    assert window.panels.addresses.isVisible()


def test_keys_go_to_the_rows_that_came_while_another_window_was_active(
    qtbot, make_window, folder, tmp_path
):
    other = QWidget()
    qtbot.addWidget(other)
    window = make_window(folder)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)

    window.opening.open_paths(files(tmp_path, report(1, "ada@example.org")))
    qtbot.waitUntil(lambda: window.panels.addresses.current_id() is not None, timeout=LONG)
    qtbot.waitUntil(settled(window), timeout=LONG)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    assert window.focusWidget() is window.panels.addresses


def test_the_first_address_is_explained_without_a_click(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)

    drop(window, mime_of(files(tmp_path, report(1, "ada@example.org"))))

    qtbot.waitUntil(lambda: window.panels.addresses.current_id() is not None, timeout=LONG)
    qtbot.waitUntil(settled(window), timeout=LONG)
    with qtbot.waitSignal(window.showing.opened):
        window.showing.show_row(View.ADDRESSES, 1)


def test_a_drag_of_nothing_useful_is_refused(make_window, folder):
    window = make_window(folder)
    mime = QMimeData()
    mime.setColorData("red")

    enter, _ = drop(window, mime)

    assert not enter.isAccepted()


def test_a_pointer_into_a_mail_program_is_explained_in_the_bar(window):
    mime = QMimeData()
    mime.setUrls([QUrl("imap://someone@mail.example.org/INBOX#3")])

    drop(window, mime)

    assert "Save the message as a file first" in window.panels.reporter.text()


def test_a_file_that_is_no_mail_is_told_and_the_rest_is_read(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    paths = files(tmp_path, report(1, "ada@example.org"), b"\xff\xd8\xff\xe0" + bytes(5000))

    drop(window, mime_of(paths))
    qtbot.waitUntil(lambda: bool(window.panels.reporter.text()), timeout=LONG)
    qtbot.waitUntil(settled(window), timeout=LONG)

    assert window.panels.addresses.model().rowCount() == 1


def test_a_file_opened_among_others_is_shown_alone(qtbot, window, tmp_path):
    (path,) = files(tmp_path, report(9, "zoe@example.org"))

    window.opening.open_paths([path])
    qtbot.waitUntil(settled(window), timeout=LONG)
    assert window.panels.addresses.model().rowCount() == 1
    window.actions_["show_all"].trigger()
    qtbot.waitUntil(settled(window))

    assert window.panels.addresses.model().rowCount() == 6


def test_a_folder_and_a_file_opened_together_are_both_shown(qtbot, window, tmp_path):
    (tmp_path / "folder").mkdir()
    files(tmp_path / "folder", report(9, "zoe@example.org"))
    (path,) = files(tmp_path, report(8, "yann@example.org"))

    window.opening.open_paths([tmp_path / "folder", path])
    qtbot.waitUntil(settled(window), timeout=LONG)

    assert window.panels.addresses.model().rowCount() == 7


def test_a_file_without_mail_leaves_what_is_shown_as_it_was(qtbot, window, tmp_path):
    (tmp_path / "empty.eml").touch()

    window.opening.open_paths([tmp_path / "empty.eml"])
    qtbot.waitUntil(settled(window), timeout=LONG)

    assert window.panels.reporter.text().startswith("The file is empty.")
    assert window.panels.addresses.model().rowCount() == 5


def test_an_old_warning_goes_when_something_else_is_opened(qtbot, window, tmp_path):
    (tmp_path / "empty.eml").touch()
    window.opening.open_paths([tmp_path / "empty.eml"])
    qtbot.waitUntil(settled(window), timeout=LONG)

    window.opening.open_paths(files(tmp_path, report(9, "zoe@example.org")))
    qtbot.waitUntil(settled(window), timeout=LONG)

    assert window.panels.reporter.text() == ""


def test_what_is_wrong_with_one_of_the_things_dropped_is_still_said_while_the_others_are_read(
    qtbot, window, tmp_path
):
    mime = mime_of(files(tmp_path, report(9, "zoe@example.org")))
    mime.setUrls([*mime.urls(), QUrl("imap://someone@mail.example.org/INBOX#3")])

    drop(window, mime)

    assert "Save the message as a file first" in window.panels.reporter.text()
    qtbot.waitUntil(settled(window), timeout=LONG)
    assert window.panels.addresses.model().rowCount() == 1


def test_a_broken_message_of_a_mailbox_is_told_and_the_others_are_read(
    qtbot, make_window, folder, tmp_path
):
    window = make_window(folder)
    start = b"From MAILER-DAEMON Mon Nov  2 09:00:00 2026\n"
    whole = [start + report(number, f"{number}@example.org") + b"\n" for number in (1, 2)]
    (tmp_path / "box").write_bytes(whole[0] + start + b"\0\xff rubbish\n\n" + whole[1])

    window.opening.open_paths([tmp_path / "box"])
    qtbot.waitUntil(settled(window), timeout=LONG)

    assert "this place in the mailbox is damaged" in window.panels.reporter.text()
    assert window.panels.addresses.model().rowCount() == 2


def test_the_same_file_again_brings_nothing_and_says_so(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    paths = files(tmp_path, report(1, "ada@example.org"))

    for _ in range(2):
        with qtbot.waitSignal(window.opening.finished, timeout=LONG):
            window.opening.open_paths(paths)

    assert window.panels.reporter.text().startswith("Nothing new")


def test_reading_can_be_cancelled_within_200_ms(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    big = tmp_path / "big.mbox"
    with big.open("wb") as file:
        for number in range(20_000):
            file.write(b"From MAILER-DAEMON Mon Nov  2 09:00:00 2026\n")
            file.write(report(number, f"reader-{number}@example.org") + b"\n")
    window.opening.open_paths([big])
    with qtbot.waitSignal(window.opening.progressed, timeout=LONG):
        pass

    asked = time.monotonic()
    with qtbot.waitSignal(window.opening.ended):
        window.panels.status.cancel_asked.emit()
    took = time.monotonic() - asked
    qtbot.waitUntil(settled(window))

    assert took < 0.25  # 120 ms of grace, a tick, and the machine's own mood
    assert 0 < window.panels.addresses.model().rowCount() < 20_000
    assert window.panels.drop_area.isHidden()


def test_closing_while_reading_leaves_nothing_behind(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    window.opening.open_paths(files(tmp_path, report(1, "ada@example.org")))

    window.close()

    assert not window.opening.is_running()


def test_a_pasted_message_is_read_and_kept(qtbot, make_window, folder):
    window = make_window(folder)
    QGuiApplication.clipboard().setText(report(1, "ada@example.org").decode())

    with qtbot.waitSignal(window.opening.finished, timeout=LONG):
        window.actions_["paste"].trigger()
    qtbot.waitUntil(settled(window))

    assert window.panels.addresses.model().rowCount() == 1
    assert [path.name for path in folder.received.rglob("*.eml")] == ["pasted.eml"]


def test_a_pasted_reply_is_handed_over_to_be_explained(qtbot, make_window, folder):
    window = make_window(folder)
    window.opening.text_brought.disconnect()
    QGuiApplication.clipboard().setText("550 5.1.1 <ada@example.org>: User unknown")

    with qtbot.waitSignal(window.opening.text_brought) as text:
        window.actions_["paste"].trigger()

    assert text.args[0].startswith("550 5.1.1")


def test_files_that_a_mail_program_lends_are_kept(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    (lent,) = files(tmp_path, report(1, "ada@example.org"))
    mime = mime_of([lent])
    mime.setData("application/x-moz-file-promise", b"")

    drop(window, mime)
    lent.unlink()
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 1, timeout=LONG)
    qtbot.waitUntil(settled(window), timeout=LONG)

    row = window.ledger.message_rows([1])[0]
    assert Path(row.place.source).is_relative_to(folder.received)


def test_forgetting_empties_the_ledger_and_what_was_kept(qtbot, window, five):
    five.received.mkdir()
    (five.received / "pasted.eml").write_bytes(b"x")

    window.dialogs.forget_agreed.emit()
    qtbot.waitUntil(window.panels.drop_area.isVisible)

    assert not five.received.exists()
    with Ledger.open(five.ledger) as ledger:
        assert len(ledger.message_ids(Filter())) == 0


def test_the_examples_are_read_from_copies_beside_the_ledger(qtbot, make_window, folder):
    window = make_window(folder)

    with qtbot.waitSignal(window.opening.finished, timeout=LONG) as finished:
        window.actions_["examples"].trigger()
    qtbot.waitUntil(settled(window))

    assert finished.args[0].progress.messages >= 12
    assert finished.args[0].progress.unread == 0
    assert len(list(folder.examples.iterdir())) >= 12
    assert window.panels.addresses.model().rowCount() > 5


def test_memory_is_saved_until_the_processes_that_read_have_left(
    qtbot, make_window, folder, tmp_path, monkeypatch
):
    saved = []
    monkeypatch.setattr(
        Threads,
        "save_memory",
        lambda _, wanted: saved.append((wanted, multiprocessing.active_children())),
    )
    window = make_window(folder)

    with qtbot.waitSignal(window.opening.idle, timeout=LONG):
        drop(window, mime_of(files(tmp_path, report(1, "ada@example.org"))))
        at_once = len(saved)
    qtbot.waitUntil(settled(window), timeout=LONG)

    assert at_once == 1
    assert [wanted for wanted, _ in saved] == [True, False]
    assert saved[-1][1] == []

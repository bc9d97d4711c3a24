import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from bounce_inspector.core.ledger import Bucket, Decision, Filter, Ledger, View
from bounce_inspector.gui.doubt_box import DoubtBox
from bounce_inspector.gui.settings import ADDRESS_SORT, TABLE_VIEW
from bounce_inspector.gui.views.bar_chart import BarChart
from tests.gui.invented import report

COPY = Qt.DropAction.CopyAction
LONG = 15_000


def files(folder: Path, *reports: bytes) -> list[Path]:
    paths = []
    for number, data in enumerate(reports):
        path = folder / f"bounce-{number}.eml"
        path.write_bytes(data)
        paths.append(path)
    return paths


def mime_of(paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(window, mime, actions=COPY | Qt.DropAction.MoveAction):
    """Drag over the window and let go, as Qt tells it."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), actions, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    event = QDropEvent(QPointF(300, 300), actions, mime, buttons, keys)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window, event)
    return enter, event


def settled(window):
    return lambda: not (window.opening.is_running() or window.browsing.is_busy())


def decisions(window):
    rows = window.ledger.address_rows(window.ledger.address_ids(Filter()))
    return {row.address.split("@")[0]: row.decision for row in rows}


@pytest.fixture
def window(make_window, five):
    return make_window(five)


@pytest.fixture
def table(window):
    table = window.panels.addresses
    table.setFocus()
    return table


def press(qtbot, table, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(table, key, modifier)


def test_an_empty_window_shows_where_to_drop(make_window, folder):
    window = make_window(folder)

    assert window.panels.drop_area.isVisible()
    assert not window.panels.addresses.isVisible()
    labels = [button.text() for button in window.panels.drop_area.findChildren(QPushButton)]
    assert labels == ["Open files…", "Paste an error text…", "Try with examples"]


def test_what_was_read_before_is_shown_at_the_start(window):
    assert window.panels.addresses.isVisible()
    assert window.panels.addresses.model().rowCount() == 5
    assert "5 addresses" in window.panels.status.counts()
    assert "3 to remove" in window.panels.status.counts()


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


def test_the_same_file_again_brings_nothing_and_says_so(qtbot, make_window, folder, tmp_path):
    window = make_window(folder)
    paths = files(tmp_path, report(1, "ada@example.org"))

    for _ in range(2):
        with qtbot.waitSignal(window.opening.finished, timeout=LONG):
            window.opening.open_paths(paths)

    assert window.panels.reporter.text().startswith("Nothing new")


def test_space_marks_and_control_z_takes_it_back(qtbot, window, table):
    table.selectRow(0)

    with qtbot.waitSignal(window.marking.marked):
        press(qtbot, table, Qt.Key.Key_Space)
    marked = decisions(window)["ada"]
    with qtbot.waitSignal(window.marking.restored):
        press(qtbot, table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert marked is Decision.REMOVE
    assert decisions(window)["ada"] in {None, Decision.CLEARED}


def test_many_are_marked_with_one_key_and_kept_with_another(qtbot, window, table):
    table.selectRow(0)
    press(qtbot, table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    with qtbot.waitSignal(window.marking.marked):
        press(qtbot, table, Qt.Key.Key_Delete)
    table.selectRow(3)
    with qtbot.waitSignal(window.marking.marked):
        press(qtbot, table, Qt.Key.Key_K)

    assert decisions(window) == {
        "ada": Decision.REMOVE,
        "ben": Decision.REMOVE,
        "cleo": None,
        "dan": Decision.KEEP,
        "eve": None,
    }


def test_a_click_on_the_ring_marks_and_leaves_the_selection(qtbot, window, table):
    table.selectRow(2)
    ring = table.visualRect(table.model().index(0, 0)).center()

    with qtbot.waitSignal(window.marking.marked):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=ring)

    assert decisions(window)["ada"] is Decision.REMOVE
    assert list(table.selected_ids()) == [3]


def test_marks_show_in_the_counts_at_once(qtbot, window, table):
    table.selectRow(0)

    press(qtbot, table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "1 marked" in window.panels.status.counts())

    assert table.model().row(0).decision is Decision.REMOVE


def test_control_a_and_delete_ask_about_those_who_are_fine(qtbot, window, table):
    press(qtbot, table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(window.findChildren(DoubtBox)))
    (box,) = window.findChildren(DoubtBox)

    others = next(button for button in box.buttons() if "other 4" in button.text())
    with qtbot.waitSignal(window.marking.marked) as marked:
        others.click()

    assert marked.args[0].addresses == 4
    assert decisions(window)["eve"] is None


def test_mark_all_proposed_marks_the_dead_alone(qtbot, window):
    with qtbot.waitSignal(window.marking.marked):
        window.actions_["proposed"].trigger()

    assert [name for name, decision in decisions(window).items() if decision] == [
        "ada",
        "ben",
        "cleo",
    ]


def test_marking_in_the_view_of_messages_marks_the_addresses(qtbot, window):
    window.actions_["messages"].trigger()
    qtbot.waitUntil(settled(window))
    window.panels.messages.selectRow(1)

    with qtbot.waitSignal(window.marking.marked):
        window.actions_["remove"].trigger()

    assert decisions(window)["ben"] is Decision.REMOVE


def test_control_c_copies_the_addresses(qtbot, window, table):
    table.selectRow(0)
    press(qtbot, table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    press(qtbot, table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "ada@example.org\nben@example.org"


def test_a_letter_in_the_search_is_a_letter(qtbot, window):
    window.actions_["find"].trigger()

    qtbot.keyClicks(window.panels.search, "k")
    qtbot.wait(50)

    assert window.panels.search.text() == "k"
    assert set(decisions(window).values()) == {None}


def test_searching_filters_and_escape_shows_all_again(qtbot, window):
    qtbot.keyClicks(window.panels.search, "cleo")
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 1)

    qtbot.keyClick(window.panels.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 5)


def test_a_search_without_a_hit_says_so_and_leads_back(qtbot, window):
    qtbot.keyClicks(window.panels.search, "nobody at all")
    qtbot.waitUntil(window.panels.nothing.isVisible)

    everything = window.panels.nothing.findChildren(QPushButton)[0]
    everything.click()
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 5)

    assert window.panels.search.text() == ""


def test_a_click_on_a_facet_filters_and_another_one_shows_all(qtbot, window):
    facets = window.panels.facets
    row = next(
        number
        for number in range(facets.model().rowCount())
        if facets.model().facet(number).value is Bucket.REMOVE
    )
    spot = facets.visualRect(facets.model().index(row)).center()

    qtbot.mouseClick(facets.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 3)
    qtbot.mouseClick(facets.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 5)


def test_facets_are_reached_and_chosen_by_keyboard(qtbot, window):
    facets = window.panels.facets
    facets.setFocus()

    qtbot.keyClick(facets, Qt.Key.Key_Home)
    qtbot.keyClick(facets, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 3)


def test_a_bar_of_the_overview_leads_to_its_rows(qtbot, window):
    window.actions_["overview"].trigger()
    chart = next(
        chart
        for chart in window.panels.overview.findChildren(BarChart)
        if chart.accessibleName() == "By verdict"
    )

    qtbot.keyClick(chart, Qt.Key.Key_Return)
    qtbot.waitUntil(settled(window))

    assert window.panels.addresses.isVisible()
    assert window.browsing.conditions.buckets == {chart.bars()[0].value}


def test_a_click_on_a_header_sorts_and_is_remembered(qtbot, window, make_window, settings, five):
    header = window.panels.addresses.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)

    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(settled(window))
    first = window.panels.addresses.model().index(0, 1).data()
    window.close()
    again = make_window(five)

    assert first == "eve@example.org"
    assert settings.get(ADDRESS_SORT) == "address down"
    assert again.panels.addresses.model().index(0, 1).data() == "eve@example.org"


def test_size_columns_and_view_are_remembered(qtbot, make_window, five, settings):
    window = make_window(five)
    window.resize(800, 700)
    window.panels.addresses.setColumnWidth(1, 222)
    window.actions_["messages"].trigger()
    window.close()

    again = make_window(five)

    assert (again.width(), again.height()) == (800, 700)
    assert again.panels.addresses.columnWidth(1) == 222
    assert settings.get(TABLE_VIEW) == "messages"
    assert again.browsing.view is View.MESSAGES


def test_the_current_row_stays_current_when_the_order_changes(qtbot, window, table):
    table.selectRow(1)
    ben = table.current_id()

    table.show_sort("address", descending=True)
    qtbot.waitUntil(settled(window))

    assert table.current_id() == ben
    assert list(table.selected_ids()) == [ben]


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


def test_a_message_whose_file_is_gone_is_still_explained(qtbot, window, table):
    with qtbot.waitSignal(window.showing.missing) as missing:
        table.selectRow(1)

    assert missing.args[0]
    assert window.panels.detail.isVisible()


def test_every_widget_that_takes_the_focus_has_a_name(window):
    for name in ("messages", "overview", "addresses"):
        window.actions_[name].trigger()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]

    assert nameless == []


def test_every_action_has_a_place_in_a_menu(window):
    in_menus = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not action.isSeparator()
    }

    from bounce_inspector.gui.actions import COMMANDS

    assert in_menus == set(COMMANDS)


def test_no_two_actions_share_a_key(window):
    from bounce_inspector.gui.actions import COMMANDS

    keys = [window.actions_[name].shortcut().toString() for name in COMMANDS]

    assert len([key for key in keys if key]) == len({key for key in keys if key})


def test_forgetting_empties_the_ledger_and_what_was_kept(qtbot, window, five):
    five.received.mkdir()
    (five.received / "pasted.eml").write_bytes(b"x")

    window.dialogs.forget_agreed.emit()
    qtbot.waitUntil(window.panels.drop_area.isVisible)

    assert not five.received.exists()
    with Ledger.open(five.ledger) as ledger:
        assert len(ledger.message_ids(Filter())) == 0

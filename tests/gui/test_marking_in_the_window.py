from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from bounce_inspector.core.ledger import Decision
from bounce_inspector.gui.doubt_box import DoubtBox
from tests.gui.driving import decisions, press, settled


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

from time import sleep

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bounce_inspector.gui.turns import Turns


def test_what_comes_first_is_done_at_once_and_the_next_in_the_next_turn(qapp: QApplication) -> None:
    turns, done = Turns(), []
    turns.take(lambda: done.append("rows"))
    turns.take(lambda: done.append("counts"))
    turns.take(lambda: done.append("findings"))
    at_once = list(done)
    seen = []
    while len(done) < 3:
        qapp.processEvents()
        seen.append(len(done))
    assert at_once == ["rows"]
    assert done == ["rows", "counts", "findings"]
    assert {2, 3} <= set(seen)


def test_what_a_turn_takes_itself_waits_behind_all_others(qapp: QApplication) -> None:
    turns, done = Turns(), []
    turns.take(lambda: (done.append("first"), turns.take(lambda: done.append("third"))))
    turns.take(lambda: done.append("fourth"))
    while len(done) < 3:
        qapp.processEvents()
    assert done == ["first", "third", "fourth"]


def test_between_two_turns_other_timers_have_theirs(qapp: QApplication) -> None:
    turns, done = Turns(), []
    turns.take(lambda: done.append("rows"))
    turns.take(lambda: done.append("counts"))
    QTimer.singleShot(1, lambda: done.append("key"))
    sleep(0.01)  # the timer is due, and so is the turn
    while len(done) < 3:
        qapp.processEvents()
    assert done == ["rows", "key", "counts"]


def test_after_a_fault_the_next_one_still_gets_its_turn(qtbot) -> None:
    turns, done = Turns(), []
    turns.take(lambda: None)
    with qtbot.captureExceptions() as faults:
        turns.take(lambda: 1 / 0)
        turns.take(lambda: done.append("next"))
        qtbot.waitUntil(lambda: bool(done))
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]


def test_nothing_is_done_after_the_end(qapp: QApplication) -> None:
    turns, done = Turns(), []
    turns.take(lambda: done.append("before"))
    turns.take(lambda: done.append("waits"))
    turns.stop()
    turns.take(lambda: done.append("after"))
    for _ in range(5):
        qapp.processEvents()
    assert done == ["before"]

import pytest
from PySide6.QtCore import QTimer

from bounce_inspector.gui.afterwards import Afterwards


@pytest.fixture
def made(qtbot):
    made = []

    def make(pieces):
        made.append(Afterwards(pieces))
        return made[-1]

    yield make
    for afterwards in made:
        afterwards.stop()


def test_nothing_is_done_before_the_event_loop_comes_round(made):
    done = []
    made(done.append(number) for number in range(3)).start()

    assert done == []


def test_every_piece_is_done_in_order(qtbot, made):
    done = []
    made(done.append(number) for number in range(3)).start()

    qtbot.waitUntil(lambda: len(done) == 3)

    assert done == [0, 1, 2]


def test_events_are_answered_between_two_pieces(qtbot, made):
    done = []

    def pieces():
        QTimer.singleShot(0, lambda: done.append("a click"))
        yield done.append("first")
        yield done.append("second")

    made(pieces()).start()
    qtbot.waitUntil(lambda: len(done) == 3)

    assert done == ["first", "a click", "second"]


def test_a_fault_is_told_once_and_ends_it(qtbot, made):
    def pieces():
        yield None
        raise ValueError("a fault of ours")

    with qtbot.captureExceptions() as raised:
        made(pieces()).start()
        qtbot.waitUntil(lambda: bool(raised))
        qtbot.wait(20)

    assert [str(fault) for _, fault, _ in raised] == ["a fault of ours"]

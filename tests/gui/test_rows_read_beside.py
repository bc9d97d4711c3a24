"""Rows that are looked at are read in a thread, and nobody waits for them long."""

import threading
import time
from array import array

import pytest

from bounce_inspector.core.ledger import Decision, Filter, Ledger
from bounce_inspector.gui.ledger_thread import LedgerThread
from bounce_inspector.gui.models import row_reader
from bounce_inspector.gui.models.address_model import AddressModel
from bounce_inspector.gui.models.paging import BLOCK
from bounce_inspector.gui.models.row_reader import MOST, RowReader
from tests.gui.invented import bounce, fill


class Gate:
    """Reads addresses once it is opened, and notes which."""

    def __init__(self):
        self.open = threading.Event()
        self.read = []

    def __call__(self, ledger, ids):
        assert self.open.wait(10)
        self.read.append(ids[0])
        return ledger.address_rows(ids)


@pytest.fixture
def ledger(folder):
    ledger = fill(folder.ledger, (bounce(n, f"r{n}@example.org") for n in range(BLOCK * 12)))
    yield ledger
    ledger.close()


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def model(qtbot, folder, ledger, gate):
    thread = LedgerThread(lambda: Ledger.open(folder.ledger))
    model = AddressModel(ledger.address_rows, reader=RowReader(thread, gate))
    model.show_ids(ledger.address_ids(Filter()))
    yield model
    gate.open.set()
    thread.stop()


def _address(model, number):
    there = model.cells_if_there(number)
    return there and there[0].address


def test_rows_that_take_long_to_read_come_later(qtbot, model, gate):
    model.look_at(0, 9)
    before = _address(model, 0)
    with qtbot.waitSignal(model.rows_read) as read:
        gate.open.set()

    qtbot.waitUntil(lambda: _address(model, 0) is not None)
    assert before is None
    assert read.args == [0, BLOCK - 1]
    assert _address(model, 9) == "r9@example.org"


def test_rows_that_changed_are_shown_as_they_were_until_they_are_read(qtbot, ledger, model, gate):
    gate.open.set()
    model.look_at(0, 0)
    qtbot.waitUntil(lambda: _address(model, 0) is not None)
    gate.open.clear()
    ledger.mark([model.id_at(0)], Decision.REMOVE, "test")

    model.refresh()
    model.look_at(0, 0)
    meanwhile = model.cells_if_there(0)[0].decision
    gate.open.set()

    qtbot.waitUntil(lambda: model.cells_if_there(0)[0].decision is Decision.REMOVE)
    assert meanwhile is None


def test_the_block_looked_at_last_is_read_first_and_those_scrolled_away_are_not_read(
    qtbot, model, gate
):
    places = range(0, BLOCK * 12, BLOCK)
    for place in places:
        model.look_at(place, place)
    gate.open.set()

    qtbot.waitUntil(lambda: _address(model, places[-1]) is not None)
    qtbot.waitUntil(lambda: len(gate.read) > MOST)
    asked_last = model.id_at(places[-1])
    assert gate.read[1] == asked_last  # the very first was being read meanwhile
    assert model.cells_if_there(places[2]) is None


def test_what_was_scrolled_away_is_read_when_it_is_looked_at_again(qtbot, model, gate):
    for place in range(0, BLOCK * 12, BLOCK):
        model.look_at(place, place)
    gate.open.set()

    def is_there():
        model.look_at(BLOCK * 2, BLOCK * 2)
        return _address(model, BLOCK * 2) is not None

    qtbot.waitUntil(is_there)


def test_what_was_read_for_another_order_is_not_shown(qtbot, model, gate):
    model.look_at(0, 0)
    model.show_ids(array("q", reversed(range(1, BLOCK + 1))))
    model.look_at(0, 0)
    gate.open.set()

    qtbot.waitUntil(lambda: _address(model, 0) is not None)
    assert _address(model, 0) == f"r{BLOCK - 1}@example.org"


def test_no_block_is_begun_while_the_window_paints(qtbot, model, gate, monkeypatch):
    monkeypatch.setattr(row_reader, "LONGEST_PAINT", 10.0)
    gate.open.set()

    with model.nothing_read():
        model.expect(0, 0)
        time.sleep(0.05)
        meanwhile = list(gate.read)

    qtbot.waitUntil(lambda: _address(model, 0) is not None)
    assert meanwhile == []

from array import array
from time import perf_counter

from bounce_inspector.gui.models.paging import PagedRows


class FakeLedger:
    def __init__(self):
        self.asked = []

    def rows(self, ids):
        self.asked.append(len(ids))
        return [f"row {number}" for number in ids]


def _paged(count, **limits):
    ledger = FakeLedger()
    rows = PagedRows(ledger.rows, **limits)
    rows.replace(array("q", range(1000, 1000 + count)))
    return ledger, rows


def test_rows_are_fetched_in_blocks_and_only_once():
    ledger, rows = _paged(1000, block=256)

    found = [rows.row(number) for number in range(256, 512)]

    assert found == [f"row {number}" for number in range(1256, 1512)]
    assert ledger.asked == [256]


def test_the_last_block_may_be_short():
    ledger, rows = _paged(300, block=256)

    assert rows.row(299) == "row 1299"
    assert rows.row(300) is None
    assert rows.row(-1) is None
    assert ledger.asked == [44]


def test_the_block_not_looked_at_for_longest_is_dropped():
    ledger, rows = _paged(100, block=10, kept=2)

    for number in (0, 10, 0, 20, 0, 10):
        rows.row(number)

    assert len(ledger.asked) == 4


def test_new_ids_are_fetched_anew():
    _, rows = _paged(10)
    rows.row(0)

    rows.replace(array("q", [7]))

    assert len(rows) == 1
    assert rows.row(0) == "row 7"


def test_a_row_that_the_ledger_lost_is_none():
    rows = PagedRows(lambda ids: [])
    rows.replace(array("q", [1]))

    assert rows.row(0) is None


def test_an_id_is_found_at_its_place():
    _, rows = _paged(10)

    assert rows.place_of(1003) == 3
    assert rows.place_of(99) == -1


def test_the_ids_of_stretches_of_rows_come_without_fetching_a_row():
    ledger, rows = _paged(100_000)

    assert list(rows.ids_in([(0, 1), (99_998, 99_999)])) == [1000, 1001, 100_998, 100_999]
    assert len(rows.ids_in([(0, 99_999)])) == 100_000
    assert ledger.asked == []


def test_walking_through_a_hundred_thousand_rows_keeps_few_of_them():
    ledger, rows = _paged(100_000)

    started = perf_counter()
    for number in range(0, 100_000, 32):
        rows.row(number)

    assert perf_counter() - started < 2
    assert len(rows._blocks) <= 32
    assert sum(ledger.asked) == 100_000

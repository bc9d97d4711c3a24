from array import array
from time import perf_counter

import pytest
from PySide6.QtCore import QModelIndex, Qt

from bounce_inspector.core.ledger import Bucket, Decision, Filter
from bounce_inspector.core.model import Category, Kind
from bounce_inspector.gui import words
from bounce_inspector.gui.models.address_model import AddressModel
from bounce_inspector.gui.models.ledger_model import Roles
from bounce_inspector.gui.models.message_model import MessageModel
from tests.gui.invented import DEAD, FULL, OURS, bounce, fill

MANY = 100_000


class FakeRow:
    """A row as cheap as can be: 100,000 of them stand in for a ledger."""

    def __init__(self, number):
        self.id = number
        self.address = f"reader-{number}@example.org"
        self.bucket = Bucket.REMOVE
        self.category = self.last_category = self.decision = self.provider = None
        self.reason = None
        self.code = "550"
        self.diagnostic = ""
        self.times = number
        self.first_seen = self.last_seen = None
        self.kind = Kind.BOUNCE


@pytest.fixture
def ledger(folder):
    ledger = fill(
        folder.ledger,
        [
            bounce(0, "ada@example.org", DEAD),
            bounce(1, "dan@example.org", FULL),
            bounce(2, "eve@example.org", OURS),
        ],
    )
    yield ledger
    ledger.close()


@pytest.fixture
def addresses(ledger):
    model = AddressModel(ledger.address_rows)
    model.show_ids(ledger.address_ids(Filter()))
    return model


def _texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_the_address_model_keeps_qts_rules(addresses, qtmodeltester):
    qtmodeltester.check(addresses)


def test_the_message_model_keeps_qts_rules(ledger, qtmodeltester):
    model = MessageModel(ledger.message_rows)
    model.show_ids(ledger.message_ids(Filter()))

    qtmodeltester.check(model)


def test_an_address_says_what_happened_and_what_to_do(addresses):
    _, address, what, verdict, code, _, times, _ = _texts(addresses, 0)

    assert (address, what, verdict) == ("ada@example.org", "No such mailbox", "Remove")
    assert "5.1.1" in code
    assert times == "1"


def test_a_message_names_its_file_and_its_subject(ledger):
    model = MessageModel(ledger.message_rows)
    model.show_ids(ledger.message_ids(Filter()))

    texts = _texts(model, 1)

    assert "dan@example.org" in texts
    assert "News 1" in texts
    assert "monday.mbox" in texts


def test_the_cell_of_a_mark_is_spoken(ledger, addresses):
    ledger.mark([addresses.id_at(0)], Decision.REMOVE, "test")
    addresses.refresh()

    spoken = addresses.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Marked to remove"


def test_text_of_mail_is_harmless_in_cells_and_tips(folder):
    hostile = "evil\u202egpj@example.org"
    with fill(folder.ledger, [bounce(0, hostile)]) as ledger:
        model = AddressModel(ledger.address_rows)
        model.show_ids(ledger.address_ids(Filter()))

        shown = model.index(0, 1).data()
        tip = model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)

    assert "\u202e" not in shown
    assert "\u202e" not in tip


def test_markup_in_a_tip_stays_text():
    row = FakeRow(1)
    row.diagnostic = "<img src=x>"
    model = AddressModel(lambda ids: [row])
    model.show_ids(array("q", [1]))

    tip = model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)

    assert "<img" not in tip
    assert "&lt;img" in tip


def test_rows_that_come_at_the_end_do_not_reset_the_view(addresses):
    resets, inserted = [], []
    addresses.modelReset.connect(lambda: resets.append(1))
    addresses.rowsInserted.connect(lambda parent, first, last: inserted.append((first, last)))

    addresses.show_ids(array("q", [1, 2, 3, 3, 3]))

    assert resets == []
    assert inserted == [(3, 4)]


def test_another_order_resets_the_view(addresses, qtbot):
    with qtbot.waitSignal(addresses.modelReset):
        addresses.show_ids(array("q", [3, 2, 1]))

    assert addresses.index(0, 1).data() == "eve@example.org"


def test_a_row_below_a_row_does_not_exist(addresses):
    assert addresses.rowCount(addresses.index(0, 0)) == 0
    assert addresses.columnCount(addresses.index(0, 0)) == 0
    assert addresses.data(QModelIndex()) is None


def test_the_whole_row_is_there_for_delegates(addresses):
    assert addresses.index(0, 3).data(Roles.ROW).bucket is Bucket.REMOVE


def test_a_hundred_thousand_rows_are_shown_at_once_and_few_are_fetched():
    fetched = []

    def fetch(ids):
        fetched.extend(ids)
        return [FakeRow(number) for number in ids]

    model = AddressModel(fetch)
    started = perf_counter()
    model.show_ids(array("q", range(MANY)))
    last = model.index(MANY - 1, 1).data()

    assert perf_counter() - started < 0.5
    assert last == "reader-99999@example.org"
    assert len(fetched) <= 512


@pytest.mark.parametrize(
    ("category", "kind", "said"),
    [
        (Category.MAILBOX_FULL, Kind.BOUNCE, "Mailbox full"),
        (Category.UNCLASSIFIED, Kind.BOUNCE, "Not recognised"),
        (Category.UNCLASSIFIED, Kind.COMPLAINT, "Spam complaint"),
        (Category.UNCLASSIFIED, Kind.AUTO_REPLY, "Automatic reply"),
        (Category.MAILBOX_MOVED, Kind.AUTO_REPLY, "Mailbox moved"),
        (None, Kind.READ_RECEIPT, "Read receipt"),
    ],
)
def test_what_is_no_failure_is_called_what_it_is(category, kind, said):
    assert words.cause_name(category, kind) == said

import pytest

from bounce_inspector.core.ledger import AddressColumn as Column
from bounce_inspector.core.ledger import Bucket, Decision, Filter, Ledger, Sort, View
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.browsing import Browsing
from bounce_inspector.gui.ledger_thread import LedgerThread
from bounce_inspector.gui.marking import Marking


@pytest.fixture
def thread(five):
    thread = LedgerThread(lambda: Ledger.open(five.ledger))
    yield thread
    thread.stop()


@pytest.fixture
def browsing(thread):
    return Browsing(thread)


@pytest.fixture
def marking(thread):
    return Marking(thread)


@pytest.fixture
def ledger(five):
    with Ledger.open(five.ledger) as ledger:
        yield ledger


def _answers(qtbot, browsing, ask):
    answers = []
    browsing.found.connect(answers.append)
    browsing.counted.connect(answers.append)
    ask()
    qtbot.waitUntil(lambda: not browsing.is_busy())
    return answers


def _decisions(ledger):
    rows = ledger.address_rows(ledger.address_ids(Filter()))
    return [row.decision for row in rows]


def test_rows_and_counts_come_for_a_question(qtbot, browsing):
    rows, counts = _answers(qtbot, browsing, browsing.refresh)

    assert len(rows.ids) == 5
    assert counts.everything.buckets[Bucket.REMOVE] == 3
    assert not counts.empty


def test_a_filter_leaves_what_passes(qtbot, browsing):
    ours = Filter(buckets=frozenset({Bucket.YOUR_SIDE}))

    rows, counts = _answers(qtbot, browsing, lambda: browsing.show_only(ours))

    assert len(rows.ids) == 1
    assert (counts.facets.total, counts.total) == (1, 5)


def test_only_the_latest_of_many_questions_is_answered(qtbot, browsing):
    found = []
    browsing.found.connect(found.append)

    for letters in ("a", "ad", "ada", "eve"):
        browsing.search(letters)
    qtbot.waitUntil(lambda: not browsing.is_busy())

    assert found[-1].question.filter.text == "eve"
    assert len(found[-1].ids) == 1
    assert len(found) <= 2


def test_a_sort_of_the_other_view_waits_until_it_is_shown(qtbot, browsing):
    sort = Sort(Column.ADDRESS, descending=True)

    browsing.show_view(View.MESSAGES)
    browsing.sort_by(View.ADDRESSES, sort)
    qtbot.waitUntil(lambda: not browsing.is_busy())
    with qtbot.waitSignal(browsing.found) as answer:
        browsing.show_view(View.ADDRESSES)

    assert answer.args[0].question.sort == sort
    assert list(answer.args[0].ids) == [5, 4, 3, 2, 1]


def test_a_ledger_that_cannot_be_opened_is_told_once_and_nobody_waits(qtbot, tmp_path):
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger at all, but long enough to be a file" * 40)
    thread = LedgerThread(lambda: Ledger.open(tmp_path / "ledger.sqlite"))
    browsing = Browsing(thread)

    with qtbot.waitSignal(thread.failed) as failure:
        browsing.refresh()
    qtbot.waitUntil(lambda: not browsing.is_busy())

    assert isinstance(failure.args[0], Problem)
    thread.stop()


def test_a_fault_of_ours_in_the_thread_comes_out_in_the_window(qtbot, thread):
    answers = []

    with qtbot.captureExceptions() as faults:
        thread.ask(lambda ledger: 1 // 0, answers.append)
        qtbot.waitUntil(lambda: bool(faults))

    assert faults[0][0] is ZeroDivisionError
    assert isinstance(answers[0], Problem)


def test_a_mark_is_in_the_ledger_when_it_is_told(qtbot, marking, ledger):
    with qtbot.waitSignal(marking.marked) as marked:
        marking.remove([1, 2])

    assert marked.args[0].addresses == 2
    assert _decisions(ledger)[:3] == [Decision.REMOVE, Decision.REMOVE, None]


def test_toggling_a_marked_address_takes_the_mark_back(qtbot, marking, ledger):
    for _ in range(2):
        with qtbot.waitSignal(marking.marked):
            marking.toggle([1])

    assert _decisions(ledger)[0] in {None, Decision.CLEARED}


def test_a_living_address_is_asked_about_before_it_is_marked(qtbot, marking, ledger):
    with qtbot.waitSignal(marking.doubted) as doubted:
        marking.remove([1, 5])

    doubt = doubted.args[0]
    assert list(doubt.doubtful) == [5]
    assert list(doubt.certain()) == [1]
    assert _decisions(ledger) == [None] * 5


def test_who_insists_gets_the_mark(qtbot, marking, ledger):
    with qtbot.waitSignal(marking.marked):
        marking.remove_anyway([5])

    assert _decisions(ledger)[4] is Decision.REMOVE


def test_everything_proposed_is_marked_but_not_what_was_decided(qtbot, marking, ledger):
    with qtbot.waitSignal(marking.marked):
        marking.keep([1])
    with qtbot.waitSignal(marking.marked) as marked:
        marking.mark_proposed(Filter())

    assert marked.args[0].addresses == 2
    assert _decisions(ledger)[:3] == [Decision.KEEP, Decision.REMOVE, Decision.REMOVE]


def test_undo_and_redo_walk_through_the_decisions(qtbot, marking, ledger):
    with qtbot.waitSignal(marking.marked):
        marking.remove([1, 2])
    with qtbot.waitSignal(marking.restored) as undone:
        marking.undo()
    after_undo = _decisions(ledger)
    with qtbot.waitSignal(marking.restored) as redone:
        marking.redo()

    assert (undone.args[0].addresses, undone.args[1]) == (2, True)
    assert after_undo[0] in {None, Decision.CLEARED}
    assert redone.args[1] is False
    assert _decisions(ledger)[:2] == [Decision.REMOVE, Decision.REMOVE]


def test_undo_with_nothing_to_undo_says_so(qtbot, marking):
    with qtbot.waitSignal(marking.nothing_to_do):
        marking.undo()

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from bounce_inspector.core.ledger import (
    Act,
    Decider,
    Decision,
    Filter,
    Ledger,
    MarkRecord,
    Restored,
)
from tests.core.ledger.ledger_samples import NOW, batch, finding, inspection


@pytest.fixture
def marked_ledger(ledger):
    """A ledger of four addresses, the last of them seen in two files."""
    names = ("a@example.com", "b@example.com", "c@example.com", "d@example.com")
    ledger.add(batch(*(inspection(finding(name)) for name in names)))
    ledger.add(batch(inspection(finding("d@example.com"), source="other.mbox", campaign="x")))
    return ledger


def decisions(ledger):
    rows = ledger.address_rows(ledger.address_ids(Filter()))
    return {row.address[0]: row.decision for row in rows if row.decision}


def test_a_mark_says_who_decided_why_and_when(marked_ledger):
    first = marked_ledger.mark([1, 4], Decision.REMOVE, "dead", Decider.RULE)

    assert first == 1
    assert decisions(marked_ledger) == {"a": Decision.REMOVE, "d": Decision.REMOVE}
    assert marked_ledger.address_rows([1])[0].decided_by is Decider.RULE
    assert marked_ledger.marks_of(4) == [
        MarkRecord(1, "d@example.com", Decision.REMOVE, Decider.RULE, "dead", NOW)
    ]
    assert marked_ledger.marks_of(2) == []
    assert list(marked_ledger.marked()) == [1, 4]
    assert list(marked_ledger.marked(Decision.KEEP)) == []


def test_the_counts_follow_the_marks_for_every_file(marked_ledger):
    marked_ledger.mark([1, 4], Decision.REMOVE, "dead")
    marked_ledger.mark([2], Decision.KEEP, "a friend")

    assert marked_ledger.facets(Filter()).decisions == {
        Decision.CLEARED: 1,
        Decision.REMOVE: 2,
        Decision.KEEP: 1,
    }
    assert marked_ledger.facets(Filter(source="other.mbox")).decisions == {Decision.REMOVE: 1}
    assert marked_ledger.facets(Filter(decision=Decision.REMOVE)).total == 2


def test_the_counts_follow_many_marks_and_their_undoing(marked_ledger):
    marked_ledger.mark([1, 2, 3, 4], Decision.REMOVE, "dead")
    assert marked_ledger.facets(Filter()).decisions == {Decision.REMOVE: 4}

    marked_ledger.mark([1, 2], Decision.KEEP, "friends")
    assert marked_ledger.facets(Filter()).decisions == {Decision.REMOVE: 2, Decision.KEEP: 2}

    marked_ledger.undo()
    marked_ledger.undo()
    assert marked_ledger.facets(Filter()).decisions == {Decision.CLEARED: 4}


def test_undo_gives_each_address_its_former_decision_back(marked_ledger):
    marked_ledger.mark([1], Decision.KEEP, "a friend")
    marked_ledger.mark([1, 2, 3], Decision.REMOVE, "dead")

    assert marked_ledger.undo() == Restored(3, Decision.REMOVE, "dead", 3)
    assert decisions(marked_ledger) == {"a": Decision.KEEP}
    assert marked_ledger.undo() == Restored(4, Decision.KEEP, "a friend", 1)
    assert decisions(marked_ledger) == {}
    assert marked_ledger.undo() is None


def test_redo_does_again_what_was_undone_last(marked_ledger):
    marked_ledger.mark([1], Decision.KEEP, "a friend")
    marked_ledger.mark([1, 2], Decision.REMOVE, "dead")
    marked_ledger.undo()
    marked_ledger.undo()

    assert marked_ledger.redo() == Restored(5, Decision.KEEP, "a friend", 1)
    assert marked_ledger.redo() == Restored(6, Decision.REMOVE, "dead", 2)
    assert decisions(marked_ledger) == {"a": Decision.REMOVE, "b": Decision.REMOVE}
    assert marked_ledger.redo() is None
    assert marked_ledger.undo() == Restored(7, Decision.REMOVE, "dead", 2)
    assert decisions(marked_ledger) == {"a": Decision.KEEP}


def test_a_new_mark_ends_what_could_be_redone(marked_ledger):
    marked_ledger.mark([1], Decision.REMOVE, "dead")
    marked_ledger.undo()
    marked_ledger.mark([2], Decision.REMOVE, "dead")

    assert marked_ledger.redo() is None


def test_history_keeps_what_was_undone(marked_ledger):
    marked_ledger.mark([1], Decision.REMOVE, "dead")
    marked_ledger.undo()
    marked_ledger.redo()

    assert [(record.act, record.decision) for record in marked_ledger.marks_of(1)] == [
        (Act.REDO, Decision.REMOVE),
        (Act.UNDO, Decision.CLEARED),
        (Act.MARK, Decision.REMOVE),
    ]


def test_clearing_is_a_decision_that_leaves_none(marked_ledger):
    marked_ledger.mark([1, 2], Decision.REMOVE, "dead")
    marked_ledger.mark([1], Decision.CLEARED, "changed my mind")

    assert decisions(marked_ledger) == {"b": Decision.REMOVE}
    assert marked_ledger.marks_of(1)[0].decision is Decision.CLEARED
    assert list(marked_ledger.marked(Decision.CLEARED)) == [1, 3, 4]


def test_marking_what_is_marked_already_leaves_nothing_to_undo(marked_ledger):
    marked_ledger.mark([1], Decision.REMOVE, "dead")

    assert marked_ledger.mark([1], Decision.REMOVE, "again") == 0
    assert marked_ledger.mark([], Decision.REMOVE, "nobody") == 0
    assert marked_ledger.mark([3], Decision.CLEARED, "nothing there") == 0
    assert marked_ledger.undo() == Restored(2, Decision.REMOVE, "dead", 1)


def test_ids_that_do_not_exist_are_passed_over(marked_ledger):
    marked_ledger.mark([2, 2, 777], Decision.REMOVE, "dead")

    assert decisions(marked_ledger) == {"b": Decision.REMOVE}


def test_a_new_bounce_leaves_the_decision_alone(marked_ledger):
    marked_ledger.mark([1], Decision.KEEP, "a friend")
    marked_ledger.add(batch(inspection(finding("a@example.com"), source="new.mbox")))

    assert decisions(marked_ledger) == {"a": Decision.KEEP}
    assert marked_ledger.facets(Filter(source="new.mbox")).decisions == {Decision.KEEP: 1}


def test_undo_works_after_the_program_was_started_again(marked_ledger, path):
    marked_ledger.mark([1], Decision.REMOVE, "dead")

    with Ledger.open(path, lambda: NOW + timedelta(days=1)) as later:
        assert later.undo() == Restored(2, Decision.REMOVE, "dead", 1)
        assert later.marks_of(1)[0].at == NOW + timedelta(days=1)


_MARK_AND_WAIT = """
import sys, time
from bounce_inspector.core.ledger import Decision, Ledger
ledger = Ledger.open(sys.argv[1])
ledger.mark([1, 3], Decision.REMOVE, "dead")
print("marked", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_marks_survive_a_kill(marked_ledger, path):
    marked_ledger.close()
    process = subprocess.Popen(
        [sys.executable, "-c", _MARK_AND_WAIT, str(path)], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "marked\n"
        os.kill(process.pid, signal.SIGKILL)

    with Ledger.open(path) as reopened:
        assert decisions(reopened) == {"a": Decision.REMOVE, "c": Decision.REMOVE}
        assert reopened.facets(Filter()).decisions[Decision.REMOVE] == 2

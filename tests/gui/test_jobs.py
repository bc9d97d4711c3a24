import os
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.import_process import Order
from bounce_inspector.gui.jobs import ImportJob, order_for
from bounce_inspector.gui.standby import Standby
from tests.gui import job_targets
from tests.gui.driving import LONG
from tests.gui.invented import report

ORDER = Order("ledger.sqlite", ("monday.mbox",))


@pytest.fixture
def start(qtbot):
    jobs = []

    def start(target):
        job = ImportJob(ORDER, target=target)
        jobs.append(job)
        job.start()
        return job

    yield start
    for job in jobs:
        job.close()


def test_progress_comes_bundled_and_the_end_comes_last(qtbot, start):
    job = start(job_targets.counts_to_a_thousand)
    seen = []
    job.progressed.connect(lambda progress: seen.append(progress.messages))

    with qtbot.waitSignal(job.finished) as end:
        pass

    assert end.args[0].messages == 1000
    assert seen == sorted(seen)
    assert len(seen) < 200
    assert not job.is_running()


def test_a_job_that_listens_stops_within_200_ms(qtbot, start):
    job = start(job_targets.stops_when_asked)
    with qtbot.waitSignal(job.progressed):
        pass

    asked = time.monotonic()
    with qtbot.waitSignal(job.cancelled):
        job.cancel()

    assert time.monotonic() - asked < 0.2
    assert not job.is_running()


def test_a_job_that_hears_nothing_is_ended_within_200_ms(qtbot, start):
    job = start(job_targets.hears_nothing)
    with qtbot.waitSignal(job.progressed):
        pass

    asked = time.monotonic()
    with qtbot.waitSignal(job.cancelled):
        job.cancel()

    assert time.monotonic() - asked < 0.25  # 120 ms of grace, a tick, and the machine's own mood


def test_a_process_that_dies_is_reported_with_what_to_do(qtbot, start):
    job = start(job_targets.dies)

    with qtbot.waitSignal(job.failed) as failure:
        pass

    (problem,) = failure.args
    assert isinstance(problem, Problem)
    assert problem.code == "reading-died"
    assert "code 7" in problem.sentence()
    assert problem.remedy


def test_a_fault_of_ours_in_the_process_comes_out_as_such(qtbot, start):
    job = start(job_targets.has_a_fault)

    with qtbot.waitSignal(job.crashed) as crash:
        pass

    assert "a fault of ours" in crash.args[0]


@pytest.mark.skipif(os.name == "nt", reason="looks for the process by its number as Unix does")
def test_the_children_of_the_process_end_with_it(qtbot, start):
    job = start(job_targets.has_a_child_that_hears_nothing)
    with qtbot.waitSignal(job.progressed) as progress:
        pass

    with qtbot.waitSignal(job.cancelled):
        job.cancel()

    qtbot.waitUntil(lambda: not _lives(progress.args[0].messages))


def test_closing_ends_the_process_and_tells_nobody(qtbot, start):
    job = start(job_targets.hears_nothing)
    told = []
    job.cancelled.connect(lambda: told.append("cancelled"))
    job.failed.connect(told.append)
    with qtbot.waitSignal(job.progressed):
        pass

    job.close()

    qtbot.wait(100)
    assert told == []
    assert not job.is_running()


def test_an_order_speaks_in_plain_text():
    order = order_for(Path("ledger.sqlite"), [Path("a.eml"), "b.mbox"], 0)

    assert order == Order("ledger.sqlite", ("a.eml", "b.mbox"), None)


def _lives(number: int) -> bool:
    """Tell whether a process runs; one that waits to be taken leave of by init counts as ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_process_that_stands_by_reads_what_it_is_then_ordered_to(qtbot, tmp_path):
    mail = tmp_path / "bounce.eml"
    mail.write_bytes(report(1, "ada@example.org"))
    standby = Standby()
    standby.keep_ready(1)
    qtbot.waitUntil(lambda: bool(active_children()), timeout=LONG)

    job = ImportJob(order_for(tmp_path / "ledger.sqlite", [mail], 1), ready=standby.take(1))
    with qtbot.waitSignal(job.finished, timeout=LONG) as end:
        job.start()

    assert end.args[0].messages == 1


def test_a_process_that_was_never_ordered_anything_ends_by_itself(qtbot):
    standby = Standby()
    standby.keep_ready(1)
    qtbot.waitUntil(lambda: bool(active_children()), timeout=LONG)

    standby.close()

    qtbot.waitUntil(lambda: not active_children(), timeout=LONG)

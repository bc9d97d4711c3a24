import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from bounce_inspector.core.batches import inspect_all, worker_pool
from bounce_inspector.core.batches.lane import AHEAD, jobs_of
from bounce_inspector.core.batches.pool import WorkerPool
from bounce_inspector.core.model import Kind
from tests.core.batches import stubs

ROOT = Path(__file__).parents[3]
FROM = b"From a@example.org Thu Jan  1 00:00:00 2015\n"


def text(number, word=b"text"):
    return b"From: a@example.org\nSubject: %d\n\n%s\n" % (number, word)


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(2) as pool:
        pool.warm()
        pool.submit(os.getpid).result()
        yield pool


@pytest.fixture
def box(tmp_path):
    """Write an mbox in which certain messages are poison."""

    def write(count, poison=(), name="box", padding=0):
        data = b"".join(
            FROM + text(number, b"poison" if number in poison else b"x" * padding) + b"\n"
            for number in range(count)
        )
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def together(batches):
    batches = list(batches)
    return (
        [one for batch in batches for one in batch.inspections],
        [one for batch in batches for one in batch.unread],
        batches,
    )


@pytest.mark.parametrize("where", ["here", "threads", "processes"])
def test_results_come_in_order_and_in_batches(box, pool, where):
    path = box(2000, padding=900)
    with ThreadPoolExecutor(3) as threads:
        executor = {"here": None, "threads": threads, "processes": pool}[where]

        found, unread, batches = together(
            inspect_all([path], executor, inspect=stubs.note, batch_size=200)
        )

    assert [one.index for one in found] == list(range(2000))
    assert unread == []
    assert len(batches) > 5
    assert max(len(batch.inspections) for batch in batches) <= 200
    done = [batch.bytes_done for batch in batches]
    assert done == sorted(done)
    assert done[-1] == batches[-1].bytes_total == os.path.getsize(path)


def test_what_could_not_be_read_comes_in_its_place(box, tmp_path, pool):
    names = [box(3, name="a"), str(tmp_path / "none"), box(2, name="c")]

    found, unread, _ = together(inspect_all(names, pool, inspect=stubs.note))

    assert [os.path.basename(one.source) for one in found] == ["a", "a", "a", "c", "c"]
    assert [one.problem.code for one in unread] == ["file-missing"]


def test_nothing_at_all_makes_no_batch():
    assert list(inspect_all([], None, inspect=stubs.note)) == []


def test_without_a_stub_the_pipeline_inspects(box):
    [one] = together(inspect_all([box(1)], None))[0]

    assert one.kind is Kind.OTHER
    assert one.subject == "0"


def test_the_work_is_shared_and_no_worker_loads_qt(box, pool):
    found, _, _ = together(inspect_all([box(3000, padding=900)], pool, inspect=stubs.note))

    processes = {one.subject.split()[0] for one in found}
    assert str(os.getpid()) not in processes
    assert len(processes) == 2
    assert {one.subject.split()[1] for one in found} == {"0"}


def test_workers_do_not_import_the_program_that_starts_them(tmp_path):
    script = tmp_path / "window.py"
    script.write_text(
        "import sys\n"
        "if __name__ != '__main__':\n    raise SystemExit('imported in a worker')\n"
        "from tests.core.batches import stubs\n"
        "from bounce_inspector.core.batches import inspect_all, worker_pool\n"
        "with worker_pool(1) as pool:\n"
        "    for batch in inspect_all(sys.argv[1:], pool, inspect=stubs.note):\n"
        "        print(*[one.subject for one in batch.inspections])\n"
    )
    (tmp_path / "a.eml").write_bytes(text(1))
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
    }

    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "a.eml")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )

    assert done.stderr == ""
    assert done.stdout.split()[1:] == ["0"]


def test_workers_end_when_the_program_is_killed(tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("looks into /proc")
    code = (
        "import sys, time\n"
        "from bounce_inspector.core.batches.pool import WorkerPool\n"
        "pool = WorkerPool(1)\n"
        "import os\n"
        "print(pool.submit(os.getpid).result(), flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
    }
    program = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    worker = int(program.stdout.readline())
    program.kill()
    program.communicate()

    end = time.monotonic() + 5
    while time.monotonic() < end and is_running(worker):
        time.sleep(0.05)

    assert not is_running(worker)


def is_running(number):
    try:
        return Path("/proc", str(number), "stat").read_text().split()[2] not in "ZX"
    except OSError:
        return False


def test_a_message_that_ends_its_worker_costs_only_itself(box):
    path = box(120, poison={0, 50, 119})

    with WorkerPool(2) as pool:
        found, unread, _ = together(inspect_all([path], pool, inspect=stubs.die_of_poison))
        again, _, _ = together(inspect_all([box(5)], pool, inspect=stubs.die_of_poison))

    assert [one.index for one in found] == [n for n in range(120) if n not in {0, 50, 119}]
    assert [one.problem.code for one in unread] == ["worker-died"] * 3
    assert {one.source for one in unread} == {path}
    assert len(again) == 5


def test_a_plain_executor_that_breaks_is_replaced_for_the_run(box):
    path = box(120, poison={60})

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        found, unread, _ = together(inspect_all([path], executor, inspect=stubs.die_of_poison))

    assert len(found) == 119
    assert [one.problem.code for one in unread] == ["worker-died"]


def test_a_worker_killed_from_outside_costs_nothing(box):
    path = box(400)

    with WorkerPool(1) as pool:
        worker = pool.submit(os.getpid).result()
        batches = inspect_all([path], pool, inspect=stubs.slow)
        first = next(batches)
        os.kill(worker, signal.SIGTERM)
        found, unread, _ = together(batches)

    assert [one.index for one in (*first.inspections, *found)] == list(range(400))
    assert unread == []


def test_where_no_process_can_be_started_the_work_is_done_here(box, monkeypatch):
    monkeypatch.setattr("bounce_inspector.core.batches.work.warm_up", stubs.no_start)

    with WorkerPool(1, stubs.no_start) as pool:
        found, unread, _ = together(inspect_all([box(40)], pool, inspect=stubs.note))

    assert len(found) == 40
    assert unread == []
    assert {one.subject.split()[0] for one in found} == {str(os.getpid())}


@pytest.mark.parametrize("where", ["here", "processes"])
def test_a_cancel_is_answered_within_a_fifth_of_a_second(box, pool, where):
    executor = pool if where == "processes" else None
    since = []
    batches = inspect_all(
        [box(5000, padding=900)],
        executor,
        inspect=stubs.slow,
        cancelled=lambda: bool(since),
    )
    next(batches)

    since.append(time.monotonic())
    left = sum(len(batch.inspections) for batch in batches)

    assert time.monotonic() - since[0] < 0.2
    assert left < 1000


def test_leaving_the_loop_drops_what_was_sent(box, pool):
    batches = inspect_all([box(5000, padding=900)], pool, inspect=stubs.slow)
    next(batches)

    batches.close()

    start = time.monotonic()
    assert pool.submit(os.getpid).result() != os.getpid()
    assert time.monotonic() - start < 20


def test_only_a_bounded_number_of_chunks_is_under_way(box, pool):
    sent = []

    class Counting(WorkerPool):
        def __init__(self):
            self.jobs = 2

        def submit(self, *arguments):
            sent.append(1)
            return pool.submit(*arguments)

    batches = inspect_all([box(20000, padding=300)], Counting(), inspect=stubs.note)
    next(batches)
    first = len(sent)
    batches.close()

    assert first <= 2 * (AHEAD + 1) + 1


def test_the_first_batch_is_small_and_early(box, pool):
    path = box(50000, padding=300)
    pool.submit(os.getpid).result()

    start = time.monotonic()
    batches = inspect_all([path], pool, inspect=stubs.slow)
    first = next(batches)
    taken = time.monotonic() - start
    batches.close()

    assert 0 < len(first.inspections) <= 16
    assert taken < 1.5


def test_a_fault_of_ours_is_raised_and_not_hidden(box, pool):
    for executor in (None, pool):
        with pytest.raises(ZeroDivisionError):
            list(inspect_all([box(3)], executor, inspect=stubs.fail))


def test_a_pool_for_the_pipeline_inspects(box):
    with worker_pool(1) as pool:
        found, _, _ = together(inspect_all([box(30)], pool))

    assert [one.subject for one in found] == [str(number) for number in range(30)]


def test_the_number_of_tasks_at_once_is_asked_of_the_executor():
    with ThreadPoolExecutor(7) as threads:
        assert jobs_of(threads) == 7

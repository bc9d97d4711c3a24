import pytest

from bounce_inspector.core import processes
from bounce_inspector.core.processes import workers


@pytest.fixture(autouse=True)
def small_limit(monkeypatch):
    monkeypatch.setattr(processes, "WORTH_A_PROCESS", 20_000)
    monkeypatch.setattr(processes, "_processors", lambda: 2)


def test_little_work_is_done_in_this_process(tmp_path):
    (tmp_path / "small.eml").write_bytes(b"x" * 100)

    with workers([tmp_path, tmp_path / "nowhere.eml", str(tmp_path / "small.eml")]) as executor:
        assert executor is None


def test_one_job_is_done_in_this_process_however_much_it_is(tmp_path):
    (tmp_path / "large.mbox").write_bytes(b"x" * 30_000)

    with workers([tmp_path], 1) as executor:
        assert executor is None


@pytest.mark.parametrize("named", [".", "large.mbox"])
def test_much_work_is_worth_processes(tmp_path, named):
    (tmp_path / "large.mbox").write_bytes(b"x" * 30_000)

    with workers([tmp_path / named]) as executor:
        assert executor.submit(abs, -3).result(timeout=60) == 3


def test_many_small_files_are_worth_processes(tmp_path):
    for number in range(9):
        (tmp_path / f"{number}.eml").write_bytes(b"x")

    with workers([tmp_path]) as executor:
        assert executor is not None


def test_processes_asked_for_are_there_however_little_it_is(tmp_path):
    with workers([tmp_path], 2) as executor:
        assert executor is not None

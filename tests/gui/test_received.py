from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import received


def test_the_same_bytes_get_the_same_place(tmp_path):
    first = received.keep_bytes(tmp_path, "a.eml", b"Subject: x\n\n")
    second = received.keep_bytes(tmp_path, "a.eml", b"Subject: x\n\n")

    assert first == second
    assert first.read_bytes() == b"Subject: x\n\n"


def test_different_bytes_under_one_name_do_not_overwrite_each_other(tmp_path):
    first = received.keep_bytes(tmp_path, "a.eml", b"1")
    second = received.keep_bytes(tmp_path, "a.eml", b"2")

    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_a_name_cannot_leave_the_folder(tmp_path):
    kept = received.keep_bytes(tmp_path, "../../etc/pass\0wd", b"x")

    assert tmp_path in kept.resolve().parents


def test_a_borrowed_file_outlives_its_lender(tmp_path):
    lent = tmp_path / "lent" / "Undelivered.eml"
    lent.parent.mkdir()
    lent.write_bytes(b"Subject: x\n\n")

    kept = received.keep_file(tmp_path / "kept", lent)
    lent.unlink()

    assert kept.read_bytes() == b"Subject: x\n\n"
    assert kept.name == "Undelivered.eml"


def test_a_file_that_has_gone_is_a_problem_with_a_remedy(tmp_path):
    kept = received.keep_file(tmp_path / "kept", tmp_path / "gone.eml")

    assert isinstance(kept, Problem)
    assert kept.remedy


def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    kept = received.keep_bytes(tmp_path / "file", "a.eml", b"x")

    assert isinstance(kept, Problem)
    assert kept.code == "not-kept"

import sys
import zipfile

import pytest
import wheel_check
from steps import ROOT, StopError


def record(source, *advice):
    return {"source": source, "failures": [{"advice": one} for one in advice]}


@pytest.fixture
def samples(tmp_path, monkeypatch):
    for name in ("full.eml", "block.eml"):
        (tmp_path / name).touch()
    monkeypatch.setattr(wheel_check, "SAMPLES", tmp_path)


def test_a_resource_that_was_left_out_is_named():
    with pytest.raises(
        StopError, match=r"missing in the wheel: bounce_inspector/resources/a\.toml"
    ):
        wheel_check.compare_contents(set(), {"bounce_inspector/resources/a.toml"})


def test_junk_that_git_does_not_know_is_named():
    with pytest.raises(StopError, match=r"in the wheel but not in git: bounce_inspector/x\.pyc"):
        wheel_check.compare_contents({"bounce_inspector/x.pyc"}, set())


def test_metadata_does_not_count_as_content(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr("bounce_inspector/__init__.py", "")
        archive.writestr("bounce_inspector-1.dist-info/METADATA", "")

    assert wheel_check.wheel_files(tmp_path / "a.whl") == {"bounce_inspector/__init__.py"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what belongs in is asked of git")
def test_resources_are_expected_inside_the_package():
    names = wheel_check.tracked_files()

    assert "bounce_inspector/resources/rules/categories.toml" in names
    assert "bounce_inspector/core/model.py" in names
    assert not any(name.startswith("resources/") for name in names)


def test_without_a_wheel_it_says_how_to_build_one(tmp_path):
    with pytest.raises(StopError, match=r"dev\.py build"):
        wheel_check.newest(tmp_path)


@pytest.mark.usefixtures("samples")
def test_every_sample_and_every_advice_must_come_out():
    first = record("/samples/full.eml", "remove", "watch", "keep")
    second = record("/samples/block.eml", "fix", "complaint")

    wheel_check.check_records([first, second])

    with pytest.raises(StopError, match=r"nothing about block\.eml"):
        wheel_check.check_records([first])
    with pytest.raises(StopError, match="advice complaint"):
        wheel_check.check_records([first, record("/samples/block.eml", "fix")])


def test_line_ends_of_a_list_do_not_matter_but_its_rows_do():
    wheel_check.compare_export(b"a\r\nb\r\n", b"a\nb\n")

    with pytest.raises(StopError, match="If the new list is right"):
        wheel_check.compare_export(b"a\n", b"a\nb\n")


def test_a_program_that_fails_is_told_with_what_it_said(tmp_path):
    with pytest.raises(StopError, match=r"ended with exit code 3:\nno such thing"):
        wheel_check.run(
            [
                sys.executable,
                "-c",
                "import sys; print('no such thing', file=sys.stderr); sys.exit(3)",
            ],
            tmp_path,
        )


def test_a_program_runs_without_help_from_the_checkout(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    code = "import os; print(os.getcwd(), os.environ.get('PYTHONPATH'), os.environ['HOME'])"

    assert wheel_check.run([sys.executable, "-c", code], tmp_path).split() == [
        tmp_path.anchor,
        "None",
        str(tmp_path),
    ]

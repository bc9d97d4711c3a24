import os
import shutil
import sys
import tomllib

import environment
import pytest
from environment import Environment
from steps import ROOT, StopError


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder of its own, where making an environment and pip are only noted."""
    done = []
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "install", lambda _place, arguments: done.append(arguments))

    def create(place):
        place.folder.mkdir(exist_ok=True)

    monkeypatch.setattr(environment, "create", create)
    return tmp_path, done


def test_the_second_start_installs_nothing(project):
    _, done = project

    environment.prepare(["dev"])
    environment.prepare(["dev"])
    environment.prepare()

    assert done == [["--editable", ".[dev]"]]


def test_an_extra_that_is_missing_is_added_and_the_others_stay(project):
    _, done = project

    environment.prepare(["dev"])
    environment.prepare(["bench"])

    assert done[1:] == [["--editable", ".[bench,dev]"]]


def test_a_changed_pyproject_is_installed_again(project):
    folder, done = project

    environment.prepare()
    with (folder / "pyproject.toml").open("a") as file:
        file.write("\n# one more line\n")
    environment.prepare()

    assert done == [["--editable", "."], ["--editable", "."]]


def test_an_installation_that_failed_leaves_no_stamp(project, monkeypatch):
    folder, _ = project

    def fail(_place, _arguments):
        raise StopError("no network")

    monkeypatch.setattr(environment, "install", fail)
    with pytest.raises(StopError):
        environment.prepare()

    assert environment.read_stamp(Environment(folder / ".venv")) == ("", frozenset())


def test_a_damaged_stamp_counts_as_none(tmp_path):
    (tmp_path / environment.STAMP).write_text("[1, 2")

    assert environment.read_stamp(Environment(tmp_path)) == ("", frozenset())


def test_the_fingerprint_changes_with_the_metadata_and_with_python():
    first = environment.fingerprint(b"a", (3, 11, 7))

    assert environment.fingerprint(b"b", (3, 11, 7)) != first
    assert environment.fingerprint(b"a", (3, 12, 0)) != first
    assert environment.fingerprint(b"a", (3, 11, 9)) == first


def test_an_environment_whose_python_was_removed_does_not_count(tmp_path):
    place = Environment(tmp_path)
    (tmp_path / "pyvenv.cfg").write_text("version = 3.11.7\n")

    assert environment.made_for(place) == ()


def test_the_python_of_an_environment_is_read_from_its_configuration(tmp_path):
    place = Environment(tmp_path)
    place.scripts.mkdir()
    place.python.touch()
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.4\n")

    assert environment.made_for(place) == (3, 12)


def test_an_environment_for_another_python_is_made_anew(tmp_path, monkeypatch, capsys):
    place = Environment(tmp_path / "venv")
    place.scripts.mkdir(parents=True)
    place.python.touch()
    (place.folder / "pyvenv.cfg").write_text("version = 3.2.1\n")
    (place.folder / "stale").touch()
    monkeypatch.setattr(sys, "executable", "no-such-python")

    with pytest.raises(FileNotFoundError):
        environment.create(place)

    assert not (place.folder / "stale").exists()
    assert "made for Python 3.2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        ("ProxyError('Cannot connect to proxy.', OSError('407'))", "HTTPS_PROXY"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
        ("Failed to establish: NameResolutionError: example.org", "PIP_FIND_LINKS"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for PySide6-Essentials", "64 bits"),
        ("PermissionError: [Errno 13] Permission denied: '.venv/x'", "who owns"),
        ("something nobody has seen", "What pip says above"),
    ],
)
def test_a_failed_installation_says_what_to_do(printed, advice):
    assert advice in environment.pip_advice(printed)


def test_a_missing_proxy_is_told_apart_from_a_missing_network():
    both = "Max retries exceeded (Caused by ProxyError('Tunnel connection failed: 403'))"

    assert "HTTPS_PROXY" in environment.pip_advice(both)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")
def test_a_half_made_environment_is_taken_away(tmp_path, monkeypatch):
    place = Environment(tmp_path / "venv")
    maker = tmp_path / "python"
    maker.write_text("#!/bin/sh\nmkdir -p $3/bin; touch $3/pyvenv.cfg; echo ensurepip; exit 1\n")
    maker.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(maker))

    with pytest.raises(StopError, match="python3-venv"):
        environment.create(place)

    assert not place.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")
def test_a_folder_that_is_something_else_is_left_alone(tmp_path, monkeypatch):
    place = Environment(tmp_path / "venv")
    place.folder.mkdir()
    (place.folder / "letter.txt").write_text("dear all")
    maker = tmp_path / "python"
    maker.write_text("#!/bin/sh\nexit 1\n")
    maker.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(maker))

    with pytest.raises(StopError):
        environment.create(place)

    assert (place.folder / "letter.txt").exists()


def test_a_python_without_venv_is_told_which_package_brings_it():
    printed = "The virtual environment was not created because ensurepip is not available."

    assert "sudo apt install python3-venv" in environment.venv_advice(printed)


def test_the_environment_without_qt_has_every_other_runtime_package():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    chosen = environment.qt_free(pyproject, ["pytest"])

    names = [environment.package_name(line) for line in chosen]
    assert not any("pyside" in name for name in names)
    assert {"chardet", "mail-parser", "platformdirs", "pytest"} <= set(names)
    assert "pytest-qt" not in names

import os
import signal
import subprocess
import sys
from pathlib import Path

import dev
import environment
import pytest
import steps

SCRIPT = Path(dev.__file__)


def titles(**choices):
    choice = {"fast": False, "full": False, "pytest_arguments": [], **choices}
    place = environment.Environment(Path("somewhere"))
    return [step.title for step in dev.tools(place, **choice)]


def test_what_test_does_not_know_goes_to_pytest():
    options, rest = dev.parse(["test", "--fast", "-k", "exim", "tests/core"])

    assert options.fast
    assert rest == ["-k", "exim", "tests/core"]


def test_the_options_of_bench_and_shots_are_handed_on():
    assert dev.parse(["bench", "--json", "--large"])[1] == ["--json", "--large"]
    assert dev.parse(["shots", "there", "--help"])[1] == ["there", "--help"]


def test_an_unknown_option_of_run_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        dev.parse(["run", "--windowed"])

    assert stopped.value.code == 2
    assert "unknown option: --windowed" in capsys.readouterr().err


def test_the_default_checks_format_lint_types_and_tests():
    assert titles() == ["Format (ruff)", "Lint (ruff)", "Types (mypy)", "Tests (pytest)"]


def test_fast_leaves_out_types_and_everything_with_a_window():
    assert titles(fast=True) == ["Format (ruff)", "Lint (ruff)", "Tests without window"]


@pytest.mark.parametrize(
    ("given", "run"),
    [
        (["-q"], ["-q", "tests/architecture", "tests/packaging_scripts"]),
        (["-k", "exim"], ["-k", "exim", "tests/architecture", "tests/packaging_scripts"]),
        (["-x", "tests/conftest.py::test_it"], ["-x", "tests/conftest.py::test_it"]),
    ],
)
def test_options_alone_do_not_bring_the_tests_with_a_window_back(monkeypatch, given, run):
    quick = ("tests/architecture", "tests/packaging_scripts")
    monkeypatch.setattr(dev, "QT_FREE_TESTS", quick)
    place = environment.Environment(Path("somewhere"))

    step = dev.tools(place, fast=True, full=False, pytest_arguments=given)[-1]

    assert step.command[3:] == run


def test_full_adds_the_tests_without_qt_installed(monkeypatch):
    monkeypatch.setattr(
        environment, "prepare_without_qt", lambda: environment.Environment(Path("bare"))
    )

    assert titles(full=True)[-1] == "Tests without Qt installed"


def test_one_failed_step_fails_the_whole_and_the_others_still_run():
    good = steps.Step("good", [sys.executable, "-c", "pass"], {})
    bad = steps.Step("bad", [sys.executable, "-c", "raise SystemExit(3)"], {})

    outcomes = steps.run_steps([bad, good])

    assert [outcome.code for outcome in outcomes] == [3, 0]
    assert steps.exit_code(outcomes) == 1
    assert "FAILED (exit code 3)" in steps.summary(outcomes)


def test_a_step_sees_the_variables_it_was_given():
    check = "import os, sys; sys.exit(os.environ['COLOUR'] != 'blue')"

    assert steps.call([sys.executable, "-c", check], {"COLOUR": "blue"}) == 0


def test_a_tool_that_is_not_there_is_said_in_a_sentence():
    with pytest.raises(steps.StopError, match="could not be started"):
        steps.call(["no-such-tool-anywhere"])


def test_a_stop_is_told_without_a_traceback(monkeypatch, capsys):
    def refuse(_extras):
        raise steps.StopError("The disk is full.")

    monkeypatch.setattr(environment, "prepare", refuse)

    assert dev.main(["build"]) == 1
    assert capsys.readouterr().err == "\nThe disk is full.\n"


def test_without_a_display_run_says_so_and_prints_the_report_on_the_samples(monkeypatch, capsys):
    calls = []
    monkeypatch.setattr(environment, "prepare", lambda: environment.Environment(Path("somewhere")))
    monkeypatch.setattr(dev.system_libraries, "has_display", lambda *_: False)
    monkeypatch.setattr(dev, "call", lambda command: calls.append(command) or 0)

    assert dev.main(["run"]) == 0
    assert "no display" in capsys.readouterr().out
    assert calls[0][1:] == ["inspect", "--format", "text", str(dev.SAMPLES)]


def test_samples_do_not_get_among_a_persons_own_mail(monkeypatch):
    calls = []
    monkeypatch.setattr(environment, "prepare", lambda: environment.Environment(Path("venv")))
    monkeypatch.setattr(dev.system_libraries, "has_display", lambda *_: True)
    monkeypatch.setattr(dev.system_libraries, "ensure", lambda **_: None)
    monkeypatch.setattr(dev, "call", lambda command: calls.append(command[1:]) or 0)

    dev.main(["run"])
    dev.main(["run", "own.mbox"])

    apart = ["--data", str(Path("venv", "samples-data"))]
    assert calls[0] == ["-m", "bounce_inspector", *apart, str(dev.SAMPLES)]
    assert calls[1] == ["-m", "bounce_inspector", str(Path("own.mbox").absolute())]


@pytest.mark.skipif(os.name == "nt", reason="signals are sent to process groups there")
def test_ctrl_c_ends_a_command_without_a_traceback(tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r})\n"
        "import dev, environment, signal, time\n"
        # Whoever runs the tests in the background has it ignored, and children inherit that.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "environment.prepare = lambda *_: (print('ready', flush=True), time.sleep(60))\n"
        "sys.exit(dev.main(['run']))\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout.readline() == "ready\n"
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)

    assert running.returncode == 130
    assert told == "\nStopped.\n"


def test_a_python_that_is_too_old_is_told_in_a_sentence():
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2)\n"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("Bounce Inspector needs Python 3.11 or newer, this is 3.9.")
    assert "Traceback" not in done.stderr

import os
import subprocess
import sys

import pytest

from bounce_inspector import __version__
from bounce_inspector.cli import COMMANDS, build_parser, main
from tests.cli.command_line import ROOT, run


def test_the_version_is_told():
    done = run("--version")

    assert done.returncode == 0
    assert done.stdout.decode().strip() == f"Bounce Inspector {__version__}"


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["inspect", "--jobs", "0", "x"]])
def test_what_is_not_understood_ends_with_2(arguments):
    done = run(*arguments)

    assert done.returncode == 2
    assert done.stdout == b""
    assert b"usage: bounce-inspector-cli" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_examples_that_it_understands(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    shown = capsys.readouterr().out
    assert ended.value.code == 0
    examples = shown.partition("examples:\n")[2]
    assert f"bounce-inspector-cli {command}" in examples


def test_every_option_is_described():
    parser = build_parser()
    commands = parser._subparsers._group_actions[0].choices

    silent = [
        f"{name} {action.dest}"
        for name, command in commands.items()
        for action in command._actions
        if not action.help
    ]

    assert silent == []


def test_help_loads_nothing_that_it_does_not_need():
    code = (
        "import sys\n"
        "from bounce_inspector.cli import build_parser\n"
        "build_parser().format_help()\n"
        "print(*(name for name in sys.modules if name.startswith("
        "('PySide6', 'sqlite3', 'bounce_inspector.core', 'multiprocessing', 'dataclasses'))))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""


def test_every_command_works_without_qt():
    code = (
        "import sys\n"
        "sys.modules['PySide6'] = None\n"
        "from bounce_inspector.cli import main\n"
        "sys.exit(main(['explain', '550']) or main(['presets']))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


def test_it_runs_from_any_folder(tmp_path):
    assert run("explain", "550", cwd=tmp_path).returncode == 0


def test_output_is_utf8_whatever_the_terminal_says(mail):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    (mail / "1.eml").write_bytes(
        (mail / "1.eml").read_bytes().replace(b"User unknown", "Empfänger".encode())
    )

    done = subprocess.run(
        [sys.executable, "-m", "bounce_inspector.cli", "inspect", str(mail)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env=environment,
    )

    assert "Empfänger" in done.stdout.decode("utf-8")


def test_ctrl_c_ends_quietly(monkeypatch, mail):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("bounce_inspector.cli.inspect.run", interrupted)

    assert main(["inspect", str(mail)]) == 130

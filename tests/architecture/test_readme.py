import re

import pytest

from bounce_inspector import cli
from tests.architecture.source_tree import ROOMS, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PLACEHOLDER = re.compile(r"<[^>]*>|\bNN\b|\*|…|\{|\bNAME\b")


def named_paths():
    """Return what README writes in backticks or links and what begins with a folder of ours."""
    words = re.findall(r"`([^`\s]+)`", README) + re.findall(r"\]\(([^)#\s]+)\)", README)
    rooms = (*(f"{room}/" for room in ROOMS), "pyproject.toml", "LICENSE", "CHANGELOG.md")
    return sorted({word for word in words if word.startswith(rooms)})


def existing_part(path):
    """Return the folders of a path up to the first with a placeholder in its name."""
    parts = path.split("/")
    fixed = next((n for n, part in enumerate(parts) if PLACEHOLDER.search(part)), len(parts))
    return "/".join(parts[:fixed])


def options_of(command, capsys):
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}


def test_the_two_commands_stand_in_the_readme():
    assert "python3 packaging/dev.py run" in README
    assert "python3 packaging/dev.py test" in README


@pytest.mark.parametrize("path", named_paths())
def test_a_path_named_in_the_readme_exists(path):
    assert (ROOT / existing_part(path)).exists()


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_option_of_the_command_line_stands_in_the_readme(command, capsys):
    missing = sorted(option for option in options_of(command, capsys) if option not in README)

    assert not missing, f"describe them under '{command}' in README.md"


def test_the_privacy_promise_stands_in_the_readme():
    assert "no network connection" in README


def test_every_top_folder_stands_in_the_map():
    assert not [room for room in ROOMS if f"{room}/" not in README]

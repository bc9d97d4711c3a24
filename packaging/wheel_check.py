"""Prove that the built wheel is whole: look into it, install it far from here and use it.

Run after ``dev.py build``. Everything happens in a temporary folder with an empty environment and a
home of its own, from the root of the file system, so that nothing of the checkout can help.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import environment
from environment import Environment
from steps import ROOT, StopError, say

SAMPLES = ROOT / "resources" / "samples"
EXPECTED = ROOT / "packaging" / "expected" / "removal.csv"
PATIENCE = 120  # seconds for one program: a window that never opens must not hang for ever


def main() -> int:
    """Check the newest wheel in dist/ and return 0 if it does what it should."""
    try:
        wheel = newest(ROOT / "dist")
        compare_contents(wheel_files(wheel), tracked_files())
        say(f"{wheel.name}: every file of the project, and nothing else")
        with tempfile.TemporaryDirectory(prefix="bounce-inspector-") as folder:
            use(wheel, Path(folder))
    except StopError as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    say("The wheel was installed into an empty environment and did its work there.")
    return 0


def newest(folder: Path) -> Path:
    """Return the wheel that was built last; raise StopError if there is none."""
    wheels = sorted(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    if not wheels:
        raise StopError(f"There is no wheel in {folder}. Build one: python3 packaging/dev.py build")
    return wheels[-1]


def wheel_files(wheel: Path) -> set[str]:
    """Return the files of the package in a wheel, without the metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def tracked_files() -> set[str]:
    """Return where the files that git knows belong in a wheel; raise StopError without git."""
    command = ["git", "ls-files", "-z", "bounce_inspector", "resources"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise StopError("The wheel is compared with what git knows, but this is no git checkout.")
    names = done.stdout.rstrip("\0").split("\0")
    return {f"bounce_inspector/{n}" if n.startswith("resources/") else n for n in names}


def compare_contents(found: set[str], wanted: set[str]) -> None:
    """Raise StopError naming what the wheel lacks and what does not belong there."""
    faults = [f"missing in the wheel: {name}" for name in sorted(wanted - found)]
    faults += [f"in the wheel but not in git: {name}" for name in sorted(found - wanted)]
    if faults:
        raise StopError("\n".join(faults))


def use(wheel: Path, folder: Path) -> None:
    """Install the wheel and run its programs; raise StopError at the first that fails."""
    installed = Environment(folder / "venv")
    environment.create(installed)
    environment.install(installed, [str(wheel)])
    home = folder / "home"
    home.mkdir()
    command = installed.program("bounce-inspector-cli")
    records = run([command, "inspect", "--format", "jsonl", str(SAMPLES)], home).splitlines()
    check_records([json.loads(line) for line in records])
    say(f"inspect: {len(records)} samples read")
    told = run([command, "explain", "550 5.1.1 User unknown"], home)
    if "5.1.1" not in told:
        raise StopError(f"explain said nothing about the code:\n{told}")
    say("explain: a code explained")
    target = folder / "removal.csv"
    run([command, "export", str(SAMPLES), "--preset", "removal", "-o", str(target)], home)
    compare_export(target.read_bytes(), EXPECTED.read_bytes())
    say("export: the list that was expected")
    run([installed.program("bounce-inspector"), "--selftest"], home)
    say("window: painted, read two messages and closed")


def run(command: Sequence[str], home: Path) -> str:
    """Run a program from the root folder with a home of its own; return what it prints."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    variables |= {"HOME": str(home), "USERPROFILE": str(home), "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            list(command),
            cwd=Path(home.anchor),
            env=variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as fault:
        raise StopError(f"{Path(command[0]).name} did not end within {PATIENCE} s") from fault
    if done.returncode:
        name = " ".join([Path(command[0]).name, *command[1:]])
        raise StopError(f"{name} ended with exit code {done.returncode}:\n{done.stderr}")
    return done.stdout


def check_records(records: Iterable[dict[str, object]]) -> None:
    """Raise StopError unless every sample gave a record, and the samples show every advice."""
    found = list(records)
    names = {Path(str(record["source"])).name for record in found}
    lacking = {path.name for path in SAMPLES.iterdir() if path.is_file()} - names
    if lacking:
        raise StopError(f"inspect said nothing about {', '.join(sorted(lacking))}")
    advice = {failure["advice"] for record in found for failure in record["failures"]}
    missing = {"remove", "watch", "keep", "fix", "complaint"} - advice
    if missing:
        raise StopError(f"no sample came out with the advice {', '.join(sorted(missing))}")


def compare_export(found: bytes, wanted: bytes) -> None:
    """Raise StopError with both sides unless the list is the one that was expected."""
    if found.replace(b"\r\n", b"\n") != wanted.replace(b"\r\n", b"\n"):
        raise StopError(
            f"export gave\n{found.decode()}\nbut {EXPECTED.relative_to(ROOT)} has\n"
            f"{wanted.decode()}\nIf the new list is right, write it there."
        )


if __name__ == "__main__":
    sys.exit(main())

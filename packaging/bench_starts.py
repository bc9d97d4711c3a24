"""Measure how long the programs take to start: what everybody waits for every time.

Seen from outside, from the start of the process. The programs run as they are installed: with their
modules compiled, after a first start that made what later ones find ready.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import bench_ledger
from bench_reading import Figure
from start_watch import PAINTED, ROWS
from steps import ROOT, StopError

ROUNDS = 7  # of each in turn; the best counts, because others use this machine too
ADDRESSES = 10_000
WATCH = str(ROOT / "packaging" / "start_watch.py")
WORKER = "from bounce_inspector.core.batches.work import warm_up; warm_up()"


def measure(sample: Path) -> Iterator[Figure]:
    """Start the programs a few times each, in turn."""
    with tempfile.TemporaryDirectory(prefix="bounce-inspector-") as folder:
        places = variables(Path(folder))
        yield from measure_commands(sample, places)
        filled = Path(folder) / "filled"
        fill(filled)
        yield from measure_windows(places, {**places, "BOUNCE_INSPECTOR_DATA": str(filled)})


def measure_commands(sample: Path, places: Mapping[str, str]) -> Iterator[Figure]:
    """Yield what the command line takes until its end, and a worker until it waits for mail."""
    python = sys.executable
    commands = {
        "Python alone": [python, "-c", "pass"],
        "bounce-inspector-cli --help": [python, "-m", "bounce_inspector.cli", "--help"],
        "bounce-inspector-cli inspect, one file": [
            *(python, "-m", "bounce_inspector.cli"),
            *("inspect", str(sample)),
        ],
        "a worker, until it can read": [python, "-c", WORKER],
    }
    for command in commands.values():
        run(command, places)
    rounds = [[run(command, places) for command in commands.values()] for _ in range(ROUNDS)]
    for name, spent in zip(commands, zip(*rounds, strict=True), strict=True):
        yield Figure(name, min(spent), "ms")


def measure_windows(places: Mapping[str, str], filled: Mapping[str, str]) -> Iterator[Figure]:
    """Yield what windows take until they can be used, and what ours keeps waiting afterwards."""
    for name, where in (("empty", places), ("ours", places), ("ours", filled)):
        shown(name, where, PAINTED)
    rounds = [
        (
            shown("empty", places, PAINTED),
            shown("ours", places, PAINTED),
            shown("ours", filled, PAINTED),
            shown("ours", filled, ROWS),
        )
        for _ in range(ROUNDS)
    ]
    empty, ours, full, rows = (min(spent) for spent in zip(*rounds, strict=True))
    yield Figure("an empty window of PySide6", empty, "ms")
    yield Figure("our window", ours, "ms")
    yield Figure("our window against the empty one", ours / empty, "of its time")
    known = f"our window over {ADDRESSES:,} addresses"
    yield Figure(known, full, "ms")
    yield Figure(f"{known} against the empty one", full / empty, "of its time")
    yield Figure(f"{known}, its rows", rows, "ms")
    for what, where in (("", places), (f" over {ADDRESSES:,} addresses", filled)):
        longest = min(stall(where) for _ in range(ROUNDS // 2))
        yield Figure(f"longest wait while the rest is loaded{what}", longest, "ms")


def variables(folder: Path) -> dict[str, str]:
    """Return the environment of a program that is installed, with a home of its own."""
    return {
        "QT_QPA_PLATFORM": "offscreen",
        "BOUNCE_INSPECTOR_DATA": str(folder / "data"),
        "BOUNCE_INSPECTOR_CACHE": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "packaging"))),
        "PYTHONDONTWRITEBYTECODE": "",  # the empty text is as good as none
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }


def fill(folder: Path) -> None:
    """Make the ledger of somebody who has read much mail."""
    folder.mkdir()
    ledger = bench_ledger.opened(folder / "ledger.sqlite")
    for batch in bench_ledger.batches(ADDRESSES, seed=1):
        ledger.add(batch)
    ledger.close()


def run(command: Sequence[str], places: Mapping[str, str]) -> float:
    """Return how many milliseconds a program takes; raise StopError where it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **places}, capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - start
    if done.returncode:
        raise StopError(f"{' '.join(command)[:80]} failed:\n{done.stderr}")
    return spent * 1e3


def shown(name: str, places: Mapping[str, str], state: str) -> float:
    """Return after how many milliseconds a window said it had reached a state; then end it."""
    start = time.perf_counter()
    with watched(name, places) as program:
        for line in program.stdout or ():
            if line.strip() == state:
                spent = time.perf_counter() - start
                program.kill()
                return spent * 1e3
    raise StopError(f"the window ({name}) ended before it was {state}")


def stall(places: Mapping[str, str]) -> float:
    """Return how many milliseconds the window kept others waiting at most, once it was shown."""
    with watched("stalls", places) as program:
        *_, last = program.stdout or ("0",)
    return float(last) * 1e3


def watched(name: str, places: Mapping[str, str]) -> "subprocess.Popen[str]":
    """Start a window that says what it reached."""
    return subprocess.Popen(
        [sys.executable, WATCH, name],
        env={**os.environ, **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

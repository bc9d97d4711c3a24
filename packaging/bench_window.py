"""Measure how long the window lets people wait, and how much memory it takes, in its own process.

A window is opened over a full ledger and used, another one reads a mailbox meanwhile. What is
wanted of each figure stands beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import bench_ledger
import process_memory
from bench_messages import Template, messages, write_mbox
from bench_reading import Figure
from steps import ROOT, StopError

SIZES = (10_000, 100_000)
LARGE = 1_000_000
NATURAL = 0  # bytes a message has at least: none is made longer than its sample
LOOK = 0.5  # s between two looks at the memory
PROBE = "import sys; from window_probe import main; main(sys.argv[1:])"
MEMORY = "memory of all processes (USS), most"
WANTED: Mapping[str, tuple[float, str]] = {
    "drop to first rows": (500, "ms"),
    "longest stall while loading": (50, "ms"),
    "99th percentile of stalls while loading": (16, "ms"),
    "sort, slowest column of addresses": (300, "ms"),
    "sort, slowest column of messages": (300, "ms"),
    "filter, slowest of eight facets": (300, "ms"),
    "search for a word": (300, "ms"),
    "search that finds nothing": (300, "ms"),
    "search that finds every row": (300, "ms"),
    "typing in the search box, longest key": (16, "ms"),
    "Ctrl+A": (50, "ms"),
    "longest stall while sorting, filtering, searching": (50, "ms"),
    "99th percentile of stalls while sorting, filtering, searching": (16, "ms"),
    "longest stall while sorting messages": (50, "ms"),
    "99th percentile of stalls while sorting messages": (16, "ms"),
    "scroll top to bottom, longest frame": (16, "ms"),
    "overview drawn": (50, "ms"),
    "code book opens": (200, "ms"),
    "code book, search answers, slowest key": (50, "ms"),
    MEMORY: (600, "MB"),
}
FURTHER = {"loaded in the window": "messages/s"}  # of which nothing is wanted here


def measure(
    folder: Path, templates: Sequence[Template], *, large: bool, seed: int, why: bool = False
) -> Iterator[Figure]:
    """Use a window over ledgers of several sizes, and let it read mailboxes as large.

    With `why`, it is told too what the window did while it did not answer.
    """
    told = ("why",) if why else ()
    for rows in (*SIZES, *([LARGE] if large else [])):
        tell(f"a window over a ledger of {rows:,} rows")
        with data_folder(folder) as data:
            bench_ledger.fill(Path(data) / "ledger.sqlite", rows, seed)
            yield from used(Path(data), f"{rows:,} rows", *told, "browse")
    for count in (*SIZES, *([LARGE] if large else [])):
        tell(f"a window that reads a mailbox of {count:,} messages")
        mailbox = folder / "window.mbox"
        write_mbox(mailbox, messages(templates, count, NATURAL, seed))
        with data_folder(folder) as data:
            yield from used(Path(data), f"{count:,} messages", *told, "load", str(mailbox))
        mailbox.unlink()


def measure_code_book(folder: Path) -> Iterator[Figure]:
    """Open the code book in a window without mail, and search it."""
    tell("the code book")
    with data_folder(folder) as data:
        yield from used(Path(data), "", "codes")


def data_folder(folder: Path) -> "tempfile.TemporaryDirectory[str]":
    """Return a folder for a ledger of its own."""
    return tempfile.TemporaryDirectory(prefix="window-", dir=folder)


def used(data: Path, size: str, *arguments: str) -> Iterator[Figure]:
    """Yield what a window that is used in one way tells, and the memory it had at most."""
    variables = {
        "QT_QPA_PLATFORM": "offscreen",
        "BOUNCE_INSPECTOR_DATA": str(data),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "packaging"))),
    }
    with (data / "told").open("w+") as told, (data / "faults").open("w+") as faults:
        window = subprocess.Popen(
            [sys.executable, "-c", PROBE, *arguments],
            env={**os.environ, **variables},
            stdout=told,
            stderr=faults,
        )
        most = peak(window)
        if window.returncode:
            faults.seek(0)
            raise StopError(f"The window failed:\n{faults.read()}")
        if "why" in arguments:
            faults.seek(0)
            sys.stderr.write(faults.read())
        told.seek(0)
        for line in told:
            yield figure(*json.loads(line), size)
    if process_memory.is_known():
        yield figure(MEMORY, most / 1e6, size)
    else:
        tell("this system does not say how much memory a process has to itself")


def figure(what: str, amount: float, size: str) -> Figure:
    """Return a figure with its unit and with what is wanted."""
    wanted, unit = WANTED.get(what) or (None, FURTHER.get(what, "ms"))
    return Figure(f"{what}, {size}" if size else what, amount, unit, wanted)


def peak(window: "subprocess.Popen[bytes]") -> int:
    """Wait for the end of a process, and return the most memory that it and its children had."""
    most = 0
    while window.poll() is None:
        if process_memory.is_known():
            most = max(most, process_memory.private_bytes(window.pid))
        time.sleep(LOOK)
    return most


def tell(text: str) -> None:
    """Say what is going on, apart from the result."""
    print(f"... {text}", file=sys.stderr, flush=True)

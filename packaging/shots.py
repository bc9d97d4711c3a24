"""Take screenshots of the window's main states, on the bundled samples.

Where there is no display a virtual one (Xvfb) is started; without Xvfb Qt draws into memory. The
window runs with a data folder of its own, so nobody's marks are touched.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import system_libraries
from steps import ROOT, say

TOUR = ROOT / "packaging" / "window_tour.py"


@dataclass(frozen=True, slots=True)
class Look:
    """A way the window can look: how the files are named, the colours, how large a pixel is."""

    name: str
    colours: str
    scale: str
    language: str = "en"


LOOKS = (
    Look("light", "light", "1"),
    Look("dark", "dark", "1"),
    Look("large", "light", "2"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take all screenshots and say where they are."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "shots")
    names = [look.name for look in LOOKS]
    parser.add_argument("--only", choices=names, action="append", help="this look; may be repeated")
    parser.add_argument("--lang", action="append", help="in this language, or all of them: all")
    parser.add_argument("--scale", metavar="FACTOR", help="so large, such as 1.5 (default: 1)")
    options = parser.parse_args(arguments)
    looks = chosen_looks(options.only, options.lang, options.scale)
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with display() as variables:
            codes = [tour(folder, look, variables) for look in looks]
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    say(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 1 if any(codes) else 0


def chosen_looks(
    only: Sequence[str] | None, languages: Sequence[str] | None, scale: str | None
) -> list[Look]:
    """Return the looks to show: the usual ones, or light and dark in languages at a scale."""
    known = [look for look in LOOKS if look.name in (only or [each.name for each in LOOKS])]
    if not languages and not scale:
        return known
    if "all" in (languages or ()):
        labels = (ROOT / "resources" / "labels").glob("*.toml")
        languages = sorted(path.stem for path in labels)
    colours = dict.fromkeys(look.colours for look in known)
    return [
        Look(f"{language}-{colour}-{scale or '1'}", colour, scale or "1", language)
        for language in languages or ("en",)
        for colour in colours
    ]


def tour(folder: Path, look: Look, variables: dict[str, str]) -> int:
    """Drive the window in a process of its own, for Qt reads the scale only when it starts."""
    say(f"-- {look.name}")
    with tempfile.TemporaryDirectory(prefix="bounce-inspector-") as data:
        done = subprocess.run(
            [sys.executable, str(TOUR), str(folder), look.name, look.colours, look.language],
            env={
                **os.environ,
                **variables,
                "QT_SCALE_FACTOR": look.scale,
                "BOUNCE_INSPECTOR_DATA": data,
            },
            check=False,
        )
    return done.returncode


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Yield the variables that lead Qt to a display, real, virtual or in memory."""
    if system_libraries.has_display(sys.platform, os.environ):
        yield {}
        return
    if not shutil.which("Xvfb"):
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    screen = ["-screen", "0", "3200x2000x24", "-nolisten", "tcp", "-displayfd", str(writing)]
    with subprocess.Popen(
        ["Xvfb", *screen], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as answer:
                number = answer.readline().strip()  # empty where the server gave up
            yield {"DISPLAY": f":{number}"} if number else {"QT_QPA_PLATFORM": "offscreen"}
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main())

"""Set up, run, test, measure and build the project. Needs nothing but Python 3.11 or newer.

    python3 packaging/dev.py run [PATH...]   open the window, on the samples if no path is given
    python3 packaging/dev.py test            format, lint, types and tests
    python3 packaging/dev.py bench           measure speed and size
    python3 packaging/dev.py shots [FOLDER]  screenshots of the window's main states;
                                             --lang de --scale 1.5: in German, half as large again
    python3 packaging/dev.py build           wheel and source archive, into dist/

The first command makes .venv and installs what is needed; later ones start at once. What `test`
does not know itself is handed to pytest: `test -k exim`. The options of `bench` and `shots` are
shown by `bench --help` and `shots --help`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - people start this file with whatever python3 is
    sys.exit(
        "Bounce Inspector needs Python 3.11 or newer, this is %d.%d.\n"  # noqa: UP031 - runs on old Pythons
        "Install a newer one from python.org or your system and call it by its full name,"
        " for example: python3.12 packaging/dev.py run" % sys.version_info[:2]
    )

import argparse
import os
import time
from pathlib import Path

import environment
import system_libraries
from steps import ROOT, Step, StopError, call, exit_code, run_steps, say, summary

SAMPLES = ROOT / "resources" / "samples"
QT_FREE_TESTS = ("tests/core", "tests/cli", "tests/architecture", "tests/packaging_scripts")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options, rest = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(options.command(options, rest))
    except StopError as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options of the command, and what is handed on to the tool behind it."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="open the window")
    run.add_argument("paths", nargs="*", metavar="PATH", help="files or folders with bounces")
    run.set_defaults(command=run_window, passes=False)
    test = commands.add_parser("test", help="format, lint, types and tests", allow_abbrev=False)
    depth = test.add_mutually_exclusive_group()
    depth.add_argument("--fast", action="store_true", help="only tests that need no window")
    depth.add_argument("--full", action="store_true", help="also without Qt installed, as in CI")
    test.set_defaults(command=run_tests, passes=True)
    bench = commands.add_parser("bench", help="measure speed and size", add_help=False)
    bench.set_defaults(command=run_bench, passes=True)
    shots = commands.add_parser("shots", help="screenshots of the main states", add_help=False)
    shots.set_defaults(command=run_shots, passes=True)
    build = commands.add_parser("build", help="wheel and source archive")
    build.set_defaults(command=run_build, passes=False)
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.passes:
        parser.error(f"unknown option: {rest[0]}")
    return options, rest


def run_window(options: argparse.Namespace, _rest: list[str]) -> int:
    """Open the window, or print the report where there is no display."""
    project = environment.prepare()
    paths = [str(Path(path).absolute()) for path in options.paths] or [str(SAMPLES)]
    if not system_libraries.has_display(sys.platform, os.environ):
        say("There is no display here, so no window can open. This is what it would show:\n")
        report = [project.program("bounce-inspector-cli"), "inspect", "--format", "text"]
        return call([*report, *paths])
    system_libraries.ensure(window=True)
    window = [str(project.python), "-m", "bounce_inspector"]
    if not options.paths:
        say("Opening the samples; they are kept apart from mail of your own.")
        window += ["--data", str(project.folder / "samples-data")]
    return call([*window, *paths])


def run_tests(options: argparse.Namespace, rest: list[str]) -> int:
    """Check format, lint and types and run the tests; every part, also after one that failed."""
    start = time.monotonic()
    project = environment.prepare(["dev"])
    system_libraries.ensure(window=False)
    steps = tools(project, fast=options.fast, full=options.full, pytest_arguments=rest)
    outcomes = run_steps(steps)
    say(f"\n{summary(outcomes)}")
    failed = exit_code(outcomes)
    took = f"{time.monotonic() - start:.0f} s"
    say(f"\nNot good yet ({took})." if failed else f"\nAll good ({took}).")
    return failed


def tools(
    project: environment.Environment, *, fast: bool, full: bool, pytest_arguments: list[str]
) -> list[Step]:
    """Return the steps of `test`. A window is never shown: Qt draws into memory."""
    python, unseen = str(project.python), {"QT_QPA_PLATFORM": "offscreen"}
    quick = [path for path in QT_FREE_TESTS if (ROOT / path).is_dir()]
    steps = [
        Step("Format (ruff)", [python, "-m", "ruff", "format", "--check", "."], {}),
        Step("Lint (ruff)", [python, "-m", "ruff", "check", "."], {}),
    ]
    if fast:
        chosen = [] if names_tests(pytest_arguments) else quick
        command = [python, "-m", "pytest", *pytest_arguments, *chosen]
        return [*steps, Step("Tests without window", command, unseen)]
    steps += [
        Step("Types (mypy)", [python, "-m", "mypy"], {}),
        Step("Tests (pytest)", [python, "-m", "pytest", *pytest_arguments], unseen),
    ]
    if full:
        bare = str(environment.prepare_without_qt().python)
        steps.append(Step("Tests without Qt installed", [bare, "-m", "pytest", *quick], {}))
    return steps


def names_tests(pytest_arguments: list[str]) -> bool:
    """Tell whether one of the arguments is a file or folder with tests, not an option."""
    return any((ROOT / argument.split("::")[0]).exists() for argument in pytest_arguments)


def run_bench(_options: argparse.Namespace, rest: list[str]) -> int:
    """Measure; the options are those of bench.py."""
    project = environment.prepare(["bench"])
    system_libraries.ensure(window=False)
    return call([str(project.python), str(ROOT / "packaging" / "bench.py"), *rest])


def run_shots(_options: argparse.Namespace, rest: list[str]) -> int:
    """Take screenshots; the options are those of shots.py."""
    project = environment.prepare()
    system_libraries.ensure(window=system_libraries.has_display(sys.platform, os.environ))
    return call([str(project.python), str(ROOT / "packaging" / "shots.py"), *rest])


def run_build(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Make the wheel and the source archive."""
    project = environment.prepare(["dev"])
    return call([str(project.python), "-m", "build", "--outdir", str(ROOT / "dist"), str(ROOT)])


if __name__ == "__main__":
    sys.exit(main())

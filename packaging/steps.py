"""Run the tools of the project one after another and say plainly how each went."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class StopError(Exception):
    """The world does not allow to go on: the text says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A tool to run: its title for people, its arguments, variables added to the environment."""

    title: str
    command: Sequence[str]
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step went. `code` is the tool's exit code, negative for the signal that ended it."""

    title: str
    code: int
    seconds: float


def say(text: str) -> None:
    """Print a progress line at once, also where the output goes into a pipe."""
    print(text, flush=True)


def call(command: Sequence[str], variables: Mapping[str, str] | None = None) -> int:
    """Run a tool from the project's folder with its output on ours and return its exit code.

    Raise StopError where the tool is not there or may not be run.
    """
    try:
        done = subprocess.run(
            list(command), cwd=ROOT, env={**os.environ, **(variables or {})}, check=False
        )
    except OSError as fault:
        raise StopError(f"{command[0]} could not be started: {fault.strerror}.") from fault
    return done.returncode


def run_steps(steps: Iterable[Step]) -> list[Outcome]:
    """Run every step, also after one that failed: people want to see all that is wrong."""
    outcomes = []
    for step in steps:
        say(f"\n-- {step.title}")
        start = time.monotonic()
        code = call(step.command, step.variables)
        outcomes.append(Outcome(step.title, code, time.monotonic() - start))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return one line for each step, the failed ones in capitals."""
    width = max((len(outcome.title) for outcome in outcomes), default=0)
    return "\n".join(
        f"{outcome.title:<{width}}  {verdict(outcome.code):<22}{outcome.seconds:6.1f} s"
        for outcome in outcomes
    )


def verdict(code: int) -> str:
    """Return how a tool ended, in words, from its exit code."""
    if code == 0:
        return "ok"
    if code < 0:
        return f"KILLED by signal {-code}"
    return f"FAILED (exit code {code})"


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Return 0 if every step went well, else 1."""
    return 1 if any(outcome.code for outcome in outcomes) else 0


def is_terminal() -> bool:
    """Tell whether a person watches the output."""
    return sys.stdout.isatty()

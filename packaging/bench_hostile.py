"""Measure the messages that are made to be slow to read."""

import sys
from collections.abc import Iterator

from bench_reading import Figure, inspect_bytes, spend
from steps import ROOT

WANTED = 50.0  # ms for any message
WANTED_A_BYTE = 20e-6  # ms more
ROUNDS = 3


def measure() -> Iterator[Figure]:
    """Yield the best of some times of each message, beside what it may take."""
    sys.path.insert(0, str(ROOT))  # other packages bring tests too
    from tests.hostile_messages import MESSAGES

    inspect_bytes(b"")  # rules are loaded once, not for each message
    over = 0
    for name, make in MESSAGES.items():
        data = make()
        wanted = WANTED + WANTED_A_BYTE * len(data)
        taken = min(spend(inspect_bytes, data) for _ in range(ROUNDS)) * 1e3
        over += taken > wanted
        yield Figure(f"hostile: {name}", taken, "ms", wanted)
    yield Figure("hostile messages that take longer than wanted", over, f"of {len(MESSAGES)}", 0)

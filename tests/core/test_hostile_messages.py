import email
import gc
import time

import pytest

from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.shipped import resource
from tests.hostile_messages import MESSAGES

# No message may take more than 50 ms and 20 ns a byte. Machines differ, and so does what else they
# do: here the time is counted in parses of a usual report by the standard library, in the same run.
PARSES = 150  # take about 50 ms
PARSES_A_BYTE = PARSES * 20e-9 / 50e-3
TOLERANCE = 2  # what others do on the machine meanwhile; the bench shows the time without it
ROUNDS = 8


def processor_seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.fixture(scope="module")
def parse():
    """The seconds that the standard library takes to parse a usual report."""
    report = resource("samples", "03-your-server-is-on-a-blocklist.eml").read_bytes()
    inspect(RawMessage(report))
    return min(
        processor_seconds(lambda: [email.message_from_bytes(report) for _ in range(50)]) / 50
        for _ in range(5)
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_no_message_takes_long(name, parse):
    message = RawMessage(MESSAGES[name]())
    gc.collect()
    bound = parse * (PARSES + PARSES_A_BYTE * len(message.data)) * TOLERANCE

    for _ in range(ROUNDS):
        seconds = processor_seconds(lambda: inspect(message))
        if seconds <= bound:
            break

    assert seconds <= bound, f"{seconds * 1e3:.0f} ms instead of {bound * 1e3:.0f}"

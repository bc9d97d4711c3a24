import pathlib
import re
import time

import pytest

from bounce_inspector.core.decoding.mime import scan
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.wording.message import Message
from tests.hostile_messages import PATTERNS
from tests.mutations import mutated

SAMPLES = sorted((pathlib.Path(__file__).parent.parent / "bounces").glob("*/*.eml"))
ROUNDS = 10_000
# How an address of RFC 6533 section 3 stands in a report that must be ASCII.
_UNITEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,5})\}")


def everything_said(data):
    """All texts of a message, decoded, as one string in which letters have no case."""
    structure = scan(data, into_messages=True)
    message = Message(structure)
    texts = [data.decode("utf-8", "replace"), data.decode("latin-1")]
    for part in structure.parts:
        texts.append(message.text_of(part))
        headers = structure.part_headers(part)
        texts += [value for name in headers for value in headers.all(name)]
    return _UNITEXT.sub(lambda found: chr(int(found[1], 16)), "\n".join(texts)).casefold()


def stands_there(address, said):
    """The address itself, or its two halves: VERP, xtext and line breaks part them."""
    local, _, domain = address.casefold().rpartition("@")
    return address.casefold() in said or (local in said and domain in said)


@pytest.mark.parametrize("first", range(0, ROUNDS, 500))
def test_a_broken_message_is_read_without_raising_and_without_inventing_an_address(first):
    for seed in range(first, first + 500):
        data = mutated(SAMPLES[seed % len(SAMPLES)].read_bytes(), seed)

        inspection = inspect(RawMessage(data))

        said = everything_said(data) if inspection.findings else ""
        for finding in inspection.findings:
            assert stands_there(finding.failure.recipient, said), (seed, finding.failure.recipient)


@pytest.mark.parametrize("name", PATTERNS)
def test_time_grows_with_the_length_and_no_faster(name):
    make = PATTERNS[name]
    inspect(RawMessage(make(10)))

    def seconds(count):
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            inspect(RawMessage(make(count)))
            best = min(best, time.process_time() - start)
        return best

    small = seconds(3_000)
    large = seconds(30_000)

    # Ten times the input; a quadratic pattern needs a hundred times the time.
    assert large <= 30 * max(small, 0.003)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"\x00" * 100, b"\xff\xd8\xff\xe0JFIF", b":", b"Subject", b"--", b"\n\n\n", b"\r"],
)
def test_what_is_no_message_is_other_mail_and_nothing_else(data):
    inspection = inspect(RawMessage(data))

    assert inspection.kind == "other"
    assert inspection.findings == ()

import pathlib
import re
import time

import pytest

from bounce_inspector.core.decoding.mime import scan
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.wording.message import Message
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


HEAD = (
    b"Return-Path: <>\nFrom: MAILER-DAEMON@mail.example\nTo: sender@example.org\n"
    b"Subject: Undelivered Mail Returned to Sender\n"
)
SENTENCE = b"\nYour message could not be delivered.\n"
REPORT = (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"
    + HEAD
    + b"\n--b\n\n"
    b"failed\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\n"
)
# What makes careless patterns slow, for a given number of repetitions.
HOSTILE = {
    "blanks": lambda n: HEAD + SENTENCE + b" " * n,
    "line ends": lambda n: HEAD + SENTENCE + b"\n" * n,
    "dashes": lambda n: HEAD + SENTENCE + b"-" * n,
    "quote marks": lambda n: HEAD + SENTENCE + b"> " * n,
    "at signs": lambda n: HEAD + SENTENCE + b"x@" * n,
    "one long line": lambda n: HEAD + SENTENCE + b"x" * n,
    "codes": lambda n: HEAD + SENTENCE + b"550 5.1.1 " * n,
    "open brackets": lambda n: HEAD + SENTENCE + b"(" * n,
    "host names": lambda n: HEAD + SENTENCE + b"host a.b.c.d.e." * n,
    "recipients": lambda n: HEAD + SENTENCE + b"<u@d.example>: 550 5.1.1 no\n\n" * n,
    "reported recipients": lambda n: REPORT + b"Final-Recipient: rfc822; u@d.example\n\n" * n,
    "dialogue": lambda n: HEAD + b"\n" + b"In: RCPT TO:<a@b.example>\nOut: 550 no\n" * n,
    "header fields": lambda n: b"X: y\n" * n + HEAD + SENTENCE,
    "folds": lambda n: HEAD + b"X: " + b"a\n " * n + b"\n" + SENTENCE,
    "encoded words": lambda n: b"Subject: " + b"=?utf-8?q?a?= " * n + b"\n\nx",
    "half encoded words": lambda n: b"Subject: " + b"=?a" * n + b"\n\nx",
    "parameters": lambda n: b"Content-Type: text/plain; " + b"a=b; " * n + b"\n" + HEAD + SENTENCE,
    "boundaries": lambda n: (
        b"Content-Type: multipart/mixed; boundary=B\n" + HEAD + b"\n" + b"--Bx\n" * n
    ),
    "tags": lambda n: b"Content-Type: text/html\n" + HEAD + SENTENCE + b"<a <b " * n,
    "comments": lambda n: b"Content-Type: text/html\n" + HEAD + SENTENCE + b"<!--" * n,
    "styles": lambda n: b"Content-Type: text/html\n" + HEAD + SENTENCE + b"<style>" * n,
    "fields in the text": lambda n: HEAD + SENTENCE + b"From: a\nTo: b\n" * n,
    "markers": lambda n: HEAD + SENTENCE + b"original message: a b@c\n" * n,
    "no charset": lambda n: HEAD + b"\n" + b"\xff\xe9" * n,
    "nested lists": lambda n: HEAD + b'\n{"notificationType":"Bounce","bounce":' + b"[" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_and_no_faster(name):
    make = HOSTILE[name]
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

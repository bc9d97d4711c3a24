import email
import email.policy
from pathlib import Path

import pytest

from bounce_inspector.core.decoding.mime import MAX_PARTS, normalise, scan
from bounce_inspector.core.model import Role
from tests.mutations import mutated

SAMPLES = sorted((Path(__file__).parent.parent.parent / "bounces").glob("*/*.eml"))
# What the standard library opens up and we read as one report.
REPORTS = {"message/delivery-status", "message/feedback-report", "message/disposition-notification"}
ROUNDS = 10_000


def standard_parts(message):
    kind = message.get_content_type()
    yield kind.encode("ascii", "replace").decode()
    if message.is_multipart() and kind not in REPORTS:
        for part in message.get_payload():
            yield from standard_parts(part)


def has_defect(message):
    return any(part.defects for part in message.walk())


def is_comparable(message):
    """What the library opens besides multiparts: enclosed messages; the rest is left as it is."""
    opened = {"message/rfc822", "message/global", "message/news"} | REPORTS
    return all(
        part.get_content_maintype() != "message" or part.get_content_type() in opened
        for part in message.walk()
    )


@pytest.mark.parametrize("first", range(0, ROUNDS, 500))
def test_parts_are_those_of_the_standard_library_wherever_it_finds_no_defect(first):
    compared = 0
    for seed in range(first, first + 500):
        data = normalise(mutated(SAMPLES[seed % len(SAMPLES)].read_bytes(), seed))
        message = email.message_from_bytes(data)
        if has_defect(message) or not is_comparable(message):
            continue

        # The library shows bytes that are no ASCII as U+FFFD, ours as Latin-1: both as "?" here.
        parts = [
            part.content_type.encode("ascii", "replace").decode()
            for part in scan(data, into_messages=True).parts
        ]

        assert parts == list(standard_parts(message)), seed
        compared += 1
    assert compared > 100


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_other_line_ends_give_the_same_structure(line_end):
    for sample in SAMPLES:
        data = normalise(sample.read_bytes())

        assert scan(data.replace(b"\n", line_end)).parts == scan(data).parts


def test_a_boundary_that_is_the_beginning_of_another_separates_nothing_of_it():
    data = (
        b"Content-Type: multipart/mixed; boundary=ab\n\n"
        b"--ab\n\none\n--abc\nstill one\n--ab\n\ntwo\n--ab--\n"
    )

    structure = scan(data)

    assert [structure.body(part) for part in structure.parts[1:]] == [
        b"one\n--abc\nstill one",
        b"two",
    ]


def test_a_boundary_that_is_not_announced_is_recognised_by_what_follows_it():
    data = (
        b"Content-Type: multipart/report; report-type=delivery-status\n\n"
        b"--lost\nContent-Type: text/plain\n\nwords\n"
        b"--lost\nContent-Type: message/delivery-status\n\nAction: failed\n--lost--\n"
    )

    roles = [part.role for part in scan(data).parts]

    assert roles == [Role.CONTAINER, Role.EXPLANATION, Role.REPORT]


@pytest.mark.parametrize(("length", "number"), [(70, 3), (71, 1)])
def test_what_divides_parts_without_being_announced_is_as_long_as_a_boundary_may_be(length, number):
    mark = b"--" + b"x" * length
    data = b"Content-Type: multipart/mixed\n\n" + (mark + b"\nContent-Type: text/plain\n\na\n") * 2

    assert len(scan(data).parts) == number


def test_nesting_and_number_of_parts_are_limited_and_the_limit_is_named():
    deep = b"text/plain\n\nx"
    for level in range(130):
        deep = b"multipart/mixed; boundary=%d\n\n--%d\nContent-Type: %b\n--%d--" % (
            level,
            level,
            deep,
            level,
        )
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * (MAX_PARTS + 5)

    assert scan(b"Content-Type: " + deep).limits == ("nesting",)
    assert scan(many).limits == ("parts",)
    assert len(scan(many).parts) == MAX_PARTS


def test_an_mbox_separator_that_was_left_in_place_is_no_header():
    structure = scan(b"From MAILER-DAEMON Mon Mar  4 10:00:00 2024\nSubject: x\n\nbody\n")

    assert structure.headers.get("subject") == "x"
    assert structure.body(structure.parts[0]) == b"body\n"


def test_an_empty_message_has_one_empty_part():
    structure = scan(b"")

    assert len(structure.parts) == 1
    assert structure.body(structure.parts[0]) == b""

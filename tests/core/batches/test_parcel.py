import dataclasses
from datetime import UTC, datetime

from bounce_inspector.core import model
from bounce_inspector.core.batches.parcel import pack, unpack
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.problems import Problem

BOUNCE = (
    b"From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
    b"Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b--\n"
)


def test_what_arrives_is_what_was_sent():
    sent = [
        inspect(model.RawMessage(BOUNCE, "box", problems=(Problem("a", "b", "c"),))),
        model.Unread("box", "", Problem("a", "b")),
        inspect(model.RawMessage(b"Subject: no\n\n")),
    ]
    assert sent[0].findings

    assert unpack(pack(sent)) == sent


def test_every_field_of_every_value_arrives():
    for kind in vars(model).values():
        names = names_of_fields(kind)
        if names:
            value = kind(**{name: (name, datetime(2015, 1, 1, tzinfo=UTC)) for name in names})

            [arrived] = unpack(pack([value]))

            assert arrived == value
            assert type(arrived) is kind


def names_of_fields(kind):
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(kind)]
    return getattr(kind, "_fields", ())

import json
from datetime import datetime, timedelta, timezone

from bounce_inspector.core.model import Inspection, Kind, Original
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.record import to_record
from tests.core.ledger.ledger_samples import finding, full_finding

MESSAGE_KEYS = {
    *("source", "entry", "index", "offset", "size", "kind", "dialect", "date", "original"),
    *("failures", "problems"),
}
FAILURE_KEYS = {
    *("recipient", "final_recipient", "action", "status", "reply", "command", "diagnostic"),
    *("remote_host", "provider", "category", "permanent", "fault", "advice", "rule"),
    *("confidence", "runner_up", "evidence"),
}
ORIGINAL_KEYS = {"message_id", "from", "to", "subject", "date", "list_id", "campaign"}
DATE = datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=2)))


def test_every_key_is_there_also_where_nothing_is_known():
    record = to_record(Inspection("a.eml", "", 0, 0, 10, Kind.OTHER))

    assert record.keys() >= MESSAGE_KEYS
    assert record["original"] == dict.fromkeys(ORIGINAL_KEYS)
    assert (record["kind"], record["dialect"], record["date"]) == ("other", None, None)
    assert (record["failures"], record["problems"]) == ([], [])


def test_a_failure_and_its_verdict_are_one_table():
    inspection = Inspection("a.eml", "", 0, 0, 10, Kind.DELAY, findings=(full_finding(),))

    (failure,) = to_record(inspection)["failures"]

    assert failure.keys() >= FAILURE_KEYS
    assert failure["recipient"] == "Bob.Miller@Example.org"
    assert failure["final_recipient"] == "bob@inside.example.net"
    assert (failure["action"], failure["command"]) == ("delayed", "end-of-data")
    assert (failure["status"], failure["reply"]) == ("4.2.2", "452")
    assert (failure["category"], failure["permanent"]) == ("mailbox-full", False)
    assert (failure["fault"], failure["advice"]) == ("recipient", "watch")
    assert (failure["provider"], failure["confidence"]) == ("microsoft", "likely")
    assert failure["runner_up"] == {
        "category": "unclassified",
        "rule": "by-code",
        "why": "the words say more",
    }
    assert failure["evidence"] == {"part": 1, "start": 28, "end": 40}


def test_what_is_unknown_is_null_and_never_made_up():
    inspection = Inspection(
        "a.eml", "", 0, 0, 10, Kind.COMPLAINT, findings=(finding(action=None, status=None),)
    )

    (failure,) = to_record(inspection)["failures"]

    for key in ("action", "status", "command", "final_recipient", "runner_up", "evidence"):
        assert failure[key] is None


def test_dates_keep_their_zone_and_problems_say_what_to_do():
    inspection = Inspection(
        *("mails.zip", "in/7.eml", 3, 500, 10, Kind.BOUNCE),
        dialect="exim",
        date=DATE,
        original=Original("<1@x.example>", "a@x.example", "b@x.example", "Hi", DATE, "l", "c"),
        problems=(Problem("cut", "It is cut.", "Save it again."),),
        message_id="<2@x.example>",
    )

    record = to_record(inspection)

    assert record["date"] == "2026-01-05T09:30:00+02:00"
    assert record["problems"] == [{"code": "cut", "text": "It is cut. Save it again."}]
    assert record["original"]["date"] == "2026-01-05T09:30:00+02:00"
    assert (record["entry"], record["index"], record["offset"]) == ("in/7.eml", 3, 500)
    assert json.loads(json.dumps(record)) == record

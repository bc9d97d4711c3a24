import pytest

from bounce_inspector.core.model import Stage
from bounce_inspector.core.smtp import find_codes, find_host, find_stage, find_status


@pytest.mark.parametrize(
    ("text", "reply", "status"),
    [
        ("550 5.1.1 No such user", "550", "5.1.1"),
        ("550-5.7.26 first\n550 5.7.26 second", "550", "5.7.26"),
        ("550 #5.1.0 Address rejected", "550", "5.1.0"),
        ("said: 552 Mailbox full (in reply to RCPT TO)", "552", None),
        ("Remote host said: 550 unknown", "550", None),
        ("sorry, no mailbox here (#5.1.1)", None, "5.1.1"),
        ("host mx.example.com [192.0.2.1]: 421 try later", "421", None),
        ("smtp; 554 5.7.1 refused", "554", "5.7.1"),
        ("connect to 192.168.5.1.1 port 25", None, None),
        ("version 5.7.26.3 of the program", None, None),
        ("queue id 550A12B", None, None),
        ("delivered with 250 2.0.0 Ok", None, "2.0.0"),
        ("on 12 May 2024 at 14:45 nothing failed", None, None),
    ],
)
def test_codes_are_taken_from_where_codes_stand(text, reply, status):
    assert find_codes(text) == (reply, status)


def test_a_failure_counts_more_than_a_success_before_it():
    assert find_status("2.1.5 ok, then 5.2.2 full") == "5.2.2"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("(in reply to RCPT TO command)", Stage.RCPT),
        ("(in reply to end of DATA command)", Stage.END_OF_DATA),
        ("SMTP error from remote mail server after MAIL FROM:<a@b.example>", Stage.MAIL),
        ("after initial connection", Stage.CONNECT),
        ("refused to talk to me: 554", Stage.CONNECT),
        ("(in reply to DATA command)", Stage.DATA),
        ("in reply to EHLO", Stage.EHLO),
        ("failed after I sent the message.", Stage.END_OF_DATA),
        ("mailbox full", None),
    ],
)
def test_the_stage_of_the_dialogue_is_read_from_the_words(text, stage):
    assert find_stage(text) is stage


@pytest.mark.parametrize(
    ("text", "host", "ip"),
    [
        ("host mx1.example.com[192.0.2.1] said: 550", "mx1.example.com", "192.0.2.1"),
        ("host mx.example.com [192.0.2.20]: 550", "mx.example.com", "192.0.2.20"),
        ("... while talking to mail.example.org.:", "mail.example.org", None),
        ("connect to mx.example.net[2001:db8::1]: timed out", "mx.example.net", "2001:db8::1"),
        ("Giving up on 192.0.2.7.", None, "192.0.2.7"),
        ("nobody is named", None, None),
    ],
)
def test_the_server_that_spoke_is_named(text, host, ip):
    assert find_host(text) == (host, ip)

import json

import pytest

from bounce_inspector.core.explaining.explain import load_knowledge
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.pasted_replies import logged_in
from bounce_inspector.core.model import Category

ENGLISH = load_knowledge("en")
POSTFIX = (
    "Nov 23 06:43:47 mx postfix/smtp[123]: 4F2A1: to=<anna@example.org>, orig_to=<a@example.com>,"
    " relay=mx.example.org[192.0.2.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=5.1.1,"
    " status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 <anna@example.org>: Recipient"
    " address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command))"
)
EXIM = (
    "2026-11-23 06:43:47 1tAbCd-000123-4x ** anna@example.org R=dnslookup T=remote_smtp"
    " H=mx.example.org [192.0.2.1]: SMTP error from remote mail server after end of data:"
    " 552 5.3.4 message size exceeds limit"
)
SENDMAIL = (
    "Nov 23 06:43:47 mx sm-mta[1]: 6ANAB: to=<anna@example.org>, ctladdr=<me@example.com> (1/1),"
    " delay=00:00:01, mailer=esmtp, relay=mx.example.org. [192.0.2.1], dsn=5.1.1,"
    " stat=User unknown"
)
SES = json.dumps({
    "notificationType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "reportingMTA": "dsn; a8-30.smtp-out.example.com",
        "bouncedRecipients": [
            {
                "emailAddress": "anna@example.org",
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 user unknown",
            },
            {
                "emailAddress": "berta@example.org",
                "action": "failed",
                "status": "5.2.2",
                "diagnosticCode": "smtp; 552 5.2.2 mailbox full",
            },
        ],
    },
})  # fmt: skip


def only(text):
    (it,) = explain_text(text, ENGLISH)
    return it


def test_a_line_of_postfix_gives_recipient_server_stage_and_reply():
    (failure,) = logged_in(POSTFIX)
    it = only(POSTFIX)

    assert failure.recipient == "anna@example.org"
    assert failure.remote_host == "mx.example.org"
    assert failure.status == "5.1.1"
    assert failure.reply == "550"
    assert it.category is Category.MAILBOX_UNKNOWN
    assert it.stage == ENGLISH.phrase("stage.rcpt")
    assert "4F2A1" not in it.quoted


def test_a_deferred_line_of_postfix_is_no_failure_yet():
    line = POSTFIX.replace("status=bounced", "status=deferred").replace("550 5.1.1", "450 4.2.0")

    assert only(line).kind == "delay"


def test_a_sent_line_of_postfix_is_a_delivery():
    line = (
        "Nov 23 06:43:47 mx postfix/smtp[1]: 4F2A1: to=<anna@example.org>,"
        " relay=mx.example.org[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)"
    )

    assert only(line).kind == "delivered"


def test_a_line_of_exim_gives_recipient_server_stage_and_reply():
    (failure,) = logged_in(EXIM)
    it = only(EXIM)

    assert failure.recipient == "anna@example.org"
    assert failure.remote_host == "mx.example.org"
    assert it.category is Category.MESSAGE_TOO_LARGE
    assert it.stage == ENGLISH.phrase("stage.end-of-data")


def test_a_deferred_line_of_exim_is_no_failure_yet():
    it = only(
        "2026-11-23 06:43:47 1tAbCd-000123-4x == anna@example.org R=dnslookup T=remote_smtp"
        " defer (110): Connection timed out"
    )

    assert it.kind == "delay"
    assert it.category is Category.NETWORK_UNREACHABLE


def test_a_line_of_sendmail_gives_recipient_and_reason():
    (failure,) = logged_in(SENDMAIL)

    assert failure.recipient == "anna@example.org"
    assert failure.diagnostic == "User unknown"
    assert failure.status == "5.1.1"
    assert only(SENDMAIL).category is Category.MAILBOX_UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'",
        "RECEIVE,FAIL,{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP"
        " address lookup}",
    ],
)
def test_a_line_of_exchange_gives_the_reply(text):
    it = only(text)

    assert it.category is Category.MAILBOX_UNKNOWN
    assert it.quoted.startswith("550 5.1.10")


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_event_of_ses_gives_each_recipient(wrapped):
    text = json.dumps({"Type": "Notification", "Message": SES}) if wrapped else SES

    found = explain_text(text, ENGLISH)

    assert [(it.recipient, it.category) for it in found] == [
        ("anna@example.org", Category.MAILBOX_UNKNOWN),
        ("berta@example.org", Category.MAILBOX_FULL),
    ]


def test_a_complaint_of_ses_is_a_complaint():
    it = only(json.dumps({
        "notificationType": "Complaint",
        "complaint": {"complainedRecipients": [{"emailAddress": "anna@example.org"}]},
    }))  # fmt: skip

    assert it.kind == "complaint"
    assert it.recipient == "anna@example.org"


def test_events_one_per_line_are_all_read():
    assert len(explain_text(f"{SES}\n{SES.replace('anna', 'carla')}\n", ENGLISH)) == 3


def test_lines_about_other_things_in_a_log_are_left_out():
    log = (
        "Nov 23 06:43:40 mx postfix/smtpd[9]: connect from client.example.com[192.0.2.5]\n"
        f"{POSTFIX}\n"
        "Nov 23 06:43:48 mx postfix/qmgr[8]: 4F2A1: removed\n"
    )

    assert [it.recipient for it in explain_text(log, ENGLISH)] == ["anna@example.org"]


def test_equal_lines_are_explained_once():
    assert len(explain_text(f"{POSTFIX}\n{POSTFIX}\n", ENGLISH)) == 1


def test_what_goes_beyond_the_limit_is_counted():
    log = "\n".join(POSTFIX.replace("anna", f"anna{number}") for number in range(12))

    found = explain_text(log, ENGLISH, limit=10)

    assert len(found) == 11
    assert "2 more lines" in found[-1].happened

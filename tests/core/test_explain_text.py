import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.explain import load_knowledge
from bounce_inspector.core.explain_text import explain_text
from bounce_inspector.core.explanation import Reader
from bounce_inspector.core.explanation_text import to_text
from bounce_inspector.core.model import Advice, Category
from bounce_inspector.core.pasted_replies import replies_in

ENGLISH = load_knowledge("en")
SEED = ("421", "450", "451", "452", "500", "501", "503", "504", "507", "550", "551", "552",
        "553", "554")  # fmt: skip
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


@pytest.mark.parametrize("code", SEED)
def test_each_code_of_the_seed_list_is_explained(code):
    it = only(code)

    assert it.title
    assert it.happened
    assert it.code[0].text == code
    assert it.sources
    assert it.remedy(Reader.CUSTOMER)
    assert it.remedy(Reader.ADMINISTRATOR)


@pytest.mark.parametrize("code", ["421", "450", "451", "452"])
def test_a_temporary_code_says_how_long_servers_try_and_what_comes_then(code):
    it = only(code)
    said = f"{it.passes} {it.remedy(Reader.CUSTOMER)}"

    assert "four to five days" in said
    assert any(word in said for word in ("gives up", "final", "no longer read"))
    assert any("4.5.4.1" in source for source in it.sources)


def test_507_is_said_to_be_no_smtp_code():
    it = only("507")

    assert "not an SMTP code" in it.happened
    assert "HTTP" in it.happened
    assert "507 is not a code of the mail standard" in it.contradiction
    assert any("507" in erratum.says for erratum in it.errata)


def test_552_is_a_full_mailbox_or_a_large_message_or_a_blocked_file():
    it = only("552")
    meanings = " ".join(it.meanings)

    assert it.category is None
    assert "full" in meanings
    assert "larger" in meanings
    assert "file" in meanings


def test_550_is_an_unknown_mailbox_or_a_policy():
    meanings = only("550").meanings

    assert "does not exist" in meanings[0]
    assert "rule" in meanings[1]


def test_554_at_the_start_is_a_block():
    it = only("554")

    assert "at the very start" in it.happened
    assert "blocked" in it.happened


@pytest.mark.parametrize(
    "text",
    ["421 450 451", "421, 450 and 451", "421/450/451", "421\n450\n451\n", "Codes: 421; 450; 451."],
)
def test_several_codes_are_explained_one_by_one(text):
    assert [it.code[0].text for it in explain_text(text, ENGLISH)] == ["421", "450", "451"]


@pytest.mark.parametrize("text", ["550 5.7.26", "550-5.7.26", "550 (5.7.26)", "error 550 #5.7.26"])
def test_a_reply_code_and_the_enhanced_code_behind_it_are_one(text):
    it = only(text)

    assert it.category is Category.AUTHENTICATION_FAILED
    assert it.title == ENGLISH.enhanced["X.7.26"].title


def test_a_code_of_the_registry_brings_what_providers_mean_by_it():
    it = only("5.1.10")

    assert it.category is Category.DOMAIN_UNKNOWN
    assert any("Microsoft" in meaning for meaning in it.meanings)


def test_a_code_used_for_everything_gives_way_to_the_reply_code():
    it = only("554 5.7.1")

    assert it.title == ENGLISH.replies["554"].title
    assert it.meanings[: len(ENGLISH.replies["554"].meanings)] == ENGLISH.replies["554"].meanings


def test_a_code_of_success_is_no_error():
    for text in ("250", "250 2.0.0", "2.1.5", "354"):
        assert only(text).title == ENGLISH.phrase("code.success-title")


def test_a_number_in_no_list_is_said_to_be_unknown():
    assert only("599").title == ENGLISH.phrase("code.unknown-title")
    assert only("999").title == ENGLISH.phrase("code.unknown-title")


def test_a_bare_code_never_tells_to_remove_an_address():
    for code in (*SEED, *ENGLISH.replies, *ENGLISH.facts.enhanced):
        it = only(code)
        assert it.advice is None
        assert "goes." not in it.address
        assert it.remedy(Reader.LIST_KEEPER) == ENGLISH.phrase("for-code.list-keeper")


@pytest.mark.parametrize("code", [*ENGLISH.replies, *ENGLISH.enhanced])
def test_every_code_is_explained_without_a_hole(code):
    it = only(code)

    assert it.move
    assert it.passes
    assert it.sources
    assert "{" not in to_text(it, ENGLISH)


def test_a_pasted_reply_is_judged_by_its_words():
    it = only("550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown")

    assert it.category is Category.MAILBOX_UNKNOWN
    assert it.advice is Advice.REMOVE
    assert it.recipient == "anna@example.org"
    assert it.code[0].text == "550"


def test_a_reply_of_several_lines_is_one():
    it = only(
        "550-5.7.26 This message does not pass authentication checks. The sender is\n"
        "550-5.7.26 unauthenticated. Messages must pass with either SPF or DKIM.\n"
        "550 5.7.26 https://example.com/help - gsmtp"
    )

    assert it.category is Category.AUTHENTICATION_FAILED


def test_several_replies_below_each_other_are_explained_one_by_one():
    found = explain_text("550 5.1.1 User unknown\n552 5.2.2 Mailbox full\n", ENGLISH)

    assert [it.category for it in found] == [Category.MAILBOX_UNKNOWN, Category.MAILBOX_FULL]


def test_a_line_of_postfix_gives_recipient_server_stage_and_reply():
    (failure,) = replies_in(POSTFIX)
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
    (failure,) = replies_in(EXIM)
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
    (failure,) = replies_in(SENDMAIL)

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


def test_blank_text_gives_nothing():
    assert explain_text("", ENGLISH) == ()
    assert explain_text(" \n\t ", ENGLISH) == ()


def test_words_that_say_nothing_are_not_guessed():
    it = only("The quick brown fox jumps over the lazy dog.")

    assert it.category is Category.UNCLASSIFIED
    assert it.advice is Advice.KEEP


@pytest.mark.parametrize(
    "text",
    [
        '{"bounce": 5}',
        '{"bounce": {"bouncedRecipients": [1, {"emailAddress": 7}]}}',
        "{" * 100_000,
        "[" * 5_000 + "]" * 5_000,
        '{"Message": "{"}',
        "550-",
        "\x00\u202e550 5.1.1 \ud800",
        "to=<> relay= dsn= status=bounced (",
        "{LED=",
    ],
)
def test_broken_input_is_survived(text):
    assert explain_text(text, ENGLISH)


@given(st.text(max_size=2_000))
def test_no_text_makes_it_fail(text):
    for it in explain_text(text, ENGLISH):
        assert it.title
        assert it.language == "en"


@given(
    st.lists(
        st.sampled_from((
            *("550", "5.1.1", " ", "-", "\n", "status=bounced (", "to=<a@b.c>", "{LED=", "** "),
            *("2026-11-23 06:43:47 1tAbCd-000123-4x ", "H=mx [192.0.2.1]", "stat=", "{", "== "),
        )),
        max_size=60,
    )
)  # fmt: skip
def test_no_mixture_of_the_marks_makes_it_fail(parts):
    for it in explain_text("".join(parts), ENGLISH):
        assert it.title


def _seconds(text):
    started = time.perf_counter()
    explain_text(text, ENGLISH)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    "piece",
    [
        "550 5.1.1 user unknown ",
        "H=x H=x ",
        "a@",
        "550-5.1.1 ",
        "status=bounced (",
        "to=<a@b.c>, relay=x[192.0.2.1] ",
        "127.0.0.2 limit 5 ",
        "550 x\n",
        " ",
        "9",
    ],
)
def test_time_grows_no_faster_than_the_text(piece):
    short = piece * (40_000 // len(piece))
    long = piece * (320_000 // len(piece))
    _seconds(short)

    # Eight times the text may take eight times as long; squared would be sixty-four times.
    assert _seconds(long) < 25 * _seconds(short) + 0.2

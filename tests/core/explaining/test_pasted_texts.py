"""What people paste is read: who it is about, what happened, and nothing of the mail itself."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.explanation_text import to_markdown, to_record, to_text
from bounce_inspector.core.explaining.pasted_replies import logged_in
from bounce_inspector.core.model import Stage
from tests.core.findings import ENGLISH

HERE = Path(__file__).resolve().parent
TEXTS = tomllib.loads((HERE / "pasted_texts.toml").read_text("utf-8"))["text"]
BY_NAME = {each["name"]: each["text"] for each in TEXTS}
# These stand in the texts as what the mail was about and who else got it.
PRIVATE = ("secret plan", "agenda", "eve@example.org")


def outcome(explanation):
    return [explanation.recipient, explanation.kind or explanation.category]


@pytest.mark.parametrize("pasted", TEXTS, ids=lambda each: each["name"])
def test_each_text_gives_each_address_and_what_happened_to_it(pasted):
    assert [outcome(it) for it in explain_text(pasted["text"], ENGLISH)] == pasted["found"]


@pytest.mark.parametrize("pasted", TEXTS, ids=lambda each: each["name"])
def test_each_text_is_explained_in_every_form_and_without_the_mail_itself(pasted):
    for it in explain_text(pasted["text"], ENGLISH):
        for told in (to_text(it, ENGLISH), to_markdown(it, ENGLISH), str(to_record(it))):
            assert it.title in told
            assert not [words for words in PRIVATE if words in told.casefold()]


def test_a_log_gives_the_reply_alone_to_be_judged():
    (it,) = explain_text(BY_NAME["exim-fail"], ENGLISH)

    assert it.quoted.startswith("SMTP error from remote mail server after RCPT TO")


def test_the_line_of_our_own_refusal_tells_the_step_of_the_dialogue():
    (failure,) = logged_in(BY_NAME["postfix-reject"])

    assert failure.stage is Stage.RCPT
    assert failure.diagnostic.startswith("450 4.7.1")


def test_the_header_of_a_table_names_its_columns():
    rows = (
        "type,timeLogged,rcpt,orig,dsnDiag\n"
        'b,2026-11-23 06:43:47+0100,jo@example.org,news@example.net,"smtp;552 5.2.2 full, sorry"\n'
    )
    (it,) = explain_text(rows, ENGLISH)

    assert outcome(it) == ["jo@example.org", "mailbox-full"]
    assert it.quoted == "552 5.2.2 full, sorry"


def test_every_recipient_of_a_row_is_told():
    row = (
        '2026-11-23T06:43:47.120Z,,,,,"",,SMTP,FAIL,17,<a1@example.net>,7f,'
        'jo@example.org;bo@example.org,"[{LED=550 5.1.1 User unknown}]",9120,2,,,Agenda,a@b.example'
    )

    assert [it.recipient for it in explain_text(row, ENGLISH)] == [
        "jo@example.org",
        "bo@example.org",
    ]


@given(
    st.lists(
        st.sampled_from((
            *("{", "}", '"', ":", "[", "]", ",", "\n", "b,2026-11-23 06:43:47,", "a@b.example"),
            *('"event":"failed"', '"recipient":"a@b.example"', '"Message":"{', "STOREDRIVER,FAIL,"),
            *("reject: RCPT from x[192.0.2.1]: ", "; from=<a@b> to=<c@d.example>", "{LED="),
            *("2026-11-23T06:43:47.1Z,", "delivery 1: failure: ", " rejected RCPT <", "to=<a@b>,"),
            *("Final-Recipient: rfc822;a@b.example\n", "Action: failed\n", "Status: 5.1.1\n"),
            "{FQDN=",
        )),
        max_size=60,
    )
)  # fmt: skip
def test_no_mixture_of_their_marks_makes_it_fail(parts):
    for it in explain_text("".join(parts), ENGLISH):
        assert it.title


def test_a_report_with_many_recipients_stops_at_the_limit_and_says_so():
    report = "".join(
        f"Final-Recipient: rfc822; jo{number}@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        for number in range(12)
    )

    found = explain_text(report, ENGLISH, limit=10)

    assert len(found) == 11
    assert found[9].recipient == "jo9@example.org"
    assert "2 more" in found[-1].happened


@pytest.mark.parametrize(
    "said",
    [
        "553 5.1.8 <news@example.net>... Domain of sender address news@example.net does not exist",
        "553 5.1.8 Domain of sender address news@example.net does not exist",
        "Connected to 192.0.2.1 but sender was rejected. Remote host said: 550 <news@example.net>",
        "SMTP error from remote mail server after MAIL FROM:<news@example.net>: 550 denied",
    ],
)
def test_the_senders_own_address_is_not_taken_for_the_recipients(said):
    (it,) = explain_text(said, ENGLISH)

    assert it.recipient == ""
    assert not any("example.net" in sentence for sentence in it.ask)


def test_a_recipient_above_the_servers_words_is_kept_whatever_the_step():
    (it,) = explain_text("<jo@example.org>: sender was rejected (in reply to MAIL FROM)", ENGLISH)

    assert it.recipient == "jo@example.org"


def test_a_text_without_any_code_is_not_said_to_have_one():
    (unknown,) = explain_text("Sorry, it did not work out.", ENGLISH)
    (dead,) = explain_text("The recipient name is not recognized: Unknown Recipient", ENGLISH)

    assert unknown.passes == ENGLISH.phrase("passes.no-code")
    assert "problem of the moment" not in f"{dead.passes} {dead.address}"
    assert dead.advice == "remove"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.explaining.explain import (
    Reader,
    explain,
    explain_inspection,
)
from bounce_inspector.core.explaining.explanation_text import to_markdown, to_record, to_text
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Finding,
    Kind,
    RunnerUp,
    Stage,
)
from tests.core.findings import ENGLISH, RULES, explained, inspection, judged, verdict


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("reply", ["550", "450", None])
def test_every_category_is_explained_without_a_hole(category, reply):
    bare = Finding(Failure("", reply=reply), verdict(category))
    full = Finding(
        Failure(
            "anna@example.org",
            reply=reply,
            remote_host="mx.example.org",
            diagnostic="host [192.0.2.9] blocked using zen.spamhaus.org, limit 20971520 bytes",
        ),
        verdict(category, provider="google"),
    )
    for finding in (bare, full):
        it = explain(finding, ENGLISH)

        assert it.category is category
        assert it.title
        assert it.happened
        assert it.move
        assert it.passes
        assert it.address
        assert {remedy.reader for remedy in it.remedies} == set(Reader)
        assert "{" not in to_text(it, ENGLISH)
        assert "  " not in it.happened


def test_the_values_of_the_bounce_are_filled_in():
    it = explained(
        "550 5.1.1 No such user here", reply="550", status="5.1.1", remote_host="mx.example.org"
    )

    assert "anna@example.org" in it.happened
    assert "example.org" in it.happened
    assert it.recipient == "anna@example.org"


def test_the_limit_the_server_names_is_told():
    it = explained(
        "552 5.3.4 Message size 31000000 exceeds size limit 26214400", reply="552", status="5.3.4"
    )

    assert it.category is Category.MESSAGE_TOO_LARGE
    assert "25 MB" in it.happened


def test_a_listed_server_is_told_its_address_the_list_and_where_to_look():
    it = explained(
        "554 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org; 127.0.0.4",
        reply="554",
        status="5.7.1",
    )

    assert "192.0.2.7" in it.happened
    assert "Spamhaus XBL" in it.happened
    assert [listing.id for listing in it.blocklists] == ["spamhaus-xbl"]
    assert any("check.spamhaus.org" in sentence for sentence in it.ask)


def test_a_refused_query_is_not_called_a_listing():
    it = explained(
        "554 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org; 127.255.255.254",
        reply="554",
        status="5.7.1",
    )

    assert [listing.id for listing in it.blocklists] == ["spamhaus-query-error"]
    assert "Spamhaus ZEN" not in it.happened
    assert "not on the list" in it.blocklists[0].lists


def test_a_list_that_closed_is_said_to_be_closed():
    it = explained("554 5.7.1 Client host [192.0.2.7] blocked using dnsbl.sorbs.net", reply="554")

    assert "2024" in it.blocklists[0].lists
    assert it.blocklists[0].lookup == ""


def test_the_provider_speaks_before_the_standard():
    it = explained(
        "552-5.2.2 The recipient's inbox is out of storage space and inactive. p=OverQuotaPerm",
        reply="552",
        status="5.2.2",
        remote_host="gmail-smtp-in.l.google.com",
    )
    text = to_text(it, ENGLISH)

    assert "not been used for a long time" in it.provider_note
    assert text.index(it.provider_note[:40]) < text.index("no room left")


def test_the_stage_of_the_dialogue_is_told_where_it_is_known():
    early = explained("554 refused", reply="554", stage=Stage.CONNECT)
    unknown = explained("554 refused", reply="554")

    assert "very start" in early.stage
    assert unknown.stage == ""


def test_words_against_the_code_are_said_openly():
    it = explained("550 5.1.1 sender is blacklisted", reply="550", status="5.1.1")

    assert "5.1.1" in it.contradiction
    assert ENGLISH.enhanced["X.1.1"].title in it.contradiction
    assert it.title in it.contradiction
    assert it.errata


def test_a_number_that_a_provider_uses_its_own_way_is_explained_by_the_provider():
    it = explained(
        "550 5.7.30 This mail has been blocked because DKIM did not pass",
        reply="550",
        status="5.7.30",
        remote_host="gmail-smtp-in.l.google.com",
    )

    assert "Gmail uses this number in its own way" in it.contradiction
    assert "DKIM did not pass" in it.provider_note


def test_wording_gives_a_provider_away_where_no_host_is_known():
    it = explained(
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", reply="550", status="5.1.10"
    )

    assert it.category is Category.MAILBOX_UNKNOWN
    assert "Microsoft" in it.contradiction


def test_codes_of_two_classes_are_said_to_disagree():
    it = explained("421 5.7.32 not aligned with DKIM or SPF", reply="421", status="5.7.32")

    assert "do not begin alike" in it.contradiction


def test_a_final_code_that_may_pass_is_said_to_pass():
    it = explained("552 5.2.2 mailbox full", reply="552", status="5.2.2")

    assert not it.permanent
    assert "may pass all the same" in it.contradiction


def test_a_code_and_words_that_agree_give_no_contradiction():
    it = explained("550 5.1.1 User unknown", reply="550", status="5.1.1")

    assert it.contradiction == ""
    assert it.errata == ()


def test_a_number_that_is_no_smtp_code_is_called_that():
    it = explained("541 5.4.1 mail rejected by destination domain", reply="541", status="5.4.1")

    assert "541 is not a code of the mail standard" in it.contradiction


def test_a_soft_failure_that_became_final_says_that_the_servers_gave_up():
    it = explained("452 4.2.2 mailbox full", reply="452", status="4.2.2", action=Action.FAILED)

    assert "four to five days" in it.passes
    assert "given up" in it.passes
    assert any("4.5.4.1" in source for source in it.sources)


def test_a_soft_reply_of_unknown_outcome_says_how_long_servers_try():
    it = explained("452 4.2.2 mailbox full", reply="452", status="4.2.2", action=None)

    assert "four to five days" in it.passes
    assert "final" in it.passes


def test_an_address_that_is_watched_is_told_after_how_many_failures_it_goes():
    it = explained("452 4.2.2 mailbox full", reply="452", status="4.2.2")
    facts = RULES.categories[Category.MAILBOX_FULL]

    assert f"After {facts.remove_after} failures" in it.address
    assert str(facts.within_days) in it.address


def test_advice_against_the_usual_one_has_its_own_words():
    removed = Finding(Failure("a@example.org"), verdict(Category.GREYLISTED, advice=Advice.REMOVE))

    assert explain(removed, ENGLISH).address == ENGLISH.phrase("address-for.remove")


def test_a_fault_against_the_usual_one_has_its_own_words():
    theirs = Finding(
        Failure("a@example.org"), verdict(Category.RELAY_DENIED, fault=Fault.RECIPIENT_SERVER)
    )

    assert explain(theirs, ENGLISH).move == ENGLISH.phrase("move.recipient-server")


def test_mail_that_was_forwarded_names_both_addresses():
    it = explained("550 5.1.1 User unknown", reply="550", final_recipient="anna@example.net")

    assert "anna@example.org was sent on to anna@example.net" in it.happened
    assert "mail server for example.net" in it.happened


def test_the_second_choice_is_told_with_the_reason_why_it_lost():
    finding = Finding(
        Failure("a@example.org"),
        verdict(
            Category.MAILBOX_FULL,
            runner_up=RunnerUp(Category.MAILBOX_INACTIVE, "code-disabled", ""),
        ),
    )

    assert (
        ENGLISH.categories[Category.MAILBOX_INACTIVE].title in explain(finding, ENGLISH).runner_up
    )


def test_a_second_choice_that_says_nothing_is_not_told():
    finding = Finding(
        Failure("a@example.org"),
        verdict(Category.MAILBOX_FULL, runner_up=RunnerUp(Category.UNCLASSIFIED, "code-other", "")),
    )

    assert explain(finding, ENGLISH).runner_up == ""


def test_the_rule_that_decided_is_the_first_source():
    finding = judged("550 5.1.1 User unknown", reply="550", status="5.1.1")
    it = explain(finding, ENGLISH)

    assert finding.verdict.rule in it.sources[0]
    assert RULES.by_id[finding.verdict.rule].date in it.sources[0]
    assert len(set(it.sources)) == len(it.sources)


def test_confidence_is_told_in_words():
    for confidence in Confidence:
        finding = Finding(
            Failure("a@example.org"), verdict(Category.MAILBOX_FULL, confidence=confidence)
        )
        assert explain(finding, ENGLISH).confidence == ENGLISH.phrase(f"confidence.{confidence}")


def test_a_guess_lists_what_the_code_is_used_for():
    finding = Finding(
        Failure("a@example.org", reply="550"),
        verdict(Category.UNCLASSIFIED, confidence=Confidence.GUESS),
    )

    assert explain(finding, ENGLISH).meanings == ENGLISH.replies["550"].meanings


@pytest.mark.parametrize(
    ("category", "card"),
    [
        (Category.MAILBOX_UNKNOWN, "confirmed-opt-in"),
        (Category.MAILBOX_INACTIVE, "regular-cleaning"),
        (Category.AUTHENTICATION_FAILED, "authentication"),
        (Category.SENDER_BLOCKLISTED, "no-bought-lists"),
        (Category.SENDER_THROTTLED, "watch-reports"),
    ],
)
def test_best_practice_stands_beside_what_it_cures(category, card):
    it = explain(Finding(Failure("a@example.org"), verdict(category)), ENGLISH)

    assert card in {each.id for each in it.cards}


def test_where_to_ask_is_told_only_to_those_who_have_something_to_ask():
    blocked = explain(
        Finding(Failure(""), verdict(Category.SENDER_BLOCKLISTED, provider="t-online")), ENGLISH
    )
    unknown = explain(
        Finding(Failure(""), verdict(Category.MAILBOX_UNKNOWN, provider="t-online")), ENGLISH
    )

    assert any("tosa@rx.t-online.de" in sentence for sentence in blocked.ask)
    assert unknown.ask == ()


def test_each_recipient_of_a_bounce_gets_an_explanation_with_no_other_address():
    findings = [
        judged(f"550 5.1.1 <{name}@example.org> User unknown", recipient=f"{name}@example.org")
        for name in ("anna", "berta", "carla")
    ]

    explanations = explain_inspection(inspection(Kind.BOUNCE, *findings), ENGLISH)

    for it, own in zip(explanations, ("anna", "berta", "carla"), strict=True):
        text = to_text(it, ENGLISH)
        for name in ("anna", "berta", "carla"):
            assert (f"{name}@example.org" in text) == (name == own)


def test_markup_in_an_address_stays_text():
    hostile = '<img src="https://example.com/x">@example.org'
    it = explained("550 5.1.1 User unknown", recipient=hostile)

    assert hostile in it.happened
    assert "\\<img" in to_markdown(it, ENGLISH)


@given(
    recipient=st.text(max_size=400),
    diagnostic=st.text(max_size=400),
    host=st.none() | st.text(max_size=50),
    reply=st.none() | st.text(max_size=4),
    status=st.none() | st.text(max_size=9),
    final=st.none() | st.text(max_size=50),
    action=st.none() | st.sampled_from(Action),
)
def test_no_value_from_mail_makes_it_fail(
    recipient, diagnostic, host, reply, status, final, action
):
    failure = Failure(
        recipient,
        final_recipient=final,
        action=action,
        reply=reply,
        status=status,
        diagnostic=diagnostic,
        remote_host=host,
    )
    it = explain(Finding(failure, classify(failure, rulebook=RULES)), ENGLISH)

    assert it.title
    assert to_text(it, ENGLISH)
    assert to_markdown(it, ENGLISH)
    assert to_record(it)["title"] == it.title

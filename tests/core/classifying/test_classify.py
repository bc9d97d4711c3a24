import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.classifying.classify import NO_RULE, classify
from bounce_inspector.core.classifying.providers import provider_of
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.model import (
    Action,
    Advice,
    Category,
    Confidence,
    Failure,
    Fault,
    Stage,
)

RULEBOOK = load_rulebook()


def judge(diagnostic="", **values):
    return classify(Failure("anna@example.com", diagnostic=diagnostic, **values), rulebook=RULEBOOK)


def test_the_stage_tells_a_filter_from_an_unknown_mailbox():
    words = {"reply": "550", "remote_host": "mfsmax.docomo.ne.jp"}

    at_rcpt = judge("550 Unknown user anna@docomo.example", stage=Stage.RCPT, **words)
    after_data = judge("550 Unknown user anna@docomo.example", stage=Stage.END_OF_DATA, **words)

    assert at_rcpt.category is Category.MAILBOX_UNKNOWN
    assert after_data.category is Category.RECIPIENT_REFUSED
    assert after_data.advice is not Advice.REMOVE


@pytest.mark.parametrize(
    "words",
    [
        "550 Sender verify failed: The email account that you tried to reach does not exist",
        "550 <news@example.org>: Sender address rejected: User unknown in virtual mailbox table",
        "553 5.1.8 <news@example.org>... Domain of sender address news@example.org does not exist",
        "550-Verification failed for <n@example.org>\n550-No such user\n550 Sender verify failed",
    ],
)
def test_an_unknown_sender_never_costs_the_recipient_the_address(words):
    verdict = judge(words, reply=words[:3], status="5.1.1")

    assert verdict.category is Category.SENDER_DNS_INVALID
    assert verdict.advice is Advice.FIX


def test_words_about_nobody_are_about_the_sender_while_only_the_sender_was_named():
    verdict = judge("550 5.1.1 User unknown", reply="550", status="5.1.1", stage=Stage.MAIL)

    assert verdict.category is Category.SENDER_DNS_INVALID


def test_the_words_win_over_the_code():
    verdict = judge("550 5.1.1 Over quota", reply="550", status="5.1.1")

    assert verdict.category is Category.MAILBOX_FULL
    assert verdict.runner_up is not None
    assert verdict.runner_up.category is Category.MAILBOX_UNKNOWN
    assert verdict.runner_up.why == "The words of the reply say more than its code."


def test_a_common_word_loses_to_a_sentence():
    verdict = judge("550 User unknown. To report spam write to abuse", reply="550")

    assert verdict.category is Category.MAILBOX_UNKNOWN
    assert verdict.runner_up is not None
    assert verdict.runner_up.why == "One common word is weak evidence."


def test_a_common_word_inside_an_address_is_no_evidence():
    verdict = judge("550 5.1.1 <spam@example.com> here?", reply="550", status="5.1.1")

    assert verdict.category is Category.MAILBOX_UNKNOWN


def test_words_and_code_together_are_certain_and_words_alone_are_likely():
    assert judge("550 5.1.1 User unknown", status="5.1.1").confidence is Confidence.CERTAIN
    assert judge("550 User unknown", reply="550").confidence is Confidence.LIKELY


def test_the_providers_own_words_are_certain():
    verdict = judge("554 [TSS04]", reply="554", remote_host="mta7.am0.yahoodns.net")

    assert verdict.confidence is Confidence.CERTAIN
    assert verdict.provider == "yahoo"


def test_an_address_read_by_general_rules_makes_the_verdict_less_sure():
    sure = judge("550 5.1.1 User unknown", status="5.1.1")
    unsure = judge("550 5.1.1 User unknown", status="5.1.1", certain=False)

    assert (sure.confidence, unsure.confidence) == (Confidence.CERTAIN, Confidence.LIKELY)


def test_a_bare_550_never_removes():
    verdict = judge(reply="550", stage=Stage.RCPT)

    assert verdict.category is Category.MAILBOX_UNKNOWN
    assert verdict.confidence is Confidence.GUESS
    assert verdict.advice is Advice.WATCH


def test_a_bare_550_after_the_message_is_no_unknown_mailbox():
    assert judge(reply="550", stage=Stage.END_OF_DATA).category is Category.POLICY_REFUSED


def test_a_temporary_code_watches_where_a_permanent_one_removes():
    permanent = judge("550 5.1.1 User unknown", reply="550", status="5.1.1")
    temporary = judge("450 4.1.1 User unknown", reply="450", status="4.1.1")

    assert (permanent.advice, permanent.permanent) == (Advice.REMOVE, True)
    assert (temporary.advice, temporary.permanent) == (Advice.WATCH, False)


def test_a_closed_mailbox_under_a_temporary_code_is_only_watched():
    assert judge("450 4.2.1 This account has been closed", reply="450").advice is Advice.WATCH
    assert judge("550 5.2.1 This account has been closed", reply="550").advice is Advice.REMOVE


def test_the_reply_code_decides_permanence_before_the_enhanced_class():
    assert judge("451 5.1.1 User unknown", reply="451", status="5.1.1").permanent is False
    assert judge("Refused", status="5.7.1").permanent is True
    assert judge("something else happened").permanent is True


def test_a_delay_never_removes():
    verdict = judge("User unknown", status="5.1.1", action=Action.DELAYED)

    assert verdict.advice is not Advice.REMOVE


@pytest.mark.parametrize("action", [Action.DELIVERED, Action.RELAYED, Action.EXPANDED])
def test_a_success_is_no_failure_whatever_it_says(action):
    verdict = judge("250 2.1.5 user unknown? spam?", reply="250", action=action)

    assert verdict.category is Category.UNCLASSIFIED
    assert verdict.advice is Advice.KEEP
    assert verdict.permanent is False


def test_nothing_to_go_by_is_unclassified_and_kept():
    verdict = judge("Something nobody ever wrote before")

    assert verdict.category is Category.UNCLASSIFIED
    assert verdict.rule == NO_RULE
    assert (verdict.advice, verdict.fault) == (Advice.KEEP, Fault.UNKNOWN)


def test_other_words_of_the_explanation_count_where_the_reply_is_silent():
    beside = judge("554 5.0.0", status="5.0.0", context="Your message: the mailbox is full.")
    inside = judge("554 5.0.0 the mailbox is full", status="5.0.0")

    assert beside.category is inside.category is Category.MAILBOX_FULL
    assert beside.confidence is Confidence.GUESS
    assert inside.confidence is Confidence.LIKELY


def test_other_words_of_the_explanation_do_not_overrule_the_reply():
    verdict = judge("550 User unknown", reply="550", context="The mailbox is full.")

    assert verdict.category is Category.MAILBOX_UNKNOWN


def test_a_code_that_blames_the_recipient_beats_words_beside_it_about_the_recipient():
    verdict = judge("551 5.1.6", status="5.1.6", context="550 5.1.1 ... User unknown")

    assert verdict.category is Category.MAILBOX_MOVED


def test_an_address_in_the_middle_of_a_sentence_does_not_hide_it():
    verdict = judge("550 The account <anna@example.com> is disabled", reply="550")

    assert verdict.category is Category.MAILBOX_INACTIVE


def test_the_host_names_the_provider():
    failure = Failure("a@example.com", remote_host="ALT1.gmail-smtp-in.l.google.com.")

    assert provider_of(failure, RULEBOOK) == "google"


def test_a_name_that_only_ends_alike_is_another_provider():
    assert provider_of(Failure("a@example.com", remote_host="notgoogle.com"), RULEBOOK) is None


def test_the_wording_names_the_provider_where_the_host_does_not():
    failure = Failure("a@example.com", diagnostic="550 5.1.1 see p=NoSuchUser x9 - gsmtp")

    assert provider_of(failure, RULEBOOK) == "google"


def test_the_mailbox_domain_is_a_hint_that_shuts_nobody_out():
    failure = Failure("a@gmail.com", reply="554", diagnostic="554 [TSS07] Refused")

    verdict = classify(failure, rulebook=RULEBOOK)

    assert provider_of(Failure("a@gmail.com"), RULEBOOK) == "google"
    assert verdict.category is Category.SENDER_BLOCKLISTED


def test_another_providers_wording_does_not_count_at_a_known_host():
    verdict = judge("554 [TSS07] Refused", reply="554", remote_host="aspmx.l.google.com")

    assert verdict.rule != "yahoo-spamhaus"


def test_a_reply_takes_microseconds_however_many_rules_there_are():
    words = "550-5.1.1 The email account that you tried to reach does not exist. " * 3
    failure = Failure("a@example.com", reply="550", status="5.1.1", diagnostic=words)
    begin = time.perf_counter()
    for _ in range(200):
        classify(failure, rulebook=RULEBOOK)

    assert (time.perf_counter() - begin) / 200 < 0.002  # thirty times what it takes alone


def test_time_is_linear_in_the_text():
    def seconds(repeats):
        failure = Failure("a@example.com", diagnostic="550-spam user <a@b.example> " * repeats)
        begin = time.perf_counter()
        classify(failure, rulebook=RULEBOOK)
        return time.perf_counter() - begin

    short = min(seconds(2_000) for _ in range(3))
    long = min(seconds(20_000) for _ in range(3))

    assert long < 40 * short


_CODES = st.none() | st.from_regex(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True)


@given(
    diagnostic=st.text(),
    context=st.text(),
    status=_CODES | st.text(max_size=8),
    reply=st.none() | st.text(max_size=4),
    host=st.none() | st.text(max_size=20),
    stage=st.none() | st.sampled_from(Stage),
    action=st.none() | st.sampled_from(Action),
    recipient=st.text(max_size=20),
)
def test_any_failure_gets_a_verdict(
    diagnostic, context, status, reply, host, stage, action, recipient
):
    failure = Failure(
        recipient,
        diagnostic=diagnostic,
        context=context,
        status=status,
        reply=reply,
        remote_host=host,
        stage=stage,
        action=action,
    )

    verdict = classify(failure, rulebook=RULEBOOK)

    assert not (verdict.advice is Advice.REMOVE and verdict.fault is not Fault.RECIPIENT)
    assert not (verdict.advice is Advice.REMOVE and verdict.confidence is Confidence.GUESS)

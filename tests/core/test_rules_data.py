"""The rule files as data: every rule has a sample that fires it and wins, and names its source."""

import re

import pytest

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Advice, Confidence, Failure, Fault

RULEBOOK = load_rulebook()
SAMPLES = [
    pytest.param(rule, sample, id=f"{rule.id}-{place}")
    for rule in RULEBOOK.rules
    for place, sample in enumerate(rule.samples)
]
ROWS = 438
_REPLY = re.compile(r"\s*([2-6]\d\d)\b")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")


def failure_of(rule, sample):
    """Build the failure that a dialect would make of a sample: codes as found, the rule's host."""
    reply, status = _REPLY.match(sample), _STATUS.search(sample)
    host = rule.sample_host
    if not host and rule.provider is not None:
        host = next(iter(RULEBOOK.providers[rule.provider].hosts), "")
    return Failure(
        "anna@example.com",
        diagnostic=sample,
        reply=reply and reply[1],
        status=status and status[1],
        stage=rule.stage[0] if rule.stage else None,
        remote_host=host or None,
    )


@pytest.mark.parametrize(("rule", "sample"), SAMPLES)
def test_each_sample_fires_its_own_rule_and_wins(rule, sample):
    verdict = classify(failure_of(rule, sample), rulebook=RULEBOOK)

    assert verdict.rule == rule.id


def test_every_row_of_the_fact_table_has_a_rule():
    covered = {row for rule in RULEBOOK.rules for row in rule.rows}

    assert sorted(set(range(1, ROWS + 1)) - covered) == []
    assert covered <= set(range(1, ROWS + 1))


def test_every_rule_says_where_it_is_from_and_when():
    missing = [rule.id for rule in RULEBOOK.rules if not (rule.source and rule.date)]

    assert missing == []


def test_removal_is_only_advised_where_the_address_is_at_fault():
    wrong = [
        rule.id
        for rule in RULEBOOK.rules
        if rule.advice is Advice.REMOVE
        and RULEBOOK.categories[rule.category].fault is not Fault.RECIPIENT
    ]

    assert wrong == []


def test_no_sample_of_a_bare_reply_code_removes_an_address():
    for rule in RULEBOOK.rules:
        if rule.speaks or rule.status:
            continue
        for sample in rule.samples:
            verdict = classify(failure_of(rule, sample), rulebook=RULEBOOK)
            assert verdict.advice is not Advice.REMOVE, rule.id


def test_no_guess_removes_an_address():
    for rule in RULEBOOK.rules:
        for sample in rule.samples:
            verdict = classify(failure_of(rule, sample), rulebook=RULEBOOK)
            guessed = verdict.confidence is Confidence.GUESS
            assert not (guessed and verdict.advice is Advice.REMOVE), rule.id


def test_all_registered_enhanced_codes_have_a_rule():
    details = {0: 1, 1: 11, 2: 5, 3: 7, 4: 8, 5: 7, 6: 11, 7: 31}  # IANA registry, 81 codes
    missing = [
        f"{subject}.{detail}"
        for subject, count in details.items()
        for detail in range(count)
        if f"5.{subject}.{detail}" not in RULEBOOK.by_status
    ]

    assert sum(details.values()) == 81
    assert missing == []


def test_no_phrase_is_written_twice_within_a_rule():
    twice = [
        (rule.id, words)
        for rule in RULEBOOK.rules
        for words in {*rule.any}
        if [fold(each) for each in rule.any].count(fold(words)) > 1
    ]

    assert twice == []


def test_a_provider_says_nothing_that_a_common_sentence_says():
    common = fold("The user mailbox is full, spam was blocked and the message is refused by server")

    given_away = [
        words
        for each in RULEBOOK.providers.values()
        for words in each.says
        if fold(words) in common
    ]

    assert given_away == []

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.evidence import locate
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.model import Evidence, Failure

RULEBOOK = load_rulebook()


def quoted(text, start, end, **values):
    """Judge text[start:end] and return the words that `locate` says decided."""
    span = Evidence(1, start, end)
    failure = Failure("anna@example.com", diagnostic=text[start:end], span=span, **values)
    verdict = classify(failure, rulebook=RULEBOOK)
    found = locate(failure, verdict, text, RULEBOOK)
    assert found is not None
    assert found.part == 1
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("550 5.1.1 <anna@example.com>: User Unknown in table", "User Unknown"),
        ("550-5.1.1 <anna@example.com>: User\n550 5.1.1 unknown", "User\n550 5.1.1 unknown"),
        ("550 The  Mailbox\n    is full, sorry", "Mailbox\n    is full"),
        ("552 Boîte aux lettres pleine!", "Boîte aux lettres pleine"),
        (
            "550 The account <anna@example.com> is disabled",
            "account <anna@example.com> is disabled",
        ),
        ("552 メールボックスが\nいっぱいです", "メールボックスが\nいっぱい"),
    ],
)
def test_the_words_that_decided_are_found_as_written(reply, words):
    text = f"The user unknown to us wrote.\n\n{reply}\n\nThe mailbox is full elsewhere."
    start = text.index(reply)

    assert quoted(text, start, start + len(reply)) == words


def test_a_code_that_decided_is_the_evidence():
    text = "Diagnostic: 550 5.2.2 Sorry"

    assert quoted(text, 12, len(text), status="5.2.2", reply="550") == "5.2.2"


def test_words_beside_the_reply_are_found_in_the_rest_of_the_part():
    text = "Their mailbox is full.\nDiagnostic: 554 Sorry"
    start = text.index("554")
    span = Evidence(0, start, len(text))
    failure = Failure("anna@example.com", diagnostic=text[start:], context=text[:start], span=span)
    verdict = classify(failure, rulebook=RULEBOOK)

    found = locate(failure, verdict, text, RULEBOOK)

    assert found is not None
    assert text[found.start : found.end] == "mailbox is full"


def test_the_whole_reply_is_the_evidence_where_no_rule_decided():
    span = Evidence(2, 0, 7)
    failure = Failure("anna@example.com", diagnostic="Mystery", span=span)

    assert locate(failure, classify(failure, rulebook=RULEBOOK), "Mystery", RULEBOOK) == span


def test_without_a_place_there_is_no_evidence():
    failure = Failure("anna@example.com", diagnostic="550 User unknown")

    assert (
        locate(failure, classify(failure, rulebook=RULEBOOK), "550 User unknown", RULEBOOK) is None
    )


@given(text=st.text(), start=st.integers(0, 50), length=st.integers(0, 50))
def test_evidence_stays_within_the_text(text, start, length):
    words = text + " user unknown " + text
    span = Evidence(0, min(start, len(words)), min(start + length, len(words)))
    failure = Failure(
        "a@example.com", diagnostic=words[span.start : span.end], context=words, span=span
    )

    found = locate(failure, classify(failure, rulebook=RULEBOOK), words, RULEBOOK)

    assert found is not None
    assert 0 <= found.start <= found.end <= len(words)

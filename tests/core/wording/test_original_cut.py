import pytest

from bounce_inspector.core.wording.original_cut import find_cut
from bounce_inspector.shipped import read_toml

PHRASES = read_toml("dialects", "original.toml")["phrases"]
SAID = "Your message could not be delivered.\n\n"
HEADER = "Received: from a.example\nFrom: Anna <anna@example.org>\nSubject: Hello\n\nHello\n"


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("lead", ["", "----- ", "> "])
def test_the_returned_message_begins_at_each_marker(phrase, lead):
    text = f"{SAID}{lead}{phrase.upper()}\n\nHello\n"

    assert find_cut(text) == len(SAID)


def test_a_marker_in_a_sentence_with_an_address_ends_nothing():
    text = f"{SAID}Original message: from anna@example.org to ben@example.org\n"

    assert find_cut(text) == len(text)


def test_a_marker_behind_one_that_ends_nothing_is_found():
    begin = f"{SAID}Original message: from anna@example.org\n"

    assert find_cut(f"{begin}Original message:\n\nHello\n") == len(begin)


def test_the_returned_message_begins_at_its_header():
    assert find_cut(f"{SAID}{HEADER}") == len(SAID)


def test_a_header_that_begins_the_text_is_the_returned_message():
    assert find_cut(HEADER) == 0


def test_a_field_that_is_only_mentioned_is_no_header():
    text = f"{SAID}The message-id is unknown.\nReceived: yesterday\n"

    assert find_cut(text) == len(text)


def test_a_report_in_the_text_is_no_header():
    text = f"{SAID}Received: today\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\n"

    assert find_cut(text) == len(text)


def test_the_header_behind_a_report_in_the_text_is_found():
    report = f"{SAID}Received: today\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n\n"

    assert find_cut(f"{report}{HEADER}") == len(report)

import pytest

from bounce_inspector.core.explaining.code_apart import code_apart, take_apart
from bounce_inspector.core.explaining.explanation import Place
from bounce_inspector.core.explaining.knowledge import load_knowledge

ENGLISH = load_knowledge("en")


def test_a_pair_is_taken_into_three_digits_and_three_numbers():
    pieces = code_apart("550 5.7.26", ENGLISH)

    assert [(piece.text, piece.place) for piece in pieces] == [
        ("550", Place.REPLY),
        ("5", Place.REPLY_CLASS),
        ("5", Place.REPLY_GROUP),
        ("0", Place.REPLY_DETAIL),
        ("5.7.26", Place.STATUS),
        ("5", Place.STATUS_CLASS),
        ("7", Place.STATUS_SUBJECT),
        ("26", Place.STATUS_DETAIL),
    ]
    assert all(piece.meaning for piece in pieces)


def test_the_standard_name_stands_beside_our_words():
    whole = code_apart("5.7.26", ENGLISH)[0]

    assert whole.name == "Multiple authentication checks failed"
    assert whole.meaning == ENGLISH.enhanced["X.7.26"].title


def test_what_a_provider_means_stands_beside_the_standard():
    gmail = code_apart("550 5.7.30", ENGLISH, provider="google")
    nobody = code_apart("550 5.7.30", ENGLISH)

    whole = next(piece for piece in gmail if piece.place is Place.STATUS)
    assert whole.name == "REQUIRETLS support required"
    assert "DKIM" in whole.provider_meaning
    assert all(not piece.provider_meaning for piece in nobody)


def test_a_provider_that_follows_the_standard_adds_nothing():
    pieces = code_apart("550 5.7.26", ENGLISH, provider="google")

    assert all(not piece.provider_meaning for piece in pieces)


def test_a_number_that_a_provider_made_up_is_called_unregistered():
    pieces = code_apart("550 5.7.515", ENGLISH, provider="microsoft")
    detail = pieces[-1]
    whole = next(piece for piece in pieces if piece.place is Place.STATUS)

    assert detail.text == "515"
    assert detail.meaning == ENGLISH.phrase("status-detail.unknown")
    assert "5,000" in whole.provider_meaning


def test_a_number_outside_the_standard_says_so():
    pieces = code_apart("571", ENGLISH)

    assert pieces[0].meaning == ENGLISH.wild["dmarc-refusal"].title
    assert pieces[2].meaning == ENGLISH.phrase("reply-group.other")


@pytest.mark.parametrize("reply", [None, "", "5", "55000"])
@pytest.mark.parametrize("status", [None, "", "5", "5.1", "1.2.3.4"])
def test_what_is_no_code_gives_no_pieces(reply, status):
    assert take_apart(reply, status, ENGLISH) == ()


@pytest.mark.parametrize("code", [*ENGLISH.facts.replies, *ENGLISH.facts.enhanced, "000", "999"])
def test_every_code_can_be_taken_apart(code):
    assert all(piece.meaning for piece in code_apart(code, ENGLISH))


def test_text_without_a_code_gives_no_pieces():
    assert code_apart("no code at all 192.0.2.1", ENGLISH) == ()

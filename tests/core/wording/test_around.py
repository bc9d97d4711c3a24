import pytest

from bounce_inspector.core.wording.around import Around
from bounce_inspector.core.wording.voice import FAILURE

TEXT = "x " * 1_000 + "could not be delivered, 550 5.1.1 no" + " y" * 1_000
PLACE = TEXT.index("could")


@pytest.fixture(params=[0, 100])
def around(request):
    """A text of which nothing was asked before, or so much that it is read in steps."""
    words = Around(TEXT)
    for _ in range(request.param):
        words.topics(0, 10)
    return words


def test_the_words_around_a_place_are_heard(around):
    assert around.topics(PLACE - 300, PLACE + 300) & FAILURE
    assert around.has_code(PLACE - 300, PLACE + 300)


def test_words_far_from_a_place_are_not_heard(around):
    assert not around.topics(0, PLACE - 700) & FAILURE
    assert not around.has_code(PLACE + 700, len(TEXT))


def test_words_over_the_end_of_a_step_are_heard():
    for shift in range(0, 300, 7):
        words = Around("-" * shift + TEXT)
        for _ in range(100):
            words.topics(0, 10)

        assert words.topics(PLACE + shift, PLACE + shift + 30) & FAILURE


def test_nothing_is_heard_in_nothing():
    assert not Around("").topics(0, 0)
    assert not Around("").has_code(0, 0)

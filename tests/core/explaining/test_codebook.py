import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.explaining.codebook import Chapter, book, page, search
from bounce_inspector.core.explaining.knowledge import load_knowledge

ENGLISH = load_knowledge("en")


def ids(query):
    return [entry.id for entry in search(query, ENGLISH)]


def test_the_book_holds_the_whole_knowledge():
    chapters = [entry.chapter for entry in book(ENGLISH)]

    assert chapters.count(Chapter.REPLY) == 33
    assert chapters.count(Chapter.ENHANCED) == 81
    assert chapters.count(Chapter.CATEGORY) == 26
    assert chapters.count(Chapter.ERRATUM) == 33
    assert chapters.count(Chapter.PROVIDER) == len(ENGLISH.providers)
    assert chapters.count(Chapter.BLOCKLIST) == len(ENGLISH.blocklists)
    assert len({entry.id for entry in book(ENGLISH)}) == len(chapters)


def test_every_entry_says_something_and_names_its_sources():
    for entry in book(ENGLISH):
        assert entry.title
        assert entry.paragraphs[-1].heading == ENGLISH.phrase("heading.sources")
        assert len(entry.paragraphs) > 1 or entry.chapter is Chapter.PROVIDER, entry.id


def test_a_blank_query_gives_everything():
    assert search("  ", ENGLISH) == list(book(ENGLISH))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("552", "reply:552"),
        ("5.7.26", "enhanced:X.7.26"),
        ("4.7.26", "enhanced:X.7.26"),
        ("X.7.26", "enhanced:X.7.26"),
        ("550 5.7.26", "enhanced:X.7.26"),
        ("507", "wild:http-storage"),
        ("605", "wild:mailgun-stop-list"),
        ("gmail", "provider:google"),
        ("5.7.515", "provider:microsoft"),
        ("5.7.620", "provider:microsoft"),
        ("Spamhaus PBL", "blocklist:spamhaus-pbl"),
        ("sorbs", "blocklist:sorbs"),
        ("greylisted", "category:greylisted"),
        ("mailbox-full", "category:mailbox-full"),
    ],
)
def test_the_best_entry_comes_first(query, first):
    assert ids(query)[0] == first


def test_a_word_and_a_provider_together_narrow_the_search():
    found = ids("gmail 5.7.30")

    assert set(found) == {"enhanced:X.7.30", "provider:google"}


def test_the_beginning_of_a_code_finds_all_that_follow():
    assert {"reply:550", "reply:551", "reply:552"} <= set(ids("55"))
    assert "enhanced:X.7.30" in ids("5.7")


def test_upper_case_and_signs_around_do_not_matter():
    assert ids("SPAMHAUS,") == ids("spamhaus")


def test_words_that_no_entry_holds_together_give_those_with_the_most():
    assert ids("550 5.7.515 zebra")[0] == "provider:microsoft"


def test_what_is_in_no_entry_gives_nothing():
    assert ids("xyzzy") == []


@pytest.mark.parametrize("entry", book(ENGLISH), ids=lambda entry: entry.id)
def test_every_entry_can_be_printed(entry):
    printed = page(entry)

    assert printed.startswith("# ")
    assert printed.endswith("\n")
    assert "{" not in printed
    for paragraph in entry.paragraphs:
        assert f"## {paragraph.heading}" in printed


def test_a_page_shows_standard_and_provider_side_by_side():
    printed = page(search("5.1.10", ENGLISH)[0])

    assert "Recipient address has null MX" in printed
    assert "At Microsoft this number means" in printed


@given(st.text(max_size=100))
def test_no_query_makes_it_fail(query):
    assert len(search(query, ENGLISH)) <= len(book(ENGLISH))


def test_a_search_answers_at_once():
    book(ENGLISH)
    queries = ("552", "5.7.26", "gmail spam", "mailbox full of mail", "x" * 10_000, "a")
    started = time.perf_counter()
    for query in queries:
        search(query, ENGLISH)

    # The promise is 50 ms each; the margin is for a machine that has other things to do.
    assert (time.perf_counter() - started) / len(queries) < 0.05

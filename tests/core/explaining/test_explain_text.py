import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.explaining.explain import load_knowledge
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.explaining.explanation import Reader
from bounce_inspector.core.explaining.explanation_text import to_text
from bounce_inspector.core.model import Advice, Category

ENGLISH = load_knowledge("en")
SEED = ("421", "450", "451", "452", "500", "501", "503", "504", "507", "550", "551", "552",
        "553", "554")  # fmt: skip


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

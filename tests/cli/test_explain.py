import json

import pytest

from tests.cli.command_line import bounce, run


def test_a_reply_is_explained(command):
    code, out, err = command("explain", "550 5.1.1 <ann@example.com>: User unknown")

    assert (code, err) == (0, "")
    assert "does not exist" in out


def test_words_without_quotes_are_one_text(command):
    assert command("explain", "550", "5.1.1", "User", "unknown") == command(
        "explain", "550 5.1.1 User unknown"
    )


@pytest.mark.parametrize("code", [421, 450, 451, 452, 500, 501, 503, 504, 550, 551, 552, 553, 554])
def test_every_common_code_is_explained_with_its_several_meanings(command, code):
    status, out, _ = command("explain", "--format", "json", code)

    (explanation,) = json.loads(out)
    assert status == 0
    assert explanation["happened"]
    assert explanation["meanings"]


def test_a_code_that_smtp_does_not_know_is_told_as_such(command):
    _, out, _ = command("explain", "--format", "json", "507")

    (explanation,) = json.loads(out)
    assert "SMTP" in explanation["happened"]


def test_markdown_has_a_heading(command):
    _, out, _ = command("explain", "--format", "md", "452 4.2.2 Mailbox full")

    assert out.startswith("# ")


def test_a_whole_message_comes_from_standard_input():
    done = run("explain", "--format", "json", "-", stdin=b"\r\n" + bounce())

    (explanation,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert explanation["category"] == "mailbox-unknown"


def test_a_log_line_comes_from_standard_input():
    done = run("explain", "-", stdin=b"said: 552 5.2.2 Mailbox full (in reply to RCPT TO)\n")

    assert b"full" in done.stdout


def test_nothing_to_explain_is_wrong_usage(command):
    code, out, err = command("explain", "  ")

    assert (code, out) == (2, "")
    assert "nothing to explain" in err


def test_an_unknown_language_gives_english(command):
    assert command("explain", "--lang", "xx", "550") == command("explain", "550")


def test_the_language_can_be_that_of_the_mail():
    french = bounce().replace(b"Subject: Spring", b"Subject: Votre facture et la commande")

    done = run("explain", "--lang", "auto", "-", stdin=french)

    assert "Cette adresse n’existe pas" in done.stdout.decode()


def test_a_text_that_tells_no_language_is_explained_in_english(command):
    assert command("explain", "--lang", "auto", "550") == command("explain", "550")


def test_a_provider_is_looked_up_in_the_code_book(command):
    _, out, _ = command("explain", "Gmail")

    assert out.startswith("Gmail\n=====\n")
    assert "See also: " in out


def test_a_word_is_looked_up_in_the_language_asked_for(command):
    _, out, _ = command("explain", "--lang", "de", "--format", "md", "T-Online")

    assert out.startswith("# T-Online")


def test_what_is_looked_up_comes_for_programs_as_well(command):
    _, out, _ = command("explain", "--format", "json", "yahoo")

    assert json.loads(out)[0]["id"] == "provider:yahoo"


def test_a_sentence_that_nobody_knows_is_not_looked_up(command):
    _, out, _ = command("explain", "the mail of my aunt")

    assert out.startswith("We do not know this reply") or "See also" not in out


def test_no_explained_text_steers_the_terminal(command):
    _, out, _ = command("explain", "550 5.1.1 \x1b[31mUser unknown\u202e")

    assert "\x1b" not in out
    assert "\u202e" not in out


def test_codes_may_stand_one_after_the_other(command):
    _, out, _ = command("explain", "--format", "json", "421", "552")

    assert len(json.loads(out)) == 2

from itertools import combinations
from pathlib import Path

import pytest

from bounce_inspector.core.explaining.answer_language import (
    Clue,
    Clues,
    Guess,
    _signs,
    clues_in,
    guess_language,
)
from bounce_inspector.core.explaining.letter_files import letter_languages
from bounce_inspector.core.model import RawMessage
from tests.mutations import mutated

BOUNCES = Path(__file__).resolve().parents[2] / "bounces"
SOME = sorted(BOUNCES.glob("*/*.eml"))[::25]
BOUNCE = """\
From: MAILER-DAEMON@mx.example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8

{report}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ada@example.org
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

From: {sender}
To: ada@example.org
Subject: {subject}
Message-ID: <1@example.com>
Date: Mon, 1 Jun 2026 10:00:00 +0000
{fields}Content-Type: text/plain; charset={charset}
Content-Transfer-Encoding: 8bit

{text}
--b--
"""
ENGLISH_REPORT = "I am sorry to have to inform you that your message could not be delivered."


def guess(
    *,
    sender="bob@example.com",
    subject="Nr. 7",
    fields="",
    charset="utf-8",
    text="...",
    report=ENGLISH_REPORT,
    recipient="ada@example.org",
):
    data = BOUNCE.format(
        sender=sender, subject=subject, fields=fields, charset=charset, text=text, report=report
    )
    return guess_language(clues_in(RawMessage(data.encode())), recipient)


def test_nothing_that_tells_gives_no_guess():
    assert guess() is None
    assert guess_language(Clues()) is None


def test_what_the_returned_mail_states_comes_first():
    stated = "Accept-Language: fr-FR, en-US\nContent-Language: de-AT\n"

    assert guess(fields=stated, subject="Your invoice for the order") == Guess("de", Clue.STATED)
    assert guess(fields="Accept-Language: fr-FR, en-US\n") == Guess("fr", Clue.STATED)


def test_a_stated_language_that_we_do_not_speak_is_not_guessed_over():
    assert guess(fields="Content-Language: it\n", sender="bob@example.de") is None


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Your order from last week"),
        ("de", "Ihre Rechnung vom Mai"),
        ("fr", "Votre commande et la facture"),
        ("es", "Su factura y los datos"),
        ("pt", "Sua fatura não chegou"),
        ("ja", "お見積りの件"),
    ],
)
def test_the_words_of_the_subject_tell(language, subject):
    assert guess(subject=subject, sender="bob@example.fi") == Guess(language, Clue.WORDS)


def test_the_words_of_the_text_tell():
    text = "Guten Tag,\n\nanbei die Unterlagen für das Treffen. Bitte prüfen Sie sie.\n"

    assert guess(text=text) == Guess("de", Clue.WORDS)


def test_a_japanese_charset_tells_though_nothing_can_be_read():
    assert guess(charset="ISO-2022-JP") == Guess("ja", Clue.WORDS)


def test_a_script_that_we_do_not_speak_is_not_guessed_over():
    assert guess(subject="Счёт за май", sender="bob@example.de") is None
    assert guess(subject="发票", sender="bob@example.jp") is None


def test_words_that_we_do_not_speak_are_not_guessed_over():
    assert guess(subject="La fattura non è per voi", sender="bob@example.de") is None


def test_words_of_two_languages_tell_nothing():
    assert guess(subject="Die Rechnung for the order") is None


def test_the_country_of_the_sender_comes_before_that_of_the_recipient():
    assert guess(sender="Bob <bob@mail.example.co.jp>", recipient="ada@example.de") == Guess(
        "ja", Clue.SENDER
    )
    assert guess(recipient="ada@example.com.br") == Guess("pt", Clue.RECIPIENT)


def test_the_words_of_the_bounce_come_last_and_english_ones_say_nothing():
    german = "Ihre Nachricht konnte nicht zugestellt werden. Bitte prüfen Sie die Adresse."

    assert guess(report=german) == Guess("de", Clue.REPORT)
    assert guess(report=german, sender="bob@example.fr") == Guess("fr", Clue.SENDER)


def test_the_fields_of_a_mail_pasted_below_the_report_are_no_words():
    data = b"""From: MAILER-DAEMON@mx.example.com
Subject: failure notice

Hi. This is the qmail-send program at mx.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <bob@example.com>
From: bob@example.com
To: ada@example.org
Subject: Nr. 7
Received: from a with b for c

Bonjour, vous trouverez ici notre facture.
"""

    assert guess_language(clues_in(RawMessage(data))) == Guess("fr", Clue.WORDS)


def test_a_message_without_the_returned_one_is_guessed_from_what_is_known():
    assert guess_language(Clues(subject="Votre facture du mois")) == Guess("fr", Clue.WORDS)


def test_every_language_of_the_letters_has_signs_and_no_two_share_one():
    signs = _signs()

    assert set(signs) == {*letter_languages(), "other"}
    for (one, first), (other, second) in combinations(signs.items(), 2):
        for kind in ("countries", "charsets", "words", "letters"):
            assert not getattr(first, kind) & getattr(second, kind), (one, other, kind)


@pytest.mark.parametrize("sample", SOME, ids=lambda path: path.stem)
def test_a_broken_message_gives_a_guess_or_none(sample):
    data = sample.read_bytes()
    for seed in range(5):
        found = guess_language(clues_in(RawMessage(mutated(data, seed))))
        assert found is None or found.language in letter_languages()

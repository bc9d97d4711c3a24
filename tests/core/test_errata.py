"""What popular lists of SMTP codes get wrong: the code alone is not what happened."""

import pytest

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.model import Failure

GOOGLE = "gmail-smtp-in.l.google.com"
MICROSOFT = "example.mail.protection.outlook.com"
ELSEWHERE = "mx.example.net"

# What is true: reply, status, host, words, then the category and whether it stays so.
ERRATA = {
    "507 is no SMTP code": (
        "507",
        None,
        None,
        "507 Refused",
        "unclassified",
        None,
    ),
    "552 is also too large": (
        "552",
        "5.3.4",
        None,
        "552 5.3.4 Refused",
        "message-too-large",
        None,
    ),
    "552 is also too many recipients": (
        "552",
        None,
        None,
        "552 Too many recipients",
        "too-many-recipients",
        None,
    ),
    "552 is also an attachment": (
        "552",
        "5.7.0",
        None,
        "552 5.7.0 its content presents a potential security issue",
        "attachment-refused",
        None,
    ),
    "552 is also not found": (
        "552",
        None,
        None,
        "552 1 Requested mail action aborted, mailbox not found",
        "mailbox-unknown",
        None,
    ),
    "552 is also policy": (
        "552",
        None,
        "al-ip4-mx-vip1.prodigy.net",
        "552 sender rejected AUP#BL",
        "policy-refused",
        None,
    ),
    "550 is also a rate": (
        "550",
        "5.2.1",
        None,
        "550 5.2.1 at a rate that prevents additional messages",
        "recipient-rate-limited",
        False,
    ),
    "550 passes with Microsoft": (
        "550",
        "5.7.1",
        None,
        "550 5.7.1 part of their network is on our block list (S3140)",
        "sender-blocklisted",
        False,
    ),
    "554 passes with Microsoft": (
        "554",
        "5.2.121",
        None,
        "554 5.2.121 the number of messages they can receive per hour",
        "recipient-rate-limited",
        False,
    ),
    "553 of Yahoo is about the sender": (
        "553",
        "5.7.2",
        None,
        "553 5.7.2 [TSS09] All messages will be permanently deferred",
        "sender-blocklisted",
        None,
    ),
    "421 5.7.32 has two classes": (
        "421",
        "5.7.32",
        GOOGLE,
        "421 5.7.32 the From: header isn't aligned",
        "authentication-failed",
        False,
    ),
    "5.7.80 is 5.7.8 mistyped": (
        "535",
        "5.7.80",
        None,
        "535 5.7.80 Username and password not accepted - gsmtp",
        "relay-denied",
        None,
    ),
    "5.7.40 is a missing DMARC record": (
        "550",
        "5.7.40",
        GOOGLE,
        "550 5.7.40 Refused",
        "authentication-failed",
        True,
    ),
    "5.7.1 is also no such user": (
        "550",
        "5.7.1",
        "mx.yandex.ru",
        "550 5.7.1 No such user!",
        "mailbox-unknown",
        True,
    ),
    "5.7.1 is also relaying": (
        "550",
        "5.7.1",
        None,
        "550 5.7.1 Unable to relay",
        "relay-denied",
        None,
    ),
    "5.1.1 is also full": (
        "552",
        "5.1.1",
        "smtp-in.orange.fr",
        "552 5.1.1 Boite du destinataire pleine OFR_417",
        "mailbox-full",
        False,
    ),
    "4.1.1 is also a rate": (
        "452",
        "4.1.1",
        "mx1.comcast.net",
        "452 4.1.1 too many recent messages",
        "recipient-rate-limited",
        False,
    ),
    "5.2.2 is also the sender's quota": (
        "554",
        "5.2.2",
        MICROSOFT,
        "554 5.2.2 submission quota exceeded",
        "sender-quota",
        False,
    ),
    "5.4.1 is an unknown recipient at Microsoft": (
        "550",
        "5.4.1",
        MICROSOFT,
        "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
        "mailbox-unknown",
        True,
    ),
    "5.1.10 is an unknown recipient at Microsoft": (
        "550",
        "5.1.10",
        MICROSOFT,
        "550 5.1.10 Refused",
        "mailbox-unknown",
        True,
    ),
    "5.1.10 is a null MX elsewhere": (
        "556",
        "5.1.10",
        ELSEWHERE,
        "556 5.1.10 Refused",
        "domain-unknown",
        True,
    ),
    "5.1.5 means success only": (
        "550",
        "5.1.5",
        None,
        "550 5.1.5 Here",
        "unclassified",
        True,
    ),
    "X.4.3 is a directory": (
        "451",
        "4.4.3",
        None,
        "451 4.4.3 Refused",
        "server-fault",
        False,
    ),
    "5.4.7 is nothing about the address": (
        "550",
        "5.4.7",
        None,
        "550 5.4.7 Refused",
        "network-unreachable",
        False,
    ),
    "5.3.1 is nothing about the address": (
        "552",
        "5.3.1",
        None,
        "552 5.3.1 Refused",
        "server-fault",
        False,
    ),
    "5.4.6 is a loop": (
        "554",
        "5.4.6",
        None,
        "554 5.4.6 Refused",
        "mail-loop",
        True,
    ),
    "432 is a password transition": (
        "432",
        None,
        None,
        "432 Refused",
        "relay-denied",
        False,
    ),
    "551 is a changed address": (
        "551",
        None,
        None,
        "551 User not local; please try <a@example.org>",
        "mailbox-moved",
        True,
    ),
    "556 is a null MX": (
        "556",
        None,
        None,
        "556 Refused",
        "domain-unknown",
        True,
    ),
    "554 30 of Yahoo is a disabled mailbox": (
        "554",
        None,
        "mta5.am0.yahoodns.net",
        "554 30 Sorry, this mailbox is disabled",
        "mailbox-inactive",
        True,
    ),
    "530 is the sender's own program": (
        "530",
        None,
        None,
        "530 Authentication required",
        "relay-denied",
        None,
    ),
    "127.255.255.254 is no listing": (
        "554",
        "5.7.1",
        None,
        "554 5.7.1 blocked using zen.spamhaus.org, 127.255.255.254",
        "server-fault",
        None,
    ),
    "the last line of GMX decides": (
        "554",
        None,
        None,
        "554-gmx.net Nemesis\n554-No SMTP service\n554 Bad DNS PTR resource record.",
        "sender-dns-invalid",
        None,
    ),
    "greylisting is normal": (
        "450",
        "4.7.1",
        None,
        "450 4.7.1 Greylisted, please come back later",
        "greylisted",
        False,
    ),
    "the number after the address says nothing": (
        "550",
        "5.7.1",
        None,
        "550-5.7.1 [192.0.2.1 12] this message is likely unsolicited mail.",
        "spam-content",
        None,
    ),
    "a gateway's :blocked is no unknown user": (
        "550",
        None,
        "d1.ess.barracudanetworks.com",
        "550 permanent failure for one or more recipients (a@example.com:blocked)",
        "policy-refused",
        None,
    ),
    "Google's 5.7.30 is DKIM": (
        "550",
        "5.7.30",
        GOOGLE,
        "550 5.7.30 Refused",
        "authentication-failed",
        True,
    ),
    "5.7.30 is REQUIRETLS elsewhere": (
        "550",
        "5.7.30",
        ELSEWHERE,
        "550 5.7.30 Refused",
        "tls-failed",
        True,
    ),
}


@pytest.mark.parametrize("case", ERRATA.values(), ids=ERRATA.keys())
def test_what_popular_lists_get_wrong_is_right_here(case):
    reply, status, host, words, category, permanent = case
    failure = Failure(
        "anna@example.com", reply=reply, status=status, remote_host=host, diagnostic=words
    )

    verdict = classify(failure, rulebook=load_rulebook())

    assert verdict.category == category
    if permanent is not None:
        assert verdict.permanent is permanent

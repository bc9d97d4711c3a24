import pytest

from bounce_inspector.core.explaining.knowledge_facts_files import load_facts
from bounce_inspector.core.explaining.reply_values import blocklists, limit, refused_ip
from bounce_inspector.core.model import Category, Failure

FACTS = load_facts()


def reply(diagnostic, **fields):
    return Failure("anna@example.org", diagnostic=diagnostic, **fields)


@pytest.mark.parametrize(
    ("diagnostic", "ip"),
    [
        ("554 Client host [192.0.2.7] blocked", "192.0.2.7"),
        ("550 Your IP 192.0.2.7 is listed", "192.0.2.7"),
        ("550 IP: 192.0.2.7 refused", "192.0.2.7"),
        ("550 [2001:db8:0:0::25] has no PTR", "2001:db8:0:0::25"),
        ("550 5.7.1 [192.0.2.7 12] Our system", "192.0.2.7"),
        ("550 version 10.2.0.1-beta refused", ""),
        ("550 [300.1.2.3] refused", ""),
        ("550 listed, answer (127.0.0.2)", ""),
        ("550 refused", ""),
    ],
)
def test_the_address_that_is_refused_is_found(diagnostic, ip):
    assert refused_ip(reply(diagnostic)) == ip


def test_the_address_of_the_server_that_speaks_is_not_the_refused_one():
    failure = reply("host [192.0.2.1] said: blocked, client [192.0.2.7]", remote_ip="192.0.2.1")

    assert refused_ip(failure) == "192.0.2.7"


@pytest.mark.parametrize(
    ("diagnostic", "ids"),
    [
        ("blocked using zen.spamhaus.org", ["spamhaus-zen"]),
        ("see https://www.spamhaus.org/query/ip/192.0.2.7", ["spamhaus-zen"]),
        ("blocked using zen.spamhaus.org (127.0.0.10)", ["spamhaus-pbl"]),
        ("zen.spamhaus.org returned 127.0.0.2 and 127.0.0.4", ["spamhaus-xbl", "spamhaus-sbl"]),
        ("blocked using pbl.spamhaus.org", ["spamhaus-pbl"]),
        ("https://www.spamhaus.org/query/dbl?domain=example.com", ["spamhaus-dbl"]),
        ("zen.spamhaus.org 127.255.255.254", ["spamhaus-query-error"]),
        ("listed at bl.spamcop.net and b.barracudacentral.org", ["spamcop", "barracuda"]),
        ("blocked by cbl.abuseat.org", ["spamhaus-xbl"]),
        ("the body contains a link on multi.surbl.org", ["surbl"]),
        ("user unknown", []),
        ("it absorbs the return path", []),
    ],
)
def test_the_lists_a_reply_names_are_found(diagnostic, ids):
    assert [entry.id for entry in blocklists(reply(diagnostic), FACTS)] == ids


@pytest.mark.parametrize(
    ("diagnostic", "found"),
    [
        ("552 message size 31000000 exceeds size limit 26214400", ("limit.megabytes", 25)),
        ("552 Message size exceeds fixed limit (10240000)", ("limit.megabytes", 10)),
        ("552 5.3.4 maximum allowed size is 35882577 bytes", ("limit.megabytes", 35)),
        ("552 limit of 25 MB exceeded", ("limit.megabytes", 25)),
        ("552 maximum 500 KB", ("limit.kilobytes", 500)),
        ("552 too large", None),
        ("552 limit 3", None),
    ],
)
def test_a_size_limit_is_told_in_round_numbers(diagnostic, found):
    assert limit(reply(diagnostic), Category.MESSAGE_TOO_LARGE) == found


def test_a_limit_of_recipients_is_told_where_it_is_the_only_number():
    assert limit(reply("452 too many recipients (limit 100)"), Category.TOO_MANY_RECIPIENTS) == (
        "limit.recipients",
        100,
    )
    assert limit(reply("452 limit 5, more than 9"), Category.TOO_MANY_RECIPIENTS) is None


def test_other_failures_have_no_limit():
    assert limit(reply("limit 100000"), Category.MAILBOX_FULL) is None

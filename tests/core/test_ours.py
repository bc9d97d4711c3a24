import pytest

from bounce_inspector.core.model import Advice, RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.shipped import resource


def sample():
    return RawMessage(resource("samples", "01-address-does-not-exist.eml").read_bytes())


def test_a_bounce_of_mail_that_was_never_ours_proposes_nothing_and_says_why():
    inspection = inspect(sample(), ours=frozenset({"elsewhere.example"}))

    assert [finding.verdict.advice for finding in inspection.findings] == [Advice.KEEP]
    assert [problem.code for problem in inspection.problems] == ["not-ours"]


@pytest.mark.parametrize("ours", [{"greenleaf.example"}, {"example"}, set()])
def test_a_bounce_of_our_own_mail_is_judged_as_ever(ours):
    inspection = inspect(sample(), ours=frozenset(ours))

    assert [finding.verdict.advice for finding in inspection.findings] == [Advice.REMOVE]
    assert inspection.problems == ()


BAIT = """From: Mail Delivery System <postmaster@webmail-support.example>
To: victim@example.org
Subject: Undelivered mail: 5 messages pending
Return-Path: <>
Content-Type: text/html; charset=utf-8

<p>Your 5 incoming messages to victim@example.org could not be delivered: storage error.</p>
<p>someone@example.com was returned to sender.</p>
<p><a href="https://evil.example/login">Click here to release messages</a></p>
"""


def test_a_bounce_that_only_wants_a_click_is_no_bounce_and_marks_nobody():
    inspection = inspect(RawMessage(BAIT.encode()))

    assert inspection.kind == "other"
    assert inspection.findings == ()

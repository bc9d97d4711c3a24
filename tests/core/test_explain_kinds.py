import pytest

from bounce_inspector.core.explaining.explain import Reader, explain_inspection, explain_kind
from bounce_inspector.core.explaining.explanation_text import to_text
from bounce_inspector.core.model import Action, Advice, Category, Failure, Finding, Kind
from tests.core.findings import ENGLISH, explained, inspection, verdict


def test_a_delay_is_no_failure_yet_and_still_tells_the_reason():
    it = explained("452 4.2.2 mailbox full", reply="452", status="4.2.2", action=Action.DELAYED)

    assert it.kind == "delay"
    assert it.title == ENGLISH.kinds["delay"].title
    assert "no room left" in it.happened
    assert "Do not send it again" in it.remedy(Reader.CUSTOMER)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.BOUNCE])
def test_a_message_that_is_no_bounce_is_explained_as_what_it_is(kind):
    it = explain_kind(kind, ENGLISH)

    assert it.kind == kind
    assert it.category is None
    assert "{" not in to_text(it, ENGLISH)


def test_a_complaint_names_the_address_and_tells_to_stop():
    finding = Finding(
        Failure("anna@example.org", action=None),
        verdict(Category.UNCLASSIFIED, advice=Advice.COMPLAINT),
    )

    (it,) = explain_inspection(inspection(Kind.COMPLAINT, finding), ENGLISH)

    assert it.kind == "complaint"
    assert "anna@example.org" in it.happened
    assert it.advice is Advice.COMPLAINT
    assert it.address.startswith("The address goes")


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.CHALLENGE, Kind.READ_RECEIPT])
def test_an_answer_is_explained_as_an_answer(kind):
    finding = Finding(Failure("anna@example.org", action=None), verdict(Category.UNCLASSIFIED))

    (it,) = explain_inspection(inspection(kind, finding), ENGLISH)

    assert it.title == ENGLISH.kinds[kind].title
    assert it.category is None


@pytest.mark.parametrize("action", [Action.DELIVERED, Action.RELAYED, Action.EXPANDED])
def test_an_action_that_is_no_failure_is_not_called_one(action):
    it = explained("250 2.0.0 Ok", reply="250", status="2.0.0", action=action)

    assert it.title == ENGLISH.kinds[action].title
    assert it.category is None


def test_a_bounce_without_findings_is_explained_as_not_recognised():
    (it,) = explain_inspection(inspection(Kind.BOUNCE), ENGLISH)

    assert it.category is Category.UNCLASSIFIED

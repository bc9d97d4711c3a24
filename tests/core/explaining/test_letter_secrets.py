"""An answer about one recipient tells nothing of the others, and nothing of the mail."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bounce_inspector.core.address import find_all
from bounce_inspector.core.explaining.knowledge import languages, load_knowledge
from bounce_inspector.core.explaining.letter_files import load_letters
from bounce_inspector.core.explaining.letters import write_letter
from bounce_inspector.core.model import Action, Inspection, Kind, Original, RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.shipped import resource
from tests.core.findings import ENGLISH, judged

BOUNCES = Path(__file__).resolve().parents[2] / "bounces"
SAMPLES = {
    f"{path.parent.name}/{path.stem}": path.read_bytes()
    for path in (*sorted(BOUNCES.glob("*/*.eml")), *sorted(resource("samples").iterdir()))
}
INSPECTED = {name: inspect(RawMessage(data)) for name, data in SAMPLES.items()}
SEVERAL = {
    name: inspection
    for name, inspection in INSPECTED.items()
    if len({each.failure.recipient for each in inspection.findings}) > 1
}
VOICES = ("customer", "administrator", "ticket")
LONG = 24  # letters of a line of mail that no template contains by chance


def letters(finding, inspection):
    for language in languages():
        knowledge = load_knowledge(language)
        for letter in load_letters(language).letters:
            yield write_letter(letter, finding, inspection, knowledge)


def others(finding, inspection):
    own = {finding.failure.recipient.casefold(), (finding.failure.final_recipient or "").casefold()}
    named = {
        address.casefold()
        for each in inspection.findings
        for address in (each.failure.recipient, each.failure.final_recipient)
        if address
    }
    return named - own


def named_in(text):
    return {found.address.casefold() for found in find_all(text)}


def lines_of_the_mail(data):
    """Return the longer lines of the mail that came back with a report."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk() if message.get_content_type() == "multipart/report" else ():
        if part.get_content_type() == "message/rfc822":
            for inner in part.walk():
                if inner.get_content_maintype() == "text":
                    yield from inner.get_content().splitlines()


def test_there_are_samples_of_several_recipients_in_six_languages_and_three_voices():
    assert len(SEVERAL) >= 50
    assert len(languages()) == 6
    for language in languages():
        assert {letter.id for letter in load_letters(language).letters} == set(VOICES)


@pytest.mark.parametrize("name", SEVERAL)
def test_an_answer_names_none_of_the_other_recipients_in_any_language(name):
    inspection = SEVERAL[name]
    for finding in inspection.findings:
        strangers = others(finding, inspection)
        for text in letters(finding, inspection):
            assert named_in(text) & strangers == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_an_answer_repeats_no_line_of_the_mail(name):
    try:
        lines = [" ".join(line.split()) for line in lines_of_the_mail(SAMPLES[name])]
    except (LookupError, ValueError):
        pytest.skip("Python's own reader does not know how it is written")
    secret = [line.casefold() for line in lines if len(line) >= LONG]
    inspection = INSPECTED[name]
    for finding in inspection.findings if secret else ():
        for text in letters(finding, inspection):
            assert [line for line in secret if line in " ".join(text.split()).casefold()] == []


NAMES = st.from_regex(
    r"\A[a-z]{2,8}([._+-][a-z0-9]{1,8})?\Z", alphabet=st.characters(codec="ascii")
)
DOMAINS = st.sampled_from(("example.org", "mail.example.org", "example.com", "example.net"))
SUBJECTS = st.sampled_from((
    "Offer 4711 for Ms Lee", "Kündigung zum Jahresende", "見積書の件について", "Your invoice",
))  # fmt: skip
# How a reply can name somebody else, or the mail.
MENTIONS = st.sampled_from((
    "550 5.1.1 <{other}>: user unknown", "550 5.1.1 {OTHER} unknown", "552 {local} is over quota",
    "550 5.1.1 {other}, {other}: no such users", "550 {local}%{domain}: relaying denied",
    "550 5.7.1 “{subject}” looks like spam", "554 spam: {SUBJECT}", "550 mailto:{other}",
    "550 {encoded}: unknown", "550 5.1.1 <{own}>... also {other}", "550 {spoken} has left us",
    "550 x{own}: user unknown", "550 5.1.1 {own}: user unknown\n550 5.1.1 {other}: user unknown",
    "550 http://example.net/bounce?to={encoded}&c=1",
))  # fmt: skip


@st.composite
def bounces(draw):
    """Return a bounce of three recipients whose replies speak of one another and of the mail."""
    addresses = [f"{draw(NAMES)}{number}@{draw(DOMAINS)}" for number in range(2)] + [
        draw(NAMES) + "2@example.org"
    ]
    if draw(st.booleans()):  # one address is the end of another one
        addresses[1] = f"jo{addresses[0]}"
    subject = draw(SUBJECTS)
    findings = []
    for number, own in enumerate(addresses):
        other = addresses[(number + draw(st.sampled_from((1, 2)))) % 3]
        local, _, domain = other.partition("@")
        said = draw(MENTIONS).format(
            own=own, other=other, OTHER=other.upper(), local=local, domain=domain, subject=subject,
            SUBJECT=subject.upper(), encoded=other.replace("@", "=40"),
            spoken=re.sub(r"[._+-]", " ", local).title(),
        )  # fmt: skip
        findings.append(judged(said, recipient=own, reply="550", action=Action.FAILED))
    return Inspection(
        "a.eml", "", 0, 0, 100, Kind.BOUNCE, findings=tuple(findings),
        original=Original(subject=subject), subject="Undelivered",
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bounces())
def test_no_reply_that_speaks_of_others_or_of_the_mail_gets_into_an_answer(inspection):
    subject = inspection.original.subject.casefold()
    for finding in inspection.findings:
        strangers = others(finding, inspection)
        spoken = {re.sub(r"[._+-]", " ", each.partition("@")[0]) for each in strangers}
        for text in letters(finding, inspection):
            plain = " ".join(text.casefold().split())
            assert named_in(text) & strangers == set()
            assert subject not in plain
            bare = re.sub(r"[._+-]", " ", plain.replace(finding.failure.recipient.casefold(), ""))
            assert [name for name in spoken if re.search(rf"\b{re.escape(name)}\b", bare)] == []


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <joann@example.org>: user unknown",
        "550 5.1.1 ann@example.org.example.com: user unknown",
        "552 5.2.2 carl lee is over quota",
    ],
)
def test_an_address_that_contains_ones_own_counts_as_somebody_elses(said):
    finding = judged(said, recipient="ann@example.org", reply="550", action=Action.FAILED)
    other = judged("550 no", recipient="joann@example.org", reply="550", action=Action.FAILED)
    third = judged("550 no", recipient="carl.lee@example.org", reply="550", action=Action.FAILED)
    inspection = Inspection("a.eml", "", 0, 0, 100, Kind.BOUNCE, findings=(finding, other, third))

    for text in letters(finding, inspection):
        assert said.partition(" ")[2] not in text


def test_where_mail_was_sent_on_to_is_told_but_not_if_somebody_else_is_named_so():
    forwarded = judged(
        "550 5.1.1 no such user", recipient="ann@example.org", final_recipient="ann@example.net",
        reply="550", action=Action.FAILED,
    )  # fmt: skip
    other = judged("550 no", recipient="ann@example.net", reply="550", action=Action.FAILED)

    for findings in ((forwarded,), (forwarded, other)):
        inspection = Inspection("a.eml", "", 0, 0, 100, Kind.BOUNCE, findings=findings)
        customer = write_letter(
            load_letters("en").named("customer"), forwarded, inspection, ENGLISH
        )

        assert ("ann@example.net" in customer) == (len(findings) == 1)


def test_a_reply_with_an_encoded_address_is_not_quoted():
    said = "550 bounce+bo=40example.net is unknown here"
    finding = judged(said, recipient="ann@example.org", reply="550", action=Action.FAILED)
    inspection = Inspection("a.eml", "", 0, 0, 100, Kind.BOUNCE, findings=(finding,))

    for text in letters(finding, inspection):
        assert "=40" not in text


def test_ones_own_reply_is_still_quoted():
    said = "550 5.1.1 <ann@example.org>: user unknown"
    finding = judged(said, recipient="ann@example.org", reply="550", action=Action.FAILED)
    inspection = Inspection("a.eml", "", 0, 0, 100, Kind.BOUNCE, findings=(finding,))

    ticket = load_letters("en").named("ticket")

    assert said in write_letter(ticket, finding, inspection, ENGLISH)

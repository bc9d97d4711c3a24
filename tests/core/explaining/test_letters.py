from pathlib import Path

import pytest

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.explaining.letter_files import PLACES, load_letters
from bounce_inspector.core.explaining.letters import write_letter
from bounce_inspector.core.model import Action, Kind, RawMessage
from bounce_inspector.core.pipeline import inspect

BOUNCES = Path(__file__).resolve().parents[2] / "bounces"
SAMPLES = sorted(BOUNCES.glob("*/*.eml"))
VOICES = ("customer", "administrator", "ticket")
LONG = 12  # letters of a subject that no template contains by chance


def read(path):
    return inspect(RawMessage(path.read_bytes(), source=path.name))


def letters_about(inspection, language="en"):
    knowledge = load_knowledge(language)
    for finding in inspection.findings:
        for letter in load_letters(language).letters:
            yield finding, write_letter(letter, finding, inspection, knowledge)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_answer_speaks_of_one_recipient_and_never_of_the_mail(sample):
    inspection = read(sample)
    everybody = {
        address.casefold()
        for finding in inspection.findings
        for address in (finding.failure.recipient, finding.failure.final_recipient)
        if address and len(address) > 3
    }
    subjects = (inspection.original.subject or "", inspection.subject or "")
    for finding, text in letters_about(inspection):
        own = finding.failure.recipient.casefold()
        rest = text.casefold().replace(own, "") if own else text.casefold()
        others = everybody - {own, (finding.failure.final_recipient or "").casefold()}
        assert [other for other in others if other in rest] == []
        quoted = [subject for subject in subjects if len(subject) >= LONG]
        assert [subject for subject in quoted if subject.casefold() in rest] == []


def test_each_voice_says_what_happened_and_the_code():
    inspection = read(BOUNCES / "shipped" / SAMPLES_SHIPPED[0])
    for _, text in letters_about(inspection):
        assert "5.1.1" in text
        assert inspection.findings[0].failure.recipient in text
        assert "{" not in text


SAMPLES_SHIPPED = sorted(path.name for path in (BOUNCES / "shipped").glob("*.eml"))


@pytest.fixture
def bounced():
    return read(BOUNCES / "shipped" / SAMPLES_SHIPPED[0])


def _written(bounced, voice="customer", **changes):
    finding = bounced.findings[0]
    finding = finding._replace(failure=finding.failure._replace(**changes))
    return write_letter(load_letters("en").named(voice), finding, bounced, load_knowledge("en"))


def test_a_reply_that_names_somebody_else_is_not_quoted(bounced):
    own = bounced.findings[0].failure.recipient

    assert "no such user here" in _written(
        bounced, "ticket", diagnostic=f"550 {own}: no such user here"
    )
    assert "no such user here" not in _written(
        bounced, "ticket", diagnostic="550 eve@example.net: no such user here"
    )


def test_a_reply_that_quotes_the_subject_is_not_quoted(bounced):
    bounced = bounced._replace(original=bounced.original._replace(subject="Your secret order"))

    assert (
        "refused"
        not in _written(
            bounced, "ticket", diagnostic="550 refused: YOUR SECRET ORDER looks like spam"
        ).partition("Details")[2]
    )


def test_a_delay_is_not_called_a_refusal(bounced):
    delayed = bounced._replace(kind=Kind.DELAY)
    text = write_letter(
        load_letters("en").named("administrator"),
        bounced.findings[0]._replace(
            failure=bounced.findings[0].failure._replace(action=Action.DELAYED)
        ),
        delayed,
        load_knowledge("en"),
    )

    assert "was refused" not in text
    assert "waits" in text


def test_what_is_not_known_leaves_no_hole(bounced):
    bounced = bounced._replace(date=None)
    text = _written(
        bounced, recipient="", final_recipient=None, reply=None, status=None, remote_host=None,
        reporting_mta=None, diagnostic="",
    )  # fmt: skip

    assert "Technical details" not in text
    assert "your mail." in text


OWN = """
name = "Ours"
order = 1
[[paragraph]]
text = "Dear colleague, {recipient} came back: {title}"
"""


def test_a_person_adds_templates_of_their_own(tmp_path, bounced):
    (tmp_path / "ours.toml").write_text(OWN, encoding="utf-8")

    letters = load_letters("en", tmp_path).letters

    assert [letter.id for letter in letters] == ["ours", *VOICES]
    assert letters[0].own
    text = write_letter(letters[0], bounced.findings[0], bounced, load_knowledge("en"))
    assert text.startswith("Dear colleague, ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = ", "Invalid value"),
        ('name = "x"', "no paragraph"),
        ('name = "x"\n[[paragraph]]\ntext = "{subject}"', "unknown place {subject}"),
        ('name = "x"\n[[paragraph]]\ntext = "a"\nwhen = "never"', "when must be"),
        ('nam = "x"', "unknown key 'nam'"),
    ],
)
def test_a_faulty_template_is_said_and_the_others_work(tmp_path, content, said):
    (tmp_path / "broken.toml").write_text(content, encoding="utf-8")

    loaded = load_letters("en", tmp_path)

    assert [letter.id for letter in loaded.letters] == list(VOICES)
    assert said in loaded.problems[0].sentence()
    assert "broken.toml" in loaded.problems[0].sentence()


def test_no_place_would_put_the_mail_itself_into_an_answer():
    assert PLACES.isdisjoint({"subject", "original", "to", "context", "quoted"})

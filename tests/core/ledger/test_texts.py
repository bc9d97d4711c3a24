import pytest

from bounce_inspector.core.ledger import Filter, texts
from bounce_inspector.core.problems import Problem
from tests.core.ledger.ledger_samples import batch, finding, inspection

EVERYTHING = Filter()


def addresses(ledger):
    return ledger.address_rows(ledger.address_ids(EVERYTHING))


def messages(ledger):
    return ledger.message_rows(ledger.message_ids(EVERYTHING))


@pytest.mark.parametrize(
    "diagnostic",
    [
        "550 <ann@example.com> unknown, ann@example.com is not here",
        "\x1a\x1b ann@example.com",
        "\x1bann@example.com",
        "",
    ],
)
def test_what_was_said_comes_back_letter_by_letter(ledger, diagnostic):
    said = finding("ann@example.com", diagnostic=diagnostic, context=diagnostic)
    ledger.add(batch(inspection(said)))

    (address,) = addresses(ledger)
    assert address.diagnostic == diagnostic
    assert messages(ledger)[0].diagnostic == diagnostic
    assert ledger.findings_of(address.id)[0].finding == said


def test_what_is_said_alike_of_many_people_is_stored_once(ledger):
    ledger.add(
        batch(
            *(
                inspection(finding(name, diagnostic=f"550 {name}", context=f"{name} is unknown"))
                for name in ("ann@example.com", "bob@example.com")
            )
        )
    )

    query = "SELECT count(*) FROM text WHERE body LIKE '%550%' OR body LIKE '%unknown%'"
    assert ledger._connection.execute(query).fetchone() == (2,)


def test_hostile_text_is_stored_without_harm(ledger):
    source = "caf\udce9.mbox"
    nasty = "\udcff; DROP TABLE message; --\0"
    one = inspection(finding(f"{nasty}@example.com", diagnostic=nasty), source=source, about=nasty)

    assert ledger.add(batch(one._replace(problems=(Problem("x", nasty, ""),)))).messages == 1

    (message,) = messages(ledger)
    assert (message.place.source, message.subject, message.diagnostic) == (source, nasty, nasty)
    assert ledger.problems_of_message(message.id)[0].text.startswith("\\udcff; DROP")
    assert ledger.facets(EVERYTHING).sources == {source: 1}
    assert len(ledger.message_ids(Filter(source=source))) == 1


def test_strings_are_known_again_after_many_others(ledger, monkeypatch):
    monkeypatch.setattr(texts, "REMEMBERED", 3)
    for number in range(9):
        ledger.add(batch(inspection(finding(f"{number}@example.com"), campaign=f"c{number % 2}")))

    assert ledger.facets(EVERYTHING).campaigns == {"c0": 5, "c1": 4}

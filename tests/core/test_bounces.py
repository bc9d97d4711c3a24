import tomllib
from pathlib import Path

import pytest

from bounce_inspector.core.enclosed import text_of
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.record import to_record

BOUNCES = Path(__file__).parent.parent / "bounces"
SAMPLES = sorted(BOUNCES.glob("*/*.eml"))
HEAD_KEYS = {"about", "kind", "dialect", "subject_of_original", "failure"}


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_a_sample_gives_what_stands_beside_it(sample):
    expected = tomllib.loads(sample.with_suffix(".toml").read_text(encoding="utf-8"))

    record = to_record(inspect(RawMessage(sample.read_bytes(), source=sample.name)))

    assert expected.keys() <= HEAD_KEYS
    assert record["kind"] == expected["kind"]
    if "dialect" in expected:
        assert record["dialect"] == expected["dialect"]
    if "subject_of_original" in expected:
        assert record["original"]["subject"] == expected["subject_of_original"]
    wanted = {row["recipient"].lower(): row for row in expected.get("failure", [])}
    got = {row["recipient"].lower(): row for row in record["failures"]}
    assert got.keys() == wanted.keys()
    for recipient, row in wanted.items():
        compared = {key: got[recipient][key] for key in row if key != "recipient"}
        assert compared == {key: None if row[key] == "" else row[key] for key in compared}


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_the_evidence_of_a_sample_lies_within_a_text_of_it(sample):
    data = sample.read_bytes()

    inspection = inspect(RawMessage(data))

    for finding in inspection.findings:
        evidence = finding.verdict.evidence
        if evidence is not None:
            text = text_of(data, evidence.part)
            assert text is not None
            assert 0 <= evidence.start < evidence.end <= len(text)


def test_every_sample_has_its_expectation_and_the_other_way_round():
    mails = {path.with_suffix("") for path in BOUNCES.glob("*/*.eml")}
    expectations = {path.with_suffix("") for path in BOUNCES.glob("*/*.toml")}

    assert mails == expectations
    assert len(mails) > 0

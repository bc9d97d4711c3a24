import re
from pathlib import Path

import pytest

from bounce_inspector.core.model import Advice, Kind, RawMessage
from bounce_inspector.core.pipeline import inspect

LETTERS = Path(__file__).parent.parent / "letters"
ALL = sorted(LETTERS.glob("*/*.eml"))
KINDS = {
    "acknowledgements": Kind.AUTO_REPLY,
    "challenges": Kind.CHALLENGE,
    "out-of-office": Kind.AUTO_REPLY,
    "read-receipts": Kind.READ_RECEIPT,
}
ORDINARY = [path for path in ALL if path.parent.name not in KINDS]
MARKING = {Advice.REMOVE, Advice.WATCH, Advice.COMPLAINT}
RETURN_PATH = re.compile(rb"\AReturn-Path:[^\n]*\n")


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("letter", ALL, ids=name_of)
def test_a_letter_is_what_its_folder_says_and_marks_nobody(letter):
    inspection = inspect(RawMessage(letter.read_bytes()))

    assert inspection.kind is KINDS.get(letter.parent.name, Kind.OTHER)
    assert not MARKING & {finding.verdict.advice for finding in inspection.findings}


@pytest.mark.parametrize("letter", ALL, ids=name_of)
def test_a_letter_that_lost_its_return_path_is_no_bounce_either(letter):
    data = RETURN_PATH.sub(b"", letter.read_bytes())

    inspection = inspect(RawMessage(data))

    assert inspection.kind is KINDS.get(letter.parent.name, Kind.OTHER)
    assert not MARKING & {finding.verdict.advice for finding in inspection.findings}


@pytest.mark.parametrize("letter", ORDINARY, ids=name_of)
def test_an_ordinary_letter_names_nobody(letter):
    assert inspect(RawMessage(letter.read_bytes())).findings == ()


def test_there_are_letters_of_many_sorts_and_languages():
    folders = {path.parent.name for path in ALL}
    languages = {path.stem.split("-")[1] for path in ALL}

    assert len(ORDINARY) >= 200
    assert folders > KINDS.keys()
    assert languages >= {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh", "ko"}

from pathlib import Path

from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.shipped import resource

CHECKED = Path(__file__).parent.parent / "bounces" / "shipped"


def shipped():
    return {path.name: path.read_bytes() for path in resource("samples").iterdir()}


def test_the_samples_that_ship_are_those_that_are_checked():
    checked = {path.name: path.read_bytes() for path in CHECKED.glob("*.eml")}

    assert shipped() == checked
    assert len(checked) == 12


def test_the_samples_that_ship_show_every_advice_and_every_kind_of_message_people_meet():
    inspections = [inspect(RawMessage(data)) for data in shipped().values()]

    advices = {finding.verdict.advice for each in inspections for finding in each.findings}
    kinds = {each.kind for each in inspections}

    assert advices == {"remove", "watch", "keep", "fix", "complaint"}
    assert kinds >= {"bounce", "delay", "complaint", "auto-reply", "other"}
    assert any(len(each.findings) == 3 for each in inspections)
    assert any(f.failure.final_recipient for each in inspections for f in each.findings)

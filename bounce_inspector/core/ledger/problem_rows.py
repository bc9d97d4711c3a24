"""A problem as a row of the ledger: its English with the places open, and what stands in them."""

import json

from bounce_inspector.core.ledger.texts import printable
from bounce_inspector.core.problems import Problem

COLUMNS = "code, text, remedy, facts"


def to_row(problem: Problem) -> tuple[str, str, str, str]:
    """Return the columns of a problem."""
    facts = json.dumps(dict(problem.values)) if problem.values else ""
    return problem.code, printable(problem.text), printable(problem.remedy), facts


def from_row(code: str, text: str, remedy: str, facts: str) -> Problem:
    """Return the problem that some columns hold."""
    return Problem(code, text, remedy, tuple(json.loads(facts).items()) if facts else ())

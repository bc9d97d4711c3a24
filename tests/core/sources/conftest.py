import pytest

from bounce_inspector.core import sources
from bounce_inspector.core.model import RawMessage


class Outcome:
    """What came out of some paths, and whether reading each message again gives the same."""

    def __init__(self, paths, limits):
        self.chunks = list(sources.plan(paths, limits))
        self.found = []
        for chunk in self.chunks:
            if hasattr(chunk, "problem"):
                self.found.append(chunk)
            else:
                self.found.extend(sources.read(chunk, limits))
        self.messages = [one for one in self.found if isinstance(one, RawMessage)]
        self.unread = [one for one in self.found if not isinstance(one, RawMessage)]
        self.data = [one.data for one in self.messages]
        self.codes = [one.problem.code for one in self.unread]


@pytest.fixture
def bring():
    """Read paths as the pipeline would and check what holds for every format."""

    def run(*paths, limits=sources.DEFAULTS):
        outcome = Outcome(paths, limits)
        for one in outcome.messages:
            again = sources.reread(
                one.source,
                one.entry,
                one.offset,
                one.length,
                one.index,
                expected=sources.digest(one.data),
                limits=limits,
            )
            assert again == one
        for one in outcome.unread:
            assert one.problem.text.endswith(".")
            assert one.problem.remedy.endswith(".")
        return outcome

    return run


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def write(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return str(path)

    return write

import pytest

from bounce_inspector.core.ledger import Ledger
from tests.core.ledger.ledger_samples import NOW


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path):
    with Ledger.open(path, lambda: NOW) as opened:
        yield opened

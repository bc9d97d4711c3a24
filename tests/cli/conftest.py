import pytest

from bounce_inspector.cli import main
from tests.cli.command_line import blocked, bounce


@pytest.fixture
def mail(tmp_path):
    """A folder with two dead addresses and one that a blocklist kept from getting mail."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "1.eml").write_bytes(bounce("zed@example.org", number=1))
    (folder / "2.eml").write_bytes(bounce("ann@example.com", number=2))
    (folder / "3.eml").write_bytes(blocked("bob@example.com", 3))
    return folder


@pytest.fixture
def command(capsysbinary):
    """Run a command in this process; return its exit code, output and complaints."""

    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return call

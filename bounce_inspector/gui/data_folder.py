"""Where the program keeps what it remembers: the ledger, kept messages, examples, settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "BOUNCE_INSPECTOR_DATA"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder and the places in it. Nothing is made before it is needed."""

    path: Path

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.path / "ledger.sqlite"

    @property
    def received(self) -> Path:
        """The folder for messages that came by clipboard or drag and exist nowhere else."""
        return self.path / "received"

    @property
    def letters(self) -> Path:
        """The folder for a person's own templates of answers."""
        return self.path / "letters"

    @property
    def examples(self) -> Path:
        """The folder the examples are copied to: where they ship may be gone at the next start."""
        return self.path / "examples"

    @property
    def settings(self) -> Path:
        """The file of the settings."""
        return self.path / "settings.ini"


def data_folder(argument: str | None, environment: Mapping[str, str] = os.environ) -> DataFolder:
    """Return the folder named on the command line, else by the environment, else the user's own."""
    named = argument or environment.get(VARIABLE)
    if not named:
        from platformdirs import user_data_dir  # here: it is slow to load

        named = user_data_dir("bounce-inspector", appauthor=False)
    return DataFolder(Path(named).absolute())

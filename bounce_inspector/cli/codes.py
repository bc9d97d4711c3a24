"""What the command tells the shell."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Everything read; something not, the rest is there; not understood; Ctrl+C."""

    DONE = 0
    INCOMPLETE = 1
    USAGE = 2
    INTERRUPTED = 130

"""The window's front door.

It loads Qt only when called: the processes that read mail come through this file too, when they
find out who started them, and have nothing to show.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window until it is closed. Return the exit code."""
    if getattr(sys, "frozen", False):  # a worker of a frozen program goes no further than this
        from multiprocessing import freeze_support

        freeze_support()
    from bounce_inspector.gui import quick_start

    quick_start.begin()
    from bounce_inspector.gui.application import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())

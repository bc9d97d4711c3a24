"""Run the command line with ``python -m bounce_inspector.cli``."""

import sys

from bounce_inspector.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a worker of a frozen program goes no further than this
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())

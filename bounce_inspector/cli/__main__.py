"""Run the command line with ``python -m bounce_inspector.cli``."""

import sys

from bounce_inspector.cli import main

if __name__ == "__main__":
    sys.exit(main())

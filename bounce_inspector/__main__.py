"""Open the window: ``python -m bounce_inspector [PATH...]``."""

import sys

from bounce_inspector.gui.app import main

if __name__ == "__main__":
    sys.exit(main())

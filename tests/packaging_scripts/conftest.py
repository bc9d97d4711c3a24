"""The scripts of packaging/ import each other from their own folder, so tests do it too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

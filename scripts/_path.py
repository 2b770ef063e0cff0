"""Puts hooks/ on the path, so that a script finds the casebook package: each script begins with `import _path`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hooks"))

"""The search index: which command makes it. What is searched, and how, is said by attributes in the templates."""

import sys
from pathlib import Path


def index_command(site: Path) -> list[str]:
    """The command line that indexes the pages below `site` and writes the index beside them, in pagefind/."""
    permalinks = ["--exclude-selectors", ".headerlink"]  # those that the site generator puts into headings
    return [sys.executable, "-m", "pagefind", "--site", str(site), *permalinks, "--quiet"]

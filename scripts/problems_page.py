"""Writes docs/contribute/problems.md, which says what each code of the check means."""

import sys

import _generated
import _path
from casebook.contributing import problems_page

if __name__ == "__main__":
    sys.exit(_generated.main(__doc__, problems_page.texts()))

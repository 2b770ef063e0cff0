"""Writes .github/ISSUE_TEMPLATE/, the form for stories without git, from hooks/casebook/model.py."""

import sys

import _generated
import _path
from casebook.contributing import issue_form

if __name__ == "__main__":
    sys.exit(_generated.main(__doc__, issue_form.texts()))

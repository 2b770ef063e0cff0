"""Writes docs/contribute/fields.md, every field with its doc and an example, from hooks/casebook/model.py."""

import sys

import _generated
import _path
from casebook.contributing import fields_page

if __name__ == "__main__":
    sys.exit(_generated.main(__doc__, fields_page.texts()))

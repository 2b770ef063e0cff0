"""Writes docs/api.md and docs/api/v1/schema.json, what the data holds, from hooks/casebook/model.py and contract.py."""

import sys

import _generated
import _path
from casebook.contributing import api_page

if __name__ == "__main__":
    sys.exit(_generated.main(__doc__, api_page.texts()))

"""Writes case_studies/schema/*.json, by which an editor completes and checks, from hooks/casebook/model.py."""

import sys

import _generated
import _path
from casebook.contributing import json_schema
from casebook.contributing.ids import write_ids
from casebook.loading.reading import read_files

if __name__ == "__main__":
    sys.exit(_generated.main(__doc__, json_schema.texts(), lambda root: write_ids(root, read_files(root))))

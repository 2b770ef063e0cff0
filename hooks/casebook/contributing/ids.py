"""The ids that exist, for an editor's completion: `case_studies/schema/ids/*.json`, which git ignores.

The schemas refer to these files, and an editor's YAML support gives up on a schema one of whose files is missing. So
whatever reads the casebook writes them: the check, the build, serve, and the commands that make a file.
"""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casebook import inputs
from casebook.contributing.writing import write_if_changed
from casebook.loading.files import FOLDER, File, Files
from casebook.model import Status, is_kebab

Schema = dict[str, Any]

SCHEMA_FOLDER = inputs.SCHEMAS
ID_LISTS = {"lesson": "ids/lessons.json", "category": "ids/categories.json", "case": "ids/cases.json"}
"""What a text names -> the file that lists the ids, below the folder of the schemas."""
TAG_LIST = "ids/tags.json"
MAX_DIGITS = 15
"""Of an id that an editor takes for a number; longer ones no program reads exactly."""


def write_ids(root: Path, files: Files) -> None:
    """Writes the lists where they changed. A folder that can't be written to is no error: this only helps to type."""
    if any((root / folder).is_symlink() for folder in (FOLDER, SCHEMA_FOLDER, f"{SCHEMA_FOLDER}/ids")):
        return  # whoever made the link chose where it leads
    for name, schema in id_lists(files).items():
        with contextlib.suppress(OSError):
            write_if_changed(root / SCHEMA_FOLDER / name, json.dumps(schema, indent=1, ensure_ascii=False) + "\n")


def id_lists(files: Files) -> dict[str, Schema]:
    """Path below the schema folder -> which texts can stand there, each with its title. Unreadable: any text can."""
    categories = (
        {item["id"]: item.get("title") for item in files.mistakes.items() if isinstance(item.get("id"), str)}
        if files.mistakes
        else {}
    )
    return {
        ID_LISTS["lesson"]: _one_of({name: file.facts.title for name, file in files.lessons.items()}),
        ID_LISTS["case"]: _one_of({name: _case_title(file) for name, file in files.cases.items()}),
        ID_LISTS["category"]: {} if files.categories is None else _one_of(categories),
        TAG_LIST: _tags(files),
    }


def _case_title(file: File) -> str | None:
    title, status = file.facts.title, file.facts.status
    return title if status is Status.PUBLISHED else f"({status}) {title or ''}".rstrip()


def _one_of(titles: Mapping[Any, Any]) -> Schema:
    """One of these ids. One that is only digits is a number to an editor."""
    known = {name: title if isinstance(title, str) else "" for name, title in titles.items() if is_kebab(name)}
    numbers = {int(name): title for name, title in known.items() if name.isdecimal() and len(name) <= MAX_DIGITS}
    every: dict[Any, str] = {**known, **numbers}
    return {"enum": list(every), "enumDescriptions": list(every.values())} if every else {}


def _tags(files: Files) -> Schema:
    groups = files.tag_groups
    if not groups or files.tags is None:
        return {}
    items = {item["id"]: item for item in files.tags.items() if isinstance(item.get("id"), str)}
    labels = {group: item.get("tags") for group, item in items.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            group: {
                "description": str(items[group].get("title") or ""),
                "type": "array",
                "items": _one_of(tags if isinstance(tags, dict) else {}),
            }
            for group, tags in labels.items()
        },
    }

"""The schema as an editor uses it: it is current, takes all that the check takes, and says what is wrong."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import casebook
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from referencing import Registry, Resource

from casebook import model
from casebook.characters import FORBIDDEN
from casebook.contributing import ids, json_schema
from casebook.contributing.fields import kind_of
from casebook.contributing.ids import id_lists, write_ids
from casebook.contributing.writing import stale
from casebook.loading.files import SHARED
from casebook.loading.load import load
from casebook.loading.reading import read_files

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "case_studies").rglob("*.yml"))


class Editor(yaml.SafeLoader):
    """YAML 1.2's core schema, by which an editor's YAML support reads: no dates, no `yes`, no `12:30`."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  as the class above has it


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), list(first))


def _int(_: Any, node: Any) -> int:
    return int(node.value, 0 if node.value[:2] in ("0o", "0x") else 10)


Editor.add_constructor("tag:yaml.org,2002:int", _int)


def edited(text: str) -> Any:
    return yaml.load(text, Editor)  # noqa: S506  a subclass of the safe loader


def validator(name: str, files: dict[str, Any]) -> Draft202012Validator:
    lists = ((path, Resource.from_contents({"$schema": DIALECT, **schema})) for path, schema in files.items())
    registry: Registry[Any] = Registry().with_resources(lists)
    return Draft202012Validator(json_schema.schema_of(name), registry=registry)


DIALECT = "https://json-schema.org/draft/2020-12/schema"
OPEN: dict[str, Any] = {path: {} for path in (*ids.ID_LISTS.values(), ids.TAG_LIST)}
CASE = validator("case-study", OPEN)


def kind_of_file(path: Path) -> str:
    if path.name in SHARED:
        return path.stem
    return {"lessons": "lesson", "sessions": "session"}.get(path.parent.name, "case-study")


def test_the_schemas_are_current() -> None:
    assert stale(ROOT, json_schema.texts()) == [], "run  python scripts/schema.py"


def test_they_are_schemas_and_refer_only_to_files_that_are_written(tmp_path: Path) -> None:
    write_ids(tmp_path, read_files(casebook(tmp_path)))
    folder = tmp_path / ids.SCHEMA_FOLDER
    for name in json_schema.ROOTS:
        schema = json_schema.schema_of(name)
        Draft202012Validator.check_schema(schema)
        own = {f"#/$defs/{part}" for part in schema["$defs"]}
        lists = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
        assert set(values_at("$ref", schema)) <= own | lists


def values_at(key: str, node: Any) -> Iterator[Any]:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and isinstance(node.get(key), str):
        yield node[key]
    for part in parts:
        yield from values_at(key, part)


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    lists = id_lists(read_files(ROOT))
    return {name: validator(name, lists) for name in json_schema.ROOTS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_of_the_casebook_is_valid(path: Path, validators: dict[str, Draft202012Validator]) -> None:
    found = validators[kind_of_file(path)].iter_errors(edited(path.read_text("utf-8")))
    assert [(list(error.path), error.message) for error in found] == []


SCALARS = [model.Day, model.Date, model.Invited, model.Address, model.Boolean, model.Minutes, model.Id, model.PartId]
TEXTS = [*SCALARS, model.Text, model.Label, model.Title, model.Summary, model.Markdown]
LOOKALIKES = st.one_of(
    st.text(),
    st.from_regex(r"\A[0-9]{1,4}(-[0-9]{2}){0,2}\Z"),
    st.from_regex(r"\Ahttps?://[a-z0-9é/?#.@:<%-]+\Z"),
    st.from_regex(r"\A[a-z0-9-]{1,12}\Z"),
    st.sampled_from(
        ["true", "false", "never", "0", "1e3", "0x1f", ".5", "12:30", "yes", "\u2013", " a \n", "a\n\nb", "\ufeffa"]
    ),
    st.integers(75, 125).map(lambda length: "é" * length),
)


@given(text=LOOKALIKES, index=st.integers(0, len(TEXTS) - 1))
def test_what_the_check_takes_the_schema_takes_as_an_editor_reads_it(text: str, index: int) -> None:
    annotation = TEXTS[index]
    try:
        TypeAdapter(annotation).validate_python(text)
    except ValidationError:
        return
    if FORBIDDEN.search(text) or not text.strip():
        return
    schema = Draft202012Validator(json_schema.of_kind(kind_of(annotation), {}))
    assert [error.message for error in schema.iter_errors(text)] == []
    read = edited(text) if re.fullmatch(r"[\w.+-]+", text, re.ASCII) else text
    if read is not None and (annotation == model.Boolean or not isinstance(read, bool)):
        assert [error.message for error in schema.iter_errors(read)] == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Day", ["2023", "2023-13-01", "23-01-01", 2023, None]),
        ("Date", ["2023-3", 0, 20230, True, "", None]),
        ("Invited", ["Never", "2023", True]),
        ("Address", ["example.org", "javascript:x", "https://a b", 5]),
        ("Boolean", ["yes", "True", 1, None]),
        ("Minutes", [0, 1000, "x", 1.5, True]),
        ("Id", ["A", "a--b", "-a", "a_b", "a" * 81, None]),
        ("Title", ["", " ", "-", "a\nb", "x" * 121, None, [], {}]),
        ("Markdown", ["", "\n", "\u2013", None, []]),
        ("Process", ["fine", None]),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(name: str, values: list[Any]) -> None:
    schema = Draft202012Validator(json_schema.of_kind(kind_of(getattr(model, name)), {}))
    assert [value for value in values if schema.is_valid(value)] == []


BASE_CASE = """\
title: A story
summary: A summary.
subject: {name: Robin}
permission: {basis: public_writeup}
status: published
decisions: [{id: leave, title: Leave}]
lessons: [{text: Ask.}]
sources: [{title: A post, url: "https://example.org/post", read: whole}]
"""


@pytest.mark.parametrize(
    ("change", "is_valid"),
    [
        ({}, True),
        *(
            ({key: None}, False)
            for key in ("title", "summary", "subject", "permission", "status", "decisions", "lessons")
        ),
        ({"sources": None}, False),
        ({"sources": []}, False),
        ({"lessons": []}, False),
        ({"decisions": None, "mistakes": [{"id": "a", "title": "b", "category": "programme-as-goal"}]}, True),
        ({"subject": {"was": "A teacher"}}, False),
        ({"subject": {"named_as": "anonymous"}, "permission": {"basis": "self_submitted", "date": "2026-11-24"}}, True),
        ({"subject": {"named_as": "anonymous", "name": "Robin"}}, False),
        ({"sources": None, "permission": {"basis": "self_submitted"}}, False),
        ({"sources": None, "permission": {"basis": "self_submitted", "date": "2026-11-24"}}, True),
        ({"permission": {"basis": "given", "date": "2026-11-24"}}, False),
        ({"permission": {"basis": "given", "date": "2026-11-24", "held_by": "us"}}, True),
        ({"withdrawn": {"date": "2026-11-24", "reason": "asked"}}, False),
        ({"status": "withdrawn"}, False),
        ({"status": "withdrawn", "withdrawn": {"date": "2026-11-24", "reason": "asked"}}, True),
        ({"status": "draft", "title": None, "lessons": None, "subject": None}, True),
        ({"titel": "x"}, False),
        ({"status": "done"}, False),
    ],
    ids=str,
)
def test_conditions_between_fields_are_those_of_the_check(
    change: dict[str, Any], *, is_valid: bool, tmp_path: Path
) -> None:
    case = {key: value for key, value in {**edited(BASE_CASE), **change}.items() if value is not None}
    assert CASE.is_valid(case) == is_valid
    draft = f"=== case_studies/another.yml\n{json.dumps(case)}\n"
    problems = [problem for problem in load(casebook(tmp_path, draft))[1] if problem.level == 0]
    assert (problems == []) == is_valid, "\n".join(map(str, problems))


def test_the_lists_of_ids_have_titles(tmp_path: Path) -> None:
    text = "=== case_studies/2023.yml\nstatus: draft\ntitle: The year\n=== case_studies/gone.yml\nstatus: withdrawn\n"
    lists = id_lists(read_files(casebook(tmp_path, text)))
    year = "(draft) The year"
    assert lists == {
        "ids/lessons.json": {
            "enum": ["ask-early", "test-fit"],
            "enumDescriptions": ["Ask early", "Test fit before long commitments"],
        },
        "ids/cases.json": {
            "enum": ["2023", "a-story", "gone", 2023],
            "enumDescriptions": [year, "A year of changing subfields", "(withdrawn)", year],
        },
        "ids/categories.json": {"enum": ["programme-as-goal"], "enumDescriptions": ["The programme became the goal"]},
        "ids/tags.json": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "stage": {
                    "description": "Where they stood",
                    "type": "array",
                    "items": {"enum": ["learning"], "enumDescriptions": ["Learning"]},
                }
            },
        },
    }


def test_where_ids_are_not_known_any_text_will_do(tmp_path: Path) -> None:
    text = "=== case_studies/tags.yml\n- [\n=== case_studies/mistakes.yml\n- [\n"
    lists = id_lists(read_files(casebook(tmp_path, text)))
    assert (lists["ids/tags.json"], lists["ids/categories.json"]) == ({}, {})


def test_the_lists_are_written_only_where_they_changed(tmp_path: Path) -> None:
    files = read_files(casebook(tmp_path))
    write_ids(tmp_path, files)
    written = {path: path.stat().st_ino for path in (tmp_path / ids.SCHEMA_FOLDER).rglob("*")}
    write_ids(tmp_path, files)
    assert {path: path.stat().st_ino for path in (tmp_path / ids.SCHEMA_FOLDER).rglob("*")} == written


def test_a_folder_that_nobody_may_write_to_is_no_error(tmp_path: Path) -> None:
    files = read_files(casebook(tmp_path))
    shutil.rmtree(tmp_path / ids.SCHEMA_FOLDER, ignore_errors=True)
    (tmp_path / ids.SCHEMA_FOLDER).write_text("a file in its place", "utf-8")
    write_ids(tmp_path, files)
    assert (tmp_path / ids.SCHEMA_FOLDER).read_text("utf-8") == "a file in its place"


def test_the_editor_is_told_of_every_schema_and_git_of_no_list() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    mapped = {os.path.normpath(path) for path in settings["yaml.schemas"]}
    assert mapped == {f"{ids.SCHEMA_FOLDER}/{name}.json" for name in json_schema.ROOTS}
    assert f"/{ids.SCHEMA_FOLDER}/ids/" in (ROOT / ".gitignore").read_text("utf-8").split("\n")

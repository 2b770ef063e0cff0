"""The issue form: current, whole, and read by GitHub as it is meant."""

from pathlib import Path

import yaml

from casebook.contributing import issue_form
from casebook.contributing.issue_form import questions
from casebook.contributing.writing import stale
from casebook.model import Basis, NamedAs

ROOT = Path(__file__).resolve().parent.parent


def test_the_form_is_current() -> None:
    assert stale(ROOT, issue_form.texts()) == [], "run  python scripts/issue_form.py"


def test_the_yaml_says_what_is_meant() -> None:
    read = yaml.safe_load(issue_form.texts()[issue_form.FORM])
    introduction = read["body"][0]["attributes"]
    assert introduction["value"].endswith("to you.\n")
    introduction["value"] = introduction["value"].removesuffix("\n")
    assert read == issue_form.form()


def test_what_a_case_study_needs_must_be_answered() -> None:
    assert [".".join(question.path) for question in questions() if question.is_required] == [
        "permission.basis",
        "title",
        "summary",
        "subject.name",
        "decisions.title",
        "lessons.text",
    ]


def test_every_label_and_id_is_there_once() -> None:
    elements = issue_form.form()["body"][1:]
    labels = [element["attributes"]["label"] for element in elements]
    ids = [element["id"] for element in elements]
    assert (sorted(set(labels)), sorted(set(ids))) == (sorted(labels), sorted(ids))


def test_choices_cover_the_words_and_nobody_is_anonymous() -> None:
    choices = {question.path: set(question.choices) for question in questions() if question.choices}
    assert choices == {
        ("permission", "basis"): set(Basis),
        ("subject", "named_as"): set(NamedAs) - {NamedAs.ANONYMOUS},
        ("sources", "read"): {"whole", "part"},
    }


def test_a_new_field_that_a_case_study_needs_is_asked_for_by_its_name() -> None:
    assert issue_form.label_of(("permission", "held_by")) == "Permission held by"

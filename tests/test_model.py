"""The model's own promises: its examples are valid, and its words have labels."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from casebook import model
from casebook.model import Record, Word

RECORDS = [
    kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
]
WORDS = [
    kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Word) and kind is not Word
]


def fields() -> Iterator[tuple[type[Record], str]]:
    return ((record, name) for record in RECORDS for name in record.model_fields)


def minimal(record: type[Record]) -> dict[str, object]:
    """A record of the examples of its required fields."""
    required = {name: field for name, field in record.model_fields.items() if field.is_required()}
    return {field.alias or name: (field.examples or [None])[0] for name, field in required.items()}


@pytest.mark.parametrize(("record", "name"), list(fields()), ids=lambda part: getattr(part, "__name__", part))
def test_the_example_of_every_field_is_valid(record: type[Record], name: str) -> None:
    field = record.model_fields[name]
    key = field.alias or name
    example = (field.examples or [None])[0]
    assert field.description
    if example is None:  # a record's fields have examples of their own
        return
    made = record.model_validate({**minimal(record), key: example})
    assert made.model_dump(by_alias=True, mode="json")[key] is not None


@pytest.mark.parametrize("record", RECORDS)
def test_records_do_not_change(record: type[Record]) -> None:
    made = record.model_validate(minimal(record))
    with pytest.raises(ValidationError):
        setattr(made, next(iter(record.model_fields)), "else")


@pytest.mark.parametrize("kind", WORDS)
def test_every_word_has_a_label_that_begins_like_a_text(kind: type[Word]) -> None:
    assert {word: bool(word.label and word.label == word.label.strip()) for word in kind} == dict.fromkeys(kind, True)


@pytest.mark.parametrize("text", ["", " ", "\n", "-", "\u2013 \u2014", "\u00a0", "\u2003-\u3000", "\x85"])
def test_white_space_and_dashes_are_no_text(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        model.StopRule.model_validate({"text": text})
    assert [error["type"] for error in refused.value.errors()] == ["empty"]


def test_the_line_end_of_a_block_is_no_text_of_a_one_line_field() -> None:
    made = model.Withdrawn.model_validate({**minimal(model.Withdrawn), "superseded_by": "a-story\n"})
    assert made.superseded_by == "a-story"

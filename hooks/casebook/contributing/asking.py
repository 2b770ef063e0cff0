"""Asks a person at a terminal what the blank page must know."""

from collections.abc import Callable
from pathlib import Path

from casebook.contributing.slugs import require_free
from casebook.contributing.writing import RefusedError
from casebook.loading.reading import read_files
from casebook.model import Basis

Ask = Callable[[str], str]
"""Shows a text and gives the answer: `input`."""

_NAME = """\
A name for the new file: small letters and hyphens, such as changing-fields.
It becomes the address of the page, so it names the story, never the person.
name: """
_BASIS = {
    "1": (Basis.PUBLIC_WRITEUP, "a post that the person published"),
    "2": (Basis.SELF_SUBMITTED, "it is my own story"),
    "3": (Basis.GIVEN, "the person gave their permission"),
}


def ask_name(root: Path, ask: Ask) -> str:
    """A name that is free; asked for until there is one."""
    files = read_files(root)
    question = _NAME
    while True:
        name = ask(question).strip()
        try:
            require_free(name, files)
        except RefusedError as refused:
            question = f"{refused}\nname: "
        else:
            return name


def ask_basis(ask: Ask) -> Basis:
    """What allows the story to be told; asked for until the answer is one of the numbers."""
    choices = "".join(f"  {number}  {label}\n" for number, (_, label) in _BASIS.items())
    question = f"Where does the story come from?\n{choices}1, 2 or 3: "
    while (answer := ask(question).strip()) not in _BASIS:
        question = "1, 2 or 3: "
    return _BASIS[answer][0]

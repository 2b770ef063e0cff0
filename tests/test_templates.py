"""Where a template is broken is said by its file and line; what the code that it calls does wrong is not its fault."""

from pathlib import Path

import pytest

from casebook.model import Lesson
from casebook.showing.links import tags_of
from casebook.showing.templates import Code, Templates, broken_at

LESSON = Lesson(title="Ask early", short="Ask.", body="Ask early.")
BROKEN = {
    "an end of something else": ("\n{% if lesson %}\n{% endfi %}", 3),
    "no such filter": ("\n{{ lesson.title | prse }}", 2),
    "no such name": ("One line.\n\n{{ lessn.title }}", 3),
    "no such field": ("{{ lesson.title }}\n{{ lesson.titel }}", 2),
    "no such attribute": ("\n\n\n{{ lesson.title.upppr() }}", 4),
    "no such template": ("\n{% include 'parts/nothing.html' %}", 2),
    "in a block": ("{% extends 'frame.html' %}\n{% block main %}\n{{ lesson.titel }}\n{% endblock %}", 3),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of templates, of which one is a frame for others."""
    folder = tmp_path / "overrides"
    folder.mkdir()
    (folder / "frame.html").write_text("<main>\n{% block main %}{% endblock %}\n</main>")
    return folder


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_template_is_named_with_its_line(what: str, folder: Path) -> None:
    text, line = BROKEN[what]
    (folder / "page.html").write_text(text)
    with pytest.raises(Exception) as error:  # noqa: PT011  of any kind
        Templates(Code(folder)).get_template("page.html").render(lesson=LESSON)
    assert broken_at(error.value, folder) == ("page.html", line)


def test_a_template_that_was_compiled_elsewhere_is_named_where_it_is(folder: Path, tmp_path: Path) -> None:
    (folder / "page.html").write_text("\n{{ lesson.titel }}")
    code = Code(folder)
    Templates(code).get_template("page.html")
    elsewhere = tmp_path / "elsewhere/overrides"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    moved = Code(elsewhere, code.packed)
    with pytest.raises(AttributeError) as error:
        Templates(moved).get_template("page.html").render(lesson=LESSON)
    assert broken_at(error.value, elsewhere) == ("page.html", 2)


def test_what_the_code_does_wrong_is_not_the_template_s(folder: Path) -> None:
    (folder / "page.html").write_text("{{ text | tags_of }}")
    templates = Templates(Code(folder))
    templates.filters["tags_of"] = tags_of
    with pytest.raises(AttributeError) as error:
        templates.get_template("page.html").render(text="no case")
    assert broken_at(error.value, folder) is None
    assert broken_at(KeyError("text"), folder) is None

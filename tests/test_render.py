"""Templates: what they write is escaped, whatever it is."""

import marshal
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from casebook.loading.load import load
from casebook.showing.citing import Site
from casebook.showing.links import link
from casebook.showing.pages import pages
from casebook.showing.render import Renderer, compile_pages
from casebook.showing.templates import Code, Templates

ROOT = Path(__file__).resolve().parent.parent

TEMPLATES = Templates(Code(ROOT / "overrides"))
SIGNS = st.text(st.sampled_from("&<>\"'a;# \u2028"))


@given(SIGNS | st.text() | st.integers() | st.none() | SIGNS.map(Markup))
def test_a_value_is_written_as_the_library_escapes_it(value: object) -> None:
    assert TEMPLATES.from_string("{{ value }}").render(value=value) == escape(value)


def test_an_attribute_is_one_whatever_it_is_of() -> None:
    text = "{{ case.title.upper() }}{{ (case.title ~ 'x').upper() }}{{ case.parts[0].title }}{{ ('a' or 2).upper() }}"
    one = SimpleNamespace(title="a<b", parts=[SimpleNamespace(title="c&d")])
    assert TEMPLATES.from_string(text).render(case=one) == "A&lt;BA&lt;BXc&amp;dA"
    for wrong in ("{{ case.titel }}", "{{ nothing.title }}", "{{ case.parts.title }}", "{{ {'title': 1}.title }}"):
        with pytest.raises((AttributeError, UndefinedError)):
            TEMPLATES.from_string(wrong).render(case=one)


def test_a_macro_called_as_a_filter_is_safe_and_may_leave_out_what_has_a_default(tmp_path: Path) -> None:
    (tmp_path / "parts.html").write_text("{% macro b(text, end='.') %}<b>{{ text }}{{ end }}</b>{% endmacro %}")
    templates = Templates(Code(tmp_path))
    templates.filters |= templates.macros("parts.html")
    shown = templates.from_string("{{ text | b }}{{ text | b('!') }}{{ text | b(end='?') }}").render(text="<i>")
    assert shown == "<b>&lt;i&gt;.</b><b>&lt;i&gt;!</b><b>&lt;i&gt;?</b>"


def test_what_was_compiled_before_anything_was_known_shows_the_same() -> None:
    book, _ = load(ROOT)
    assert book
    code = Code(ROOT / "overrides")
    compile_pages(code)
    site = Site("Casebook", "https://casebook.example.org/", "2026-11-01")
    early, late = (Renderer(made, link(book), "https://edit/", "a@b.c", site) for made in (code, ROOT / "overrides"))
    assert [early.body(page) for page in pages(link(book))] == [late.body(page) for page in pages(link(book))]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_templates_are_compiled_in_a_folder_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    templates = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    shutil.copytree(ROOT / "overrides", templates)
    code = Code(templates)
    compile_pages(code)
    other = Code(templates, code.packed)
    other.arrive()
    ours, theirs = (marshal.loads(made.packed()) for made in (code, other))  # noqa: S302  what was packed here
    assert ours == theirs != {}

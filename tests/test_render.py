"""Templates: what they write is escaped, whatever it is."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from markupsafe import Markup, escape

from casebook.loading.load import load
from casebook.showing.citing import Site
from casebook.showing.links import link
from casebook.showing.pages import pages
from casebook.showing.render import Code, Renderer, _Environment

ROOT = Path(__file__).resolve().parent.parent

SIGNS = st.text(st.sampled_from("&<>\"'a;# \u2028"))


@given(SIGNS | st.text() | st.integers() | st.none() | SIGNS.map(Markup))
def test_a_value_is_written_as_the_library_escapes_it(value: object) -> None:
    environment = _Environment(loader=DictLoader({"one": "{{ value }}"}), autoescape=True)
    assert environment.get_template("one").render(value=value) == escape(value)


def test_what_was_compiled_before_anything_was_known_shows_the_same() -> None:
    book, _ = load(ROOT)
    assert book
    code = Code(ROOT / "overrides")
    code.make()
    site = Site("Casebook", "https://casebook.example.org/", "2026-11-01")
    early, late = (Renderer(made, link(book), "https://edit/", "a@b.c", site) for made in (code, ROOT / "overrides"))
    assert [early.body(page) for page in pages(link(book))] == [late.body(page) for page in pages(link(book))]

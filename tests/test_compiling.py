"""What is compiled of the templates is kept beside them, as Python keeps modules, for the same program only."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.theme import Theme

from casebook import beside
from casebook.loading.load import Casebook
from casebook.showing.compiling import THEME_PAGES, Compiled, begin_with_theme
from casebook.showing.links import link
from casebook.showing.render import Renderer, compile_pages
from casebook.showing.templates import Code

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", autouse=True)
def _keeping() -> Iterator[None]:
    """Python keeps what it compiles, beside its source."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", False)
        patch.setattr(sys, "pycache_prefix", None)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, _keeping: None) -> Path:
    """A folder of templates, compiled and kept for the program `one`."""
    folder = tmp_path_factory.mktemp("made") / "overrides"
    shutil.copytree(ROOT / "overrides", folder, ignore=shutil.ignore_patterns("__pycache__"))
    compiled = Compiled(folder, "one")
    compile_pages(compiled.ours)
    compiled.keep()
    return folder


@pytest.fixture
def templates(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return shutil.copytree(made, tmp_path / "overrides")


def kept(templates: Path) -> Path:
    (file,) = (templates / "__pycache__").iterdir()
    return file


def compiled_anew(code: Code) -> bool:
    """Whether anything must be compiled for the pages."""
    Renderer(code, link(Casebook())).compile_pages()
    return code.has_grown


def test_what_is_kept_need_not_be_compiled_again(templates: Path) -> None:
    again = Compiled(templates, "one")
    assert (again.is_kept, compiled_anew(again.ours)) == (True, False)
    before = kept(templates).stat()
    again.keep()
    assert kept(templates).stat() == before


def test_a_copy_of_the_templates_need_not_be_compiled_again(templates: Path, tmp_path: Path) -> None:
    assert not compiled_anew(Compiled(shutil.copytree(templates, tmp_path / "copy"), "one").ours)


def test_a_template_that_was_not_needed_before_is_added_to_what_is_kept(templates: Path) -> None:
    (templates / "pages/new.html").write_text("New.")
    for is_new in (True, False):
        compiled = Compiled(templates, "one")
        Renderer(compiled.ours, link(Casebook())).document("pages/new.html", "")
        assert compiled.ours.has_grown is is_new
        compiled.keep()


def test_another_text_is_compiled_anew(templates: Path) -> None:
    with (templates / "pages/tag.html").open("a") as file:
        file.write("More.")
    assert compiled_anew(Compiled(templates, "one").ours)


@pytest.mark.parametrize("damage", ["another program", "cut short", "one byte", "longer", "empty", "a folder", "none"])
def test_what_another_program_kept_and_what_is_damaged_is_never_run(templates: Path, damage: str) -> None:
    file = kept(templates)
    whole = file.read_bytes()
    middle = len(whole) // 2
    changed = bytes([whole[middle] ^ 1])
    damaged = {"cut short": whole[:-1], "one byte": whole[:middle] + changed + whole[middle + 1 :], "empty": b""}
    damaged["longer"] = whole + b"0"
    if damage in damaged:
        file.write_bytes(damaged[damage])
    elif damage != "another program":
        file.unlink()
        if damage == "a folder":
            file.mkdir()
    compiled = Compiled(templates, "two" if damage == "another program" else "one")
    assert (compiled.is_kept, compiled_anew(compiled.ours)) == (False, True)
    compiled.keep()
    assert Compiled(templates, compiled.program).is_kept is (damage != "a folder")
    assert len(list((templates / "__pycache__").iterdir())) == 1


def test_nothing_is_kept_where_python_keeps_nothing(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(templates / "__pycache__")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled = Compiled(templates, "one")
    compile_pages(compiled.ours)
    compiled.keep()
    assert not (templates / "__pycache__").exists()


def test_it_is_kept_where_python_is_told_to_keep_all(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    compiled = Compiled(templates, "one")
    assert not compiled.is_kept
    compile_pages(compiled.ours)
    compiled.keep()
    assert Compiled(templates, "one").is_kept
    assert [path.suffix for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()] == [".pyc"]


@pytest.mark.skipif(not beside.is_possible(), reason="there is no second process")
def test_the_themes_are_compiled_from_the_start_unless_something_is_kept(templates: Path) -> None:
    theme = Theme(name="material", custom_dir=str(templates))
    assert begin_with_theme(templates, theme.get_env) is None
    kept(templates).unlink()
    compiled = Compiled(templates, "one", begin_with_theme(templates, theme.get_env))
    environment = theme.get_env()
    environment.bytecode_cache = compiled.theme
    for name in (*THEME_PAGES, "base.html", "partials/header.html"):
        environment.get_template(name)
    assert not compiled.theme.has_grown
    assert compiled.theme.packed() != Compiled(templates, "one").theme.packed()

"""The search index is the same each time, and a build ends where it can't be made."""

import errno
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import small

from casebook.digests import digest
from casebook.showing import cbor, search
from casebook.showing.search_chunks import split_large
from casebook.showing.search_index import check_is_whole, in_order, make_steady
from casebook.showing.site_folder import Left, SiteFolder

MARK = b"pagefind_dcd"
LONG = bytes([0x98, 24, *range(24)])
"""A list of 24 numbers, which needs a byte for their count."""
GUIDE = b"\x82\x65Guide" + LONG
CASE = b"\x82\x78\x1bCase study of a longer name\x81\x18\x50"
LESSON = b"\x82\x66Lesson\x80"


def filter_of(*values: bytes) -> bytes:
    """A filter `kind`, as Pagefind writes it."""
    return MARK + b"\x82\x64kind" + bytes([0x80 + len(values)]) + b"".join(values)


def test_the_values_of_a_filter_stand_in_one_order() -> None:
    wanted = filter_of(*sorted([GUIDE, CASE, LESSON]))
    assert in_order(filter_of(GUIDE, CASE, LESSON)) == in_order(filter_of(LESSON, GUIDE, CASE)) == wanted


def test_what_is_no_list_of_values_is_an_error() -> None:
    with pytest.raises(ValueError, match="an item of kind 7 is not expected in an index"):
        in_order(filter_of(b"\xf6"))


def index(folder: Path, *values: bytes) -> dict[str, bytes]:
    """An index with a filter, made steady."""
    (folder / "filter").mkdir(parents=True)
    mark = "0123456" if values[0] == GUIDE else "6543210"
    (folder / f"filter/en_{mark}.pf_filter").write_bytes(gzip.compress(filter_of(*values)))
    (folder / f"pagefind.en_abc{mark}.pf_meta").write_bytes(gzip.compress(MARK + f"en_{mark}".encode()))
    (folder / "pagefind-entry.json").write_text(json.dumps({"hash": f"en_abc{mark}"}), "utf-8")
    make_steady(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_named_after_what_is_in_them_and_name_each_other(tmp_path: Path) -> None:
    made = index(tmp_path / "one", GUIDE, LESSON)
    assert made == index(tmp_path / "two", LESSON, GUIDE)
    [filter_] = [path.removeprefix("filter/").removesuffix(".pf_filter") for path in made if path.startswith("filter/")]
    [meta] = [path.removeprefix("pagefind.").removesuffix(".pf_meta") for path in made if path.endswith(".pf_meta")]
    assert gzip.decompress(made[f"pagefind.{meta}.pf_meta"]) == MARK + filter_.encode()
    assert json.loads(made["pagefind-entry.json"]) == {"hash": meta}


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """A build sets it; a test gives it back."""
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def build(root: Path, pages: dict[str, str], program: str = "", *, many: bool = False) -> tuple[Path, set[str]]:
    """A site of these pages (address -> words), and the indexes that were not made anew."""
    folder = SiteFolder(root / "site", root / ".cache")
    folder.set_aside()
    folder.begin()
    for path, words in pages.items():
        folder.write(f"{path}index.html", f"<html lang=en><head></head><article data-pagefind-body>{words}</article>")
    before = {path.parent.name: path.stat().st_ino for path in folder.site.glob("*/pagefind-entry.json")}
    versions = search.index(folder, program, many=many)
    assert versions.keys() == {
        path.relative_to(folder.new).as_posix() for path in folder.new.glob("pagefind*/**/*") if path.is_file()
    }
    folder.take_its_place(Left("inputs", pages=versions))
    now = {path.parent.name: path.stat().st_ino for path in folder.site.glob("*/pagefind-entry.json")}
    return folder.site, {name for name, inode in now.items() if before.get(name) == inode}


def test_an_index_that_can_not_be_made_ends_the_build(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"^the search index could not be made$"):
        build(tmp_path, {})


@pytest.mark.parametrize("programs", [("exit(1)", "import time; time.sleep(600)"), ("exit()", "exit(1)")])
def test_where_one_index_can_not_be_made_no_other_is_waited_for(
    programs: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = [subprocess.Popen([sys.executable, "-c", program]) for program in programs]
    monkeypatch.setattr(search, "_begin", lambda *_: begun)
    monkeypatch.setattr(search, "_finish", lambda *_, **__: None)
    with pytest.raises(OSError, match=r"^the search index could not be made$"):
        build(tmp_path, PAGES, many=True)
    assert None not in [process.poll() for process in begun]


PAGES = {"lessons/one/": "Ask early.", "case-studies/one/": "A year.", "case-studies/two/": "Two years."}


def test_an_index_whose_pages_are_as_they_were_is_not_made_again(tmp_path: Path) -> None:
    assert build(tmp_path, PAGES, many=True)[1] == set()
    changed = {**PAGES, "case-studies/two/": "Three years."}
    assert build(tmp_path, changed, many=True)[1] == {"pagefind"}
    assert build(tmp_path, changed, many=True)[1] == {"pagefind", "pagefind-many"}
    assert build(tmp_path, changed, "another program", many=True)[1] == set()
    site, kept = build(tmp_path, {**changed, "lessons/one/": "Ask first."}, "another program", many=True)
    assert kept == {"pagefind-many"}
    anew, _ = build(tmp_path / "anew", {**changed, "lessons/one/": "Ask first."}, many=True)
    assert small.files(site) == small.files(anew)


def test_an_index_that_was_touched_is_made_again(tmp_path: Path) -> None:
    site, _ = build(tmp_path, PAGES)
    (site / "pagefind/pagefind.js").write_text("alert(1)", "utf-8")
    assert build(tmp_path, PAGES)[1] == set()
    assert "alert(1)" not in (site / "pagefind/pagefind.js").read_text("utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page's index, as Pagefind writes it."""
    site, _ = build(tmp_path_factory.mktemp("made"), {"": "Some words."})
    return site / "pagefind"


@pytest.fixture
def whole(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "pagefind")


@pytest.mark.parametrize("pattern", ["*.pf_meta", "fragment/*", "index/*", "wasm.en.pagefind"])
@pytest.mark.parametrize("length", [0, 20, -1])
def test_a_file_that_was_cut_short_is_noticed(whole: Path, pattern: str, length: int) -> None:
    check_is_whole(whole)
    [path] = whole.glob(pattern)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(OSError, match=f"^{path}: the search index is not whole$"):
        check_is_whole(whole)


def test_a_page_that_is_missing_is_noticed(whole: Path) -> None:
    next((whole / "fragment").iterdir()).unlink()
    with pytest.raises(OSError, match=r"^the search index has not all pages$"):
        check_is_whole(whole)
    (whole / "pagefind-entry.json").write_text('{"languages', "utf-8")
    with pytest.raises(OSError, match=r"^the search index is not whole$"):
        check_is_whole(whole)


def test_a_disk_without_room_is_noticed_for_it_may_have_cut_a_script_short(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left on device"):
        check_is_whole(whole)


def chunk_of(*words: bytes) -> bytes:
    """A file of words, each on page 7 as often as its length says."""
    packed = [
        cbor.array([cbor.text(word), cbor.array([b"\x82\x07" + cbor.array([b"\x01"] * len(word))])]) for word in words
    ]
    return MARK + cbor.array([cbor.array(packed)])


def listed(first: bytes, last: bytes, name: bytes) -> bytes:
    return cbor.array([cbor.text(first), cbor.text(last), cbor.text(name)])


def known(*chunks: bytes) -> bytes:
    """What Pagefind knows of an index without pages and filters."""
    return MARK + cbor.array([cbor.text(b"1.5.2"), b"\x80", cbor.array(list(chunks)), b"\x80", b"\x80"])


def test_a_frequent_word_gets_a_file_of_its_own(tmp_path: Path) -> None:
    often = b"often" * 7000
    (tmp_path / "index").mkdir()
    for name, words in {"en_0000001": [b"a", b"b", often], "en_0000002": [often], "en_0000003": [b"p", b"q"]}.items():
        (tmp_path / f"index/{name}.pf_index").write_bytes(gzip.compress(chunk_of(*words)))
    meta = tmp_path / "pagefind.en_abc.pf_meta"
    others = [listed(b"oftener", b"on", b"en_0000002"), listed(b"op", b"z", b"en_0000003")]
    meta.write_bytes(gzip.compress(known(listed(b"", b"of", b"en_0000001"), *others)))
    split_large(tmp_path)
    made = {path.stem: gzip.decompress(path.read_bytes()) for path in (tmp_path / "index").iterdir()}
    names = {chunk: name.encode() for name, chunk in made.items()}
    before, alone = chunk_of(b"a", b"b"), chunk_of(often)
    assert sorted(made.values()) == sorted([before, alone, alone, chunk_of(b"p", b"q")])
    halves = [listed(b"", b"b", names[before]), listed(often, b"of", f"en_{digest(alone).hex()[:7]}".encode())]
    assert gzip.decompress(meta.read_bytes()) == known(*halves, *others)


def test_how_words_begin_is_told_of_the_index_that_is_not_of_many(tmp_path: Path) -> None:
    site, _ = build(
        tmp_path, {"lessons/one/": "Ask asking askew, so early.", "case-studies/one/": "A year."}, many=True
    )
    assert json.loads((site / "pagefind/beginnings.json").read_text("utf-8")) == ["ask", "aske", "earl", "so"]
    assert not (site / "pagefind-many/beginnings.json").exists()
    build(tmp_path, {"lessons/one/": "Ask early."})
    assert not (site / "pagefind/beginnings.json").exists()


def test_many_cases_have_an_index_of_their_own(tmp_path: Path) -> None:
    addresses = ("", "lessons/one/", "tags/all/one/", "case-studies/", "case-studies/one/")
    site, _ = build(tmp_path, {path: f"<h1>Of /{path}</h1>" for path in addresses}, many=True)
    found = {
        folder: sorted(json.loads(gzip.decompress(path.read_bytes())[len(MARK) :])["url"] for path in fragments)
        for folder in ("pagefind", "pagefind-many")
        if (fragments := (site / folder / "fragment").iterdir())
    }
    others = ["/", "/case-studies/", "/lessons/one/", "/tags/all/one/"]
    assert found == {"pagefind": others, "pagefind-many": ["/case-studies/one/"]}
    entry = json.loads((site / "pagefind-many/pagefind-entry.json").read_bytes())
    program = site / f"pagefind-many/wasm.{entry['languages']['en']['wasm']}.pagefind"
    assert os.path.normpath(program) == str(site / "pagefind/wasm.en.pagefind")
    assert [*(site / "pagefind-many").glob("wasm.*")] == []

"""The search index is the same each time, and a build ends where it can't be made."""

import errno
import gzip
import json
import os
import shutil
from pathlib import Path

import pytest

from casebook.showing import search
from casebook.showing.search_index import check_is_whole, in_order, make_steady

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


def test_an_index_that_can_not_be_made_ends_the_build(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"^the search index could not be made$"):
        search.index(tmp_path / "nothing")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page's index, as Pagefind writes it."""
    site = tmp_path_factory.mktemp("site")
    (site / "index.html").write_text("<html lang=en><body><p>Some words.</p></body></html>", "utf-8")
    search.index(site)
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

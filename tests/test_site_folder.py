"""The folder of the site: a complete build takes its place whole, and pages of the same version are the same files."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.showing import swap
from casebook.showing.site_folder import Left, ServedFolder, SiteFolder


class Builder:
    """Builds a site of pages with these texts, each its own version, and of one file that is no page."""

    def __init__(self, root: Path) -> None:
        self.site, self.cache = root / "site", root / ".cache"

    def begin(self) -> SiteFolder:
        folder = SiteFolder(self.site, self.cache)
        folder.set_aside()
        folder.begin()
        return folder

    def write(self, folder: SiteFolder, pages: dict[str, str]) -> list[str]:
        """The pages that had to be written."""
        written = [path for path, text in pages.items() if not folder.keep(path, text)]
        for path in written:
            folder.write(path, pages[path])
        folder.write("style.css", "p {}")
        return written

    def build(self, pages: dict[str, str]) -> list[str]:
        folder = self.begin()
        written = self.write(folder, pages)
        folder.take_its_place(Left("inputs", ("a warning",), pages=pages))
        return written

    def texts(self, folder: Path | None = None) -> dict[str, str]:
        below = folder or self.site
        return {path.relative_to(below).as_posix(): path.read_text() for path in below.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """A build sets it; a test gives it back."""
    mask = os.umask(0o022)
    yield
    os.umask(mask)


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


FIRST = {"a/index.html": "A", "b/index.html": "B", "c/d/index.html": "D"}
SECOND = {"a/index.html": "A", "b/index.html": "B, changed", "e/index.html": "E"}


def test_only_what_changed_is_written(builder: Builder) -> None:
    assert builder.build(FIRST) == [*FIRST]
    inode = (builder.site / "a/index.html").stat().st_ino
    assert builder.build(SECOND) == ["b/index.html", "e/index.html"]
    assert builder.texts() == {**SECOND, "style.css": "p {}"}
    assert not (builder.site / "c").exists()
    assert builder.build(FIRST) == ["b/index.html", "c/d/index.html"]
    assert builder.build(FIRST) == []
    assert (builder.site / "a/index.html").stat().st_ino == inode
    assert builder.texts() == {**FIRST, "style.css": "p {}"}


def test_a_text_that_is_gone_from_the_site_is_gone_from_the_cache(builder: Builder) -> None:
    builder.build({"a/index.html": "A", "b/index.html": "SECRET"})
    builder.build({"a/index.html": "A", "b/index.html": "withdrawn"})
    builder.build({"a/index.html": "A"})
    assert "SECRET" not in "".join(builder.texts(builder.cache).values())
    assert builder.texts(builder.cache / "casebook-site") == {"a/index.html": "A"}


def test_until_it_is_complete_nothing_of_a_build_is_seen(builder: Builder) -> None:
    builder.build(FIRST)
    builder.build(FIRST)  # from now on the new folder has the site's own files
    folder = builder.begin()
    builder.write(folder, SECOND)
    assert builder.texts() == {**FIRST, "style.css": "p {}"}
    folder.give_up()
    assert builder.texts() == {**FIRST, "style.css": "p {}"}
    assert not folder.new.exists()


def test_what_a_killed_build_left_is_not_used(builder: Builder) -> None:
    builder.build(FIRST)
    builder.build(FIRST)
    folder = builder.begin()
    folder.write("a/index.html", "half of")  # and here it is killed
    assert builder.build(FIRST) == []
    assert builder.texts() == {**FIRST, "style.css": "p {}"}


@pytest.mark.parametrize("how", ["write", "make_room", "make_room_below"])
@pytest.mark.parametrize("before", [1, 2], ids=["linked", "found"])
def test_what_was_kept_and_is_written_after_all_is_known_as_it_was_written(
    how: str, before: int, builder: Builder
) -> None:
    for _ in range(before):
        builder.build(FIRST)
    folder = builder.begin()
    assert builder.write(folder, FIRST) == []
    if how == "write":
        folder.write("a/index.html", "other")
    else:
        getattr(folder, how)("a/index.html" if how == "make_room" else "a")
        (folder.new / "a").mkdir(exist_ok=True)
        (folder.new / "a/index.html").write_text("other")
    folder.take_its_place(Left("inputs", (), pages=FIRST))
    assert SiteFolder(builder.site, builder.cache).is_whole()
    assert builder.texts() == {**FIRST, "a/index.html": "other", "style.css": "p {}"}


@pytest.mark.parametrize("damage", ["note", "page", "page gone", "kept", "site gone"])
def test_whatever_is_damaged_is_written_again(builder: Builder, damage: str) -> None:
    builder.build(FIRST)
    builder.build(FIRST)
    match damage:
        case "note":
            note = builder.cache / "casebook-site.json"
            note.write_text(note.read_text().replace("a warning", "another"))
        case "page":
            (builder.site / "a/index.html").unlink()
            (builder.site / "a/index.html").write_text("another")
        case "page gone":
            (builder.site / "a/index.html").unlink()
        case "kept":
            (builder.cache / "casebook-site/a/index.html").unlink()
            (builder.cache / "casebook-site/a/index.html").write_text("another")
            (builder.cache / "casebook-site/stray.html").write_text("a stray")
        case _:
            builder.site.rename(builder.site.with_name("elsewhere"))
    assert SiteFolder(builder.site, builder.cache).is_whole() is (damage == "kept")
    builder.build(FIRST)
    assert builder.texts() == {**FIRST, "style.css": "p {}"}
    assert SiteFolder(builder.site, builder.cache).is_whole()


def test_a_note_about_another_site_is_none(builder: Builder, tmp_path: Path) -> None:
    builder.build(FIRST)
    assert SiteFolder(builder.site, builder.cache).left.inputs == "inputs"
    assert SiteFolder(tmp_path / "another", builder.cache).left == Left()


def test_without_links_pages_are_written_again(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError

    builder.build(FIRST)
    monkeypatch.setattr("os.link", no_links)
    assert builder.build(FIRST) == [*FIRST]
    assert builder.texts() == {**FIRST, "style.css": "p {}"}


def test_what_is_served_is_written_in_place(tmp_path: Path) -> None:
    folder = ServedFolder(tmp_path / "served")

    def build(pages: dict[str, str]) -> list[str]:
        folder.set_aside()
        assert not folder.site.exists()  # MkDocs finds nothing to empty
        folder.begin()
        written = [path for path, text in pages.items() if not folder.keep(path, text)]
        for path in written:
            folder.write(path, pages[path])
        folder.take_its_place(Left(pages=pages))
        return written

    assert build(FIRST) == [*FIRST]
    assert build(SECOND) == ["b/index.html", "e/index.html"]
    assert not (folder.site / "c").exists()
    folder.set_aside()
    folder.begin()  # and this build fails
    assert build(SECOND) == [*SECOND]


PLACES = ["", "casebook-site", "casebook-site.json"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("foreign", ["file", "folder", "link to a folder", "link to nothing"])
def test_whatever_else_lies_in_the_place_of_the_cache_is_no_obstacle(
    builder: Builder, tmp_path: Path, place: str, foreign: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("mine", "utf-8")
    builder.build(FIRST)
    path = builder.cache / place
    swap.clear(path)
    match foreign:
        case "file":
            path.write_bytes(b"\xff another program's")
        case "folder":
            path.mkdir()
            (path / "a.txt").write_text("another program's", "utf-8")
        case "link to a folder":
            path.symlink_to(elsewhere)
        case _:
            path.symlink_to(tmp_path / "nowhere")
    for pages in (SECOND, FIRST):
        builder.build(pages)
        assert builder.texts() == {**pages, "style.css": "p {}"}
    assert (elsewhere / "kept.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("place", ["site", "site.new", "site.old"])
def test_what_a_link_leads_to_is_left_alone(builder: Builder, tmp_path: Path, place: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("mine", "utf-8")
    (tmp_path / place).symlink_to(elsewhere)
    builder.build(FIRST)
    builder.build(SECOND)
    assert builder.texts() == {**SECOND, "style.css": "p {}"}
    assert builder.texts(elsewhere) == {"kept.txt": "mine"}


def in_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system can't exchange two folders."""
    monkeypatch.setattr(swap, "_exchanged", lambda *_: False)


def test_where_folders_can_not_be_exchanged_two_renames_do_the_same(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_two_steps(monkeypatch)
    builder.build(FIRST)
    assert builder.build(SECOND) == ["b/index.html", "e/index.html"]
    assert builder.texts() == {**SECOND, "style.css": "p {}"}
    assert sorted(path.name for path in builder.site.parent.iterdir()) == [".cache", "site"]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("how", ["refused", "killed"])
def test_a_swap_that_is_broken_off_leaves_a_whole_site(
    builder: Builder, monkeypatch: pytest.MonkeyPatch, number: int, how: str
) -> None:
    builder.build(FIRST)
    folder = builder.begin()
    builder.write(folder, SECOND)
    in_two_steps(monkeypatch)
    rename, calls = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == number or (how == "killed" and len(calls) > number):
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    with monkeypatch.context() as during:
        during.setattr(Path, "rename", failing)
        with pytest.raises(OSError, match="No space left"):
            folder.take_its_place(Left("inputs", pages=SECOND))
    if how == "killed":
        SiteFolder(builder.site, builder.cache)  # the next build looks at what is there
    assert builder.texts() == {**FIRST, "style.css": "p {}"}
    builder.build(SECOND)
    assert builder.texts() == {**SECOND, "style.css": "p {}"}
    assert sorted(path.name for path in builder.site.parent.iterdir()) == [".cache", "site"]


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_what_is_published_may_be_read_by_all_and_written_by_one(builder: Builder, mask: int) -> None:
    os.umask(mask)
    builder.build(FIRST)
    modes = {path.stat().st_mode & 0o777 for path in [builder.site, *builder.site.rglob("*")] if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in [builder.site, *builder.site.rglob("*")] if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})

"""Facts are kept by the bytes of their files. What is kept is never trusted: where it is damaged, it is made anew."""

import os
import pickle
from pathlib import Path

import pytest
from builders import casebook

from casebook.inputs import digests_of_inputs
from casebook.loading import kept, second
from casebook.loading.files import Facts, File
from casebook.loading.kept import Keeping, kept_facts, packed, unpacked
from casebook.loading.load import load_files
from casebook.loading.reading import read_files
from casebook.model import Word
from casebook.problem import Level

ROOT = Path(__file__).resolve().parent.parent
FACTS_OF = second.facts_of


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache/facts"


def read(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Reads a casebook, and says for which files facts had to be found."""
    asked: list[str] = []

    def facts_of(file: File) -> Facts:
        asked.append(file.path)
        return FACTS_OF(file)

    monkeypatch.setattr(second, "facts_of", facts_of)
    read_files(root, cache=cache)
    return [path for path in asked if path.startswith("case_studies/")]


@pytest.mark.parametrize("word", [*Level, *(word for words in Word.__subclasses__() for word in words)], ids=repr)
def test_a_word_is_pickled_as_its_class_and_value_by_every_python(word: Level | Word) -> None:
    assert word.__reduce_ex__(pickle.HIGHEST_PROTOCOL) == (type(word), (word.value,))
    assert pickle.loads(pickle.dumps(word)) is word  # noqa: S301  what was pickled here


def test_facts_come_back_as_they_were() -> None:
    files = read_files(ROOT)
    assert [unpacked(packed(file.facts)) for file in files.all] == [file.facts for file in files.all]


def test_only_a_file_that_changed_is_asked_again(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = casebook(tmp_path / "book")
    everything = read(root, cache, monkeypatch)
    assert "case_studies/a-story.yml" in everything
    assert read(root, cache, monkeypatch) == []
    story = root / "case_studies/a-story.yml"
    story.write_text(story.read_text("utf-8") + "\n# a comment\n", "utf-8")
    assert read(root, cache, monkeypatch) == ["case_studies/a-story.yml"]


def test_of_a_file_whose_digest_is_known_kept_facts_are_those_of_that_digest(tmp_path: Path, cache: Path) -> None:
    root = casebook(tmp_path / "book")
    first, digests = read_files(root, cache=cache), digests_of_inputs(root).data
    story = root / "case_studies/a-story.yml"
    story.write_text(story.read_text("utf-8").replace("summary:", "summary: Now"), "utf-8")  # since it was digested
    again = read_files(root, cache=cache, digests=digests)
    assert [(file.path, file.key) for file in again.all] == [(file.path, file.key) for file in first.all]
    assert [file.facts for file in again.all] == [file.facts for file in first.all]


def test_new_facts_go_by_what_was_read_whatever_digest_was_known(tmp_path: Path, cache: Path) -> None:
    root = casebook(tmp_path / "book")
    digests = digests_of_inputs(root).data
    story = root / "case_studies/a-story.yml"
    story.write_text(story.read_text("utf-8").replace("summary:", "summary: Now"), "utf-8")
    files, wanted = read_files(root, cache=cache, digests=digests), read_files(root)
    assert [(file.key, file.facts) for file in files.all] == [(file.key, file.facts) for file in wanted.all]
    assert kept_facts(cache).keys() == {file.key for file in wanted.all if file.path not in wanted.pages}


def test_what_is_wrong_is_said_again_from_what_is_kept(tmp_path: Path, cache: Path) -> None:
    root = casebook(tmp_path / "book", "=== case_studies/a-draft.yml\nstatus: drafft\nrelated: [nobody]\n")
    first = load_files(read_files(root, cache=cache))
    assert {problem.code for problem in first[1]} == {"wrong-word", "unknown-case"}
    assert load_files(read_files(root, cache=cache)) == first


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda whole: whole[:10],
        lambda whole: whole[:-1],
        lambda whole: whole[:200] + bytes([whole[200] ^ 1]) + whole[201:],
        lambda whole: whole[:20] + bytes(16) + whole[36:],
        lambda whole: b"another program's file\n" + whole,
        lambda whole: whole + b"more",
    ],
    ids=["empty", "cut", "one byte short", "one bit", "another program", "foreign", "longer"],
)
def test_a_damaged_cache_is_none(tmp_path: Path, cache: Path, damage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    root = casebook(tmp_path / "book")
    everything = read(root, cache, monkeypatch)
    assert callable(damage)
    cache.write_bytes(damage(cache.read_bytes()))
    assert kept_facts(cache) == {}
    assert read(root, cache, monkeypatch) == everything


def test_facts_of_another_version_of_the_program_are_none(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = casebook(tmp_path / "book")
    everything = read(root, cache, monkeypatch)
    monkeypatch.setattr(kept, "_program", lambda: bytes(16))
    assert read(root, cache, monkeypatch) == everything


class Hostile:
    """A pickle of it makes a folder."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> object:
        return os.mkdir, (str(self.made),)


def test_a_pickle_that_does_something_does_nothing(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = casebook(tmp_path / "book")
    everything = read(root, cache, monkeypatch)
    made = tmp_path / "made"
    hostile = pickle.dumps(Hostile(made))
    known = kept_facts(cache)
    with Keeping(cache) as keeping:
        for key in known:
            keeping.add(key, hostile)
    assert read(root, cache, monkeypatch) == everything
    assert not made.exists()


@pytest.mark.parametrize("value", [None, "text", {"a": 1}, 1.5])
def test_what_is_no_facts_is_none(value: object) -> None:
    assert unpacked(pickle.dumps(value)) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    root = casebook(tmp_path / "book")
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("", "utf-8")
    assert load_files(read_files(root, cache=in_the_way / "facts"))[1] == load_files(read_files(root))[1]


def test_where_nothing_can_be_written_any_more_nothing_stays(tmp_path: Path, cache: Path) -> None:
    """What was kept may be withdrawn now."""
    root = casebook(tmp_path / "book")
    read_files(root, cache=cache)
    assert cache.exists()
    (root / "case_studies/a-story.yml").write_text("status: withdrawn\n", "utf-8")
    cache.with_suffix(".new").mkdir()  # in the way of what would be written
    read_files(root, cache=cache)
    assert not cache.exists()


def test_what_is_not_kept_to_the_end_is_not_kept(cache: Path) -> None:
    with Keeping(cache) as keeping:
        keeping.add(bytes(16), b"facts")
    assert {key: bytes(blob) for key, blob in kept_facts(cache).items()} == {bytes(16): b"facts"}
    again = Keeping(cache).__enter__()
    again.add(bytes(16), b"others")
    again.__exit__(KeyboardInterrupt)
    assert {key: bytes(blob) for key, blob in kept_facts(cache).items()} == {bytes(16): b"facts"}
    assert [*cache.parent.iterdir()] == [cache]

"""The day of a version comes from the environment, or from the last commit of the project itself."""

from pathlib import Path

import pytest
import small

from casebook.showing.version_day import SETTING, day_of_version


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    for folder in ("case_studies", "docs", "inside/case_studies"):
        (tmp_path / folder).mkdir(parents=True)
    small.commit(tmp_path, "2026-11-24T23:30:00-02:00")
    return tmp_path


def test_it_is_the_day_of_the_last_commit_in_utc(committed: Path) -> None:
    assert day_of_version(committed) == "2026-11-25"


def test_what_the_environment_says_comes_first(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "1700000000")
    assert day_of_version(committed) == "2023-11-14"
    monkeypatch.setenv(SETTING, "")
    assert day_of_version(committed) == "2026-11-25"


@pytest.mark.parametrize("wrong", ["yesterday", "1e9", "9" * 30])
def test_what_is_no_time_is_refused(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, wrong)
    with pytest.raises(ValueError, match=f"^{SETTING} must be a number of seconds since 1970; got '{wrong}'$"):
        day_of_version(tmp_path)


def test_where_the_project_lies_does_not_matter(committed: Path) -> None:
    assert day_of_version(committed / "inside") == ""


@pytest.mark.parametrize("damage", ["no commit", "no repository", "no git"])
def test_without_a_commit_nobody_says_it(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if damage == "no git":
        small.commit(_folders(tmp_path), "2026-11-24T12:00:00Z")
        monkeypatch.setenv("PATH", str(tmp_path))
    elif damage == "no repository":
        (tmp_path / ".git").write_text("gitdir: elsewhere", "utf-8")
    else:
        (tmp_path / ".git").mkdir()
    assert day_of_version(tmp_path) == ""


def _folders(root: Path) -> Path:
    for folder in ("case_studies", "docs"):
        (root / folder).mkdir()
    return root

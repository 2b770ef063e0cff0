"""What the tests of several files share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import build, launch, served
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests: its driver starts only once in a process."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once for all that open it in a browser: nobody changes it."""
    built = tmp_path_factory.mktemp("browser") / "site"
    build(built)
    return built


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """Where it is served."""
    with served(folder) as base:
        yield base


settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("untimed")

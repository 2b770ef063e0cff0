"""What the tests of several files share: where they write, one browser, and one built site that it opens."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visit, build, copy, launch
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from casebook import address
from casebook.contributing.as_hosted import as_hosted
from casebook.loading.load import Casebook, load
from casebook.showing.links import Links, link
from casebook.showing.lock import Lock
from casebook.showing.pages import Kind, pages

MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made there
ENOUGH_BYTES = 2 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Has the tests write to memory, where there is such a place, with room, whose files may be run.

    They make and remove very many small files, at which some disks are slow. All is removed at the end.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir():  # who runs the tests has chosen, or this is one of many processes
        return
    there = os.statvfs(MEMORY)
    if there.f_bavail * there.f_frsize >= ENOUGH_BYTES and not there.f_flag & os.ST_NOEXEC:
        folder = tempfile.TemporaryDirectory(prefix="casebook-tests-", dir=MEMORY, ignore_cleanup_errors=True)
        os.environ["TMPDIR"] = tempfile.tempdir = folder.name
        config.add_cleanup(folder.cleanup)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: while one waits for its browser, the others go on."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has the files whose tests are few and long begin first, so that none is left alone with one at the end.

    With --dist loadfile, this needs --no-loadscope-reorder: else those with most tests begin first.
    """
    items.sort(key=lambda item: item.path.name.startswith("test_browser_"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests: its driver starts only once in a process."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, with a page of every kind, and its site: made by the first of the run's processes to need it."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "project"
    root.mkdir(exist_ok=True)
    lock = Lock(root / "made.lock")
    lock.take(print)
    if not (root / "site").exists():
        copy(root)
        build(root, root / "site")
    lock.release()
    return root


@pytest.fixture(scope="session")
def folder(project: Path) -> Path:
    """The built site."""
    return project / "site"


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """Its address."""
    with as_hosted(folder) as base:
        yield base


@pytest.fixture(scope="session")
def book(project: Path) -> Casebook:
    """What it was built from."""
    casebook, problems = load(project)
    assert casebook is not None, problems
    return casebook


@pytest.fixture(scope="session")
def links(book: Casebook) -> Links:
    """Its graph."""
    return link(book)


@pytest.fixture(scope="session")
def addresses(links: Links) -> dict[str, str]:
    """A page of every kind, three that are written by hand, and the one that stands for a missing page."""
    found = {Kind.HOME: address.HOME, Kind.ABOUT: address.ABOUT, Kind.CONTRIBUTE: address.CONTRIBUTE}
    found[Kind.FOR_GROUPS] = address.GROUPS
    found[Kind.CHAPTER] = address.chapter(next(iter(links.casebook.chapters)))
    found[Kind.WORKSHEET] = address.worksheet(next(iter(links.casebook.worksheets)))
    for page in pages(links):
        found.setdefault(page.kind, page.address)
    found.pop(Kind.REDIRECT, None)  # it is left as soon as it is opened
    assert {*found, Kind.HANDWRITTEN, Kind.REDIRECT} == set(Kind)
    return {
        **{kind.name: path for kind, path in found.items()},
        "HANDWRITTEN": "start-here/",
        "CONTRIBUTE, with tables": f"{address.CONTRIBUTE}ask-permission/",
        "NOT_FOUND": "404.html",
    }


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens a page in a browser of its own. At the end, no page has asked another host or has complained."""
    contexts, noise = [], []

    def open_page(path: str = "", **options: object) -> Page:
        context = browser.new_context(base_url=site, reduced_motion="reduce", **options)
        contexts.append(context)
        context.on("request", lambda request: request.url.startswith(site) or noise.append(request.url))
        context.on("console", lambda message: message.type in {"error", "warning"} and noise.append(message.text))
        context.on("weberror", lambda error: noise.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []

"""What a reader waits for, in Chromium on a slowed-down CPU: a case, a filter of the list of cases, and the search.

Other work on the machine makes it all slower; a loop that does nothing says by how much, from table to table. It needs
requirements-dev.txt. To measure something else, add a function that yields names and numbers of one visit, and call it
in `_visits`.
"""

import shutil
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from casebook import address
from casebook.contributing.as_hosted import as_hosted
from casebook.contributing.benchmark import build, lay_out
from casebook.loading.load import load

CPU = 4
"""So many times slower than this machine."""
SLOW_4G = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8, "offline": False}
"""As Lighthouse has it: milliseconds there and back, bytes in a second."""
WORDS = ("mentor", "research engineer")
"""Searched for beside the name of the first person who is named."""
QUIET = 400
"""Milliseconds without a request: the page has all that it asks for by itself."""
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")

Numbers: TypeAlias = dict[str, list[float]]
"""What was measured -> what each visit found."""

_PAINTED = """() => new Promise((done) => {
    const [first] = performance.getEntriesByName("first-contentful-paint");
    new PerformanceObserver((list) => done({
        first: first.startTime,
        largest: list.getEntries().at(-1).startTime,
        load: performance.getEntriesByType("navigation")[0].loadEventEnd,
    })).observe({ type: "largest-contentful-paint", buffered: true });
})"""

_LOOP = """() => {
    const start = performance.now();
    for (let step = 0, sum = 0; step < 2e7; step += 1) sum += step % 7;
    return performance.now() - start;
}"""

_FILTER = """() => new Promise((done) => {
    const box = document.querySelector("[data-casebook-browse] fieldset input[type=checkbox]");
    const start = performance.now();
    box.click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""

_FIRST_RESULT = """(words) => new Promise((done) => {
    const field = document.querySelector("[data-casebook-search] input");
    const results = document.querySelector("[data-casebook-search-results]");
    const seen = () => done(performance.now() - typed);
    new MutationObserver(() => {
        if (results.children.length) requestAnimationFrame(() => setTimeout(seen));
    }).observe(results, { childList: true });
    field.value = words;
    const typed = performance.now();
    field.dispatchEvent(new Event("input"));
})"""


@dataclass(frozen=True)
class Visit:
    """A page in a browser that has seen nothing of the site, and what has come over the wire."""

    page: Page
    devtools: CDPSession
    received: dict[str, float]
    """Request -> bytes, headers included."""

    @property
    def kilobytes(self) -> float:
        """All that has come so far."""
        return sum(self.received.values()) / 1000

    def slow_down(self, network: Mapping[str, float] | None) -> None:
        """Slows down the network from now on."""
        if network:
            self.devtools.send("Network.emulateNetworkConditions", dict(network))

    def settle(self) -> None:
        """Waits until nothing more is asked for."""
        before = -1.0
        while before != (before := sum(self.received.values())):
            self.page.wait_for_timeout(QUIET)


@contextmanager
def _visit(browser: Browser, site: str, path: str, network: Mapping[str, float] | None = None) -> Iterator[Visit]:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    received: dict[str, float] = defaultdict(float)

    def arrives(event: Mapping[str, Any]) -> None:
        received[event["requestId"]] += event["encodedDataLength"]

    def is_there(event: Mapping[str, Any]) -> None:
        received[event["requestId"]] = event["encodedDataLength"]

    devtools.on("Network.dataReceived", arrives)
    devtools.on("Network.loadingFinished", is_there)
    devtools.send("Network.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    visit = Visit(page, devtools, received)
    visit.slow_down(network)
    page.goto(path, wait_until="load")
    visit.settle()
    yield visit
    context.close()


def measure(root: Path, project: Path, cases: int, runs: int) -> Numbers:
    """Builds a project with so many synthetic cases beside its own, unless `project` has it, and visits its site."""
    if not (project / "site").is_dir():
        project.mkdir(parents=True, exist_ok=True)
        lay_out(root, project, cases)
        build(project, search=True, cold=True)
    numbers: Numbers = defaultdict(list)
    with sync_playwright() as playwright, as_hosted(project / "site") as site:
        found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(runs):
            for name, number in _visits(browser, site, project):
                numbers[name].append(number)
        browser.close()
    return numbers


def _visits(browser: Browser, site: str, project: Path) -> Iterator[tuple[str, float]]:
    """One visit of each kind."""
    book, _ = load(project)
    if book is None:
        raise ValueError(f"{project}: a casebook with faults has no readers")
    yield from _opens_a_case(browser, site, next(iter(book.cases)))
    yield from _filters(browser, site)
    named = next(case.subject.name for case in book.cases.values() if case.subject and case.subject.name)
    for words in (*WORDS, named):
        yield from _searches(browser, site, words)


def _opens_a_case(browser: Browser, site: str, slug: str) -> Iterator[tuple[str, float]]:
    with _visit(browser, site, address.case_study(slug), SLOW_4G) as visit:
        painted = visit.page.evaluate(_PAINTED)
        yield "a case, slow 4G: KB", visit.kilobytes
        yield "a case, slow 4G: requests", len(visit.received)
        yield "a case, slow 4G: first contentful paint, ms", painted["first"]
        yield "a case, slow 4G: largest contentful paint, ms", painted["largest"]
        yield "a case, slow 4G: load, ms", painted["load"]


def _filters(browser: Browser, site: str) -> Iterator[tuple[str, float]]:
    with _visit(browser, site, address.BROWSE) as visit:
        yield "list of cases: KB of HTML", next(iter(visit.received.values())) / 1000
        yield "list of cases: a filter, ms", visit.page.evaluate(_FILTER)
        yield "for comparison: a loop of 20 million steps, ms", visit.page.evaluate(_LOOP)


def _searches(browser: Browser, site: str, words: str) -> Iterator[tuple[str, float]]:
    """Opens the search, waits as a reader does who thinks of a word, and puts it in all at once."""
    for network, conditions in (("local network", None), ("slow 4G", SLOW_4G)):
        with _visit(browser, site, address.HOME) as visit:
            before = visit.kilobytes
            visit.slow_down(conditions)
            visit.page.keyboard.press("/")
            visit.settle()
            opened = visit.kilobytes - before
            waited = visit.page.evaluate(_FIRST_RESULT, words)
            if conditions is None:
                yield f"search: “{words}”: KB until the first result", visit.kilobytes - before
                yield f"search: “{words}”: KB of them at opening", opened
            yield f"search: “{words}”: ms to the first result, {network}", waited


def table(measured: Mapping[int, Numbers]) -> Iterator[str]:
    """The medians as a Markdown table: a row for each number, a column for each size of the casebook."""
    sizes = " | ".join(f"{cases} synthetic cases" for cases in measured)
    yield f"| CPU {CPU} times slower; medians; beside the casebook's own cases: | {sizes} |"
    yield f"|---|{'---:|' * len(measured)}"
    for name in dict.fromkeys(name for numbers in measured.values() for name in numbers):
        yield f"| {name} | {' | '.join(_median(numbers.get(name, [])) for numbers in measured.values())} |"


def _median(numbers: list[float]) -> str:
    return f"{statistics.median(numbers):.0f}" if numbers else "-"

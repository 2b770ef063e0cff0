"""The last fence, in Chromium: a script that got into a page all the same does not run, and nothing is kept unasked."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import ROOT, Visit, search
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from casebook import address

pytestmark = pytest.mark.slow

HTTP_EQUIV = "Content-Security-Policy"
POLICY = re.compile(rf'<meta http-equiv="{HTTP_EQUIV}"[^>]*>')
ALWAYS = {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"]}
OF_A_CARD = {**ALWAYS, "style-src": ["'self'"]}
OF_A_REDIRECT = {**ALWAYS, "script-src": ["'self'"]}
OF_A_PAGE = {**OF_A_CARD, "img-src": ["'self'", "data:"], "connect-src": ["'self'"]}
PLANTED = """\
<script>planted("a script")</script>
<script type="module">planted("a module")</script>
<script src="data:text/javascript,planted('a script at an address of its own')"></script>
<script src="http://localhost:1/planted.js"></script>
<img src="data:," onerror="planted('a handler')">
<svg onload="planted('a handler of a drawing')"></svg>
<iframe srcdoc="<script>parent.planted('a frame')</script>"></iframe>
<iframe src="javascript:parent.planted('an address that is a script')"></iframe>
<a href="javascript:planted('a link')">planted</a>
"""
RUNS = {
    *("a script", "a module", "a script at an address of its own", "a handler", "a handler of a drawing", "a frame"),
    *("an address that is a script", "a link"),
}
"""What would have run without a policy."""


class Policies(HTMLParser):
    """The policies of a page, the scripts in its text that a browser would run, and what it finds to be amiss."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.policies: list[dict[str, list[str]]] = []
        self.referrers: list[str | None] = []
        self.inline: list[str] = []
        self.amiss: list[str] = []
        self._reads = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("http-equiv") == HTTP_EQUIV:
            directives = [directive.split() for directive in str(values["content"]).split(";")]
            self.policies.append({name: sources for name, *sources in directives})
        if values.get("name") == "referrer":
            self.referrers.append(values["content"])
        is_run = tag == "script" and "json" not in (values.get("type") or "")
        self._reads = is_run and "src" not in values
        if (is_run or tag == "link" or values.get("http-equiv") == "refresh") and not self.policies:
            self.amiss.append(f"{tag} before the policy")
        if "style" in values or tag == "style":
            self.amiss.append(f"{tag} with a style of its own")

    def handle_data(self, data: str) -> None:
        if self._reads:
            self.inline.append(data)
            self._reads = False

    @property
    def hashes(self) -> list[str]:
        """The scripts, as a policy names them."""
        return [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in self.inline]


def expected(path: str, html: str, found: Policies) -> dict[str, list[str]]:
    """The policy of a page: no more than it needs."""
    if path.startswith("embed/"):
        return OF_A_CARD
    if 'http-equiv="refresh"' in html:
        return OF_A_REDIRECT
    return {**OF_A_PAGE, "script-src": ["'self'", "'wasm-unsafe-eval'", *found.hashes]}


def test_every_page_has_a_policy_that_names_its_own_scripts_and_no_more(folder: Path) -> None:
    policies = set()
    for file in folder.rglob("*.html"):
        path, html = file.relative_to(folder).as_posix(), file.read_text("utf-8")
        found = Policies(html)
        assert (path, found.amiss, found.referrers) == (path, [], ["no-referrer"])
        assert (path, found.policies) == (path, [expected(path, html, found)])
        policies.add(str(found.policies))
    assert len(policies) >= len({"a card", "a redirect", "the missing page", "the front page", "a depth", "another"})


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=site)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("path", "place"), [(address.case_study("gone"), "</h1>"), (address.card(address.case_study("gone")), "</head>")]
)
def test_what_is_planted_in_a_built_page_does_not_run(context: BrowserContext, path: str, place: str) -> None:
    assert ran(context, path, place, keeps_policy=True) == set()
    assert ran(context, path, place, keeps_policy=False) == RUNS


def heard(page: Page) -> set[str]:
    """What of all that is planted has run by now on a page, or on the way to it."""
    found: set[str] = set()

    def planted(what: str) -> None:
        found.add(what)

    page.expose_function("planted", planted)
    return found


def ran(context: BrowserContext, path: str, place: str, *, keeps_policy: bool) -> set[str]:
    """What runs of all that is planted at a place of a page, with or without its policy."""
    page = context.new_page()
    found = heard(page)

    def plant(route: Route) -> None:
        html = route.fetch().text()
        assert (place in html, len(POLICY.findall(html))) == (True, 1)
        html = html.replace(place, place + PLANTED, 1)
        route.fulfill(content_type="text/html", body=html if keeps_policy else POLICY.sub("", html))

    page.route(f"**/{path}", plant)
    page.goto(path)
    page.get_by_role("link", name="planted", exact=True).evaluate("link => link.click()")
    page.wait_for_timeout(200)  # what runs says so before that
    page.close()
    return found


def test_a_page_that_leads_on_runs_nothing_on_the_way(context: BrowserContext) -> None:
    page = context.new_page()
    found = heard(page)
    page.route("**/moved.js", lambda route: route.abort())  # so that it stays for a moment
    old = address.case_study("gone-before")

    def plant(route: Route) -> None:
        route.fulfill(content_type="text/html", body=route.fetch().text().replace("<h1>", f"{PLANTED}<h1>"))

    page.route(f"**/{old}", plant)
    page.goto(old)
    page.wait_for_url(f"**/{address.case_study('gone')}")
    assert found == set()


NAMED = re.compile(r"`(casebook [a-z]+)`")


def kept(page: Page) -> list[str]:
    """The names under which the browser keeps something for the site."""
    names: list[str] = page.evaluate(
        """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
            ...(await indexedDB.databases()).map(({ name }) => name), ...document.cookie.split(";").filter(Boolean)]"""
    )
    return sorted(names)


def test_the_browser_keeps_what_the_page_on_privacy_names_and_only_when_asked_to(
    visit: Visit, addresses: dict[str, str]
) -> None:
    page = visit(color_scheme="dark")
    for path in addresses.values():
        page.goto(f"/{path}")
        assert (path, kept(page), page.context.cookies()) == (path, [], [])
    search(page, "research")
    assert (kept(page), page.context.cookies()) == ([], [])
    sheet = address.worksheet("stop-rule")
    page.goto(f"/{sheet}")
    page.get_by_role("textbox").first.fill("Typed.")
    page.get_by_role("button", name="Switch to the light scheme").click()
    names = ["casebook scheme /", f"casebook worksheet /{sheet}"]
    assert (kept(page), page.context.cookies()) == (names, [])
    told = NAMED.findall((ROOT / "docs/privacy.md").read_text("utf-8"))
    assert told == [name.partition(" /")[0] for name in names]
    page.get_by_role("button", name="Switch to the dark scheme").click()
    page.get_by_role("button", name="Delete what I typed").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Deleted.", exact=True)).to_be_visible()  # the dialog closes first
    assert kept(page) == []


def shows(page: Page, scheme: str) -> None:
    """Waits until a page is seen in a scheme, its scroll bars too."""
    expect(page.locator("body")).to_have_css("color-scheme", scheme)
    expect(page.locator("html")).to_have_css("color-scheme", scheme)


def test_the_scheme_is_the_device_s_until_the_other_is_chosen(visit: Visit) -> None:
    page = visit(color_scheme="light")
    for scheme in ("light", "dark", "light"):
        page.emulate_media(color_scheme=scheme)
        shows(page, scheme)
    page.get_by_role("button", name="Switch to the dark scheme").press("Enter")
    page.goto(f"/{address.GUIDE}")
    shows(page, "dark")
    page.get_by_role("button", name="Switch to the light scheme").press("Enter")
    shows(page, "light")
    assert kept(page) == []

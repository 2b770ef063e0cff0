"""Builds the real site, strictly, as a person would: with `mkdocs build`."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import small
import warm
from small import Tree

from casebook import address
from casebook.loading.load import load, load_files
from casebook.loading.reading import read_files
from casebook.showing.links import link
from casebook.showing.permalinks import published
from casebook.showing.search_bodies import indexed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("case_studies", "docs", "hooks", "overrides", "mkdocs.yml")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "CASEBOOK_SEARCH": "off"}


def build(config: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build`, from a folder that is not the project's."""
    command = "from mkdocs.__main__ import cli; cli(prog_name='mkdocs')"
    return warm.run(command, "build", "-f", str(config), *more, **{**os.environ, **QUIET, **environment})


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/check.py"), "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)>")
"""What opens an element: no attribute of ours or of the theme holds a < or > that is not escaped."""
ATTRIBUTE = re.compile(r'\s(id|href|src)="([^"]*)"')


class Page:
    """The links, ids and text of a built page."""

    def __init__(self, html: str) -> None:
        attributes = [(tag, *found) for tag, rest in TAG.findall(html) for found in ATTRIBUTE.findall(rest)]
        self.ids = [unescape(value) for _, name, value in attributes if name == "id" and value]
        self.links = [unescape(value) for tag, name, value in attributes if name != "id" and value and tag != "link"]
        self._html = html

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<[^<>]*>", "", self._html)).split())


def read_site(site: Path) -> dict[str, Page]:
    """Address -> page, of every HTML page of a site."""
    paths = sorted(site.rglob("*.html"))
    return {_address(path.relative_to(site).as_posix()): Page(path.read_text("utf-8")) for path in paths}


def _address(path: str) -> str:
    return "/" + path.removesuffix("index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once."""
    target = tmp_path_factory.mktemp("built") / "site"
    built = build(ROOT / "mkdocs.yml", "-d", str(target))
    assert built.returncode == 0, built.stderr
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Its pages, read once."""
    return read_site(site)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project and of what is kept from its build; each test lays it where it was built."""
    root = tmp_path_factory.mktemp("saved") / "project"
    root.mkdir()
    for part in PARTS:
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, root / part)
    built = build(root / "mkdocs.yml")
    assert built.returncode == 0, built.stderr
    return small.restore(root, root.with_name("saved"))


@pytest.fixture
def project(saved: Path) -> Path:
    """A copy of the project, built, to change."""
    return small.restore(saved, saved.with_name("project"))


def a_case(project: Path) -> Path:
    """The file of a published case of the project."""
    return project / "case_studies/changing-subfields-and-back.yml"


def test_every_record_has_its_page_at_the_promised_address(site: Path) -> None:
    book, _ = load(ROOT)
    assert book is not None
    wanted = {
        *map(address.case_study, book.cases),
        *map(address.lesson, book.lessons),
        *map(address.mistake_category, book.categories),
        *(address.tag(group.id, tag) for group in book.tag_groups.values() for tag in group.tags),
        *map(address.session, book.sessions),
        *map(address.chapter, book.chapters),
        address.HOME,
        address.BROWSE,
        address.LESSONS,
        address.MISTAKES,
        address.TAGS,
        address.SESSIONS,
        address.INSIGHTS,
        address.GUIDE,
    }
    missing = {page for page in wanted if not (site / page / "index.html").is_file()}
    assert missing == set()


def test_no_link_and_no_anchor_is_dead(site: Path, pages: dict[str, Page]) -> None:
    dead = [
        f"{here} -> {link}"
        for here, page in pages.items()
        for link in page.links
        if here != "/404.html" and not _leads_somewhere(site, pages, here, link)
    ]
    assert dead == []


def _leads_somewhere(site: Path, pages: dict[str, Page], here: str, link: str) -> bool:
    target = urlsplit(urljoin(f"http://site{here}", link))
    if target.netloc != "site":
        return True
    page = pages.get(unquote(target.path))
    if page is None:
        return (site / unquote(target.path).lstrip("/")).is_file()
    return not target.fragment or target.fragment in page.ids


NOT_PROMISED = re.compile(
    r".*#(content|casebook-.+|fn(ref)?:\d+|delete-question|qr-.+|[a-z]+-(well|mixed|badly|open))"
    r"|/worksheets/.*#(field|hint)-.+"
)
"""The frame's own, the filters', footnotes, names of drawings, the lists behind the numbers of the insights, and what
is asked on a worksheet."""


def test_what_is_published_is_every_page_and_every_anchor_in_its_text(site: Path) -> None:
    files = read_files(ROOT)
    book, _ = load_files(files)
    assert book is not None
    found = set()
    for path in site.rglob("index.html"):
        page = _address(path.relative_to(site).as_posix())
        if page.startswith("/embed/"):
            continue  # a card goes where its page goes
        [article] = re.findall(r"<article.*</article>", path.read_text("utf-8"), re.DOTALL)
        anchors = {f"{page}#{part}" for part in Page(article).ids}
        found |= {page, *(anchor for anchor in anchors if not NOT_PROMISED.fullmatch(anchor))}
    assert found == set(published(link(book), files))


class Indexed(HTMLParser):
    """What a page says to the search, read as HTML: its words, and the attributes that tell Pagefind something."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "source", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.told: list[tuple[str, str, str | None]] = []
        self._ignored = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_ignored = "data-pagefind-ignore" in dict(attrs)
        if (self._ignored or is_ignored) and tag not in self.VOID:
            self._ignored += 1
        if not self._ignored:
            self.told += [(tag, *one) for one in attrs if one[0] == "id" or one[0].startswith("data-pagefind")]

    def handle_endtag(self, tag: str) -> None:
        if self._ignored and tag not in self.VOID:
            self._ignored -= 1

    def handle_data(self, data: str) -> None:
        if not self._ignored:
            self.words += data.split()


def test_what_is_laid_out_for_the_index_is_all_but_what_is_kept_out_of_it(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        [article] = re.findall(r"<article.*</article>", html, re.DOTALL) or [""]
        laid = indexed(html.encode()).decode()
        assert bool(laid) == ("data-pagefind-body" in article), path
        if laid:
            assert laid.startswith(html[: html.index("<head")])
            found, wanted = Indexed(laid), Indexed(article)
            assert (found.words, found.told) == (wanted.words, wanted.told), path
            assert ("data-pagefind-ignore" in laid, len(wanted.words) > 5) == (False, True), path


def test_no_id_stands_twice_on_a_page(pages: dict[str, Page]) -> None:
    twice = {
        here: sorted({name for name in page.ids if page.ids.count(name) > 1})
        for here, page in pages.items()
        if len(set(page.ids)) < len(page.ids)
    }
    assert twice == {}


def test_every_backlink_of_a_lesson_leads_to_the_very_place(pages: dict[str, Page]) -> None:
    book, _ = load(ROOT)
    assert book is not None
    wanted = {
        (f"/{address.lesson(lesson)}", f"/{address.case_study(slug, part)}")
        for slug, case in book.cases.items()
        for part, lessons in [
            *((mistake.id, mistake.lessons) for mistake in case.mistakes),
            *((helped.id, helped.lessons) for helped in case.helped),
            *((address.cited_lesson(cited.lesson), [cited.lesson]) for cited in case.lessons if cited.lesson),
        ]
        for lesson in lessons
    }
    found = {(here, urljoin(here, link)) for here, page in pages.items() for link in page.links}
    assert wanted - found == set()


BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

config = load_config(sys.argv[1], site_dir=sys.argv[2])
[hooks] = config.hooks.values()
building = hooks.rest_of_the_program()
{change}
build(config)
config.plugins.on_shutdown()
"""


def built_with(change: str, project: Path, target: Path) -> Tree:
    """The site of the project, built after a change to the module `building`, which has the events of a build."""
    code = BUILD.format(change=change)
    warm.run(code, str(project / "mkdocs.yml"), str(target), **{**os.environ, **QUIET}).check_returncode()
    return small.files(target)


def test_a_filled_frame_equals_a_full_render_of_the_same_page(project: Path, tmp_path: Path) -> None:
    add_every_kind(project)
    filled = _folded(built_with("", project, tmp_path / "filled"))
    full = _folded(built_with("building.FRAMED.clear()", project, tmp_path / "full"))
    kinds = {path.split("/")[0] for path in filled if path.count("/") > 1}
    assert kinds >= {"case-studies", "lessons", "mistakes", "tags", "sessions"}
    assert filled == full


CASE = "case_studies/changing-subfields-and-back.yml"
EDITS = {
    "a sentence of a case": (
        "case_studies/changing-subfields-and-back.yml",
        "background: |\n  ",
        "background: |\n  New. ",
    ),
    "the title of a case": ("case_studies/changing-subfields-and-back.yml", "\ntitle: ", "\ntitle: New "),
    "the title of a lesson": ("case_studies/lessons/test-fit-cheaply.yml", "title: ", "title: New "),
    "the sentence of a lesson": ("case_studies/lessons/test-fit-cheaply.yml", "short: ", "short: New "),
    "the title of a category": ("case_studies/mistakes.yml", "  title: ", "  title: New "),
    "the label of a tag": ("case_studies/tags.yml", "evals: ", "evals: New "),
    "the title of a session": ("case_studies/sessions/*.yml", "title: ", "title: New "),
    "the title of a chapter": ("docs/guide/theory-of-change.md", "title: ", "title: New "),
    "a heading": ("overrides/pages/lesson.html", "The lesson", "The new lesson"),
    "all headings": ("overrides/parts/anchors.html", "Link to this part", "A link to this part"),
    "the theme's page": ("overrides/main.html", "Skip to content", "Go on to the content"),
    "the site's name": ("mkdocs.yml", "site_name: ", "site_name: New "),
    "a sentence of a hand-written page": ("docs/start-here.md", "\n\n", "\n\nNew.\n\n"),
    "a name in the navigation": ("mkdocs.yml", "  - Case studies: ", "  - All case studies: "),
    "what a term means": ("case_studies/glossary.yml", "  short: ", "  short: New "),
}


def edit(project: Path, pattern: str, old: str, new: str) -> None:
    file = min(project.glob(pattern))
    text = file.read_text("utf-8")
    assert old in f"\n{text}"
    file.write_text(f"\n{text}".replace(old, new, 1)[1:], "utf-8")


def test_after_any_change_the_site_is_as_if_it_had_been_built_anew(project: Path, tmp_path: Path) -> None:
    add_every_kind(project)
    for what, (pattern, old, new) in EDITS.items():
        edit(project, pattern, old, new)
        kept = built_with("", project, project / "site")
        (tmp_path / "cache").mkdir(exist_ok=True)
        (project / ".cache").rename(tmp_path / "cache" / what.replace(" ", "-"))
        if pattern.startswith("overrides/"):
            shutil.rmtree(project / "overrides/__pycache__", ignore_errors=True)  # Python may be told to keep none
        anew = built_with("", project, tmp_path / "anew")
        shutil.rmtree(project / ".cache")
        (tmp_path / "cache" / what.replace(" ", "-")).rename(project / ".cache")
        assert kept == anew, what


def test_an_edited_case_rewrites_only_the_pages_that_it_touches(project: Path) -> None:
    before, old = stamps(project / "site"), small.files(project / "site")
    edit(project, *EDITS["a sentence of a case"])
    new = built_with("", project, project / "site")
    after = stamps(project / "site")
    changed = {path for path in after if after[path] != before[path]}
    book, _ = load(project)
    assert book is not None
    slug = "changing-subfields-and-back"
    case, links = book.cases[slug], link(book)
    touched = {
        address.case_study(slug),
        *(address.case_study(other) for other, leads in links.cases.items() if slug in leads.related),
        *(address.lesson(lesson) for lesson in links.cases[slug].lessons),
        *(address.mistake_category(mistake.category) for mistake in case.mistakes),
        *(address.tag(group, tag) for group, tags in case.tags.items() for tag in tags),
        *(address.session(name) for name, session in book.sessions.items() if slug in session.cases),
    }
    others = {path for path in new if new[path] != old[path]}
    pages = {path.removesuffix("index.html").removeprefix("embed/") for path in changed}
    assert touched <= pages
    assert {path.removesuffix("index.html").removeprefix("embed/") for path in changed - others} <= touched


def test_a_warning_is_said_in_each_build(project: Path) -> None:
    page = project / "docs/start-here.md"
    page.write_text(f"{page.read_text('utf-8')}\n\n[Nowhere](no-such-page.md)\n", "utf-8")
    for text in ("", "New."):
        (project / "docs/about.md").write_text(f"{(project / 'docs/about.md').read_text('utf-8')}\n{text}\n", "utf-8")
        built = build(project / "mkdocs.yml", "--no-strict")
        assert (built.returncode, "a link 'no-such-page.md'" in built.stderr) == (0, True)


def stamps(site: Path) -> dict[str, tuple[int, int]]:
    """The file of every page, and when it was written."""
    statuses = ((path.relative_to(site).as_posix(), path.stat()) for path in site.rglob("*.html"))
    return {path: (status.st_ino, status.st_mtime_ns) for path, status in statuses}


def test_where_nothing_changed_nothing_is_done(project: Path) -> None:
    before = stamps(project / "site")
    again = build(project / "mkdocs.yml")
    assert (again.returncode, stamps(project / "site")) == (0, before)
    assert "Nothing has changed since the last build" in again.stderr
    (project / "site/index.html").unlink()
    assert build(project / "mkdocs.yml").returncode == 0
    assert stamps(project / "site").keys() == before.keys()


def _folded(site: Tree) -> dict[str, str]:
    """Every page without the white space between its tags."""
    pages = {path: html.decode() for path, (_, html) in site.items() if path.endswith(".html")}
    return {path: re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)) for path, html in pages.items()}


def add_every_kind(project: Path) -> None:
    """A withdrawn case, a moved one, and one whose texts are hostile, beside the real ones."""
    folder = project / "case_studies"
    (folder / "gone.yml").write_text(
        "title: SECRET title\nstatus: withdrawn\nwithdrawn: {date: 2026-11-24, reason: asked}\n"
        "background: SECRET text\naliases: [gone-before]\n",
        "utf-8",
    )
    (folder / "hostile.yml").write_text(
        """\
title: "</title><script>alert(1)</script> & {{ 7 * 7 }} {% raw %}"
summary: "\\"><img src=x onerror=alert(2)> {{ config }}"
subject: {name: "<b>Name</b>", named_as: pseudonym}
permission: {basis: self_submitted, date: 2026-11-24}
status: published
decisions:
  - {id: choose, title: "<i>Choose</i> & go", reasoning: "`<b>` is code, [a lesson](lesson:test-fit-cheaply)"}
lessons:
  - {text: "{{ 7 * 7 }}"}
aliases: [hostile-before]
""",
        "utf-8",
    )
    (folder / "redirects.yml").write_text("- {from: /lessons/old-name/, to: /lessons/test-fit-cheaply/}\n", "utf-8")


def test_hostile_text_stays_text(project: Path) -> None:
    add_every_kind(project)
    built = build(project / "mkdocs.yml")
    assert built.returncode == 0, built.stderr
    html = (project / "site/case-studies/hostile/index.html").read_text("utf-8")
    page = Page(html)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>Name" not in html
    assert "<i>Choose" not in html
    assert "</title><script>alert(1)</script> & {{ 7 * 7 }} {% raw %}" in page.text
    assert "<i>Choose</i> & go" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert "49" not in page.text.split("Lessons")[-1]


def test_of_a_withdrawn_case_only_the_date_and_the_reason_are_left(project: Path) -> None:
    add_every_kind(project)
    assert build(project / "mkdocs.yml").returncode == 0
    page = Page((project / "site/case-studies/gone/index.html").read_text("utf-8"))
    assert "24 November 2026" in page.text
    assert "The person asked for it to be taken down." in page.text
    leaks = [path for path in (project / "site").rglob("*") if path.is_file() and b"SECRET" in path.read_bytes()]
    assert leaks == []


def test_a_withdrawal_does_not_block_the_build(project: Path) -> None:
    case = a_case(project)
    [title] = re.findall(r"^title: (.+)", case.read_text("utf-8"), re.MULTILINE)
    using = [path.stem for path in (project / "case_studies/sessions").glob("*.yml") if case.stem in path.read_text()]
    command = [sys.executable, str(ROOT / "scripts/withdraw.py"), "--root", str(project), case.stem]
    done = subprocess.run([*command, "--reason", "asked"], capture_output=True, text=True, check=False)
    assert (done.returncode, "This stops the build" in done.stdout) == (0, False)
    built = build(project / "mkdocs.yml")
    assert built.returncode == 0, built.stderr
    assert {line.split(": ")[1] for line in built.stderr.splitlines() if line.startswith("case_studies/sessions/")} == {
        "link-to-withdrawn"
    }
    pages = read_site(project / "site")
    assert [here for here, page in pages.items() if title in page.text] == []
    for session in using:
        page = pages[f"/sessions/{session}/"]
        assert "Read up to here" not in page.text
        assert f"../../case-studies/{case.stem}/" not in page.links


def test_old_addresses_lead_to_the_new_ones(project: Path) -> None:
    add_every_kind(project)
    assert build(project / "mkdocs.yml").returncode == 0
    for old, new in {
        "case-studies/hostile-before": "../../case-studies/hostile/",
        "case-studies/gone-before": "../../case-studies/gone/",
        "lessons/old-name": "../../lessons/test-fit-cheaply/",
    }.items():
        html = (project / "site" / old / "index.html").read_text("utf-8")
        assert f"url={new}" in html
        assert new in Page(html).links


def test_a_draft_is_not_built(project: Path) -> None:
    draft = project / "case_studies/a-draft.yml"
    draft.write_text("title: A draft\nstatus: draft\n", "utf-8")
    assert build(project / "mkdocs.yml").returncode == 0
    assert not (project / "site/case-studies/a-draft").exists()


def test_a_new_file_is_on_the_site_with_no_other_edit(project: Path) -> None:
    (project / "case_studies/lessons/brand-new.yml").write_text(
        "title: Try it\nshort: Try.\nbody: Try it now.\n", "utf-8"
    )
    (project / "docs/guide/brand-new.md").write_text("---\ntitle: Brand new\nweight: 99\n---\n\nText.\n", "utf-8")
    built = build(project / "mkdocs.yml")
    assert built.returncode == 0, built.stderr
    pages = read_site(project / "site")
    assert "/lessons/brand-new/" in {urljoin("/lessons/", link) for link in pages["/lessons/"].links}
    assert "/guide/brand-new/" in {urljoin("/guide/", link) for link in pages["/guide/"].links}
    assert "/guide/brand-new/" in {urljoin("/", link) for link in pages["/"].links}


def test_the_build_refuses_what_the_check_refuses_and_keeps_the_last_good_site(project: Path) -> None:
    before = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}
    case = a_case(project)
    case.write_text(case.read_text("utf-8").replace("status: published", "status: publishd"), "utf-8")
    refused, checked = build(project / "mkdocs.yml"), check(project)
    after = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}
    assert refused.returncode == 1
    assert checked.returncode == 1
    assert refused.stderr.startswith(checked.stdout)
    assert "Traceback" not in refused.stderr + refused.stdout
    assert after == before
    assert sorted(path.name for path in project.iterdir()) == sorted([".cache", *PARTS, "site"])


def test_a_strict_failure_after_the_pages_are_written_keeps_the_last_good_site(project: Path) -> None:
    chapter = min((project / "docs/guide").glob("*.md"))
    chapter.write_text(f"{chapter.read_text('utf-8')}\n\n[dead](#no-such-anchor) NEW\n", "utf-8")
    refused = build(project / "mkdocs.yml")
    assert refused.returncode == 1
    assert "NEW" not in (project / f"site/guide/{chapter.stem}/index.html").read_text("utf-8")
    assert not (project / "site.new").exists()


def test_a_broken_template_is_one_line_and_keeps_the_last_good_site(project: Path) -> None:
    before = stamps(project / "site")
    for name, old, new, line, said in (
        ("pages/lesson.html", "{{ lesson.short }}", "{{ lesson.shrt }}", 4, "'Lesson' object has no attribute 'shrt'"),
        ("main.html", "{% block site_meta %}", "{% blok site_meta %}", 4, "Encountered unknown tag 'blok'."),
    ):
        template = project / "overrides" / name
        text = template.read_text("utf-8")
        assert text.splitlines()[line - 1].count(old) == 1
        template.write_text(text.replace(old, new), "utf-8")
        refused = build(project / "mkdocs.yml")
        last = refused.stdout.splitlines()[-1]
        assert last == f"overrides/{name}:{line}: {said}; the site was left as it was"
        assert (refused.returncode, "Traceback" in refused.stdout + refused.stderr) == (1, False)
        assert stamps(project / "site") == before
        template.write_text(text, "utf-8")


def edit_links(site: Path) -> Iterator[str]:
    for page in read_site(site).values():
        yield from (link for link in page.links if "/edit/main/" in link)


def test_the_pages_for_contributors_follow_each_other_as_in_the_navigation(site: Path) -> None:
    listed = re.findall(r"^      - (contribute/\S+)\.md$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    html = {path: (site / path.removesuffix("index") / "index.html").read_text("utf-8") for path in listed}
    crumbs = {path: re.findall(r'<li><a href="[./]*([^"]*)">(\w+)</a></li>', html[path]) for path in listed}
    home, section = ("", "Home"), ("contribute/", "Contribute")
    assert {path: found[:2] for path, found in crumbs.items()} == {
        path: [home] if path.endswith("/index") else [home, section] for path in listed
    }
    following = [re.findall(r'rel="next" href="[./]*([^"]+)/"', html[path]) for path in listed]
    assert following == [*([path] for path in listed[1:]), []]
    assert {re.search(r"kind:(\w+)", text)[1] for text in html.values()} == {"Contribute"}


def test_a_new_place_to_edit_reaches_every_page(project: Path) -> None:
    repository = {"CASEBOOK_REPO_URL": "https://example.org/owner/casebook"}
    assert build(project / "mkdocs.yml", **repository).returncode == 0
    before = len(list(edit_links(project / "site")))
    edit(project, "mkdocs.yml", "edit_uri: edit/main/", "edit_uri: edit/trunk/")
    assert build(project / "mkdocs.yml", **repository).returncode == 0
    assert (before > 0, list(edit_links(project / "site"))) == (True, [])


def test_asking_how_long_it_takes_changes_no_page(project: Path) -> None:
    before = stamps(project / "site")
    again = build(project / "mkdocs.yml", CASEBOOK_TIMINGS="1")
    assert (again.returncode, stamps(project / "site")) == (0, before)
    assert "stage: look for changes" in again.stderr


def test_without_a_repository_there_is_no_edit_button(site: Path) -> None:
    assert list(edit_links(site)) == []


def test_with_a_repository_each_page_leads_to_its_file(project: Path) -> None:
    built = build(project / "mkdocs.yml", CASEBOOK_REPO_URL="https://example.org/owner/casebook")
    assert built.returncode == 0, built.stderr
    prefix = "https://example.org/owner/casebook/edit/main/"
    links = set(edit_links(project / "site"))
    files = {
        f"{folder}/{path.name}"
        for folder in ("docs/guide", "case_studies", "case_studies/lessons")
        for path in (project / folder).glob("*.*")
    }
    wanted = {prefix + name for name in files if name.endswith((".md", ".yml"))}
    of_no_page = {f"{prefix}case_studies/{name}" for name in ("README.md", "redirects.yml", "synonyms.yml")}
    assert wanted - links - of_no_page == set()


def test_a_public_site_without_a_contact_is_refused(project: Path) -> None:
    shutil.rmtree(project / "site")
    refused = build(project / "mkdocs.yml", CASEBOOK_SITE_URL="https://casebook.example.org/")
    assert refused.returncode == 1
    assert refused.stdout == (
        "\nmkdocs.yml: a site at https://casebook.example.org/ needs a contact, so that people can ask for a "
        "correction or a removal: set CASEBOOK_CONTACT to an e-mail address or a page\n"
    )
    assert not (project / "site").exists()


def test_the_contact_of_a_public_site_stands_on_its_about_page(project: Path) -> None:
    settings = {"CASEBOOK_SITE_URL": "https://casebook.example.org/", "CASEBOOK_CONTACT": "editors@example.org"}
    built = build(project / "mkdocs.yml", **settings)
    assert built.returncode == 0, built.stderr
    assert "mailto:editors@example.org" in Page((project / "site/about/index.html").read_text("utf-8")).links


def test_the_version_of_the_data_is_the_one_that_is_set(project: Path) -> None:
    assert build(project / "mkdocs.yml", SOURCE_DATE_EPOCH="1700000000").returncode == 0
    assert json.loads((project / "site" / address.DATA_INDEX).read_text("utf-8"))["updated"] == "2023-11-14"


def test_every_lesson_is_cited_by_a_case_and_by_a_chapter() -> None:
    book, problems = load(ROOT)
    assert book is not None, problems
    links = link(book)
    uncited = {name for name, found in links.lessons.items() if not found.citations or not found.chapters}
    assert uncited == set()

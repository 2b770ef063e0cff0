"""One build, from the files to the swap of folders: what MkDocs calls while it goes on.

Each event gets plain values, calls the casebook, hands back.
"""

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import jinja2
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

import mkdocs_pages
from casebook import address, settings
from casebook.contributing import checking
from casebook.contributing.ids import write_ids
from casebook.digests import version
from casebook.inputs import PROGRAM, Inputs, packages
from casebook.loading.files import Files as CasebookFiles
from casebook.loading.load import Casebook, load_files, load_good_files
from casebook.loading.reading import CACHE as FACTS
from casebook.loading.reading import read_files
from casebook.loading.second import MIN_FILES_FOR_TWO, SecondReader
from casebook.problem import SEE_MEANINGS, Problem, errors
from casebook.showing import nearest, policy, search
from casebook.showing.citing import Site
from casebook.showing.compiling import Compiled
from casebook.showing.edition import Edition, newest_day
from casebook.showing.glossary import meanings
from casebook.showing.links import link
from casebook.showing.made import Made
from casebook.showing.page_versions import versions_of
from casebook.showing.pages import (
    ADDED_CONTENTS,
    Around,
    Kind,
    Page,
    around,
    crumbs_of,
    handwritten,
    pages,
    written_pages,
)
from casebook.showing.render import Renderer
from casebook.showing.site_folder import Left, SiteFolder
from casebook.showing.templates import safe
from casebook.showing.version_day import NO_DAY
from casebook.showing.writing import Writing, frame_name
from casebook.timing import Laps
from mkdocs_markdown import Conversion
from mkdocs_pages import CasebookPage, contents, file_of, step, unlisted
from mkdocs_run import CACHE, Begun, Run, all_settings, contact_of
from mkdocs_serving import keep_on_screen
from mkdocs_stops import BadCasebook, RefusedBySystem, SayOnce, say

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # a build has no use for a server

MADE = f"{CACHE}/casebook-made.json"
NOT_FOUND = "404.html"

ONLY_SERVED = ("javascripts/problems.js", "stylesheets/problems.css")

FRAMED = {Kind.CASE, Kind.WITHDRAWN, Kind.LESSON, Kind.MISTAKE, Kind.TAG, Kind.SESSION, Kind.HANDOUT}
"""Kinds of which there are many pages; the others are rendered by the theme one by one."""


def _is_framed(page: Page) -> bool:
    """Whether a page is no whole page of the theme: one in the theme's frame, or one without it."""
    return page.kind in FRAMED or page.kind is Kind.REDIRECT


def begin(  # noqa: PLR0913, PLR0917
    config: MkDocsConfig,
    folder: SiteFolder,
    becomes: Left,
    made_from: Inputs,
    day: str,
    laps: Laps,
    begun: Begun,
) -> "Build":
    """Loads the casebook, or stops with everything that is wrong with it.

    Args:
        config: MkDocs' own.
        folder: the folder of the site.
        becomes: what is known by now of what this build will have made.
        made_from: what `digests_of_inputs` says.
        day: the day of the version; empty where nobody says it.
        laps: the clock of this build.
        begun: what second processes do already.
    """
    root = Path(config.config_file_path).parent
    mkdocs_pages.list_no_icons(config.theme)
    compiled = _compiled(root, made_from.parts, begun)
    files = _read_and_compile(root, made_from, compiled, begun.reader)
    write_ids(root, files)  # for the editors of those who write
    checking.forget(root)
    laps.end("read the files")
    casebook, problems = load_files(files, drafts=Run.serving)
    said = [*map(str, problems), *([SEE_MEANINGS] if problems else [])]
    say(*said)
    if casebook is None and not (Run.served and not Run.served.has_good_site):
        raise BadCasebook(problems)
    laps.end("check what they say of each other")
    casebook = casebook or load_good_files(files, drafts=True)
    del files  # all that is asked of them from now on is in the casebook
    if Run.served:
        Run.served.stop()  # not before: of a casebook that can't be built, the last good site is still to be written
    folder.set_aside()
    build = Build(config, casebook, folder, replace(becomes, said=tuple(said)), compiled, made_from.parts, day)
    build.laps = laps
    if Run.serving:
        _warn_of_nothing(config)
        build.broken = errors(problems)
    laps.end("link them, and find the pages to write")
    return build


def _compiled(root: Path, made_from: Mapping[str, str], begun: Begun) -> Compiled:
    """What is compiled of our templates and of the theme's."""
    program = version(*(made_from[name] for name in PROGRAM), *packages())
    last = Run.served.compiled if Run.served else None
    if last and last.program == program:
        return last
    compiled = Compiled(root / "overrides", program, begun.theme)
    if last:
        compiled.theme = last.theme  # each of its templates is known by its text
    if Run.served:
        Run.served.compiled = compiled
    return compiled


def _read_and_compile(root: Path, made_from: Inputs, compiled: Compiled, second: SecondReader | None) -> CasebookFiles:
    """Reads the files, and has a second process compile; where very many are to be read, it helps to do that first."""
    files = _read(root, made_from, second) if second and second.count >= MIN_FILES_FOR_TWO else None
    if Run.may_fork() and not compiled.is_kept:
        compiled.begin_beside()
    return files or _read(root, made_from, second)


def _read(root: Path, made_from: Inputs, second: SecondReader | None) -> CasebookFiles:
    before = Run.served.files if Run.served else None
    cache = None if before else root / FACTS
    files = read_files(root, cache=cache, before=before, digests=made_from.data, may_fork=Run.may_fork(), second=second)
    if Run.served:
        Run.served.files = files
    return files


class Build(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # MkDocs leaves its plugins' type open
    """One run of the site generator."""

    laps: Laps
    broken: Sequence[Problem] = ()
    """What is wrong with a casebook that is served without the files that have errors."""
    theme: str
    """A digest of what all pages of the theme depend on."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        config: MkDocsConfig,
        casebook: Casebook,
        folder: SiteFolder,
        becomes: Left,
        compiled: Compiled,
        made_from: Mapping[str, str],
        day: str,
    ) -> None:
        root = Path(config.config_file_path).parent
        self.links = link(casebook)
        self.pages = list(pages(self.links))
        self.folder = folder
        self.becomes = becomes
        self.day = day or newest_day(casebook)
        self.is_complete = False
        self.nav: Navigation | None = None
        self.compiled = compiled
        edit_base = urljoin(f"{config.repo_url.rstrip('/')}/", config.edit_uri) if config.repo_url else ""
        edit_base = urljoin(edit_base, "../") if edit_base else ""
        site = Site(config.site_name, config.site_url or "", day)
        self.renderer = Renderer(compiled.ours, self.links, edit_base, contact_of(config), site)
        program = version(compiled.program, *all_settings(config))
        versions = versions_of(self.pages, self.links, program, site)
        self.writing = Writing(
            pages=[page for page in self.pages if _is_framed(page)],
            versions=versions,
            renderer=self.renderer,
            edition=self._edition(config, program, versions),
            folder=folder,
        )
        config.extra["casebook_serving"] = Run.serving
        config.site_dir = str(folder.new)
        if not config.repo_url:
            config.edit_uri = None
        self.made = Run.served.made if Run.served else Made(root / MADE)
        self.made_from = made_from
        self.program = version(program, made_from["mkdocs.yml"])
        self.without_body: dict[str, Page] = {}
        self.conversion = Conversion(self.made, meanings(casebook))
        config.markdown_extensions.append(self.conversion.extension)  # type: ignore[arg-type]  # they are handed on
        config.nav = [self._nav_item(item) for item in config.nav or []]

    def _nav_item(self, item: Any) -> Any:
        """A folder that ends in / becomes its pages, in their order, behind the page that lists them."""
        title, target = next(iter(item.items())) if isinstance(item, dict) else (None, item)
        listed = None if isinstance(target, list) else written_pages(self.links).get(target)
        return item if listed is None else {title: [f"{target}{stem}.md" for stem in ["index", *listed]]}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds a file for every page that is made from the data and has no frame. MkDocs has emptied its folder now."""
        self.folder.begin()
        if Run.may_fork():
            self.writing.begin_early()
        broken = {problem.where.path for problem in self.broken}
        for file in [file for file in files.documentation_pages() if f"docs/{file.src_uri}" in broken]:
            files.remove(file)
        for page in self.pages:
            if not _is_framed(page):
                files.append(file_of(page, config))
        words = search.search_words(self.links)
        files.append(File.generated(config, address.SEARCH_WORDS, content=words))
        if not Run.serving:
            for path in ONLY_SERVED:
                files.remove(files.src_uris[path])
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keeps the navigation for the frames. A page outside it lights up the page that lists its like."""
        self.nav = nav
        program = (self.made_from["mkdocs.yml"], self.made_from["hooks"], *packages())
        self.conversion.begin(version(*program, *all_settings(config)), config, files, may_fork=Run.may_fork())
        for file in files.documentation_pages():
            if isinstance(file.page, CasebookPage) and file.inclusion is InclusionLevel.NOT_IN_NAV:
                file.page.parent = self._listing(file.page.page)
        return nav

    def _listing(self, page: Page) -> Any:
        assert self.nav is not None  # noqa: S101  MkDocs makes it before it reads a page
        return next((listing for listing in self.nav.pages if listing.url == page.kind.index), None)

    def on_pre_page(self, page: MkDocsPage, *, config: MkDocsConfig, files: Files) -> MkDocsPage:  # noqa: ARG002
        """Converts no Markdown that was converted before."""
        if not isinstance(page, CasebookPage):
            page.render = partial(self.conversion.convert, page)  # type: ignore[method-assign]
        return page

    def on_page_content(self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Says what is known of a hand-written page by now; it gets its body when it is about to be written."""
        if isinstance(page, CasebookPage):
            return content
        written = self._written(page)
        if written.kind in {Kind.CHAPTER, Kind.WORKSHEET} or page.title == page.meta.get("title"):
            page.title = escape(written.title)  # the navigation's; other pages may have a name of their own there
        if page.present_anchor_ids is not None:
            page.present_anchor_ids |= {entry.anchor for entry in written.contents}
        page.is_worksheet = written.kind is Kind.WORKSHEET  # type: ignore[attr-defined]
        page.heading = written.title  # type: ignore[attr-defined]
        page.description = written.description  # type: ignore[attr-defined]
        self.without_body[page.url] = written
        return content

    def _written(self, page: MkDocsPage) -> Page:
        folder, _, stem = page.file.src_uri.removesuffix(".md").rpartition("/")
        kind = handwritten(self.links, stem, folder)
        is_listed = kind in {Kind.CHAPTER, Kind.WORKSHEET}
        nearby: Around = {"previous": None, "next": None}
        if is_listed:
            nearby = around(written_pages(self.links)[kind.index])[stem]
        elif page.parent:  # a section of the navigation
            nearby = {"previous": step(page.previous_page, page), "next": step(page.next_page, page)}
        return Page(
            kind=kind,
            address=page.url,
            title=str(page.meta.get("title") or page.title or ""),
            description=str(page.meta.get("description") or ""),
            show={"stem": stem} if is_listed else {},
            make_contents=lambda: contents(list(page.toc)) + ADDED_CONTENTS.get(kind, ()),
            crumbs=crumbs_of(kind, page.url),
            source=f"docs/{page.file.src_uri}",
            **nearby,
        )

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Renders a frame for each kind and depth, now that all that the theme shows of the site is known."""
        self.laps.end("read the hand-written pages")
        env.bytecode_cache = self.compiled.theme
        for file in files.documentation_pages():
            if file.page:
                file.page.update_date = self.day or NO_DAY
        env.globals["policy"] = policy
        assert self.nav is not None  # noqa: S101  MkDocs makes it before the environment
        self.theme = version(self.program, mkdocs_pages.outline(self.nav), self.day)
        marked: dict[str, str] = {}
        for page in self.pages:
            if _is_framed(page) and (name := frame_name(page)) and name not in marked:
                framed = CasebookPage(page, unlisted(page, config), config)
                framed.parent = self._listing(page)
                marked[name] = self._frame(name, mkdocs_pages.marked(framed), env, config, files)
        self.laps.end("render the theme's frames")
        wholes = {}
        for file in files.documentation_pages():
            if file.page:
                wholes[file.dest_uri] = partial(self._write, file.page, file.page.meta, env, config, files)
                mkdocs_pages.write_nothing(file.page)
        self.writing.begin(marked, wholes, may_fork=Run.may_fork())
        if self.folder.keep(NOT_FOUND, self.theme):
            config.theme.static_templates.discard(NOT_FOUND)
        else:
            self.folder.make_room(NOT_FOUND)
        return env

    def _frame(self, name: str, page: CasebookPage, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> str:
        """The theme's page with marks in its slots."""
        key = version(self.theme, name)
        if not isinstance(rendered := self.made.get(key), str):
            self.made.put(key, rendered := self._render(page, env, config, files))
        return rendered

    def _write(self, page: Any, meta: Any, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> str:
        """Writes a page as MkDocs would, unless it stands as it is to be. Says its version."""
        page.meta = meta
        self._fill(page)
        made = mkdocs_pages.version_of_page(page, self.theme)
        if not self.folder.keep(page.file.dest_uri, made):
            self.folder.write(page.file.dest_uri, self._render(page, env, config, files))
        page.content = page.toc_html = ""  # not all are in memory at once
        return made

    def _fill(self, page: Any) -> None:
        """Gives a page its body, if it has none yet."""
        if isinstance(page, CasebookPage) and not page.content:
            page.content = self.renderer.body(page.page)
            page.toc_html = self.renderer.contents(page.page.contents)
        elif written := self.without_body.get(page.url):
            body = self.renderer.body(written, content=safe(page.content))  # Markdown without raw HTML
            page.toc_html = self.renderer.contents(written.contents)
            page.content = body
            del self.without_body[page.url]

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:  # noqa: ARG002
        """Tells the sitemap the addresses of the framed pages."""
        if template_name == "sitemap.xml":
            context["framed"] = [page.address for page in self.pages if page.kind in FRAMED]
        return context

    def _render(self, page: CasebookPage, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> str:
        """The theme's whole page."""
        assert self.nav is not None  # noqa: S101  MkDocs makes it before the environment
        page.active = True
        rendered = env.get_template("main.html").render(get_context(self.nav, files, config, page))
        page.active = False
        return rendered

    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002  MkDocs' signature
        """Writes what MkDocs does not, and indexes the site; beside the rebuild where it is being served."""
        self.laps.end("copy what stays as it is")
        titles = {page.url: str(getattr(page, "heading", "")) for page in self.nav.pages} if self.nav else {}
        self.folder.write(nearest.FILE, nearest.listed(self.pages, titles, self.links))
        if Run.served:
            later, stands = self.writing.finish_later()
            stands[NOT_FOUND] = self.theme
            self.made.keep()
            Run.served.folder.take_its_place(replace(self.becomes, pages=stands), later.paths)
            Run.served.go_on(later, self.broken, SayOnce(), many=search.has_many(self.links))
            return
        self.becomes = replace(self.becomes, pages=self.writing.finish() | {NOT_FOUND: self.theme})
        self.laps.end("write the pages, data, feeds and cards")
        if settings.is_search_on():
            many, held = search.has_many(self.links), Run.lock.held
            found = search.index(self.folder, self.program, many=many, held=held, may_fork=Run.may_fork())
            self.becomes = replace(self.becomes, pages={**self.becomes.pages, **found})
            self.laps.end("index for search")
        self.is_complete = True

    def _edition(self, config: MkDocsConfig, program: str, versions: Mapping[str, str]) -> Edition:
        """What the files beside the pages are made from."""
        return Edition(
            links=self.links,
            url=config.site_url or "",
            name=config.site_name,
            description=config.site_description or "",
            day=self.day,
            render=self.renderer.document,
            program=program,
            versions=versions,
        )

    def on_serve(self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Any) -> "LiveReloadServer":  # noqa: ARG002
        """Has the server go on while something is wrong."""
        assert Run.served  # noqa: S101  there was a build
        keep_on_screen(server, builder, Run.served)
        return server

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002  MkDocs' signature
        """A build that failed does not take the site's place."""
        self.is_complete = False

    def on_shutdown(self) -> None:
        """Puts the new site in the place of the old one, or clears it away."""
        if Run.served:
            Run.served.stop()
            return
        self.conversion.stop()
        self.writing.stop()
        if self.is_complete and sys.exc_info()[0] is None:
            try:
                self.folder.take_its_place(self.becomes)
                self.made.keep()
                self.compiled.keep()
            except OSError as error:
                self.folder.give_up()
                raise RefusedBySystem(error, is_serving=Run.serving) from error
            self.laps.end("swap the folders")
        else:
            self.folder.give_up()


def _warn_of_nothing(config: MkDocsConfig) -> None:
    """What would stop a build is only said in the terminal while serving, and the page is shown."""
    for part in config.validation.values():
        for found in part:
            part[found] = logging.INFO

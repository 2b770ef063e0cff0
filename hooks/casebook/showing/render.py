"""Pages -> HTML bodies, through the Jinja templates of overrides/pages/. The only user of jinja2.

Contributed text is escaped by Jinja (autoescape) or made safe by `prose`; it is never a template itself. A name that a
template misspells is an error (StrictUndefined). Links are relative, so a page's depth decides them: there is one
environment for each depth.
"""

import calendar
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from casebook import address, model, prose
from casebook.showing.contact import contact_address
from casebook.showing.links import Links, lessons_of
from casebook.showing.pages import Contents, Page

WORDS_A_MINUTE = 220


class Renderer:
    """Renders the bodies of one build."""

    def __init__(self, templates: Path, links: Links, edit_base: str = "", contact: str = "") -> None:
        """Prepares to render.

        Args:
            templates: the folder overrides/.
            links: the graph of the casebook.
            edit_base: the address at which the root's files are edited; empty where there is none.
            contact: how to reach the people who run the site: an e-mail address or a page.
        """
        self._contact = contact
        self._loader = FileSystemLoader(templates)
        self._links = links
        self._edit_base = edit_base
        self._environments: dict[int, Environment] = {}

    def body(self, page: Page, **more: Any) -> str:
        """The page's body, from its breadcrumbs to its neighbours."""
        environment = self._environment(address.depth(page.address))
        return environment.get_template(f"pages/{page.kind.template}").render(page=page, **page.show, **more)

    def contents(self, contents: tuple[Contents, ...]) -> str:
        """The entries of a table of contents, as the theme's sidebar wants them."""
        return self._environment(0).get_template("parts/contents.html").render(contents=contents)

    def _environment(self, depth: int) -> Environment:
        if depth not in self._environments:
            self._environments[depth] = self._make(depth)
        return self._environments[depth]

    def _make(self, depth: int) -> Environment:
        root = "../" * depth

        def to(path: str) -> str:
            return (root + path) or "./"

        def resolve(scheme: str, target: str) -> str:
            return to(address.of_link(scheme, target))

        def to_html(text: str) -> Markup:
            return Markup(prose.to_html(text, resolve))  # noqa: S704  the sanitiser's output

        environment = Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters.update(prose=to_html, day=day, plural=plural)
        environment.globals.update(
            to=to,
            address=address,
            words=model,
            links=self._links,
            book=self._links.casebook,
            edit=self._edit,
            contact=self._contact,
            contact_address=contact_address(self._contact),
            lessons_of=lessons_of,
            reading_minutes=reading_minutes,
            is_read_in_part=is_read_in_part,
            when=when,
        )
        return environment

    def _edit(self, path: str) -> str:
        """Where a file of the project is edited; empty where nobody said where."""
        return self._edit_base + path if self._edit_base and path else ""


@lru_cache(maxsize=4096)
def day(text: str | None) -> str:
    """A date as people read it: `2024-01-09` is 9 January 2024, `2024-01` January 2024, `2024` itself."""
    year, *rest = (text or "").split("-")
    month = [calendar.month_name[int(part)] for part in rest[:1]]
    return " ".join([*(part.lstrip("0") for part in rest[1:]), *month, year])


def when(event: model.Event) -> str:
    """When an event was, as people read it: `March 2023 to May 2023`, `two weeks later`; empty where nobody said."""
    dates = " to ".join(day(date) for date in (event.date, event.until) if date)
    return ", ".join(part for part in (dates, event.when) if part)


def plural(count: int, one: str, many: str = "") -> str:
    """`1 case`, `2 cases`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def is_read_in_part(case: model.CaseStudy) -> bool:
    """Whether any of a case's sources was not read whole."""
    return any(source.read is model.Read.PART for source in case.sources)


def reading_minutes(case: model.CaseStudy) -> int:
    """How many minutes a case takes to read, at 220 words a minute; at least one."""
    spaces = case.model_dump_json().count(" ")  # pydantic writes none of its own
    return max(1, round(spaces / WORDS_A_MINUTE))


def with_templates(environment: Any, templates: dict[str, str]) -> None:
    """Gives the theme's environment more templates, by name. Its own stay as they are."""
    loaders: list[BaseLoader] = [DictLoader(templates)]
    if environment.loader:
        loaders.append(environment.loader)
    environment.loader = ChoiceLoader(loaders)

"""What a page says of itself to those who link to it or cite it: its address, its version, and its kind for machines.

A citation names the casebook's editors, never the person who is retold. Its date is the version's: the day of the last
commit, or the one that the environment says (version_day.py). Where nobody says so, as outside git, a case has the day
on which it was published, and other pages have none.
The words of a citation stand in overrides/parts/cite.html; docs/javascripts/cite.js makes those of a part from them.
"""

import re
from dataclasses import dataclass
from functools import cache
from json.encoder import encode_basestring

from casebook.showing.pages import Kind, Page, Step

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RESOURCES = {
    Kind.LESSON: "lesson",
    Kind.SESSION: "session plan",
    Kind.HANDOUT: "handout",
    Kind.CHAPTER: "guide chapter",
    Kind.WORKSHEET: "worksheet",
}
"""Kinds of pages from which one learns, and what schema.org is told that they are."""

_FOR_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped ones too
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MEANS_SOMETHING_TO_BIBTEX = re.compile(r"[\\{}~^%&_#$]")
_COULD_END_A_SCRIPT = re.compile("[<>&\u2028\u2029]")
"""Signs that could end a script element, or a line of one."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a page stands on."""

    name: str = ""
    url: str = ""
    """Its address; empty where it has none, and then nothing of it can be cited."""
    version: str = ""
    """The day of its version, `2026-11-24`; empty where nobody says."""

    def at(self, address: str) -> str:
        """The whole address of a page."""
        return f"{self.url.rstrip('/')}/{address}"

    @property
    def editors(self) -> str:
        """The author of everything that is cited."""
        return f"Editors of the {self.name}"


def version_of(page: Page, site: Site) -> str:
    """The day of the version of a page; empty where nobody knows one."""
    return site.version or (_published(page) if page.kind is Kind.CASE else "")


def _published(page: Page) -> str:
    return page.show["case"].published or ""


def for_bibtex(text: str) -> str:
    """A text between the braces of a BibTeX field, where ten signs mean something."""
    return _MEANS_SOMETHING_TO_BIBTEX.sub(lambda sign: _FOR_BIBTEX.get(sign[0], f"\\{sign[0]}"), text)


def cite_key(address: str) -> str:
    """The key of a page in a bibliography."""
    return "-".join(["casebook", *address.split("/")]).rstrip("-")


# JSON is written here by hand: there is some for every page, and a general writer takes ten times as long.


def structured(page: Page, site: Site) -> str:
    """What schema.org calls a page, as JSON that can stand in a script element: what it is, and the way to it."""
    title = _quoted(page.title)
    found = []
    if page.kind is Kind.CASE:
        published = _published(page)
        first = f',"datePublished":"{published}"' if published else ""
        found.append(f'{{"@type":"Article","headline":{title}{first}{_work(page, site)}}}')
    elif page.kind in RESOURCES:
        kind = f'"name":{title},"learningResourceType":"{RESOURCES[page.kind]}"'
        found.append(f'{{"@type":"LearningResource",{kind}{_work(page, site)}}}')
    if page.crumbs:
        here = f'{{"@type":"ListItem","position":{len(page.crumbs) + 1},"name":{title}}}'
        found.append(f'{{"@type":"BreadcrumbList","itemListElement":[{_way(page.crumbs, site)}{here}]}}')
    return f'{{"@context":"https://schema.org","@graph":[{",".join(found)}]}}' if found else ""


def _work(page: Page, site: Site) -> str:
    """What is said of each work."""
    version = version_of(page, site)
    modified = f',"dateModified":"{version}"' if version else ""
    return f',"url":{_quoted(site.at(page.address))}{modified}{_terms(site)}'


@cache
def _terms(site: Site) -> str:
    """What is the same for every work."""
    return (
        f',"inLanguage":"en","author":{{"@type":"Organization","name":{_quoted(site.editors)}}},"license":"{LICENCE}"'
    )


@cache
def _way(crumbs: tuple[Step, ...], site: Site) -> str:
    """The steps before a page; many pages share them."""
    return "".join(
        f'{{"@type":"ListItem","position":{place},"name":{_quoted(step.title)},"item":{_quoted(site.at(step.address))}}},'
        for place, step in enumerate(crumbs, 1)
    )


def _quoted(text: str) -> str:
    """A text as JSON that can't end the script that it stands in."""
    return _COULD_END_A_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", encode_basestring(text))

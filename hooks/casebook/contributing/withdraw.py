"""Takes a case study down: its file keeps the date, the reason and its earlier names, and nothing else.

What a file can't forget is said plainly: git's history, other files that name the person, copies elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from casebook import address
from casebook.contributing.ids import write_ids
from casebook.contributing.writing import RefusedError, write_if_changed
from casebook.contributing.yaml_text import SCHEMA_LINE, lines_of
from casebook.loading.files import FOLDER, File, Files
from casebook.loading.hints import did_you_mean
from casebook.loading.load import load
from casebook.loading.permalinks import PERMALINKS, as_file
from casebook.loading.reading import read_files
from casebook.loading.source import Sequence
from casebook.model import Withdrawn, is_kebab
from casebook.problem import Problem, errors

_MIN_NAME = 4
"""How many letters a name must have to be looked for in other files."""


@dataclass(frozen=True)
class Withdrawal:
    """What was taken down, and what is left to do."""

    path: str
    """Of the file, relative to the root."""
    lost: str
    """What could not be kept; empty where nothing was lost."""
    former: tuple[str, ...]
    """Paths that the file had under its earlier names: git's history has them."""
    mentions: tuple[str, ...]
    """`path:line` of every line elsewhere that names the case study, the person or a source."""
    errors: tuple[Problem, ...]
    """What stops the next build."""


def withdraw(root: Path, slug: str, reason: str, date: str, superseded_by: str = "") -> Withdrawal:
    """Leaves of case_studies/<slug>.yml only its tombstone, and says what is left to do.

    Raises:
        RefusedError: there is no such case study, it is withdrawn already, or the date is none; nothing was changed.
    """
    files = read_files(root)
    file = _case(files, slug)
    try:
        withdrawn = Withdrawn.model_validate(
            {"date": date, "reason": reason, **({"superseded_by": superseded_by} if superseded_by else {})}
        )
    except ValidationError as error:
        raise RefusedError(f"the date {error.errors()[0]['msg']}; got {date!r}", "write  --date 2026-11-24") from None
    if superseded_by and superseded_by not in files.cases:
        hint = did_you_mean(superseded_by, files.cases) or "leave --superseded-by out"
        raise RefusedError(f"there is no case study {superseded_by!r}", hint)
    mentions = tuple(_mentions(root, file, slug))
    aliases = _aliases(file)
    write_if_changed(root / file.source.path, _tombstone(withdrawn, aliases))
    _forget_parts(root, files, [file.stem, *aliases])
    write_ids(root, read_files(root))  # an editor's list has the title
    _, problems = load(root)
    lost = "its earlier names (aliases), for the file could not be read" if file.source.is_broken else ""
    former = tuple(f"{FOLDER}/{alias}.yml" for alias in aliases)
    return Withdrawal(file.source.path, lost, former, mentions, tuple(errors(problems)))


def _case(files: Files, slug: str) -> File:
    slug = slug.removeprefix(f"{FOLDER}/").removesuffix(".yml")
    if slug not in files.cases:
        hint = did_you_mean(slug, files.cases) or f"the name of a file in {FOLDER}/, without .yml"
        raise RefusedError(f"there is no case study {slug!r}", hint)
    file = files.cases[slug]
    left = set(file.source.tree or ()) - {"status", "withdrawn", "aliases"}
    if file.status == "withdrawn" and not left:
        raise RefusedError(f"{file.source.path} is withdrawn already", "nothing is left to take down in it")
    return file


def _aliases(file: File) -> list[str]:
    aliases = file.value("aliases")
    return (
        [alias for alias in aliases if isinstance(alias, str) and is_kebab(alias)]
        if isinstance(aliases, Sequence)
        else []
    )


def _tombstone(withdrawn: Withdrawn, aliases: list[str]) -> str:
    """The file that is left."""
    said = {key: str(value) for key, value in withdrawn.model_dump(exclude_defaults=True).items()}
    left = {"status": "withdrawn", "withdrawn": said, **({"aliases": aliases} if aliases else {})}
    return "\n".join([SCHEMA_LINE, *lines_of(left), ""])


def _forget_parts(root: Path, files: Files, slugs: list[str]) -> None:
    """Takes the names of the case's parts out of the list of what was published; its addresses stay."""
    pages = {f"/{address.case_study(slug)}" for slug in slugs}
    if files.permalinks.lines:
        write_if_changed(root / PERMALINKS, as_file(files.permalinks.without_parts_of(pages)))


def _mentions(root: Path, file: File, slug: str) -> Iterator[str]:
    """Where other files name the case study, the person or the address of a source."""
    name = file.value("subject", "name")
    urls = [item.get("url") for item in file.items("sources")]
    wanted = [text for text in (slug, name, *urls) if isinstance(text, str) and len(text) >= _MIN_NAME]
    pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(text)}(?![\w-])" for text in wanted) or "(?!)")
    for folder in (FOLDER, "docs"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".yml", ".md") and path.is_file() and path != root / file.source.path:
                lines = path.read_text("utf-8", "replace").split("\n")
                found = (number for number, line in enumerate(lines, 1) if pattern.search(line))
                yield from (f"{path.relative_to(root).as_posix()}:{number}" for number in found)


def advice(done: Withdrawal) -> str:
    """What a person must know and do after a withdrawal."""
    paths = " ".join(f"--path {path}" for path in (done.path, *done.former))
    parts = [f"{done.path} now holds only the date and the reason."]
    if done.lost:
        parts.append(f"Lost: {done.lost}. Find them with  git log -p -- {done.path}  and write them below aliases:")
    if done.mentions:
        parts.append("\n".join(["These lines name the case, the person or a source; look at each:", *done.mentions]))
    if done.errors:
        parts.append("\n".join(["This stops the build; mend it first:", *map(str, done.errors)]))
    return "\n\n".join([*parts, _ADVICE.format(path=done.path, paths=paths)])


_ADVICE = """\
To take it off the site:
  make check && make build      no page, search index, feed or API has the text any more
  git commit -am "Withdraw a case study" && git push      and see that the site is deployed again
  rm -rf .cache site.*          local copies; delete the workflows' artifacts and caches on GitHub, too

GIT'S HISTORY STILL HAS THE TEXT, and so has every clone, fork and pull request. Where that must go, too, tell all
who have clones, then, in a fresh clone (https://github.com/newren/git-filter-repo):
  cp {path} /tmp/tombstone.yml
  git filter-repo --invert-paths {paths}
  cp /tmp/tombstone.yml {path}
  git add {path} && git commit -m "Withdraw a case study"
  git remote add origin ADDRESS && git push --force --all && git push --force --tags
If the file was ever renamed without an alias, add  --path  with the earlier name. If the story came as an issue, delete
the issue. Ask GitHub's support to drop cached views and pull requests; they alone can. Copies that others keep, such as
the Internet Archive's or a search engine's, must be asked for one by one."""

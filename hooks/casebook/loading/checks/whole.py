"""What must hold of the casebook as a whole, and what is worth a word."""

from collections.abc import Iterator

from casebook.loading.checks.registry import check
from casebook.loading.files import FOLDER, Files
from casebook.loading.source import Mapping, Sequence
from casebook.model import Status
from casebook.problem import Problem, Where

MAX_TITLE_WORDS = 10


@check
def there_is_a_case_study(files: Files) -> Iterator[Problem]:
    """There is at least one published case study: an empty site is a mistake, not a site."""
    if all(file.status in (Status.DRAFT, Status.WITHDRAWN) for file in files.cases.values()):
        message = "there must be at least one published case study"
        hint = "set  status: published  in one, or name another project with --root"
        yield Problem(Where(FOLDER, 1), "no-case-study", message, hint)


def _all_are_read(files: Files) -> bool:
    """Whether it is known what all case studies use: otherwise nothing is said of what none uses."""
    return not any(file.source.is_broken for file in files.cases.values())


@check
def lessons_are_used(files: Files) -> Iterator[Problem]:
    """Warning: A lesson is cited by a case study."""
    cases = {id(file) for file in files.cases.values() if file.status is not Status.WITHDRAWN}
    cited = {leaf.text for file, leaf in files.refs("lesson") if id(file) in cases}
    for name, file in files.lessons.items() if _all_are_read(files) else ():
        if name not in cited:
            message = f"lesson {name!r} is cited by no case study"
            yield file.warning(1, "unused-lesson", message, "cite it in a case study, or delete the file")


@check
def tags_are_used(files: Files) -> Iterator[Problem]:
    """Warning: A tag is used by a case study."""
    used: set[tuple[str, str]] = set()
    for file in files.cases.values():
        tags = file.value("tags")
        if isinstance(tags, Mapping) and file.status is not Status.WITHDRAWN:
            lists = ((group, names) for group, names in tags.items() if isinstance(names, Sequence))
            used |= {(group, name) for group, names in lists for name in names if isinstance(name, str)}
    for group, lines in (files.tag_groups or {}).items() if _all_are_read(files) else ():
        for name, line in lines.items():
            if files.tags and (group, name) not in used:
                message = f"tag {group}/{name} is used by no case study"
                yield files.tags.warning(line, "unused-tag", message, "use it in a case study, or remove it")


@check
def lesson_titles_are_short(files: Files) -> Iterator[Problem]:
    """Warning: A lesson's title has at most ten words."""
    for file in files.lessons.values():
        title = file.value("title")
        if isinstance(title, str) and len(title.split()) > MAX_TITLE_WORDS:
            message = f"a lesson's title should have at most {MAX_TITLE_WORDS} words; it has {len(title.split())}"
            yield file.warning(file.line("title"), "long-title", message, "say it as an act, in fewer words")

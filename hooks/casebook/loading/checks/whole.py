"""What must hold of the casebook as a whole, and what is worth a word."""

from collections.abc import Iterator

from casebook.loading.checks.registry import check, check_each
from casebook.loading.files import FOLDER, File, Files
from casebook.model import Lesson, Status
from casebook.problem import Problem, Where

MAX_TITLE_WORDS = 10


@check
def there_is_a_case_study(files: Files) -> Iterator[Problem]:
    """There is at least one published case study: an empty site is a mistake, not a site."""
    if all(file.facts.status in (Status.DRAFT, Status.WITHDRAWN) for file in files.cases.values()):
        message = "there must be at least one published case study"
        hint = "set  status: published  in one, or name another project with --root"
        yield Problem(Where(FOLDER, 1), "no-case-study", message, hint)


def _all_are_read(files: Files) -> bool:
    """Whether it is known what all case studies use: otherwise nothing is said of what none uses."""
    return not any(file.facts.is_broken for file in files.cases.values())


@check
def lessons_are_used(files: Files) -> Iterator[Problem]:
    """Warning: A lesson is cited by a case study."""
    cases = [file.facts for file in files.cases.values() if file.facts.status is not Status.WITHDRAWN]
    cited = {named.text for facts in cases for named in facts.references if named.to == "lesson"}
    for name, file in files.lessons.items() if _all_are_read(files) else ():
        if name not in cited:
            message = f"lesson {name!r} is cited by no case study"
            yield file.warning(1, "unused-lesson", message, "cite it in a case study, or delete the file")


@check
def tags_are_used(files: Files) -> Iterator[Problem]:
    """Warning: A tag is used by a case study."""
    used: set[tuple[str, str]] = set()
    for file in files.cases.values():
        if file.facts.status is not Status.WITHDRAWN:
            used |= {(tagged.group, name) for tagged in file.facts.tags for name, _ in tagged.tags}
    for group, lines in (files.tag_groups or {}).items() if _all_are_read(files) else ():
        for name, line in lines.items():
            if files.tags and (group, name) not in used:
                message = f"tag {group}/{name} is used by no case study"
                yield files.tags.warning(line, "unused-tag", message, "use it in a case study, or remove it")


@check_each(Lesson)
def lesson_titles_are_short(file: File) -> Iterator[Problem]:
    """Warning: A lesson's title has at most ten words."""
    title = file.value("title")
    if isinstance(title, str) and len(title.split()) > MAX_TITLE_WORDS:
        message = f"a lesson's title should have at most {MAX_TITLE_WORDS} words; it has {len(title.split())}"
        yield file.warning(file.line("title"), "long-title", message, "say it as an act, in fewer words")

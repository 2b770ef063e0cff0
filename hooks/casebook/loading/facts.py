"""The facts of one file: its records, what is wrong with it, and what the others ask of it."""

from casebook.loading.checks.registry import problems_of
from casebook.loading.files import Facts, File, Reference, Tagged, texts_of
from casebook.loading.hints import few_comparisons
from casebook.loading.shape import validated
from casebook.loading.source import Mapping
from casebook.model import CaseStudy

_ASKED = ("lesson", "category", "case", "case_decision")
"""What a reference must name for others to be asked whether it exists; an event or decision is the file's own."""


@few_comparisons()
def facts_of(file: File) -> Facts:
    """Parses a file, and says what it holds."""
    source = file.source
    records, problems = validated(file)
    title = file.value("title")
    cited = (item.get("lesson") for item in file.items("lessons")) if file.record is CaseStudy else ()
    return Facts(
        records=records,
        problems=[*source.problems, *problems, *problems_of(file)],
        has_tree=source.tree is not None,
        is_broken=source.is_broken,
        status=file.status,
        title=title if isinstance(title, str) else None,
        anchors=file.anchors,
        references=tuple(Reference(to, leaf.text, leaf.line) for to in _ASKED for leaf in file.refs(to)),
        links=tuple((number, reading.links) for number, _, reading in file.readings if reading.links),
        cited=tuple(lesson for lesson in cited if isinstance(lesson, str)),
        decisions=_decisions(file) if file.record is CaseStudy else {},
        tags=_tags(file) if file.record is CaseStudy else (),
        aliases=texts_of(file.value("aliases")),
        spaces=source.spaces,
    )


def _decisions(file: File) -> dict[str, int]:
    events = file.ids("timeline")
    found = {}
    for item in file.items("decisions"):
        name, at = item.get("id"), item.get("at")
        if isinstance(name, str):
            found[name] = events.index(at) if at in events else len(events)
    return found


def _tags(file: File) -> tuple[Tagged, ...]:
    groups = file.value("tags")
    if not isinstance(groups, Mapping):
        return ()
    return tuple(
        Tagged(group, groups.lines[group], tuple((tag, line) for tag, line in texts_of(tags) if tag.strip()))
        for group, tags in groups.items()
    )

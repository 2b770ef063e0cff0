"""What a case study can't be without, by its status and by the permission that it rests on."""

from collections.abc import Iterator

from casebook.loading.checks.registry import check_each
from casebook.loading.files import File
from casebook.loading.hints import example_line
from casebook.loading.source import Mapping
from casebook.model import CaseStudy, Status
from casebook.problem import Problem

_NEEDED = {name: field for name, field in CaseStudy.model_fields.items() if field.json_schema_extra}


def _is_published(file: File) -> bool:
    """Whether it is meant for readers."""
    return file.status is Status.PUBLISHED


@check_each(CaseStudy)
def published_cases_are_complete(file: File) -> Iterator[Problem]:
    """A published case study has a title, a summary, a subject, a permission and a lesson."""
    for name, field in _NEEDED.items() if _is_published(file) else ():
        if not file.has(name) or file.value(name) == []:
            hint = f"add a line, for example:  {example_line(name, (field.examples or ['…'])[0])}"
            line = file.line(name) if file.has(name) else file.line("status")
            yield file.problem(line, "required", f"a published case study must have {name}", hint)


@check_each(CaseStudy)
def published_cases_hold_a_decision_or_mistake(file: File) -> Iterator[Problem]:
    """A published case study has at least one decision or mistake."""
    if _is_published(file) and file.value("decisions") in (None, []) and file.value("mistakes") in (None, []):
        message = "a published case study must have at least one decision or mistake"
        hint = "add decisions: with an item that has an id and a title"
        yield file.problem(file.line("status"), "no-decision-or-mistake", message, hint)


@check_each(CaseStudy)
def public_writeups_are_linked(file: File) -> Iterator[Problem]:
    """A published case study that retells a public write-up has a source."""
    is_public = _is_published(file) and file.value("permission", "basis") == "public_writeup"
    if is_public and file.value("sources") in (None, []):
        message = "a case study of a public write-up must have at least one source"
        hint = "add sources: with the title and url of the post"
        yield file.problem(file.line("permission", "basis"), "no-source", message, hint)


@check_each(CaseStudy)
def sources_that_are_gone_have_a_copy(file: File) -> Iterator[Problem]:
    """Warning: A source whose address leads nowhere any more should have an archived copy."""
    for item in file.items("sources") if _is_published(file) else ():
        if "gone" in item and "archived" not in item:
            message = "a source whose address is gone should have an archived copy"
            hint = "add  archived:  with the copy's address, or mend  url:  and take  gone:  away"
            yield file.warning(item.lines["gone"], "source-gone", message, hint)


@check_each(CaseStudy)
def published_subjects_have_names(file: File) -> Iterator[Problem]:
    """The subject of a published case study has a name, unless it is anonymous."""
    subject = file.value("subject") if _is_published(file) else None
    if isinstance(subject, Mapping) and "name" not in subject and subject.get("named_as") != "anonymous":
        message = "subject must have a name, unless it is anonymous"
        hint = "add  name:  as the person published it, or  named_as: anonymous"
        yield file.problem(file.line("subject"), "required", message, hint)


@check_each(CaseStudy)
def anonymous_subjects_have_no_names(file: File) -> Iterator[Problem]:
    """An anonymous subject has no name."""
    subject = file.value("subject")
    if isinstance(subject, Mapping) and subject.get("named_as") == "anonymous" and "name" in subject:
        line = subject.lines["name"]
        yield file.problem(line, "identified-anonymous", "an anonymous subject must have no name", "remove the line")


@check_each(CaseStudy)
def anonymous_cases_name_no_source_of_theirs(file: File) -> Iterator[Problem]:
    """An anonymous case has no source that identifies the person: no author, no public write-up of their own."""
    is_anonymous = file.value("subject", "named_as") == "anonymous"
    is_own = file.value("permission", "basis") == "public_writeup"
    for item in file.items("sources") if is_anonymous else ():
        if is_own or "author" in item:
            line = item.lines.get("author", item.line)
            message = "a source must not identify an anonymous person"
            hint = "remove the source, or name the person by the pseudonym they published under"
            yield file.problem(line, "identified-anonymous", message, hint)


@check_each(CaseStudy)
def permissions_are_on_record(file: File) -> Iterator[Problem]:
    """A permission on which a published case rests has its date; one that was given says who keeps the record."""
    needed = {"self_submitted": ("date",), "given": ("date", "held_by")}
    hints = {"date": "add  date: 2026-11-24, the day on which it was given", "held_by": "add  held_by:  and their name"}
    permission = file.value("permission")
    basis = file.value("permission", "basis")
    for name in needed.get(basis, ()) if _is_published(file) and isinstance(basis, str) else ():
        if name not in permission:
            message = f"permission must have {name} where the basis is {basis}"
            yield file.problem(file.line("permission", "basis"), "required", message, hints[name])


@check_each(CaseStudy)
def withdrawals_say_why(file: File) -> Iterator[Problem]:
    """A withdrawn case study says when and why; only a withdrawn one does."""
    if file.status is Status.WITHDRAWN and not file.has("withdrawn"):
        message = "a withdrawn case study must have withdrawn"
        hint = "add a line, for example:  withdrawn: {date: 2026-11-24, reason: asked}"
        yield file.problem(file.line("status"), "required", message, hint)
    elif file.status in (Status.DRAFT, Status.PUBLISHED) and file.has("withdrawn"):
        message = "withdrawn must stand only with  status: withdrawn"
        yield file.problem(file.line("withdrawn"), "not-withdrawn", message, "change the status, or remove it")


@check_each(CaseStudy)
def withdrawn_cases_hold_nothing_else(file: File) -> Iterator[Problem]:
    """Warning: Nothing is left of a withdrawn case study but its status, the reason and its earlier names."""
    if file.status is Status.WITHDRAWN and isinstance(file.source.tree, Mapping):
        left = [key for key in file.source.tree if key not in ("status", "withdrawn", "aliases")]
        if left:
            message = f"a withdrawn case study should hold nothing else; it has {', '.join(left)}"
            yield file.warning(file.line(left[0]), "withdrawn-holds-more", message, "remove the rest of the file")

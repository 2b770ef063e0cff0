"""Every field of the casebook's files, once: its type, its one-line doc, and an example.

To add a field, add a line to its class; its check, its error message and its place in the generated files follow from
the type. To show it, add a line to a template. To add a word to a fixed set, add a line to its `Word` class. A type's
metadata (`Ref`, `Anchor`, `PROSE`) tells the checks what a text refers to; field names are those of the YAML.
"""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from casebook.web import is_web_address


class Word(StrEnum):
    """A word of a fixed set, with the label that readers see."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """`value` is what the YAML says."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("_", " ").capitalize()
        return word

    def __reduce_ex__(self, _: object) -> tuple[type[Self], tuple[str]]:
        """Pickles it as its class and value. The first releases of Python 3.11 would name `getattr`."""
        return type(self), (str(self),)


class EventKind(Word):
    """What an event of a timeline is."""

    STUDY = "study"
    WORK = "work"
    PROJECT = "project"
    APPLICATION = "application"
    OFFER = "offer"
    REJECTION = "rejection"
    FUNDING = "funding"
    SETBACK = "setback"
    RESULT = "result"
    DECISION = "decision"
    MOVE = "move"
    BELIEF = "belief", "Change of mind"
    WORLD = "world", "In the world"


class NamedAs(Word):
    """How a person is named here."""

    NAME = "name", "by the name they published under"
    PSEUDONYM = "pseudonym", "by a pseudonym, or by what they published"
    ANONYMOUS = "anonymous", "without a name"


class Basis(Word):
    """What allows a story to be told here."""

    PUBLIC_WRITEUP = "public_writeup", "a post that the person published"
    SELF_SUBMITTED = "self_submitted", "the person's own submission"
    GIVEN = "given", "the person's permission"


class Status(Word):
    """Where a case study stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class WithdrawalReason(Word):
    """Why a case study is gone."""

    ASKED = "asked", "The person asked for it to be taken down."
    SOURCE_GONE = "source_gone", "The post that it was retold from is no longer public."
    DUPLICATE = "duplicate", "The same story is told in another case study."
    ERROR = "error", "It should not have been published."


class About(Word):
    """What a view is about."""

    THEORY_OF_CHANGE = "theory_of_change", "How the work would help"
    COMPARATIVE_ADVANTAGE = "comparative_advantage", "Where they are relatively strongest"


class Process(Word):
    """The person's own view of how they decided."""

    ENDORSED = "endorsed", "They stand by how they decided"
    MIXED = "mixed", "They see good and bad in how they decided"
    REGRETTED = "regretted", "They would decide in another way now"
    UNSTATED = "unstated", "They don't say"


class Went(Word):
    """How a decision turned out, whatever the deciding was like."""

    WELL = "well", "It went well"
    MIXED = "mixed", "It went partly well"
    BADLY = "badly", "It went badly"
    OPEN = "open", "Not known yet"


class CalledBy(Word):
    """Who calls something a mistake."""

    AUTHOR = "author", "The person calls this a mistake"
    EDITOR = "editor", "We call this a mistake; they don't use the word"


class Avoidable(Word):
    """Whether the person says that a mistake could have been avoided."""

    YES = "yes", "They say that it could have been avoided"
    PARTLY = "partly", "They say that it could partly have been avoided"
    NO = "no", "They say that it could not have been avoided"
    UNSTATED = "unstated", "They don't say whether it could have been avoided"


class Stance(Word):
    """How a case bears on a lesson."""

    SUPPORTS = "supports", "Supports"
    COMPLICATES = "complicates", "Complicates"
    BOTH = "both", "Supports and complicates"


class Read(Word):
    """How much of a source was read."""

    WHOLE = "whole", "read whole"
    PART = "part", "read in part"


class Via(Word):
    """What was read."""

    COPY = "copy", "in a copy"
    PAGE = "page", "on the page itself"


class FieldKind(Word):
    """What a field of a worksheet takes, and so what it looks like."""

    TEXT = "text", "A line"
    LONG = "long", "Some lines"
    NUMBER = "number"
    DATE = "date", "A day, to put in a calendar"
    TRADE = "trade", "Two people, two tasks, and what each gets done in an hour"


@dataclass(frozen=True)
class Ref:
    """The text names something that must exist: a lesson, category, case, event, decision or case_decision."""

    to: str


@dataclass(frozen=True)
class Anchor:
    """The text is the id, and so the anchor, of a part of its file."""


@dataclass(frozen=True)
class Prose:
    """The text is Markdown."""


@dataclass(frozen=True)
class OneOrMore:
    """A list; where it would have one item, the item may stand alone."""


@dataclass(frozen=True)
class WebAddress:
    """The text is the address of a page elsewhere."""


# Validators say what must hold; who reports the error adds the value that was given.

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def _day(text: str) -> str:
    """A full date, YYYY-MM-DD."""
    if not _DAY.fullmatch(text):
        raise PydanticCustomError("bad-date", "must be a date such as 2026-11-24")
    return _real_date(text)


def _partial_date(text: str) -> str:
    """A year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD."""
    if not _PARTIAL_DATE.fullmatch(text):
        raise PydanticCustomError("bad-date", "must be a date such as 2023, 2023-03 or 2023-03-14")
    return _real_date(text)


def _real_date(text: str) -> str:
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise PydanticCustomError("bad-date", "must be a date that exists") from None
    return text


def _invited(text: str) -> str:
    """The word `never`, or the day of the invitation."""
    if text != "never" and not _DAY.fullmatch(text):
        raise PydanticCustomError("bad-date", "must be never, or a date such as 2026-11-24")
    return text if text == "never" else _real_date(text)


def _web_address(text: str) -> str:
    if not is_web_address(text) or re.search(r'[<>"^`{|}]', text):
        raise PydanticCustomError("bad-address", "must be a web address such as https://example.org/post")
    return text


def _boolean(value: Any) -> bool:
    if value not in ("true", "false", True, False):
        raise PydanticCustomError("not-boolean", "must be true or false")
    return value in ("true", True)


def _minutes(value: Any) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", str(value), re.ASCII):
        raise PydanticCustomError("not-minutes", "must be a number of minutes from 1 to 999")
    return int(value)


def _weight(value: Any) -> int:
    if not re.fullmatch(r"-?\d{1,6}", str(value), re.ASCII):
        raise PydanticCustomError("not-a-number", "must be a whole number")
    return int(value)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _kebab(text: str) -> str:
    if not is_kebab(text):
        raise PydanticCustomError("bad-id", "must be small letters, digits and single hyphens, such as asks-for-advice")
    return text


def is_kebab(text: str) -> bool:
    """Whether a text is small letters and digits, in parts that single hyphens join."""
    return bool(_KEBAB.match(text))


_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


_SOMETHING = re.compile(
    "[^\\s\u2013\u2014\u034f\u061c\u180b-\u180f\u200b-\u200f\u2800\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef-]"
)
"""A character that a reader sees, and more than a dash."""


def _filled(text: str) -> str:
    """Neither empty nor a dash: a field that does not apply is left out."""
    if not _SOMETHING.search(text):
        raise PydanticCustomError("empty", "must not be empty")
    return text


def _one_line(text: str) -> str:
    """Filled, and one line; the line end of a block (`|`, `>`) is none of its text."""
    text = _filled(text).strip()
    if "\n" in text:
        raise PydanticCustomError("not-one-line", "must be one line")
    return text


Text: TypeAlias = Annotated[str, AfterValidator(_one_line)]
Label: TypeAlias = Annotated[Text, StringConstraints(max_length=80)]
Title: TypeAlias = Annotated[Text, StringConstraints(max_length=120)]
Line: TypeAlias = Annotated[Text, StringConstraints(max_length=200)]
Summary: TypeAlias = Annotated[Text, StringConstraints(max_length=400)]
Markdown: TypeAlias = Annotated[str, AfterValidator(_filled), Prose()]
Id: TypeAlias = Annotated[str, AfterValidator(_kebab), StringConstraints(max_length=80)]
PartId: TypeAlias = Annotated[Id, Anchor()]
LessonId: TypeAlias = Annotated[Text, Ref("lesson")]
CategoryId: TypeAlias = Annotated[Text, Ref("category")]
CaseSlug: TypeAlias = Annotated[Text, Ref("case")]
EventId: TypeAlias = Annotated[Text, Ref("event")]
DecisionId: TypeAlias = Annotated[Text, Ref("decision")]
CaseDecision: TypeAlias = Annotated[Text, Ref("case_decision")]
CaseDecisions: TypeAlias = Annotated[list[CaseDecision], BeforeValidator(_listed), OneOrMore()]
Day: TypeAlias = Annotated[str, AfterValidator(_day)]
Date: TypeAlias = Annotated[str, AfterValidator(_partial_date)]
Invited: TypeAlias = Annotated[str, AfterValidator(_invited)]
Address: TypeAlias = Annotated[str, AfterValidator(_web_address), StringConstraints(max_length=2000), WebAddress()]
Boolean: TypeAlias = Annotated[bool, BeforeValidator(_boolean)]
Minutes: TypeAlias = Annotated[int, BeforeValidator(_minutes)]
Weight: TypeAlias = Annotated[int, BeforeValidator(_weight)]


def required(doc: str, example: Any = None) -> Any:
    """A field that its record can't be without."""
    return Field(description=doc, examples=[example])


def once_published(doc: str, example: Any = None, default: Any = None) -> Any:
    """A field that a published case study can't be without; a draft can."""
    return Field(default, description=doc, examples=[example], json_schema_extra={"published": True})


def optional(doc: str, example: Any = None, default: Any = None) -> Any:
    """A field that is left out where it does not apply."""
    return Field(default, description=doc, examples=[example])


_NOT_NOTED: set[str] = set()


class Record(BaseModel):
    """What all records share: they don't change, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    names: ClassVar[tuple[str, ...]] = ()
    """Of its fields."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Notes the names of the fields of a new kind of records."""
        cls.names = tuple(cls.model_fields)

    def model_post_init(self, _: Any) -> None:
        """Forgets which fields were written: nobody asks, and it takes more memory than what was written."""
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_NOTED)

    def __getstate__(self) -> Any:
        """All that there is to keep: the values of its fields, in their order."""
        return (*self.__dict__.values(),)

    def __setstate__(self, state: Any) -> None:
        """Takes what was kept; the names are the class's own, which all records share."""
        object.__setattr__(self, "__dict__", dict(zip(type(self).names, state, strict=True)))
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_NOTED)
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)


class Subject(Record):
    """Whose story it is."""

    name: Line = optional("as published by the person, or a pseudonym; left out when anonymous", "Robin Example", "")
    named_as: NamedAs = optional("how the person is named here", "name", NamedAs.NAME)
    was: Line = optional("what they did when the story begins", "Teacher at a secondary school", "")
    location: Line = optional("never finer than a city", "Lisbon, then Leeds", "")


class Permission(Record):
    """What allows the story to be told here."""

    basis: Basis = required("what allows the story to be told here", "public_writeup")
    invited: Invited = optional("when they were asked to look at this retelling", "never", "never")
    reviewed: Boolean = optional("whether the person has reviewed this retelling", "false", False)
    date: Day | None = optional("when permission was given", "2026-11-24")
    held_by: Line = optional("who keeps the record of it (never the record itself)", "the maintainers", "")


class Withdrawn(Record):
    """The little that is said of a case study that was taken down."""

    date: Day = required("when it was taken down", "2026-11-24")
    reason: WithdrawalReason = required("why", "asked")
    superseded_by: CaseSlug = optional("the case study that replaces it", "another-story", "")


class Event(Record):
    """One step of a timeline."""

    id: PartId = optional("names the event, for links", "stops-teaching", "")
    when: Annotated[Text, StringConstraints(max_length=120)] = optional("when, in words", "two weeks later", "")
    date: Date | None = optional("when: a year, month or day", "2023-03")
    until: Date | None = optional("when it ended", "2023-05")
    kind: EventKind = required("what it is", "decision")
    title: Title = required("what happened, in a line", "Stops teaching")
    detail: Markdown = optional("what a reader should know about it", "They had saved enough for six months.", "")


class View(Record):
    """What the person believed at a time."""

    id: PartId = required("names the view, for links", "rules-come-too-late")
    about: About = required("what it is about", "theory_of_change")
    at: EventId = optional("the event at which they held it", "stops-teaching", "")
    view: Markdown = required("what they believed", "Rules would come too late to matter.")
    changed_because: Markdown = optional("why it changed", "Two ministries asked for comments.", "")


class Decision(Record):
    """A choice: how it looked then, and how it turned out."""

    id: PartId = required("names the decision, for links", "course-before-applying")
    at: EventId = optional("the event at which it was made", "stops-teaching", "")
    title: Title = required("the choice, in a line", "Take a course before applying")
    reasoning: Markdown = optional("as it looked then", "It seemed the quickest way to find out.", "")
    outcome: Markdown = optional("as it turned out", "The course was over before they knew.", "")
    process: Process = optional("their own view of how they decided", "endorsed", Process.UNSTATED)
    went: Went = optional("how it turned out, whatever the deciding was like", "badly", Went.OPEN)
    revisits: list[DecisionId] = optional("earlier decisions that this one looks at again", ["stop-teaching"], [])


class Mistake(Record):
    """What went wrong, how it made sense then, and what they would do now."""

    id: PartId = required("names the mistake, for links", "applied-everywhere")
    at: EventId = optional("the event at which it happened", "first-applications", "")
    title: Title = required("the mistake, in a line", "Applying everywhere at once")
    category: CategoryId = required("its category, defined in mistakes.yml", "default-next-step")
    called_by: CalledBy = optional("who calls it a mistake", "author", CalledBy.EDITOR)
    what: Markdown = optional("what happened", "They sent thirty applications in a week.", "")
    why: Markdown = optional("how it made sense then", "More applications seemed to mean more chances.", "")
    cost: Markdown = optional("what it cost", "No time was left to prepare for any.", "")
    instead: Markdown = optional("what they would do now", "Choose five, and ask somebody at each.", "")
    avoidable: Avoidable = optional(
        "the author's own word on whether it could have been avoided", "partly", Avoidable.UNSTATED
    )
    lessons: list[LessonId] = optional("lessons that it teaches", ["ask-before-choosing"], [])


class Helped(Record):
    """What went right: a person asked, an arrangement that worked."""

    id: PartId = required("names it, for links", "asked-a-colleague")
    at: EventId = optional("the event at which it helped", "second-applications", "")
    title: Title = required("what helped, in a line", "Asking a former colleague first")
    what: Markdown = optional("how it helped", "One call showed which of two posts was real.", "")
    lessons: list[LessonId] = optional("lessons that it teaches", ["ask-before-choosing"], [])


class CitedLesson(Record):
    """A lesson in the person's own sense, and the shared lesson that it bears on."""

    text: Markdown = required(
        "the lesson in the person's own sense", "Ask one person who does the work before you apply."
    )
    lesson: LessonId = optional("a file in lessons/, if one fits", "ask-before-choosing", "")
    stance: Stance = optional("how the case bears on the lesson", "supports", Stance.SUPPORTS)


class StopRule(Record):
    """What would make them leave, if they said."""

    text: Markdown = required("what would make them leave", "Two years without paid work in the field.")
    where: Line = optional("where they said so", "the last part of the post", "")


class Mission(Record):
    """The job and the mission, and how they would notice that the two part."""

    job: Markdown = optional("what they are paid for", "Editing reports.", "")
    mission: Markdown = optional("what it is for", "That ministries act on what the reports say.", "")
    failing_when: Markdown = optional("how they would notice it failing", "Nobody quotes the reports.", "")


class Source(Record):
    """A published text that the case is retold from."""

    title: Line = required("the source's title", "What I would do again, and what not")
    url: Address = required("where it is published", "https://example.org/post")
    author: Line = optional("as published", "Robin Example", "")
    published: Date | None = optional("when it was published", "2025-06-30")
    read: Read = required("how much of it was read", "whole")
    via: Via | None = optional("what was read: a copy or the page", "copy")
    read_on: Day | None = optional("when it was read", "2026-11-24")
    checked: Day | None = optional("when the address last answered", "2026-12-01")
    gone: Day | None = optional("when the address was found to lead nowhere; the page says so", "2026-12-01")
    archived: Address | None = optional("an archived copy", "https://example.org/archived")


class CaseStudy(Record):
    """One person's path: what they did, decided and believed, what went wrong, what helped, and what they learnt."""

    title: Title = once_published("names the story, not the person", "Two moves in a hurry, and a slow third one", "")
    summary: Summary = once_published(
        "the story in two sentences", "A teacher moves twice for work that does not suit them, and then asks first.", ""
    )
    subject: Subject | None = once_published("whose story it is", {"name": "Robin Example"})
    permission: Permission | None = once_published("what allows it to be told", {"basis": "public_writeup"})
    reply: Markdown = optional(
        "the person's own words on this page; shown first", "Thank you; one thing I would add …", ""
    )
    status: Status = required("draft, published or withdrawn", "draft")
    withdrawn: Withdrawn | None = optional("only with status withdrawn", {"date": "2026-11-24", "reason": "asked"})
    published: Day | None = optional("when it was first on the site", "2026-11-24")
    covers: Line = optional("what time the story is about", "2019 to 2021", "")
    tags: dict[str, list[Text]] = optional("groups and tags of tags.yml", {"stage": ["considering"]}, {})
    background: Markdown = optional("where they came from", "Six years as a teacher.", "")
    timeline: list[Event] = optional("the events, in order", [], [])
    views: list[View] = optional("what they believed, and why it changed", [], [])
    decisions: list[Decision] = optional("what they chose", [], [])
    mistakes: list[Mistake] = optional("what went wrong", [], [])
    helped: list[Helped] = optional("what went right", [], [])
    lessons: list[CitedLesson] = once_published("what the person learnt", [{"text": "Ask early."}], [])
    outcome: Markdown = optional("where the story ends", "They work for a small institute, half of the week.", "")
    stop_rule: StopRule | None = optional("what would make them leave, if they said")
    mission: Mission | None = optional("the job and the mission, if they said")
    follows: CaseSlug = optional("an earlier case of the same person", "two-moves-in-a-hurry", "")
    related: list[CaseSlug] = optional("cases that bear on this one", [], [])
    aliases: list[Id] = optional("earlier slugs of this case", [], [])
    discussion: list[Summary] = optional("questions for a group", ["What would you have asked?"], [])
    sources: list[Source] = optional("what the case is retold from", [], [])


class Lesson(Record):
    """A lesson that several cases share."""

    title: Title = required("an act, about ten words at most", "Ask before you apply")
    short: Annotated[Text, StringConstraints(max_length=400)] = required(
        "one sentence", "A question costs less than an application."
    )
    body: Markdown = required(
        "what would help someone on Monday", "Name the one thing that you don't know about the post …"
    )
    applies_when: Markdown = optional("when it applies", "You are about to apply.", "")
    does_not_apply_when: Markdown = optional("when it does not", "Applying takes less time than asking.", "")
    try_: Markdown = Field(
        "", alias="try", description="an exercise of under an hour", examples=["Write down what would …"]
    )
    related: list[LessonId] = optional("lessons near this one", ["ask-before-choosing"], [])
    aliases: list[Id] = optional("earlier ids of this lesson", [], [])


class Category(Record):
    """A kind of mistake."""

    id: PartId = required("names the category", "too-much-at-once")
    title: Title = required("the mistake, as a reader would recognise it", "Too much was begun at once")
    short: Annotated[Text, StringConstraints(max_length=400)] = required(
        "one sentence", "More was begun than could be done well."
    )
    boundary: Markdown = optional("what tells it from its neighbours", "Here the amount; there the choice.", "")
    aliases: list[Id] = optional("earlier ids of this category", [], [])


class Term(Record):
    """A word of the field that a newcomer may not know, and what it means."""

    id: PartId = required("names the term", "theory-of-change")
    title: Label = required("the term, as people write it", "Theory of change")
    short: Annotated[Text, StringConstraints(max_length=200)] = required(
        "what it means, in plain words; shown beside the term", "The steps by which work is meant to help."
    )
    more: Markdown = optional("what else helps a newcomer", "See the guide's chapter.", "")


class TagGroup(Record):
    """A group of tags, a facet of browsing."""

    id: PartId = required("names the group", "stage")
    title: Label = required("what readers see", "Where they stood")
    tags: Annotated[dict[Id, Label], Field(min_length=1)] = required(
        "the tags: id and label", {"considering": "Considering"}
    )


class Step(Record):
    """One part of a session."""

    minutes: Minutes = required("how long", "10")
    do: Markdown = required("what the room does", "Read up to the pause.")


class Session(Record):
    """A reading session for a group."""

    title: Title = required("what it is about", "Moving in a hurry, and asking first")
    minutes: Minutes = required("how long it takes", "60")
    cases: Annotated[list[CaseSlug], Field(min_length=1)] = required(
        "the cases that are read", ["two-moves-in-a-hurry"]
    )
    lessons: list[LessonId] = optional("the lessons that it is about", ["ask-before-choosing"], [])
    pause_before: CaseDecisions = optional(
        "SLUG#ID of each decision before which the reading stops, in the order in which the room meets them",
        ["a-story#a-decision", "a-story#another"],
        [],
    )
    steps: list[Step] = optional("the parts, in order", [], [])
    questions: list[Summary] = optional("what to ask the room", ["What would you do?"], [])
    if_short: Markdown = optional("what to cut when time is short", "Skip the second case.", "")
    aliases: list[Id] = optional("earlier ids of this session", [], [])


class Redirect(Record):
    """An address that moved."""

    from_: Line = Field(alias="from", description="the old address", examples=["/lessons/old-name/"])
    to: Line = required("the new address", "/lessons/new-name/")


class Synonyms(Record):
    """Words or short phrases that mean the same: the search looks for all of them when it is asked for one."""

    same: Annotated[list[Label], Field(min_length=2)] = required(
        "words or short phrases that mean the same, as people type them",
        ["mech interp", "mechanistic interpretability"],
    )


class Chapter(Record):
    """The front matter of a guide chapter."""

    title: Title = required("the chapter's title", "Theory of change")
    weight: Weight = optional("its place in the guide", "1", 0)
    as_of: Day | None = optional("when its facts were last looked at", "2026-11-24")
    description: Summary = optional("one sentence for search results", "How the work would help.", "")


class HandwrittenPage(Record):
    """The front matter of any other page; it may have none. Nothing in it can name a template."""

    title: Title = optional("the page's title", "About this casebook", "")
    description: Summary = optional("one sentence for search results", "Who keeps it, and how.", "")


class WorksheetField(Record):
    """A question of a worksheet, and the room for its answer."""

    id: PartId = required("names the answer; what readers typed is kept under it, so it stays as it is", "weakest-line")
    label: Summary = required("the question", "Which of these lines is the weakest?")
    hint: Summary = optional("how to go about it", "It is often the second or the third.", "")
    kind: FieldKind = optional("what is written there", "long", FieldKind.LONG)


class Worksheet(Record):
    """The front matter of a worksheet: its questions, in order."""

    title: Title = required("the worksheet's title", "Theory of change")
    weight: Weight = optional("its place among the worksheets", "1", 0)
    minutes: Minutes = required("how long it takes", "30")
    description: Summary = required("one sentence: what it is for", "Write down how your work is meant to help.")
    fields: Annotated[list[WorksheetField], Field(min_length=1)] = required(
        "its questions", [{"id": "what-i-do", "label": "What do I do?"}]
    )

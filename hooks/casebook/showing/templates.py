"""The template engine: Jinja, for a body that shows hundreds of values. The only user of jinja2.

What a template writes is escaped (autoescape), and a name that it misspells is an error (StrictUndefined): `a.b` is
always an attribute, never an item. Three detours of the library are left out, which take a third of the time: a text is
escaped without being marked as safe, an attribute is asked for directly, and a macro that is called as a filter, with
all its arguments in their places, gets them as they are.
"""

import marshal
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from keyword import iskeyword
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup, escape

safe: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A text that is HTML already, as such. For what the templates and the sanitiser have made, and for nothing else."""


class Code(BytecodeCache):
    """Compiled templates, in memory: they can be made before anything is known of what they will show."""

    has_grown = False
    """Whether any was compiled here, and not by who packed what arrived."""

    def __init__(self, templates: Path, awaited: Callable[[], bytes] = bytes) -> None:
        """Begins with none.

        Args:
            templates: the folder overrides/.
            awaited: waits for what another process has packed, or the last build; empty where there is none.
        """
        self.templates = templates
        self._awaited = awaited
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def packed(self) -> bytes:
        """What there is, for another process."""
        self.arrive()
        return marshal.dumps(self._kept)

    def arrive(self) -> None:
        """Takes what is awaited."""
        if packed := self._awaited():
            self._kept |= marshal.loads(packed)  # noqa: S302  from a process of our own, or from beside the sources
        self._awaited = bytes

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002  the library's signature
        """The library's has the folder's name, too; here, the same text is the same template wherever it stands."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives the library what there is."""
        self.arrive()
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Takes what the library has compiled."""
        self.has_grown = True
        self._kept[bucket.key, bucket.checksum] = bucket.code


def escaped(value: Any) -> str:
    """A value as HTML, for output only: what the library's `escape` gives, but a text is not marked as safe."""
    if value.__class__ is not str:  # most are
        if value.__class__ is Markup:
            return value
        return str(value) if value.__class__ is int else escape(value)
    text: str = value
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&#34;")
    return text.replace("'", "&#39;") if "'" in text else text


class _Generator(CodeGenerator):
    """Writes the code of templates."""

    def write_commons(self) -> None:
        """Begins a function. Each body is escaped in hundreds of places: none looks the function up."""
        self.writeline("as_html = environment.escape")
        super().write_commons()

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Begins what is output. In the library this ends in `escape(`."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"as_html({finalize.src or ''}")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  the library's name
        """Writes `a.b` as `a.b`."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")


class Templates(Environment):
    """The templates of a folder."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]  # the builtin takes its arguments by place only
    escape = staticmethod(escaped)
    code_generator_class = _Generator

    def __init__(self, code: Code) -> None:
        super().__init__(
            loader=FileSystemLoader(code.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=code,
        )

    def make_globals(self, d: Any) -> Any:
        """What a template sees besides what it is shown, as one mapping: the library's is looked through in layers."""
        return {**self.globals, **(d or {})}

    def macros(self, name: str) -> dict[str, Callable[..., str]]:
        """The macros of a template, by name, to be called as filters."""
        exported = vars(self.get_template(name).module)
        return {name: _as_filter(macro) for name, macro in exported.items() if isinstance(macro, Macro)}


def compile_all(environment: Environment, names: Iterable[str]) -> None:
    """Compiles templates into the environment's cache, and all that they name."""
    cache, loader = environment.bytecode_cache, environment.loader
    assert cache is not None  # noqa: S101  who asks has given it both
    assert loader is not None  # noqa: S101
    waiting = list(names)
    seen = {*waiting}
    for name in waiting:  # it grows
        with suppress(TemplateNotFound):
            source, path, _ = loader.get_source(environment, name)
            tree = environment.parse(source, name, path)
            bucket = cache.get_bucket(environment, name, path, source)
            bucket.code = environment.compile(tree, name, path)
            cache.set_bucket(bucket)
            named = [other for other in meta.find_referenced_templates(tree) if other and other not in seen]
            seen.update(named)
            waiting += named


def broken_at(error: BaseException, templates: Path) -> tuple[str, int] | None:
    """The template, by its path below `templates`, and the line at which an error was met; None where none is at fault.

    A template is at fault that can't be compiled, and that misspells a name. What the code raises that it calls is not.
    """
    frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.filename or "", error.lineno))
    elif not isinstance(error, TemplateError) and not (frames and _is_misspelt(error, frames[-1][0])):
        return None
    for path, line in reversed(frames):
        _, is_below, name = (
            Path(path).as_posix().rpartition(f"/{templates.name}/")
        )  # it may have been compiled elsewhere
        if is_below and (templates / name).is_file():
            return name, line
    return None


def _is_misspelt(error: BaseException, path: str) -> bool:
    """Whether a template, or a record for it, found no such attribute."""
    return isinstance(error, AttributeError) and not path.startswith(str(Path(__file__).parents[2]))


def _as_filter(macro: Macro) -> Callable[..., str]:
    function, count = macro._func, len(macro.arguments)  # noqa: SLF001  the library has no other way
    if macro.caller or macro.catch_kwargs or macro.catch_varargs:
        return macro

    def called(*arguments: Any, **named: Any) -> str:
        if named or len(arguments) != count:
            return macro(*arguments, **named)
        return safe(function(*arguments))

    return called

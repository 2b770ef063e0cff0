"""The rules, one small function each, over the plain trees. Its docstring is the rule.

To add a rule, write a function with `@check` in the module of its subject: it gets all files and yields problems. It
never prints, raises or stops at the first. Words, dates, lengths and required fields follow from the types of
`model.py` (see `shape.py`); here stand the rules about more than one field. A new module is named below, or nobody
reads it.
"""

from casebook.loading.checks import (
    completeness,
    example_text,
    ids,
    leaks,
    links,
    names,
    order,
    permanence,
    redirects,
    references,
    synonyms,
    whole,
)
from casebook.loading.checks.registry import CHECKS

__all__ = ["CHECKS"]
__all__ += ["completeness", "example_text", "ids", "leaks", "links", "names", "order", "permanence"]
__all__ += ["redirects", "references", "synonyms", "whole"]

"""How much is said of one file: as much as a person reads, whatever somebody wrote on purpose."""

from collections import Counter

from casebook.problem import Problem

MAX_OF_A_FILE = 100
"""How many problems of one file are said: more, nobody reads."""


def few_of_each_file(problems: list[Problem]) -> list[Problem]:
    """Sorted problems, without those that are too many of one file; of these is said how many there are."""
    counts = Counter(problem.where.path for problem in problems)
    if all(count <= MAX_OF_A_FILE for count in counts.values()):
        return problems
    seen: Counter[str] = Counter()
    kept: list[Problem] = []
    left_out: dict[str, list[Problem]] = {}
    for problem in problems:
        path = problem.where.path
        seen[path] += 1
        if seen[path] <= MAX_OF_A_FILE:
            kept.append(problem)
        else:
            left_out.setdefault(path, []).append(problem)
    return sorted([*kept, *(_and_more(more) for more in left_out.values())])


def _and_more(left_out: list[Problem]) -> Problem:
    """One problem for those that are left out, in the place of the first; an error, if one of them is."""
    message = f"{len(left_out)} more problems of this file are not shown"
    level = min(problem.level for problem in left_out)
    return Problem(left_out[0].where, "more-problems", message, "mend the first, and check again", level=level)

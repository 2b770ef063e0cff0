"""What is measured is a casebook without a fault, and the table says the medians."""

from pathlib import Path

from builders import casebook

from casebook.contributing.benchmark import CPU, WHOLE, table
from casebook.contributing.synthetic import synthetic_cases
from casebook.loading.load import load_files
from casebook.loading.reading import read_files
from casebook.problem import errors

ROOT = Path(__file__).resolve().parent.parent


def test_synthetic_cases_are_without_a_fault_and_always_the_same(tmp_path: Path) -> None:
    root = casebook(tmp_path)
    for kind in ("lessons", "mistakes.yml", "tags.yml"):
        source = ROOT / "case_studies" / kind
        for path in source.glob("*.yml") if source.is_dir() else [source]:
            target = root / path.relative_to(ROOT)
            target.write_bytes(path.read_bytes())
    made = dict(synthetic_cases(read_files(ROOT), 12))
    assert made == dict(synthetic_cases(read_files(ROOT), 12))
    assert {8_000 < len(text) < 20_000 for text in made.values()} == {True}
    for slug, text in made.items():
        (root / f"case_studies/{slug}.yml").write_text(text, "utf-8")
    book, problems = load_files(read_files(root))
    mine = [problem for problem in errors(problems) if "synthetic" in problem.where.path]
    assert mine == []
    if book:
        assert book.cases.keys() >= made.keys()


def test_the_table_says_the_median_of_each_stage() -> None:
    cold = [{"read": seconds, WHOLE: 2.0, CPU: 3.0} for seconds in (0.3, 0.1, 0.2)]
    assert list(table(20, {"cold": cold, "unchanged": [{WHOLE: 0.35, CPU: 0.3}]})) == [
        "| 20 synthetic cases, seconds | cold | unchanged |",
        "|---|---:|---:|",
        "| read | 0.20 | - |",
        "| the whole | 2.00 | 0.35 |",
        "| CPU of all processes | 3.00 | 0.30 |",
    ]

"""The house keeps its shape: imports go one way, and scripts stay small."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hooks/casebook"
SHARED = {
    *("problem", "model", "prose", "address", "beside", "contract"),
    *("timing", "settings", "characters", "web", "digests", "inputs", "note"),
}
MAY_IMPORT = {
    "shared": SHARED,
    "loading": SHARED | {"loading"},
    "showing": SHARED | {"loading", "showing"},
    "contributing": SHARED | {"loading", "contributing"},
}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def rooms_imported_by(path: Path) -> set[str]:
    """The first name below `casebook` of everything that a module imports from it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "casebook":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("casebook."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("casebook.")}
    return found


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    wing = module.partition("/")[0] if "/" in module else "shared"
    assert rooms_imported_by(PACKAGE / module) - MAY_IMPORT[wing] == set()


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("[!_]*.py")), ids=lambda path: path.name)
def test_a_script_is_one_call_into_the_package(script: Path) -> None:
    assert len(script.read_text("utf-8").splitlines()) <= 45


def test_only_the_hooks_know_the_site_generator() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for folder in ("hooks", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if "import mkdocs" in path.read_text("utf-8") or "from mkdocs" in path.read_text("utf-8")
    }
    parts = ("build", "hooks", "markdown", "pages", "run", "serving", "stops")
    assert users == {f"hooks/mkdocs_{part}.py" for part in parts}


def test_what_is_compiled_is_in_no_commit() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    committed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [path for path in committed.splitlines() if "__pycache__" in path or path.endswith(".pyc")] == []

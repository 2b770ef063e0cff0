"""Runs code in processes that have imported already what a build imports: half the time of a small build.

One process imports it all and then only forks: each run has a process of its own, with a folder, an environment and
arguments of its own, and leaves nothing to the next. What Python reads at its own start (the hash seed, the locale, a
sitecustomize) is the first process's; where a test is about that, it starts Python.
"""

import atexit
import gc
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `python -c CODE ARGUMENTS` comes to, in the folder `/`.

    Args:
        environment: the whole environment of the run.
    """
    warm = _warm()
    assert warm.stdin is not None
    assert warm.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        order = [code, arguments, environment, os.umask(0o022), str(out), str(err)]
        os.umask(order[3])
        print(json.dumps(order), file=warm.stdin, flush=True)
        status = int(warm.stdout.readline())
        return subprocess.CompletedProcess(arguments, status, out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def _warm() -> "subprocess.Popen[str]":
    """The process that forks. It ends with the one that runs the tests."""
    pipe = subprocess.PIPE
    warm = subprocess.Popen([sys.executable, __file__], cwd="/", stdin=pipe, stdout=pipe, text=True)
    atexit.register(warm.communicate)
    return warm


def _next() -> None:
    """Forks for each order, and says the exit status. Returns in each child, which is then as ordered."""
    for line in sys.stdin:
        if child := os.fork():
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            continue
        code, arguments, environment, mask, *outputs = json.loads(line)
        os.umask(mask)
        os.environ.clear()
        os.environ |= environment
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, path in enumerate(outputs, 1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
        sys.argv = ["-c", *arguments]
        sys.path[0] = ""
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102  as `python -c` does
        return


if __name__ == "__main__":
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    import_module("mkdocs.__main__")
    import_module("mkdocs.commands.build")
    config = import_module("mkdocs.config").load_config(str(ROOT / "mkdocs.yml"))  # imports the theme and its plugins
    [hooks] = config.hooks.values()
    hooks.rest_of_the_program()
    gc.freeze()
    _next()

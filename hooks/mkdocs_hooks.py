"""What MkDocs calls before a build: whether there is anything to build, and the start of it.

mkdocs_build.py has the events of a build that goes on. mkdocs_run.py knows what this process was started for,
mkdocs_pages.py MkDocs' pages, mkdocs_serving.py its server, and mkdocs_stops.py how a build ends that makes no site.

`on_config` makes one `Build` for each run and registers its methods for the later events, because `mkdocs serve` keeps
this module alive while it builds again and again. A build writes beside the site and takes its place at the very end,
so that a build that fails leaves the last good site as it was; `serve` has a folder of its own, and no lock.

Where nothing has changed, most of the program is not needed, and where much is to be read, a second process can begin
while this one imports it: so this module imports little, and the rest when its turn comes.
"""

import atexit
import gc
import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from casebook.inputs import digests_of_inputs
from casebook.showing.contact import deployment_problem
from casebook.showing.lock import Lock
from casebook.showing.site_folder import Left, SiteFolder
from casebook.showing.version_day import day_of_version
from casebook.timing import Laps
from mkdocs_run import CACHE, Begun, Run, contact_of, digest_of_all
from mkdocs_stops import NothingChanged, RefusedBySystem, broken_template, say

HERE = str(Path(__file__).parent)

log = logging.getLogger("mkdocs.casebook")


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001  MkDocs' signature
    """Notes the command: `build` or `serve`."""
    Run.serving = command == "serve"
    logging.getLogger("mkdocs.commands.build").addFilter(_is_no_kept_page)
    if not Run.serving:
        gc.disable()  # a build ends before there is garbage worth looking for; looking takes a tenth of its time
        atexit.register(gc.freeze)  # else Python looks for it before it goes
        logging.getLogger("mkdocs.commands.build").addFilter(lambda _: not isinstance(sys.exc_info()[1], OSError))


def _is_no_kept_page(said: logging.LogRecord) -> bool:
    """MkDocs says of each page for which it writes nothing that it was skipped; it is the site's own, and stays."""
    return not said.getMessage().startswith("Page skipped")


def on_build_error(*, error: Exception) -> None:
    """Says in one line where a template is broken, or what the system refused, such as to write to a full disk."""
    if broken := broken_template(error, is_serving=Run.serving):
        raise broken from error
    if isinstance(error, OSError):
        raise RefusedBySystem(error, is_serving=Run.serving) from error


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begins a build, or stops where there is nothing to do, or with everything that is wrong with the casebook."""
    root = Path(config.config_file_path).parent
    if wrong := deployment_problem(config.site_url or "", contact_of(config)):
        raise Abort(f"mkdocs.yml: {wrong}")
    laps = Laps()
    folder = _folder(Path(config.site_dir), root)
    begun = Begun() if folder.left.pages or not Run.may_fork() else _begin_beside(config, root)
    day = _day(root)
    made_from = digests_of_inputs(root)
    inputs = digest_of_all(config, made_from.parts, day)
    if folder.left.inputs == inputs and folder.is_whole():
        laps.end("look for changes")
        say(*folder.left.said)
        log.info("Nothing has changed since the last build: the site is as it was")
        raise NothingChanged
    build = rest_of_the_program()
    laps.end("look for changes")
    config.plugins["casebook"] = build.begin(config, folder, Left(inputs), made_from, day, laps, begun)
    return config


def rest_of_the_program() -> Any:
    """mkdocs_build.py; MkDocs has taken this folder off the path."""
    sys.path.insert(0, HERE)
    try:
        return import_module("mkdocs_build")
    finally:
        sys.path.remove(HERE)


def _begin_beside(config: MkDocsConfig, root: Path) -> Begun:
    """Begins in second processes what a first build will need."""
    from casebook.showing.compiling import begin_with_theme  # noqa: PLC0415  see above

    theme = begin_with_theme(root / "overrides", config.theme.get_env)
    from casebook.loading.reading import CACHE as FACTS  # noqa: PLC0415  it takes a while
    from casebook.loading.second import begin_to_read  # noqa: PLC0415

    return Begun(theme, begin_to_read(root, root / FACTS))


def _folder(site: Path, root: Path) -> SiteFolder:
    """The folder of the site, once no other build is at work there or with the same cache.

    What is served has one that is written in place, and no cache.
    """
    if Run.serving:
        from casebook.showing.served import Served  # noqa: PLC0415  see above

        Run.served = Run.served or Served(site)
        return Run.served.folder
    Run.lock = Lock(root / CACHE / "lock", site.with_name(f"{site.name}.lock"))
    Run.lock.take(say)
    return SiteFolder(site, root / CACHE)


def _day(root: Path) -> str:
    """The day of the version; empty where nobody says it."""
    try:
        return day_of_version(root)
    except ValueError as error:
        raise Abort(str(error)) from None

"""Casebooks for tests: a small valid one (tests/base/), and trees laid over it, written as one text.

A text of a tree has a header for each file, and the file's lines below it. What can't be seen in a text is spelt out:

    === case_studies/a-story.yml        the file, in place of the one of the base, if it has one
    status: draft
    === case_studies/tags.yml (missing)             the base's file is taken away
    === case_studies/a-folder.yml (folder)
    === case_studies/a-pipe.yml (pipe)
    === case_studies/a-link.yml -> where it leads   a symbolic link

    {U+202E}       a character             {byte FF}       a byte that is no text
    {9000 times x}  a text again and again
"""

import os
import re
import shutil
from pathlib import Path

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For tests of any text: a machine that is busy with other things is no failure."""
BASE = Path(__file__).parent / "base"
_HEADER = re.compile(r"^=== (?P<path>\S+)(?: \((?P<kind>missing|folder|pipe)\)| -> (?P<target>.+))?\n", re.MULTILINE)
_SPELT = re.compile(
    rb"\{(?:U\+(?P<point>[0-9A-F]{4,6})|byte (?P<byte>[0-9A-F]{2})|(?P<times>\d+) times (?P<what>[^}]+))\}"
)


def casebook(root: Path, text: str = "") -> Path:
    """Writes the base and lays a tree over it. Gives `root`."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for match, content in sections(text):
        _write(root / match["path"], content, match)
    return root


def sections(text: str) -> list[tuple[re.Match[str], str]]:
    """The headers of a text, and what stands below each."""
    headers = list(_HEADER.finditer(text))
    ends = [*(header.start() for header in headers), len(text)][1:]
    return [(header, text[header.end() : end]) for header, end in zip(headers, ends, strict=True)]


def _write(path: Path, content: str, header: re.Match[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and header["kind"] == "missing":
        shutil.rmtree(path)
        return
    path.unlink(missing_ok=True)
    if header["target"]:
        path.symlink_to(header["target"])
    elif header["kind"] == "folder":
        path.mkdir()
    elif header["kind"] == "pipe":
        os.mkfifo(path)
    elif not header["kind"]:
        path.write_bytes(_SPELT.sub(_meant, content.encode()))


def _meant(spelt: re.Match[bytes]) -> bytes:
    if spelt["point"]:
        return chr(int(spelt["point"], 16)).encode()
    return bytes.fromhex(spelt["byte"].decode()) if spelt["byte"] else spelt["what"] * int(spelt["times"])

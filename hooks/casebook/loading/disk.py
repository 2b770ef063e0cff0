"""What lies on the disk, taken only where it is an ordinary file in an ordinary folder. Nothing here raises.

No link is followed, for it may lead out of the project; no pipe, socket or device is read, for it may never end; and of
a file that grows while it is read, no more is read than may be.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from casebook.problem import Problem, Where

MAX_FOLDERS = 8
"""How deep folders may be nested."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OWN_FOLDER = "put the file itself in its place"


def read_bytes(root: Path, path: str, max_bytes: int) -> bytes | Problem:
    """The bytes of the file at `path` below `root`, or what is wrong with it."""
    try:
        opened = os.open(f"{root}/{path}", _FLAGS)
    except (OSError, ValueError) as error:
        return _unopened(root, path, error)
    try:
        return _read(opened, path, max_bytes)
    except OSError as error:
        return _unreadable(path, error)
    finally:
        os.close(opened)


def _read(opened: int, path: str, max_bytes: int) -> bytes | Problem:
    status = os.fstat(opened)
    if not stat.S_ISREG(status.st_mode):
        return _not_a_file(path, status.st_mode)
    if status.st_size > max_bytes:
        return _too_big(path, status.st_size, max_bytes)
    raw = os.read(opened, max_bytes + 1)
    while raw and len(raw) < status.st_size and (more := os.read(opened, max_bytes + 1 - len(raw))):
        raw += more
    return _too_big(path, len(raw), max_bytes) if len(raw) > max_bytes else raw


def _unopened(root: Path, path: str, error: OSError | ValueError) -> Problem:
    """What stands where a file can't be opened: a link, or a socket."""
    if isinstance(error, OSError) and error.errno in (errno.ELOOP, errno.ENXIO, errno.EMLINK):
        try:
            mode = (root / path).lstat().st_mode
        except OSError as gone:
            return _unreadable(path, gone)
        if not stat.S_ISREG(mode):
            return _not_a_file(path, mode)
    return _unreadable(path, error)


def _not_a_file(path: str, mode: int) -> Problem:
    message = f"the file must be an ordinary one; this is {_kind(mode)}"
    return Problem(Where(path, 1), "not-a-file", message, _OWN_FOLDER)


def _too_big(path: str, size: int, max_bytes: int) -> Problem:
    message = f"the file must be at most {max_bytes // 1024} KiB; it has {-(-size // 1024)} KiB"
    return Problem(Where(path, 1), "too-big", message, "shorten it, or make two of it")


def _unreadable(path: str, error: OSError | ValueError, what: str = "file") -> Problem:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return Problem(
        Where(path, 1), "unreadable", f"the {what} must be readable; {reason}", f"let everybody read the {what}"
    )


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    return "a folder" if stat.S_ISDIR(mode) else "a pipe or device"


def listed(root: Path, folder: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """What lies in the folder at a path below `root`, by name; nothing, where there is no such folder.

    What is wrong with the folder is added to `problems`.
    """
    place = f"{root}/{folder}"
    try:
        mode = os.lstat(place).st_mode
        if stat.S_ISDIR(mode):
            with os.scandir(place) as entries:
                return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        problems.append(_unreadable(folder, error, "folder"))
        return []
    message = f"the folder must be an ordinary one; this is {'a file' if stat.S_ISREG(mode) else _kind(mode)}"
    problems.append(Problem(Where(folder, 1), "not-a-file", message, "put the folder itself in its place"))
    return []


def walked(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """The path of every ordinary file in a folder below `root` and in those below it; hidden ones are left out."""
    folders = [folder]
    while folders:
        current = folders.pop()
        is_deepest = current.count("/") - folder.count("/") == MAX_FOLDERS
        for entry in listed(root, current, problems):
            path = f"{current}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if is_deepest:
                    message = f"folders must be nested at most {MAX_FOLDERS} deep"
                    problems.append(Problem(Where(path, 1), "too-deep", message, "move its files up"))
                else:
                    folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
            else:
                problems.append(_not_a_file(path, entry.stat(follow_symlinks=False).st_mode))

"""Writes what the commands make. Nothing of a person's is ever written over."""

from collections.abc import Mapping
from pathlib import Path


class RefusedError(Exception):
    """What was asked can't be done. Its text says why and, on a line of its own, what to do instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}\n  hint: {hint}")


def write_new(path: Path, text: str) -> None:
    """Writes a file that must not be there yet."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise RefusedError(f"{path.name} is there already, and is left as it is", "choose another name") from None
    except OSError as error:
        raise RefusedError(f"{path} can't be written: {error.strerror}", "look at the folder's permissions") from None


def write_if_changed(path: Path, text: str) -> bool:
    """Writes a generated file whole or not at all, and only where it holds something else. Whether it did."""
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)  # it may be a link that leads to another file
    with new.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    new.replace(path)
    return True


def stale(root: Path, texts: Mapping[str, str]) -> list[str]:
    """The paths of generated files that hold something else than they should."""
    return [
        path for path, text in texts.items() if not (root / path).is_file() or (root / path).read_text("utf-8") != text
    ]


def refresh(root: Path, texts: Mapping[str, str]) -> list[str]:
    """Writes the generated files that are stale, and says which."""
    return [path for path, text in texts.items() if write_if_changed(root / path, text)]

"""Kills builds at moments that it draws, fills the disk at each write, and builds in environments that it draws.

`make fault` runs it: it takes some minutes. It prints its seed; with `--seed` the same is drawn again. Exit status 1:
something was not as it should be, and is printed.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import small

STAGES = [
    "look for changes",
    "read the files",
    "link them, and find the pages to write",
    "read the hand-written pages",
    "render the theme's frames",
    "copy what stays as it is",
    "write the pages, data, feeds and cards",
    "index for search",
    "swap the folders",
]
ZONES = ["UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns"]
LOCALES = ["C", "POSIX", "C.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8"]


def kills(saved: Path, root: Path, wanted: small.Tree, count: int, dice: random.Random) -> Iterator[str]:
    """Builds that are killed, each with the next one; the two may also run side by side."""
    before = small.files(saved / "site")
    for _ in range(count):
        stage, late = dice.choice(STAGES), dice.choice([0, dice.random() / 50, dice.random() / 2])
        what = f"killed {late:.4f} s after “{stage}”"
        small.restore(saved, root)
        small.kill(root, stage, late, CASEBOOK_SEARCH="on")
        if small.files(root / "site") not in (before, wanted):
            yield f"{what}: the site is not whole"
        side_by_side = [small.begin(root, CASEBOOK_SEARCH="on") for _ in range(dice.choice([1, 1, 2]))]
        said = "".join("".join(running.communicate()) for running in side_by_side)
        if any(running.returncode for running in side_by_side) or small.files(root / "site") != wanted:
            yield f"{what}: {len(side_by_side)} builds after it: {said}"
        if left := {path.name for path in root.iterdir()} - {path.name for path in saved.iterdir()}:
            yield f"{what}: the next build left {left}"


def full_disks(saved: Path, root: Path) -> Iterator[str]:
    """Builds on a full disk, from each write on."""
    command = [sys.executable, str(small.ROOT / "tests/full_disk.py"), str(small.restore(saved, root)), str(saved)]
    with subprocess.Popen([*command, "writes"], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if not small.is_well(*json.loads(line)):
                yield f"full disk: {line}"
    if running.returncode:
        yield "full disks: not all of them were tried"


def environments(root: Path, folder: Path, count: int, dice: random.Random) -> Iterator[str]:
    """Builds of one commit in environments that differ in everything."""
    small.commit(root, "2026-11-24T12:00:00Z")
    first = small.build(root, site="../first/site", CASEBOOK_SEARCH="on")
    wanted = small.files(folder / "first/site")
    if first.returncode:
        yield first.stdout + first.stderr
    (folder / "later").mkdir()
    (folder / "later/sitecustomize.py").write_text(small.LATER, "utf-8")
    for number in range(count):
        more = {
            "TZ": dice.choice(ZONES),
            "LC_ALL": dice.choice(LOCALES),
            "PYTHONUTF8": dice.choice("01"),
            "PYTHONHASHSEED": str(dice.randrange(2**32)),
            "PYTHONPATH": dice.choice(["", str(folder / "later")]),
        }
        there = small.restore(root, folder / f"é {'x' * dice.randrange(60)}" / str(number))
        mask = dice.choice([0o000, 0o002, 0o022, 0o027, 0o077])
        os.umask(mask)
        built = small.build_from_the_start(there, dice.choice(["", small.TWO]), CASEBOOK_SEARCH="on", **more)
        os.umask(0o022)
        site = small.files(there / "site") if not built.returncode else {}
        if differ := sorted(path for path in wanted.keys() | site.keys() if wanted.get(path) != site.get(path)):
            yield f"umask {mask:03o}, {there}, {more}: {built.stderr}{differ[:10]}"


def faults(options: argparse.Namespace, folder: Path, dice: random.Random) -> Iterator[str]:
    """All that is found."""
    root = small.project(folder / "project")
    small.build(root, CASEBOOK_SEARCH="on")
    small.edit(root)
    saved = small.restore(root, folder / "saved")
    small.build(root, site="anew", CASEBOOK_SEARCH="on")
    wanted = small.files(root / "anew")
    yield from kills(saved, root, wanted, options.kills, dice)
    yield from environments(small.restore(saved, folder / "committed"), folder, options.environments, dice)
    if options.disks:
        yield from full_disks(saved, root)


def main() -> int:
    """0: all is as it should be; 1: it is not; 2: wrong use (argparse)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="default: another each time")
    parser.add_argument("--kills", type=int, metavar="N", default=60, help="default: 60")
    parser.add_argument("--environments", type=int, metavar="N", default=20, help="default: 20")
    parser.add_argument("--no-disks", dest="disks", action="store_false", help="no full disks")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        for fault in faults(options, Path(folder), random.Random(options.seed)):
            found += 1
            print(fault, flush=True)
    print(f"{found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

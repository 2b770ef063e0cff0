"""What is measured is served as its host would serve it, and the table says the medians."""

import gzip
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from casebook.contributing.as_hosted import as_hosted
from casebook.contributing.reader_benchmark import table


def test_text_is_compressed_and_the_index_is_sent_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons/index.html").write_text("<p>Ask early.</p>", "utf-8")
    (tmp_path / "en_1.pf_index").write_bytes(b"packed")
    with as_hosted(tmp_path) as site:
        with urlopen(f"{site}lessons/?stage=learning") as page:
            assert (gzip.decompress(page.read()), page.headers["Content-Encoding"]) == (b"<p>Ask early.</p>", "gzip")
            assert (page.headers["Content-Type"], page.headers["Cache-Control"]) == ("text/html", "max-age=600")
        with urlopen(f"{site}en_1.pf_index") as chunk:
            assert (chunk.read(), chunk.headers["Content-Encoding"]) == (b"packed", None)
        with urlopen(f"{site}lessons?stage=learning") as page:
            assert page.url == f"{site}lessons/?stage=learning"


def test_a_missing_page_is_answered_with_the_sites_own(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("Nothing here.", "utf-8")
    with as_hosted(tmp_path) as site, pytest.raises(HTTPError, match="404") as missing:
        urlopen(f"{site}lessons/no-such/")
    assert gzip.decompress(missing.value.read()) == b"Nothing here."


def test_the_table_has_a_row_for_each_number_and_a_column_for_each_size() -> None:
    measured = {0: {"load, ms": [90.4, 10, 20], "KB": [1.0]}, 4000: {"load, ms": [1, 2]}}
    assert list(table(measured)) == [
        "| CPU 4 times slower; medians; beside the casebook's own cases: | 0 synthetic cases | 4000 synthetic cases |",
        "|---|---:|---:|",
        "| load, ms | 20 | 2 |",
        "| KB | 1 | - |",
    ]

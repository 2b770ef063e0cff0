"""Contributed Markdown: what a reader sees is safe, and what a check needs is found where it stands."""

import mmap
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import patient
from hypothesis import given
from hypothesis import strategies as st

from casebook import prose, web

ALLOWED = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    **dict.fromkeys(("blockquote", "br", "code", "em", "hr", "li", "p", "pre", "strong", "ul"), frozenset()),
}
PIECES = [
    *(
        "<",
        ">",
        "</",
        "<b>",
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "&lt;",
        "&#106;",
        "&colon;",
        "&amp;",
    ),
    *("[a](", "[a](<", ")", "](", "![", "]: ", "[a]", "javascript:", "JaVaScRiPt&#58;", "data:text/html,", "vbscript:"),
    *(
        "lesson:x",
        "case:a#b",
        "tag:a/b",
        "https://example.org",
        "mailto:a@b.c",
        "//evil",
        "\\",
        '"',
        "'",
        "onclick=x",
        " ",
    ),
    *(
        "\n",
        "\n\n",
        "\t",
        "    ",
        "`",
        "```",
        "~~~",
        "# ",
        "> ",
        "- ",
        "1. ",
        "*",
        "**",
        "_",
        "***",
        "---",
        "\u00a0",
        "\u200d",
    ),
    *("a", "b c", "é", "\x00", "javas\ncript:", "style=", "href="),
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text()


def resolve(scheme: str, target: str) -> str:
    return f"/{scheme}/" + ('"><b>' if "x" in target else target)


class Elements(HTMLParser):
    """Every element of a text, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


@patient
@given(MARKDOWN)
def test_html_is_of_the_listed_elements_and_attributes_only(text: str) -> None:
    elements = Elements(prose.to_html(text, resolve))
    assert elements.others == []
    for tag, attributes in elements.found:
        assert tag in ALLOWED
        assert set(attributes) <= ALLOWED[tag]


@patient
@given(MARKDOWN)
def test_links_lead_to_the_web_to_mail_or_to_us(text: str) -> None:
    for tag, attributes in Elements(prose.to_html(text, resolve)).found:
        if tag == "a" and "href" in attributes:
            href = attributes["href"] or ""
            assert href.startswith(tuple(f"/{scheme}/" for scheme in web.SCHEMES)) or web.is_external(href)
            assert not href.lower().startswith(("javascript:", "data:", "vbscript:", "//", "\\"))


@patient
@given(MARKDOWN)
def test_what_a_check_finds_stands_where_it_says(text: str) -> None:
    reading = prose.read(text)
    assert {text[at] for at in prose.raw_html_offsets(text)} <= {"<"}
    assert {text[at] for at in prose.image_offsets(text)} <= {"!"}
    assert set(prose.link_offsets(text)) <= set(range(len(reading.links)))


def test_html_of_every_element() -> None:
    text = """\
# A *heading*

A paragraph with `code & <b>`, **strong** and *emphasis*,\\
and a line break.

> A quote

- [ours](lesson:ask-early "A title") & [theirs](https://example.org/?a=1&b=2)

3. three

```python
1 < 2
```

---

Not a [link](javascript:alert(1)), nor [this](//example.org), nor <b>this</b>, nor ![this](https://example.org/a.png).
"""
    assert prose.to_html(text, lambda scheme, target: f"../{scheme}s/{target}/") == (
        """\
<p><strong>A <em>heading</em></strong></p>
<p>A paragraph with <code>code &amp; &lt;b&gt;</code>, <strong>strong</strong> and <em>emphasis</em>,<br>
and a line break.</p>
<blockquote>
<p>A quote</p>
</blockquote>
<ul>
<li><a href="../lessons/ask-early/" title="A title">ours</a> &amp; \
<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow ugc">theirs</a></li>
</ul>
<ol start="3">
<li>three</li>
</ol>
<pre><code>1 &lt; 2
</code></pre>
<hr>
<p>Not a <a>link</a>, nor <a>this</a>, nor this, nor .</p>
"""
    )


READINGS = {
    "plain text": prose.Reading(),
    "[a](lesson:x) and [b][c]\n\n[c]: case:y#z": prose.Reading(links=("lesson:x", "case:y#z")),
    "`[a](lesson:x)` and\n\n    [a](lesson:x)\n": prose.Reading(),
    "<https://example.org> <a@b.c>": prose.Reading(links=("https://example.org", "mailto:a@b.c")),
    "[a](javascript:alert(1))": prose.Reading(links=("javascript:alert(1)",)),
    "<b>x</b> [a](javascript:x) [b]()": prose.Reading(links=("javascript:x", ""), has_raw_html=True),
    "![a](b)": prose.Reading(has_image=True),
    "1 < 2 and \\<b> and `<b>`": prose.Reading(),
    "> " * 11 + "x": prose.Reading(),
    "> " * 21 + "x": prose.Reading(is_too_deep=True),
    "- - - - - - - - - - - - - - - - -": prose.Reading(),
}


@pytest.mark.parametrize("text", READINGS)
def test_read(text: str) -> None:
    assert prose.read(text) == READINGS[text]


def test_raw_html_is_found_tag_by_tag() -> None:
    text = "<div>\n`<i>` <https://example.org>\n</div>\n\na <b>\n<!-- c -->"
    assert prose.raw_html_offsets(text) == [
        text.index("<div"),
        text.index("</div"),
        text.index("<b>"),
        text.index("<!--"),
    ]


def test_the_same_link_is_found_each_time() -> None:
    text = "`[a](lesson:x)` lesson:x [a](lesson:x) [lesson:x](<lesson:x> 't') <lesson:x> [r]\n\n[r]: lesson:x"
    assert prose.read(text).links == ("lesson:x",) * 4
    assert [text[at - 2 : at + 9] for _, at in sorted(prose.link_offsets(text).items())] == [
        "](lesson:x)",
        "(<lesson:x>",
        " <lesson:x>",
        ": lesson:x",
    ]


WEB_ADDRESSES = {
    "https://example.org": True,
    "http://example.org/a?b=c@d#e": True,
    "HTTPS://example.org:8080/": True,
    "https://example.org?a=b@c": True,
    "https://example.org/a b": False,
    "https://name@example.org/": False,
    "https:///example.org": False,
    "https://": False,
    "https:example.org": False,
    "//example.org": False,
    "javascript:alert(1)": False,
    "ftp://example.org": False,
    "https://example.org\\@evil.example": False,
    "https://example.org/\nx": False,
}


@pytest.mark.parametrize("text", WEB_ADDRESSES)
def test_web_addresses_have_a_host_and_no_user(text: str) -> None:
    assert web.is_web_address(text) == WEB_ADDRESSES[text]


@pytest.mark.parametrize(
    "text", ["[" * 60_000, "*a " * 20_000, "`" * 60_000, "![[" * 20_000, "<" * 60_000, "[a](b" * 12_000]
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    start = time.process_time()
    prose.read(text)
    prose.to_html(text, resolve)
    assert time.process_time() - start < 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the size of a process is not in a file")
def test_what_was_rendered_is_not_kept_in_memory() -> None:
    def pages_in_memory() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1])

    text = "A word, *another*. " * 5_000
    prose.to_html(text, lambda _, target: target)
    before = pages_in_memory()
    for _ in range(200):
        rendered = prose.to_html(text, lambda _, target: target)
    assert (pages_in_memory() - before) * mmap.PAGESIZE < 20 * len(rendered)

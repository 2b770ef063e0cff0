"""Hostile files, by class: what somebody could send who knows how other projects were broken.

`FILES` has a name, the place and the bytes of each. A name that begins with `good-` is of a file that looks hostile and
must be accepted. To add one, add a line; then `UPDATE_GOLDEN=1 .venv/bin/pytest tests/test_hostile_files.py`, and read
what was written.
"""

from collections.abc import Iterator

CASE = "case_studies/x.yml"
DRAFT = "status: draft\n"
PAGE = "docs/guide/theory-of-change.md"
KIB64 = 64 * 1024

HIDDEN = [
    *(0x01, 0x07, 0x08, 0x0B, 0x0C, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9B),
    *(0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069),
    *(0x2062, 0x206A, 0xFFF9, 0x1D173, 0x115F, 0x1160, 0x3164, 0xFFA0),
    *(0xE000, 0xE001, 0xF8FF, 0xF0000, 0x10FFFD, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF),
    *(0xE0001, 0xE0041, 0xE007F, 0xE0100),
]
"""Characters that nobody sees, that turn text around, or that are none."""
SHOWN = {
    "flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "family": "👩\u200d👩\u200d👧",
    "heart": "❤\ufe0f",
    "persian": "می\u200cخواهم",
    "ideograph": "葛\U000e0100",
    "hebrew": "שלום\u200f!",
    "decomposed": "e\u0301",
    "template": "{{ 7*7 }} {% include '/etc/passwd' %} {# x #} ${7*7} <%= 7 %>",
    "format": "%s %(x)s {0.__class__} {} \\g<0> \\1 $1",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "json": '</script><!--"}]',
    "xml": "]]> <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "shell": "$(id) `id` ; rm -rf / | cat",
    "log": "::error::x ##[error]x ::set-output name=a::b",
    "sql": "' OR 1=1 --",
    "path": "../../../etc/passwd C:\\Windows\\con",
    "formula": "=cmd|' /C calc'!A0",
}
"""Texts that mean something to another program, and here are words."""
BAD_ADDRESSES = [
    *(
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://a.bc/",
    ),
    *(
        "//example.org/",
        "/lessons/",
        "\\\\example.org",
        "https:example.org",
        "https:/example.org",
        "https:///example.org",
    ),
    *(
        "https:\\\\example.org",
        "https://example.org\\@evil.example",
        "https://name@example.org/",
        "https://a:b@example.org/",
    ),
    *("https://example.org:80@evil.example/", "https://exаmple.org/", "https://ｅxample.org/", "https://example。org/"),
    *("https://ex%61mple.org/", "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/"),
    *("https://localhost/", "https://example/", "https://example.org./", "https://.example.org/", "https://-/"),
    *(
        "https://exa\u200dmple.org/",
        "https://example.org/a b",
        'https://example.org/"onclick=x',
        "https://example.org/<b>",
    ),
    *(
        "httpſ://example.org/",
        "https://example.org:123456/",
        "https://example.org:x/",
        "https://a..bc/",
        "mailto:a@b.cd",
    ),
    *(
        "lesson:ask-early",
        "www.example.org",
        " https://example.org/",
        "https://example.org/\u200c",
        "view-source:https://a.bc/",
    ),
]
GOOD_ADDRESSES = [
    *(
        "https://example.org",
        "HTTP://EXAMPLE.ORG:8080/a?b=c@d#e",
        "https://xn--exmple-cua.org/",
        "https://a_b.example.org/",
    ),
    *("https://example.org/%C3%BC/%2e%2e/", "https://example.org/a:b@c/d;e=f,(g)", "https://example.org/日本"),
]
BAD_IDS = [
    "A",
    "a_b",
    "a--b",
    "-a",
    "a-",
    "ａ",
    "a b",
    "../x",
    "a/b",
    "é",
    "__config",
    "x" * 81,
    "a\u0131",
    "1.5",
    "<b>",
]
TAKEN_IDS = ["timeline", "lesson-x", "casebook-search", "sources", "content"]
BAD_DATES = [
    *(
        "9999-99-99",
        "2024-02-30",
        "0000-01-01",
        "２０２４-01-01",
        "2024-1-1",
        "2024-01-01T00:00:00Z",
        "1e9",
        "-2024",
        "9" * 5000,
    ),
]


def _all() -> Iterator[tuple[str, str, str | bytes]]:
    yield from _encodings()
    yield from _characters()
    yield from _structure()
    yield from _values()
    yield from _sizes()
    yield from _elsewhere()


def _encodings() -> Iterator[tuple[str, str, str | bytes]]:
    text = DRAFT + "title: A story\n"
    raw = {
        "utf-16-le": text.encode("utf-16"),
        "utf-16-be": b"\xfe\xff" + text.encode("utf-16-be"),
        "utf-16-without-mark": text.encode("utf-16-le"),
        "utf-32": text.encode("utf-32"),
        "latin-1": f"{text}covers: \xe9t\xe9\n".encode("latin-1"),
        "overlong-slash": text.encode() + b"covers: a\xc0\xafb\n",
        "overlong-nul": text.encode() + b"covers: a\xc0\x80b\n",
        "surrogate": text.encode() + b"covers: a\xed\xa0\x80b\n",
        "cesu-8": text.encode() + b"covers: \xed\xa0\xbd\xed\xb8\x80\n",
        "cut-off": text.encode() + b"covers: \xf0\x9f\x98",
        "lone-continuation": text.encode() + b"covers: \x80\n",
        "too-large": text.encode() + b"covers: \xf4\x90\x80\x80\n",
        "never-a-byte": text.encode() + b"covers: \xff\n",
        "nul": text.encode() + b"covers: a\x00b\n",
        "only-nul": b"\x00" * 100,
        "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "only-carriage-returns": text.replace("\n", "\r").encode(),
        "escape-sequence": text.encode() + b"covers: \x1b[2J\x1b]0;x\x07\n",
    }
    for name, content in raw.items():
        yield f"encoding-{name}", CASE, content
    yield "good-encoding-mark", CASE, b"\xef\xbb\xbf" + text.encode()
    yield "good-encoding-windows-line-ends", CASE, text.replace("\n", "\r\n").encode()


def _characters() -> Iterator[tuple[str, str, str | bytes]]:
    for point in HIDDEN:
        sign = chr(point)
        yield f"character-{point:04X}-in-a-title", CASE, f"{DRAFT}title: a{sign}b\n"
        if point != 0xE0100:
            yield f"character-{point:04X}-escaped", CASE, f'{DRAFT}title: "a\\U{point:08X}b"\n'
    yield "character-202E-in-a-comment", CASE, f"{DRAFT}# \u202e\ntitle: a\n"
    yield "character-202E-in-a-key", CASE, f"{DRAFT}ti\u202etle: a\n"
    yield "character-escaped-in-a-key", CASE, f'{DRAFT}"ti\\x1b[31mtle": a\n'
    yield "character-escaped-in-a-tag-group", CASE, f'{DRAFT}tags: {{"a\\x1b[31m": [b]}}\n'
    yield "character-run-of-variants", CASE, f"{DRAFT}title: a\ufe0f\ufe01\ufe02\n"
    yield "character-run-of-joiners", CASE, f"{DRAFT}title: a\u200d\u200c\u200d\n"
    yield "character-entity", CASE, f"{DRAFT}background: a &#x202e; b\n"
    yield "character-entity-by-name", CASE, f"{DRAFT}background: a &shy; b\n"
    escapes = (
        "0",
        "a",
        "b",
        "e",
        "v",
        "f",
        "N",
        "L",
        "P",
        "r",
        "ud800",
        "ud83d\\ude00",
        "U00110000",
        "UFFFFFFFF",
        "x",
        "q",
        "u12",
    )
    for escape in escapes:
        yield f"escape-{escape}", CASE, f'{DRAFT}title: "a\\{escape}b"\n'
    yield "escape-n-in-one-line", CASE, f'{DRAFT}title: "a\\nb"\n'
    yield "escape-n-that-forges-a-line", CASE, f'{DRAFT}"a\\n::error::forged": b\n'
    yield "good-escape-space", CASE, f'{DRAFT}title: "a\\_b\\u00e9\\U0001F600"\n'
    for name, text in SHOWN.items():
        yield f"good-text-{name}", CASE, f"{DRAFT}title: '{text.replace(chr(39), chr(39) * 2)}'\n"
    for name, blank in {
        "joiner": "\u200d",
        "braille": "\u2800",
        "dash": "—",
        "no-break": "\u00a0",
        "mark": "\u200f",
    }.items():
        yield f"blank-title-{name}", CASE, f"{DRAFT}title: '{blank}'\n"


def _structure() -> Iterator[tuple[str, str, str | bytes]]:
    laughs = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))
    texts = {
        "alias-bomb": f"a0: &a0 lol\n{laughs}\n",
        "alias-recursive": "a: &a [*a]\n",
        "alias-undefined": "title: *nothing\n",
        "anchor": "title: &a b\n",
        "anchor-on-a-list": "related: &a [b]\n",
        "anchor-on-a-key": "&a title: b\n",
        "merge-key": "<<: {title: b}\n",
        "merge-key-quoted": '"<<": {title: b}\n',
        "tag-python": "title: !!python/object/apply:os.system [id]\n",
        "tag-python-name": "title: !!python/name:os.system\n",
        "tag-python-module": "!!python/module:os a: b\n",
        "tag-binary": "title: !!binary aGk=\n",
        "tag-set": "related: !!set {a}\n",
        "tag-str": "title: !!str a\n",
        "tag-own": "title: !a b\n",
        "tag-alone": "title: ! b\n",
        "tag-with-escapes": "title: !%1B%5B31m b\n",
        "tag-whole": "title: !<tag:yaml.org,2002:str> b\n",
        "directive-yaml": "%YAML 1.1\n---\nstatus: draft\n",
        "directive-yaml-9": "%YAML 9.9\n---\nstatus: draft\n",
        "directive-tag": "%TAG ! tag:evil,2000:\n---\nstatus: draft\n",
        "directive-unknown": "%EVIL x\n---\nstatus: draft\n",
        "directive-in-the-middle": "title: a\n%YAML 1.1\n",
        "documents-two": "title: a\n---\ntitle: b\n",
        "documents-many": "---\n" * 5000,
        "document-goes-on": "title: a\n...\ntitle: b\n",
        "deep-flow-lists": "related: " + "[" * 9 + "]" * 9 + "\n",
        "deep-flow-mappings": "tags: " + "{a: " * 9 + "b" + "}" * 9 + "\n",
        "deep-block-lists": "related:\n  " + "- " * 9 + "a\n",
        "deep-block-mappings": "".join(f"{'  ' * n}a:\n" for n in range(12)),
        "deep-open-lists": "related: " + "[" * 60_000 + "\n",
        "deep-open-mappings": "tags: " + "{" * 60_000 + "\n",
        "deep-open-items": "related:\n  " + "- " * 30_000 + "\n",
        "deep-open-keys": "? " * 30_000 + "\n",
        "key-complex": "? title\n: a\n? [b]\n: c\n",
        "key-list": "[a, b]: c\n",
        "key-mapping": "{a: b}: c\n",
        "key-empty": ": a\n",
        "key-blank": '"": a\n',
        "key-twice": "title: a\ntitle: b\n",
        "key-twice-quoted": 'title: a\n"title": b\n',
        "key-twice-escaped": 'title: a\n"\\x74itle": b\n',
        "key-dunder": "__class__: a\n",
        "key-prototype": "__proto__: {a: b}\nconstructor: a\n",
        "key-of-pydantic": "model_config: a\nmodel_fields: b\n",
        "key-try": "try_: a\nfrom_: b\n",
        "key-in-capitals": "Title: a\n",
        "key-without-a-value": "title:\n",
        "key-without-a-colon": "title a\n",
        "key-of-60000": "a" * 60_000 + ": b\n",
        "tabs": "subject:\n\tname: a\n",
        "tabs-in-flow": "tags: {\n\tstage: [learning]}\n",
        "open-single-quote": "title: 'a\n",
        "open-double-quote": 'title: "a\n',
        "open-list": "related: [a\n",
        "open-mapping": "tags: {a: b\n",
        "closed-too-often": "related: [a]]\n",
        "colon-in-text": "title: a: b\n",
        "starts-with-at": "title: @a\n",
        "starts-with-backtick": "title: `a`\n",
        "starts-with-percent": "title: %a\n",
        "block-indicator": "title: |9999999999\n  a\n",
        "block-indicator-zero": "title: |0\n  a\n",
        "indentation": "title: a\n  summary: b\n",
    }
    for name, text in texts.items():
        is_whole = text.startswith(("%", "---", "!"))
        yield f"structure-{name}", CASE, text if is_whole else DRAFT + text
    roots = {
        "list": "- a\n",
        "text": "a\n",
        "quoted": "'a'\n",
        "flow": "[]\n",
        "empty": "",
        "comment": "# a\n",
        "marks": "---\n...\n",
    }
    for name, text in roots.items():
        yield f"root-{name}", CASE, text
    yield "good-structure-long-comment", CASE, f"{DRAFT}#{'#' * 60_000}\n"
    yield "good-structure-many-comments", CASE, DRAFT + "#\n" * 30_000
    yield "good-structure-one-document", CASE, f"---\n{DRAFT}title: a\n...\n"


def _values() -> Iterator[tuple[str, str, str | bytes]]:
    wrong = {
        "title-list": "title: [a]\n",
        "title-mapping": "title: {a: b}\n",
        "title-long": f"title: {'a ' * 100}\n",
        "title-null": "title: null\nsubject: null\n",
        "title-two-lines": "title: |\n  a\n  b\n",
        "timeline-text": "timeline: a\n",
        "timeline-mapping": "timeline: {a: b}\n",
        "timeline-of-lists": "timeline: [[a]]\n",
        "timeline-of-nothing": "timeline:\n-\n-\n",
        "status-list": "published: [a]\n",
        "tags-list": "tags: [a]\n",
        "tags-deep": "tags: {stage: {learning: true}}\n",
        "tags-of-lists": "tags: {stage: [[learning]]}\n",
        "subject-text": "subject: Robin\n",
        "subject-list": "subject: [{name: a}]\n",
        "boolean-yes": "permission: {basis: given, reviewed: yes}\n",
        "boolean-list": "permission: {basis: given, reviewed: [true]}\n",
        "boolean-number": "permission: {basis: given, reviewed: 1}\n",
        "word-in-capitals": "permission: {basis: GIVEN}\n",
        "word-private": "permission: {basis: __class__}\n",
        "word-of-60000": f"permission: {{basis: {'given' * 12_000}}}\n",
        "lesson-path": "lessons: [{text: a, lesson: ../../etc/passwd}]\n",
        "lesson-format": "lessons: [{text: a, lesson: '{0.__class__}'}]\n",
        "lesson-newline": 'lessons: [{text: a, lesson: "x\\n::error::forged"}]\n',
        "lesson-list": "lessons: [{text: a, lesson: [ask-early]}]\n",
        "related-to-itself": "related: [x]\n",
        "related-twice": "related: [a-story, a-story]\n",
        "follows-itself": "follows: x\n",
        "alias-taken": "aliases: [a-story]\n",
        "alias-device": "aliases: [nul]\n",
        "alias-list": "aliases: [[a]]\n",
        "raw-html": "background: a <script>alert(1)</script>\n",
        "raw-html-in-an-item": "mistakes: [{id: a, title: b, category: programme-as-goal, what: '<b>'}]\n",
        "picture": "background: '![a](https://example.org/a.png)'\n",
        "quotations": f"background: '{'> ' * 30}a'\n",
        "example-text": "title: REPLACE ME\n",
    }
    for name, text in wrong.items():
        yield f"value-{name}", CASE, DRAFT + text
    yield "value-status-mapping", CASE, "status: {a: b}\n"
    yield "value-status-of-60000", CASE, f"status: {'draft' * 12_000}\n"
    for address in BAD_ADDRESSES:
        quoted = address.replace('"', '\\"') if "\\" not in address else address.replace("\\", "\\\\")
        yield f"address-{_named(address)}", CASE, f'{DRAFT}sources:\n- {{title: a, read: whole, url: "{quoted}"}}\n'
    for address in GOOD_ADDRESSES:
        yield f"good-address-{_named(address)}", CASE, f"{DRAFT}sources:\n- title: a\n  read: whole\n  url: {address}\n"
    for number, name in enumerate([*BAD_IDS, *TAKEN_IDS]):
        yield f"id-{number}-{_named(name)}", CASE, f"{DRAFT}timeline:\n- {{id: '{name}', kind: work, title: a}}\n"
    yield "id-with-a-line-end", CASE, f"{DRAFT}timeline:\n- id: |\n    a\n  kind: work\n  title: a\n"
    for date in BAD_DATES:
        yield f"date-{_named(date)}", CASE, f"{DRAFT}published: '{date}'\n"
    yield "date-with-a-line-end", CASE, f"{DRAFT}published: |\n  2024-01-01\n"


def _sizes() -> Iterator[tuple[str, str, str | bytes]]:
    many = {
        "keys": "".join(f"k{n}: a\n" for n in range(7000)),
        "same-key": "a: b\n" * 12_000,
        "items": "timeline:\n" + "-\n" * 19_000,
        "parts": "discussion: [" + "a," * 21_000 + "b]\n",
        "lessons-near-one": "lessons:\n" + "".join(f"- {{text: a, lesson: ask-earl{n}}}\n" for n in range(1500)),
        "related-near-one": f"related: [{', '.join(f'a-stor{n}' for n in range(5000))}]\n",
        "tags-near-one": f"tags: {{stage: [{', '.join(f'learnin{n}' for n in range(4500))}]}}\n",
        "forbidden": "\x01\n" * 30_000,
        "tabs": "\ta\n" * 20_000,
        "raw-html": "background: >\n" + "  <b> a\n" * 7000,
        "links": "background: >\n" + "  [a](b)\n" * 6000,
        "mail-without-an-end": f"subject: {{named_as: anonymous, name: a}}\nbackground: {'a' * 60_000}@\n",
        "mail-of-dots": f"subject: {{named_as: anonymous, name: a}}\nbackground: {'a.' * 30_000}@\n",
        "authors": "subject: {named_as: anonymous}\nsources:\n"
        + "".join(
            f"- {{title: t, read: whole, url: 'https://a.bc', author: '{n}a, {n}b, {n}c'}}\n" for n in range(600)
        ),
    }
    for name, text in many.items():
        yield f"many-{name}", CASE, DRAFT + text
    yield "size-one-more", CASE, f"{DRAFT}# {'a' * KIB64}"[: KIB64 + 1]
    yield "good-size-just-right", CASE, f"{DRAFT}# {'a' * KIB64}"[:KIB64]
    yield "good-size-long-text", CASE, f"{DRAFT}background: {'word ' * 12_000}\n"
    yield "good-size-short-escapes", CASE, DRAFT + 'background: "' + "\\x41" * 15_000 + '"\n'


def _elsewhere() -> Iterator[tuple[str, str, str | bytes]]:
    category = "{id: programme-as-goal, title: a, short: b}"
    tags = "- {id: stage, title: a, tags: {learning: L}}\n"
    others = {
        "mistakes-mapping": ("case_studies/mistakes.yml", "a: b\n"),
        "mistakes-id-list": ("case_studies/mistakes.yml", f"- {category}\n- {{id: [a], title: a, short: b}}\n"),
        "mistakes-id-digits": (
            "case_studies/mistakes.yml",
            f"- {category}\n- {{id: {'1' * 5000}, title: a, short: b}}\n",
        ),
        "mistakes-device": ("case_studies/mistakes.yml", f"- {category}\n- {{id: com1, title: a, short: b}}\n"),
        "mistakes-alias-bomb": ("case_studies/mistakes.yml", "- &a [*a, *a]\n"),
        "mistakes-many": ("case_studies/mistakes.yml", "-\n" * 300_000),
        "tags-id-mapping": ("case_studies/tags.yml", f"{tags}- {{id: {{a: b}}, title: a, tags: {{c: d}}}}\n"),
        "tags-list": ("case_studies/tags.yml", f"{tags}- {{id: a, title: a, tags: [c]}}\n"),
        "tags-path": ("case_studies/tags.yml", f"{tags}- {{id: a, title: a, tags: {{../../x: d}}}}\n"),
        "tags-device": ("case_studies/tags.yml", f"{tags}- {{id: a, title: a, tags: {{aux: d}}}}\n"),
        "redirects-elsewhere": ("case_studies/redirects.yml", "- {from: /a/, to: //example.org/}\n"),
        "redirects-scheme": ("case_studies/redirects.yml", "- {from: /a/, to: 'javascript:alert(1)'}\n"),
        "redirects-up": ("case_studies/redirects.yml", "- {from: /../../a/, to: /lessons/ask-early/}\n"),
        "redirects-over-a-page": ("case_studies/redirects.yml", "- {from: /lessons/ask-early/, to: /tags/}\n"),
        "redirects-newline": ("case_studies/redirects.yml", '- {from: "/a\\n/", to: /lessons/ask-early/}\n'),
        "redirects-device": ("case_studies/redirects.yml", "- {from: /con/, to: /lessons/ask-early/}\n"),
        "redirects-backslash": ("case_studies/redirects.yml", "- {from: /\\evil/, to: /lessons/ask-early/}\n"),
        "lesson-device": ("case_studies/lessons/nul.yml", "title: a\nshort: b\nbody: c\n"),
        "lesson-capital": ("case_studies/lessons/Ask-Early.yml", "title: a\nshort: b\nbody: c\n"),
        "lesson-html": ("case_studies/lessons/ask-early.yml", "title: a\nshort: b\nbody: <svg onload=alert(1)>\n"),
        "session-minutes": ("case_studies/sessions/leaving.yml", f"title: a\nminutes: {'9' * 400}\ncases: [a-story]\n"),
        "session-minutes-digits": ("case_studies/sessions/leaving.yml", "title: a\nminutes: '٣٠'\ncases: [a-story]\n"),
        "session-pause-path": (
            "case_studies/sessions/leaving.yml",
            "title: a\nminutes: 9\ncases: [a-story]\npause_before: ../a#b\n",
        ),
        "slug-reserved": ("case_studies/groups.yml", DRAFT),
        "slug-device": ("case_studies/con.yml", DRAFT),
        "slug-capitals": ("case_studies/A-Story.yml", DRAFT),
        "slug-letters": ("case_studies/é.yml", DRAFT),
        "slug-html": ("case_studies/<img src=x onerror=alert(1)>.yml", DRAFT),
        "slug-escape": ("case_studies/\x1b[31m.yml", DRAFT),
        "slug-newline": ("case_studies/a\n::error::b.yml", DRAFT),
        "slug-bytes": ("case_studies/a\udcff.yml", DRAFT),
        "slug-long": (f"case_studies/{'a' * 100}.yml", DRAFT),
        "slug-ending": ("case_studies/a.yaml", DRAFT),
        "slug-ending-twice": ("case_studies/a.yml.txt", DRAFT),
        "slug-ending-capitals": ("case_studies/a.YML", DRAFT),
        "folder-unknown": ("case_studies/lesson/a.yml", DRAFT),
        "page-front-matter-template": (PAGE, "---\ntitle: a\ntemplate: ../../../etc/passwd\n---\nText\n"),
        "page-front-matter-bomb": (PAGE, "---\ntitle: &a [*a]\n---\nText\n"),
        "page-front-matter-tag": (PAGE, "---\ntitle: !!python/name:os.system\n---\nText\n"),
        "page-front-matter-many": (PAGE, "---\n" + "".join(f"k{n}: a\n" for n in range(6000)) + "---\nText\n"),
        "page-front-matter-open": (PAGE, "---\ntitle: a\nText\n"),
        "page-front-matter-twice": (PAGE, "---\n---\ntitle: a\n---\nText\n"),
        "page-weight": (PAGE, f"---\ntitle: a\nweight: {'9' * 4000}\n---\nText\n"),
        "page-utf-16": (PAGE, "---\ntitle: a\n---\n".encode("utf-16")),
        "page-bidi": (PAGE, "---\ntitle: a\n---\nText \u202e\n"),
        "page-entity": (PAGE, "---\ntitle: a\n---\nText &#x202e;\n"),
        "page-script": (PAGE, "---\ntitle: a\n---\n<script>alert(1)</script>\n"),
        "page-comment": (PAGE, "---\ntitle: a\n---\n<!-- a -->\n"),
        "page-cdata": (PAGE, "---\ntitle: a\n---\n<![CDATA[a]]>\n"),
        "page-instruction": (PAGE, "---\ntitle: a\n---\n<?php a ?>\n"),
        "page-inline-html": (PAGE, "---\ntitle: a\n---\nText <b onclick=alert(1)>a</b>\n"),
        "page-html-in-a-list": (PAGE, "---\ntitle: a\n---\n- <div markdown='1'>a</div>\n"),
        "page-link-script": (PAGE, "---\ntitle: a\n---\n[a](javascript:alert(1))\n"),
        "page-link-entity": (PAGE, "---\ntitle: a\n---\n[a](&#106;avascript:alert(1))\n"),
        "page-link-definition": (PAGE, "---\ntitle: a\n---\n[a]\n\n[a]: vbscript:x\n"),
        "page-link-letter": (PAGE, "---\ntitle: a\n---\n<a@example.org?bcc=b@example.org>\n"),
        "page-picture-elsewhere": (PAGE, "---\ntitle: a\n---\n![a](https://example.org/a.png)\n"),
        "page-too-big": (PAGE, "---\ntitle: a\n---\n" + "a\n" * 40_000),
        "page-brackets": (PAGE, "---\ntitle: a\n---\n" + "[" * 60_000),
        "page-links-in-links": (PAGE, "---\ntitle: a\n---\n" + "[a" * 8000 + "](b)" * 8000),
        "page-lists": (PAGE, "---\ntitle: a\n---\n" + "1. " * 20_000),
        "page-quotations": (PAGE, "---\ntitle: a\n---\n" + "> " * 30_000),
        "page-indented": (PAGE, "---\ntitle: a\n---\n" + "".join(f"{'    ' * n}- a\n\n" for n in range(150))),
        "page-headings": (PAGE, "---\ntitle: a\n---\n" + "# a\n\n" * 12_000),
        "page-lines": (PAGE, "---\ntitle: a\n---\n" + "---\n" * 16_000),
        "page-fence-that-is-none": (PAGE, f"---\ntitle: a\n---\n- a\n\n    ```\n    {'[' * 5000}\n    ```\n"),
        "page-device": ("docs/guide/aux.md", "---\ntitle: a\n---\nText\n"),
        "page-over-a-lesson": ("docs/lessons/ask-early.md", "Text\n"),
        "page-meta-without-marks": ("docs/about.md", "template: main.html\n\nText\n"),
        "file-html": ("docs/a.html", "<script>alert(1)</script>"),
        "file-svg": ("docs/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "file-xml": ("docs/sitemap.xml", "<a/>"),
        "file-markdown": ("docs/a.markdown", "[a](javascript:alert(1))"),
        "file-named-html": ("docs/<img src=x onerror=alert(1)>.md", "Text\n"),
        "file-read-me": ("docs/guide/README.md", "---\ntitle: a\n---\nText\n"),
    }
    for name, (path, content) in others.items():
        yield f"other-{name}", path, content
    yield "good-other-page-code", PAGE, "---\ntitle: a\n---\n`<script>` and\n\n```\n<script>&#x202e;</script>\n```\n"
    yield "good-other-page-code-runs", PAGE, "---\ntitle: a\n---\n" + "\n\n".join("a " + "`" * n for n in range(1, 80))
    yield "good-other-page-template", PAGE, "---\ntitle: '{{ 7*7 }}'\n---\n{{ config }} {% include 'x' %}\n"
    yield "good-other-hidden", "case_studies/...yml", DRAFT
    yield (
        "good-other-no-html",
        "case_studies/lessons/ask-early.yml",
        "title: a\nshort: b\nbody: <svg/onload=alert(1)>\n",
    )
    yield "good-other-file-cname", "docs/CNAME", "example.org\n"


def _named(text: str) -> str:
    """A text as a part of a name, without what would hide in a list."""
    return "".join(sign if sign.isascii() and sign.isprintable() else f"U+{ord(sign):04X}" for sign in text)[:40]


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content


FILES = {name: (path, _bytes(content)) for name, path, content in _all()}

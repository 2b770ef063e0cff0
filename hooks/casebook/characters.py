"""Which characters no text here may hold: those that can't be seen, that turn text around, or that mean nothing.

`loading` asks this of files and of their values, `prose` of what Markdown makes of an entity (`&#x202e;`). To refuse
another character, add it to `_ALWAYS`.
"""

import html.entities
import re
import sys
from collections.abc import Iterator

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_ALWAYS = "".join(
    (
        "\x00-\x08\x0b-\x1f\x7f-\x9f",  # control characters, but for the tab and the line feed
        "\u2028\u2029",  # line ends to some programs, and none to others
        "\u202a-\u202e\u2066-\u2069\u206a-\u206f",  # they turn text around
        "\u2061-\u2065\ufff9-\ufffb\U0001d173-\U0001d17a",  # signs for programs
        "\u115f\u1160\u3164\uffa0",  # letters that are blank
        "\ud800-\udfff",  # halves of characters
        "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",  # private use: nobody knows what they look like
        f"\ufdd0-\ufdef{_PLANES}",  # no characters at all
        "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff",  # tags: a text inside the text
    ),
)
_IN_PLACE = (
    "(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]",  # of variants, one behind its character
    "(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]",  # and these behind an ideograph
    "(?<=[\u200c\u200d])[\u200c\u200d]",  # a joiner joins two characters
)
FORBIDDEN = re.compile("|".join((f"[{_ALWAYS}]", *_IN_PLACE)))
DROPPED = re.compile("[\ufeff\u200b\u00ad\u2060]")
DROPPED_NAMES = {
    "\ufeff": "byte order mark",
    "\u200b": "zero-width space",
    "\u00ad": "soft hyphen",
    "\u2060": "word joiner",
}
_TAGGED_FLAGS = {  # the only emoji that are made with tags: England, Scotland, Wales
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f": f"\U0001f3f4{' ' * 6}"
    for region in ("gbeng", "gbsct", "gbwls")
}
_ENTITY = re.compile(r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z0-9]+));")
_SUSPECT = (b"\xe1\x85", b"\xe3\x85", b"\xef\xbe", b"\xef\xb8", b"\xf3")
"""How blank letters and variants begin in UTF-8, which Python counts among the printable characters."""

_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n\r"


def is_plain(raw: bytes, text: str) -> bool:
    """Whether a text surely holds no character that is refused or left out; much quicker than looking for them."""
    if text.isascii():
        return "\r" not in text and not raw.translate(None, _PLAIN_ASCII)
    is_printable = text.replace("\n", " ").replace("\t", " ").isprintable()
    return is_printable and not any(start in raw for start in _SUSPECT)


def without_flags(text: str) -> str:
    """The text without the tags of flags that are made with them; each other character stays in its place."""
    if "\U000e007f" in text:
        for flag, plain in _TAGGED_FLAGS.items():
            text = text.replace(flag, plain)
    return text


def refused(text: str) -> re.Match[str] | None:
    """The first character that is refused."""
    return FORBIDDEN.search(without_flags(text))


def refused_entities(text: str) -> Iterator[tuple[int, str]]:
    """(offset, character) of every entity of HTML that stands for a character which a text must not hold."""
    for match in _ENTITY.finditer(text) if "&" in text else ():
        meant = _meant(match)
        if FORBIDDEN.match(meant) or DROPPED.match(meant):
            yield match.start(), meant[0]


def _meant(entity: re.Match[str]) -> str:
    if entity["name"]:
        return html.entities.html5.get(f"{entity['name']};", "")
    number = int(entity["hex"], 16) if entity["hex"] else int(entity["decimal"])
    return chr(number) if 0 < number <= sys.maxunicode else ""


def code_point(character: str) -> str:
    """A character's number as people look it up: U+200B."""
    return f"U+{ord(character):04X}"


def printable(text: str) -> str:
    """The text with what can't be seen spelt out, so that it can neither forge a line nor colour a terminal."""
    return text if text.isprintable() else "".join(map(_spelt, text))


def _spelt(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]

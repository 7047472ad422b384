"""Whatever is written as a setting of the practice, the macros show it as plain text, or it is rejected."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_environment import copy_sample_data, html, render
from selectolax.lexbor import LexborHTMLParser

import core.facts
from core.errors import InputError
from core.facts import load
from core.numbers_and_names import dialled
from core.settings import Practice

LOCATION = "mkdocs.yml, extra › practice"
HTML = ("<script>x</script>", "<b>", "</div>", '"', "'", "<", ">", "&", "&lt;", "{", "}", "{ onclick=x }", "<!--")
HTML += ("[a](javascript:x)", "![a](https://x.example/)", "<https://x.example/>", "[a]: https://x.example/", "[TOC]")
MARKUP = ("*", "**", "_", "`", "\\", "# ", "!!! x", "- ", "+ ", "12. ", "~~~", "|", "===", "---", "%}", "{{", "{# #}")
MARKUP += ("\n", "\n\n    ", "\t", "\u202e", "\u200f", "\u2066", "\x00", "\x02", "\x03", "\x1b[31m", "\x85", "\u2028")
WORDS = st.lists(st.sampled_from(HTML + MARKUP) | st.sampled_from("abc 123é"), max_size=12).map("".join)
LONG = st.builds(lambda text: text * 400, st.sampled_from(("a", "ab ", "<b>", "é*")))
TEXTS = WORDS | LONG | st.text(max_size=20)
OTHER_TYPES = st.none() | st.booleans() | st.integers() | st.floats() | st.dates()
WRONG_TYPES = (
    OTHER_TYPES
    | st.lists(TEXTS | OTHER_TYPES, max_size=3)
    | st.dictionaries(TEXTS | st.integers(), TEXTS | OTHER_TYPES, max_size=2)
)
PATHS = st.text('abcXYZ019-._~:/?#[]@!$&()*+,;=%"<> \n', max_size=20)
ADDRESSES = st.sampled_from(
    (
        "javascript:alert(1)", "JavaScript://x.example/%0aalert(1)", "data:text/html,<b>x</b>", "//x.example/",
        "http://x.example/", "https://me@x.example/", "https://me:you@x.example/", "https://x.example\\@y.example/",
        "https://x.example:443@y.example/", "https:/x.example", "https://x.example/\n", " https://x.example/",
        "https://x.example/\"onclick=\"x", "https://x.example/<b>", "https://[::1]/", "HTTPS://X.EXAMPLE/a?b=c&d=(e)#f",
        "https://x.example?a=1&amp;b=2", "https://-.-/", "https://x.example:99999999/", "/sessions.md", "mailto:a@b.c",
    )
) | PATHS.map("https://x.example/".__add__)  # fmt: skip
NAMES = st.sampled_from(("entry.1", "topic", "a-b_c.d", "x", 'a"b', "a&b", "a=b", "<b>", "a b", "", "é", "a\n"))
MAPS = st.dictionaries(st.sampled_from(("topic", "language", "code", "tpoic")), NAMES | OTHER_TYPES, max_size=3)
CODES = st.sampled_from(("en", "ur", "zh-Hant", "EN", " en", "en ", "en\n", "root", "en_US", "x", "<b>", "\u202een"))
NEARLY_VALID = {  # values that are almost valid
    "kind": st.sampled_from(("therapy", "Therapy", "magic", " coaching")),
    "apply_url": ADDRESSES,
    "apply_email": st.sampled_from(
        ("a@practice.org", "A.b+c@x-y.example.com", "Sam <a@b.org>", "a@b", "a b@c.org", "a@b.org?cc=x@y.org")
    ),
    "apply_phone": st.sampled_from(
        ("+44 20 7946 0000", "+1 (555) 010-0000", "020 7946 0000", "+44", "+44 20 CALL", "112")
    ),
    "apply_fields": MAPS,
    "languages": st.lists(CODES, max_size=3),
    "helpline_regions": st.lists(st.sampled_from(("AA", "BB", "ZZ", "aa", "<b>", " AA")), max_size=3),
    "not_for": st.lists(TEXTS, max_size=3),
}
EXAMPLES = 16  # for each key; a third of them nearly valid
BENIGN = "Plain words"
WITH_FORM = {"apply_url": "https://forms.example.org/ask"}  # so that the texts about the form are shown


@pytest.fixture(scope="module")
def sample_root(tmp_path_factory):
    """The sample data, whose files are read only once."""
    root = copy_sample_data(tmp_path_factory.mktemp("settings"))
    with patch.object(core.facts, "parse_yaml", cache(core.facts.parse_yaml)):
        yield root


def rendered(root: Path, practice: dict[str, Any]) -> LexborHTMLParser:
    """The macros that show a practice, rendered as one page."""
    facts = load(root, {"name": "Sam Roe", **WITH_FORM} | practice)
    markdown, said = render("{{ offer() }}\n\n{{ apply() }}\n\n{{ invitation() }}", facts)
    assert said == []
    return LexborHTMLParser(html(markdown))


def skeleton(tree: LexborHTMLParser) -> list[tuple[str, dict]]:
    """Every element with its attributes, without text."""
    return [(node.tag, dict(node.attributes)) for node in tree.body.css("*")]


def harmless(key: str, value: Any) -> Any:
    """A harmless value of the same type; None if the value is not shown as a text."""
    if key in ("kind", "apply_url", "apply_email", "apply_phone", "apply_fields", "helpline_regions") or not value:
        return None
    if key == "languages":
        return ["en"]
    return [BENIGN] if isinstance(value, list) else BENIGN


def normalise(text: str) -> str:
    """A text in one line, without characters that HTML parsers drop."""
    return " ".join(re.sub("[\x00\x02\x03\ufffd]", "", text).split())


def check_link(tree: LexborHTMLParser, url: str, fields: dict[str, str]) -> None:
    """Assert that the only link out of the guide leads to this address, with exactly these fields."""
    parts = urlsplit(url)
    assert (parts.scheme.lower(), parts.username, url) == ("https", None, "".join(url.split()))
    (link,) = [node.attributes for node in tree.css("a[href^='https:' i]")]
    given = {name: field for name, field in fields.items() if field}
    expected = {"class": "guide-button", "rel": "noopener noreferrer", "data-plain": url, "data-lang": "en"}
    assert {key: value for key, value in link.items() if key != "href"} == expected | {
        f"data-{name}": field for name, field in given.items()
    }
    added = f"{given['language']}=en" if "language" in given else ""
    bare = link["href"].replace(added, "", 1)
    assert bare in (url, *(url.replace("#", f"{mark}#", 1) if "#" in url else url + mark for mark in ("?", "&")))
    assert [node.text() for node in tree.css(".guide-application strong")] == [parts.netloc]


def check_value(root: Path, key: str, value: Any) -> None:
    """Assert that a value is rejected, with where, what and what to write, or changes only the text of the page."""
    try:
        tree = rendered(root, {key: value})
    except InputError as refusal:
        for text in re.split(rf"\n(?={re.escape(LOCATION)})", str(refusal)):
            assert re.fullmatch(rf"{LOCATION}: {key}\b.*[;,] ((write|name) .+)\.", text, re.DOTALL), text
        return
    assert tree.css("script, style, img, iframe, form, [onclick], [style], [srcset]") == []
    url = value if key == "apply_url" else WITH_FORM["apply_url"]
    if url and (value or key != "name"):
        check_link(tree, url, (value or {}) if key == "apply_fields" else {})
    direct = {"apply_email": f"mailto:{value}?subject=A%20question", "apply_phone": f"tel:{dialled(str(value))}"}
    found = [node.attributes["href"] for node in tree.css("a[href^='mailto:'], a[href^='tel:']")]
    assert found == ([direct[key]] if key in direct and value else [])
    if (benign := harmless(key, value)) is None:
        return
    plain = rendered(root, {key: benign})
    assert skeleton(tree) == skeleton(plain)
    if key != "languages":
        shown = normalise(", ".join(value) if isinstance(value, list) else value)
        assert normalise(tree.body.text()) == normalise(normalise(plain.body.text()).replace(BENIGN, shown))


@pytest.mark.parametrize("key", Practice.model_fields)
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_any_value_is_rejected_or_plain_text(key, data, sample_root):
    """Any value for a key is rejected with what to write, or shown as plain text."""
    check_value(sample_root, key, data.draw(NEARLY_VALID.get(key, TEXTS) | TEXTS | WRONG_TYPES))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("languages", [" en"]),
        ("languages", ["ur\n"]),
        ("name", "<b>\n\nx</b>"),
        ("offer", "- a\n# b"),
        ("price", "1. a"),
    ],
)
def test_known_bad_values_do_no_harm(key, value, sample_root):
    """Values that once broke the page are harmless."""
    check_value(sample_root, key, value)

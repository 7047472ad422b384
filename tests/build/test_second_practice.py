"""A practice is defined by settings alone: with other settings, nothing of the first practice is left in the guide.

The real guide is built here with its whole layout and all its checks; only the downloads are stubs.
"""

import gzip
import html as entities
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import brotli
import pytest
import site_factory
import yaml
from babel import Locale
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from macro_environment import copy_sample_data, html, render, settings, strings
from selectolax.lexbor import LexborHTMLParser

import core.facts
from core.errors import InputError
from core.facts import load
from core.manifest import read_manifest
from core.settings import Practice
from exports.artifacts import artifacts
from exports.book import book_html
from exports.catalogue import catalogue_files
from exports.feed import feed_xml
from exports.handout import handout_html
from exports.link_sheet import cards_html, link_sheet_html
from exports.site_reader import read_guide
from exports.worksheet import worksheet_html

REAL = settings()
FIRST = REAL["extra"]["practice"]
LOCATION = "mkdocs.yml, extra › practice"


def other(key: str, *choices: Any) -> Any:
    """The first of these that differs from the real setting."""
    return next(choice for choice in choices if choice != FIRST[key])


SITE = {"site_name": "Stilles & tiefes Wasser", "site_url": "https://other.example/"}
SECOND = {
    "name": "Runa Holmqvist",
    "offer": "Runa Holmqvist listens by telephone. Each talk stands alone & ends on time.",
    "kind": other("kind", "counselling", "therapy"),
    "apply_url": "https://forms.holmqvist.example/ask?from=guide",
    "apply_fields": {"topic": "entry.7001", "language": "entry.7002", "code": "entry.7003"},
    "medium": "by telephone, on a landline",
    "regions": "the Faroe Islands",
    "price": "340 crowns, or <what> you can",
    "length": "35 minutes by the clock",
    "waiting_time": "nine weeks in winter",
    "answer_within": "four working days",
    "cancellation": "free until the evening before",
    "qualification": "a diploma from the school at Klaksvík",
    "registration": "number 8812 in the *open* register",
    "confidentiality": "Nothing is told on, unless a court orders it.",
    "not_for": ["people under 21", "tax questions"],
    "languages": other("languages", ["cy", "gd"], ["gd", "cy"]),
    "helpline_regions": other("helpline_regions", ["NO", "KE"], ["KE", "NO"]),
    "accent": other("accent", "plum", "moss"),
}
ONLY_NAME = {"name": SECOND["name"]}
NAMELESS = SECOND | {"name": None}
STUB_BUILD_POOL = '''"""A stub: each download is there, and holds a few letters."""


def build_all(guide, facts, wanted, cache):
    """One file for all."""
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "blank.1").write_bytes(b"A file.")
    return {artifact.file: cache / "blank.1" for artifact in wanted}, 0
'''
STUBBED = {".png", ".pdf", ".epub", ".zip"}  # by the stub


# The builds.


def configure(root: Path, practice: dict[str, Any], **whole: str) -> Path:
    """Give the project in `root` another practice, and with `whole` another name and address."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for key, value in whole.items():
        text, times = re.subn(rf"^{key}: .*", f"{key}: {value}", text, flags=re.M)
        assert times == 1
    written = yaml.safe_dump({"practice": practice}, allow_unicode=True, sort_keys=False, width=1000)
    block = "".join(f"  {line}\n" for line in written.splitlines())
    text, times = re.subn(r"^  practice:\n(?:    .*\n)+", lambda _: block, text, flags=re.M)
    assert times == 1
    path.write_text(text, encoding="utf-8")
    return root


def build_guide(root: Path, practice: dict[str, Any]) -> site_factory.BuildResult:
    """Build the real guide with this practice; the heading of its first page is the new name, too."""
    configure(site_factory.copy_guide(root), practice, **SITE)
    (root / ".cache/exports").unlink()  # a link to the cache of our own builds
    (root / "exports" / "build_pool.py").write_text(STUB_BUILD_POOL, encoding="utf-8")
    start, register = root / "docs" / "index.md", root / "data" / "url_registry.yml"
    for path in (start, register):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(REAL["site_name"], SITE["site_name"]), encoding="utf-8")
    done = site_factory.build(root)
    assert done.code == 0, done.output
    return done


def full_build(root: Path) -> site_factory.BuildResult:
    """Every key is set."""
    return build_guide(root, SECOND)


def only_name_build(root: Path) -> site_factory.BuildResult:
    """Every key but the name is empty."""
    return build_guide(root, dict.fromkeys(SECOND) | ONLY_NAME)


def nameless_build(root: Path) -> site_factory.BuildResult:
    """The name is empty, and every other key is set."""
    return build_guide(root, NAMELESS)


@pytest.fixture(scope="session")
def full(once):
    """The guide of the second practice."""
    return once(full_build)


@pytest.fixture(scope="session")
def only_name(once):
    """The guide of a practice with only a name."""
    return once(only_name_build)


@pytest.fixture(scope="session")
def nameless(once):
    """The guide of a practice without a name."""
    return once(nameless_build)


# Reading a site.


def one_line(text: str) -> str:
    """A text with each run of whitespace as one space."""
    return " ".join(text.split())


@cache
def page(site: Path, address: str) -> LexborHTMLParser:
    """One page of a built site."""
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


def seen(done: site_factory.BuildResult, address: str, selector: str) -> list[str]:
    """The texts of the elements of a page that match a selector."""
    return [one_line(node.text()) for node in page(done.site, address).css(selector)]


def text_of(path: Path) -> str:
    """The text of a file, decompressed, and also with HTML entities and JSON escapes decoded."""
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    content = brotli.decompress(content) if path.suffix == ".br" else content
    text = content.decode("utf-8")
    if ".json" in path.suffixes:
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return f"{text}\n{one_line(entities.unescape(text))}"


def values(whole: dict[str, str], practice: dict[str, Any]) -> set[str]:
    """Every text in settings that identifies a practice: whole, by sentence, and the name by its words."""
    found = [whole["site_name"], urlsplit(whole["site_url"]).netloc, *str(practice.get("name") or "").split()]
    for value in practice.values():
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for text in filter(None, inside):
            found += [text, *re.split(r"(?<=[.!?])\s+", text)]
    if url := practice.get("apply_url"):
        found.append(urlsplit(url).netloc)
    return {one_line(text) for text in found if len(text) > 1}


def found_in(values: set[str], text: str) -> set[str]:
    """Those of the values that are in a text, as whole words."""
    return {value for value in values if value in text and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text)}


def own_words(site: Path) -> str:
    """The text of docs/ and data/, which belongs to no practice."""
    folders = [site.parent / folder for folder in ("docs", "data")]
    files = [path for folder in folders for path in sorted(folder.rglob("*"))]
    readable = (".md", ".yml", ".js", ".css", ".html", ".svg", ".json")
    return one_line(" ".join(path.read_text(encoding="utf-8") for path in files if path.suffix in readable))


def practice_words(done: site_factory.BuildResult) -> str:
    """The text of all parts of pages that are about the practice."""
    pages = [path.parent.relative_to(done.site).as_posix() for path in done.site.rglob("index.html")]
    return "\n".join(
        text for address in pages for text in seen(done, address, ".guide-offer, .guide-invitation, .guide-application")
    )


def find_leaks(done: site_factory.BuildResult, wanted: set[str]) -> dict[str, set[str]]:
    """Which of these values are in which files of a built site.

    A value that is also an ordinary word of the guide, such as “online”, is searched for only in the parts about the
    practice.
    """
    ordinary = found_in(wanted, own_words(done.site))
    files = [path for path in done.site.rglob("*") if path.is_file() and path.suffix not in STUBBED]
    found = {path.relative_to(done.site).as_posix(): found_in(wanted - ordinary, text_of(path)) for path in files}
    words = " ".join(strings().values())
    found["parts about the practice"] = found_in(ordinary - found_in(ordinary, words), practice_words(done))
    return {place: what for place, what in found.items() if what}


# The second practice, and nothing of the first.


def test_the_two_practices_have_nothing_in_common():
    """Each key of the second practice is set, and differs from that of the first."""
    assert set(SECOND) == set(Practice.model_fields)
    assert all(SECOND.values())
    assert [key for key in SECOND if SECOND[key] == FIRST.get(key)] == []
    assert [key for key in SITE if SITE[key] == REAL[key]] == []


@pytest.mark.parametrize("site", ["full", "only_name", "nameless"])
def test_nothing_of_the_first_practice_is_left(site, request):
    """No name, sentence or address of the real settings is in any file of another practice's guide."""
    done = request.getfixturevalue(site)
    mine = values(SITE, SECOND)
    gone = {value for value in values(REAL, FIRST) if not found_in({value}, " ".join(mine))}
    assert {REAL["site_name"], urlsplit(REAL["site_url"]).netloc} <= gone
    assert find_leaks(done, gone) == {}


def test_leaks_would_be_found(full):
    """find_leaks finds each name and address of the second practice, also in compressed files."""
    found = find_leaks(full, values(SITE, SECOND))
    kinds = {"index.html", "sessions/index.html", "search/search_index.json", "sitemap.xml", "changes.xml"}
    kinds |= {"handouts.json", "handouts.csv", "sessions/index.html.gz", "sessions/index.html.br"}
    assert kinds <= set(found)
    shown = set().union(*found.values())
    coded = {*SECOND["languages"], *SECOND["helpline_regions"], SECOND["accent"]}  # shown as names, order and colour
    docs = {SITE["site_name"], SECOND["kind"]}  # also words of the pages
    assert values(SITE, SECOND) - shown <= coded | docs


def test_every_page_has_the_second_name_and_address(full):
    """Title, header, footer and canonical address of every page are the second practice's."""
    found = {path: page(full.site, str(path.parent)) for path in full.site.rglob("index.html")}
    pages = [path for path, tree in found.items() if tree.css("link[rel=canonical]")]
    assert len(pages) > 40
    for path in pages:
        tree = found[path]
        address = path.parent.relative_to(full.site).as_posix()
        assert tree.css_first("title").text().endswith(SITE["site_name"])
        assert one_line(tree.css_first(".guide-header__name").text()) == SITE["site_name"]
        assert SITE["site_name"] in tree.css_first(".guide-footer").text()
        there = tree.css_first("link[rel=canonical]").attributes["href"]
        assert there == SITE["site_url"] + (f"{address}/" if address != "." else "")


def test_names_are_escaped(tmp_path):
    """HTML in the guide's name and address, and in a page's title and summary, is escaped."""
    name, url = 'Ask &amp; "tell"', "https://guide.example/a&lt;b/"
    title, summary = "More &gt; less", "Some &lt;b&gt; words."
    pages = {
        "other.md": site_factory.page(title).replace("A small page for a test.", summary),
        "contents.md": site_factory.page("All pages").replace("written:", "template: contents.html\nwritten:"),
    }
    root = site_factory.make_project(tmp_path, pages, edits={"data/redirects.yml": ("{}", "{old/: other/}")})
    done = site_factory.build(configure(root, ONLY_NAME, site_name=name, site_url=url))
    assert done.code == 0, done.output
    for path in done.site.rglob("*.html"):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        if mark := tree.css_first(".guide-header__name"):
            assert path.name == "404.html" or tree.css_first("title").text().endswith(name), path
            assert one_line(mark.text()) == name
            assert tree.css_first(".guide-footer p").text().startswith(name)
    other, first, contents = (page(done.site, address) for address in ("other", ".", "contents"))
    assert first.css_first("meta[property='og:title']").attributes["content"] == name
    for selector, attribute in (("link[rel=canonical]", "href"), (".guide-breadcrumbs link", "href")):
        assert other.css_first(selector).attributes[attribute] == f"{url}other/"
    assert other.css_first("title").text() == f"{title} – {name}"
    assert other.css_first(".guide-breadcrumbs [aria-current]").text() == title
    assert other.css_first(".guide-summary").text() == summary
    assert title in first.css_first(".guide-pager__next").text()
    assert f"{title} {summary}" in [one_line(node.text()) for node in contents.css(".guide-contents li")]


# What each key changes.


@dataclass(frozen=True)
class Effect:
    """The effect of a setting: what `look` finds in a guide with the key set, and with the key empty."""

    look: Callable[[site_factory.BuildResult], Any]
    set: Any
    empty: Any
    unknown_text: str = ""  # what the page about sessions says only if the key is empty


def line(key: str, label: str, empty: list[str] | None = None, unknown_text: str = "") -> Effect:
    """The effect of a key that is one labelled line on the page about sessions."""
    label, value = strings()[label], SECOND[key]
    begin = f"{label}: "

    def look(done: site_factory.BuildResult) -> list[str]:
        return [text for text in seen(done, "sessions", ".guide-offer li") if text.startswith(begin)]

    return Effect(look, [begin + (", ".join(value) if isinstance(value, list) else value)], empty or [], unknown_text)


def question(key: str) -> Effect:
    """The effect of such a key if, when empty, a sentence says that it is not stated, and to ask."""
    return line(key, f"offer_{key}", unknown_text=strings()[f"offer_{key}"].lower())


def invitation_texts(done: site_factory.BuildResult) -> list[str]:
    """The sentences of an invitation."""
    return [text for text in seen(done, "how", ".guide-invitation p") if strings()["invitation_not_emergency"] in text]


def application_targets(done: site_factory.BuildResult) -> tuple[list[str], list[str]]:
    """The target of the button to apply, and the host name that the page shows."""
    links = [
        node.attributes["href"].partition("?")[0] for node in page(done.site, "sessions").css(".guide-application a")
    ]
    return links, [text for text in seen(done, "sessions", "ol strong") if "." in text]


def sent_fields(done: site_factory.BuildResult) -> list[Any]:
    """The fields sent to the form without scripts, and the names of the fields that scripts may fill in."""
    links = page(done.site, "sessions").css("a[data-plain]")
    fields = {key: node.attributes.get(f"data-{key}") for node in links for key in SECOND["apply_fields"]}
    return [parse_qsl(urlsplit(node.attributes["href"]).query) for node in links] + ([fields] if fields else [])


def accents(done: site_factory.BuildResult) -> set[str | None]:
    """The main colours of all pages with our layout."""
    paths = [path for path in done.site.rglob("*.html") if "guide-header__name" in path.read_text(encoding="utf-8")]
    assert len(paths) > 40
    return {LexborHTMLParser(path.read_text()).css_first("html").attributes.get("data-accent") for path in paths}


def countries() -> dict[str, str]:
    """The names of the countries, by code."""
    found = yaml.safe_load((site_factory.ROOT / "data" / "emergency.yml").read_text(encoding="utf-8"))["emergency"]
    return {country["country"]: country["name"] for country in found}


def language_names(codes: list[str]) -> str:
    """The English names of languages."""
    return ", ".join(Locale.parse(code).get_display_name("en") for code in codes)


PLAIN = strings()["invitation_offer"].format(name=SECOND["name"])
NOT_EMERGENCY = strings()["invitation_not_emergency"]
URL = urlsplit(SECOND["apply_url"])
FIELDS = SECOND["apply_fields"]
TRAINED = "Training and registration are not stated"
EFFECTS = {
    "name": Effect(lambda done: len(invitation_texts(done)), 1, 0),  # empty: no practice is named
    "offer": Effect(invitation_texts, [f"{SECOND['offer']} {NOT_EMERGENCY}"], [f"{PLAIN} {NOT_EMERGENCY}"]),
    "kind": line("kind", "offer_kind", [f"{strings()['offer_kind']}: {strings()['offer_kind_unknown']}"]),
    "apply_url": Effect(
        application_targets,
        ([f"https://{URL.netloc}{URL.path}"], [URL.netloc]),
        ([], []),
        strings()["offer_closed_heading"],
    ),
    "apply_fields": Effect(sent_fields, [[("from", "guide"), (FIELDS["language"], "en")], FIELDS], []),
    "medium": line("medium", "offer_medium"),
    "regions": line("regions", "offer_regions"),
    "price": question("price"),
    "length": question("length"),
    "waiting_time": question("waiting_time"),
    "answer_within": question("answer_within"),
    "cancellation": question("cancellation"),
    "qualification": line("qualification", "offer_qualification", unknown_text=TRAINED),
    "registration": line("registration", "offer_registration", unknown_text=TRAINED),
    "confidentiality": line("confidentiality", "offer_confidentiality"),
    "not_for": line("not_for", "offer_not_for"),
    "languages": Effect(
        lambda done: [text for text in seen(done, "sessions", ".guide-offer li") if text.startswith("Languages")],
        [f"{strings()['offer_languages']}: {language_names(SECOND['languages'])}"],
        [],
    ),
    "helpline_regions": Effect(
        lambda done: seen(done, "help", "details[open] h3") or seen(done, "help", ".guide-helpline h3")[:2],
        [countries()[code] for code in SECOND["helpline_regions"]],
        sorted(countries().values())[:2],
    ),
    "accent": Effect(accents, {SECOND["accent"]}, {None}),
}


@pytest.mark.parametrize("key", Practice.model_fields)
def test_each_key_has_its_effect(key, full, only_name, nameless):
    """A key that is set is shown; one that is empty is not shown, and is said to be unknown."""
    assert key in EFFECTS, "add the key to EFFECTS"
    effect, without = EFFECTS[key], nameless if key == "name" else only_name
    assert effect.look(full) == effect.set
    assert effect.look(without) == effect.empty
    if effect.unknown_text:
        text, unknown = (one_line(page(done.site, "sessions").css_first("main").text()) for done in (full, without))
        assert (effect.unknown_text in unknown, strings()["apply_answer_unknown"] in unknown) == (True, False)
        assert not re.search(rf"{effect.unknown_text}[^.]*(not stated|None of that)", text)


def test_unknown_details_are_named_in_one_sentence(full, only_name):
    """One sentence names all unknown details; if all are set, there is none."""
    names = [
        strings()[f"offer_{key}"].lower()
        for key in Practice.model_fields
        if EFFECTS[key].unknown_text and key != "apply_url"
    ]
    asks = [text for text in seen(only_name, "sessions", ".guide-offer p") if text.startswith("Ask about")]
    assert len(asks) == 1
    assert [name for name in names[:-2] if name not in asks[0]] == []
    assert [text for text in seen(full, "sessions", ".guide-offer p") if "not stated here yet" in text] == []


def test_a_practice_with_only_a_name_is_named(only_name):
    """Without an offer, the name is in the invitation and on the page about sessions."""
    assert PLAIN in seen(only_name, "sessions", ".guide-offer p")
    assert PLAIN in practice_words(only_name)


def test_the_form_repeats_the_time_to_an_answer(full):
    """The instructions for applying say how soon an answer comes."""
    assert strings()["apply_answer"].format(time=SECOND["answer_within"]) in seen(full, "sessions", "main ol li")


def test_unset_values_are_not_shown(only_name):
    """With only a name set, no other value is in any file."""
    hidden = values(SITE, SECOND) - values(SITE, ONLY_NAME)
    assert find_leaks(only_name, hidden) == {}


# A guide without a name.


def test_a_guide_without_a_name_offers_nothing(nameless):
    """No page has an invitation or a button to apply, and no other setting of the practice is shown."""
    assert find_leaks(nameless, values(SITE, NAMELESS) - values(SITE, {})) == {}
    for path in nameless.site.rglob("index.html"):
        tree = page(nameless.site, str(path.parent))
        short_links = "a.guide-button[href*='sessions']:not([data-target])"  # the target of a short link stays
        assert tree.css(f".guide-application, a[data-plain], {short_links}") == []
        assert strings()["invitation_button"] not in tree.body.text()


def test_a_guide_without_a_name_links_to_free_help(nameless, full):
    """In place of an invitation, one button leads to helplines and other free help."""
    for address in ("how", "why", "modified", "modified/grey-rock"):
        tree = page(nameless.site, address)
        buttons = [(node.text(), node.attributes["href"]) for node in tree.css(".guide-invitation .guide-button")]
        assert [text for text, _ in buttons] == [strings()["invitation_help"]]
        assert buttons[0][1].endswith("help/")
        assert len(page(full.site, address).css(".guide-invitation .guide-button")) == 2


@pytest.mark.parametrize("site", ["full", "only_name", "nameless"])
def test_the_page_about_sessions_reads_well(site, request):
    """With any settings, the page has no empty element, no remains of a template and no stray punctuation."""
    done = request.getfixturevalue(site)
    tree = page(done.site, "sessions")
    ours = [node for node in tree.css("main p, main li, main h2") if not node.css("svg") and node.text().strip()]
    assert len(ours) == len([node for node in tree.css("main p, main li, main h2") if not node.css("svg")])
    text = one_line(tree.css_first("main").text())
    assert not re.search(r"\bNone\b(?! of that)|\{|\}|\bnull\b|\[\]|: \.|\.\.| ,|: ,|\*\*|\\", text)
    offers = seen(done, "sessions", ".guide-offer p")
    assert offers
    assert [words for words in offers if not words.endswith((".", "!", "?"))] == []
    if site == "nameless":
        assert offers == [one_line(LexborHTMLParser(html(strings()["offer_none"])).body.text())]


# Invalid and malicious settings.


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
    "accent": st.sampled_from(("sea", "plum", 'sea" onclick="x', "red")),
    "apply_url": ADDRESSES,
    "apply_fields": MAPS,
    "languages": st.lists(CODES, max_size=3),
    "helpline_regions": st.lists(st.sampled_from(("AA", "BB", "ZZ", "aa", "<b>", " AA")), max_size=3),
    "not_for": st.lists(TEXTS, max_size=3),
}
EXAMPLES = 16  # for each key; a third of them nearly valid
BENIGN = "Plain words"
SHOWN = ("offer", "apply", "invitation")
WITH_FORM = {"apply_url": "https://forms.example.org/ask"}  # so that the texts about the form are shown


def values_for(key: str) -> st.SearchStrategy:
    """Plausible and implausible values for a key."""
    return st.one_of(NEARLY_VALID.get(key, TEXTS), TEXTS, WRONG_TYPES)


@pytest.fixture(scope="module")
def sample_root(tmp_path_factory):
    """The sample data, whose files are read only once."""
    root = copy_sample_data(tmp_path_factory.mktemp("settings"))
    with patch.object(core.facts, "read_yaml", cache(core.facts.read_yaml)):
        yield root


def rendered(root: Path, practice: dict[str, Any]) -> LexborHTMLParser:
    """The macros that show a practice, rendered as one page."""
    facts = load(root, {"name": "Sam Roe", **WITH_FORM} | practice)
    markdown, said = render("\n\n".join(f"{{{{ {name}() }}}}" for name in SHOWN), facts)
    assert said == []
    return LexborHTMLParser(html(markdown))


def skeleton(tree: LexborHTMLParser) -> list[tuple[str, dict]]:
    """Every element with its attributes, without text."""
    return [(node.tag, dict(node.attributes)) for node in tree.body.css("*")]


def harmless(key: str, value: Any) -> Any:
    """A harmless value of the same type."""
    if key in ("kind", "accent", "apply_url", "apply_fields", "helpline_regions") or not value:
        return value
    if key == "languages":
        return ["en"]
    return [BENIGN] if isinstance(value, list) else BENIGN


def normalise(text: str) -> str:
    """A text without characters that HTML parsers drop."""
    return one_line(re.sub("[\x00\x02\x03\ufffd]", "", text))


def check_link(tree: LexborHTMLParser, url: str, fields: dict[str, str]) -> None:
    """Assert that the only link out of the guide leads to this address, with exactly these fields."""
    parts = urlsplit(url)
    assert (parts.scheme.lower(), parts.username, url) == ("https", None, "".join(url.split()))
    outward = [node.attributes for node in tree.css("a[href]") if not node.attributes["href"].startswith("/")]
    assert len(outward) == 1
    given = {name: field for name, field in fields.items() if field}
    link = outward[0]
    added = f"{given['language']}=en" if "language" in given else ""
    expected = {"class": "guide-button", "rel": "noopener noreferrer", "data-plain": url, "data-lang": "en"}
    assert {key: value for key, value in link.items() if key != "href"} == expected | {
        f"data-{name}": field for name, field in given.items()
    }
    bare = link["href"].replace(added, "", 1)
    assert bare in (url, *(url.replace("#", f"{mark}#", 1) if "#" in url else url + mark for mark in ("?", "&")))
    assert [node.text() for node in tree.css("ol > li:first-child > strong")] == [parts.netloc]


@pytest.mark.parametrize("key", Practice.model_fields)
@hypothesis_settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_any_value_is_rejected_or_plain_text(key, data, sample_root):
    """Any value for a key is rejected with what to write, or shown as plain text."""
    check_value(sample_root, key, data.draw(values_for(key)))


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


def check_value(root: Path, key: str, value: Any) -> None:
    """Assert that a value is rejected, with where, what and what to write, or changes only the text of the page."""
    try:
        tree = rendered(root, {key: value})
    except InputError as refusal:
        for text in re.split(rf"\n(?={re.escape(LOCATION)})", str(refusal)):
            assert re.fullmatch(rf"{LOCATION}: {key}\b.*[;,] ((write|name) .+)\.", text, re.DOTALL), text
        return
    plain = rendered(root, {key: harmless(key, value)})
    assert skeleton(tree) == skeleton(plain)
    assert tree.css("script, style, img, iframe, form, [onclick], [style], [srcset]") == []
    url = value if key == "apply_url" else WITH_FORM["apply_url"]
    name = value if key == "name" else "Sam Roe"
    if name and url:
        check_link(tree, url, (value or {}) if key == "apply_fields" else {})
    if harmless(key, value) != value and key != "languages":
        shown = one_line(", ".join(value) if isinstance(value, list) else value)
        assert normalise(tree.body.text()) == normalise(one_line(plain.body.text()).replace(BENIGN, shown))


# Three of them through a whole build.


MISTAKES = {
    "an address with a person in it": (
        {"apply_url": "https://me@forms.example.org/"},
        ["apply_url: “https://me@forms.example.org/” cannot be used; "
         "write an address that begins with https://, such as https://www.example.org/."],
    ),
    "a key that nobody knows": ({"pirce": "50"}, ["pirce: there is no field “pirce”; write “price”."]),
    "one field of the form for two things": (
        {"apply_url": "https://forms.example.org/", "apply_fields": {"topic": "entry.1", "code": "entry.1"}},
        [f"apply_fields › {name}: “entry.1” is filled in twice; name each field of the form once, "
         "and remove it from apply_url if it is there." for name in ("topic", "code")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_bad_setting_stops_the_build_and_loses_nothing(mistake, tmp_path):
    """The build stops with the line that says where, what and what to write; the last good site stays."""
    practice, lines = MISTAKES[mistake]
    root = configure(site_factory.make_project(tmp_path), {"name": "Sam Roe"} | practice)
    good = site_factory.add_previous_site(root)
    done = site_factory.build(root)
    assert done.code != 0
    said = [text.strip() for text in done.output.splitlines() if LOCATION in text]
    assert said == [f"{LOCATION}: {text}" for text in lines]
    assert "Traceback" not in done.output
    assert site_factory.contents(done.site) == good


# Downloads.


def test_downloads_are_the_second_practices(full, tmp_path):
    """Book, handouts, worksheets, link sheet, cards, catalogue and feed have only the second practice's values."""
    guide = read_guide(full.site, read_manifest(full.site.parent / ".cache" / "manifest.json"))
    facts = load(full.site.parent, SECOND, url=SITE["site_url"])
    wanted = artifacts(guide, facts, 0)
    (blank := tmp_path / "blank.1").write_bytes(b"A file.")
    pages_with_handouts = [known for known in guide.pages if known.file and not known.worksheet]
    sheets = [known for known in guide.pages if known.worksheet]
    made = {"book": book_html(guide, facts, 0), "links": link_sheet_html(guide, facts)}
    made["cards"] = cards_html(guide, facts)
    made |= {
        f"{known.address} named": handout_html(guide, known, facts, neutral=False) for known in pages_with_handouts
    }
    made |= {
        f"{known.address} neutral": handout_html(guide, known, facts, neutral=True) for known in pages_with_handouts
    }
    made |= {f"{known.address} sheet": worksheet_html(guide, known, facts) for known in sheets}
    made |= catalogue_files(guide, facts, wanted, {artifact.file: blank for artifact in wanted})
    made["feed"] = feed_xml(guide, facts, 0)
    assert (guide.name, guide.url) == (SITE["site_name"], SITE["site_url"])
    assert len(pages_with_handouts) > 10
    assert len(sheets) > 5
    gone = values(REAL, FIRST) - values(SITE, SECOND)
    gone -= found_in(gone, own_words(full.site))
    texts = {name: one_line(entities.unescape(text)) for name, text in made.items()}
    assert {name: found for name, text in texts.items() if (found := found_in(gone, text))} == {}
    host = urlsplit(SITE["site_url"]).netloc
    assert [name for name, text in texts.items() if host not in text] == []
    offers = {value for value in values(SITE, SECOND) - values(SITE, {}) if len(value) > 12}
    assert found_in(offers - found_in(offers, own_words(full.site)), texts["book"]) == set()

"""The practice is nothing but settings: with others the guide is another practice's, and nothing of the first is left.

The real guide is built here with its whole frame and all its checks; only the files to take away are not printed.
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
from hypothesis import settings as tried
from hypothesis import strategies as st
from macro_environment import cook, html, lay_out, settings, strings
from selectolax.lexbor import LexborHTMLParser

import core.facts
from core.errors import InputError
from core.facts import load
from core.settings import Practice
from exports.artifacts import works
from exports.book import book
from exports.catalogue import catalogue
from exports.feed import feed
from exports.handout import handout
from exports.link_sheet import cards, link_sheet
from exports.site_reader import read
from exports.worksheet import worksheet

REAL = settings()
FIRST = REAL["extra"]["practice"]
WHERE = "mkdocs.yml, extra › practice"


def other(key: str, *choices: Any) -> Any:
    """The first of these that is not what the real settings say."""
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
QUIET = {"name": SECOND["name"]}
NAMELESS = SECOND | {"name": None}
PRINTED = '''"""A press that prints nothing: each file that a build promises is there, and holds a few letters."""


def pressed(guide, facts, wanted, cache):
    """One file for all."""
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "blank.1").write_bytes(b"A file.")
    return {work.file: cache / "blank.1" for work in wanted}, 0
'''
MADE = {".png", ".pdf", ".epub", ".zip"}  # by the press that prints nothing


# The builds.


def settle(root: Path, practice: dict[str, Any], **whole: str) -> Path:
    """Give the house below `root` another practice, and another name and address where they are named."""
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


def built(root: Path, practice: dict[str, Any]) -> site_factory.Built:
    """The real guide with this practice; the heading of its first page, a word of docs/, is the new name, too."""
    settle(site_factory.real(root), practice, **SITE)
    (root / ".cache").unlink()  # a link to the cache of our own builds
    (root / "exports" / "press.py").write_text(PRINTED, encoding="utf-8")
    start, register = root / "docs" / "index.md", root / "data" / "url_registry.yml"
    for path in (start, register):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(REAL["site_name"], SITE["site_name"]), encoding="utf-8")
    done = site_factory.build(root)
    assert done.code == 0, done.said
    return done


def full_build(root: Path) -> site_factory.Built:
    """Every key is set."""
    return built(root, SECOND)


def quiet_build(root: Path) -> site_factory.Built:
    """Every key but the name is empty."""
    return built(root, dict.fromkeys(SECOND) | QUIET)


def nameless_build(root: Path) -> site_factory.Built:
    """The name is empty, and every other key is set."""
    return built(root, NAMELESS)


@pytest.fixture(scope="session")
def full(once):
    """The guide of the second practice."""
    return once(full_build)


@pytest.fixture(scope="session")
def quiet(once):
    """The guide of a practice of which the name alone is known."""
    return once(quiet_build)


@pytest.fixture(scope="session")
def nameless(once):
    """The guide of nobody."""
    return once(nameless_build)


# How a site is read.


def one_line(text: str) -> str:
    """A text as a reader sees it: any run of spaces and line breaks is one space."""
    return " ".join(text.split())


@cache
def page(site: Path, address: str) -> LexborHTMLParser:
    """One page of a finished site."""
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


def seen(done: site_factory.Built, address: str, selector: str) -> list[str]:
    """What a reader reads at these places of a page."""
    return [one_line(node.text()) for node in page(done.site, address).css(selector)]


def decoded(path: Path) -> str:
    """All words of a file, whether it is compressed or not, with and without what its format hides them behind."""
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    content = brotli.decompress(content) if path.suffix == ".br" else content
    text = content.decode("utf-8")
    if ".json" in path.suffixes:
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return f"{text}\n{one_line(entities.unescape(text))}"


def values(whole: dict[str, str], practice: dict[str, Any]) -> set[str]:
    """Every text in settings by which a practice could be known: whole, by the sentence, and a name by its words."""
    found = [whole["site_name"], urlsplit(whole["site_url"]).netloc, *str(practice.get("name") or "").split()]
    for value in practice.values():
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for text in filter(None, inside):
            found += [text, *re.split(r"(?<=[.!?])\s+", text)]
    if url := practice.get("apply_url"):
        found.append(urlsplit(url).netloc)
    return {one_line(text) for text in found if len(text) > 1}


def told(values: set[str], text: str) -> set[str]:
    """Those of the values that stand in a text, as words of their own."""
    return {value for value in values if value in text and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text)}


def own_words(site: Path) -> str:
    """The guide's own words, which belong to no practice."""
    rooms = [site.parent / room for room in ("docs", "data")]
    files = [path for room in rooms for path in sorted(room.rglob("*"))]
    readable = (".md", ".yml", ".js", ".css", ".html", ".svg", ".json")
    return one_line(" ".join(path.read_text(encoding="utf-8") for path in files if path.suffix in readable))


def practice_words(done: site_factory.Built) -> str:
    """All that the pages say where the practice is spoken of."""
    pages = [path.parent.relative_to(done.site).as_posix() for path in done.site.rglob("index.html")]
    return "\n".join(
        text for address in pages for text in seen(done, address, ".guide-offer, .guide-invitation, .guide-apply")
    )


def leaks(done: site_factory.Built, wanted: set[str]) -> dict[str, set[str]]:
    """Where any of these values stands in a finished site.

    A value that is an ordinary word of the guide, such as “online”, is looked for only where the practice is spoken of.
    """
    ordinary = told(wanted, own_words(done.site))
    files = [path for path in done.site.rglob("*") if path.is_file() and path.suffix not in MADE]
    found = {path.relative_to(done.site).as_posix(): told(wanted - ordinary, decoded(path)) for path in files}
    words = " ".join(strings().values())
    found["where the practice is spoken of"] = told(ordinary - told(ordinary, words), practice_words(done))
    return {place: what for place, what in found.items() if what}


# The second practice, and nothing of the first.


def test_the_two_practices_have_nothing_in_common():
    """Each key of the second practice is set, and to something else than that of the first."""
    assert set(SECOND) == set(Practice.model_fields)
    assert all(SECOND.values())
    assert [key for key in SECOND if SECOND[key] == FIRST.get(key)] == []
    assert [key for key in SITE if SITE[key] == REAL[key]] == []


@pytest.mark.parametrize("site", ["full", "quiet", "nameless"])
def test_nothing_of_the_first_practice_is_left(site, request):
    """No name, sentence or address of the real settings stands in any file of another practice's guide."""
    done = request.getfixturevalue(site)
    mine = values(SITE, SECOND)
    gone = {value for value in values(REAL, FIRST) if not told({value}, " ".join(mine))}
    assert {REAL["site_name"], urlsplit(REAL["site_url"]).netloc} <= gone
    assert leaks(done, gone) == {}


def test_a_value_that_is_left_would_be_found(full):
    """The search finds what is there: each name and address of the second practice, also in compressed files."""
    found = leaks(full, values(SITE, SECOND))
    kinds = {"index.html", "sessions/index.html", "search/search_index.json", "sitemap.xml", "changes.xml"}
    kinds |= {"handouts.json", "handouts.csv", "sessions/index.html.gz", "sessions/index.html.br"}
    assert kinds <= set(found)
    shown = set().union(*found.values())
    coded = {*SECOND["languages"], *SECOND["helpline_regions"], SECOND["accent"]}  # shown by name, order and colour
    docs = {SITE["site_name"], SECOND["kind"]}  # words of the pages, too
    assert values(SITE, SECOND) - shown <= coded | docs


def test_every_page_has_the_second_name_and_address(full):
    """The title, the head, the foot and the permanent address of every page are the second practice's."""
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


def test_names_are_read_as_they_were_written(tmp_path):
    """What means something in HTML is only words in the guide's name and address, and in a page's title and summary."""
    name, url = 'Ask &amp; "tell"', "https://guide.example/a&lt;b/"
    title, summary = "More &gt; less", "Some &lt;b&gt; words."
    pages = {
        "other.md": site_factory.page(title).replace("A small page for a test.", summary),
        "contents.md": site_factory.page("All pages").replace("written:", "template: contents.html\nwritten:"),
    }
    root = site_factory.house(tmp_path, pages, edits={"data/redirects.yml": ("{}", "{old/: other/}")})
    done = site_factory.build(settle(root, QUIET, site_name=name, site_url=url))
    assert done.code == 0, done.said
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
class Proof:
    """What one key does: where to look, what a reader finds there with the key set, and what with the key empty."""

    look: Callable[[site_factory.Built], Any]
    set: Any
    empty: Any
    says: str = ""  # what the page about sessions says only while the key is empty: that it is not known


def line(key: str, label: str, empty: list[str] | None = None, says: str = "") -> Proof:
    """A line of the page about sessions, with its label."""
    label, value = strings()[label], SECOND[key]
    begin = f"{label}: "

    def look(done: site_factory.Built) -> list[str]:
        return [text for text in seen(done, "sessions", ".guide-offer li") if text.startswith(begin)]

    return Proof(look, [begin + (", ".join(value) if isinstance(value, list) else value)], empty or [], says)


def asked(key: str) -> Proof:
    """A line of that page, for want of which a sentence says that it is not stated, and to ask."""
    return line(key, f"offer_{key}", says=strings()[f"offer_{key}"].lower())


def invited(done: site_factory.Built) -> list[str]:
    """The sentences in which a page offers sessions."""
    return [text for text in seen(done, "how", ".guide-invitation p") if strings()["invitation_not_emergency"] in text]


def applied(done: site_factory.Built) -> tuple[list[str], list[str]]:
    """Where the button to apply leads, and the address that the page names beforehand."""
    links = [node.attributes["href"].partition("?")[0] for node in page(done.site, "sessions").css(".guide-apply a")]
    return links, [text for text in seen(done, "sessions", "ol strong") if "." in text]


def along(done: site_factory.Built) -> list[Any]:
    """What goes along to the form by itself, and the names of the fields that a reader may fill in."""
    links = page(done.site, "sessions").css("a[data-plain]")
    fields = {key: node.attributes.get(f"data-{key}") for node in links for key in SECOND["apply_fields"]}
    return [parse_qsl(urlsplit(node.attributes["href"]).query) for node in links] + ([fields] if fields else [])


def accents(done: site_factory.Built) -> set[str | None]:
    """The main colours of all pages that have our frame."""
    paths = [path for path in done.site.rglob("*.html") if "guide-header__name" in path.read_text(encoding="utf-8")]
    assert len(paths) > 40
    return {LexborHTMLParser(path.read_text()).css_first("html").attributes.get("data-accent") for path in paths}


def countries() -> dict[str, str]:
    """The countries of the guide by their codes."""
    found = yaml.safe_load((site_factory.ROOT / "data" / "emergency.yml").read_text(encoding="utf-8"))["emergency"]
    return {country["country"]: country["name"] for country in found}


def spoken(codes: list[str]) -> str:
    """The names of languages."""
    return ", ".join(Locale.parse(code).get_display_name("en") for code in codes)


PLAIN = strings()["invitation_offer"].format(name=SECOND["name"])
LATER = strings()["invitation_not_emergency"]
URL = urlsplit(SECOND["apply_url"])
FIELDS = SECOND["apply_fields"]
TRAINED = "Training and registration are not stated"
PROOFS = {
    "name": Proof(lambda done: len(invited(done)), 1, 0),  # empty: the guide of nobody
    "offer": Proof(invited, [f"{SECOND['offer']} {LATER}"], [f"{PLAIN} {LATER}"]),
    "kind": line("kind", "offer_kind", [f"{strings()['offer_kind']}: {strings()['offer_kind_unknown']}"]),
    "apply_url": Proof(
        applied, ([f"https://{URL.netloc}{URL.path}"], [URL.netloc]), ([], []), strings()["offer_closed_heading"]
    ),
    "apply_fields": Proof(along, [[("from", "guide"), (FIELDS["language"], "en")], FIELDS], []),
    "medium": line("medium", "offer_medium"),
    "regions": line("regions", "offer_regions"),
    "price": asked("price"),
    "length": asked("length"),
    "waiting_time": asked("waiting_time"),
    "answer_within": asked("answer_within"),
    "cancellation": asked("cancellation"),
    "qualification": line("qualification", "offer_qualification", says=TRAINED),
    "registration": line("registration", "offer_registration", says=TRAINED),
    "confidentiality": line("confidentiality", "offer_confidentiality"),
    "not_for": line("not_for", "offer_not_for"),
    "languages": Proof(
        lambda done: [text for text in seen(done, "sessions", ".guide-offer li") if text.startswith("Languages")],
        [f"{strings()['offer_languages']}: {spoken(SECOND['languages'])}"],
        [],
    ),
    "helpline_regions": Proof(
        lambda done: seen(done, "help", "details[open] h3") or seen(done, "help", ".guide-helpline h3")[:2],
        [countries()[code] for code in SECOND["helpline_regions"]],
        sorted(countries().values())[:2],
    ),
    "accent": Proof(accents, {SECOND["accent"]}, {None}),
}


@pytest.mark.parametrize("key", Practice.model_fields)
def test_each_key_changes_what_it_should(key, full, quiet, nameless):
    """By settings alone a reader sees what is set; what is empty is not shown, and is said to be unknown."""
    assert key in PROOFS, "say in PROOFS what a reader sees of it, and what while it is empty"
    proof, without = PROOFS[key], nameless if key == "name" else quiet
    assert proof.look(full) == proof.set
    assert proof.look(without) == proof.empty
    if proof.says:
        text, unknown = (one_line(page(done.site, "sessions").css_first("main").text()) for done in (full, without))
        assert (proof.says in unknown, strings()["apply_answer_unknown"] in unknown) == (True, False)
        assert not re.search(rf"{proof.says}[^.]*(not stated|None of that)", text)


def test_what_is_not_known_is_named_in_one_sentence(full, quiet):
    """A reader reads once what to ask about, and nothing of it where all is known."""
    names = [
        strings()[f"offer_{key}"].lower() for key in Practice.model_fields if PROOFS[key].says and key != "apply_url"
    ]
    asks = [text for text in seen(quiet, "sessions", ".guide-offer p") if text.startswith("Ask about")]
    assert len(asks) == 1
    assert [name for name in names[:-2] if name not in asks[0]] == []
    assert [text for text in seen(full, "sessions", ".guide-offer p") if "not stated here yet" in text] == []


def test_a_practice_is_named_where_nothing_else_is_known(quiet):
    """The name stands in the invitation and on the page about sessions when there are no words of an offer."""
    assert PLAIN in seen(quiet, "sessions", ".guide-offer p")
    assert PLAIN in practice_words(quiet)


def test_how_soon_an_answer_comes_is_told_again_at_the_form(full):
    """Whoever is about to apply reads it there, too."""
    assert strings()["apply_answer"].format(time=SECOND["answer_within"]) in seen(full, "sessions", "main ol li")


def test_nothing_is_shown_of_what_is_not_set(quiet):
    """Of every key but the name no value stands in any file."""
    hidden = values(SITE, SECOND) - values(SITE, QUIET)
    assert leaks(quiet, hidden) == {}


# A guide of nobody.


def test_a_guide_without_a_name_offers_nothing(nameless):
    """No invitation and no button to apply stands on any page, and no other setting of a practice is shown."""
    assert leaks(nameless, values(SITE, NAMELESS) - values(SITE, {})) == {}
    for path in nameless.site.rglob("index.html"):
        tree = page(nameless.site, str(path.parent))
        short_links = "a.guide-button[href*='sessions']:not([data-target])"  # what a short link opens stays
        assert tree.css(f".guide-apply, a[data-plain], {short_links}") == []
        assert strings()["invitation_button"] not in tree.body.text()


def test_a_guide_without_a_name_leads_to_free_help(nameless, full):
    """Where other guides invite, one button leads to helplines and other free routes."""
    for address in ("how", "why", "modified", "modified/grey-rock"):
        tree = page(nameless.site, address)
        buttons = [(node.text(), node.attributes["href"]) for node in tree.css(".guide-invitation .guide-button")]
        assert [text for text, _ in buttons] == [strings()["invitation_help"]]
        assert buttons[0][1].endswith("help/")
        assert len(page(full.site, address).css(".guide-invitation .guide-button")) == 2


@pytest.mark.parametrize("site", ["full", "quiet", "nameless"])
def test_the_page_about_sessions_reads_well(site, request):
    """Whatever is set, each line there is whole: no empty element, no leftover of a template, no dangling mark."""
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


# Settings that nobody should write.


SIGNS = ("<script>x</script>", "<b>", "</div>", '"', "'", "<", ">", "&", "&lt;", "{", "}", "{ onclick=x }", "<!--")
SIGNS += ("[a](javascript:x)", "![a](https://x.example/)", "<https://x.example/>", "[a]: https://x.example/", "[TOC]")
MARKS = ("*", "**", "_", "`", "\\", "# ", "!!! x", "- ", "+ ", "12. ", "~~~", "|", "===", "---", "%}", "{{", "{# #}")
MARKS += ("\n", "\n\n    ", "\t", "\u202e", "\u200f", "\u2066", "\x00", "\x02", "\x03", "\x1b[31m", "\x85", "\u2028")
WORDS = st.lists(st.sampled_from(SIGNS + MARKS) | st.sampled_from("abc 123é"), max_size=12).map("".join)
LONG = st.builds(lambda text: text * 400, st.sampled_from(("a", "ab ", "<b>", "é*")))
TEXTS = WORDS | LONG | st.text(max_size=20)
THINGS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates()
WRONG = (
    THINGS | st.lists(TEXTS | THINGS, max_size=3) | st.dictionaries(TEXTS | st.integers(), TEXTS | THINGS, max_size=2)
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
MAPS = st.dictionaries(st.sampled_from(("topic", "language", "code", "tpoic")), NAMES | THINGS, max_size=3)
CODES = st.sampled_from(("en", "ur", "zh-Hant", "EN", " en", "en ", "en\n", "root", "en_US", "x", "<b>", "\u202een"))
NEAR = {  # beside all else, what comes close to being right
    "kind": st.sampled_from(("therapy", "Therapy", "magic", " coaching")),
    "accent": st.sampled_from(("sea", "plum", 'sea" onclick="x', "red")),
    "apply_url": ADDRESSES,
    "apply_fields": MAPS,
    "languages": st.lists(CODES, max_size=3),
    "helpline_regions": st.lists(st.sampled_from(("AA", "BB", "ZZ", "aa", "<b>", " AA")), max_size=3),
    "not_for": st.lists(TEXTS, max_size=3),
}
TRIED = 16  # values of each key, and a third of them near
BENIGN = "Plain words"
SHOWN = ("offer", "apply", "invitation")
AT = {"apply_url": "https://forms.example.org/ask"}  # so that what is shown beside a form is shown


def values_of(key: str) -> st.SearchStrategy:
    """Any value that a person could write for a key, and some that nobody would."""
    return st.one_of(NEAR.get(key, TEXTS), TEXTS, WRONG)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Small facts, whose files are read once for all tries."""
    root = lay_out(tmp_path_factory.mktemp("settings"))
    with patch.object(core.facts, "read_yaml", cache(core.facts.read_yaml)):
        yield root


def rendered(root: Path, practice: dict[str, Any]) -> LexborHTMLParser:
    """What readers get of a practice, all in one."""
    facts = load(root, {"name": "Sam Roe", **AT} | practice)
    markdown, said = cook("\n\n".join(f"{{{{ {name}() }}}}" for name in SHOWN), facts)
    assert said == []
    return LexborHTMLParser(html(markdown))


def skeleton(tree: LexborHTMLParser) -> list[tuple[str, dict]]:
    """Every element with its attributes, without the words."""
    return [(node.tag, dict(node.attributes)) for node in tree.body.css("*")]


def harmless(key: str, value: Any) -> Any:
    """A value of the same shape that cannot do anything."""
    if key in ("kind", "accent", "apply_url", "apply_fields", "helpline_regions") or not value:
        return value
    if key == "languages":
        return ["en"]
    return [BENIGN] if isinstance(value, list) else BENIGN


def clean(text: str) -> str:
    """A text as it is read, without letters that no parser hands on."""
    return one_line(re.sub("[\x00\x02\x03\ufffd]", "", text))


def linked(tree: LexborHTMLParser, url: str, fields: dict[str, str]) -> None:
    """The one link out of the guide leads to this address, and carries these fields and nothing else."""
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
    assert bare in (url, *(url.replace("#", f"{sign}#", 1) if "#" in url else url + sign for sign in ("?", "&")))
    assert [node.text() for node in tree.css("ol > li:first-child > strong")] == [parts.netloc]


@pytest.mark.parametrize("key", Practice.model_fields)
@tried(max_examples=TRIED, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_any_value_is_refused_or_is_only_a_text(key, data, small):
    """Whatever somebody writes for a key: it is refused with what to write, or readers see it as words and no more."""
    judge(small, key, data.draw(values_of(key)))


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
def test_a_value_that_once_did_harm_does_none(key, value, small):
    """What was found by trying stays mended."""
    judge(small, key, value)


def judge(root: Path, key: str, value: Any) -> None:
    """A value is refused, with where, what and what to write; or it is shown, and nothing beside its words changes."""
    try:
        tree = rendered(root, {key: value})
    except InputError as refusal:
        for text in re.split(rf"\n(?={re.escape(WHERE)})", str(refusal)):
            assert re.fullmatch(rf"{WHERE}: {key}\b.*[;,] ((write|name) .+)\.", text, re.DOTALL), text
        return
    plain = rendered(root, {key: harmless(key, value)})
    assert skeleton(tree) == skeleton(plain)
    assert tree.css("script, style, img, iframe, form, [onclick], [style], [srcset]") == []
    url = value if key == "apply_url" else AT["apply_url"]
    name = value if key == "name" else "Sam Roe"
    if name and url:
        linked(tree, url, (value or {}) if key == "apply_fields" else {})
    if harmless(key, value) != value and key != "languages":
        shown = one_line(", ".join(value) if isinstance(value, list) else value)
        assert clean(tree.body.text()) == clean(one_line(plain.body.text()).replace(BENIGN, shown))


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
         "and take it out of apply_url if it stands there." for name in ("topic", "code")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_bad_setting_stops_the_build_and_loses_nothing(mistake, tmp_path):
    """The build stops with the line that says where, what and what to write; the last good site stays."""
    practice, lines = MISTAKES[mistake]
    root = settle(site_factory.house(tmp_path), {"name": "Sam Roe"} | practice)
    good = site_factory.keep_a_good_site(root)
    done = site_factory.build(root)
    assert done.code != 0
    said = [text.strip() for text in done.said.splitlines() if WHERE in text]
    assert said == [f"{WHERE}: {text}" for text in lines]
    assert "Traceback" not in done.said
    assert site_factory.contents(done.site) == good


# The files to take away.


def test_the_files_to_take_away_are_the_second_practices(full, tmp_path):
    """Book, handouts, worksheets, links, cards, catalogue and feed name the second guide, and nothing of the first."""
    guide, facts = read(full.site), load(full.site.parent, SECOND, url=SITE["site_url"])
    wanted = works(guide, facts, 0)
    (blank := tmp_path / "blank.1").write_bytes(b"A file.")
    papers = [known for known in guide.pages if known.paper and not known.worksheet]
    sheets = [known for known in guide.pages if known.worksheet]
    made = {"book": book(guide, facts, 0), "links": link_sheet(guide, facts), "cards": cards(guide, facts)}
    made |= {f"{known.address} open": handout(guide, known, facts, discreet=False) for known in papers}
    made |= {f"{known.address} discreet": handout(guide, known, facts, discreet=True) for known in papers}
    made |= {f"{known.address} sheet": worksheet(guide, known, facts) for known in sheets}
    made |= catalogue(guide, facts, wanted, {work.file: blank for work in wanted})
    made["feed"] = feed(guide, facts, 0)
    assert (guide.name, guide.url) == (SITE["site_name"], SITE["site_url"])
    assert len(papers) > 10
    assert len(sheets) > 5
    gone = values(REAL, FIRST) - values(SITE, SECOND)
    gone -= told(gone, own_words(full.site))
    texts = {name: one_line(entities.unescape(text)) for name, text in made.items()}
    assert {name: found for name, text in texts.items() if (found := told(gone, text))} == {}
    host = urlsplit(SITE["site_url"]).netloc
    assert [name for name, text in texts.items() if host not in text] == []
    offers = {value for value in values(SITE, SECOND) - values(SITE, {}) if len(value) > 12}
    assert told(offers - told(offers, own_words(full.site)), texts["book"]) == set()

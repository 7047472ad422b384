"""A practice is defined by settings alone: with other settings, nothing of the first practice is left in the guide.

The real guide is built here with its whole layout and all its checks; only the downloads are stubs.
"""

import gzip
import html as entities
import json
import re
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import brotli
import pytest
import site_factory
import yaml
from babel import Locale
from macro_environment import facts, html, settings, strings
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser
from site_factory import BuildResult

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


def other(key: str, *choices: Any) -> Any:
    """The first of these that differs from the real setting."""
    return next(choice for choice in choices if choice != FIRST[key])


SITE = {"site_name": 'Stilles &amp; "tiefes" Wasser', "site_url": "https://other.example/~b/still.water/"}
SECOND = {
    "name": "Runa Holmqvist",
    "offer": "Runa Holmqvist listens by telephone. Each talk stands alone & ends on time.",
    "kind": other("kind", "counselling", "therapy"),
    "apply_url": "https://forms.holmqvist.example/ask?from=guide",
    "apply_email": "ask@holmqvist.example",
    "apply_phone": "+298 20 60 81",
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
    "privacy": "Only Runa reads it. It stays on paper for two years.",
    "not_for": ["people under 21", "tax questions"],
    "languages": other("languages", ["cy", "gd"], ["gd", "cy"]),
    "helpline_regions": other("helpline_regions", ["NO", "KE"], ["KE", "NO"]),
    "helpline_regions_only": True,
    "imprint": "R. Holmqvist, 7 Tinganes, Tórshavn. Telephone 20 60 82.",
    "report_email": "mistakes@holmqvist.example",
    "hosting": "A host in Tvøroyri keeps logs for one day.",
    "commission": "We earn nothing from the lists we name.",
}
STATEMENTS = ("imprint", "report_email", "hosting", "commission")  # that a guide of nobody could make, too
LOOKS = {  # what each practice sets of the theme; the one in between has the look of the guide
    "full": {
        "logo": "assets/own.svg",
        "favicon": "pictures/own.png",
        "palette": {"primary": "purple", "accent": "green"},
    },
    "only name": {},
    "nameless": {"icon": {"logo": "material/hand-heart"}, "palette": {"primary": "deep orange"}},
}
FOOTER = "© 2026 Runa & Holmqvist"
PLACES = [{"icon": "fontawesome/brands/mastodon", "link": "https://social.example.org/@runa"}]
LANGUAGES = [{"name": "Føroyskt", "link": "/~b/fo/", "lang": "fo"}]
ONLY_NAME = {"name": SECOND["name"]}
NAMELESS = SECOND | {"name": None} | dict.fromkeys(STATEMENTS)
PRACTICES = {"full": SECOND, "only name": dict.fromkeys(SECOND) | ONLY_NAME, "nameless": NAMELESS}
STUB_BUILD_POOL = '''"""A stub: each download is there, and holds a few letters."""


def build_all(guide, facts, wanted, cache):
    """One file for all."""
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "blank.1").write_bytes(b"A file.")
    return {artifact.file: cache / "blank.1" for artifact in wanted}, 0
'''
STUBBED = {".png", ".pdf", ".epub", ".zip"}  # by the stub


# The builds.


def configure(root: Path, practice: dict[str, Any], look: dict[str, Any]) -> None:
    """Give the guide in `root` another practice, name, address and look."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    old = re.search(r"^  practice:\n(?:    .*\n)+", text, re.MULTILINE)[0]
    new = yaml.safe_dump({"practice": practice}, allow_unicode=True, sort_keys=False, width=1000)
    site_factory.edit(root, "mkdocs.yml", old, textwrap.indent(new, "  "))
    site_factory.edit(
        root, "mkdocs.yml", "theme:\n", f"theme:\n{textwrap.indent(yaml.safe_dump(look), '  ') if look else ''}"
    )
    for path in filter(None, (look.get("logo"), look.get("favicon"))):
        (root / "docs" / path).parent.mkdir(exist_ok=True)
        (root / "docs" / path).write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>', encoding="utf-8"
        )
    if look.get("logo"):
        more = {"homepage": "https://holmqvist.example/", "social": PLACES, "alternate": LANGUAGES}
        site_factory.edit(root, "mkdocs.yml", "extra:\n", f"extra:\n{textwrap.indent(yaml.safe_dump(more), '  ')}")
        site_factory.edit(root, "mkdocs.yml", "site_name:", f"copyright: '{FOOTER.replace('©', '&copy;')}'\nsite_name:")
    site_factory.edit(root, "mkdocs.yml", f"site_url: {REAL['site_url']}", f"site_url: {SITE['site_url']}")
    site_factory.edit(root, "mkdocs.yml", REAL["site_name"], SITE["site_name"])


def build_practice(root: Path) -> BuildResult:
    """Build the real guide with the practice that the folder is named after."""
    configure(site_factory.copy_guide(root), PRACTICES[root.name], LOOKS[root.name])
    (root / ".cache/exports").unlink()  # a link to the cache of our own builds
    (root / "exports" / "build_pool.py").write_text(STUB_BUILD_POOL, encoding="utf-8")
    return site_factory.build(root)


def build_practices(root: Path) -> dict[str, BuildResult]:
    """Build the guide of each practice, all at the same time."""
    with ThreadPoolExecutor() as pool:
        done = pool.map(build_practice, [root / name for name in PRACTICES])
        return dict(zip(PRACTICES, done, strict=True))


@pytest.fixture(scope="session")
def guides(once: Callable[..., dict[str, BuildResult]]) -> dict[str, BuildResult]:
    """The guide of a practice with all settings, of one with only a name, and of one with all but the name."""
    done = once(build_practices)
    assert_none([guide.output for guide in done.values() if guide.code])
    return done


# Reading a site.


def one_line(text: str) -> str:
    """A text with each run of whitespace as one space."""
    return " ".join(text.split())


@cache
def page(site: Path, address: str) -> LexborHTMLParser:
    """One page of a built site."""
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


def seen(done: BuildResult, address: str, selector: str) -> list[str]:
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
        for text in (one for one in inside if isinstance(one, str) and one):
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


def practice_words(done: BuildResult) -> str:
    """The text of all parts of pages that are about the practice."""
    pages = [path.parent.relative_to(done.site).as_posix() for path in done.site.rglob("index.html")]
    return "\n".join(
        text
        for address in pages
        for text in seen(done, address, ".guide-offer, .guide-invitation, .guide-application, .guide-direct")
    )


def find_leaks(done: BuildResult, wanted: set[str]) -> dict[str, set[str]]:
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
    """Each key of the second practice is set; no name, sentence or entry of a list is that of the first."""
    assert set(SECOND) == set(Practice.model_fields)
    assert all(SECOND.values())
    assert [key for key in SECOND if SECOND[key] == FIRST.get(key)] == []
    assert values(SITE, SECOND) & values(REAL, FIRST) == set()


@pytest.mark.parametrize("name", PRACTICES)
def test_nothing_of_the_first_practice_is_left(name, guides):
    """No name, sentence or address of the real settings is in any file of another practice's guide."""
    mine = values(SITE, SECOND)
    gone = {value for value in values(REAL, FIRST) if not found_in({value}, " ".join(mine))}
    assert {REAL["site_name"], urlsplit(REAL["site_url"]).netloc} <= gone
    assert find_leaks(guides[name], gone) == {}


def test_leaks_would_be_found(guides):
    """find_leaks finds each name and address of the second practice, also in compressed files."""
    found = find_leaks(guides["full"], values(SITE, SECOND))
    kinds = {"index.html", "sessions/index.html", "robots.txt", "sitemap.xml", "changes.xml"}
    kinds |= {"handouts.json", "handouts.csv", "sessions/index.html.gz", "sessions/index.html.br"}
    assert kinds <= set(found)
    shown = set().union(*found.values())
    coded = {*SECOND["languages"], *SECOND["helpline_regions"]}  # shown as names, and as the order
    docs = {SITE["site_name"], SECOND["kind"]}  # also words of the pages
    assert values(SITE, SECOND) - shown <= coded | docs


def test_the_search_names_the_numbers_of_the_first_countries(guides):
    """Where the search shows danger, it has emergency number and crisis line of the countries set first."""
    (script,) = guides["full"].site.glob("assets/search_panel.*.js")
    text = json.loads(script.read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n"))
    panel = LexborHTMLParser(text).css_first(".guide-search__crisis")
    countries = {country.country: country for country in facts().countries}
    first = [countries[code] for code in SECOND["helpline_regions"]]
    numbers = [number for country in first for number in country.in_danger]
    numbers += [line.show for country in first for line in country.crisis]
    assert len(numbers) > len(first)
    assert [number for number in numbers if number not in panel.text()] == []
    assert [country.name for country in first if country.name not in panel.text()] == []
    dialled = {link.attributes["href"] for link in panel.css("a[href^='tel:']")}
    assert len(dialled) == len(set(numbers))


def test_every_page_has_the_second_name_and_address(guides):
    """Title, header, footer and canonical address of every page are the second practice's, with HTML escaped."""
    site = guides["full"].site
    trees = {path.relative_to(site).as_posix(): LexborHTMLParser(path.read_text()) for path in site.rglob("*.html")}
    pages = {name.removesuffix("index.html"): tree for name, tree in trees.items() if tree.css("link[rel=canonical]")}
    assert len(pages) > 40
    for address, tree in [*pages.items(), ("404.html", trees["404.html"])]:
        assert one_line(tree.css_first(".guide-header__name").text()) == SITE["site_name"], address
        assert SITE["site_name"] in tree.css_first(".guide-footer").text(), address
    for address, tree in pages.items():
        assert tree.css_first("title").text().endswith(SITE["site_name"]), address
        assert tree.css_first("link[rel=canonical]").attributes["href"] == SITE["site_url"] + address
    assert one_line(pages[""].css_first("h1").text()) == SITE["site_name"]
    assert pages["why/"].css_first(".guide-breadcrumbs link").attributes["href"] == f"{SITE['site_url']}why/"


# The look.


def layouts(done: BuildResult) -> list[LexborHTMLParser]:
    """All pages with our layout."""
    texts = [path.read_text(encoding="utf-8") for path in done.site.rglob("*.html")]
    pages = [LexborHTMLParser(text) for text in texts if "guide-header__name" in text.partition("<body")[2]]
    assert len(pages) > 40
    return pages


@pytest.mark.parametrize(
    ("name", "colours"),
    [("full", ("#5b2a54", "#e6b9dc")), ("only name", ("#0b5356", "#93d4cc")), ("nameless", ("#7a3019", "#fdb29c"))],
)
def test_every_page_has_the_practices_colour(name, colours, guides):
    """The main colour of each page is the one that the theme names, in light and dark, and the only one there."""
    styles = {tree.css_first("style").text() for tree in layouts(guides[name])}
    assert [tuple(re.findall(r"--main:([^;}]+)", style)) for style in styles] == [colours]
    assert ["--accent" in style for style in styles] == [name == "full"]


def test_every_page_has_the_practices_logo_and_icon(guides):
    """A picture or an icon stands before the name, the tab shows the favicon, and nobody else has them."""
    logos, icons = {}, {}
    for name, done in guides.items():
        trees = layouts(done)
        marks = {
            re.sub(r"(\.\./)+|/~b/still\.water/", "", tree.css_first(".guide-header__name > *").html) for tree in trees
        }
        tabs = {tree.css_first("link[rel=icon]").attributes["href"].rpartition("../")[2] for tree in trees}
        (logos[name],), (icons[name],) = marks, {tab.removeprefix("/~b/still.water/") for tab in tabs}
    assert re.fullmatch(
        r'<img class="guide-logo" src="assets/own\.\w{8}\.svg" alt="" width="56" height="28">', logos["full"]
    )
    assert 'class="guide-logo"' in logos["only name"]
    assert 'fill="var(--main)"' in logos["nameless"]
    assert icons["full"] == "pictures/own.png"
    assert (icons["only name"].count("%230b5356"), icons["nameless"].count("%237a3019")) == (1, 1)


def test_what_is_set_for_header_and_footer_is_there_and_nothing_else(guides):
    """Copyright, links to networks, the language switch and the homepage are on each page of the one that set them."""
    for tree in layouts(guides["full"]):
        assert tree.css_first(".guide-header__name").attributes["href"] == "https://holmqvist.example/"
        (other,) = [link.attributes for link in tree.css(".guide-header__nav a[hreflang]")]
        assert (other["href"], other["lang"]) == ("https://other.example/~b/fo/", "fo")
        assert FOOTER in tree.css_first(".guide-footer").text()
        (place,) = tree.css(".guide-footer a[rel~=me]")
        assert (place.text(), place.attributes["href"]) == ("social.example.org/@runa", PLACES[0]["link"])
    for tree in layouts(guides["only name"]):
        assert (
            tree.css(".guide-footer svg, .guide-footer a[rel], .guide-header__nav a[hreflang], [rel=alternate]") == []
        )


# What each key changes.


@dataclass(frozen=True)
class Effect:
    """The effect of a setting: what `look` finds in a guide with the key set, and with the key empty."""

    look: Callable[[BuildResult], Any]
    set: Any
    empty: Any
    unknown_text: str = ""  # what the page about sessions says only if the key is empty


def line(key: str, shown: str = "", unknown_text: str = "") -> Effect:
    """The effect of a key that is one labelled line on the page about sessions."""
    label = f"{strings()[f'offer_{key}']}: "
    value = shown or (", ".join(SECOND[key]) if isinstance(SECOND[key], list) else SECOND[key])

    def look(done: BuildResult) -> list[str]:
        return [text for text in seen(done, "sessions", ".guide-offer li") if text.startswith(label)]

    return Effect(look, [label + value], [], unknown_text)


def invitation_texts(done: BuildResult) -> list[str]:
    """The sentence of an invitation that describes the sessions."""
    return [text for text in seen(done, "how", ".guide-invitation p") if SECOND["name"] in text]


def application_targets(done: BuildResult) -> tuple[list[str], list[str]]:
    """The target of the button to apply, and the host name that the page shows."""
    links = page(done.site, "sessions").css(".guide-application a")
    hosts = [text for text in seen(done, "sessions", ".guide-application strong") if "." in text]
    return [node.attributes["href"].partition("?")[0] for node in links if "data-plain" in node.attributes], hosts


def direct_targets(scheme: str) -> Callable[[BuildResult], list[str]]:
    """A function that returns the targets of the links to apply with this scheme, such as mailto."""
    return lambda done: [
        node.attributes["href"] for node in page(done.site, "sessions").css(f".guide-direct a[href^='{scheme}:']")
    ]


def sent_fields(done: BuildResult) -> list[Any]:
    """The fields sent to the form without scripts, and the names of the fields that scripts may fill in."""
    links = page(done.site, "sessions").css("a[data-plain]")
    fields = {key: node.attributes.get(f"data-{key}") for node in links for key in SECOND["apply_fields"]}
    return [parse_qsl(urlsplit(node.attributes["href"]).query) for node in links] + ([fields] if fields else [])


PLAIN = strings()["invitation_offer"].format(name=SECOND["name"])
URL = urlsplit(SECOND["apply_url"])
FIELDS = SECOND["apply_fields"]
COUNTRIES = {country.country: country.name for country in facts().countries}
EFFECTS = {
    "name": Effect(lambda done: len(invitation_texts(done)), 1, 0),  # empty: no practice is named
    "offer": Effect(invitation_texts, [SECOND["offer"]], [PLAIN]),
    "apply_url": Effect(
        application_targets,
        ([f"https://{URL.netloc}{URL.path}"], [URL.netloc]),
        ([], []),
        "you cannot apply on this page yet",
    ),
    "apply_email": Effect(direct_targets("mailto"), [f"mailto:{SECOND['apply_email']}?subject=A%20question"], []),
    "apply_phone": Effect(direct_targets("tel"), ["tel:+298206081"], []),
    "apply_fields": Effect(sent_fields, [[("from", "guide"), (FIELDS["language"], "en")], FIELDS], []),
    "languages": line(
        "languages", ", ".join(Locale.parse(code).get_display_name("en") for code in SECOND["languages"])
    ),
    "helpline_regions": Effect(
        lambda done: seen(done, "help", "details[open] h3") or seen(done, "help", ".guide-helpline h3")[:2],
        [COUNTRIES[code] for code in SECOND["helpline_regions"]],
        sorted(COUNTRIES.values())[:2],
    ),
    "helpline_regions_only": Effect(
        lambda done: len(seen(done, "help", ".guide-helpline h3")), len(SECOND["helpline_regions"]), len(COUNTRIES)
    ),
}
EFFECTS |= {key: line(key) for key in ("medium", "regions", "confidentiality", "privacy", "not_for")}
STATED = {key: SECOND[key] for key in STATEMENTS}
EFFECTS |= {
    key: Effect(
        lambda done, text=text: text in one_line(page(done.site, "about").css_first("main").text()), True, False
    )
    for key, text in STATED.items()
}
ASKED = (  # if empty, a sentence says to ask
    *("kind", "price", "length", "qualification", "registration", "waiting_time", "answer_within", "cancellation"),
)
EFFECTS |= {key: line(key, unknown_text=strings()[f"offer_{key}"].lower()) for key in ASKED}


@pytest.mark.parametrize("key", Practice.model_fields)
def test_each_key_has_its_effect(key, guides):
    """A key that is set is shown; one that is empty is not shown, and is said to be unknown."""
    assert key in EFFECTS, "add the key to EFFECTS"
    effect, full, without = EFFECTS[key], guides["full"], guides["nameless" if key == "name" else "only name"]
    assert effect.look(full) == effect.set
    assert effect.look(without) == effect.empty
    if effect.unknown_text:
        text, unknown = (one_line(page(done.site, "sessions").css_first("main").text()) for done in (full, without))
        assert (effect.unknown_text in unknown, strings()["apply_answer_unknown"] in unknown) == (True, False)
        assert "Some things we cannot tell you yet" not in text


def test_unknown_details_are_named_in_one_sentence(guides):
    """One sentence names all unknown details; if all are set, there is none."""
    shown = seen(guides["only name"], "sessions", ".guide-offer p")
    (ask,) = [text for text in shown if "Some things we cannot tell you yet" in text]
    assert [key for key in ASKED if strings()[f"offer_{key}"].lower() not in ask] == []


def test_a_practice_with_only_a_name_shows_its_name_alone(guides):
    """The name is in the invitation and on the page about sessions, and no other value is in any file."""
    assert PLAIN in seen(guides["only name"], "sessions", ".guide-offer p")
    assert PLAIN in practice_words(guides["only name"])
    assert find_leaks(guides["only name"], values(SITE, SECOND) - values(SITE, ONLY_NAME)) == {}


def test_the_form_repeats_the_time_to_an_answer(guides):
    """The instructions for applying say how soon an answer comes."""
    answer = strings()["apply_answer"].format(time=SECOND["answer_within"])
    assert answer in seen(guides["full"], "sessions", "main ol li")


def test_a_guide_without_a_name_offers_nothing(guides):
    """No page has an invitation or a button to apply, and no other setting of the practice is shown."""
    nameless = guides["nameless"]
    assert find_leaks(nameless, values(SITE, NAMELESS) - values(SITE, {})) == {}
    for path in nameless.site.rglob("index.html"):
        tree = page(nameless.site, str(path.parent))
        short_links = "a.guide-button[href*='sessions']:not([data-target])"  # the target of a short link stays
        assert tree.css(f".guide-application, a[data-plain], {short_links}") == []
        assert strings()["invitation_button"] not in tree.body.text()


@pytest.mark.parametrize("address", ["how", "why", "modified", "modified/grey-rock"])
def test_a_guide_without_a_name_links_to_free_help(address, guides):
    """In place of an invitation, one button leads to helplines and other free help."""
    (button,) = page(guides["nameless"].site, address).css(".guide-invitation .guide-button")
    assert button.text() == strings()["invitation_help"]
    assert button.attributes["href"].endswith("help/")
    assert len(page(guides["full"].site, address).css(".guide-invitation .guide-button")) == 2


@pytest.mark.parametrize("name", PRACTICES)
def test_the_page_about_sessions_reads_well(name, guides):
    """With any settings, the page has no empty element, no remains of a template and no stray punctuation."""
    tree = page(guides[name].site, "sessions")
    ours = [node for node in tree.css("main p, main li, main h2") if not node.css("svg")]
    assert [node.html for node in ours if not node.text().strip()] == []
    text = one_line(tree.css_first("main").text())
    assert not re.search(r"\bNone\b(?! of that)|\{|\}|\bnull\b|\[\]|: \.|\.\.| ,|: ,|\*\*|\\", text)
    offers = seen(guides[name], "sessions", ".guide-offer p:not(:has(.guide-button))")
    assert offers
    assert [words for words in offers if not words.endswith((".", "!", "?"))] == []
    if name == "nameless":
        assert offers == [one_line(LexborHTMLParser(html(strings()["offer_none"])).body.text())]


# Downloads.


def test_downloads_are_the_second_practices(guides, tmp_path):
    """Book, handouts, worksheets, link sheet, cards, catalogue and feed have only the second practice's values."""
    site = guides["full"].site
    guide = read_guide(site, read_manifest(site.parent / ".cache" / "manifest.json"))
    known = load(site.parent, SECOND, url=SITE["site_url"])
    wanted = artifacts(guide, known, 0)
    (blank := tmp_path / "blank.1").write_bytes(b"A file.")
    handouts = [page for page in guide.pages if page.file and not page.worksheet]
    worksheets = [page for page in guide.pages if page.worksheet]
    assert (guide.name, guide.url, guide.primary) == (SITE["site_name"], SITE["site_url"], "purple")
    assert (len(handouts) > 10, len(worksheets) > 5) == (True, True)
    catalogue = catalogue_files(guide, known, wanted, {artifact.file: blank for artifact in wanted})
    made = catalogue | {"book": book_html(guide, known, 0), "feed": feed_xml(guide, known, 0)}
    made |= {"links": link_sheet_html(guide, known), "cards": cards_html(guide, known)}
    for page in handouts:
        made[f"{page.address} named"] = handout_html(guide, page, known, neutral=False)
        made[f"{page.address} neutral"] = handout_html(guide, page, known, neutral=True)
    made |= {f"{page.address} sheet": worksheet_html(guide, page, known) for page in worksheets}
    texts = {name: one_line(entities.unescape(text)) for name, text in made.items()}
    gone = values(REAL, FIRST) - values(SITE, SECOND)
    gone -= found_in(gone, own_words(site))
    assert {name: found for name, text in texts.items() if (found := found_in(gone, text))} == {}
    assert [
        name for name in made if name not in ("feed", *catalogue) and 'data-primary="purple"' not in texts[name]
    ] == []
    assert [name for name, text in texts.items() if urlsplit(SITE["site_url"]).netloc not in text] == []
    offers = {value for value in values(SITE, SECOND) - values(SITE, STATED) if len(value) > 12} - {SECOND["name"]}
    assert found_in(offers - found_in(offers, own_words(site)), texts["book"]) == set()

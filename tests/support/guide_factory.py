"""A small guide for the tests of exports/: a few pages as in a built site, and facts with the real strings."""

from dataclasses import replace
from pathlib import Path

from macro_environment import facts
from selectolax.lexbor import LexborNode

from core.facts import Edition, Facts
from core.joined_records import Topic
from core.manifest import Manifest, NumberSheet
from exports.site_reader import Guide, Page


def topic(slug: str, code: str, title: str, group: str, page: str | None, section: str | None = None) -> Topic:
    """One topic; a section counts as an incomplete answer."""
    return Topic(slug=slug, code=code, title=title, group=group, page=page, section=section, full=not section)


TOPICS = {
    topic.slug: topic
    for topic in (
        topic("small", "2345", "Small", "why", "index.md"),
        topic("stone", "vwf5", "Stone", "doing", "stone.md"),
        topic("stop", "7m3c", "Stop", "doing", "stone.md", "stop"),
        topic("numbers", "k7wm", "Call", "help", "help/index.md", "numbers"),
        topic("not-yet", "3gjj", "Not yet", "help", None),
    )
}
EDITIONS = (Edition("1.2.3", "2026-01-02", (("New", "A change."),)),)
FACTS = replace(facts(), editions=EDITIONS, topics=TOPICS)
UNBUILT = Path("unbuilt")  # a folder that does not exist, for tests that read no file of the site
TIMESTAMP = 1767312000  # 2026-01-02
PAGE_HTML = """<!doctype html><html lang="en" dir="ltr"><head><title>{title}</title>
</head><body><main><article class="guide-text">{text}
<footer class="guide-sources"><p>Written <time itemprop="dateModified" datetime="2026-01-02">2 January 2026</time>.</p>
</footer></article></main></body></html>"""
STONE = """<h1 id="be-a-stone">Be a stone</h1><p class="guide-summary">How to be dull.</p><p>Say little.
Then <a href="../help/#numbers">call someone</a>, or see
<a href="https://www.stones.example/grey?x=1">the stones</a>.</p>
<h2 id="how">How</h2><ul><li><p>Breathe <strong>once</strong>.</p></li></ul><h3 id="first">First</h3><p>Sit.</p>
<h2 id="stop">When to stop</h2><p>It hurts: back to <a href="#how">How</a>, or <a href="../sessions/">ask</a>.</p>"""
COUNTRY = """<section class="guide-country"{first}><h3 id="{id}">{name}</h3>
<p class="guide-helpline__emergency">
<span><strong>Police:</strong> <a href="tel:111">111</a> or <a href="tel:222">222</a></span>
<span><strong>Ambulance:</strong> <a href="tel:112">112</a></span></p>
<p class="guide-helpline__confirmed">Known.</p>
{lines}</section>"""
LINES = """<h4>If someone hurts you</h4><ul class="guide-helpline__lines" data-kind="crisis"><li>
<p class="guide-helpline__who">For women (North)</p>
<p class="guide-helpline__name">A Quiet line for Stones (Steine)</p>
<p class="guide-helpline__call"><a href="tel:02079460001">020 7946 0001</a> or <a href="tel:2">2</a> (020 TALK)<span
class="guide-helpline__hint">, then press 1</span></p>
<dl><div data-when><dt>When</dt><dd>day and night</dd></div><div><dt>Their site</dt><dd>
<a href="https://line.example.org/">line.example.org</a></dd></div></dl>
<p class="guide-helpline__confirmed">Confirmed.</p></li></ul>"""
COUNTRIES = "".join(
    COUNTRY.format(id=name.lower(), name=name, lines=lines, first=first)
    for name, lines, first in (("Aland", LINES, ""), ("Beland", LINES, ' data-first=""'), ("Deland", "", ""))
)
HELP = (
    '<h1 id="help">Help</h1><p>Call.</p><h2 id="numbers">Numbers</h2><dl><div><dt>Now</dt> <dd>112</dd></div></dl>'
    + COUNTRIES
)


def page(address: str = "stone/", article: str = STONE, markup: str = "", **changes: object) -> Page:
    """One page of the small guide. Takes the content of its <article>, or the <article> as `markup`."""
    defaults = {
        "source": f"{address.strip('/')}.md" if address else "index.md",
        "part": "Being dull",
        "title": "Stone",
        "summary": "How to be dull.",
        "written": "2026-01-02",
        "reviewed": "",
        "worksheet": False,
        "file": "",
        "neutral_file": "",
        "sections": (),
        "exercise": "",
    }
    return Page(address=address, article=markup or f"<article>{article}</article>", **(defaults | changes))


HANDOUT = {
    "file": "files/stone.pdf",
    "neutral_file": "r/vwf5/text-vwf5.pdf",
    "sections": ("first", "stop"),
    "exercise": "Sit down once.",
}
PAGES = (
    page("", '<h1 id="start">Small</h1><p>Go to <a href="stone/">Stone</a>.</p>', part="", title="Small"),
    page(**HANDOUT),
    page("help/", HELP, part="Help", title="Help", source="help/index.md"),
    page("sessions/", "<h1>Sessions</h1><p>Paid.</p>", part="Help", title="Sessions"),
    page("professionals/", "<h1>Handing on</h1><p>Print many.</p>", part="Help", title="Handing on"),
    page("professionals/links/", "<h1>Links</h1><p>Print more.</p>", part="Help", title="Links"),
)
HELP_PAGE = PAGES[2]
NUMBER_SHEETS = tuple(
    NumberSheet(id, name, f"files/numbers{f'-{id}' if id else ''}.pdf", f"r/k7wm/text-k7wm-{id or 'all'}.pdf")
    for id, name in (("", ""), ("aland", "Aland"), ("beland", "Beland"))
)


def text_of(node: LexborNode) -> str:
    """The text of a node with its whitespace collapsed."""
    return " ".join(node.text().split())


def facts_with_topic_title(title: str) -> Facts:
    """The facts with another title for the first topic."""
    return replace(FACTS, topics=TOPICS | {"small": TOPICS["small"].model_copy(update={"title": title})})


def guide(site: Path = UNBUILT, pages: tuple[Page, ...] = PAGES, **changes: object) -> Guide:
    """The small guide, with this folder as its built site."""
    defaults = {"url": "https://guide.example/", "name": "Small", "language": "en", "direction": "ltr", "drawing": ""}
    defaults["number_sheets"] = NUMBER_SHEETS if HELP_PAGE in pages else ()
    return Guide(site=site, pages=pages, **(defaults | changes))


def write_site(site: Path) -> tuple[Path, Manifest]:
    """Write a built site with the classes of the real layout; returns its folder and its manifest."""
    texts = {
        "": ("Small", '<svg class="guide-hero-drawing"><path d="M0 0"/></svg><h1 id="start">Small</h1>'),
        "stone/": (
            "Stone – Small",
            STONE + '<p class="guide-invitation">Come.</p><aside class="guide-downloads">On paper</aside>',
        ),
        "contents/": ("All pages – Small", "<h1>All pages</h1>"),
    }
    for address, (title, text) in texts.items():
        (site / address).mkdir(parents=True, exist_ok=True)
        (site / address / "index.html").write_text(PAGE_HTML.format(title=title, text=text), encoding="utf-8")
    pages = (*PAGES[:2], page("contents/", title="All pages"))
    return site, Manifest(name="Small", url="https://guide.example/", pages=pages)

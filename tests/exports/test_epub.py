"""The book for e-readers: whole, in order, alone without a network, and open to every way of reading."""

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest
from macro_environment import ROOT, facts
from sample_guide import page as sample_page

from core.errors import InputError
from exports import validators
from exports.epub import epub
from exports.site_reader import Guide

MOMENT = 1795000000  # 18 November 2026, 11:06:40 in UTC
EPUB, X, OPF = "{http://www.idpf.org/2007/ops}", "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
DC, SVG = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/2000/svg}"

# Each kind of markup that the real pages have, in few words.
FIRST = """<h1 itemprop="headline" id="first">A guide &amp; more</h1>
<p>In danger? <a href="help/">Help</a>. All: <a href="contents/">contents</a>.</p>
<p>Paper: <a href="files/why.pdf">file</a> &lt; screen &amp; pen.</p>
<div class="guide-entry-cards"><ul><li><a href="why/#cost">Why</a> in short</li></ul></div>
<script>document.write("<p>x</p>")</script><button type="button">Copy</button>"""
WHY = """<h1 id="why">Why</h1><p class="guide-summary">For anyone.<br>Short.</p>
<h2 id="cost">What it <em>can</em> cost</h2>
<ol class="guide-steps" role="list"><li><p class="guide-notice guide-notice--yes">They can notice this</p></li></ol>
<figure class="guide-drawing">
<svg viewBox="0 0 9 9" role="img" aria-labelledby="drawn-title drawn-shows" stroke="currentColor">
<title id="drawn-title">A pull</title><desc id="drawn-shows">A line that sinks.</desc>
<g stroke-width="2" class="guide-drawing__main"><path d="M1 1H8"></path></g>
<text x="1" y="2">Hope &lt; less</text></svg>
<figcaption>The line is hope.</figcaption></figure>
<div class="admonition care"><p class="admonition-title">Take care</p>
<p>See <a href="../help/#numbers">numbers</a>.</p></div>
<div class="admonition words"><p class="admonition-title">To say</p><p>“No.”</p></div>
<div class="guide-claim"><p>It helps.</p><p class="guide-claim__strength"><a href="#source-a">A, 2020</a></p></div>
<div class="guide-question" itemprop="mainEntity" itemscope="itemscope" itemtype="https://schema.org/Question">
<h3 id="how" itemprop="name">How?</h3></div>
<dl class="guide-glossary" data-lookup="data-lookup"><div><dt>Word</dt><dd>Plain.</dd></div></dl>
<table class="guide-traces"><thead><tr><th scope="col">One</th><th scope="col">Two</th></tr></thead>
<tbody><tr><th scope="rowgroup" colspan="2">Both</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>
<p>To work on it: <a href="../sessions/">sessions</a>.</p><h2 id="next">What to do next</h2>
<footer class="guide-sources"><ul>
<li id="source-a"><cite><a href="https://doi.org/10.1/a?b=1&amp;c=2" rel="noopener">A</a></cite></li>
</ul>
<p class="guide-sources__meta"><time itemprop="dateModified" datetime="2026-11-22">22 November</time></p></footer>"""
HELP = """<h1 id="help">Help</h1><h2 id="numbers">Numbers</h2>
<p class="guide-helpline__emergency"><a class="guide-helpline__number" href="tel:112">112</a></p>"""
SHEET = """<h1 id="my-log">My log</h1><table class="guide-grid"><thead><tr><th scope="col">Day</th></tr></thead>
<tbody><tr><td></td></tr></tbody></table><div class="guide-ticks"><ul><li>Saved</li></ul></div>
<div class="guide-lines guide-lines--one"><p class="guide-lines__label">Who</p>
<div class="guide-lines__line"></div></div>
<p>More: <a href="../../why/#how">how</a></p>"""


def page(address, part, title, text, worksheet=False):
    article = f'<article class="guide-text" itemscope="" itemtype="https://schema.org/Article">\n{text}</article>'
    summary = f"About {title} & more."
    return sample_page(address, part=part, title=title, summary=summary, worksheet=worksheet, markup=article)


PAGES = (
    page("", "", "A guide", FIRST),
    page("why/", "Why & how", "Why, in short", WHY),
    page("help/", "Help", "Helplines", HELP),
    page("sessions/", "Help", "Sessions", '<h1 id="sessions">Sessions</h1><p>Paid work.</p>'),
    page("professionals/", "Help", "Handing on", '<h1 id="handing-on">Handing on</h1><p>Print many.</p>'),
    page("professionals/links/", "Help", "Links", '<h1 id="links">Links</h1><p>Print more.</p>'),
    page("take/log/", "Take it", "Worksheet: my log", SHEET, worksheet=True),
)
GUIDE = Guide(
    site=Path("site"),
    url="https://guide.example/",
    name="A guide & more",
    language="en",
    direction="ltr",
    drawing='<svg class="guide-hero" viewBox="0 0 8 8" aria-hidden="true"><path d="M1 1h6"></path></svg>',
    pages=PAGES,
)
ORDER = ["cover.xhtml", "nav.xhtml", "page.xhtml", "page_why.xhtml", "page_help.xhtml", "page_take_log.xhtml"]


def with_text(text, title="Why"):
    """The small guide with another text for its second page."""
    return replace(GUIDE, pages=(PAGES[0], page("why/", "Why", title, text + WHY), *PAGES[2:]))


def opened(book):
    """The files of a book by name, all but the first as text."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture(scope="module")
def files():
    return opened(epub(GUIDE, facts(), MOMENT))


@pytest.fixture(scope="module")
def leaves(files):
    """The leaves of the small book as trees, by name."""
    return {PurePosixPath(name).name: ElementTree.fromstring(text) for name, text in files.items() if "xhtml" in name}


@pytest.fixture(scope="module")
def package(files):
    return ElementTree.fromstring(files["book/package.opf"])


def words(node):
    return " ".join("".join(node.itertext()).split())


def hrefs(leaf):
    return [link.get("href") for link in leaf.iter(f"{X}a")]


def test_the_book_has_no_fault(tmp_path):
    """EPUB's own checker finds no error and no warning in a book with every kind of markup, here from right to left."""
    path = tmp_path / "guide.epub"
    path.write_bytes(epub(replace(GUIDE, direction="rtl"), facts(), MOMENT))
    assert validators.epub(path) == []


def test_every_page_stands_in_its_place(package):
    """The pages follow each other as in the guide, from the cover to the last page.

    Sessions are left out, and so are the pages for practitioners.
    """
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    assert [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")] == [*ORDER, "colophon.xhtml"]


def test_contents_lead_to_parts_pages_and_headings(leaves):
    """The contents name each part, its pages below it, and the headings of each page below that."""
    [first, *_] = leaves["nav.xhtml"].iter(f"{X}nav")
    part = next(item for item in first.iter(f"{X}li") if words(item).startswith("Why & how"))
    assert [words(span) for span in first.iter(f"{X}span")] == ["Why & how", "Help", "Take it"]
    assert hrefs(part) == ["page_why.xhtml", "page_why.xhtml#cost", "page_why.xhtml#next"]
    assert [words(link) for link in part.iter(f"{X}a")] == ["Why, in short", "What it can cost", "What to do next"]


def test_every_link_inside_leads_somewhere(leaves):
    """A link to a page or place of the guide stays in the book, and that place is there."""
    ids = {name: {node.get("id") for node in leaf.iter()} for name, leaf in leaves.items()}
    inside = [(name, href) for name, leaf in leaves.items() for href in hrefs(leaf) if ":" not in href]
    assert ("page.xhtml", "page_why.xhtml#cost") in inside
    assert ("page.xhtml", "nav.xhtml") in inside
    for _, href in inside:
        file, _, place = href.partition("#")
        assert not place or place in ids[file], href


def test_what_is_not_in_the_book_is_named_by_its_web_address(leaves):
    """Links to other files, to sessions, to other sites and to a telephone keep their full address."""
    assert "https://guide.example/files/why.pdf" in hrefs(leaves["page.xhtml"])
    assert {"https://guide.example/sessions/", "https://doi.org/10.1/a?b=1&c=2"} < set(hrefs(leaves["page_why.xhtml"]))
    assert hrefs(leaves["page_help.xhtml"]) == ["tel:112"]


def test_nothing_runs_and_nothing_is_fetched(files, leaves):
    """No script, no button and no hidden data for search engines goes along, and no file is asked of the network."""
    for leaf in leaves.values():
        for node in leaf.iter():
            assert node.tag.rpartition("}")[2] not in {"script", "button", "style", "img", "iframe"}
            assert not [
                key for key in node.attrib if re.match("item|data-|on|rel$", key) and node.get(key) != "stylesheet"
            ]
            assert "src" not in node.attrib
        assert [link.get("href") for link in leaf.iter(f"{X}link")] == ["style.css"]
    assert not re.search(r"url\(|@import|@font-face|\bcolor:", files["book/style.css"])


def test_drawings_keep_their_words(leaves):
    """A drawing is drawn in the page, and its name, its description and the words beside it are there."""
    [drawing] = leaves["page_why.xhtml"].iter(f"{SVG}svg")
    found = {node.get("id"): words(node) for node in drawing.iter() if node.get("id")}
    assert found == {"drawn-title": "A pull", "drawn-shows": "A line that sinks."}
    assert drawing.get("aria-labelledby").split() == list(found)
    assert [words(text) for text in drawing.iter(f"{SVG}text")] == ["Hope < less"]
    assert words(next(leaves["page_why.xhtml"].iter(f"{X}figcaption"))) == "The line is hope."


def test_a_worksheet_stays_paper(files, leaves):
    """Lines and grids are there to be written on: empty, and closed, so that every reading app shows them."""
    assert leaves["page_take_log.xhtml"].find(f"{X}body").get("class") == "guide-worksheet"
    assert '<div class="guide-lines__line"></div>' in files["book/page_take_log.xhtml"]
    assert "<tr><td></td></tr>" in files["book/page_take_log.xhtml"]


def test_the_book_says_what_it_is(package):
    """Title, language, address, lasting name, day of change, and who can read it stand where libraries look."""
    said = {node.tag.removeprefix(DC): node.text for node in package.iter() if node.tag.startswith(DC)}
    assert said == {
        "identifier": "urn:uuid:000e5110-4204-5b6e-99dd-058d29b744f4",
        "title": "A guide & more",
        "language": "en",
        "description": "About A guide & more.",
        "rights": facts().strings["book_share"],
        "source": "https://guide.example/",
    }
    told = [(node.get("property"), node.text) for node in package.iter(f"{OPF}meta")]
    assert ("dcterms:modified", "2026-11-18T11:06:40Z") in told
    assert {("schema:accessMode", "textual"), ("schema:accessMode", "visual")} < set(told)
    assert {("schema:accessModeSufficient", "textual"), ("schema:accessibilityHazard", "none")} < set(told)
    assert ("schema:accessibilitySummary", facts().strings["book_access"]) in told
    assert not [name for name, _ in told if name == "dcterms:conformsTo"]  # nobody has examined it


def test_a_book_without_drawings_promises_none(files):
    """What is said of drawings is said only where there are some."""
    book = opened(epub(replace(GUIDE, pages=(PAGES[0], page("why/", "", "Why", '<h2 id="cost">C</h2>'))), facts(), 0))
    assert "schema:accessMode" in files["book/package.opf"]
    assert "visual" not in book["book/package.opf"]
    assert "alternativeText" not in book["book/package.opf"]


def test_the_cover_helps_before_anything_else(leaves):
    """The first leaf names the guide and its edition, warns of what the app keeps, and leads to help."""
    text = words(leaves["cover.xhtml"])
    assert len(list(leaves["cover.xhtml"].iter(f"{SVG}path"))) == 1
    assert text.count("A guide & more") >= 1
    for name in ("education", "book_kept", "book_keep_heading", "reading_safely"):
        assert facts().strings[name] in text
    assert f"{facts().version} · 18 November 2026" in text
    assert "page_help.xhtml" in hrefs(leaves["cover.xhtml"])


def test_the_last_page_says_who_may_do_what(leaves):
    """The last leaf has edition, licence, limits, where numbers are checked, and one line on sessions."""
    text, links = words(leaves["colophon.xhtml"]), hrefs(leaves["colophon.xhtml"])
    for name in ("education", "book_share", "book_numbers"):
        assert facts().strings[name] in text
    assert f"{facts().version} · 18 November 2026" in text
    assert text.count("https://guide.example/sessions/") == 1
    assert {"page_help.xhtml", "https://guide.example/"} < set(links)


def test_a_guide_without_sessions_offers_none():
    """Where there is no page about sessions, the last leaf does not send anyone there."""
    book = opened(epub(replace(GUIDE, pages=(*PAGES[:3], PAGES[-1])), facts(), MOMENT))
    assert "sessions" not in book["book/colophon.xhtml"]


def test_the_cover_of_the_shelf_shows_the_name(files):
    """The picture on the shelf has the name of the guide in lines that fit, and its address."""
    drawn = ElementTree.fromstring(files["book/cover.svg"])
    assert [words(text) for text in drawn.iter(f"{SVG}text")] == ["A guide &", "more", "guide.example"]


def test_words_are_no_markup():
    """A name and a title of any letters stand in the book as they are written."""
    odd = '"A" & <i>B</i>\'s'
    book = opened(epub(replace(with_text("", title=odd), name=odd), facts(), MOMENT))
    trees = {name: ElementTree.fromstring(text) for name, text in book.items() if name.endswith(("xhtml", "opf"))}
    assert trees["book/package.opf"].findtext(f".//{DC}title") == odd
    assert trees["book/cover.xhtml"].findtext(f".//{X}h1") == odd
    assert trees["book/page_why.xhtml"].findtext(f".//{X}title") == odd
    assert odd in [link.text for link in trees["book/nav.xhtml"].iter(f"{X}a")]


def test_another_direction_and_language_are_said(files):
    """A guide from right to left is bound from right to left, while its drawings stay as they are."""
    book = opened(epub(replace(GUIDE, direction="rtl", language="ur"), facts(), MOMENT))
    leaf = ElementTree.fromstring(book["book/page_why.xhtml"])
    assert 'page-progression-direction="rtl"' in book["book/package.opf"]
    assert "<dc:language>ur</dc:language>" in book["book/package.opf"]
    assert (leaf.get("lang"), leaf.get("dir")) == ("ur", "rtl")
    assert next(leaf.iter(f"{SVG}svg")).get("direction") == "ltr"
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", files["book/style.css"])


def test_first_comes_the_kind_of_file():
    """The first entry says, unpacked, that this is an EPUB; the others follow by name, with one date and one right."""
    with zipfile.ZipFile(BytesIO(epub(GUIDE, facts(), MOMENT))) as archive:
        [first, *others] = archive.infolist()
    assert (first.filename, first.compress_type, first.file_size) == ("mimetype", zipfile.ZIP_STORED, 20)
    assert [entry.filename for entry in others] == sorted(entry.filename for entry in others)
    assert {entry.date_time for entry in [first, *others]} == {(2026, 11, 18, 11, 6, 40)}
    assert {entry.external_attr >> 16 for entry in [first, *others]} == {0o100644}


def test_same_words_same_bytes(tmp_path):
    """The same guide gives the same bytes in another folder, time zone and order of Python's own sets."""
    code = "import test_epub as t, hashlib; print(hashlib.sha256(t.epub(t.GUIDE, t.facts(), t.MOMENT)).hexdigest())"
    path = os.pathsep.join(map(str, (ROOT, ROOT / "hooks", ROOT / "tests" / "support", Path(__file__).parent)))
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for folder, seed, zone in ((tmp_path, "1", "Asia/Karachi"), (ROOT, "2", "America/Lima"))
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '<p><a href="../help/#number">x</a></p>',
            "the link “../help/#number” leads to no place on help/; write “numbers”.",
        ),
        ('<p><a href="#nowhere">x</a></p>', "the link “#nowhere” leads to no place on why/; write one of: "),
        ('<p id="cost">x</p>', "the id “cost” stands there twice; write another for one of them."),
        ('<img src="a.png" alt="x">', "<img> cannot go into a book; write words, or a drawing from data/drawings.yml."),
        ("<h2>A heading</h2>", "the heading “A heading” has no id; write one, so that the contents can lead to it."),
    ],
)
def test_a_page_that_cannot_go_in_is_refused(text, said):
    """What would be missing or lead nowhere stops the book, with page, fault and what to write."""
    with pytest.raises(InputError) as refused:
        epub(with_text(text), facts(), MOMENT)
    assert str(refused.value).startswith(f"why/: {said}")


def test_all_faults_are_named_at_once():
    """Whoever mends a page hears of every fault of it together."""
    with pytest.raises(InputError) as refused:
        epub(with_text('<h2>A</h2><img src="a.png" alt="x"><iframe src="/"></iframe>'), facts(), MOMENT)
    assert [line.split(";")[0].split(": ")[1][:8] for line in str(refused.value).splitlines()] == [
        "<iframe>",
        "<img> ca",
        "the head",
    ]


def test_a_page_without_a_text_is_refused():
    """A page whose article is gone does not become an empty leaf."""
    bare = replace(PAGES[1], article="<p>x</p>")
    with pytest.raises(
        InputError, match=r"^why/: its text stands in no <article>; keep that in overrides/base\.html\.$"
    ):
        epub(replace(GUIDE, pages=(PAGES[0], bare)), facts(), MOMENT)


def test_a_sign_that_no_book_can_hold_is_refused():
    """A control character, which would make the whole leaf unreadable, is found before anybody gets the book."""
    with pytest.raises(InputError, match=r"^page_why\.xhtml: a sign that no book can hold in “<p>bad\x07sign</p>"):
        epub(with_text("<p>bad\x07sign</p>\n"), facts(), MOMENT)

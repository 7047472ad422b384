"""The EPUB is complete, in order, works offline, and is accessible."""

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
from guide_factory import page as sample_page
from macro_environment import ROOT, facts

from core.errors import InputError
from exports import validators
from exports.epub import make_epub
from exports.site_reader import Guide

TIMESTAMP = 1795000000  # 18 November 2026, 11:06:40 in UTC
EPUB, X, OPF = "{http://www.idpf.org/2007/ops}", "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
DC, SVG = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/2000/svg}"

# Each kind of markup that the real pages have, as briefly as possible.
FIRST = """<h1 itemprop="headline" id="first">A guide &amp; more</h1>
<p>In danger? <a href="help/">Help</a>. All: <a href="contents/">contents</a>.</p>
<p>Paper: <a href="files/why.pdf">file</a> &lt; screen &amp; pen.</p>
<div class="guide-entry-cards"><ul><li><a href="why/#cost">Why</a> in short</li></ul></div>
<script>document.write("<p>x</p>")</script><button type="button">Copy</button>"""
WHY = """<h1 id="why">Why</h1><p class="guide-summary">For anyone.<br>Short.</p>
<h2 id="cost">What it <em>can</em> cost</h2>
<ol class="guide-steps" role="list"><li>
<p class="guide-noticeable guide-noticeable--yes">They can notice this</p></li></ol>
<figure class="guide-drawing">
<svg viewBox="0 0 9 9" role="img" aria-labelledby="drawn-title drawn-shows" stroke="currentColor">
<title id="drawn-title">A pull</title><desc id="drawn-shows">A line that sinks.</desc>
<g stroke-width="2" class="guide-drawing__main"><path d="M1 1H8"></path></g>
<text x="1" y="2">Hope &lt; less</text></svg>
<figcaption>The line is hope.</figcaption></figure>
<div class="admonition care"><p class="admonition-title">Take care</p>
<p>See <a href="../help/#numbers">numbers</a>.</p></div>
<div class="admonition text_of"><p class="admonition-title">To say</p><p>“No.”</p></div>
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
    page("professionals/", "Help", "Handing on", '<h1 id="handing-on">Handing on</h1><p>PdfContent many.</p>'),
    page("professionals/links/", "Help", "Links", '<h1 id="links">Links</h1><p>PdfContent more.</p>'),
    page("take/log/", "Take it", "Worksheet: my log", SHEET, worksheet=True),
)
GUIDE = Guide(
    site=Path("site"),
    url="https://guide.example/",
    name="A guide & more",
    language="en",
    direction="ltr",
    drawing='<svg class="guide-hero-drawing" viewBox="0 0 8 8" aria-hidden="true"><path d="M1 1h6"></path></svg>',
    pages=PAGES,
)
ORDER = ["cover.xhtml", "nav.xhtml", "page.xhtml", "page_why.xhtml", "page_help.xhtml", "page_take_log.xhtml"]


def with_text(text, title="Why"):
    """The small guide with this text at the beginning of its second page."""
    return replace(GUIDE, pages=(PAGES[0], page("why/", "Why", title, text + WHY), *PAGES[2:]))


def unzip(book):
    """The text of each file of an EPUB by its name."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture(scope="module")
def files():
    return unzip(make_epub(GUIDE, facts(), TIMESTAMP))


@pytest.fixture(scope="module")
def documents(files):
    """The parsed XHTML files of the small EPUB by name."""
    return {PurePosixPath(name).name: ElementTree.fromstring(text) for name, text in files.items() if "xhtml" in name}


@pytest.fixture(scope="module")
def package(files):
    return ElementTree.fromstring(files["book/package.opf"])


def text_of(node):
    return " ".join("".join(node.itertext()).split())


def hrefs(document):
    return [link.get("href") for link in document.iter(f"{X}a")]


def test_the_epub_is_valid(tmp_path):
    """EPUBCheck finds no error and no warning in an EPUB with every kind of markup, here from right to left."""
    path = tmp_path / "guide.epub"
    path.write_bytes(make_epub(replace(GUIDE, direction="rtl"), facts(), TIMESTAMP))
    assert validators.epub(path) == []


def test_pages_are_in_reading_order(package):
    """Pages are in the order of the guide, from cover to colophon, without sessions and practitioners' pages."""
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    assert [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")] == [*ORDER, "colophon.xhtml"]


def test_contents_list_parts_pages_and_headings(documents):
    """The contents list each part, its pages, and the headings of each page."""
    [first, *_] = documents["nav.xhtml"].iter(f"{X}nav")
    part = next(item for item in first.iter(f"{X}li") if text_of(item).startswith("Why & how"))
    assert [text_of(span) for span in first.iter(f"{X}span")] == ["Why & how", "Help", "Take it"]
    assert hrefs(part) == ["page_why.xhtml", "page_why.xhtml#cost", "page_why.xhtml#next"]
    assert [text_of(link) for link in part.iter(f"{X}a")] == ["Why, in short", "What it can cost", "What to do next"]


def test_every_internal_link_has_a_target(documents):
    """A link to a page or anchor of the guide stays in the EPUB, and its target exists."""
    ids = {name: {node.get("id") for node in document.iter()} for name, document in documents.items()}
    inside = [(name, href) for name, document in documents.items() for href in hrefs(document) if ":" not in href]
    assert ("page.xhtml", "page_why.xhtml#cost") in inside
    assert ("page.xhtml", "nav.xhtml") in inside
    for _, href in inside:
        file, _, fragment = href.partition("#")
        assert not fragment or fragment in ids[file], href


def test_links_out_of_the_epub_have_full_addresses(documents):
    """Links to downloads, to sessions, to other sites and to telephone numbers have their full address."""
    assert "https://guide.example/files/why.pdf" in hrefs(documents["page.xhtml"])
    assert {"https://guide.example/sessions/", "https://doi.org/10.1/a?b=1&c=2"} < set(
        hrefs(documents["page_why.xhtml"])
    )
    assert hrefs(documents["page_help.xhtml"]) == ["tel:112"]


def test_no_script_runs_and_nothing_is_fetched(files, documents):
    """There are no scripts, buttons or metadata for search engines, and no file is loaded from the network."""
    for document in documents.values():
        for node in document.iter():
            assert node.tag.rpartition("}")[2] not in {"script", "button", "style", "img", "iframe"}
            assert not [
                key for key in node.attrib if re.match("item|data-|on|rel$", key) and node.get(key) != "stylesheet"
            ]
            assert "src" not in node.attrib
        assert [link.get("href") for link in document.iter(f"{X}link")] == ["style.css"]
    assert not re.search(r"url\(|@import|@font-face|\bcolor:", files["book/style.css"])


def test_drawings_keep_their_text(documents):
    """A drawing is inline SVG, with its title, its description, its labels and its caption."""
    [drawing] = documents["page_why.xhtml"].iter(f"{SVG}svg")
    found = {node.get("id"): text_of(node) for node in drawing.iter() if node.get("id")}
    assert found == {"drawn-title": "A pull", "drawn-shows": "A line that sinks."}
    assert drawing.get("aria-labelledby").split() == list(found)
    assert [text_of(text) for text in drawing.iter(f"{SVG}text")] == ["Hope < less"]
    assert text_of(next(documents["page_why.xhtml"].iter(f"{X}figcaption"))) == "The line is hope."


def test_a_worksheet_stays_empty(files, documents):
    """Lines and grids are empty elements with closing tags, so that every reading app shows them."""
    assert documents["page_take_log.xhtml"].find(f"{X}body").get("class") == "guide-worksheet-page"
    assert '<div class="guide-lines__line"></div>' in files["book/page_take_log.xhtml"]
    assert "<tr><td></td></tr>" in files["book/page_take_log.xhtml"]


def test_the_metadata_is_complete(package):
    """Title, language, source, permanent identifier, date of change and accessibility are in the metadata."""
    dublin_core = {node.tag.removeprefix(DC): node.text for node in package.iter() if node.tag.startswith(DC)}
    assert dublin_core == {
        "identifier": "urn:uuid:000e5110-4204-5b6e-99dd-058d29b744f4",
        "title": "A guide & more",
        "language": "en",
        "description": "About A guide & more.",
        "rights": facts().strings["book_share"],
        "source": "https://guide.example/",
    }
    properties = [(node.get("property"), node.text) for node in package.iter(f"{OPF}meta")]
    assert ("dcterms:modified", "2026-11-18T11:06:40Z") in properties
    assert {("schema:accessMode", "textual"), ("schema:accessMode", "visual")} < set(properties)
    assert {("schema:accessModeSufficient", "textual"), ("schema:accessibilityHazard", "none")} < set(properties)
    assert ("schema:accessibilitySummary", facts().strings["book_access"]) in properties
    assert not [name for name, _ in properties if name == "dcterms:conformsTo"]  # nobody has certified it


def test_an_epub_without_drawings_declares_none(files):
    """Metadata about drawings is there only if there are drawings."""
    book = unzip(
        make_epub(replace(GUIDE, pages=(PAGES[0], page("why/", "", "Why", '<h2 id="cost">C</h2>'))), facts(), 0)
    )
    assert "schema:accessMode" in files["book/package.opf"]
    assert "visual" not in book["book/package.opf"]
    assert "alternativeText" not in book["book/package.opf"]


def test_the_cover_links_to_help(documents):
    """The first page names the guide and its edition, warns of what the app stores, and links to help."""
    text = text_of(documents["cover.xhtml"])
    assert len(list(documents["cover.xhtml"].iter(f"{SVG}path"))) == 1
    assert text.count("A guide & more") >= 1
    for name in ("education", "book_kept", "book_keep_heading", "reading_safely"):
        assert facts().strings[name] in text
    assert f"{facts().version} · 18 November 2026" in text
    assert "page_help.xhtml" in hrefs(documents["cover.xhtml"])


def test_the_last_page_has_edition_and_licence(documents):
    """The last page has edition, licence, limits, a link to current numbers, and one line on sessions."""
    text, links = text_of(documents["colophon.xhtml"]), hrefs(documents["colophon.xhtml"])
    for name in ("education", "book_share", "book_numbers"):
        assert facts().strings[name] in text
    assert f"{facts().version} · 18 November 2026" in text
    assert text.count("https://guide.example/sessions/") == 1
    assert {"page_help.xhtml", "https://guide.example/"} < set(links)


def test_a_guide_without_sessions_does_not_mention_them():
    """Without a page about sessions, the last page does not link to it."""
    book = unzip(make_epub(replace(GUIDE, pages=(*PAGES[:3], PAGES[-1])), facts(), TIMESTAMP))
    assert "sessions" not in book["book/colophon.xhtml"]


def test_the_cover_image_shows_the_name(files):
    """The cover image has the name of the guide, broken into lines that fit, and its address."""
    cover = ElementTree.fromstring(files["book/cover.svg"])
    assert [text_of(text) for text in cover.iter(f"{SVG}text")] == ["A guide &", "more", "guide.example"]


def test_text_is_escaped():
    """Any characters in a name and a title are shown as they are written."""
    odd = '"A" & <i>B</i>\'s'
    book = unzip(make_epub(replace(with_text("", title=odd), name=odd), facts(), TIMESTAMP))
    trees = {name: ElementTree.fromstring(text) for name, text in book.items() if name.endswith(("xhtml", "opf"))}
    assert trees["book/package.opf"].findtext(f".//{DC}title") == odd
    assert trees["book/cover.xhtml"].findtext(f".//{X}h1") == odd
    assert trees["book/page_why.xhtml"].findtext(f".//{X}title") == odd
    assert odd in [link.text for link in trees["book/nav.xhtml"].iter(f"{X}a")]


def test_direction_and_language_are_declared(files):
    """The EPUB of a guide in a right-to-left language is right-to-left, but its drawings are not mirrored."""
    book = unzip(make_epub(replace(GUIDE, direction="rtl", language="ur"), facts(), TIMESTAMP))
    document = ElementTree.fromstring(book["book/page_why.xhtml"])
    assert 'page-progression-direction="rtl"' in book["book/package.opf"]
    assert "<dc:language>ur</dc:language>" in book["book/package.opf"]
    assert (document.get("lang"), document.get("dir")) == ("ur", "rtl")
    assert next(document.iter(f"{SVG}svg")).get("direction") == "ltr"
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", files["book/style.css"])


def test_the_mimetype_comes_first():
    """The first entry is the uncompressed mimetype; the others are sorted by name, with one date and permission."""
    with zipfile.ZipFile(BytesIO(make_epub(GUIDE, facts(), TIMESTAMP))) as archive:
        [first, *others] = archive.infolist()
    assert (first.filename, first.compress_type, first.file_size) == ("mimetype", zipfile.ZIP_STORED, 20)
    assert [entry.filename for entry in others] == sorted(entry.filename for entry in others)
    assert {entry.date_time for entry in [first, *others]} == {(2026, 11, 18, 11, 6, 40)}
    assert {entry.external_attr >> 16 for entry in [first, *others]} == {0o100644}


def test_the_same_guide_gives_the_same_bytes(tmp_path):
    """Folder, time zone and Python's hash seed do not change the bytes."""
    code = "import test_epub as t, hashlib; epub = t.make_epub(t.GUIDE, t.facts(), t.TIMESTAMP); "
    code += "print(hashlib.sha256(epub).hexdigest())"
    path = os.pathsep.join(map(str, (ROOT, ROOT / "hooks", ROOT / "tests" / "support", Path(__file__).parent)))
    digests = {
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
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '<p><a href="../help/#number">x</a></p>',
            "the link “../help/#number” leads to no anchor on help/; write “numbers”.",
        ),
        ('<p><a href="#nowhere">x</a></p>', "the link “#nowhere” leads to no anchor on why/; write one of: "),
        ('<p id="cost">x</p>', "the id “cost” is used twice; change one of them."),
        (
            '<img src="a.png" alt="x">',
            "<img> cannot be part of an EPUB; write text, or use a drawing from data/drawings.yml.",
        ),
        ("<h2>A heading</h2>", "the heading “A heading” has no id; add one, so that the contents can link to it."),
    ],
)
def test_a_page_that_cannot_go_in_is_refused(text, message):
    """Missing content and broken links stop the build, with page, fault and remedy."""
    with pytest.raises(InputError) as refused:
        make_epub(with_text(text), facts(), TIMESTAMP)
    assert str(refused.value).startswith(f"why/: {message}")


def test_all_faults_are_reported_at_once():
    """The error lists every fault of a page."""
    with pytest.raises(InputError) as refused:
        make_epub(with_text('<h2>A</h2><img src="a.png" alt="x"><iframe src="/"></iframe>'), facts(), TIMESTAMP)
    assert [line.split(";")[0].split(": ")[1][:8] for line in str(refused.value).splitlines()] == [
        "<iframe>",
        "<img> ca",
        "the head",
    ]


def test_a_page_without_an_article_is_refused():
    """A page without <article> does not become an empty chapter."""
    bare = replace(PAGES[1], article="<p>x</p>")
    with pytest.raises(InputError, match=r"^why/: the page has no <article>; keep it in overrides/base\.html\.$"):
        make_epub(replace(GUIDE, pages=(PAGES[0], bare)), facts(), TIMESTAMP)


def test_a_character_not_allowed_in_xml_is_refused():
    """A control character, which would make the whole file unreadable, is found by the build."""
    with pytest.raises(InputError, match=r"^page_why\.xhtml: a character not allowed in XML in “<p>bad\x07sign</p>"):
        make_epub(with_text("<p>bad\x07sign</p>\n"), facts(), TIMESTAMP)

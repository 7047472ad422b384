"""The EPUB is complete, in order, works offline, and is accessible."""

import re
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from guide_factory import FACTS, HELP_PAGE, PAGES, TIMESTAMP, guide, page

from core.errors import InputError
from exports.epub import make_epub

X, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
DC, SVG = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/2000/svg}"
EDITION = f"{FACTS.strings['version']} 1.2.3 · 2 January 2026"
DRAWING = '<svg class="guide-hero-drawing" viewBox="0 0 8 8"><path d="M1 1h6"></path></svg>'
LOG = """<h1 itemprop="headline" id="log">My log</h1>
<p>A <a href="../../files/log.pdf" rel="noopener">file</a> &lt; all <a href="../../contents/">contents</a>.<br>A</p>
<script>document.write("<p>x</p>")</script><button type="button" onclick="x">Copy</button>
<figure class="guide-drawing"><svg viewBox="0 0 9 9" role="img" aria-labelledby="drawn-title drawn-shows">
<title id="drawn-title">A pull</title><desc id="drawn-shows">A line that sinks.</desc>
<text x="1" y="2">Hope &lt; less</text></svg><figcaption>The line is hope.</figcaption></figure>
<table data-lookup="x"><tbody><tr><td></td></tr></tbody></table><div class="guide-lines__line"></div>"""
LISTED = (*PAGES, page("take/log/", LOG, part="Take it & go", title="Log", worksheet=True))


def read_epub(pages=LISTED, **changes):
    """The text of each file of the small guide's EPUB by its name."""
    whole = guide(pages=pages, **{"drawing": DRAWING} | changes)
    with ZipFile(BytesIO(make_epub(whole, FACTS, TIMESTAMP))) as file:
        return {PurePosixPath(name).name: file.read(name).decode() for name in file.namelist()}


def parse_epub(*arguments, **changes):
    """The parsed XML files of the small guide's EPUB by name."""
    files = read_epub(*arguments, **changes)
    return {name: ElementTree.fromstring(text) for name, text in files.items() if name.endswith(("ml", "opf", "svg"))}


@pytest.fixture(scope="module")
def files():
    """The text of each file of the small guide's EPUB by its name."""
    return read_epub()


@pytest.fixture(scope="module")
def documents():
    """The parsed XML files of the small guide's EPUB by name."""
    return parse_epub()


def text_of(node):
    """The text of an element with its whitespace collapsed."""
    return " ".join("".join(node.itertext()).split())


def hrefs(document):
    """The targets of all links of a document."""
    return [link.get("href") for link in document.iter(f"{X}a")]


def test_pages_are_in_reading_order(documents):
    """Pages are in the order of the guide, from cover to colophon, without sessions and practitioners' pages."""
    package = documents["package.opf"]
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    pages = ["page.xhtml", "page_stone.xhtml", "page_help.xhtml", "page_take_log.xhtml"]
    order = [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    assert order == ["cover.xhtml", "nav.xhtml", *pages, "colophon.xhtml"]


def test_contents_list_parts_pages_and_headings(documents):
    """The contents list each part, its pages, and the headings of each page."""
    contents = next(documents["nav.xhtml"].iter(f"{X}nav"))
    assert [text_of(span) for span in contents.iter(f"{X}span")] == ["Being dull", "Help", "Take it & go"]
    part = next(item for item in contents.iter(f"{X}li") if text_of(item).startswith("Being dull"))
    links = {link.get("href"): text_of(link) for link in part.iter(f"{X}a")}
    stone = "page_stone.xhtml"
    assert links == {stone: "Stone", f"{stone}#how": "How", f"{stone}#stop": "When to stop"}


def test_every_internal_link_has_a_target(documents):
    """A link to a page or anchor of the guide stays in the EPUB, and its target exists."""
    ids = {name: {node.get("id") for node in document.iter()} for name, document in documents.items()}
    inside = [(name, href) for name, document in documents.items() for href in hrefs(document) if ":" not in href]
    expected = [("page_stone.xhtml", "page_help.xhtml#numbers"), ("page_stone.xhtml", "page_stone.xhtml#how")]
    assert {*expected, ("page.xhtml", "page_stone.xhtml"), ("page_take_log.xhtml", "nav.xhtml")} < set(inside)
    for _, href in inside:
        file, _, fragment = href.partition("#")
        assert not fragment or fragment in ids[file], href


def test_links_out_of_the_epub_have_full_addresses(documents):
    """Links to downloads, to sessions, to other sites and to telephone numbers have their full address."""
    addresses = {href for document in documents.values() for href in hrefs(document)}
    assert {"https://guide.example/files/log.pdf", "https://guide.example/sessions/"} < addresses
    assert {"https://www.stones.example/grey?x=1", "tel:112"} < addresses


def test_no_script_runs_and_nothing_is_fetched(files, documents):
    """There are no scripts, buttons or metadata for search engines, and no file is loaded from the network."""
    for node in (node for document in documents.values() for node in document.iter()):
        assert node.tag.rpartition("}")[2] not in {"script", "button", "style", "img", "iframe"}
        assert [key for key in node.attrib if re.match("item|data-|on|src", key)] == []
        if node.get("rel"):
            assert (node.tag, node.get("rel"), node.get("href")) == (f"{X}link", "stylesheet", "style.css")
    assert not re.search(r"url\(|@import|@font-face|\bcolor:", files["style.css"])


def test_drawings_keep_their_text(documents):
    """A drawing is inline SVG, with its title, its description, its labels and its caption."""
    [drawing] = documents["page_take_log.xhtml"].iter(f"{SVG}svg")
    found = {node.get("id"): text_of(node) for node in drawing.iter() if node.get("id")}
    assert found == {"drawn-title": "A pull", "drawn-shows": "A line that sinks."}
    assert drawing.get("aria-labelledby").split() == list(found)
    assert [text_of(text) for text in drawing.iter(f"{SVG}text")] == ["Hope < less"]
    assert text_of(next(documents["page_take_log.xhtml"].iter(f"{X}figcaption"))) == "The line is hope."


def test_a_worksheet_stays_empty(files, documents):
    """Lines and grids are empty elements with closing tags, so that every reading app shows them."""
    assert documents["page_take_log.xhtml"].find(f"{X}body").get("class") == "guide-worksheet-page"
    assert '<div class="guide-lines__line"></div>' in files["page_take_log.xhtml"]
    assert "<tr><td></td></tr>" in files["page_take_log.xhtml"]


def test_the_metadata_is_complete(documents, files):
    """Title, language, source, permanent identifier, date and accessibility are in it, drawings only if any."""
    package = documents["package.opf"]
    dublin_core = {node.tag.removeprefix(DC): node.text for node in package.iter() if node.tag.startswith(DC)}
    assert dublin_core == {
        "identifier": "urn:uuid:000e5110-4204-5b6e-99dd-058d29b744f4",
        "title": "Small",
        "language": "en",
        "description": "How to be dull.",
        "rights": FACTS.strings["book_share"],
        "source": "https://guide.example/",
    }
    properties = {(node.get("property"), node.text) for node in package.iter(f"{OPF}meta")}
    assert ("dcterms:modified", "2026-01-02T00:00:00Z") in properties
    assert {("schema:accessMode", "textual"), ("schema:accessMode", "visual")} < properties
    assert {("schema:accessModeSufficient", "textual"), ("schema:accessibilityHazard", "none")} < properties
    assert ("schema:accessibilitySummary", FACTS.strings["book_access"]) in properties
    assert "dcterms:conformsTo" not in dict(properties)  # nobody has certified it
    packages = (files["package.opf"], read_epub(PAGES)["package.opf"])
    assert [(package.count("visual"), package.count("alternativeText")) for package in packages] == [(1, 1), (0, 0)]


def test_the_cover_links_to_help(documents):
    """The first page names the guide and its edition, warns of what the app stores, and links to help."""
    cover = documents["cover.xhtml"]
    assert len(list(cover.iter(f"{SVG}path"))) == 1
    texts = [FACTS.strings[name] for name in ("education", "book_kept", "book_keep_heading", "reading_safely")]
    assert [text for text in ("Small", EDITION, *texts) if text not in text_of(cover)] == []
    assert "page_help.xhtml" in hrefs(cover)


def test_the_last_page_has_edition_and_licence(documents):
    """The last page has edition, licence, limits, a link to current numbers, and one line on sessions, if any."""
    colophon = documents["colophon.xhtml"]
    texts = [FACTS.strings[name] for name in ("education", "book_share", "book_numbers")]
    assert [text for text in (EDITION, *texts) if text not in text_of(colophon)] == []
    assert text_of(colophon).count("https://guide.example/sessions/") == 1
    assert {"page_help.xhtml", "https://guide.example/"} < set(hrefs(colophon))
    assert "sessions" not in read_epub((*PAGES[:3], LISTED[-1]))["colophon.xhtml"]
    assert "1 Harbour Street" in read_epub(published_by=("1 Harbour Street",))["colophon.xhtml"]


def test_the_cover_image_shows_the_name():
    """The cover image has the name of the guide, broken into lines that fit, and its address."""
    cover = parse_epub(name="A guide & more")["cover.svg"]
    assert [text_of(text) for text in cover.iter(f"{SVG}text")] == ["A guide &", "more", "guide.example"]


def test_text_is_escaped():
    """Any characters in a name and a title are shown as they are written."""
    odd = '"A" & <i>B</i>\'s'
    documents = parse_epub((PAGES[0], page(title=odd), HELP_PAGE), name=odd)
    assert documents["package.opf"].findtext(f".//{DC}title") == odd
    assert documents["cover.xhtml"].findtext(f".//{X}h1") == odd
    assert documents["page_stone.xhtml"].findtext(f".//{X}title") == odd
    assert odd in [link.text for link in documents["nav.xhtml"].iter(f"{X}a")]


def test_direction_and_language_are_declared(files):
    """The EPUB of a guide in a right-to-left language is right-to-left, but its drawings are not mirrored."""
    documents = parse_epub(direction="rtl", language="ur")
    package, document = documents["package.opf"], documents["page_take_log.xhtml"]
    assert package.find(f"{OPF}spine").get("page-progression-direction") == "rtl"
    assert package.findtext(f".//{DC}language") == "ur"
    assert (document.get("lang"), document.get("dir")) == ("ur", "rtl")
    assert next(document.iter(f"{SVG}svg")).get("direction") == "ltr"
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", files["style.css"])


WRONG = """<h1 id="why">Why</h1><h2 id="cost">It costs</h2><h2>A heading</h2><p id="cost">x</p>
<a href="../help/#number">x</a><a href="#nowhere">x</a><img src="a.png" alt="x"><iframe src="/"></iframe>"""
FAULTS = [
    "<iframe> cannot be part of an EPUB; write text, or use a drawing from data/drawings.yml.",
    "the id “cost” is used twice; change one of them.",
    "the heading “A heading” has no id; add one, so that the contents can link to it.",
    "the link “../help/#number” leads to no anchor on help/; write “numbers”.",
    "the link “#nowhere” leads to no anchor on why/; write one of: cost, cost, why.",
    "the image “why/a.png” does not exist; correct its name, or put the file into docs/assets/.",
]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"<article>{WRONG}</article>", "\n".join(f"why/: {fault}" for fault in FAULTS)),
        ("<p>x</p>", "why/: the page has no <article>; keep it in overrides/base.html."),
        (
            "<article>bad\x07sign</article>",
            "page_why.xhtml: a character not allowed in XML in “<article>bad\x07sign</article>”; type that line again.",
        ),
    ],
    ids=("every fault of a page", "no article", "control character"),
)
def test_a_page_that_cannot_go_in_is_refused(text, message):
    """All faults are reported at once, each with page, fault and remedy."""
    with pytest.raises(InputError) as refused:
        read_epub((PAGES[0], page("why/", markup=text), HELP_PAGE))
    assert str(refused.value) == message

"""The structure of a PDF conforms to PDF/UA where WeasyPrint's own does not."""

from io import BytesIO

import pikepdf
import pytest
from guide_factory import UNBUILT

from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

BOOK = """<!doctype html><html lang="en"><head><title>T</title></head><body><main class="chapter" data-title="Tea">
<p>One <a href="#here">link</a>, <a href="#words">another</a>, <a href="https://a.example/">one out of it</a>.</p>
<h2 id="here">The <em>place</em></h2><ul><li><p>Breathe <strong>once</strong>.</p></li><li>Sit.</li></ul>
<dl><div><dt>Now</dt> <dd>112</dd></div><div><dt>Later</dt> <dd>113</dd></div></dl>
<p id="words">First words.</p></main></body></html>"""


@pytest.fixture(scope="module")
def pdf():
    """A page with links, lists and a footer."""
    content, _ = render_pdf(HtmlDocument(BOOK, (*SHARED_STYLES, "book.css", "a4.css")), UNBUILT, "it")
    return pikepdf.open(BytesIO(content))


def elements(outer):
    """Every structure element below this one, with its parent."""
    kids = outer.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield outer, kid
            yield from elements(kid)


def test_a_link_describes_where_it_leads(pdf):
    """It has the name of its target as its description, and is printed with its page."""
    links = pdf.pages[0].Annots
    assert [str(link.Contents) for link in links if "/Dest" in link] == ["Go to: The place", "Go to: First words."]
    assert {int(link.F) for link in links} == {4}


def test_lists_contain_items_and_items_contain_bodies(pdf):
    """Paragraphs in items and groups in definition lists are fixed; each element refers to its parent."""
    pairs = list(elements(pdf.Root.StructTreeRoot))
    kinds = {(str(outer.get("/S")), str(inner.S)) for outer, inner in pairs}
    assert {inner for outer, inner in kinds if outer == "/L"} == {"/LI"}
    assert {inner for outer, inner in kinds if outer == "/LI"} == {"/Lbl", "/LBody"}
    assert [inner for outer, inner in pairs if inner.P.objgen != outer.objgen] == []


def test_page_footers_are_artifacts(pdf):
    """Content outside the structure is marked as an artifact, and all other content is in the structure."""
    (page,) = pdf.pages
    stream = page.obj.Contents.read_bytes()
    flat = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))[int(page.obj.StructParents)]
    marks = [int(part.split(b">>")[0]) for part in stream.split(b"/MCID ")[1:]]
    assert sorted(marks) == [number for number, element in enumerate(parents) if element is not None]
    assert b"/Artifact <</Type /Pagination>> BDC" in stream


def test_lines_and_emphasis_are_no_elements_of_their_own(pdf):
    """A paragraph holds its content itself, in its order; a link in it stays an element."""
    kinds = [str(inner.S) for _, inner in elements(pdf.Root.StructTreeRoot)]
    assert "/Span" not in kinds
    (paragraph,) = [inner for _, inner in elements(pdf.Root.StructTreeRoot) if "/Link" in kids_of(inner)]
    assert kids_of(paragraph) == ["content", "/Link", "content", "/Link", "content", "/Link", "content"]


def kids_of(element):
    """What a structure element holds: marked content, or elements by their kind; not the object of a link."""
    kids = [("content" if isinstance(kid, int) else str(kid.get("/S", ""))) for kid in element.K]
    return [kid for kid in kids if kid]

"""PDFs are complete, load nothing from elsewhere, and have correct page numbers and an accessible structure."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from guide_factory import FACTS, TIMESTAMP, guide

from core.errors import InputError
from exports.book import book_html
from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


def document(body: str, *styles: str) -> HtmlDocument:
    """A document with this body."""
    return HtmlDocument(PAGE.format(body), styles)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The small guide as an A4 book, and its number of pages."""
    whole = guide(tmp_path_factory.mktemp("site"))
    content, pages = render_pdf(
        HtmlDocument(book_html(whole, FACTS, TIMESTAMP), (*SHARED_STYLES, "book.css", "a4.css")), whole.site, "it"
    )
    return pikepdf.open(BytesIO(content)), pages


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '<img src="https://elsewhere.example/a.png" alt="x">',
            "“https://elsewhere.example/a.png” would be loaded from",
        ),
        ('<img src="//elsewhere.example/a.png" alt="x">', "“https://elsewhere.example/a.png” would be loaded from"),
        ('<img src="file:///etc/hostname" alt="x">', "“file:///etc/hostname” would be loaded from another address"),
        ('<img src="../../../etc/hostname" alt="x">', "“etc/hostname” does not exist"),
        ('<img src="%2e%2e/secret.png" alt="x">', "would be loaded from another address"),
        (
            '<img src="gone.png" alt="x">',
            "“gone.png” does not exist; correct its name, or put the file into docs/assets/",
        ),
        ('<img src="dot.svg" alt="">', 'Image "dot.svg" has no required alt description'),
        ('<a href="#gone">x</a>', "No anchor #gone for internal URI reference"),
    ],
)
def test_missing_and_external_files_are_refused(tmp_path, body, message):
    """The error is one line that names the document and the cause."""
    (tmp_path / "secret.png").write_bytes(b"x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(InputError) as refused:
        render_pdf(document(body), site, "why/")
    assert str(refused.value).startswith("why/: ")
    assert message in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_all_faults_are_reported_at_once(tmp_path):
    """Each fault is reported once."""
    with pytest.raises(InputError) as refused:
        render_pdf(document('<a href="#a">x</a><a href="#b">x</a><a href="#a">x</a>'), tmp_path, "why/")
    assert len(str(refused.value).splitlines()) == 2


def test_an_image_of_the_site_is_rendered(tmp_path):
    """It is read from the folder of the site, by its address."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    content, pages = render_pdf(document('<img src="assets/dot.svg" alt="A dot">'), tmp_path, "why/")
    assert (content[:5], pages) == (b"%PDF-", 1)


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """Two runs in one process with two folders give the same bytes: they contain neither a time nor a path."""
    (one, _), (two, _) = (render_pdf(document("<h1>A</h1>", "base.css"), tmp_path / name, "x") for name in ("a", "b"))
    assert one == two


def test_a_page_number_is_that_of_the_targets_first_page(tmp_path):
    """This holds for targets that continue on later pages; the text around the number stays."""
    target = '<section id="long"><p>Begins.</p><p style="break-before: page">Goes on.</p></section>'
    body = (
        f'<p style="break-after: page"><a href="#long">See</a> (p. <span data-page-of="long">000</span>).</p>{target}'
    )
    content, pages = render_pdf(document(body, *SHARED_STYLES, "book.css"), tmp_path, "x")
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    assert pages == 3
    assert " ".join(text.split()) == "See (p. 2). 1 Begins. 2 Goes on. 3"


def test_a_link_describes_where_it_leads(small):
    """It has a description, and is printed with its page."""
    annotations = [annotation for page in small[0].pages for annotation in page.obj.get("/Annots", [])]
    descriptions = {str(link.Contents) for link in annotations if "/Dest" in link}
    assert {"Go to: Being dull", "Go to: Numbers", "Go to: How"} <= descriptions
    assert all(int(annotation.F) == 4 for annotation in annotations)


def elements(element):
    """Every structure element with its parent."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield element, kid
            yield from elements(kid)


def test_lists_contain_items_and_items_contain_bodies(small):
    """Paragraphs in items and groups in definition lists are fixed; each element refers to its parent."""
    pairs = list(elements(small[0].Root.StructTreeRoot))
    kinds = {(str(outer.get("/S")), str(inner.S)) for outer, inner in pairs}
    assert {inner for outer, inner in kinds if outer == "/L"} == {"/LI"}
    assert {inner for outer, inner in kinds if outer == "/LI"} == {"/Lbl", "/LBody"}
    assert [inner for outer, inner in pairs if inner.P.objgen != outer.objgen] == []


def test_page_headers_are_artifacts(small):
    """Content outside the structure is marked as an artifact, and all other content is in the structure."""
    pdf, _ = small
    for page in pdf.pages:
        stream = page.obj.Contents.read_bytes()
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = dict(zip([int(one) for one in list(nums)[::2]], list(nums)[1::2], strict=True))
        elements = parents[int(page.obj.StructParents)]
        marks = [int(part.split(b">>")[0]) for part in stream.split(b"/MCID ")[1:]]
        assert sorted(marks) == [number for number, element in enumerate(elements) if element is not None]
    assert b"/Artifact <</Type /Pagination>> BDC" in pdf.pages[-1].obj.Contents.read_bytes()


def test_the_file_has_its_properties(small):
    """Title, language and date of the edition are set; the title is shown instead of the file’s name."""
    pdf, pages = small
    assert len(pdf.pages) == pages
    assert str(pdf.docinfo["/Title"]) == "Small"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260102000000")

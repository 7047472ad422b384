"""What is printed is whole: nothing missing, nothing from elsewhere, numbers that hold, a structure to be read out."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from sample_guide import FACTS, MOMENT, guide

from core.errors import InputError
from exports.book import book
from exports.pdf_rendering import SHARED, Sheet, printed

PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


def sheet(body: str, *styles: str) -> Sheet:
    """A page with this body."""
    return Sheet(PAGE.format(body), styles)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The small guide as an A4 book, and its number of pages."""
    whole = guide(tmp_path_factory.mktemp("site"))
    content, pages = printed(Sheet(book(whole, FACTS, MOMENT), (*SHARED, "book.css", "a4.css")), whole.site, "it")
    return pikepdf.open(BytesIO(content)), pages


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<img src="https://elsewhere.example/a.png" alt="x">', "“https://elsewhere.example/a.png” would be asked of"),
        ('<img src="//elsewhere.example/a.png" alt="x">', "“https://elsewhere.example/a.png” would be asked of"),
        ('<img src="file:///etc/hostname" alt="x">', "“file:///etc/hostname” would be asked of another address"),
        ('<img src="../../../etc/hostname" alt="x">', "“etc/hostname” is not there"),
        ('<img src="%2e%2e/secret.png" alt="x">', "would be asked of another address"),
        (
            '<img src="gone.png" alt="x">',
            "“gone.png” is not there; correct its name, or put the file into docs/assets/",
        ),
        ('<img src="dot.svg" alt="">', 'Image "dot.svg" has no required alt description'),
        ('<a href="#gone">x</a>', "No anchor #gone for internal URI reference"),
    ],
)
def test_what_is_missing_or_elsewhere_stops_it(tmp_path, body, said):
    """In one sentence that names what is printed and the cause, and no file comes of it."""
    (tmp_path / "secret.png").write_bytes(b"x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(InputError) as refused:
        printed(sheet(body), site, "why/")
    assert str(refused.value).startswith("why/: ")
    assert said in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_every_fault_is_told_at_once(tmp_path):
    """And each once."""
    with pytest.raises(InputError) as refused:
        printed(sheet('<a href="#a">x</a><a href="#b">x</a><a href="#a">x</a>'), tmp_path, "why/")
    assert len(str(refused.value).splitlines()) == 2


def test_a_picture_of_the_site_is_printed(tmp_path):
    """From the folder of the site, under its address."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    content, pages = printed(sheet('<img src="assets/dot.svg" alt="A dot">'), tmp_path, "why/")
    assert (content[:5], pages) == (b"%PDF-", 1)


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """Twice in one process, from two folders: neither the clock nor a path gets in."""
    (one, _), (two, _) = (printed(sheet("<h1>A</h1>", "base.css"), tmp_path / name, "x") for name in ("a", "b"))
    assert one == two


def test_a_reference_names_the_page_on_which_its_place_begins(tmp_path):
    """Also where the place goes on over later pages; the words around it stay."""
    place = '<section id="long"><p>Begins.</p><p style="break-before: page">Goes on.</p></section>'
    body = f'<p style="break-after: page"><a href="#long">See</a> (p. <span data-on="long">000</span>).</p>{place}'
    content, pages = printed(sheet(body, *SHARED, "book.css"), tmp_path, "x")
    said = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    assert pages == 3
    assert " ".join(said.split()) == "See (p. 2). 1 Begins. 2 Goes on. 3"


def test_a_link_says_in_words_where_it_leads(small):
    """And is printed with its page."""
    notes = [note for page in small[0].pages for note in page.obj.get("/Annots", [])]
    said = {str(note.Contents) for note in notes if "/Dest" in note}
    assert {"Go to: Being dull", "Go to: Numbers", "Go to: How"} <= said
    assert all(int(note.F) == 4 for note in notes)


def elements(element):
    """Every element of a structure with its parent."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield element, kid
            yield from elements(kid)


def test_lists_hold_items_and_items_hold_bodies(small):
    """Loose items, and terms with their meanings in groups, are mended; each element knows its parent."""
    pairs = list(elements(small[0].Root.StructTreeRoot))
    kinds = {(str(outer.get("/S")), str(inner.S)) for outer, inner in pairs}
    assert {inner for outer, inner in kinds if outer == "/L"} == {"/LI"}
    assert {inner for outer, inner in kinds if outer == "/LI"} == {"/Lbl", "/LBody"}
    assert [inner for outer, inner in pairs if inner.P.objgen != outer.objgen] == []


def test_page_heads_are_not_read_out(small):
    """What the structure does not reach is marked as belonging to the page, and all else is reached."""
    pdf, _ = small
    for page in pdf.pages:
        stream = page.obj.Contents.read_bytes()
        answers = pdf.Root.StructTreeRoot.ParentTree.Nums
        own = dict(zip([int(one) for one in list(answers)[::2]], list(answers)[1::2], strict=True))
        reached = own[int(page.obj.StructParents)]
        marks = [int(part.split(b">>")[0]) for part in stream.split(b"/MCID ")[1:]]
        assert sorted(marks) == [number for number, element in enumerate(reached) if element is not None]
    assert b"/Artifact <</Type /Pagination>> BDC" in pdf.pages[-1].obj.Contents.read_bytes()


def test_the_file_says_what_it_is(small):
    """Title, language, and day of the edition; the title is shown in place of the file’s name."""
    pdf, pages = small
    assert len(pdf.pages) == pages
    assert str(pdf.docinfo["/Title"]) == "Small"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260102000000")

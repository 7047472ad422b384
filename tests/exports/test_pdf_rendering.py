"""PDFs are complete, load nothing from elsewhere, have correct page numbers, and can run from right to left."""

import re
import subprocess
import unicodedata
from collections import Counter
from io import BytesIO

import pikepdf
import pytest
from guide_factory import FACTS, HELP_PAGE, PAGES, TIMESTAMP, UNBUILT, guide, page
from pdf_reader import read_pdf, read_words

from core.errors import InputError
from exports.book import book_html
from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, default_css, render_pdf

BOOK_STYLES = (*SHARED_STYLES, "book.css", "a4.css")
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def render_body(body, *styles, site=UNBUILT):
    """Render a document with this body; returns the PDF and its number of pages."""
    html = f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return render_pdf(HtmlDocument(html, styles), site, "why/")


def read_book(folder, whole):
    """The content of a guide's book in A4."""
    content, _ = render_pdf(HtmlDocument(book_html(whole, FACTS, TIMESTAMP), BOOK_STYLES), whole.site, "it")
    (folder / "book.pdf").write_bytes(content)
    return read_pdf(folder / "book.pdf", str(folder / "book.pdf"))


def plain_text(path):
    """The text of a PDF as it is searched, copied or read aloud."""
    command = ["pdftotext", path, "-"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_the_default_stylesheet_gives_no_element_a_useless_pseudo_element():
    """A rule for the pseudo-element of every element costs memory for each; list items keep their markers."""
    rules = default_css().splitlines()
    assert not [rule for rule in rules if rule.startswith(("::", "*::"))]
    assert [rule for rule in rules if rule.startswith(":is(li, summary)::marker {")]


ELSEWHERE = "would be loaded from another address; put a copy into docs/assets/."
MISSING = "does not exist; correct its name, or put the file into docs/assets/."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<img src="https://a.example/a.png" alt="x">', f"“https://a.example/a.png” {ELSEWHERE}"),
        ('<img src="//a.example/a.png" alt="x">', f"“https://a.example/a.png” {ELSEWHERE}"),
        ('<img src="file:///etc/hostname" alt="x">', f"“file:///etc/hostname” {ELSEWHERE}"),
        ('<img src="../../../etc/hostname" alt="x">', f"“etc/hostname” {MISSING}"),
        ('<img src="%2e%2e/secret.png" alt="x">', f"“https://guide.invalid/%2e%2e/secret.png” {ELSEWHERE}"),
        ('<img src="gone.png" alt="x">', f"“gone.png” {MISSING}"),
        ('<img src="dot.svg" alt="">', 'Image "dot.svg" has no required alt description.'),
        (
            '<a href="#a">x</a><a href="#b">x</a><a href="#a">x</a>',
            "No anchor #a for internal URI reference.\nwhy/: No anchor #b for internal URI reference.",
        ),
    ],
)
def test_missing_and_external_files_are_refused(tmp_path, body, message):
    """Each fault is one line that names the document and the cause, reported once, all at the same time."""
    (tmp_path / "secret.png").write_bytes(b"x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "dot.svg").write_text(DOT)
    with pytest.raises(InputError) as refused:
        render_body(body, site=site)
    assert str(refused.value) == f"why/: {message}"


def test_an_image_of_the_site_is_rendered(tmp_path):
    """It is read from the folder of the site, by its address."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "dot.svg").write_text(DOT)
    content, pages = render_body('<img src="assets/dot.svg" alt="A dot">', site=tmp_path)
    assert (content[:5], pages) == (b"%PDF-", 1)


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TABLE = f"""<table><thead><tr><th>Step</th><th>Where</th><th>When</th></tr></thead><tbody>
<tr><td><span class="guide-long-word">{LONG}</span></td><td>by telephone</td><td>tomorrow</td></tr>
<tr><td>Rest</td><td><code><span class="guide-long-word">{LONG}</span></code></td><td>today</td></tr></tbody></table>"""
MARGINS = {"a4.css": 36, "large-print.css": 20}  # millimetres
PLACES = f"<h2>{LONG}</h2><p>{LONG}</p><ul><li><a>{LONG}</a></li></ul><pre>{LONG} {LONG}</pre>"
PLACES += f'<div class="admonition care"><p class="admonition-title">{LONG}</p><p>{LONG}</p></div>'


@pytest.mark.parametrize("style", MARGINS)
def test_a_long_word_breaks_and_leaves_room_for_other_columns(tmp_path, style):
    """Nothing is in the margins, no letter is missing, and no other word is broken."""
    content, _ = render_body(f'<div class="chapter">{TABLE}{PLACES}</div>', *SHARED_STYLES, "book.css", style)
    (tmp_path / "a.pdf").write_bytes(content)
    ((width, _), *_), words = read_words(tmp_path / "a.pdf")
    assert [word.text for word in words if word.right > width - MARGINS[style] * 72 / 25.4 + 1] == []
    assert {"Step", "Where", "When", "telephone", "tomorrow", "today"} <= {word.text for word in words}
    assert "".join(word.text for word in words).count(LONG) == 9


def test_a_page_number_is_that_of_the_targets_first_page(tmp_path):
    """This holds for targets that continue on later pages; the text around the number stays."""
    reference = '<a href="#long">See</a> (p. <span data-page-of="long">000</span>).'
    target = '<section id="long"><p>Begins.</p><p style="break-before: page">Goes on.</p></section>'
    content, pages = render_body(f'<p style="break-after: page">{reference}</p>{target}', *BOOK_STYLES)
    (tmp_path / "it.pdf").write_bytes(content)
    assert pages == 3
    assert " ".join(plain_text(tmp_path / "it.pdf").split()) == "See (p. 2). 1 Begins. 2 Goes on. 3"


def test_the_file_has_its_metadata(tmp_path):
    """Title, author, subject, language and date of the edition; viewers show the title instead of the file’s name."""
    book = read_book(tmp_path, guide(language="ur", direction="rtl"))
    day = "D:20260102000000Z"
    metadata = {"/Title": "Small", "/Author": "Small", "/Subject": "How to be dull."}
    assert (metadata | {"/CreationDate": day, "/ModDate": day}).items() <= book.info.items()
    assert ">Small<" in book.xmp
    assert "<xmp:CreateDate>2026-01-02T00:00:00Z<" in book.xmp
    assert (book.language, book.shows_title) == ("ur", True)


# Right to left: a page in Urdu and Arabic, in the book with the real styles.

TITLE, MORE = "چائے", "پانی کے بارے میں"
URDU = (
    "چائے پینے سے پہلے پانی ابالیں۔ ایک کپ میں دو چمچ پتی ڈالیں۔ پانچ منٹ انتظار کریں۔ سال 2026 میں ہم نے 125 کپ گنے۔"
)
ARABIC = "قبل شرب الشاي ضع الماء على النار. ضع ملعقتين من الشاي في الإبريق. في عام 2026 شربنا 125 كوبا."
BEGINNINGS = [("پینے", "سے"), ("قبل", "شرب")]
ROWS = [("قسم", "وقت", "مقدار"), ("أسود", "دقائق", "ملعقة")]
ITEMS = ["سبز قہوہ", "کالی قہوہ", "بالنعناع"]
TEXT = [TITLE, URDU, ARABIC, *ITEMS, *ROWS[0], *ROWS[1], MORE]
LETTER = re.compile(r"[\u0600-\u06ff]")
DIRECTION_MARK = re.compile(r"[\u200e\u200f\u202a-\u202e]")


@pytest.fixture(scope="module")
def tea_book(tmp_path_factory):
    """The content of the book about tea; Arabic words are in drawing order, from the left."""
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    text = f"<h1>{TITLE}</h1><p>{URDU}</p><p>{ARABIC}</p><ul>{items}</ul><table>{rows}</table>"
    link = f'<p><a href="../help/">{MORE}</a>.</p>'
    pages = (PAGES[0], page("tea/", text + link), HELP_PAGE)
    return read_book(tmp_path_factory.mktemp("tea"), guide(pages=pages, direction="rtl"))


@pytest.fixture(scope="module")
def tea_words(tea_book):
    """The words of the page about tea with their positions."""
    return tea_book.words_by_page[tea_book.anchors["tea"][0] - 1]


def normalise(text):
    """A word for comparison: without direction marks, letter forms and punctuation."""
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", text))


def right_edges(words, wanted):
    """The right edges of these words, which are drawn with their last letter first."""
    edges = {normalise(word.text)[::-1]: word.right for word in words}
    return [edges[word] for word in wanted]


def test_letters_and_words_are_in_the_text(tea_book):
    """At least 95 % of the letters and 85 % of the words can be extracted, as no other fonts than ours are used."""
    assert [font for font in tea_book.fonts if not font.startswith(("Vazirmatn", "Literata", "Atkinson"))] == []
    expected = [normalise(word) for text in TEXT for word in text.split()]
    found = [normalise(word) for word in DIRECTION_MARK.sub(" ", plain_text(tea_book.file)).split()]
    written = Counter(LETTER.findall("".join(expected)))
    assert (written & Counter("".join(found))).total() >= 0.95 * written.total() > 100
    assert (Counter(expected) & Counter(found)).total() >= 0.85 * len(expected)


def test_text_tables_and_lists_begin_on_the_right(tea_book, tea_words):
    """A sentence and each row of a table run from right to left; each list item has its marker at its right end."""
    column = max(word.right for word in tea_words)
    for words in BEGINNINGS + ROWS:
        edges = right_edges(tea_words, words)
        assert edges == sorted(edges, reverse=True)
        assert edges[0] > column - 40
    labels = [text for text in tea_book.texts if tea_book.roles.get((text.page, text.mark)) == "Lbl"]
    markers = [label.left for label in labels if label.page == tea_words[0].page]
    assert len(markers) == len(ITEMS)
    assert min(markers) > max(right_edges(tea_words, [item.split()[0] for item in ITEMS])) - 0.1


def test_a_page_number_in_a_mirrored_text_is_correct(tea_book, tea_words):
    """A link is followed by the number of the page to which it leads, without a gap before or after the number."""
    (start,) = [index for index, word in enumerate(tea_words) if set(word.text) == set("(p.")]
    before, number, after = tea_words[start : start + 3]
    assert int(number.text) == tea_book.anchors["help"][0]
    assert after.right - 0.1 < number.left < after.right + 0.1
    assert number.right < before.left < number.right + 4


def test_the_content_of_a_page_is_short():
    """Positions have two decimals at most, and no zeros stand between letters: a phone loads these files."""
    content, _ = render_body("<p style='margin-left: 10.123456px'>A few words, in 12.345 pieces.</p>", *SHARED_STYLES)
    with pikepdf.open(BytesIO(content)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
    assert b"TJ" in drawn
    assert re.findall(rb"[1-9]\d*\.\d{3,}|>0<", drawn) == []

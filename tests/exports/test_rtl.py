"""A PDF in Urdu or Arabic runs from right to left, and its text can be searched, copied and read aloud."""

import re
import subprocess
import unicodedata
from collections import Counter

import pytest
from guide_factory import FACTS, TIMESTAMP, guide, page
from pdf_reader import read_pdf

from exports.book import book_html
from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

TEXTS = {
    "ur": {
        "title": "چائے",
        "first": "چائے پینے سے پہلے پانی ابالیں۔ ایک کپ میں دو چمچ پتی ڈالیں۔ پانچ منٹ انتظار کریں، پھر دودھ ملائیں۔",
        "second": "اگر چائے گرم ہو تو آہستہ پیئیں۔ سال 2026 میں ہم نے 125 کپ گنے۔",
        "begins": ("پینے", "سے"),
        "list": ("سبز چائے", "کالی چائے", "دودھ والی چائے"),
        "head": ("قسم", "وقت", "مقدار"),
        "row": ("کالی", "5 منٹ", "2 چمچ"),
        "more": "پانی کے بارے میں",
    },
    "ar": {
        "title": "الشاي",
        "first": "قبل شرب الشاي ضع الماء على النار. ضع ملعقتين من الشاي في الإبريق. انتظر خمس دقائق ثم أضف السكر.",
        "second": "إذا كان الشاي ساخنا فاشربه ببطء. في عام 2026 شربنا 125 كوبا.",
        "begins": ("قبل", "شرب"),
        "list": ("شاي أخضر", "شاي أسود", "شاي بالنعناع"),
        "head": ("النوع", "الوقت", "المقدار"),
        "row": ("أسود", "5 دقائق", "2 ملعقة"),
        "more": "عن الماء",
    },
}
LETTER = re.compile(r"[\u0600-\u06ff]")
DIRECTION_MARK = re.compile(r"[\u200e\u200f\u202a-\u202e]")  # direction marks
FONTS = {"Vazirmatn", "Vazirmatn-Bold"}  # whose Arabic letters can be extracted from a PDF; those of other fonts cannot


def cells(kind, words) -> str:
    """A row of a table."""
    return "<tr>" + "".join(f"<{kind}>{word}</{kind}>" for word in words) + "</tr>"


def article(known) -> str:
    """A page about tea: two paragraphs, a list, a table, and a link to another page."""
    items = "".join(f"<li>{item}</li>" for item in known["list"])
    table = f"<table><thead>{cells('th', known['head'])}</thead><tbody>{cells('td', known['row'])}</tbody></table>"
    link = f'<p>{known["second"]} <a href="../help/">{known["more"]}</a>.</p>'
    return f'<h1 id="tea">{known["title"]}</h1><p>{known["first"]}</p><ul>{items}</ul>{table}{link}'


@pytest.fixture(scope="module", params=TEXTS)
def known(request):
    """The texts of each language."""
    return {"language": request.param, **TEXTS[request.param]}


@pytest.fixture(scope="module")
def file(known, tmp_path_factory):
    """The PDF of a small book in that language, with the real styles."""
    folder = tmp_path_factory.mktemp("tea")
    title, more = known["title"], known["more"]
    pages = (
        page("", f'<h1 id="start">{title}</h1><p>{known["second"]}</p>', part="", title=title),
        page("tea/", article(known), part=title, title=title),
        page("help/", f'<h1 id="water">{more}</h1><p>{known["first"]}</p>', part=more, title=more),
    )
    small = guide(folder, pages, language=known["language"], direction="rtl", name=title)
    document = HtmlDocument(book_html(small, FACTS, TIMESTAMP), (*SHARED_STYLES, "book.css", "a4.css"))
    (folder / "tea.pdf").write_bytes(render_pdf(document, folder, "tea")[0])
    return folder / "tea.pdf"


@pytest.fixture(scope="module")
def content(file):
    """The content of that PDF; Arabic words are in drawing order, from the left."""
    return read_pdf(file, file.name)


@pytest.fixture(scope="module")
def text(file, content):
    """The text of the page about tea, as it is searched, copied or read aloud."""
    number = str(content.anchors["tea"][0])
    command = ["pdftotext", "-f", number, "-l", number, file, "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def plain(text) -> str:
    """A word normalised for comparison: without direction marks, letter forms and punctuation."""
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", text))


def source(known) -> list[str]:
    """The words of the page about tea."""
    parts = (
        known["title"],
        known["first"],
        *known["list"],
        *known["head"],
        *known["row"],
        known["second"],
        known["more"],
    )
    return [plain(word) for part in parts for word in part.split()]


def tea_words(content):
    """The words of the page about tea with their positions."""
    (number, _) = content.anchors["tea"]
    return [word for word in content.words if word.page == number]


def position_of(content, word):
    """The last occurrence of a word on the page about tea."""
    drawn = plain(word) if word.isdigit() else plain(word)[::-1]
    *_, last = [one for one in tea_words(content) if plain(one.text) == drawn]
    return last


def test_letters_and_words_are_in_the_text(text, known):
    """At least 95 % of the letters and 85 % of the words of the page can be extracted from the PDF."""
    expected, found = source(known), [plain(word) for word in DIRECTION_MARK.sub(" ", text).split()]
    written = Counter(letter for word in expected for letter in word if LETTER.match(letter))
    extracted = Counter(letter for word in found for letter in word)
    assert (written & extracted).total() >= 0.95 * written.total() > 100
    assert (Counter(expected) & Counter(found)).total() >= 0.85 * len(expected)


def test_arabic_letters_are_in_a_font_that_can_be_extracted(content):
    """They are in the vendored font that joins them and keeps their text; no installed font is used."""
    assert content.fonts.keys() & FONTS
    assert all(content.fonts.values())
    assert not [font for font in content.fonts if not font.startswith(("Vazirmatn", "Literata", "Atkinson"))]
    assert content.missing_glyphs == 0


def test_a_table_begins_on_the_right(content, known):
    """The first column of a table is the one on the right, in its head and below."""
    for words in (known["head"], [cell.split()[-1] for cell in known["row"]]):
        first, second, third = [position_of(content, word).right for word in words]
        assert first > second + 50 > third + 100


def test_list_markers_are_on_the_right(content, known):
    """Each list item has its marker at its right end."""
    (number, _) = content.anchors["tea"]
    labels = [one for one in content.texts if content.roles.get((one.page, one.mark)) == "Lbl"]
    markers = [one for one in labels if one.page == number]
    assert len(markers) == len(known["list"])
    for marker in markers:
        line = [word for word in tea_words(content) if word.top < marker.line < word.bottom and plain(word.text)]
        assert len(line) > 1
        assert all(word.right < marker.left + 0.1 for word in line)


def test_text_begins_on_the_right(content, known):
    """A sentence begins at the right edge of the column, and its next words follow to the left."""
    edge = max(word.right for word in tea_words(content))
    second, third = [position_of(content, word) for word in known["begins"]]
    assert third.right < second.left
    assert edge - second.right < 40


def test_a_page_number_in_the_text_is_correct(content):
    """A link is followed by the number of the page to which it leads."""
    words = tea_words(content)
    (start,) = [index for index, word in enumerate(words) if set(word.text) == set("(p.")]
    assert [link.anchor for link in content.links if link.page == words[0].page] == ["help"]
    assert int(words[start + 1].text.strip("()")) == content.anchors["help"][0]


def test_the_language_is_declared(content, known):
    """Screen readers use the right voice."""
    assert content.language == known["language"]

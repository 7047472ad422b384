"""A guide in Urdu or Arabic is printed from right to left, and what is seen can also be searched, copied and heard."""

import re
import subprocess
import unicodedata
from collections import Counter

import pytest
from pdf_reader import paper
from sample_guide import FACTS, MOMENT, guide, page

from exports.book import book
from exports.pdf_rendering import SHARED, Sheet, printed

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
TURN = re.compile(r"[\u200e\u200f\u202a-\u202e]")  # where the direction changes
FONTS = {"Vazirmatn", "Vazirmatn-Bold"}  # whose letters keep their names in the text of a PDF; others' do not


def cells(kind, words) -> str:
    """A row of a table."""
    return "<tr>" + "".join(f"<{kind}>{word}</{kind}>" for word in words) + "</tr>"


def article(known) -> str:
    """A page about tea: two paragraphs, a list, a table, and a way to another page."""
    items = "".join(f"<li>{item}</li>" for item in known["list"])
    table = f"<table><thead>{cells('th', known['head'])}</thead><tbody>{cells('td', known['row'])}</tbody></table>"
    way = f'<p>{known["second"]} <a href="../help/">{known["more"]}</a>.</p>'
    return f'<h1 id="tea">{known["title"]}</h1><p>{known["first"]}</p><ul>{items}</ul>{table}{way}'


@pytest.fixture(scope="module", params=TEXTS)
def known(request):
    """The words of each language."""
    return {"language": request.param, **TEXTS[request.param]}


@pytest.fixture(scope="module")
def file(known, tmp_path_factory):
    """The book of a small guide in that language, printed with the real styles."""
    folder = tmp_path_factory.mktemp("tea")
    title, more = known["title"], known["more"]
    pages = (
        page("", f'<h1 id="start">{title}</h1><p>{known["second"]}</p>', part="", title=title),
        page("tea/", article(known), part=title, title=title),
        page("help/", f'<h1 id="water">{more}</h1><p>{known["first"]}</p>', part=more, title=more),
    )
    small = guide(folder, pages, language=known["language"], direction="rtl", name=title)
    sheet = Sheet(book(small, FACTS, MOMENT), (*SHARED, "book.css", "a4.css"))
    (folder / "tea.pdf").write_bytes(printed(sheet, folder, "tea")[0])
    return folder / "tea.pdf"


@pytest.fixture(scope="module")
def made(file):
    """That book as it stands on paper; words of Arabic letters come as they are drawn, from the left."""
    return paper(file, file.name)


@pytest.fixture(scope="module")
def said(file, made):
    """The text of the page about tea as a search, a copy or a voice has it."""
    number = str(made.places["tea"][0])
    command = ["pdftotext", "-f", number, "-l", number, file, "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def plain(text) -> str:
    """A word as a search compares it: no marks of direction, no shapes of letters, no stops."""
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


def tea(made):
    """The words of the page about tea as they are on paper."""
    (number, _) = made.places["tea"]
    return [word for word in made.words if word.page == number]


def found(made, word):
    """Where a word stands on the page about tea for the last time."""
    drawn = plain(word) if word.isdigit() else plain(word)[::-1]
    *_, last = [one for one in tea(made) if plain(one.text) == drawn]
    return last


def test_letters_and_words_are_in_the_text(said, known):
    """At least 95 % of the letters and 85 % of the words that were written are found in the text of the print."""
    wanted, had = source(known), [plain(word) for word in TURN.sub(" ", said).split()]
    written = Counter(letter for word in wanted for letter in word if LETTER.match(letter))
    there = Counter(letter for word in had for letter in word)
    assert (written & there).total() >= 0.95 * written.total() > 100
    assert (Counter(wanted) & Counter(had)).total() >= 0.85 * len(wanted)


def test_the_letters_come_from_a_font_that_keeps_them(made):
    """Arabic letters come from the vendored font that joins them and keeps their text; no font of the machine helps."""
    assert made.fonts.keys() & FONTS
    assert all(made.fonts.values())
    assert not [font for font in made.fonts if not font.startswith(("Vazirmatn", "Literata", "Atkinson"))]
    assert made.missing == 0


def test_a_table_begins_on_the_right(made, known):
    """The first column of a table is the one on the right, in its head and below."""
    for words in (known["head"], [cell.split()[-1] for cell in known["row"]]):
        first, second, third = [found(made, word).right for word in words]
        assert first > second + 50 > third + 100


def test_the_marks_of_a_list_stand_on_the_right(made, known):
    """Each entry of a list has its mark at its right end."""
    (number, _) = made.places["tea"]
    marks = [text for text in made.texts if made.roles.get((text.page, text.mark)) == "Lbl" and text.page == number]
    assert len(marks) == len(known["list"])
    for mark in marks:
        on = [word for word in tea(made) if word.top < mark.line < word.bottom and plain(word.text)]
        assert len(on) > 1
        assert all(word.right < mark.left + 0.1 for word in on)


def test_text_begins_on_the_right(made, known):
    """A sentence begins at the right edge of the column, and its next words follow to the left."""
    edge = max(word.right for word in tea(made))
    second, third = [found(made, word) for word in known["begins"]]
    assert third.right < second.left
    assert edge - second.right < 40


def test_a_page_number_in_the_text_is_right(made):
    """After a link stands the number of the page to which it leads."""
    words = tea(made)
    (begins,) = [place for place, word in enumerate(words) if set(word.text) == set("(p.")]
    assert [link.place for link in made.links if link.page == words[0].page] == ["help"]
    assert int(words[begins + 1].text.strip("()")) == made.places["help"][0]


def test_the_file_says_its_language(made, known):
    """A program that reads aloud takes the right voice."""
    assert made.language == known["language"]

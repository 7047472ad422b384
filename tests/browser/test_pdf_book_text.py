"""The PDFs of the whole guide have all text of the pages, within the margins, in a readable size."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from page_helpers import assert_none
from pdf_alignment import BOOKS, STYLE, align, blocks, body_words, letters, lines, margins

LARGE = "files/guide-large-print.pdf"
UNBREAKABLE = "tr, .admonition, .guide-lookup > li, .guide-steps > li, .guide-helpline__lines > li"
FAMILY = re.compile(r'font-family: "?([^";]+)')
MIN_LINE_HEIGHT = 18 * 1.3 - 0.1  # points: a line of Atkinson Hyperlegible at 18 points
SECONDARY_TEXT = (
    ".guide-sources *, .guide-noticeable, .guide-claim__strength, .guide-helpline__confirmed, .guide-drawing *, dt"
)
SECONDARY_TEXT += ", .admonition-title, .guide-steps__first--again"  # text beside the main text
TOLERANCE = 1.5  # points: glyphs may exceed their box


@pytest.fixture(scope="module")
def page_margins(book):
    """The margins of each kind of page of a book: top, right, bottom, left."""
    return margins(BOOKS[book.file])


@pytest.fixture(scope="module")
def words(book, page_margins):
    """The words of the chapters, without page footers."""
    return body_words(book, page_margins[""][2])


@pytest.fixture(scope="module")
def pieces(expected_chapters, words):
    """For each chapter, which of these words belong to which piece of its text."""
    return list(align([chapter.article for chapter in expected_chapters], words))


def test_the_book_has_all_text_of_the_pages(pieces, expected_chapters):
    """Every word of each page is in the book, in order, whole and on the page, also those in tables and drawings."""
    both = zip(expected_chapters, pieces, strict=True)
    assert_none([f"{chapter.address}: {piece.text}" for chapter, found in both for piece in found if piece.first < 0])
    assert sum(map(len, pieces)) > 6000


def test_every_word_is_within_the_margins(book, page_margins, words, pieces, expected_chapters):
    """No word is in a margin of its page, on the cover, worksheets or any other page; only footers are below."""
    sheets = {
        words[found[0].first].page
        for chapter, found in zip(expected_chapters, pieces, strict=True)
        if chapter.worksheet
    }
    found = []
    for word in book.words:
        width, height = book.pages[word.page - 1]
        kind = "cover" if word.page == 1 else "worksheet" if word.page in sheets else ""
        top, right, bottom, left = page_margins.get(kind, page_margins[""])
        foot = word.page > 1 and word.middle > height - page_margins[""][2]
        inside = left - TOLERANCE < word.left and word.right < width - right + TOLERANCE and top < word.middle
        if not inside or (word.middle > height - bottom and not foot):
            found.append(f"{word.page}: {word.text}")
    assert len(sheets) == sum(chapter.worksheet for chapter in expected_chapters) > 8
    assert_none(found)


@pytest.fixture(scope="module")
def pages_of(expected_chapters, words, pieces):
    """The pages on which each element of the chapters is."""
    found: dict[int, set[int]] = {}
    for piece in (piece for found in pieces for piece in found):
        node = piece.block
        while node.tag != "article":
            found.setdefault(node.mem_id, set()).update({words[piece.first].page, words[piece.last].page})
            node = node.parent
    return found


def test_rows_and_boxes_stay_whole(expected_chapters, pages_of):
    """No page break is inside a table row, warning, lookup item, step or helpline."""
    whole = [node for chapter in expected_chapters for node in chapter.article.css(UNBREAKABLE)]
    assert len(whole) > 500
    assert_none([node.text()[:60] for node in whole if len(pages_of.get(node.mem_id, ())) > 1])


def test_a_table_header_is_repeated_on_each_page(book, expected_chapters, words, pages_of):
    """If a table continues on another page, its header is repeated there."""
    pages = [""] * (len(book.pages) + 1)
    for word in words:
        pages[word.page] += letters(word.text)
    found, long = [], 0
    for table in (table for chapter in expected_chapters for table in chapter.article.css("table:has(thead)")):
        on = pages_of.get(table.mem_id, set())
        long += len(on) > 1
        head = "".join(letters(cell.text()) for cell in table.css("thead th"))
        found += [f"{page}: {head}" for page in on if head not in pages[page]]
    assert_none(found)
    assert long


def test_lines_are_filled(book, page_margins, words, pieces, expected_chapters):
    """No line but a paragraph's last is shorter than 60 % of the column if the next word would have fitted."""
    found, checked = [], 0
    for chapter, page in zip(expected_chapters, pieces, strict=True):
        right = book.pages[0][0] - page_margins[""][1]
        for block, first, last in [] if chapter.worksheet else blocks(page):
            if block.tag not in ("p", "li") or "article" not in (block.parent.tag, block.parent.parent.tag):
                continue
            rows = lines(words[first : last + 1])
            for row, after in pairwise(rows):
                checked += 1
                left, end, there = min(word.left for word, *_ in rows), row[-1].right, after[0]
                if end - left < 0.6 * (right - left) and end + 4 + there.right - there.left < right:
                    found.append(f"{there.page}: {row[-1].text} | {there.text}")
    assert_none(found)
    assert checked > 500


def test_all_fonts_are_embedded(prints):
    """Every font is embedded and one of those in exports/fonts/, and no character is missing."""
    ours = {name.replace(" ", "-") for name in FAMILY.findall((STYLE / "fonts.css").read_text(encoding="utf-8"))}
    assert len(ours) > 3
    found = [
        f"{file}: {font}"
        for file, printed in prints.items()
        for font in printed.fonts
        if not any(map(font.startswith, ours))
    ]
    found += [
        f"{file}: {font} is not in it"
        for file, printed in prints.items()
        for font, there in printed.fonts.items()
        if not there
    ]
    found += [
        f"{file}: {printed.missing_glyphs} empty boxes" for file, printed in prints.items() if printed.missing_glyphs
    ]
    found += [
        f"{file}: {word.text}" for file, printed in prints.items() for word in printed.words if "\ufffd" in word.text
    ]
    assert_none(found)


def test_large_print_is_large(prints, expected_chapters):
    """In large print the main text has 18 points or more, and nothing has less than 14."""
    printed = prints[LARGE]
    assert_none({f"{text.page}: {text.font} {text.size}" for text in printed.texts if text.size < 14})
    words = body_words(printed, margins(BOOKS[LARGE])[""][2])
    found: Counter[str] = Counter()
    articles = [chapter.article for chapter in expected_chapters]
    for chapter, page in zip(expected_chapters, align(articles, words), strict=True):
        small = {node.mem_id for node in chapter.article.css(SECONDARY_TEXT)}
        for block, first, last in blocks(page):
            sizes = Counter(round(word.bottom - word.top, 1) for word in words[first : last + 1])
            if block.mem_id not in small and not chapter.worksheet and sizes.most_common(1)[0][0] < MIN_LINE_HEIGHT:
                found[f"{block.tag} in {block.parent.parent.attributes.get('class') or block.parent.parent.tag}"] += 1
    assert_none([f"{number} × {place}" for place, number in found.items()])


def test_headings_of_large_print_are_larger_than_its_text(prints):
    """In large print no heading is smaller than the text, and those of chapters, parts and sections are larger."""
    printed = prints[LARGE]
    smallest: dict[str, float] = {}
    for text in printed.texts:
        role = printed.roles.get((text.page, text.mark), "")
        smallest[role] = min(smallest.get(role, 99), text.size)
    assert smallest["H1"] > 18 * 1.5
    assert smallest["H2"] > 18 * 1.3
    assert min(size for role, size in smallest.items() if re.fullmatch("H[1-6]", role)) >= 18

"""The PDFs of the whole guide have all its text, readable, and correct contents, bookmarks, links and page numbers."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from macro_environment import facts, strings
from page_helpers import assert_none
from pdf_alignment import BOOKS, STYLE, Chapter, align, blocks, body_words, chapters, letters, lines, margins
from pdf_reader import PdfContent, visible_address

SITE = facts().url
LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
LARGE = "files/guide-large-print.pdf"
UNBREAKABLE = "tr, .admonition, .guide-lookup > li, .guide-steps > li, .guide-helpline__lines > li"
FAMILY = re.compile(r'font-family: "?([^";]+)')
MIN_LINE_HEIGHT = 18 * 1.3 - 0.1  # points: a line of Atkinson Hyperlegible at 18 points
SECONDARY_TEXT = (
    ".guide-sources *, .guide-noticeable, .guide-claim__strength, .guide-claim__sources, "
    " .guide-helpline__confirmed, .guide-drawing *, dt"
)
SECONDARY_TEXT += ", .admonition-title, .guide-steps__first--again"  # text beside the main text
TOLERANCE = 1.5  # points: glyphs may exceed their box


@pytest.fixture(scope="session")
def expected_chapters(trees) -> list[Chapter]:
    """The chapters that each PDF of the whole guide must contain, in order."""
    return chapters(trees)


@pytest.fixture(scope="module", params=BOOKS)
def book(request, prints) -> PdfContent:
    """Each of the three PDFs of the whole guide."""
    return prints[request.param]


@pytest.fixture(scope="module")
def page_margins(book):
    """The margins of each kind of page of a book: top, right, bottom, left; "" is an ordinary page."""
    return margins(BOOKS[book.file])


@pytest.fixture(scope="module")
def words(book, page_margins):
    """The words of the chapters, without page footers."""
    return body_words(book, page_margins[""][2])


@pytest.fixture(scope="module")
def pieces(expected_chapters, words):
    """For each chapter, which of these words belong to which piece of its text."""
    return list(align([chapter.article for chapter in expected_chapters], words))


@pytest.fixture(scope="module")
def page_of(expected_chapters, words, pieces):
    """The page of each anchor of each chapter: that of the first of its words."""
    found: dict[str, int] = {}
    for chapter, aligned in zip(expected_chapters, pieces, strict=True):
        for piece in aligned:
            node = piece.block
            while node is not None and node.tag != "body":
                name = node.attributes.get("id")
                anchor = chapter.anchor if node.tag == "article" else f"{chapter.anchor}--{name}"
                if name or node.tag == "article":
                    found.setdefault(anchor, words[piece.first].page)
                node = node.parent
    return found


def headings(expected_chapters, page_of):
    """The expected bookmarks: level, letters and page number of each part, chapter and heading."""
    part = ""
    for chapter in expected_chapters:
        if chapter.part and chapter.part != part:
            part = chapter.part
            yield 1, letters(part), page_of[chapter.anchor]
        for node in chapter.article.css(", ".join(LEVELS)):
            page = page_of[f"{chapter.anchor}--{node.attributes['id']}"]
            yield LEVELS[node.tag] + bool(chapter.part), letters(node.text()), page


def test_the_bookmarks_are_the_parts_pages_and_headings(book, expected_chapters, page_of):
    """The bookmarks are all pages of the guide without the offer, in navigation order, with their headings."""
    found = [(rank, letters(title), page) for rank, title, page in book.outline]
    before = [letters(strings()[name]) for name in ("book_keep_heading", "book_contents")]
    assert expected_chapters
    assert [title for _, title, _ in found[:2]] == before
    assert found[2:-1] == list(headings(expected_chapters, page_of))
    assert found[-1] == (1, letters(strings()["book_colophon"]), len(book.pages))


def test_the_table_of_contents_has_the_right_page_numbers(book, page_margins, expected_chapters, page_of):
    """The number after each title in the table of contents is the page on which its chapter begins."""
    (first, _), (end, _) = book.anchors["contents"], book.anchors["start"]
    right, found, name = book.pages[0][0] - page_margins[""][1], [], ""
    for word in (
        word
        for page in book.words_by_page[first - 1 : end - 1]
        for word in page
        if word.middle < book.pages[0][1] - page_margins[""][2]
    ):
        if word.text.isdigit() and abs(word.right - right) < 2:
            found.append((name.rstrip(".").removeprefix(letters(strings()["book_contents"])), int(word.text)))
            name = ""
        else:
            name += "" if word.text.strip(".") == "" else letters(word.text)
    ours, part = [], ""
    for chapter in expected_chapters:
        if chapter.part != part:
            part = chapter.part
            ours.append((letters(part), page_of[chapter.anchor]))
        ours.append((letters(chapter.title), page_of[chapter.anchor]))
    assert found == [*ours, (letters(strings()["book_colophon"]), len(book.pages))]


def test_each_anchor_is_on_the_page_of_its_words(book, page_of):
    """A link leads to the page that has the words of its anchor."""
    assert page_of
    assert_none(
        [f"{name}: {page}" for name, page in page_of.items() if name in book.anchors and book.anchors[name][0] != page]
    )


def linked_anchors(expected_chapters) -> Counter:
    """The anchors within the book to which the pages' links lead, with the number of links."""
    known = {chapter.address: chapter.anchor for chapter in expected_chapters}
    found: Counter[str] = Counter()
    for chapter in expected_chapters:
        for link in chapter.article.css("a[href]"):
            address, fragment = urldefrag(urljoin(SITE + chapter.address, link.attributes["href"]))
            anchor = known.get(address.removeprefix(SITE))
            if anchor:
                found[f"{anchor}--{fragment}" if fragment else anchor] += 1
    return found


def references(book, words):
    """Every “(p. 7)” of the text: the link before it, and the printed number."""
    for before, word, number in zip(words, words[1:], words[2:], strict=False):
        if word.text == "(p.":
            middle = (before.left + before.right) / 2
            on = [link for link in book.links if link.page == before.page and link.left <= middle <= link.right]
            (link,) = [link for link in on if link.top <= before.middle <= link.bottom]
            yield link, int(number.text.rstrip(")"))


def test_each_page_number_in_the_text_is_right(book, words, expected_chapters, page_of):
    """Each link within the book is followed by the number of the page of its anchor."""
    found = list(references(book, words))
    wrong = [f"{link.anchor}: {number}" for link, number in found if number != page_of[link.anchor]]
    assert_none(wrong)
    assert Counter(link.anchor for link, _ in found) == linked_anchors(expected_chapters)
    assert found


def test_each_address_is_printed(book, words):
    """The address or telephone number of each link is printed on the same page or the next."""
    pages = [""] * (len(book.pages) + 2)
    for word in words:
        pages[word.page] += letters(word.text).lower()
    found = []
    for link in book.links:
        address = visible_address(link.address).rstrip("/").lower()
        nearby = "".join(pages[link.page - 1 : link.page + 2])
        if link.address.startswith(("tel:", "sms:")):
            address = re.sub(r"\D", "", unquote(address).replace("#", ""))[-6:]
            nearby = re.sub(r"\D", "", nearby)
        if address not in nearby:
            found.append(link.address)
    assert_none(found)


def test_each_page_has_its_footer(book, page_margins, expected_chapters, page_of):
    """After the cover, each page has its number at the outer edge, and the title of its part or chapter."""
    names = {1: ("", ""), book.anchors["keep"][0]: (strings()["book_keep_heading"],) * 2}
    names |= {book.anchors["contents"][0]: (strings()["book_contents"],) * 2}
    names |= {page_of[chapter.anchor]: (chapter.part or chapter.title, chapter.title) for chapter in expected_chapters}
    names |= {len(book.pages): (strings()["book_colophon"],) * 2}
    found, now = [], ("", "")
    for page, (width, height) in enumerate(book.pages, start=1):
        now = names.get(page, now)
        foot = [word for word in book.words_by_page[page - 1] if word.middle > height - page_margins[""][2]]
        footer = " ".join(word.text for word in sorted(foot, key=lambda word: word.left))
        if footer != ("" if page == 1 else f"{page} {now[0]}" if page % 2 == 0 else f"{now[1]} {page}"):
            found.append(f"{page}: {footer}")
        outer = min((min(word.left, width - word.right) for word in foot if word.text == str(page)), default=0)
        found += [f"{page}: {outer}"] if foot and outer > page_margins[""][1] + 2 else []
    assert_none(found)


def test_footers_are_not_read_aloud(book, page_margins):
    """Footers are artifacts in the PDF's structure, and all other text is tagged."""
    feet = [height - page_margins[""][2] for _, height in book.pages]
    wrong = [text for text in book.texts if (text.line > feet[text.page - 1]) == ((text.page, text.mark) in book.roles)]
    assert book.texts
    assert_none(wrong)


# The text.


def test_the_book_has_all_text_of_the_pages(pieces, expected_chapters):
    """Every word of each page is in the book, in order, whole and on the page, also those in tables and drawings."""
    both = zip(expected_chapters, pieces, strict=True)
    assert_none([f"{chapter.address}: {piece.text}" for chapter, found in both for piece in found if piece.first < 0])
    assert all(pieces)


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
    assert len(sheets) == sum(chapter.worksheet for chapter in expected_chapters) > 0
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
    assert whole
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
    assert long or book.file != LARGE  # in large print a table is longer than a page


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
    assert checked


def test_all_fonts_are_embedded(prints):
    """Every font is embedded and one of those in exports/fonts/, and no character is missing."""
    ours = {name.replace(" ", "-") for name in FAMILY.findall((STYLE / "fonts.css").read_text(encoding="utf-8"))}
    assert len(ours) > 3
    found = []
    for file, printed in prints.items():
        for font, embedded in printed.fonts.items():
            if not embedded or not any(map(font.startswith, ours)):
                found.append(f"{file}: {font}, embedded: {embedded}")
        found += [f"{file}: {printed.missing_glyphs} empty boxes"] if printed.missing_glyphs else []
        found += [f"{file}: {word.text}" for word in printed.words if "\ufffd" in word.text]
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
    sizes: dict[str, Counter[float]] = defaultdict(Counter)
    for text in printed.texts:
        sizes[printed.roles.get((text.page, text.mark), "")][text.size] += 1
    assert min(sizes["H1"]) > 18 * 1.5
    assert min(sizes["H2"]) > 18 * 1.3
    assert sizes["H3"].most_common(1)[0][0] > 18 * 1.2  # that of sections; “Sources” is as large as the text
    assert min(min(found) for role, found in sizes.items() if re.fullmatch("H[1-6]", role)) >= 18

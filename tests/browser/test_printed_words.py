"""The printed books say all that the pages say, within the margins, in letters that can be read."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from page_helpers import nothing
from pdf_alignment import BOOKS, STYLE, along, blocks, body, letters, lines, margins

LARGE = "files/guide-large-print.pdf"
WHOLE = "tr, .admonition, .guide-lookup > li, .guide-steps > li, .guide-helpline__lines > li"
FAMILY = re.compile(r'font-family: "?([^";]+)')
LEAST = 18 * 1.3 - 0.1  # points: the height of a line in Atkinson Hyperlegible of 18 points
SMALL = ".guide-sources *, .guide-notice, .guide-claim__strength, .guide-helpline__confirmed, .guide-drawing *, dt"
SMALL += ", .admonition-title, .guide-steps__first--again"  # what stands beside the text
SLACK = 1.5  # points: a letter may lean out of its line


@pytest.fixture(scope="module")
def edges(book):
    """The margins of each kind of page of a book: top, right, bottom, left."""
    return margins(BOOKS[book.file])


@pytest.fixture(scope="module")
def words(book, edges):
    """The words of the chapters, without the foot of each page."""
    return body(book, edges[""][2])


@pytest.fixture(scope="module")
def pieces(wanted, words):
    """Where each piece of each page stands among them."""
    return list(along([chapter.article for chapter in wanted], words))


def test_all_that_the_pages_say_is_on_paper(pieces, wanted):
    """Every word of each page is in the book, in order and inside the paper, cells and drawings too; none is broken."""
    both = zip(wanted, pieces, strict=True)
    nothing([f"{chapter.address}: {piece.text}" for chapter, found in both for piece in found if piece.first < 0])
    assert sum(map(len, pieces)) > 6000


def test_every_word_is_within_the_margins(book, edges, words, pieces, wanted):
    """No word stands in a margin of its page, be it the cover, a worksheet or any other; only the foot is below."""
    sheets = {words[found[0].first].page for chapter, found in zip(wanted, pieces, strict=True) if chapter.worksheet}
    found = []
    for word in book.words:
        width, height = book.pages[word.page - 1]
        kind = "cover" if word.page == 1 else "worksheet" if word.page in sheets else ""
        top, right, bottom, left = edges.get(kind, edges[""])
        foot = word.page > 1 and word.middle > height - edges[""][2]
        inside = left - SLACK < word.left and word.right < width - right + SLACK and top < word.middle
        if not inside or (word.middle > height - bottom and not foot):
            found.append(f"{word.page}: {word.text}")
    assert len(sheets) == sum(chapter.worksheet for chapter in wanted) > 8
    nothing(found)


@pytest.fixture(scope="module")
def spread(wanted, words, pieces):
    """On which pages each element of the chapters stands."""
    found: dict[int, set[int]] = {}
    for piece in (piece for found in pieces for piece in found):
        node = piece.block
        while node.tag != "article":
            found.setdefault(node.mem_id, set()).update({words[piece.first].page, words[piece.last].page})
            node = node.parent
    return found


def test_rows_and_boxes_stay_whole(wanted, spread):
    """No row of a table, no warning, no card, no step and no helpline begins on one page and ends on the next."""
    whole = [node for chapter in wanted for node in chapter.article.css(WHOLE)]
    assert len(whole) > 500
    nothing([node.text()[:60] for node in whole if len(spread.get(node.mem_id, ())) > 1])


def test_a_table_has_its_head_on_each_page(book, wanted, words, spread):
    """Where a table goes on overleaf, the names of its columns stand there again."""
    pages = [""] * (len(book.pages) + 1)
    for word in words:
        pages[word.page] += letters(word.text)
    found, long = [], 0
    for table in (table for chapter in wanted for table in chapter.article.css("table:has(thead)")):
        on = spread.get(table.mem_id, set())
        long += len(on) > 1
        head = "".join(letters(cell.text()) for cell in table.css("thead th"))
        found += [f"{page}: {head}" for page in on if head not in pages[page]]
    nothing(found)
    assert long


def test_lines_are_filled(book, edges, words, pieces, wanted):
    """No line of a paragraph but its last is shorter than 60 % of the column where the next word had found room."""
    found, looked = [], 0
    for chapter, page in zip(wanted, pieces, strict=True):
        right = book.pages[0][0] - edges[""][1]
        for block, first, last in [] if chapter.worksheet else blocks(page):
            if block.tag not in ("p", "li") or "article" not in (block.parent.tag, block.parent.parent.tag):
                continue
            rows = lines(words[first : last + 1])
            for row, after in pairwise(rows):
                looked += 1
                left, end, there = min(word.left for word, *_ in rows), row[-1].right, after[0]
                if end - left < 0.6 * (right - left) and end + 4 + there.right - there.left < right:
                    found.append(f"{there.page}: {row[-1].text} | {there.text}")
    nothing(found)
    assert looked > 500


def test_all_letters_are_our_own(prints):
    """Every font is inside its file and is one of those in exports/fonts/, and no letter is an empty box."""
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
    found += [f"{file}: {printed.missing} empty boxes" for file, printed in prints.items() if printed.missing]
    found += [
        f"{file}: {word.text}" for file, printed in prints.items() for word in printed.words if "\ufffd" in word.text
    ]
    nothing(found)


def test_large_print_is_large(prints, wanted):
    """What a page says is printed in 18 points or more; nothing, be it a note or a page number, in less than 14."""
    printed = prints[LARGE]
    nothing({f"{text.page}: {text.font} {text.size}" for text in printed.texts if text.size < 14})
    words = body(printed, margins(BOOKS[LARGE])[""][2])
    found: Counter[str] = Counter()
    for chapter, page in zip(wanted, along([chapter.article for chapter in wanted], words), strict=True):
        small = {node.mem_id for node in chapter.article.css(SMALL)}
        for block, first, last in blocks(page):
            sizes = Counter(round(word.bottom - word.top, 1) for word in words[first : last + 1])
            if block.mem_id not in small and not chapter.worksheet and sizes.most_common(1)[0][0] < LEAST:
                found[f"{block.tag} in {block.parent.parent.attributes.get('class') or block.parent.parent.tag}"] += 1
    nothing([f"{number} × {place}" for place, number in found.items()])


def test_headings_of_large_print_are_larger_than_its_text(prints):
    """In large print a heading is never smaller than the text, and one of a page, a part or a section is larger."""
    printed = prints[LARGE]
    least: dict[str, float] = {}
    for text in printed.texts:
        role = printed.roles.get((text.page, text.mark), "")
        least[role] = min(least.get(role, 99), text.size)
    assert least["H1"] > 18 * 1.5
    assert least["H2"] > 18 * 1.3
    assert min(size for role, size in least.items() if re.fullmatch("H[1-6]", role)) >= 18

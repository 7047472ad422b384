"""The PDFs of the whole guide: contents, bookmarks, links and page numbers are correct."""

import re
from collections import Counter
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from macro_environment import facts, strings
from page_helpers import assert_none
from pdf_alignment import BOOKS, OFFER, align, body_words, letters, margins
from pdf_reader import visible_address

LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
SITE = "https://guide.example/"  # the address of the site that the tests build
LOCAL_ADDRESS = re.compile(r"localhost|127\.0\.0\.1|^file:|\.invalid")


@pytest.fixture(scope="module")
def page_margins(book):
    """The margins of ordinary pages of a book: top, right, bottom, left."""
    return margins(BOOKS[book.file])[""]


@pytest.fixture(scope="module")
def words(book, page_margins):
    """The words of the chapters, without page footers."""
    return body_words(book, page_margins[2])


@pytest.fixture(scope="module")
def page_of(expected_chapters, words):
    """The page of each anchor of each chapter: that of the first of its words."""
    found: dict[str, int] = {}
    articles = [chapter.article for chapter in expected_chapters]
    for chapter, pieces in zip(expected_chapters, align(articles, words), strict=True):
        for piece in pieces:
            node = piece.block
            while node is not None and node.tag != "body":
                name = node.attributes.get("id")
                anchor = chapter.anchor if node.tag == "article" else f"{chapter.anchor}--{name}"
                if name or node.tag == "article":
                    found.setdefault(anchor, words[piece.first].page)
                node = node.parent
    return found


def page_texts(book) -> list[str]:
    """The letters of each page."""
    return ["".join(letters(word.text) for word in page) for page in book.words_by_page]


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
    assert len(expected_chapters) > 40
    assert [title for _, title, _ in found[:2]] == before
    assert found[2:-1] == list(headings(expected_chapters, page_of))
    assert found[-1] == (1, letters(strings()["book_colophon"]), len(book.pages))


def test_the_table_of_contents_has_the_right_page_numbers(book, page_margins, expected_chapters, page_of):
    """The number after each title in the table of contents is the page on which its chapter begins."""
    (first, _), (end, _) = book.anchors["contents"], book.anchors["start"]
    right, found, name = book.pages[0][0] - page_margins[1], [], ""
    for word in (
        word
        for page in book.words_by_page[first - 1 : end - 1]
        for word in page
        if word.middle < book.pages[0][1] - page_margins[2]
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
    assert len(page_of) > 500
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
    assert len(found) > 500


def test_no_link_is_broken(book):
    """Each link leads to an anchor in the book, or to a public address."""
    assert {link.anchor for link in book.links} - {""} <= book.anchors.keys()
    assert_none(
        [link for link in book.links if bool(link.anchor) == bool(link.address) or LOCAL_ADDRESS.search(link.address)]
    )


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
        foot = [word for word in book.words_by_page[page - 1] if word.middle > height - page_margins[2]]
        footer = " ".join(word.text for word in sorted(foot, key=lambda word: word.left))
        if footer != ("" if page == 1 else f"{page} {now[0]}" if page % 2 == 0 else f"{now[1]} {page}"):
            found.append(f"{page}: {footer}")
        outer = min((min(word.left, width - word.right) for word in foot if word.text == str(page)), default=0)
        found += [f"{page}: {outer}"] if foot and outer > page_margins[1] + 2 else []
    assert_none(found)


def test_footers_are_not_read_aloud(book, page_margins):
    """Footers are artifacts in the PDF's structure, and all other text is tagged."""
    feet = [height - page_margins[2] for _, height in book.pages]
    wrong = [text for text in book.texts if (text.line > feet[text.page - 1]) == ((text.page, text.mark) in book.roles)]
    assert_none(wrong)
    assert len(book.texts) > 10_000


def test_each_link_has_a_description(book):
    """The description of a link is the title of its target, or its address, not an id."""
    go_to = strings()["book_go_to"]
    ids = {f"{go_to} {name}" for name in book.anchors}
    assert_none({link.anchor or link.address for link in book.links if link.description.strip() in {"", go_to, *ids}})


def test_the_book_has_its_metadata(book, trees):
    """The file has title, author, subject, language and date, and viewers show the title."""
    first = trees[""]
    title = first.css_first("title").text().strip()
    about = first.css_first("meta[name=description]").attributes["content"]
    day = "D:20260102000000Z"
    metadata = {"/Title": title, "/Author": title, "/Subject": about, "/CreationDate": day, "/ModDate": day}
    assert metadata.items() <= book.info.items()
    assert f">{title}<" in book.xmp
    assert "<xmp:CreateDate>2026-01-02T00:00:00Z<" in book.xmp
    assert (book.language, book.shows_title) == ("en", True)


def test_the_book_has_its_version_and_licence(book):
    """Cover and last page have version and date; the last page has the licence and the disclaimer."""
    cover, *_, end = page_texts(book)
    edition = f"{strings()['version']} {facts().version}"
    assert letters(f"{edition} · 2 January 2026") in cover
    for text in (f"{edition}, 2 January 2026", strings()["book_share"], strings()["education"]):
        assert letters(text) in end


def test_only_one_line_mentions_sessions(book, expected_chapters, trees):
    """The book has no invitation: only its last page, and the page on our interests, mention sessions."""
    pages = page_texts(book)
    line = letters(strings()["book_sessions"].format(address="guide.example/sessions/"))
    assert pages[-1].count(line) == 1
    mentions = [chapter.address for chapter in expected_chapters for _ in chapter.article.css("a[href$='sessions/']")]
    assert set(mentions) <= {"about/"}
    assert "".join(pages).count("guide.example/sessions") == 1 + len(mentions)
    offers = {letters(node.text()) for tree in trees.values() for node in tree.css(OFFER)}
    assert offers
    assert_none([offer for offer in offers if offer in "".join(pages)])

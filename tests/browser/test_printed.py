"""The printed books lead to every page: contents, bookmarks, links and page numbers say where things really are."""

import re
from collections import Counter
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from macro_environment import facts, strings
from page_helpers import nothing
from pdf_alignment import BOOKS, OFFER, along, body, letters, margins
from pdf_reader import typed

RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
SITE = "https://guide.example/"  # the address of the site that the tests build
NOWHERE = re.compile(r"localhost|127\.0\.0\.1|^file:|\.invalid")


@pytest.fixture(scope="module")
def edges(book):
    """The margins of the usual pages of a book: top, right, bottom, left."""
    return margins(BOOKS[book.file])[""]


@pytest.fixture(scope="module")
def words(book, edges):
    """The words of the chapters, without the foot of each page."""
    return body(book, edges[2])


@pytest.fixture(scope="module")
def stands(wanted, words):
    """On which page each place of each chapter really is: where the first of its words stands."""
    found: dict[str, int] = {}
    for chapter, pieces in zip(wanted, along([chapter.article for chapter in wanted], words), strict=True):
        for piece in pieces:
            node = piece.block
            while node is not None and node.tag != "body":
                name = node.attributes.get("id")
                place = chapter.place if node.tag == "article" else f"{chapter.place}--{name}"
                if name or node.tag == "article":
                    found.setdefault(place, words[piece.first].page)
                node = node.parent
    return found


def texts(book) -> list[str]:
    """The letters of each page."""
    return ["".join(letters(word.text) for word in page) for page in book.leaves]


def headings(wanted, stands):
    """The bookmarks that the pages need: rank, words and page of each part, each page and each heading on it."""
    part = ""
    for chapter in wanted:
        if chapter.part and chapter.part != part:
            part = chapter.part
            yield 1, letters(part), stands[chapter.place]
        for node in chapter.article.css(", ".join(RANKS)):
            page = stands[f"{chapter.place}--{node.attributes['id']}"]
            yield RANKS[node.tag] + bool(chapter.part), letters(node.text()), page


def test_the_bookmarks_are_the_parts_pages_and_headings(book, wanted, stands):
    """Each page of the guide but the offer is in the book, in the order of the list of all pages, with its headings."""
    found = [(rank, letters(title), page) for rank, title, page in book.outline]
    before = [letters(strings()[name]) for name in ("book_keep_heading", "book_contents")]
    assert len(wanted) > 40
    assert [title for _, title, _ in found[:2]] == before
    assert found[2:-1] == list(headings(wanted, stands))
    assert found[-1] == (1, letters(strings()["book_colophon"]), len(book.pages))


def test_the_contents_say_where_each_chapter_begins(book, edges, wanted, stands):
    """The number behind each name in the printed contents is that of the page on which its chapter begins."""
    (first, _), (end, _) = book.places["contents"], book.places["start"]
    right, found, name = book.pages[0][0] - edges[1], [], ""
    for word in (
        word for page in book.leaves[first - 1 : end - 1] for word in page if word.middle < book.pages[0][1] - edges[2]
    ):
        if word.text.isdigit() and abs(word.right - right) < 2:
            found.append((name.rstrip(".").removeprefix(letters(strings()["book_contents"])), int(word.text)))
            name = ""
        else:
            name += "" if word.text.strip(".") == "" else letters(word.text)
    ours, part = [], ""
    for chapter in wanted:
        if chapter.part != part:
            part = chapter.part
            ours.append((letters(part), stands[chapter.place]))
        ours.append((letters(chapter.title), stands[chapter.place]))
    assert found == [*ours, (letters(strings()["book_colophon"]), len(book.pages))]


def test_each_place_is_where_its_words_are(book, stands):
    """Whoever presses a link comes to the page on which the words of its place stand."""
    assert len(stands) > 500
    nothing(
        [f"{name}: {page}" for name, page in stands.items() if name in book.places and book.places[name][0] != page]
    )


def led(wanted) -> Counter:
    """The places to which the pages' links lead within the book, each as often as a link leads there."""
    known = {chapter.address: chapter.place for chapter in wanted}
    found: Counter[str] = Counter()
    for chapter in wanted:
        for link in chapter.article.css("a[href]"):
            address, fragment = urldefrag(urljoin(SITE + chapter.address, link.attributes["href"]))
            place = known.get(address.removeprefix(SITE))
            if place:
                found[f"{place}--{fragment}" if fragment else place] += 1
    return found


def references(book, words):
    """Every “(p. 7)” of the text: the link before it, and the number that is printed."""
    for before, word, number in zip(words, words[1:], words[2:], strict=False):
        if word.text == "(p.":
            middle = (before.left + before.right) / 2
            on = [link for link in book.links if link.page == before.page and link.left <= middle <= link.right]
            (link,) = [link for link in on if link.top <= before.middle <= link.bottom]
            yield link, int(number.text.rstrip(")"))


def test_each_page_number_in_the_text_is_right(book, words, wanted, stands):
    """Behind each link inside the book stands the page on which its place really is, and no link is without one."""
    found = list(references(book, words))
    wrong = [f"{link.place}: {number}" for link, number in found if number != stands[link.place]]
    nothing(wrong)
    assert Counter(link.place for link, _ in found) == led(wanted)
    assert len(found) > 500


def test_no_link_leads_nowhere(book):
    """Each link leads to a place that the book has, or to an address that anyone can reach."""
    assert {link.place for link in book.links} - {""} <= book.places.keys()
    nothing([link for link in book.links if bool(link.place) == bool(link.address) or NOWHERE.search(link.address)])


def test_each_address_can_be_read_on_paper(book, words):
    """What a link to another site or to a telephone holds stands in letters on the same page, or goes on overleaf."""
    pages = [""] * (len(book.pages) + 2)
    for word in words:
        pages[word.page] += letters(word.text).lower()
    found = []
    for link in book.links:
        told = typed(link.address).rstrip("/").lower()
        there = "".join(pages[link.page - 1 : link.page + 2])
        if link.address.startswith(("tel:", "sms:")):
            told, there = re.sub(r"\D", "", unquote(told).replace("#", ""))[-6:], re.sub(r"\D", "", there)
        if told not in there:
            found.append(link.address)
    nothing(found)


def test_each_page_tells_its_number_and_where_one_is(book, edges, wanted, stands):
    """After the cover each leaf has its number at the outer edge, and the name of the part (left) or page (right)."""
    names = {1: ("", ""), book.places["keep"][0]: (strings()["book_keep_heading"],) * 2}
    names |= {book.places["contents"][0]: (strings()["book_contents"],) * 2}
    names |= {stands[chapter.place]: (chapter.part or chapter.title, chapter.title) for chapter in wanted}
    names |= {len(book.pages): (strings()["book_colophon"],) * 2}
    found, now = [], ("", "")
    for page, (width, height) in enumerate(book.pages, start=1):
        now = names.get(page, now)
        foot = [word for word in book.leaves[page - 1] if word.middle > height - edges[2]]
        said = " ".join(word.text for word in sorted(foot, key=lambda word: word.left))
        if said != ("" if page == 1 else f"{page} {now[0]}" if page % 2 == 0 else f"{now[1]} {page}"):
            found.append(f"{page}: {said}")
        outer = min((min(word.left, width - word.right) for word in foot if word.text == str(page)), default=0)
        found += [f"{page}: {outer}"] if foot and outer > edges[1] + 2 else []
    nothing(found)


def test_heads_and_numbers_are_not_read_out(book, edges):
    """What stands at the foot of a page is no part of the text, and all else is."""
    feet = [height - edges[2] for _, height in book.pages]
    wrong = [text for text in book.texts if (text.line > feet[text.page - 1]) == ((text.page, text.mark) in book.roles)]
    nothing(wrong)
    assert len(book.texts) > 10_000


def test_each_link_says_where_it_leads(book):
    """Who hears a link hears the name of its place, or its address, and no id."""
    go_to = strings()["book_go_to"]
    ids = {f"{go_to} {name}" for name in book.places}
    nothing({link.place or link.address for link in book.links if link.told.strip() in {"", go_to, *ids}})


def test_the_book_says_what_it_is(book, trees):
    """Title, author, subject, language and the day of the edition stand in the file, and a window shows the title."""
    first = trees[""]
    title = first.css_first("title").text().strip()
    about = first.css_first("meta[name=description]").attributes["content"]
    day = "D:20260102000000Z"
    said = {"/Title": title, "/Author": title, "/Subject": about, "/CreationDate": day, "/ModDate": day}
    assert said.items() <= book.info.items()
    assert f">{title}<" in book.xmp
    assert "<xmp:CreateDate>2026-01-02T00:00:00Z<" in book.xmp
    assert (book.language, book.titled) == ("en", True)


def test_the_book_says_which_edition_it_is_and_what_one_may_do(book):
    """Cover and last page tell version and day; the last page has the licence and what the guide is not."""
    cover, *_, end = texts(book)
    edition = f"{strings()['version']} {facts().version}"
    assert letters(f"{edition} · 2 January 2026") in cover
    for told in (f"{edition}, 2 January 2026", strings()["book_share"], strings()["education"]):
        assert letters(told) in end


def test_one_line_alone_speaks_of_sessions(book, wanted, trees):
    """The book invites nobody: only its last page says where sessions are, and the page that tells our interests."""
    pages = texts(book)
    line = letters(strings()["book_sessions"].format(address="guide.example/sessions/"))
    assert pages[-1].count(line) == 1
    told = [chapter.address for chapter in wanted for _ in chapter.article.css("a[href$='sessions/']")]
    assert set(told) <= {"about/"}
    assert "".join(pages).count("guide.example/sessions") == 1 + len(told)
    offers = {letters(node.text()) for tree in trees.values() for node in tree.css(OFFER)}
    assert offers
    nothing([offer for offer in offers if offer in "".join(pages)])

"""A worksheet as one sheet that can be filled in with a pen or on a screen: for a reader who keeps nothing online."""

from collections import Counter
from math import ceil

from markupsafe import Markup, escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import InputError
from core.facts import Facts
from exports import markup
from exports.site_reader import Guide, Page
from exports.templating import filled

PLACES = ".guide-ticks li, .guide-lines__line, td"  # wherever a pen could go; a cell only where it is empty
ROWS = ".guide-lines__line, tbody tr"  # what is made as high as there is room
DROPPED = "meta, .guide-summary, .guide-sources"
WIDTH, HEIGHT = 182, 244  # millimetres inside the margins of exports/style/worksheet.css, without the foot
LEAST, MOST = 8, 12  # the height of a row in millimetres
SIZES = {12: 11, 11: 9, 10.5: 9, 10: LEAST}  # of the letters, in points, and the height of a row that each leaves
POINT = 25.4 / 72  # millimetres
LETTER = 0.44  # width of a letter as a part of its size, on average and a little more


def worksheet(guide: Guide, page: Page, facts: Facts) -> str:
    """The page as markup for one sheet, with a field at each place to write. Raises InputError where there is none."""
    article = markup.parsed(page.article)
    day = article.css_first("time[itemprop=dateModified]")
    written = _words(day) if day else page.written
    for node in article.css(DROPPED):
        node.decompose()
    _mark_warning(article)
    _write_out_links(article, guide, page)
    size, room = fitted(article)
    if not _add_fields(article, facts.strings):
        raise InputError(f"{page.address}: this worksheet has no place to write; give it lines(), ticks() or grid().")
    return filled(
        "worksheet.html.jinja",
        guide=guide,
        page=page,
        strings=facts.strings,
        day=written,
        size=size,
        room=room,
        text=Markup(markup.spaced(article.html or "")),
    )


def _mark_warning(article: LexborNode) -> None:
    """Let the paragraph stand out that begins in bold: it says how to keep the sheet safe."""
    for node in article.css("article > p > strong:first-child"):
        if node.prev is None or not (node.prev.text() or "").strip():
            node.parent.attrs["class"] = "worksheet-safe"


def _write_out_links(article: LexborNode, guide: Guide, page: Page) -> None:
    """On paper nothing can be pressed: a link becomes its words and the address to type."""
    markup.linked(article, page, guide, lambda address, fragment: None)
    for link in article.css("a[href]"):
        told = escape(link.attributes.get("data-address") or "")
        address = f' <span class="worksheet-address">({told})</span>' if told else ""
        link.replace_with(_made(f"<span>{escape(link.text())}{address}</span>"))


def _made(text: str) -> LexborNode:
    return LexborHTMLParser(text).body.child


def _add_fields(article: LexborNode, strings: dict[str, str]) -> int:
    """Put a field at each place to write; gives their number."""
    places = [node for node in article.css(PLACES) if node.tag != "td" or not _words(node)]
    met: Counter[str] = Counter()
    for number, node in enumerate(places, start=1):
        label = _label(node, strings)
        met[label] += 1
        if met[label] > 1:
            label = strings["worksheet_again"].format(label=label, number=met[label])
        kind = "checkbox" if node.tag == "li" else "text"
        field = _made(f'<input type="{kind}" name="f{number}" title="{escape(label)}">')
        node.child.insert_before(field) if node.child else node.insert_child(field)
    return len(places)


def _label(place: LexborNode, strings: dict[str, str]) -> str:
    """What tells this place from the others, in words, for a reader who does not see it."""
    if place.tag == "li":
        return _words(place)
    if place.tag == "td":
        return _cell_label(place, strings)
    label = _words(place.parent.css_first(".guide-lines__label"))
    lines = place.parent.css(".guide-lines__line")
    told = strings["worksheet_line"].format(label=label, number=_position(place, lines))
    return told if len(lines) > 1 else label


def _cell_label(cell: LexborNode, strings: dict[str, str]) -> str:
    """The head of its column, with the words that begin its row, or the number of the row where there are none."""
    row = cell.parent
    cells, table = row.css("td"), row.parent.parent
    head, begins = _words(table.css("thead th")[_position(cell, cells) - 1]), _words(cells[0])
    number = _position(row, table.css("tbody tr"))
    return f"{begins}: {head}" if begins else strings["worksheet_row"].format(label=head, number=number)


def _position(node: LexborNode, among: list[LexborNode]) -> int:
    return 1 + [one.mem_id for one in among].index(node.mem_id)


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def fitted(article: LexborNode) -> tuple[float, float]:
    """The size of the letters in points and the height of the rows in millimetres with which the sheet is just full.

    The sums are careful: a sheet is rather left with some room than broken in two.
    """
    rows = max(1, len(article.css(ROWS)))
    for size, enough in SIZES.items():
        em = size * POINT
        used = em * sum(_ems(node, WIDTH / em / LETTER) for node in article.iter())
        room = (HEIGHT - used) / rows
        if room >= enough:
            break
    return size, round(min(max(room, LEAST), MOST), 1)


def _ems(node: LexborNode, letters: float) -> float:
    """How high a block is without its rows to write on, in ems, where so many letters fit side by side."""
    known = node.attributes.get("class") or ""
    if node.tag in ("h1", "h2"):
        return 2.9 if node.tag == "h1" else 3
    if node.tag == "table":
        return 3.2
    if "guide-lines" in known:
        return 0 if len(_words(node)) < letters * 0.55 else 1.7
    if node.tag in ("div", "ul"):
        narrow = "guide-ticks--two" in known or "guide-safety-check" in known
        inner = sum(_ems(one, letters * 0.46 if narrow else letters) for one in node.iter())
        return inner / 2 + 1 if narrow else inner
    return 1.3 * ceil((len(_words(node)) + 3) / letters) + (0.3 if node.tag == "li" else 0.5)

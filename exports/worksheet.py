"""A worksheet as a one-page form, to be filled in with a pen or on a screen, for readers who keep nothing online."""

from collections import Counter
from math import ceil

from markupsafe import Markup, escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import InputError
from core.facts import Facts
from exports import markup
from exports.site_reader import Guide, Page
from exports.templating import render_template

WRITABLE = ".task-list-item, .guide-lines__line, td"  # elements that get a field; a table cell only if it is empty
ROWS = ".guide-lines__line, tbody tr"  # elements that share the remaining height
REMOVED = "meta, .guide-summary, .guide-sources"
WIDTH, HEIGHT = 182, 244  # millimetres inside the margins of exports/style/worksheet.css, without the foot
MIN_ROW, MAX_ROW = 8, 12  # the height of a row in millimetres
MIN_ROW_BY_FONT_SIZE = {12: 11, 11: 9, 10.5: 9, 10: MIN_ROW}  # font size in points: least height of a row
POINT = 25.4 / 72  # millimetres
CHARACTER_WIDTH = 0.44  # in ems, on average, rounded up


def worksheet_html(guide: Guide, page: Page, facts: Facts) -> str:
    """The HTML of a worksheet, with a field wherever one can write. Raises InputError where there is no such place."""
    article = markup.parse_article(page.article)
    day = article.css_first("time[itemprop=dateModified]")
    written = markup.text_of(day) if day else page.written
    for node in article.css(REMOVED):
        node.decompose()
    _mark_warning(article)
    markup.prepare_pictures(article, guide.primary)
    _write_out_links(article, guide, page)
    font_size, row_height = fit_sheet(article)
    if not _add_fields(article, facts.strings):
        raise InputError(f"{page.address}: this worksheet has no place to write; give it lines(), grid() or “- [ ]”.")
    return render_template(
        "worksheet.html.jinja",
        guide=guide,
        page=page,
        strings=facts.strings,
        day=written,
        font_size=font_size,
        row_height=row_height,
        text=Markup(markup.isolate_spaces(article.html or "")),
    )


def _mark_warning(article: LexborNode) -> None:
    """Highlight the paragraph that begins in bold: it says how to keep the sheet safe."""
    for node in article.css("article > p > strong:first-child"):
        if node.prev is None or not (node.prev.text() or "").strip():
            node.parent.attrs["class"] = "worksheet-safe"


def _write_out_links(article: LexborNode, guide: Guide, page: Page) -> None:
    """Replace each link by its text and the address to type, as paper cannot be clicked."""
    markup.rewrite_links(article, page, guide, lambda address, fragment: None)
    for link in article.css("a[href]"):
        address = escape(link.attributes.get("data-address") or "")
        suffix = f' <span class="worksheet-address">({address})</span>' if address else ""
        link.replace_with(_element(f"<span>{escape(link.text())}{suffix}</span>"))


def _element(html: str) -> LexborNode:
    return LexborHTMLParser(html).body.child


def _add_fields(article: LexborNode, strings: dict[str, str]) -> int:
    """Add a field wherever one can write; returns their number."""
    nodes = [node for node in article.css(WRITABLE) if node.tag != "td" or not markup.text_of(node)]
    seen: Counter[str] = Counter()
    for number, node in enumerate(nodes, start=1):
        label = _label(node, strings)
        seen[label] += 1
        if seen[label] > 1:
            label = strings["worksheet_again"].format(label=label, number=seen[label])
        kind = "checkbox" if node.tag == "li" else "text"
        field = _element(f'<input type="{kind}" name="f{number}" title="{escape(label)}">')
        node.child.insert_before(field) if node.child else node.insert_child(field)
    return len(nodes)


def _label(node: LexborNode, strings: dict[str, str]) -> str:
    """The label of a field, for screen readers."""
    if node.tag == "li":
        return markup.text_of(node)
    if node.tag == "td":
        return _cell_label(node, strings)
    label = markup.text_of(node.parent.css_first(".guide-lines__label"))
    lines = node.parent.css(".guide-lines__line")
    numbered = strings["worksheet_line"].format(label=label, number=_position(node, lines))
    return numbered if len(lines) > 1 else label


def _cell_label(cell: LexborNode, strings: dict[str, str]) -> str:
    """The label of a table cell: the first cell of its row, or else the row's number, and the head of its column."""
    row = cell.parent
    cells, table = row.css("td"), row.parent.parent
    head, row_name = markup.text_of(table.css("thead th")[_position(cell, cells) - 1]), markup.text_of(cells[0])
    number = _position(row, table.css("tbody tr"))
    return f"{row_name}: {head}" if row_name else strings["worksheet_row"].format(label=head, number=number)


def _position(node: LexborNode, siblings: list[LexborNode]) -> int:
    return 1 + [sibling.mem_id for sibling in siblings].index(node.mem_id)


def fit_sheet(article: LexborNode) -> tuple[float, float]:
    """The font size in points and the height of a row in millimetres with which the sheet is just full.

    The estimate is cautious: it leaves some space rather than begin a second page.
    """
    rows = max(1, len(article.css(ROWS)))
    for font_size, required in MIN_ROW_BY_FONT_SIZE.items():
        em = font_size * POINT
        used = em * sum(_height_in_ems(node, WIDTH / em / CHARACTER_WIDTH) for node in article.iter())
        row_height = (HEIGHT - used) / rows
        if row_height >= required:
            break
    return font_size, round(min(max(row_height, MIN_ROW), MAX_ROW), 1)


def _height_in_ems(node: LexborNode, characters: float) -> float:
    """The estimated height of a block without its rows to write on. Takes the number of characters in a line."""
    classes = node.attributes.get("class") or ""
    if node.tag in ("h1", "h2"):
        return 2.9 if node.tag == "h1" else 3
    if node.tag == "table":
        return 3.2
    if "guide-lines" in classes:
        return 0 if len(markup.text_of(node)) < characters * 0.55 else 1.7
    if node.tag in ("div", "ul"):
        two_columns = "two-columns" in classes or "guide-safety-check" in classes
        inner = sum(_height_in_ems(one, characters * 0.46 if two_columns else characters) for one in node.iter())
        return inner / 2 + 1 if two_columns else inner
    return 1.3 * ceil((len(markup.text_of(node)) + 3) / characters) + (0.3 if node.tag == "li" else 0.5)

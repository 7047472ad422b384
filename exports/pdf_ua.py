"""Fixes the structure of a PDF where WeasyPrint 70 does not conform to PDF/UA-1 (ISO 14289-1).

Each step names the rule that fails without it, or what a reader would miss.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from exports.form_fields import fix_fields

PRINT_FLAG = 4  # of an annotation that is printed with its page
HEADINGS = [f"H{level}" for level in range(1, 7)]
TEXTS = [Name(f"/{kind}") for kind in ("P", *HEADINGS, "LBody", "Lbl", "TD", "TH", "Span", "NonStruct", "Link")]
WITHOUT_MEANING = {"/K", "/P", "/Pg", "/S", "/Type"}  # the keys of an element that says only where it is
MARKED_CONTENT = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
PAGINATION = b"/Artifact <</Type /Pagination>> BDC"


def fix_structure(pdf: pikepdf.Pdf, names: dict[str, str], go_to: str) -> None:
    """Fix this document in place.

    Takes the names of the anchors in it by their ids, and the words before such a name in a link's description.
    """
    fix_fields(pdf)
    tagged: dict[tuple[int, int], dict[int, Any]] = defaultdict(dict)
    for element in list(_elements(pdf.Root.StructTreeRoot)):
        _flatten_list(element)
        _wrap_list_item(pdf, element)
    for element in reversed(list(_elements(pdf.Root.StructTreeRoot))):  # each after what is in it
        _merge_lines(element)
        _collect_content(element, tagged)
    parents = _parent_tree(pdf)
    for page in pdf.pages:
        elements = tagged[page.obj.objgen]
        _mark_artifacts(page, elements)
        ids = range(max(elements, default=-1) + 1)
        parents[int(page.obj.StructParents)] = Array([elements.get(id) for id in ids])
        for annotation in page.obj.get("/Annots", []):
            _describe_link(annotation, names, go_to)
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array([item for pair in sorted(parents.items()) for item in pair])
    for element in _elements(pdf.Root.StructTreeRoot):
        if "/Type" in element:
            del element["/Type"]  # optional (ISO 32000-1, table 323), and 16 KB in a book


def _elements(element: Any) -> Iterator[Any]:
    """Every structure element below this one, in document order."""
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _flatten_list(outer: Any) -> None:
    """Remove groups from a list: HTML allows <div> in a <dl>, a PDF list only items (ISO 32000-1, 14.8.4)."""
    if outer.S != Name.L or not any(_has_type(kid, Name.Div) for kid in _kids(outer)):
        return
    items: list[Any] = []
    for kid in [item for group in _kids(outer) for item in (_kids(group) if _has_type(group, Name.Div) else [group])]:
        if _has_type(kid, Name.LI) or not items:
            kid.P = outer
            items.append(kid)
        else:  # the space between a term and its definition
            body = items[-1].K[-1]
            kid.P = body
            body.K = Array([*_kids(body), kid])
    outer.K = Array(items)


def _wrap_list_item(pdf: pikepdf.Pdf, item: Any) -> None:
    """7.2-20: a list item may contain only its label and bodies; wrap anything else, such as a paragraph, in a body."""
    if item.S != Name.LI:
        return
    labels = [kid for kid in _kids(item) if _has_type(kid, Name.Lbl)]
    rest = [kid for kid in _kids(item) if not _has_type(kid, Name.Lbl)]
    if all(_has_type(kid, Name.LBody) for kid in rest):
        return
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=Array(rest)))
    for kid in rest:
        if isinstance(kid, Dictionary):
            kid.P = body
    item.K = Array([*labels, body])


def _merge_lines(element: Any) -> None:
    """Merge the content of meaningless elements into their text: WeasyPrint makes one for each line and each emphasis.

    They tell a reader nothing, and are a fifth of a book's bytes. One on another page than its text stays.
    """
    if element.S not in TEXTS:
        return
    kids = [(kid, _is_meaningless(kid, element)) for kid in _kids(element)]
    if not any(empty for _, empty in kids):
        return
    merged = [part for kid, empty in kids for part in (_kids(kid) if empty else [kid])]
    for part in merged:
        if isinstance(part, Dictionary) and "/S" in part:
            part.P = element
    element.K = Array(merged)


def _is_meaningless(kid: Any, element: Any) -> bool:
    """Whether a part has no meaning of its own, such as a language, and is on the page of the text that it is in."""
    return (
        isinstance(kid, Dictionary)
        and kid.get("/S") in (Name.Span, Name.NonStruct)
        and set(kid.keys()) <= WITHOUT_MEANING
        and kid.Pg.objgen == element.Pg.objgen
    )


def _has_type(kid: Any, kind: Name) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == kind


def _collect_content(element: Any, tagged: dict[tuple[int, int], dict[int, Any]]) -> None:
    """Add the marked content of this element to `tagged`: by page, the element of each marked-content id."""
    for kid in _kids(element):
        if isinstance(kid, int):
            tagged[element.Pg.objgen][kid] = element


def _parent_tree(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """The parent tree by number: the elements of each page's content and of each link. Stored as a flat list."""
    flat = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(number): value for number, value in zip(flat[::2], flat[1::2], strict=True)}


def _mark_artifacts(page: pikepdf.Page, elements: dict[int, Any]) -> None:
    """Mark headers and page numbers as artifacts: otherwise they are read out in the middle of a sentence."""

    def replacement(match: re.Match[bytes]) -> bytes:
        return match[0] if int(match[1]) in elements else PAGINATION

    stream = page.obj.Contents
    stream.write(MARKED_CONTENT.sub(replacement, stream.read_bytes()))


def _describe_link(annotation: Any, names: dict[str, str], go_to: str) -> None:
    """Let a link describe where it leads, and be printed with its page (7.18.1, 7.18.5)."""
    annotation.F = PRINT_FLAG
    if annotation.Subtype == Name.Link and "/Dest" in annotation:
        annotation.Contents = String(f"{go_to} {names.get(str(annotation.Dest), '')}".strip())

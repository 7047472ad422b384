"""Mends the structure of a printed PDF where WeasyPrint 70 leaves it short of PDF/UA-1 (ISO 14289-1).

Each step names the rule that fails without it, or what a reader would miss.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from exports.form_fields import usable

PRINT = 4  # the flag of a note that is printed with its page
MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
PAGINATION = b"/Artifact <</Type /Pagination>> BDC"


def repaired(pdf: pikepdf.Pdf, names: dict[str, str], go_to: str) -> None:
    """Mend this document in place.

    Takes what the places in it are called, by their ids, and the words that stand before such a name.
    """
    usable(pdf)
    reached: dict[tuple[int, int], dict[int, Any]] = defaultdict(dict)
    for element in list(_elements(pdf.Root.StructTreeRoot)):
        _without_groups(element)
        _into_one_body(pdf, element)
        _note_content(element, reached)
    parents = _parents(pdf)
    for page in pdf.pages:
        found = reached[page.obj.objgen]
        _artifacts(page, found)
        parents[int(page.obj.StructParents)] = Array([found.get(mark) for mark in range(max(found, default=-1) + 1)])
        for note in page.obj.get("/Annots", []):
            _described(note, names, go_to)
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array([one for pair in sorted(parents.items()) for one in pair])


def _elements(element: Any) -> Iterator[Any]:
    """Every element of the structure, from the top."""
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _without_groups(outer: Any) -> None:
    """A list holds its items itself: HTML lets a list of terms group them, and a PDF does not (ISO 32000-1, 14.8.4)."""
    if outer.S != Name.L or not any(_is(kid, Name.Div) for kid in _kids(outer)):
        return
    items: list[Any] = []
    for kid in [one for group in _kids(outer) for one in (_kids(group) if _is(group, Name.Div) else [group])]:
        if _is(kid, Name.LI) or not items:
            kid.P = outer
            items.append(kid)
        else:  # the space between a term and its meaning
            body = items[-1].K[-1]
            kid.P = body
            body.K = Array([*_kids(body), kid])
    outer.K = Array(items)


def _into_one_body(pdf: pikepdf.Pdf, item: Any) -> None:
    """7.2-20: an item of a list may hold its mark and bodies, and nothing else, such as a paragraph."""
    if item.S != Name.LI:
        return
    marks = [kid for kid in _kids(item) if _is(kid, Name.Lbl)]
    rest = [kid for kid in _kids(item) if not _is(kid, Name.Lbl)]
    if all(_is(kid, Name.LBody) for kid in rest):
        return
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=Array(rest)))
    for kid in rest:
        if isinstance(kid, Dictionary):
            kid.P = body
    item.K = Array([*marks, body])


def _is(kid: Any, kind: Name) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == kind


def _note_content(element: Any, reached: dict[tuple[int, int], dict[int, Any]]) -> None:
    """Note for each page which pieces of its content belong to which element."""
    for kid in _kids(element):
        if isinstance(kid, int):
            reached[element.Pg.objgen][kid] = element


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """Which element stands behind each page's content and each link: a flat list of numbers and answers."""
    flat = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(number): answer for number, answer in zip(flat[::2], flat[1::2], strict=True)}


def _artifacts(page: pikepdf.Page, reached: dict[int, Any]) -> None:
    """Page heads and page numbers are no part of the text: otherwise they are read out in the middle of a sentence."""

    def say(match: re.Match[bytes]) -> bytes:
        return match[0] if int(match[1]) in reached else PAGINATION

    stream = page.obj.Contents
    stream.write(MARKED.sub(say, stream.read_bytes()))


def _described(note: Any, names: dict[str, str], go_to: str) -> None:
    """A link says in words where it leads, and is printed with its page (7.18.1, 7.18.5)."""
    note.F = PRINT
    if note.Subtype == Name.Link and "/Dest" in note:
        note.Contents = String(f"{go_to} {names.get(str(note.Dest), '')}".strip())

"""The list of downloads is known in advance, with the inputs of each."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from guide_factory import (
    FACTS,
    HANDOUT,
    PAGES,
    STONE,
    TOPICS,
    UNBUILT,
    facts_with_topic_title,
    guide,
    page,
)

from core.errors import InputError
from exports.artifacts import _check_page_count, artifacts
from exports.qr_codes import qr_png

CODES = (("small", "2345"), ("stone", "vwf5"), ("stop", "7m3c"), ("numbers", "k7wm"))
FILES = {
    "book": ["files/guide-a4.pdf", "files/guide-letter.pdf", "files/guide-large-print.pdf"],
    "epub": ["files/guide.epub"],
    "offline": ["files/guide-offline.zip"],
    "cards": ["files/cards.pdf"],
    "links": ["files/link-sheet.pdf"],
    "handout": ["files/stone.pdf"],
    "discreet": ["r/vwf5/text-vwf5.pdf"],
    "numbers": ["files/numbers.pdf", "files/numbers-aland.pdf", "files/numbers-beland.pdf"],
    "numbers-discreet": [f"r/k7wm/text-k7wm-{name}.pdf" for name in ("all", "aland", "beland")],
    "code": [file for slug, code in CODES for file in (f"files/code-{slug}.png", f"r/{code}/code-{code}.png")],
}
NOT_IN_COPY = ("index.html.gz", "files/a.pdf", "r/vwf5/index.html", "_headers", "card/vwf5/index.html", "changes.xml")
NOT_IN_COPY += ("handouts.json", "handouts.csv", "handouts.schema.json")


def by_file(folder=UNBUILT, pages=PAGES, timestamp=7, facts=FACTS, primary=""):
    """The artifacts of the small guide by file."""
    whole = replace(guide(folder, pages), primary=primary)
    return {artifact.file: artifact for artifact in artifacts(whole, facts, timestamp)}


def with_changed_text(number):
    """The pages of the small guide, one of them with another text."""
    return tuple(replace(one, article="<article>Changed</article>") if one == PAGES[number] else one for one in PAGES)


def test_every_file_has_a_permanent_address():
    """The guide in five formats, two files for practitioners, handouts, number sheets, two QR codes for each topic."""
    found = {}
    for file, artifact in by_file().items():
        found.setdefault(artifact.kind, []).append(file)
    assert found == FILES


def test_a_worksheet_has_one_file():
    """It can be filled in, and has no neutral version."""
    sheet = page("take/log/", worksheet=True, file="files/take-log.pdf")
    found = by_file(pages=(sheet,)).items()
    kinds = {file: artifact.kind for file, artifact in found if artifact.address and artifact.kind != "code"}
    assert kinds == {"files/take-log.pdf": "worksheet"}


@pytest.mark.parametrize(
    ("file", "address"), [("files/code-stop.png", "stone/#stop"), ("r/7m3c/code-7m3c.png", "r/7m3c/")]
)
def test_a_qr_code_belongs_to_the_page_of_its_topic(file, address):
    """Both codes have the topic’s title and lead to its two addresses, the section included."""
    artifact, url = by_file()[file], f"https://guide.example/{address}"
    assert (artifact.title, artifact.address, artifact.inputs) == ("Stop", "stone/", url)
    assert artifact.make(guide(), FACTS) == (qr_png(url), 0)


CHANGED_CODE = TOPICS | {"small": TOPICS["small"].model_copy(update={"code": "6789"})}


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"facts": facts_with_topic_title("Tiny")}, {"cards", "links"}),
        ({"facts": replace(FACTS, topics=CHANGED_CODE)}, {"cards", "links", "handout", "discreet"}),
        ({"pages": with_changed_text(0)}, {"book", "epub"}),
        ({"pages": with_changed_text(1)}, {"book", "epub", "handout", "discreet"}),
        ({"timestamp": 8}, {"book", "epub", "offline"}),
        ({"folder": Path("elsewhere")}, set()),
        ({"primary": "red"}, set(FILES) - {"offline", "code"}),  # the copy depends on the site's files
    ],
    ids=("title of a topic", "short link", "first page", "page with a handout", "day", "folder", "colour"),
)
def test_a_file_depends_on_what_it_contains(change, kinds):
    """A change alters the inputs of the files that contain it, and of no other."""
    before, after = by_file(), by_file(**change)
    both = before.keys() & after.keys()
    assert {before[file].kind for file in both if repr(before[file].inputs) != repr(after[file].inputs)} == kinds


def test_the_offline_copy_depends_on_the_sites_own_files(tmp_path):
    """Not on downloads, short links, embeds, machine-readable files or compressed copies."""
    for name in ("index.html", "assets/a.css", *NOT_IN_COPY):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    hashes, _ = by_file(tmp_path)["files/guide-offline.zip"].inputs
    assert list(hashes) == ["assets/a.css", "index.html"]


def test_a_file_with_too_many_pages_is_refused():
    """The error names the page and what to do."""
    assert _check_page_count(2, page(), (b"x", 2), "cut it") == (b"x", 2)
    with pytest.raises(InputError, match=r"^stone/: its file has 3 pages, and 2 at most fit on one sheet; cut it\.$"):
        _check_page_count(2, page(), (b"x", 3), "cut it")


def test_a_handout_that_is_too_long_leaves_something_out():
    """A drawing that would need a third page is left out, then spaces are reduced, then the first numbers go."""
    drawing = '<figure class="guide-drawing"><svg viewBox="0 0 320 300"></svg><figcaption>A stone</figcaption></figure>'
    numbers = '<div class="guide-helpline guide-helpline--short"><p>Aland: 111</p></div>'
    for paragraphs, pages, kept in (
        (2, 1, (True, True)),
        (53, 2, (False, True)),
        (62, 2, (False, True)),
        (65, 2, (False, False)),
    ):
        text = drawing + numbers + "<p>Sit down once, and say little. Then go.</p>" * paragraphs
        one = page(article=STONE.replace("<h2", f"{text}<h2", 1), **HANDOUT)
        (handout,) = [found for found in by_file(pages=(one,)).values() if found.kind == "handout"]
        content, count = handout.make(guide(UNBUILT, (one,)), FACTS)
        shown = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
        assert (count, (b"A stone" in shown, b"Aland" in shown)) == (pages, kept)

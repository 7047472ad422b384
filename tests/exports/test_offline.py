"""The offline copy: whole in itself, the same from the same site, and nothing in it that a disk cannot give."""

import json
import os
import stat
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from sample_guide import page
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from core.manifest import Manifest
from exports.archive import earliest, packed
from exports.offline import ADDRESSES, offline
from exports.site_reader import read

MOMENT = 1_790_000_000  # 21 September 2026, 14:13:20
WORDS = {"offline_origin": "From {address} on {day}.", "offline_unpack": "Unpack it <first>: {address}"}
HEAD = """<!doctype html>
<html lang="en" dir="ltr"><head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="script-src 'self'">
  <title>The guide</title>
  <meta name="description" content="About it.">
  <link rel="canonical" href="https://guide.example/{name}">
  <meta property="og:title" content="The guide">
  <link rel="icon" href="{up}assets/icon.1.svg">
  <link rel="stylesheet" href="{up}assets/guide.1.css">
  <script src="{up}assets/leave.1.js"></script>
  <script type="module" src="{up}assets/guide.1.js"></script>
</head>
"""
BODY = """<body>
<a class="guide-quick-exit" href="https://www.wikipedia.org/" data-title="A text to read">Leave now</a>
<a href="{home}">Home</a> <a id="find" href="{up}contents/">All pages</a>
<nav class="guide-privacy-bar" data-base="{home}" data-script="{up}assets/private.1.js" data-title="A text to read">
<button class="guide-private" hidden>Private reading</button></nav>
<section class="guide-private-status"><p role="status"></p></section>
<nav class="guide-private-back" hidden><button>Back</button></nav>
<section id="search" data-base="{home}" data-script="{up}assets/search.1.js" data-worker="{up}assets/worker.1.js"
  data-index="{up}search/search_index.json" data-words="{up}search/words.json" data-help="{up}why/"></section>
<main id="text"><nav><link itemprop="item" href="https://guide.example/{name}"></nav>
<article>{text}
<aside class="guide-downloads"><a href="{up}files/why.pdf" data-sections="how">On paper</a></aside></article></main>
<footer class="guide-footer"><a href="{up}files/">Files</a></footer>
</body></html>
"""
PAGES = {
    "index.html": '<h1>The guide</h1><p id="top"><a href="why/#how">Why</a> <a href="#top">Up</a></p>',
    "contents/index.html": '<h1>All</h1><ul class="guide-contents"><li><a href="../">The guide</a></li>'
    '<li><strong>Why</strong><ul><li><a href="../why/">Why</a></li></ul></li></ul>',
    "why/index.html": '<h1>Why</h1><p id="how"><a href="https://guide.example/r/2b3c/">guide.example/r/2b3c/</a> '
    '<a href="../r/2b3c/">Its link</a> <a href="../handouts.json">For machines</a> <a href="../card/what/">Card</a> '
    '<a href="tel:112">112</a> <a href="https://help.example/">Help</a></p>',
    "alone/index.html": "<h1>Found by the search only</h1>",
}
INDEX = [{"location": place, "title": "T", "text": "é"} for place in ("", "why/", "why/#how", "alone/")]
OTHERS = {
    "assets/guide.1.css": 'body { background: url("dots.svg"), url(data:,) }',
    "assets/dots.svg": "<svg/>",
    "assets/icon.1.svg": "<svg/>",
    "assets/guide.1.js": "guide",
    "assets/leave.1.js": "leave",
    "assets/search.1.js": "search",
    "assets/worker.1.js": "worker",
    "assets/private.1.js": "private",
    "assets/unused.1.js": "unused",
    "search/search_index.json": json.dumps({"config": {"lang": ["en"]}, "docs": INDEX}),
    "search/words.json": json.dumps({"crisis": ["afraid"], "alsoCalled": {}}),
    "index.html.br": "",
    "404.html": "",
    "sitemap.xml": "",
    "_headers": "",
    "files/why.pdf": "",
    "files/index.html": "",
    "r/2b3c/index.html": "",
    "card/what/index.html": "",
    "handouts.json": "",
    "handouts.csv": "",
    "handouts.schema.json": "",
    "changes.xml": "",
}


def built(site: Path, **changed: str) -> Path:
    """A small finished site in this folder, some of its pages changed."""
    texts = dict(OTHERS)
    for name, text in (PAGES | changed).items():
        up = "../" * name.count("/")
        texts[name] = (HEAD + BODY).format(name=name.removesuffix("index.html"), up=up, home=up or ".", text=text)
    for name, text in texts.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


def copied(site: Path, moment: int = MOMENT) -> bytes:
    """The offline copy of a site."""
    pages = tuple(page(address, title=title) for address, title in (("", "The guide"), ("why/", "Why")))
    manifest = Manifest(name="The guide", url="https://guide.example/", pages=pages)
    return offline(read(site, manifest), SimpleNamespace(strings=WORDS), moment)


@pytest.fixture
def copy(tmp_path: Path) -> dict[str, str]:
    """What lies in the copy of the small site, by name."""
    with ZipFile(BytesIO(copied(built(tmp_path)))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture
def trees(copy: dict[str, str]) -> dict[str, LexborHTMLParser]:
    """The markup of its pages, by name."""
    return {name: LexborHTMLParser(text) for name, text in copy.items() if name.endswith(".html")}


def test_the_same_site_gives_the_same_bytes(tmp_path):
    """The bytes depend on the site's own files and the moment, not on where, when or with which rights they lie."""
    one, two = built(tmp_path / "one"), built(tmp_path / "two")
    for path in two.rglob("*.*"):
        path.chmod(stat.S_IRUSR)
        os.utime(path, (0, 0))
    assert copied(one) == copied(two)
    assert copied(one) != copied(one, MOMENT + 2)


def test_all_lies_in_one_folder_in_order(copy):
    """Whoever unpacks it gets one folder; what the copy does not need is not in it, and nothing is missing."""
    names = [
        "alone/index.html", "assets/dots.svg", "assets/guide.1.css", "assets/guide.1.js", "assets/icon.1.svg",
        "assets/leave.1.js", "assets/offline.css", "assets/offline.js", "assets/search.1.js", "assets/worker.1.js",
        "contents/index.html", "index.html", "search/search_index.js", "search/words.js", "why/index.html",
    ]  # fmt: skip
    assert list(copy) == [f"guide/{name}" for name in names]


def test_each_file_has_the_moment_and_the_same_rights(tmp_path):
    """Each file carries the date of the guide, can be read by all, and is packed."""
    with ZipFile(BytesIO(copied(built(tmp_path)))) as file:
        entries = file.infolist()
    assert {entry.date_time for entry in entries} == {(2026, 9, 21, 14, 13, 20)}
    assert {stat.filemode(entry.external_attr >> 16) for entry in entries} == {"-rw-r--r--"}
    assert {(entry.create_system, entry.compress_type) for entry in entries} == {(3, 8)}


def test_a_day_before_zips_is_their_first():
    """A moment that a zip cannot hold gives its first day instead of a crash."""
    with ZipFile(BytesIO(packed({"a": b""}, earliest(0)))) as file:
        assert file.getinfo("a").date_time == (1980, 1, 1, 0, 0, 0)


def test_each_address_is_a_file_of_the_copy(copy, trees):
    """Each address in a page that is not another site's leads to a file in the copy, and to a place that is there."""
    followed = 0
    for name, tree in trees.items():
        for key in ADDRESSES:
            for value in (node.attributes[key] for node in tree.css(f"[{key}]")):
                if value.startswith(("https:", "tel:")):
                    continue
                path, _, place = value.partition("#")
                target = normpath(join(dirname(name), path)) if path else name
                assert target in copy, f"{name}: {value}"
                assert not place or trees[target].css_first(f"#{place}"), f"{name}: {value}"
                followed += 1
    assert followed > 40


def test_links_keep_their_place(trees):
    """A link to a place on another page leads to the page's file and to that place."""
    links = [link.attributes["href"] for link in trees["guide/index.html"].css("article a")]
    assert links == ["why/index.html#how", "#top"]


def test_what_is_not_in_the_copy_is_told(trees):
    """A link to a file, a link or the catalogue is words and its address, said once; the block of a PDF is gone."""
    page = trees["guide/why/index.html"]
    said = page.css_first("#how").text()
    others = "For machines (guide.example/handouts.json) Card (guide.example/card/what/)"
    assert said == f"guide.example/r/2b3c/ Its link (guide.example/r/2b3c/) {others} 112 Help"
    assert page.css_first(".guide-footer").text().startswith("Files (guide.example/files/)")
    assert page.css_first(".guide-downloads") is None


def test_ways_to_people_stay(trees):
    """Numbers to call and the sites of helplines can still be pressed, and so can the exit."""
    outward = [link.attributes["href"] for link in trees["guide/why/index.html"].css("a[href*=':']")]
    assert outward == ["https://www.wikipedia.org/", "tel:112", "https://help.example/"]


def test_no_other_address_is_loaded(copy, trees):
    """No page loads anything but files of the copy, says where else it lies, or starts a service worker."""
    for tree in trees.values():
        loaded = [node.attributes for node in tree.css("[src], link")]
        assert [one for one in loaded if ":" in one.get("src", one.get("href", ""))] == []
        assert tree.css("[rel=canonical], meta[property], [itemprop=item]") == []
    assert [name for name, text in copy.items() if "serviceWorker" in text] == []


def test_the_policy_comes_first_and_allows_the_disk_only(trees):
    """Each page begins with one policy, and the only places that it names are the disk and the page itself."""
    for tree in trees.values():
        first, second = tree.css("head > *")[:2]
        assert first.attributes == {"charset": "utf-8"}
        assert len(tree.css("meta[http-equiv]")) == 1
        parts = dict(part.split(" ", 1) for part in second.attributes["content"].split("; "))
        assert parts.pop("default-src") == parts.pop("base-uri") == parts.pop("form-action") == "'none'"
        assert parts == {"script-src": "file:", "style-src": "file:", "img-src": "file: data:"}


def test_no_script_is_a_module(trees):
    """No script is a module, as a browser loads none from a disk; each runs after those that it needs."""
    scripts = [node.attributes for node in trees["guide/why/index.html"].css("script")]
    assert scripts == [
        {"src": "../assets/leave.1.js"},
        {"src": "../assets/offline.js"},
        {"src": "../assets/guide.1.js", "defer": ""},
    ]


def test_private_reading_is_not_offered(copy, trees):
    """Private reading, which a disk does not allow, is neither offered nor in the copy."""
    assert [name for name, text in copy.items() if "Private reading" in text] == []
    assert trees["guide/index.html"].css_first(".guide-privacy-bar").attributes == {"class": "guide-privacy-bar"}


def test_the_words_of_the_search_are_scripts(copy):
    """The search's files of words are scripts that hand over what the site's files hold; each place is a file."""
    start, end = "guide.give(", ");\n"
    index, words = (copy[f"guide/search/{name}.js"] for name in ("search_index", "words"))
    assert index.startswith(start) and index.endswith(end)
    given = json.loads(index.removeprefix(start).removesuffix(end))
    places = ["index.html", "why/index.html", "why/index.html#how", "alone/index.html"]
    assert given == {"config": {"lang": ["en"]}, "docs": [INDEX[0] | {"location": place} for place in places]}
    assert json.loads(words.removeprefix(start).removesuffix(end)) == {"crisis": ["afraid"], "alsoCalled": {}}


def test_each_page_says_of_when_it_is(trees):
    """The foot of each page says where the copy comes from, and its day."""
    said = {tree.css_first(".guide-footer").text().splitlines()[-1] for tree in trees.values()}
    assert said == {"Files (guide.example/files/)From guide.example on 21 September 2026."}


def test_only_the_first_page_says_how_to_unpack(trees):
    """Before all else the first page says how to unpack the copy, as text; other pages do not."""
    first = trees["guide/index.html"].css_first("body > *")
    assert (first.attributes["class"], first.text()) == ("guide-unzip-hint", "Unpack it <first>: guide.example/files/")
    assert [name for name, tree in trees.items() if tree.css_first(".guide-unzip-hint")] == ["guide/index.html"]


def test_a_dead_link_is_refused(tmp_path):
    """Links to what is not there are refused, all at once, with the page on which each stands."""
    site = built(tmp_path, **{"index.html": '<a href="gone/">1</a>', "why/index.html": '<img src="lost.svg">'})
    with pytest.raises(InputError) as refused:
        copied(site)
    end = "which is not there; correct the link, or build that file."
    assert str(refused.value) == (
        f"index.html: it leads to gone/index.html, {end}\nwhy/index.html: it leads to why/lost.svg, {end}"
    )

"""The offline copy is complete, reproducible, and needs nothing that is not on the disk."""

import json
import os
import stat
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from guide_factory import page
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from core.manifest import Manifest
from exports.archive import make_zip, zip_datetime
from exports.offline import URL_ATTRIBUTES, make_offline_copy
from exports.site_reader import read_guide

TIMESTAMP = 1_790_000_000  # 21 September 2026, 14:13:20
STRINGS = {"offline_origin": "From {address} on {day}.", "offline_unpack": "Unpack it <first>: {address}"}
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
<button class="guide-private-toggle" hidden>Private reading</button></nav>
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
INDEX = [{"location": location, "title": "T", "text": "é"} for location in ("", "why/", "why/#how", "alone/")]
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


def write_site(site: Path, **changed: str) -> Path:
    """Write a small built site into this folder, with some pages changed; returns the folder."""
    texts = dict(OTHERS)
    for name, text in (PAGES | changed).items():
        up = "../" * name.count("/")
        texts[name] = (HEAD + BODY).format(name=name.removesuffix("index.html"), up=up, home=up or ".", text=text)
    for name, text in texts.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


def offline_copy(site: Path, timestamp: int = TIMESTAMP) -> bytes:
    """The offline copy of a site."""
    pages = tuple(page(address, title=title) for address, title in (("", "The guide"), ("why/", "Why")))
    manifest = Manifest(name="The guide", url="https://guide.example/", pages=pages)
    return make_offline_copy(read_guide(site, manifest), SimpleNamespace(strings=STRINGS), timestamp)


@pytest.fixture
def copy(tmp_path: Path) -> dict[str, str]:
    """The text of each file in the copy of the small site, by name."""
    with ZipFile(BytesIO(offline_copy(write_site(tmp_path)))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture
def trees(copy: dict[str, str]) -> dict[str, LexborHTMLParser]:
    """Its parsed pages, by name."""
    return {name: LexborHTMLParser(text) for name, text in copy.items() if name.endswith(".html")}


def test_the_same_site_gives_the_same_bytes(tmp_path):
    """They depend on the site's files and the timestamp, not on folder, file times or permissions."""
    one, two = write_site(tmp_path / "one"), write_site(tmp_path / "two")
    for path in two.rglob("*.*"):
        path.chmod(stat.S_IRUSR)
        os.utime(path, (0, 0))
    assert offline_copy(one) == offline_copy(two)
    assert offline_copy(one) != offline_copy(one, TIMESTAMP + 2)


def test_all_files_are_in_one_folder(copy):
    """The zip has one folder, sorted by name, with all files that the copy needs and no others."""
    names = [
        "alone/index.html", "assets/dots.svg", "assets/guide.1.css", "assets/guide.1.js", "assets/icon.1.svg",
        "assets/leave.1.js", "assets/offline.css", "assets/offline.js", "assets/search.1.js", "assets/worker.1.js",
        "contents/index.html", "index.html", "search/search_index.js", "search/words.js", "why/index.html",
    ]  # fmt: skip
    assert list(copy) == [f"guide/{name}" for name in names]


def test_each_file_has_the_same_date_and_permissions(tmp_path):
    """Each file has the date of the edition, can be read by all, and is compressed."""
    with ZipFile(BytesIO(offline_copy(write_site(tmp_path)))) as file:
        entries = file.infolist()
    assert {entry.date_time for entry in entries} == {(2026, 9, 21, 14, 13, 20)}
    assert {stat.filemode(entry.external_attr >> 16) for entry in entries} == {"-rw-r--r--"}
    assert {(entry.create_system, entry.compress_type) for entry in entries} == {(3, 8)}


def test_a_date_before_1980_is_stored_as_1980():
    """A date that a zip cannot store becomes the earliest one instead of an error."""
    with ZipFile(BytesIO(make_zip({"a": b""}, zip_datetime(0)))) as file:
        assert file.getinfo("a").date_time == (1980, 1, 1, 0, 0, 0)


def test_each_link_leads_to_a_file_of_the_copy(copy, trees):
    """Each address in a page, except those of other sites, leads to a file and an anchor in the copy."""
    followed = 0
    for name, tree in trees.items():
        for key in URL_ATTRIBUTES:
            for value in (node.attributes[key] for node in tree.css(f"[{key}]")):
                if value.startswith(("https:", "tel:")):
                    continue
                path, _, fragment = value.partition("#")
                target = normpath(join(dirname(name), path)) if path else name
                assert target in copy, f"{name}: {value}"
                assert not fragment or trees[target].css_first(f"#{fragment}"), f"{name}: {value}"
                followed += 1
    assert followed > 40


def test_links_keep_their_fragment(trees):
    """A link to an anchor on another page leads to the page's file and to that anchor."""
    links = [link.attributes["href"] for link in trees["guide/index.html"].css("article a")]
    assert links == ["why/index.html#how", "#top"]


def test_links_to_online_files_become_text(trees):
    """Links to downloads, short links and the catalogue become text with one address; page downloads are removed."""
    page = trees["guide/why/index.html"]
    text = page.css_first("#how").text()
    others = "For machines (guide.example/handouts.json) Card (guide.example/card/what/)"
    assert text == f"guide.example/r/2b3c/ Its link (guide.example/r/2b3c/) {others} 112 Help"
    assert page.css_first(".guide-footer").text().startswith("Files (guide.example/files/)")
    assert page.css_first(".guide-downloads") is None


def test_phone_numbers_and_helpline_sites_stay(trees):
    """Phone numbers, the websites of helplines and the quick exit are still links."""
    outward = [link.attributes["href"] for link in trees["guide/why/index.html"].css("a[href*=':']")]
    assert outward == ["https://www.wikipedia.org/", "tel:112", "https://help.example/"]


def test_nothing_is_loaded_from_elsewhere(copy, trees):
    """No page loads anything but files of the copy, gives its web address, or starts a service worker."""
    for tree in trees.values():
        loaded = [node.attributes for node in tree.css("[src], link")]
        assert [one for one in loaded if ":" in one.get("src", one.get("href", ""))] == []
        assert tree.css("[rel=canonical], meta[property], [itemprop=item]") == []
    assert [name for name, text in copy.items() if "serviceWorker" in text] == []


def test_the_policy_comes_first_and_allows_the_disk_only(trees):
    """Each page begins with one policy, which allows only the disk and data URIs."""
    for tree in trees.values():
        first, second = tree.css("head > *")[:2]
        assert first.attributes == {"charset": "utf-8"}
        assert len(tree.css("meta[http-equiv]")) == 1
        parts = dict(part.split(" ", 1) for part in second.attributes["content"].split("; "))
        assert parts.pop("default-src") == parts.pop("base-uri") == parts.pop("form-action") == "'none'"
        assert parts == {"script-src": "file:", "style-src": "file:", "img-src": "file: data:"}


def test_scripts_are_not_modules(trees):
    """Browsers load no modules from a disk; each script runs after those that it needs."""
    scripts = [node.attributes for node in trees["guide/why/index.html"].css("script")]
    assert scripts == [
        {"src": "../assets/leave.1.js"},
        {"src": "../assets/offline.js"},
        {"src": "../assets/guide.1.js", "defer": ""},
    ]


def test_private_reading_is_not_offered(copy, trees):
    """Private reading, which does not work from a disk, is neither offered nor in the copy."""
    assert [name for name, text in copy.items() if "Private reading" in text] == []
    assert trees["guide/index.html"].css_first(".guide-privacy-bar").attributes == {"class": "guide-privacy-bar"}


def test_the_data_of_the_search_are_scripts(copy):
    """The JSON files of the search are scripts with the same content; each location is a file."""
    start, end = "guide.provide(", ");\n"
    index, words = (copy[f"guide/search/{name}.js"] for name in ("search_index", "words"))
    assert index.startswith(start) and index.endswith(end)
    content = json.loads(index.removeprefix(start).removesuffix(end))
    locations = ["index.html", "why/index.html", "why/index.html#how", "alone/index.html"]
    assert content == {
        "config": {"lang": ["en"]},
        "docs": [INDEX[0] | {"location": location} for location in locations],
    }
    assert json.loads(words.removeprefix(start).removesuffix(end)) == {"crisis": ["afraid"], "alsoCalled": {}}


def test_each_page_names_its_origin_and_date(trees):
    """The footer of each page says where the copy comes from, and its date."""
    notes = {tree.css_first(".guide-footer").text().splitlines()[-1] for tree in trees.values()}
    assert notes == {"Files (guide.example/files/)From guide.example on 21 September 2026."}


def test_only_the_first_page_says_how_to_unpack(trees):
    """The first element of the first page says how to unpack the copy; other pages do not have it."""
    first = trees["guide/index.html"].css_first("body > *")
    assert (first.attributes["class"], first.text()) == ("guide-unzip-hint", "Unpack it <first>: guide.example/files/")
    assert [name for name, tree in trees.items() if tree.css_first(".guide-unzip-hint")] == ["guide/index.html"]


def test_broken_links_are_refused(tmp_path):
    """All broken links are reported at once, each with its page."""
    site = write_site(tmp_path, **{"index.html": '<a href="gone/">1</a>', "why/index.html": '<img src="lost.svg">'})
    with pytest.raises(InputError) as refused:
        offline_copy(site)
    end = "which does not exist; correct the link, or build that file."
    assert str(refused.value) == (
        f"index.html: it links to gone/index.html, {end}\nwhy/index.html: it links to why/lost.svg, {end}"
    )

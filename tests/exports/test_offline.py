"""The offline copy is complete, and needs nothing that is not on the disk."""

import json
from io import BytesIO
from posixpath import dirname, join, normpath
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from guide_factory import guide
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.offline import URL_ATTRIBUTES, make_offline_copy

TIMESTAMP = 1_790_000_000  # 21 September 2026, 14:13:20
STRINGS = {"offline_origin": "From {address} on {day}.", "offline_unpack": "Unpack it <first>: {address}"}
POLICY = "default-src 'none'; script-src file:; style-src file:; img-src file: data:"
POLICY += "; base-uri 'none'; form-action 'none'"
HEAD = """<!doctype html>
<html lang="en" dir="ltr"><head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="script-src 'self'">
  <title>The guide</title>
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
<section id="search" data-base="{home}" data-script="{up}assets/search.1.js" data-engine="{up}assets/engine.1.js"
  data-index="{up}search/index.json"></section>
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
INDEX = {
    "pages": [["", "É"], ["why/", "Why"], ["alone/", "Alone"]],
    "sections": [[1, "how", "How", "é"]],
    "entries": [["Why", "why/"]],
}
PLAIN_FILES = """assets/dots.svg assets/icon.1.svg assets/guide.1.js assets/leave.1.js assets/search.1.js
assets/engine.1.js assets/private.1.js assets/unused.1.js index.html.br 404.html sitemap.xml _headers files/why.pdf
files/index.html r/2b3c/index.html card/what/index.html handouts.json handouts.csv handouts.schema.json changes.xml"""
OTHERS = dict.fromkeys(PLAIN_FILES.split(), "") | {
    "assets/guide.1.css": 'body { background: url("dots.svg"), url(data:,) }',
    "search/index.json": json.dumps(INDEX),
}
IN_COPY = """alone/index.html assets/dots.svg assets/engine.1.js assets/guide.1.css assets/guide.1.js assets/icon.1.svg
assets/leave.1.js assets/offline.css assets/offline.js assets/search.1.js contents/index.html index.html
search/index.js why/index.html"""


def make_copy(site, **changed):
    """Make the offline copy of a small built site, with some pages changed; returns the text of each file by name."""
    texts = dict(OTHERS)
    for name, text in (PAGES | changed).items():
        up = "../" * name.count("/")
        texts[name] = (HEAD + BODY).format(name=name.removesuffix("index.html"), up=up, home=up or ".", text=text)
    for name, text in texts.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    with ZipFile(BytesIO(make_offline_copy(guide(site), SimpleNamespace(strings=STRINGS), TIMESTAMP))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The text of each file in the copy of the small site, by name."""
    return make_copy(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def trees(copy):
    """Its parsed pages, by name."""
    return {name: LexborHTMLParser(text) for name, text in copy.items() if name.endswith(".html")}


def test_all_files_are_in_one_folder(copy):
    """The zip has one folder with all files that the copy needs and no others."""
    assert list(copy) == [f"guide/{name}" for name in IN_COPY.split()]


def test_each_link_leads_to_a_file_of_the_copy(copy, trees):
    """Each address in a page, except those of other sites, leads to a file and an anchor in the copy."""
    nodes = [(name, key, node) for key in URL_ATTRIBUTES for name in trees for node in trees[name].css(f"[{key}]")]
    links = [(name, node.attributes[key]) for name, key, node in nodes]
    local = [(name, link) for name, link in links if not link.startswith(("https:", "tel:"))]
    assert len(local) > 40
    for name, link in local:
        path, _, fragment = link.partition("#")
        target = normpath(join(dirname(name), path)) if path else name
        assert target in copy, f"{name}: {link}"
        assert not fragment or trees[target].css_first(f"#{fragment}"), f"{name}: {link}"
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
        assert second.attributes == {"http-equiv": "Content-Security-Policy", "content": POLICY}
        assert len(tree.css("meta[http-equiv]")) == 1


def test_private_reading_is_not_offered(copy, trees):
    """Private reading, which does not work from a disk, is neither offered nor in the copy."""
    assert [name for name, text in copy.items() if "Private reading" in text] == []
    assert trees["guide/index.html"].css_first(".guide-privacy-bar").attributes == {"class": "guide-privacy-bar"}


def test_the_index_of_the_search_is_a_script(copy):
    """The index is a script with the same content, in which each address of a page is a file."""
    script = copy["guide/search/index.js"]
    assert script.startswith("guide.provide(")
    assert json.loads(script.removeprefix("guide.provide(").removesuffix(");\n")) == {
        "pages": [["index.html", "É"], ["why/index.html", "Why"], ["alone/index.html", "Alone"]],
        "sections": INDEX["sections"],
        "entries": [["Why", "why/index.html"]],
    }


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
    with pytest.raises(InputError) as refused:
        make_copy(tmp_path, **{"index.html": '<a href="gone/">1</a>', "why/index.html": '<img src="lost.svg">'})
    end = "which does not exist; correct the link, or build that file."
    assert str(refused.value).splitlines() == [
        f"index.html: it links to gone/index.html, {end}",
        f"why/index.html: it links to why/lost.svg, {end}",
    ]

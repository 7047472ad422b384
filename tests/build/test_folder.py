"""The guide in a folder of another site: every link works and stays in it, and other pages are left alone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import site_factory
from nginx_server import NginxServer, Response, in_folder, serve
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser

FOLDER = "/guide/"
URL = f"https://guide.example{FOLDER}"
EDITS = {
    "mkdocs.yml": ("site_url: https://guide.example/", f"site_url: {URL}"),
    "data/redirects.yml": ("redirects: {}", "redirects:\n  old/deep/: other/\n  card/old/: card/k7wm/"),
}
ADDRESSES = (
    "href",
    "src",
    "data-base",
    "data-engine",
    "data-href",
    "data-index",
    "data-panel",
    "data-script",
    "data-style",
)
MISSING = [f"{FOLDER}never", f"{FOLDER}other/never/deep/"]
HIDDEN = [f"{FOLDER}{name}" for name in ("_headers", "_nginx.conf", "404.html", ".git/config")]
REDIRECTS = {
    "/guide": FOLDER,
    f"{FOLDER}other": f"{FOLDER}other/",
    f"{FOLDER}old/deep/": f"{FOLDER}other/",
    f"{FOLDER}card/old/": f"{FOLDER}card/k7wm/",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small guide, built for a folder."""
    done = site_factory.build(site_factory.make_project(tmp_path_factory.mktemp("guide"), edits=EDITS))
    assert done.code == 0, done.output
    return done.site


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    """A server whose other pages are “ours”, with that guide in a folder."""
    other = tmp_path_factory.mktemp("other")
    (other / "index.html").write_text("ours", encoding="utf-8")
    with serve(site, tmp_path_factory.mktemp("nginx"), in_folder(FOLDER, other)) as server:
        yield server


def addresses(answer: Response) -> list[str]:
    """All addresses that a page or a file for machines contains."""
    text = answer.body.decode("utf-8")
    if not answer.headers["content-type"].startswith("text/html"):
        return [word for word in text.replace("<", " ").replace(">", " ").split() if word.startswith("https://")]
    tree = LexborHTMLParser(text)
    found = [node.attributes[key] or "" for key in ADDRESSES for node in tree.css(f"[{key}]")]
    return found + [node.attributes["content"].partition("url=")[2] for node in tree.css("[http-equiv=refresh]")]


def test_every_link_works_and_stays_in_the_folder(site, server):
    """Each address of ours in every page, in a missing one at any depth, in sitemap and robots.txt is in the folder."""
    pages = [path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")]
    queue = [
        f"{FOLDER}{name}" for name in [*pages, "sitemap.xml", "robots.txt"] if name not in ("old/deep/", "404.html")
    ]
    queue = [path for path in queue if path not in REDIRECTS] + MISSING
    seen, faults = set(queue), []
    while queue:
        path = queue.pop()
        answer = server.request(path)
        if answer.code != (404 if path in MISSING else 200):
            faults.append(f"{path}: {answer.code}")
        elif answer.headers["content-type"].startswith(("text/html", "text/plain", "text/xml")):
            own = [urlsplit(urljoin(f"https://guide.example{path}", one)) for one in addresses(answer)]
            own = [one.path for one in own if one.netloc == "guide.example"]
            faults += [f"{path}: {one} is outside" for one in own if not one.startswith(FOLDER)]
            queue += {*own} - seen
            seen |= {*own}
    assert_none(faults)
    assert len(seen) > 25


def test_redirects_stay_in_the_folder(server):
    """The folder without its slash, a page without its slash, and moved addresses redirect within the host."""
    answers = {path: server.request(path) for path in REDIRECTS}
    assert {path: (answer.code, answer.headers.get("location")) for path, answer in answers.items()} == {
        path: (301, target) for path, target in REDIRECTS.items()
    }


def test_a_redirect_page_leads_into_the_folder(site):
    """A host that knows no redirects serves a page or a copy at the old address."""
    tree = LexborHTMLParser((site / "old/deep/index.html").read_text(encoding="utf-8"))
    assert urljoin(f"{URL}old/deep/", tree.css_first("main a").attributes["href"]) == f"{URL}other/"
    assert (site / "card/old/index.html").is_file()


def test_the_guide_has_its_headers_and_other_pages_have_none(site, server):
    """Each kind of page in the folder has the headers for it, and a page outside has none of them."""
    asset = next(path.name for path in site.glob("assets/guide.*.js"))
    caching = {
        FOLDER: "no-cache",
        MISSING[1]: "no-store",
        f"{FOLDER}assets/{asset}": "public, max-age=31536000, immutable",
    }
    answers = {path: server.request(path).headers for path in [*caching, f"{FOLDER}card/k7wm/", "/", "/never"]}
    assert {path: answers[path]["cache-control"] for path in caching} == caching
    guarded = [path for path, sent in answers.items() if {"content-security-policy", "referrer-policy"} <= set(sent)]
    assert guarded == [*caching, f"{FOLDER}card/k7wm/"]
    assert answers[f"{FOLDER}card/k7wm/"]["content-security-policy"].endswith("frame-ancestors *")
    assert server.request("/").body == b"ours"


def test_the_files_for_hosts_are_hidden_and_nothing_is_logged(site, server):
    """Files for hosts are a missing page, and the logs contain no address of the guide."""
    missing = (site / "404.html").read_bytes()
    answers = {path: server.request(path) for path in HIDDEN}
    assert [path for path, answer in answers.items() if (answer.code, answer.body) != (404, missing)] == []
    for path in (FOLDER, *REDIRECTS, *MISSING):
        server.request(path)
    logs = {path.name: path.read_text(encoding="utf-8") for path in server.folder.glob("*.log")}
    assert [name for name, text in logs.items() if "/guide" in text.replace(str(site), "")] == []


def test_crawlers_are_told_about_the_folder(site):
    """robots.txt has rules for the folder only, so that its lines can be copied into the host's own."""
    rules = (site / "robots.txt").read_text(encoding="utf-8").splitlines()
    paths = [line.split(": ")[1] for line in rules if line.startswith(("Allow", "Disallow"))]
    assert paths == [f"{FOLDER}r/", f"{FOLDER}card/", FOLDER]
    assert rules[-1] == f"Sitemap: {URL}sitemap.xml"

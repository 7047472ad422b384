"""The host: real nginx with the repository's own settings sends what protects a reader, with every kind of answer."""

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import brotli
import pytest
import write_compressed
import write_headers
import write_redirects
from browser_drivers import ARGUMENTS
from macro_environment import facts
from nginx_server import Served, serve
from page_helpers import MISSING, TEMPLATES, nothing
from playwright.sync_api import Browser, BrowserContext
from site_factory import ROOT

PROMISED = {  # what readers are promised, and what data/headers.yml must therefore say
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "request-otr": "1",
}
CARD = (  # what a card may do, which other sites show inside their own pages: nothing but look as it does
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'none'; "
    "worker-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
DENIED = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb")
ALWAYS_KNOWN = {"server", "date", "content-type", "content-length", "connection", "last-modified", "etag", "vary"}
ALWAYS_KNOWN |= {"accept-ranges", "content-encoding", "location"}
EXPLAINED = {305}  # handbook/decisions/0012: 'self' is only as good as what lies at our own address
EVALUATE = """
const { CspEvaluator } = require("csp_evaluator");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const findings = new CspEvaluator(new CspParser(process.argv[1]).csp).evaluate();
console.log(JSON.stringify(findings.map(({ type, severity, description }) => ({ type, severity, description }))));
"""
MEDIUM_MAYBE = 50  # the lowest of its severities that is more than a remark; the graver, the smaller
PAGE = '<!doctype html>\n<html lang="en">\n<head>\n  <meta charset="utf-8">\n  <title>A</title>{}\n</head>\n'


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A small finished site with what must not be served lying around in it."""
    site = tmp_path / "made"
    for name in ("index.html", "404.html", "card/index.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(PAGE.format("<script>document.title = 'ran'</script>"), encoding="utf-8")
    for name in (".git/config", "_notes.txt", "card/.env", "card/_draft/a.txt", ".well-known/x", "empty/a.txt"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("not for readers", encoding="utf-8")
    write_redirects.write(site, {}, {})
    write_headers.write(site, facts())
    write_compressed.write(site, facts())
    return site


@contextmanager
def opened(browser: Browser, served: Served, *others: str) -> Iterator[BrowserContext]:
    """A browser of its own for which https://guide.example/ is this server; of other addresses only these exist."""
    rules = "--host-resolver-rules=" + ",".join([served.rule, *others, "MAP * ~NOTFOUND"])
    own = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, rules])
    yield own.new_context(base_url="https://guide.example", ignore_https_errors=True)
    own.close()


def assets(site: Path) -> list[str]:
    """The address of each file in assets/ that is no compressed copy."""
    found = sorted(
        path for path in (site / "assets").rglob("*") if path.is_file() and path.suffix not in (".br", ".gz")
    )
    return [f"/{path.relative_to(site).as_posix()}" for path in found]


def short_link(site: Path) -> str:
    """The address of one neutral short link."""
    return f"/r/{min(path.name for path in (site / 'r').iterdir())}/"


def card(site: Path) -> str:
    """The address of one card."""
    return f"/card/{min(path.name for path in (site / 'card').iterdir())}/"


def promised(address: str) -> dict[str, str]:
    """What readers are promised of the answer to this address."""
    return PROMISED | ({"content-security-policy": CARD} if address.startswith("/card/") else {})


def kinds(site: Path) -> dict[str, str]:
    """One address of each kind, with what may be done with a copy of the answer."""
    year = "public, max-age=31536000, immutable"
    pages = dict.fromkeys(
        ("/", "/how/", "/how", "/search/search_index.json", "/sitemap.xml", "/handouts.json", "/files/files.json"),
        "no-cache",
    )
    pages[card(site)] = "no-cache"
    return pages | {
        assets(site)[0]: year,
        short_link(site): "no-store",
        MISSING: "no-store",
        "/assets/a.js": "no-store",
    }


# What is sent.


def test_every_answer_carries_what_protects_the_reader(nginx, site):
    """Page, asset, index, link, card, redirect and missing page bring every promised header, to GET and to HEAD."""
    faults = []
    for address in kinds(site):
        for method in ("GET", "HEAD"):
            sent = nginx.ask(address, method).headers
            wrong = {name: sent.get(name) for name, value in promised(address).items() if sent.get(name) != value}
            faults += [f"{method} {address}: {name}: {value}" for name, value in wrong.items()]
            denied = sent.get("permissions-policy", "")
            faults += [f"{method} {address}: {name} is not denied" for name in DENIED if f"{name}=()" not in denied]
    nothing(faults)


def test_how_long_a_copy_may_be_kept(nginx, site):
    """Short links and missing pages are not kept, pages are asked for again, hashed files stay for a year."""
    found = {address: nginx.ask(address).headers["cache-control"] for address in kinds(site)}
    assert found == kinds(site)


def test_files_are_called_what_they_are(nginx):
    """A phone hands an e-book to the app for books, and a computer opens a PDF, only if the host says what it is."""
    kinds = {
        "/files/guide-a4.pdf": "application/pdf",
        "/files/guide.epub": "application/epub+zip",
        "/files/guide-offline.zip": "application/zip",
        "/handouts.csv": "text/csv",
    }
    assert {name: nginx.ask(name, "HEAD").headers["content-type"] for name in kinds} == kinds


def test_only_short_links_and_cards_stay_out_of_search_engines(nginx, site):
    """A short link is for a hand, and a card for another site's page; every other page is there to be found."""
    found = {address: nginx.ask(address).headers.get("x-robots-tag") for address in kinds(site)}
    assert {address: value for address, value in found.items() if value} == dict.fromkeys(
        (short_link(site), card(site)), "noindex, nofollow"
    )


def test_what_is_kept_for_a_year_has_a_name_of_its_own(site):
    """A changed file in assets/ gets another name, or readers would keep the old one for a year."""
    assert [address for address in assets(site) if not re.search(r"\.[0-9a-f]{8}\.", address)] == []


def test_nothing_else_is_sent(nginx, site):
    """No cookie, no version of the server, and no header that nobody decided on."""
    decided = {*PROMISED, "permissions-policy", "cache-control", "x-robots-tag", *ALWAYS_KNOWN}
    for address in kinds(site):
        sent = nginx.ask(address, Accept_Encoding="br").headers
        assert set(sent) - decided == set(), address
        assert sent["server"] == "nginx"


def rules(site: Path) -> dict[str, dict[str, str]]:
    """The rules that hosts other than nginx read: for each pattern its headers."""
    found: dict[str, dict[str, str]] = {}
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            found[line] = {}
        elif not line.startswith("#"):
            name, value = line.strip().split(": ", 1)
            assert name.lower() not in found[list(found)[-1]], line
            found[list(found)[-1]][name.lower()] = value
    return found


def test_other_hosts_are_told_the_same(nginx, site):
    """What hosts read from _headers for an address is what nginx sends there; values of two rules would be joined."""
    ruled, faults = rules(site), []
    for address in (
        "/",
        "/how/",
        "/how/channels/",
        "/search/search_index.json",
        assets(site)[0],
        short_link(site),
        card(site),
    ):
        fits = [values for pattern, values in ruled.items() if fnmatchcase(address, pattern)]
        told = {name: ", ".join(values[name] for values in fits if name in values) for name in set().union(*fits)}
        sent = {name: value for name, value in nginx.ask(address).headers.items() if name not in ALWAYS_KNOWN}
        differ = [name for name in {*told, *sent} if told.get(name) != sent.get(name)]
        faults += [f"{address}: {name}: {told.get(name)}, but nginx: {sent.get(name)}" for name in differ]
    nothing(faults)
    assert len(ruled) <= 100, "Cloudflare Pages reads a hundred rules"


def test_the_notes_for_hosts_hold_no_more_than_they_read(site):
    """Cloudflare Pages reads 2,000 signs of a line."""
    assert max(map(len, (site / "_headers").read_text(encoding="utf-8").splitlines())) < 2000


def test_letters_and_addresses_arrive_as_they_are_meant(nginx):
    """Each page says in which letters it is written; an address without its last stroke leads on within the guide."""
    assert nginx.ask("/how/").headers["content-type"] == "text/html; charset=utf-8"
    assert nginx.ask(MISSING).headers["content-type"] == "text/html; charset=utf-8"
    answer = nginx.ask("/how")
    assert (answer.code, answer.headers["location"]) == (301, "/how/")


# Copies.


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br, gzip", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0", None)],
)
def test_compressed_copies_are_sent_to_whom_can_read_them(accepted, sent, nginx, site):
    """The smallest copy that a browser can read arrives and unpacks to the very file; caches are told of the choice."""
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    for address in ("/how/", "/search/search_index.json", short_link(site), assets(site)[0], MISSING):
        answer = nginx.ask(address, Accept_Encoding=accepted)
        file = site / ("404.html" if address == MISSING else address.strip("/") + "/index.html" * address.endswith("/"))
        assert answer.headers.get("content-encoding") == sent, address
        assert answer.headers["vary"] == "Accept-Encoding", address
        assert unpack(answer.body) == file.read_bytes(), address


def test_nothing_is_packed_on_the_way(made, tmp_path):
    """The host sends what the build packed and packs nothing itself, which would cost it time with every reader."""
    (tmp_path / "nginx").mkdir()
    with serve(made, tmp_path / "nginx") as served:
        answer = served.ask("/", Accept_Encoding="gzip, br")
    assert answer.body == (made / "index.html").read_bytes()
    assert "content-encoding" not in answer.headers


def test_a_page_that_did_not_change_is_not_sent_again(nginx):
    """A page may be kept and is asked for again: the answer is short as long as nothing has changed."""
    first = nginx.ask("/how/", Accept_Encoding="br")
    again = nginx.ask("/how/", Accept_Encoding="br", If_None_Match=first.headers["etag"])
    assert (again.code, again.body) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"


# What is not served.


def test_what_is_not_for_readers_is_not_there(made, tmp_path):
    """Notes to hosts, what tools have left behind, and folders without a page all answer like a page that never was."""
    (tmp_path / "nginx").mkdir()
    hidden = (
        "/_headers",
        "/_nginx.conf",
        "/_notes.txt",
        "/.git/config",
        "/card/.env",
        "/card/_draft/a.txt",
        "/.well-known/x",
    )
    with serve(made, tmp_path / "nginx") as served:
        never = served.ask("/never/")
        answers = {address: served.ask(address) for address in (*hidden, "/empty/", "/404.html", "/card/../_headers")}
        assert served.ask("/empty/a.txt").code == 200
    assert (never.code, never.body) == (404, (made / "404.html").read_bytes())
    assert [address for address, answer in answers.items() if (answer.code, answer.body) != (404, never.body)] == []


def test_nothing_can_be_sent_to_the_host(nginx):
    """The guide takes nothing in: every method but GET and HEAD is refused."""
    codes = {
        method: nginx.ask("/how/", method).code for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
    }
    assert {code for code in codes.values() if code not in (403, 405)} == set(), codes


def test_what_follows_a_question_mark_changes_nothing(nginx):
    """An address with something hung onto it is the same page."""
    assert nginx.ask("/how/?utm_source=x&y").body == nginx.ask("/how/").body


def test_an_open_line_leads_to_a_closed_one(nginx):
    """Whoever types the address without https lands on the same page over https; the open answer is not kept."""
    answer = nginx.ask("/how/channels/?x=1", safely=False)
    assert answer.code == 301
    assert answer.headers["location"] == "https://guide.example/how/channels/?x=1"
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers  # it means nothing on an open line


def test_nobody_writes_down_who_reads_what(made, tmp_path):
    """After reading, asking for what is missing, and a fault of the host itself, its logs hold no address of ours."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    (made / "card" / "loop").symlink_to("loop")  # the host cannot open it, which it would like to tell somebody
    with serve(made, folder) as served:
        asked = [served.ask(path).code for path in ("/", "/card/", "/never/", "/card/loop", "/_headers", "/empty/")]
        served.ask("/card/", safely=False)
    assert asked[:3] == [200, 200, 404]
    assert {path.name: path.read_text("utf-8") for path in folder.glob("*.log") if path.name != "error.log"} == {
        "access.log": "",
        "guide.log": "",
    }
    assert "/card" not in (folder / "error.log").read_text(encoding="utf-8")


# In a browser.


def test_a_browser_has_nothing_to_complain_of(nginx, site, browser):
    """One page of each kind loads from the real host over https without a word in the browser's console."""
    said: list[str] = []
    with opened(browser, nginx) as context:
        context.on("console", lambda message: said.append(f"{message.page.url}: {message.text}"))
        context.on("weberror", lambda error: said.append(f"{error.page.url}: {error.error}"))
        page = context.new_page()
        for address in [*TEMPLATES, short_link(site)]:
            answer = page.goto(address)
            assert answer.status == (404 if address == MISSING else 200), address
            if address == "/how/":
                page.get_by_role("button", name="Search", exact=True).click()
                page.locator("#query").fill("block")
                page.locator(".guide-search__results a").first.wait_for()
    nothing([text for text in said if "status of 404" not in text])


def test_a_page_brings_the_policy_of_the_host(site):
    """Where a host sends nothing, each page still keeps to the same policy but for the one rule that it cannot give."""
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    begun = '<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="{}">'
    inner = {name: promised(f"/{name}")["content-security-policy"].rsplit("; frame-ancestors ", 1)[0] for name in pages}
    assert [name for name, text in pages.items() if begun.format(inner[name]) not in text] == []
    assert len(set(inner.values())) == 2


def test_a_script_runs_only_with_its_hash(made, tmp_path, browser):
    """A script that stood in the page when it was built runs; one that somebody adds later does not."""
    (tmp_path / "nginx").mkdir()
    late = made / "card" / "index.html"
    late.write_text(late.read_text(encoding="utf-8").replace("'ran'", "'slipped in'"), encoding="utf-8")
    for path in late.parent.glob("index.html.*"):
        path.unlink()
    with serve(made, tmp_path / "nginx") as served, opened(browser, served) as context:
        page = context.new_page()
        page.goto("/")
        assert page.title() == "ran"
        page.goto("/card/")
        assert page.title() == "A"


# The policy.


def findings(policy: str) -> list[dict]:
    """What Google's CSP Evaluator finds in a policy, but for mere remarks."""
    command = ["node", "-e", EVALUATE, policy]
    said = subprocess.check_output(command, cwd=ROOT / "tests", text=True, env={"PATH": "/usr/bin:/bin:/usr/local/bin"})
    return [found for found in json.loads(said) if found["severity"] <= MEDIUM_MAYBE]


def test_the_policy_has_no_hole_that_is_not_explained(nginx):
    """The judge of policies finds nothing but what the decision record explains, in the header and in the page."""
    answer = nginx.ask("/")
    inside = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.body.decode())[1]
    for policy in (answer.headers["content-security-policy"], inside):
        found = findings(policy)
        nothing([f"{one['type']}: {one['description']}" for one in found if one["type"] not in EXPLAINED])
        assert {one["type"] for one in found} == EXPLAINED, "nothing is left to explain in the decision record"


@pytest.mark.parametrize(
    "loose", ["script-src 'unsafe-inline'", "script-src *", "script-src 'self' data:", "style-src *"]
)
def test_the_judge_sees_a_hole(loose):
    """The judge does object to a policy that lets everything in."""
    assert {one["type"] for one in findings(f"{loose}; base-uri 'none'")} - EXPLAINED

"""Hosting: nginx with the repository's own configuration sends the protective headers with every kind of response."""

import gzip
import json
import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import brotli
import pytest
import write_compressed
import write_headers
import write_redirects
from macro_environment import facts
from nginx_server import serve
from page_helpers import EMBEDS, MISSING, SHORT_LINK, assert_none
from site_factory import ROOT

CSP = "content-security-policy"
EXPECTED_HEADERS = {  # promised to readers; data/headers.yml must define them
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "request-otr": "1",
}
EMBED_POLICY = (  # for embeds, which other sites may frame: a stylesheet and images only
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
EMBED = EMBEDS[0]
PAGES = [
    "/",
    "/how/",
    "/how",
    "/search/index.json",
    "/sitemap.xml",
    "/handouts.json",
    "/files/files.json",
    EMBED,
]
DENIED = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb")
ALWAYS_KNOWN = {"server", "date", "content-type", "content-length", "connection", "last-modified", "etag", "vary"}
ALWAYS_KNOWN |= {"accept-ranges", "content-encoding", "location"}
EXPLAINED = {305}  # handbook/decisions/0012: 'self' allows whatever is at our own address
EVALUATE = """
const { CspEvaluator } = require("csp_evaluator");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const findings = new CspEvaluator(new CspParser(process.argv[1]).csp).evaluate();
console.log(JSON.stringify(findings.map(({ type, severity, description }) => ({ type, severity, description }))));
"""
HASH = re.compile(r" 'sha256-[^']+'")  # of the style and the exit's script, which are in each page
LEAST_SEVERITY = 50  # of csp_evaluator; a smaller number is more severe
PAGE = '<!doctype html>\n<html lang="en">\n<head>\n  <meta charset="utf-8">\n  <title>A</title>{}\n</head>\n'


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A small built site that also has files which must not be served."""
    site = tmp_path / "site"
    for name in ("index.html", "404.html", "card/index.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(PAGE.format("<script>document.title = 'ran'</script>"), encoding="utf-8")
    for name in (".git/config", "_notes.txt", "card/.env", "card/_draft/a.txt", ".well-known/x", "empty/a.txt"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("not for readers", encoding="utf-8")
    write_redirects.write(site, {}, {})
    write_headers.write(site, facts())
    write_compressed.write(site)
    return site


@pytest.fixture
def small_server(small_site, tmp_path):
    """That site, served by nginx."""
    (tmp_path / "nginx").mkdir()
    (small_site / "card" / "loop").symlink_to("loop")  # nginx cannot open it, and would log that
    with serve(small_site, tmp_path / "nginx") as server:
        yield server


@pytest.fixture(scope="module")
def asset(site) -> str:
    """The address of one fingerprinted file."""
    (script,) = site.glob("assets/private_reading.*.js")
    return f"/assets/{script.name}"


@pytest.fixture(scope="module")
def expected(asset) -> dict[str, dict[str, str]]:
    """The headers that must be sent for one address of each kind."""
    caching = dict.fromkeys(PAGES, "no-cache") | {
        asset: "public, max-age=31536000, immutable",
        SHORT_LINK: "no-store",
        MISSING: "no-store",
        "/assets/a.js": "no-store",
    }
    found = {address: EXPECTED_HEADERS | {"cache-control": value} for address, value in caching.items()}
    for address in (SHORT_LINK, EMBED):
        found[address]["x-robots-tag"] = "noindex, nofollow"
    found[EMBED]["content-security-policy"] = EMBED_POLICY
    return found


# Headers.


def test_every_response_has_exactly_the_headers_decided_on(nginx, expected):
    """Every kind of response has the protective headers, its own caching and indexing, and no other header."""
    faults = []
    for address, wanted in expected.items():
        for method in ("GET", "HEAD"):
            sent = nginx.request(address, method, Accept_Encoding="br").headers
            assert sent["server"] == "nginx"  # without its version
            sent = {name: value for name, value in sent.items() if name not in ALWAYS_KNOWN}
            sent[CSP] = HASH.sub("", sent.get(CSP, ""))
            denied = sent.pop("permissions-policy", "")
            faults += [f"{method} {address}: {name} is not denied" for name in DENIED if f"{name}=()" not in denied]
            differ = {name for name in {*sent, *wanted} if sent.get(name) != wanted.get(name)}
            faults += [f"{method} {address}: {name}: {sent.get(name)}, not {wanted.get(name)}" for name in differ]
    assert_none(faults)


def test_downloads_have_their_media_types(nginx):
    """Downloads have the right Content-Type, without which a device does not open them in the right app."""
    types = {
        "/files/guide-a4.pdf": "application/pdf",
        "/files/guide.epub": "application/epub+zip",
        "/files/guide-offline.zip": "application/zip",
        "/handouts.csv": "text/csv",
        "/changes.xml": "text/xml; charset=utf-8",
    }
    assert {name: nginx.request(name, "HEAD").headers["content-type"] for name in types} == types


def test_assets_are_fingerprinted(site):
    """Each file in assets/ has a hash in its name, since browsers cache it for a year."""
    names = [path.name for path in (site / "assets").rglob("*") if path.is_file()]
    assert [name for name in names if not re.search(r"\.[0-9a-f]{8}\.", name)] == []


def headers_file(site: Path) -> dict[str, dict[str, str]]:
    """The rules in _headers, for hosts other than nginx: for each pattern its headers."""
    found: dict[str, dict[str, str]] = {}
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            found[line] = {}
        elif not line.startswith("#"):
            name, value = line.strip().split(": ", 1)
            assert name.lower() not in found[list(found)[-1]], line
            found[list(found)[-1]][name.lower()] = value
    return found


def test_the_headers_file_matches_nginx(nginx, site, asset):
    """The headers that _headers gives an address are those that nginx sends; hosts join the values of several rules."""
    ruled, faults = headers_file(site), []
    for address in ("/", "/how/", "/how/channels/", "/search/index.json", asset, SHORT_LINK, EMBED):
        fits = [values for pattern, values in ruled.items() if fnmatchcase(address, pattern)]
        listed = {name: ", ".join(values[name] for values in fits if name in values) for name in set().union(*fits)}
        sent = {name: value for name, value in nginx.request(address).headers.items() if name not in ALWAYS_KNOWN}
        differ = [name for name in {*listed, *sent} if listed.get(name) != sent.get(name)]
        faults += [f"{address}: {name}: {listed.get(name)}, but nginx: {sent.get(name)}" for name in differ]
    assert_none(faults)


def test_the_headers_file_is_within_the_limit_of_hosts(site):
    """Cloudflare Pages reads a hundred rules, and 2,000 characters of a line."""
    assert len(headers_file(site)) <= 100
    assert max(map(len, (site / "_headers").read_text(encoding="utf-8").splitlines())) < 2000


def test_charset_and_trailing_slash(nginx):
    """HTML has a charset; an address without its trailing slash redirects within the guide."""
    assert nginx.request("/how/").headers["content-type"] == "text/html; charset=utf-8"
    assert nginx.request(MISSING).headers["content-type"] == "text/html; charset=utf-8"
    answer = nginx.request("/how")
    assert (answer.code, answer.headers["location"]) == (301, "/how/")


# Compression and caching.


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br, gzip", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0", None)],
)
def test_compressed_copies_are_negotiated(accepted, sent, nginx, site, asset):
    """The smallest encoding that the browser accepts is sent, decodes to the file, and Vary names Accept-Encoding."""
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    for address in ("/how/", "/search/index.json", SHORT_LINK, asset, MISSING):
        answer = nginx.request(address, Accept_Encoding=accepted)
        file = site / ("404.html" if address == MISSING else address.strip("/") + "/index.html" * address.endswith("/"))
        assert answer.headers.get("content-encoding") == sent, address
        assert answer.headers["vary"] == "Accept-Encoding", address
        assert unpack(answer.body) == file.read_bytes(), address


def test_the_host_compresses_nothing_itself(small_site, small_server):
    """The host only sends copies that the build compressed, since compressing each response would cost time."""
    answer = small_server.request("/", Accept_Encoding="gzip, br")
    assert answer.body == (small_site / "index.html").read_bytes()
    assert "content-encoding" not in answer.headers


def test_an_unchanged_page_is_not_sent_again(nginx):
    """A revalidated page that has not changed gets 304 without a body."""
    first = nginx.request("/how/", Accept_Encoding="br")
    again = nginx.request("/how/", Accept_Encoding="br", If_None_Match=first.headers["etag"])
    assert (again.code, again.body) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"


# What is not served.


def test_private_files_are_missing(small_site, small_server):
    """Files for hosts, files left by tools, and folders without a page give the same response as a missing page."""
    hidden = ["/_headers", "/_nginx.conf", "/_notes.txt", "/.git/config", "/card/.env", "/card/_draft/a.txt"]
    hidden += ["/.well-known/x", "/empty/", "/404.html", "/card/../_headers"]
    never = small_server.request("/never/")
    answers = {address: small_server.request(address) for address in hidden}
    assert (never.code, never.body) == (404, (small_site / "404.html").read_bytes())
    assert [address for address, answer in answers.items() if (answer.code, answer.body) != (404, never.body)] == []
    assert small_server.request("/empty/a.txt").code == 200


def test_only_get_and_head_are_allowed(nginx):
    """Every method except GET and HEAD is rejected."""
    codes = {
        method: nginx.request("/how/", method).code for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
    }
    assert {code for code in codes.values() if code not in (403, 405)} == set(), codes


def test_a_query_changes_nothing(nginx):
    """An address with a query is the same page."""
    assert nginx.request("/how/?utm_source=x&y").body == nginx.request("/how/").body


def test_http_redirects_to_https(nginx):
    """A request over http redirects to the same page over https; the redirect is not cached."""
    answer = nginx.request("/how/channels/?x=1", https=False)
    assert answer.code == 301
    assert answer.headers["location"] == "https://guide.example/how/channels/?x=1"
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers  # it has no effect over http


def test_logs_hold_no_addresses(small_server):
    """After normal requests, missing pages and a server error, the logs contain no address of the guide."""
    paths = ("/", "/card/", "/never/", "/card/loop", "/_headers", "/empty/")
    assert [small_server.request(path).code for path in paths][:3] == [200, 200, 404]
    small_server.request("/card/", https=False)
    logs = {path.name: path.read_text(encoding="utf-8") for path in small_server.folder.glob("*.log")}
    assert "/card" not in logs.pop("error.log")
    assert logs == {"access.log": "", "guide.log": ""}


# In each page.


def test_pages_contain_the_policy_of_the_host(site):
    """Each page has the same policy in a <meta>, for hosts without headers; frame-ancestors is not possible there."""
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    begun = '<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="{}">'
    whole = {name: EMBED_POLICY if name.startswith("card/") else EXPECTED_HEADERS[CSP] for name in pages}
    inner = {name: policy.rsplit("; frame-ancestors ", 1)[0] for name, policy in whole.items()}
    assert [name for name, text in pages.items() if begun.format(inner[name]) not in HASH.sub("", text)] == []


def test_the_host_allows_what_is_in_each_page(nginx, site):
    """The header allows a script and two styles by their hashes, and each page has exactly its own in its policy.

    The second style is that of the first page and of pages with its cards.
    """
    allowed = HASH.findall(nginx.request("/").headers[CSP])
    assert len(allowed) == 3
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    found = {name: HASH.findall(text) for name, text in pages.items() if not name.startswith("card/")}
    cards = {name for name in found if "guide-entry-cards" in pages[name]} | {"index.html"}
    assert {name for name, hashes in found.items() if hashes == allowed} == cards
    others = [hashes for hashes in found.values() if hashes != allowed]
    assert all(set(hashes) < set(allowed) and len(hashes) == 2 for hashes in others)
    assert len({tuple(hashes) for hashes in others}) == 1


# The policy.


def findings(policy: str) -> list[dict]:
    """The findings of Google's CSP Evaluator on a policy, without remarks."""
    command = ["node", "-e", EVALUATE, policy]
    output = subprocess.check_output(
        command, cwd=ROOT / "tests", text=True, env={"PATH": "/usr/bin:/bin:/usr/local/bin"}
    )
    return [found for found in json.loads(output) if found["severity"] <= LEAST_SEVERITY]


def test_the_policy_has_only_explained_findings(nginx):
    """CSP Evaluator finds only what the decision record explains, in the header and in the page."""
    answer = nginx.request("/")
    meta_policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.body.decode())[1]
    for policy in (answer.headers["content-security-policy"], meta_policy):
        found = findings(policy)
        assert_none([f"{one['type']}: {one['description']}" for one in found if one["type"] not in EXPLAINED])
        assert {one["type"] for one in found} == EXPLAINED, "nothing is left to explain in the decision record"


@pytest.mark.parametrize(
    "policy", ["script-src 'unsafe-inline'", "script-src *", "script-src 'self' data:", "style-src *"]
)
def test_the_evaluator_finds_weak_policies(policy):
    """CSP Evaluator does report a policy that allows everything."""
    assert {one["type"] for one in findings(f"{policy}; base-uri 'none'")} - EXPLAINED

"""The headers for hosts are written next to the pages, and the policy into each page."""

from base64 import b64encode
from fnmatch import fnmatchcase
from hashlib import sha256
from types import SimpleNamespace

import pytest
import write_headers
from factories import config
from write_headers import (
    COMMENT,
    folder_headers,
    format_headers_file,
    format_nginx,
    format_policy,
    headers_by_path,
    policy,
    script_hashes,
    write,
)
from write_headers import POLICY as POLICY_HEADER

from core.publishing_schema import Headers

PAGE = '<!doctype html>\n<head>\n  <meta charset="utf-8">\n  <title>A</title>\n</head>\n<body>{}</body>\n'
POLICY = {"default-src": "'none'", "script-src": "'self'", "frame-ancestors": "'none'"}
HEADERS = Headers.model_construct(
    policy=POLICY,
    always={"Referrer-Policy": "no-referrer"},
    folders={
        "/": {"Cache-Control": "no-cache"},
        "/assets/": {"Cache-Control": "immutable"},
        "/r/": {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"},
    },
    missing={"Cache-Control": "no-store"},
    policies={"/card/": {"script-src": "'none'", "frame-ancestors": "*"}},
)
DEFAULT_CSP = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"
EMBED_CSP = "default-src 'none'; script-src 'none'; frame-ancestors *"
FACTS = SimpleNamespace(headers=HEADERS)
HEADERS_FILE = """# Made by the build from data/headers.yml; change that file, not this one.
/*
  Referrer-Policy: no-referrer
/
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; script-src 'self'; frame-ancestors 'none'
/404.html
  Cache-Control: no-store
  Content-Security-Policy: default-src 'none'; script-src 'self'; frame-ancestors 'none'
/assets/*
  Cache-Control: immutable
  Content-Security-Policy: default-src 'none'; script-src 'self'; frame-ancestors 'none'
/card/*
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; script-src 'none'; frame-ancestors *
/index.html
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; script-src 'self'; frame-ancestors 'none'
/r/*
  Cache-Control: no-store
  Content-Security-Policy: default-src 'none'; script-src 'self'; frame-ancestors 'none'
  X-Robots-Tag: noindex, nofollow
"""
NGINX = """# Made by the build from data/headers.yml; change that file, not this one.
set $guide_cache_control "no-cache";
set $guide_content_security_policy "default-src 'none'; script-src 'self'; frame-ancestors 'none'";
set $guide_x_robots_tag "";
if ($uri ~ "^/assets/") {
  set $guide_cache_control "immutable";
}
if ($uri ~ "^/r/") {
  set $guide_cache_control "no-store";
  set $guide_x_robots_tag "noindex, nofollow";
}
if ($uri ~ "^/card/") {
  set $guide_content_security_policy "default-src 'none'; script-src 'none'; frame-ancestors *";
}
if ($uri = "/404.html") {
  set $guide_cache_control "no-store";
}
add_header Cache-Control $guide_cache_control always;
add_header Content-Security-Policy $guide_content_security_policy always;
add_header X-Robots-Tag $guide_x_robots_tag always;
add_header Referrer-Policy "no-referrer" always;
"""


def lay_out(root, **pages):
    """Write a site with a first page, 404.html, a short link, an embed, an asset, and these pages."""
    found = {"index.html": "", "404.html": "", "r/k7wm/index.html": "", "card/k7wm/index.html": ""} | pages
    for name, body in found.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PAGE.format(body), encoding="utf-8")
    (root / "assets").mkdir()
    (root / "assets" / "a.css").write_text("a{}", encoding="utf-8")
    return root


def contents(root):
    """Return the bytes of each file of a site."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def hash_of(script):
    """Return the source expression of this script in a policy."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def test_each_page_begins_with_its_policy(tmp_path):
    """The policy comes before anything that it could block, without the directive that only works as a header."""
    write(lay_out(tmp_path), FACTS)
    policy = "default-src 'none'; script-src 'self'"
    begins = f'<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="{policy}">\n  <title>'
    for name in ("index.html", "404.html", "r/k7wm/index.html"):
        assert begins in (tmp_path / name).read_text(encoding="utf-8"), name


def test_files_for_hosts_are_written(tmp_path):
    """Both formats are written, and all written files are returned."""
    written = write(lay_out(tmp_path), FACTS)
    assert (tmp_path / "_headers").read_text(encoding="utf-8") == HEADERS_FILE
    assert (tmp_path / "_nginx.conf").read_text(encoding="utf-8") == NGINX
    names = ["404.html", "card/k7wm/index.html", "index.html", "r/k7wm/index.html", "_headers", "_nginx.conf"]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == names


def rules(text):
    """Return the header names of each pattern in a _headers file, with repetitions."""
    blocks = [block.splitlines() for block in text.removeprefix(COMMENT).removeprefix("/").split("\n/")]
    return {f"/{first}": [line.strip().partition(":")[0].lower() for line in lines] for first, *lines in blocks}


def names_sent(found, address):
    """Return the header names that a host sends for an address: those of every matching rule, as on Netlify."""
    fits = [names for pattern, names in found.items() if fnmatchcase(address, pattern)]
    return [name for names in fits for name in names]


def addresses(site):
    """Return every path under which a file of the site can be requested."""
    names = {f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file()}
    return names | {name.removesuffix("index.html") for name in names}


def test_no_header_is_sent_twice(tmp_path):
    """Hosts join the values of two rules into an invalid one, so no two rules set a header of one address."""
    site = lay_out(tmp_path, **{"why/index.html": "<script>b</script>", "why/deep/index.html": ""})
    write(site, FACTS)
    found = rules((site / "_headers").read_text(encoding="utf-8"))
    for address in addresses(site) - {"/_headers", "/_nginx.conf"}:
        names = names_sent(found, address)
        assert sorted(names) == sorted(set(names)), address
        assert {"content-security-policy", "cache-control", "referrer-policy"} <= set(names), address


def test_headers_that_differ_are_in_no_rule_for_all():
    """Only headers that are the same everywhere are set for all addresses; others are set for each file and folder."""
    by_path = headers_by_path(HEADERS.folders, HEADERS.missing, ["404.html", "assets/", "index.html", "r/"])
    common, *special = format_headers_file({"A": "1"}, by_path).split("\n/")[1:]
    assert common.split("\n") == ["*", "  A: 1"]
    assert "A: 1" not in "".join(special)
    assert len({block.split("\n")[0] for block in special}) == len(special)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("card/k7wm/index.html", EMBED_CSP),
        ("card/", EMBED_CSP),
        ("cards/index.html", DEFAULT_CSP),
        ("why/card/index.html", DEFAULT_CSP),
        ("embed.html", DEFAULT_CSP),
        ("index.html", DEFAULT_CSP),
        ("404.html", DEFAULT_CSP),
    ],
)
def test_a_folder_has_a_policy_of_its_own(name, expected):
    """The policy of a folder applies only to files in that folder at the top of the site."""
    assert format_policy(policy(HEADERS, name), set()) == expected


def test_a_page_has_the_directives_that_work_in_a_page():
    """frame-ancestors works only as a header; a page has the rest of its folder's policy."""
    assert policy(HEADERS, "card/k7wm/index.html", inside=True) == {"default-src": "'none'", "script-src": "'none'"}
    assert policy(HEADERS, "index.html", inside=True) == {"default-src": "'none'", "script-src": "'self'"}


def test_only_embeds_may_be_framed(tmp_path):
    """An embed has its own policy in the page and in the headers; no other address may be framed."""
    site = lay_out(tmp_path, **{"why/index.html": "", "cardinal/index.html": ""})
    write(site, FACTS)
    embed = (site / "card/k7wm/index.html").read_text(encoding="utf-8")
    assert """content="default-src 'none'; script-src 'none'">""" in embed
    blocks = (site / "_headers").read_text(encoding="utf-8").removeprefix(f"{COMMENT}/").split("\n/")
    framed = {block.splitlines()[0]: "frame-ancestors *" in block for block in blocks}
    assert [pattern for pattern, may in framed.items() if may] == ["card/*"]
    assert {"why/*", "cardinal/*", "", "index.html", "404.html", "assets/*", "r/*"} <= set(framed)
    assert all(block.count("frame-ancestors 'none'") == 1 for block in blocks if not block.startswith(("*", "card/*")))


def test_a_folder_with_only_a_policy_gets_its_headers():
    """A folder that is listed only under “policies” gets its policy; one under “folders” as well gets both."""
    assert folder_headers(HEADERS, set())["/card/"] == {POLICY_HEADER: EMBED_CSP}
    more = HEADERS.model_copy(update={"folders": HEADERS.folders | {"/card/": {"X-Robots-Tag": "noindex"}}})
    assert folder_headers(more, set())["/card/"] == {"X-Robots-Tag": "noindex", POLICY_HEADER: EMBED_CSP}


def test_no_script_of_another_page_is_allowed_on_an_embed(tmp_path):
    """The policy for all pages allows their inline scripts; the policy for embeds allows none."""
    site = lay_out(tmp_path, **{"b.html": "<script>b</script>"})
    write(site, FACTS)
    for name in ("_headers", "_nginx.conf"):
        text = (site / name).read_text(encoding="utf-8")
        assert EMBED_CSP in text
        assert hash_of("b") in text


@pytest.mark.parametrize(
    ("markup", "scripts"),
    [
        ("<script>alert(1)</script>", ["alert(1)"]),
        ("<script type=module>\n a = 'ö' \n</script>", ["\n a = 'ö' \n"]),
        ("<script type='text/javascript'>a</script><SCRIPT TYPE=' Module '>b</SCRIPT>", ["a", "b"]),
        ("<script type=importmap>{}</script>", ["{}"]),
        ("<script>a &amp; b</script>", ["a &amp; b"]),
        ("<script>a</script><script>a</script>", ["a"]),
        ("<script type='application/ld+json'>{}</script><script type='text/plain'>a</script>", []),
        ("<script src=a.js></script><SCRIPT defer SRC='b.js'></SCRIPT>", []),
        ("<script src=a.js></script><script data-src='x'>a</script>", ["a"]),
        ("<script src=a.js></script><template><script>a</script></template>", []),
        ("<p>&lt;script>a&lt;/script></p><!-- <script>a</script> -->", []),
    ],
)
def test_inline_scripts_are_hashed(markup, scripts):
    """Each inline script that would run is hashed byte by byte; data blocks and comments are not."""
    assert script_hashes(PAGE.format(markup)) == {hash_of(script) for script in scripts}


def test_the_hash_is_the_one_that_browsers_compute():
    """The hash of a known script is the published value."""
    assert script_hashes("<script>alert(1)</script>") == {"'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"}


def test_an_inline_script_is_allowed_only_in_its_page(tmp_path):
    """A page's policy allows only its own scripts; the header, which is the same for all pages, allows both."""
    write(lay_out(tmp_path, **{"b.html": "<script>b</script>", "c.html": "<script>c</script>"}), FACTS)
    b, c = hash_of("b"), hash_of("c")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in ("b.html", "c.html", "index.html")}
    assert f"script-src 'self' {b}\"" in texts["b.html"]
    assert f"script-src 'self' {c}\"" in texts["c.html"]
    assert "script-src 'self'\"" in texts["index.html"]
    both = f"script-src 'self' {' '.join(sorted([b, c]))}; frame-ancestors"
    assert both in (tmp_path / "_headers").read_text(encoding="utf-8")
    assert both in (tmp_path / "_nginx.conf").read_text(encoding="utf-8")


def test_the_output_is_reproducible(tmp_path):
    """A second run changes nothing, so that the policy is never inserted twice, and another folder gives the same."""
    script = {"b.html": "<script>b</script>"}
    once, other = lay_out(tmp_path / "once", **script), lay_out(tmp_path / "other", **script)
    write(once, FACTS)
    first = contents(once)
    write(once, FACTS)
    write(other, FACTS)
    assert contents(once) == first == contents(other)


def test_a_page_without_a_charset_is_an_error(tmp_path):
    """A page in which the policy cannot be inserted fails the build, so that none is unprotected."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "index.html").write_text("<title>A</title>", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r'^odd/index.html: the policy cannot be inserted; write <meta charset="utf-8"> first'
    ):
        write(tmp_path, FACTS)


def test_headers_of_one_folder_are_empty_elsewhere():
    """A header of one folder is an empty variable elsewhere, so that nginx does not send it."""
    folders = {"/": {}, "/r/": {"X-Robots-Tag": "noindex"}}
    lines = format_nginx({}, folders, {}).splitlines()[1:]
    assert lines[:3] == ['set $guide_x_robots_tag "";', 'if ($uri ~ "^/r/") {', '  set $guide_x_robots_tag "noindex";']


def test_a_policy_is_one_line():
    """The directives are in the order of the data file."""
    assert format_policy(POLICY, set()) == DEFAULT_CSP


@pytest.mark.parametrize("writes", [True, False], ids=["build", "preview"])
def test_the_live_preview_gets_no_policy(writes, tmp_path):
    """The preview reloads pages with a script of its own, which the policy would block."""
    site = lay_out(tmp_path)
    write_headers.on_post_build(config=config(site, facts=FACTS, publishes=writes))
    assert (site / "_headers").exists() is writes
    assert ("http-equiv" in (site / "index.html").read_text(encoding="utf-8")) is writes

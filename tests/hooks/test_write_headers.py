"""The headers for hosts are written next to the pages, and the policy into each page."""

import re
from base64 import b64encode
from hashlib import sha256
from types import SimpleNamespace

import pytest
import write_headers
from factories import config
from site_factory import contents
from write_headers import POLICY as POLICY_HEADER
from write_headers import folder_headers, policy, write

from core.content_policy import format_policy
from core.errors import InputError
from core.publishing_schema import Headers

PAGE = '<!doctype html>\n<head>\n  <meta charset="utf-8">\n  <title>A</title>\n</head>\n<body>{}</body>\n'
POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "frame-ancestors": "'none'"}
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
DEFAULT_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'"
EMBED_CSP = "default-src 'none'; script-src 'none'; style-src 'self'; frame-ancestors *"
FACTS = SimpleNamespace(headers=HEADERS, url="https://guide.example/")
IN_A_FOLDER = SimpleNamespace(headers=HEADERS, url="https://practice.example/the.guide/")
HEADERS_FILE = """# Made by the build from data/headers.yml; change that file, not this one.
/*
  Referrer-Policy: no-referrer
/
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'
/404.html
  Cache-Control: no-store
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'
/assets/*
  Cache-Control: immutable
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'
/card/*
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; script-src 'none'; style-src 'self'; frame-ancestors *
/index.html
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'
/r/*
  Cache-Control: no-store
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'
  X-Robots-Tag: noindex, nofollow
"""
NGINX = """# Made by the build from data/headers.yml; change that file, not this one.
set $guide_cache_control "no-cache";
set $guide_content_security_policy "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'";
set $guide_x_robots_tag "";
if ($uri ~ "^/assets/") {
  set $guide_cache_control "immutable";
}
if ($uri ~ "^/r/") {
  set $guide_cache_control "no-store";
  set $guide_x_robots_tag "noindex, nofollow";
}
if ($uri ~ "^/card/") {
  set $guide_content_security_policy "default-src 'none'; script-src 'none'; style-src 'self'; frame-ancestors *";
}
if ($uri = "/404.html") {
  set $guide_cache_control "no-store";
}
add_header Cache-Control $guide_cache_control always;
add_header Content-Security-Policy $guide_content_security_policy always;
add_header X-Robots-Tag $guide_x_robots_tag always;
add_header Referrer-Policy "no-referrer" always;
"""


NGINX_IN_A_FOLDER = """# Made by the build from data/headers.yml; change that file, not this one.
set $guide_cache_control "";
set $guide_content_security_policy "";
set $guide_referrer_policy "";
set $guide_x_robots_tag "";
if ($uri ~ "^/the\\.guide/") {
  set $guide_cache_control "no-cache";
  set $guide_content_security_policy "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'";
  set $guide_referrer_policy "no-referrer";
}
if ($uri ~ "^/the\\.guide/assets/") {
  set $guide_cache_control "immutable";
}
if ($uri ~ "^/the\\.guide/r/") {
  set $guide_cache_control "no-store";
  set $guide_x_robots_tag "noindex, nofollow";
}
if ($uri ~ "^/the\\.guide/card/") {
  set $guide_content_security_policy "default-src 'none'; script-src 'none'; style-src 'self'; frame-ancestors *";
}
if ($uri = "/the.guide/404.html") {
  set $guide_cache_control "no-store";
}
add_header Cache-Control $guide_cache_control always;
add_header Content-Security-Policy $guide_content_security_policy always;
add_header Referrer-Policy $guide_referrer_policy always;
add_header X-Robots-Tag $guide_x_robots_tag always;
location = "/the.guide" {
  access_log off;
  absolute_redirect off;
  add_header Cache-Control no-store always;
  return 301 "/the.guide/";
}
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


def hash_of(script):
    """Return the source expression of this script in a policy."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("index.html", "default-src 'none'; script-src 'self'; style-src 'self'"),
        ("404.html", "default-src 'none'; script-src 'self'; style-src 'self'"),
        ("r/k7wm/index.html", "default-src 'none'; script-src 'self'; style-src 'self'"),
        ("card/k7wm/index.html", "default-src 'none'; script-src 'none'; style-src 'self'"),
    ],
)
def test_each_page_begins_with_its_policy(name, policy, tmp_path):
    """The policy comes before anything that it could block, without the directive that only works as a header."""
    write(lay_out(tmp_path), FACTS)
    begins = f'<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="{policy}">\n  <title>'
    assert begins in (tmp_path / name).read_text(encoding="utf-8")


def test_files_for_hosts_are_written(tmp_path):
    """Both formats are written, and all written files are returned."""
    written = write(lay_out(tmp_path), FACTS)
    assert (tmp_path / "_headers").read_text(encoding="utf-8") == HEADERS_FILE
    assert (tmp_path / "_nginx.conf").read_text(encoding="utf-8") == NGINX
    names = ["404.html", "card/k7wm/index.html", "index.html", "r/k7wm/index.html", "_headers", "_nginx.conf"]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == names


def test_in_a_folder_of_a_site_nothing_else_gets_headers(tmp_path):
    """Where site_url has a folder, every rule is for that folder, and its address without a slash redirects."""
    write(lay_out(tmp_path), IN_A_FOLDER)
    assert (tmp_path / "_nginx.conf").read_text(encoding="utf-8") == NGINX_IN_A_FOLDER
    rules = re.sub(r"^/", "/the.guide/", HEADERS_FILE, flags=re.M)
    assert (tmp_path / "_headers").read_text(encoding="utf-8") == rules


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
    assert format_policy(policy(HEADERS, name), {}) == expected


def test_a_folder_may_have_headers_and_a_policy():
    """A folder that is listed under “folders” and under “policies” gets both."""
    more = HEADERS.model_copy(update={"folders": HEADERS.folders | {"/card/": {"X-Robots-Tag": "noindex"}}})
    assert folder_headers(more, {})["/card/"] == {"X-Robots-Tag": "noindex", POLICY_HEADER: EMBED_CSP}


def test_an_inline_script_or_style_is_allowed_only_in_its_page(tmp_path):
    """A page's policy allows only its own; the header for all pages allows those of all, and that for embeds none."""
    write(lay_out(tmp_path, **{"b.html": "<script>b</script>", "c.html": "<style>c</style>"}), FACTS)
    script, style = f"script-src 'self' {hash_of('b')}", f"style-src 'self' {hash_of('c')}"
    for name, allowed in (
        ("b.html", f"{script}; style-src 'self'"),
        ("c.html", f"script-src 'self'; {style}"),
        ("index.html", "script-src 'self'; style-src 'self'"),
    ):
        assert f'{allowed}"' in (tmp_path / name).read_text(encoding="utf-8")
    for name in ("_headers", "_nginx.conf"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert f"{script}; {style}; frame-ancestors" in text
        assert EMBED_CSP in text


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
        InputError, match=r'^odd/index.html: the policy cannot be inserted; write <meta charset="utf-8"> first'
    ):
        write(tmp_path, FACTS)


@pytest.mark.parametrize("writes", [True, False], ids=["build", "preview"])
def test_the_live_preview_gets_no_policy(writes, tmp_path):
    """The preview reloads pages with a script of its own, which the policy would block."""
    site = lay_out(tmp_path)
    write_headers.on_post_build(config=config(site, facts=FACTS, publishes=writes))
    assert (site / "_headers").exists() is writes
    assert ("http-equiv" in (site / "index.html").read_text(encoding="utf-8")) is writes

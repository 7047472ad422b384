"""What a host must send lies ready beside the pages, and each page brings its own policy where a host sends none."""

from base64 import b64encode
from fnmatch import fnmatchcase
from hashlib import sha256
from types import SimpleNamespace

import pytest
import write_headers
from factories import config
from write_headers import MADE, by_address, hosts, inline, nginx, policy, spoken, with_policies, write
from write_headers import POLICY as POLICY_NAME

from core.site_schema import Headers

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
USUAL = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"
CARD = "default-src 'none'; script-src 'none'; frame-ancestors *"
FACTS = SimpleNamespace(headers=HEADERS)
HOSTS = """# Made by the build from data/headers.yml; change that file, not this one.
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
    """A finished site: a first page, a missing page, a short link, a card and an asset, and these pages over them."""
    found = {"index.html": "", "404.html": "", "r/k7wm/index.html": "", "card/k7wm/index.html": ""} | pages
    for name, body in found.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PAGE.format(body), encoding="utf-8")
    (root / "assets").mkdir()
    (root / "assets" / "a.css").write_text("a{}", encoding="utf-8")
    return root


def contents(root):
    """Every file of a site with its bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def hashed(script):
    """What a policy calls this script."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def test_each_page_begins_with_its_policy(tmp_path):
    """The policy stands before anything that it could stop, without the one rule that only a host can give."""
    write(lay_out(tmp_path), FACTS)
    policy = "default-src 'none'; script-src 'self'"
    begins = f'<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="{policy}">\n  <title>'
    for name in ("index.html", "404.html", "r/k7wm/index.html"):
        assert begins in (tmp_path / name).read_text(encoding="utf-8"), name


def test_the_files_for_hosts_are_written(tmp_path):
    """One build serves both kinds of host, and says which files it wrote."""
    written = write(lay_out(tmp_path), FACTS)
    assert (tmp_path / "_headers").read_text(encoding="utf-8") == HOSTS
    assert (tmp_path / "_nginx.conf").read_text(encoding="utf-8") == NGINX
    names = ["404.html", "card/k7wm/index.html", "index.html", "r/k7wm/index.html", "_headers", "_nginx.conf"]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == names


def rules(text):
    """What a _headers file says: for each pattern its names, as often as they stand there."""
    blocks = [block.splitlines() for block in text.removeprefix(MADE).removeprefix("/").split("\n/")]
    return {f"/{first}": [line.strip().partition(":")[0].lower() for line in lines] for first, *lines in blocks}


def sent(found, address):
    """The names that a host sends for an address: those of every rule that fits, joined as Netlify joins them."""
    fits = [names for pattern, names in found.items() if fnmatchcase(address, pattern)]
    return [name for names in fits for name in names]


def addresses(site):
    """Every file of a site as a host is asked for it: by its name, and pages by their folder."""
    names = {f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file()}
    return names | {name.removesuffix("index.html") for name in names}


def test_a_host_never_finds_a_name_twice(tmp_path):
    """Hosts join what two rules say into one value that means nothing: no name is said twice of one address."""
    site = lay_out(tmp_path, **{"why/index.html": "<script>b</script>", "why/deep/index.html": ""})
    write(site, FACTS)
    found = rules((site / "_headers").read_text(encoding="utf-8"))
    for address in addresses(site) - {"/_headers", "/_nginx.conf"}:
        names = sent(found, address)
        assert sorted(names) == sorted(set(names)), address
        assert {"content-security-policy", "cache-control", "referrer-policy"} <= set(names), address


def test_what_differs_stands_in_no_rule_for_all():
    """Only what is the same everywhere is said of all addresses; of each file and folder the rest is said by itself."""
    at = by_address(HEADERS.folders, HEADERS.missing, ["404.html", "assets/", "index.html", "r/"])
    common, *special = hosts({"A": "1"}, at).split("\n/")[1:]
    assert common.split("\n") == ["*", "  A: 1"]
    assert "A: 1" not in "".join(special)
    assert len({block.split("\n")[0] for block in special}) == len(special)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("card/k7wm/index.html", CARD),
        ("card/", CARD),
        ("cards/index.html", USUAL),
        ("why/card/index.html", USUAL),
        ("embed.html", USUAL),
        ("index.html", USUAL),
        ("404.html", USUAL),
    ],
)
def test_a_folder_has_a_policy_of_its_own(name, said):
    """What one folder may do, and who may frame it, holds for that folder at the top of the site and no other."""
    assert spoken(policy(HEADERS, name), set()) == said


def test_inside_a_page_stands_what_a_page_can_say():
    """Who may frame a page only a server can say; the rest of the folder's policy stands in the page too."""
    assert policy(HEADERS, "card/k7wm/index.html", inside=True) == {"default-src": "'none'", "script-src": "'none'"}
    assert policy(HEADERS, "index.html", inside=True) == {"default-src": "'none'", "script-src": "'self'"}


def test_a_card_alone_may_be_framed(tmp_path):
    """Its policy stands in the card and is sent with it, and every other address is still framed by nobody."""
    site = lay_out(tmp_path, **{"why/index.html": "", "cardinal/index.html": ""})
    write(site, FACTS)
    card = (site / "card/k7wm/index.html").read_text(encoding="utf-8")
    assert """content="default-src 'none'; script-src 'none'">""" in card
    blocks = (site / "_headers").read_text(encoding="utf-8").removeprefix(f"{MADE}/").split("\n/")
    framed = {block.splitlines()[0]: "frame-ancestors *" in block for block in blocks}
    assert [pattern for pattern, may in framed.items() if may] == ["card/*"]
    assert {"why/*", "cardinal/*", "", "index.html", "404.html", "assets/*", "r/*"} <= set(framed)
    assert all(block.count("frame-ancestors 'none'") == 1 for block in blocks if not block.startswith(("*", "card/*")))


def test_the_policy_of_a_folder_is_sent_though_nothing_else_differs():
    """A folder that stands under policies alone is told to hosts; one that stands under both gets both."""
    assert with_policies(HEADERS, set())["/card/"] == {POLICY_NAME: CARD}
    more = HEADERS.model_copy(update={"folders": HEADERS.folders | {"/card/": {"X-Robots-Tag": "noindex"}}})
    assert with_policies(more, set())["/card/"] == {"X-Robots-Tag": "noindex", POLICY_NAME: CARD}


def test_no_script_of_another_page_is_allowed_on_a_card(tmp_path):
    """The one policy that a host sends for all pages allows their scripts; what is sent with a card allows none."""
    site = lay_out(tmp_path, **{"b.html": "<script>b</script>"})
    write(site, FACTS)
    for name in ("_headers", "_nginx.conf"):
        text = (site / name).read_text(encoding="utf-8")
        assert CARD in text
        assert hashed("b") in text


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
def test_the_scripts_of_a_page_are_hashed_exactly(markup, scripts):
    """Each script that would run gets its hash, letter by letter; what never runs gets none."""
    assert inline(PAGE.format(markup)) == {hashed(script) for script in scripts}


def test_the_hash_is_that_of_the_standard():
    """The hash of a script is what browsers compute (a value known from elsewhere)."""
    assert inline("<script>alert(1)</script>") == {"'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"}


def test_a_script_in_a_page_is_allowed_there_alone(tmp_path):
    """A page allows its own scripts and no other page's; the host, which has one policy for all, allows both."""
    write(lay_out(tmp_path, **{"b.html": "<script>b</script>", "c.html": "<script>c</script>"}), FACTS)
    b, c = hashed("b"), hashed("c")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in ("b.html", "c.html", "index.html")}
    assert f"script-src 'self' {b}\"" in texts["b.html"]
    assert f"script-src 'self' {c}\"" in texts["c.html"]
    assert "script-src 'self'\"" in texts["index.html"]
    both = f"script-src 'self' {' '.join(sorted([b, c]))}; frame-ancestors"
    assert both in (tmp_path / "_headers").read_text(encoding="utf-8")
    assert both in (tmp_path / "_nginx.conf").read_text(encoding="utf-8")


def test_the_same_site_gets_the_same_bytes(tmp_path):
    """A second run changes nothing, and another folder gets the same: the policy is never written twice."""
    script = {"b.html": "<script>b</script>"}
    once, other = lay_out(tmp_path / "once", **script), lay_out(tmp_path / "other", **script)
    write(once, FACTS)
    first = contents(once)
    write(once, FACTS)
    write(other, FACTS)
    assert contents(once) == first == contents(other)


def test_a_page_without_a_place_for_its_policy_is_refused(tmp_path):
    """No page goes out unprotected because its frame begins in another way."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "index.html").write_text("<title>A</title>", encoding="utf-8")
    with pytest.raises(ValueError, match=r'^odd/index.html has no place .*; write <meta charset="utf-8"> first'):
        write(tmp_path, FACTS)


def test_what_one_folder_sends_the_others_do_not():
    """A name that only one folder has is empty elsewhere, so that nginx leaves it out."""
    folders = {"/": {}, "/r/": {"X-Robots-Tag": "noindex"}}
    lines = nginx({}, folders, {}).splitlines()[1:]
    assert lines[:3] == ['set $guide_x_robots_tag "";', 'if ($uri ~ "^/r/") {', '  set $guide_x_robots_tag "noindex";']


def test_a_policy_is_one_line():
    """The rules stand in the order of the data file."""
    assert spoken(POLICY, set()) == USUAL


@pytest.mark.parametrize("writes", [True, False], ids=["build", "preview"])
def test_the_live_preview_is_left_alone(writes, tmp_path):
    """The preview reloads a page by a script of its own, which the policy would stop."""
    site = lay_out(tmp_path)
    write_headers.on_post_build(config=config(site, facts=FACTS, publishes=writes))
    assert (site / "_headers").exists() is writes
    assert ("http-equiv" in (site / "index.html").read_text(encoding="utf-8")) is writes

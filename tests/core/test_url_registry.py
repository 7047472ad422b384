"""The register of everything ever published only grows, and takes down what others can hold, nothing else."""

import pytest
import yaml
from factories import parsed, topic, topics
from hypothesis import given, settings
from hypothesis import strategies as st

from core import url_registry
from core.addresses import ADDRESS, kind
from core.facts import read_yaml
from core.messages import problems as wrong_in
from core.parsed_pages import parse_site
from core.site_schema import RedirectsFile, UrlRegistryFile
from core.url_registry import as_yaml, is_page, main, merge, problems, published, targets

STEADY = settings(max_examples=60, deadline=None, derandomize=True, database=None)
COMMENT = "# What is published.\n#\n#   pages  and their places\n"
EMPTY = {"pages": {}, "others": [], "short_links": {}}
TOPICS = {
    "what-is-it": {"code": "k7wm", "page": "why/index.md", "section": "how", "title": "What it is"},
    "not-yet": {"code": "2345", "title": "Not yet"},
}
TOPICS = {slug: topic | {"group": "why", "full": True} for slug, topic in TOPICS.items()}
WHY = """<main><h1> Why
  it <em>helps</em></h1><h2 id="how">How</h2><h3 id="how-long">How <b>long</b></h3>
<h4 id="small">Small</h4><h2>No place</h2><p id="text">Text</p><h2 id="bare"> <img src="a.png"></h2>
<h2 id=" ">Blank</h2><aside class="guide-invitation"><div><h2 id="invitation">Company</h2></div></aside>
<footer class="guide-sources"><h2 id="sources">Sources</h2></footer></main><footer><h2 id="foot">Foot</h2></footer>"""
SITE = {
    "index.html": "<main><h1>Start</h1></main>",
    "why/index.html": WHY,
    "404.html": "<main><h1>Not here</h1></main>",
    "old/index.html": '<main><article class="guide-redirect"><h1>This page has moved</h1></article></main>',
    "r/k7wm/index.html": "<main><h1>A page</h1><a data-target href='../../why/#how'>Open</a></main>",
    "r/old/index.html": '<main><article class="guide-redirect"><h1>This page has moved</h1></article></main>',
    "card/what-is-it/index.html": "<main><h1>What it is</h1></main>",
    "card/old/index.html": "<main><h1>What it is</h1></main>",
    "files/index.html": "<main><h1>Files</h1></main>",
    "files/why.pdf": "pdf",
    "handouts.json": "{}",
    "handouts.json.gz": "{}",
    "index.html.br": "",
    "assets/a.css": "a{}",
    "search/search_index.json": "{}",
    "_headers": "",
    "_redirects.conf": "",
}
NOW = {
    "pages": {
        "./": {"title": "Start", "anchors": {}},
        "why/": {"title": "Why it helps", "anchors": {"how": "How", "how-long": "How long"}},
    },
    "others": [
        "card/old/", "card/what-is-it/", "files/", "files/why.pdf", "handouts.json", "old/", "r/k7wm/", "r/old/",
    ],
    "short_links": {"k7wm": {"topic": "what-is-it", "target": "why/#how"}},
}  # fmt: skip

LETTERS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("# :-'\"\u202e"), max_size=200)
TEXTS = LETTERS.map(lambda text: " ".join(text.split())).filter(bool)  # as headings are taken down
SLUGS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True)
ADDRESSES = st.just("./") | SLUGS.map("{}/".format) | st.tuples(SLUGS, SLUGS).map("/".join).map("{}/".format)
PAGES = st.fixed_dictionaries({"title": TEXTS, "anchors": st.dictionaries(SLUGS, TEXTS, max_size=4)})
REGISTERS = st.fixed_dictionaries(
    {
        "pages": st.dictionaries(ADDRESSES, PAGES, max_size=4),
        "others": st.lists(SLUGS.map("files/{}.pdf".format), unique=True, max_size=4).map(sorted),
        "short_links": st.dictionaries(
            st.text("23456789bcdf", min_size=4, max_size=4),
            st.fixed_dictionaries({"topic": SLUGS, "target": ADDRESSES}),
            max_size=4,
        ),
    }
)


def lay_out(root):
    """A small finished site below `root`."""
    for name, text in SITE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A house with an empty register and these topics, and beside them a finished site."""
    monkeypatch.setattr(url_registry, "ROOT", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/url_registry.yml").write_text(as_yaml(EMPTY, COMMENT), encoding="utf-8")
    (tmp_path / "data/topics.yml").write_text(yaml.safe_dump({"topics": TOPICS}), encoding="utf-8")
    lay_out(tmp_path / "site")
    return tmp_path


def kept(project):
    """The register that stands in the house."""
    return (project / "data/url_registry.yml").read_text(encoding="utf-8")


# What a site publishes.


def test_what_others_can_hold_is_taken_down(tmp_path):
    """Pages, files, cards, links and old addresses are there with what they say; what each build names anew is not.

    Nor is a heading without words, nor one that the frame or the invitation makes: it would have to stay for ever.
    """
    site = lay_out(tmp_path)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    known = topics(topic("k7wm", "why/index.md", "how", slug="what-is-it"), topic("2345", slug="not-yet"))
    assert published([page for page, _ in parse_site(site, {})], files, targets(known)) == NOW


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../../why/#how", "why/#how"),
        ("../../why/label/", "why/label/"),
        ("../../", "./"),
        ("../.././", "./"),
        ("../../#start", "./#start"),
    ],
)
def test_what_a_short_link_opens_is_read_from_its_page(project, href, address):
    """The registry holds what the printed card really opened, from the guide's first page on."""
    page = f"<main><h1>A page</h1><a href='../../help/'>Help</a><a data-target href='{href}'>Open</a></main>"
    (project / "site/r/k7wm/index.html").write_text(page, encoding="utf-8")
    assert main(project / "site") == 0
    assert yaml.safe_load(kept(project))["url_registry"]["short_links"]["k7wm"]["target"] == address


def test_what_is_promised_counts_as_published():
    """A check that runs before files, cards and short links are made finds the same as the finished site."""
    pages = [parsed("", "<h1>Start</h1>")]
    promised = {"index.html", "files/", "files/why.pdf", "r/k7wm/", "card/k7wm/"}
    assert published(pages, promised, {})["others"] == ["card/k7wm/", "files/", "files/why.pdf", "r/k7wm/"]


@pytest.mark.parametrize(
    ("address", "text", "is_one"),
    [
        ("", "<h1>Start</h1>", True),
        ("why/", "<h1>Why</h1>", True),
        ("cards/", "<h1>Cards</h1>", True),
        ("why/r/", "<h1>R</h1>", True),
        ("404.html", "<h1>Not here</h1>", False),
        ("r/k7wm/", "<h1>A page</h1>", False),
        ("card/k7wm/", "<h1>A page</h1>", False),
        ("files/", "<h1>Files</h1>", False),
        ("old/", '<article class="guide-text guide-redirect"><h1>Moved</h1></article>', False),
    ],
)
def test_a_page_has_words_of_its_own(address, text, is_one):
    """Short links, cards, the list of files, the missing page and what stands at an old address are no pages."""
    assert is_page(parsed(address, text)) is is_one


@pytest.mark.parametrize(
    "path",
    ["assets/a.css", "search/search_index.json", "404.html", "_headers", "_redirects.conf", "a.json.gz", "a.json.br"],
)
def test_what_passes_is_not_published(path):
    """No address is kept for ever that each build names anew, or that only a host reads."""
    assert published([], {path, "a.json"}, {})["others"] == ["a.json"]


def test_a_page_without_a_heading_is_seen():
    """A page without a name is handed to whoever judges, and breaks nothing before."""
    assert published([parsed("why/", "<p>x")], set(), {})["pages"] == {"why/": {"title": "", "anchors": {}}}


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("./", "page"),
        ("why/label/", "page"),
        ("cards/one/", "page"),
        ("card/", "page"),
        ("card/one/two/", "page"),
        ("card/one/", "card"),
        ("card/one/a.pdf", ".pdf"),
        ("handouts.schema.json", ".json"),
        ("A.JPG", ".jpg"),
        ("CNAME", ""),
    ],
)
def test_each_address_is_of_one_kind(address, what):
    """A page, a card and a file by its ending are told apart by the address alone, since what was there is gone."""
    assert kind(address) == what


# What can be kept.


SIGNS = (
    st.text(st.sampled_from("aZ9-_./#é +\n"), max_size=12)
    | st.from_regex(ADDRESS, fullmatch=True)
    | st.text(max_size=9)
)


@STEADY
@given(address=SIGNS)
def test_what_is_kept_can_be_read_again(address):
    """The register holds exactly the addresses that the next build takes: no release can be the last one."""
    wrong = wrong_in({"redirects": {address: "./"}}, RedirectsFile, "data/redirects.yml")
    now = {"pages": {}, "others": [address], "short_links": {}}
    assert (problems(now) == []) == (wrong == [])


@STEADY
@given(register=REGISTERS)
def test_the_next_build_takes_every_register(register):
    """Whatever a site publishes and the register can keep has the fields that a build asks for."""
    assert problems(register) == []
    assert wrong_in({"url_registry": register}, UrlRegistryFile, "data/url_registry.yml") == []


# Nothing is ever taken out.


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_nothing_is_ever_taken_out(before, now):
    """Every page, place, file and link of an earlier release stays in the register, and all of today's are in it."""
    both = merge(before, now)
    for one in (before, now):
        assert set(one["pages"]) <= set(both["pages"])
        assert set(one["others"]) <= set(both["others"])
        assert set(one["short_links"]) <= set(both["short_links"])
        for address, page in one["pages"].items():
            assert set(page["anchors"]) <= set(both["pages"][address]["anchors"])


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_the_words_of_today_hold(before, now):
    """What stands on a page today is what it is judged by tomorrow; what is only remembered keeps its old words."""
    both = merge(before, now)
    for address, page in both["pages"].items():
        latest = now["pages"].get(address) or before["pages"][address]
        assert page["title"] == latest["title"]
        earlier = before["pages"].get(address, {"anchors": {}})["anchors"]
        assert page["anchors"] == earlier | now["pages"].get(address, {"anchors": {}})["anchors"]
    assert both["short_links"] == before["short_links"] | now["short_links"]


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_the_register_grows_once(before, now):
    """The same release taken down twice changes nothing, and the register is in an order of its own."""
    both = merge(before, now)
    assert merge(both, now) == both
    assert list(both["pages"]) == sorted(both["pages"])
    assert both["others"] == sorted(set(both["others"]))
    assert list(both["short_links"]) == sorted(both["short_links"])


def test_a_page_that_has_moved_stays_a_page():
    """Its places are asked for at every build to come; an old address that was never a page of ours is kept as well."""
    page = {"old/": {"title": "Old", "anchors": {"a": "A"}}}
    both = EMPTY | {"pages": page, "others": ["older/"]}
    assert merge(EMPTY | {"pages": page}, EMPTY | {"others": ["old/", "older/"]}) == both
    assert merge(EMPTY | {"others": ["old/", "older/"]}, EMPTY | {"pages": page}) == both


def test_the_address_of_today_holds():
    """What a code opens today is what it is judged by tomorrow; what it was drawn for stays in sight."""
    short_links = [{"k7wm": {"topic": "one", "target": address}} for address in ("why/", "why/#how")]
    before, now = (EMPTY | {"short_links": short_link} for short_link in short_links)
    assert merge(before, now)["short_links"] == short_links[1]


def test_growing_leaves_what_it_was_given():
    """Neither register is changed by putting them together."""
    before = {"pages": {"why/": {"title": "A", "anchors": {"a": "A"}}}, "others": ["x.pdf"], "short_links": {}}
    copy = yaml.safe_load(yaml.safe_dump([before, NOW]))
    merge(before, NOW)
    assert [before, NOW] == copy


# The file.


@STEADY
@given(register=REGISTERS)
def test_the_file_says_the_same_again(register, tmp_path_factory):
    """Whatever a heading holds, the register is read back as it was written, and its comment stays on top."""
    text = as_yaml(register, COMMENT)
    assert text.startswith(COMMENT + "url_registry:\n")
    assert "".join(line for line in text.splitlines(keepends=True) if line.startswith("#")) == COMMENT
    assert yaml.safe_load(text) == {"url_registry": register}
    path = tmp_path_factory.getbasetemp() / "url_registry.yml"
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path) == {"url_registry": register}


def test_a_finished_site_is_taken_down(project, capsys):
    """The command writes what the site publishes below the comment, and says how much that is."""
    assert main(project / "site") == 0
    assert kept(project) == as_yaml(NOW, COMMENT)
    assert capsys.readouterr().out == "data/url_registry.yml: 2 pages, 8 other addresses, 1 short links.\n"


def test_taking_it_down_twice_changes_nothing(project):
    """The same site gives the same bytes."""
    main(project / "site")
    once = kept(project)
    assert main(project / "site") == 0
    assert kept(project) == once


def test_what_has_gone_from_the_site_stays_in_the_register(project):
    """A later release keeps what an earlier one published, and takes the words of today."""
    main(project / "site")
    (project / "site/files/why.pdf").unlink()
    (project / "site/index.html").unlink()
    (project / "site/index.html").write_text("<main><h1>The start</h1></main>", encoding="utf-8")
    (project / "site/why/index.html").write_text("<main><h1>Why</h1><h2 id='how'>Say how</h2></main>", encoding="utf-8")
    assert main(project / "site") == 0
    after = yaml.safe_load(kept(project))["url_registry"]
    assert "files/why.pdf" in after["others"]
    assert after["pages"] == {
        "./": {"title": "The start", "anchors": {}},
        "why/": {"title": "Why", "anchors": {"how": "Say how", "how-long": "How long"}},
    }


def test_a_folder_without_a_site_is_refused(project, capsys):
    """A wrong folder is answered with what to do, and the register is left as it is."""
    (project / "site/index.html").unlink()
    before = kept(project)
    assert main(project / "site") == 1
    assert kept(project) == before
    said = f"{project}/site: there is no built site in this folder; run scripts/build first.\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("faq.v2/index.html", "<main><h1>Questions</h1></main>", "docs: faq.v2/ is an address that cannot be kept"),
        ("été/index.html", "<main><h1>Questions</h1></main>", "docs: été/ is an address that cannot be kept"),
        ("a b.pdf", "", "docs: a b.pdf is an address that cannot be kept"),
        ("new/index.html", "<main><h1><img src='a.png'></h1></main>", "docs: new/ has an empty heading"),
    ],
)
def test_what_the_next_build_would_refuse_is_not_written(name, text, said, project, capsys):
    """A release that holds what the register cannot keep is refused in one line, and the register stays."""
    before = kept(project)
    (project / "site" / name).parent.mkdir(exist_ok=True)
    (project / "site" / name).write_text(text, encoding="utf-8")
    assert main(project / "site") == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), err.startswith(said)) == ("", 1, True)
    assert kept(project) == before


@pytest.mark.parametrize(
    "text",
    [
        b"url_registry: [",
        b"url_registry:\n\tpages: {}\n",
        b"\xff",
        b"",
        b"redirects: {}",
        b"url_registry: []",
        b"url_registry: {pages: {}, others: []}",
        b"url_registry: {pages: [], others: [], short_links: {}}",
        b"url_registry: {pages: {why/: {title: Why}}, others: [], short_links: {}}",
        b"url_registry: {pages: {why/: {title: Why, anchors: {a: }}}, others: [], short_links: {}}",
        b"url_registry: {pages: {}, others: [5], short_links: {}}",
        b"url_registry: {pages: {}, others: [], short_links: {k7wm: what-is-it}}",
        b"url_registry: {pages: {}, others: [], short_links: {2345: {topic: a, target: a/}}}",
        None,
    ],
)
@pytest.mark.parametrize("name", ["data/url_registry.yml", "data/topics.yml"])
def test_a_broken_file_is_refused_with_its_name(name, text, project, capsys):
    """Whoever runs the command over a file with a slip is told what to do, without a traceback."""
    if text is None:
        (project / name).unlink()
    else:
        (project / name).write_bytes(text)
    assert main(project / "site") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert all(line.startswith(name) for line in err.splitlines())
    assert not (project / name).exists() or (project / name).read_bytes() == text

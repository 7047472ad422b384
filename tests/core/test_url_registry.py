"""The URL registry only grows, and stores the addresses that others may keep, nothing else."""

from copy import deepcopy

import pytest
import yaml
from factories import parsed_page, topic, topics_by_slug
from hypothesis import given, settings
from hypothesis import strategies as st

from core import url_registry
from core.addresses import ADDRESS
from core.messages import problems as schema_problems
from core.parsed_pages import parse_site
from core.publishing_schema import RedirectsFile, UrlRegistryFile
from core.url_registry import as_yaml, collect_registry, main, merge, problems, short_link_targets
from core.yaml_files import read_yaml

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True, database=None)
COMMENT = "# What is published.\n#\n#   pages  and their anchors\n"
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
    "cards/index.html": "<main><h1>Cards</h1></main>",
    "why/r/index.html": "<main><h1>R</h1></main>",
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
        "cards/": {"title": "Cards", "anchors": {}},
        "why/": {"title": "Why it helps", "anchors": {"how": "How", "how-long": "How long"}},
        "why/r/": {"title": "R", "anchors": {}},
    },
    "others": [
        "card/old/", "card/what-is-it/", "files/", "files/why.pdf", "handouts.json", "old/", "r/k7wm/", "r/old/",
    ],
    "short_links": {"k7wm": {"topic": "what-is-it", "target": "why/#how"}},
}  # fmt: skip

LETTERS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("# :-'\"\u202e"), max_size=200)
TEXTS = LETTERS.map(lambda text: " ".join(text.split())).filter(bool)  # the form in which headings are stored
SLUGS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True)
ADDRESSES = st.just("./") | SLUGS.map("{}/".format) | st.tuples(SLUGS, SLUGS).map("/".join).map("{}/".format)
PAGES = st.fixed_dictionaries({"title": TEXTS, "anchors": st.dictionaries(SLUGS, TEXTS, max_size=4)})
REGISTRIES = st.fixed_dictionaries(
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
    """Write a small built site below `root`."""
    for name, text in SITE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a project with an empty registry, topics, and a built site."""
    monkeypatch.setattr(url_registry, "ROOT", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/url_registry.yml").write_text(as_yaml(EMPTY, COMMENT), encoding="utf-8")
    (tmp_path / "data/topics.yml").write_text(yaml.safe_dump({"topics": TOPICS}), encoding="utf-8")
    lay_out(tmp_path / "site")
    return tmp_path


def registry_text(project):
    """Return the text of the project's registry."""
    return (project / "data/url_registry.yml").read_text(encoding="utf-8")


# What a site publishes.


def test_permanent_addresses_are_collected(tmp_path):
    """Pages, files, embeds, short links and old addresses are collected; files with changing names are not.

    Short links, embeds and redirects are no pages. Headings without text, or of the layout or an invitation, are left
    out: they would have to stay permanently.
    """
    site = lay_out(tmp_path)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    known = topics_by_slug(topic("k7wm", "why/index.md", "how", slug="what-is-it"), topic("2345", slug="not-yet"))
    assert collect_registry([page for page, _ in parse_site(site, {})], files, short_link_targets(known)) == NOW


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
def test_the_target_of_a_short_link_is_read_from_its_page(project, href, address):
    """The registry stores the address to which the built page of a short link leads."""
    page = f"<main><h1>A page</h1><a href='../../help/'>Help</a><a data-target href='{href}'>Open</a></main>"
    (project / "site/r/k7wm/index.html").write_text(page, encoding="utf-8")
    assert main(project / "site") == 0
    assert yaml.safe_load(registry_text(project))["url_registry"]["short_links"]["k7wm"]["target"] == address


def test_expected_files_count_as_published():
    """A check that runs before downloads, embeds and short links are written gets the same registry."""
    pages = [parsed_page("", "<h1>Start</h1>")]
    expected = {"index.html", "files/", "files/why.pdf", "r/k7wm/", "card/k7wm/"}
    assert collect_registry(pages, expected, {})["others"] == ["card/k7wm/", "files/", "files/why.pdf", "r/k7wm/"]


# What can be stored.


ADDRESS_TEXTS = (
    st.text(st.sampled_from("aZ9-_./#é +\n"), max_size=12)
    | st.from_regex(ADDRESS, fullmatch=True)
    | st.text(max_size=9)
)


@SETTINGS
@given(address=ADDRESS_TEXTS)
def test_stored_addresses_can_be_read(address):
    """The registry accepts exactly the addresses that the schema of the next build accepts."""
    wrong = schema_problems({"redirects": {address: "./"}}, RedirectsFile, "data/redirects.yml")
    now = {"pages": {}, "others": [address], "short_links": {}}
    assert (problems(now) == []) == (wrong == [])


@SETTINGS
@given(registry=REGISTRIES)
def test_any_registry_can_be_stored(registry, tmp_path_factory):
    """Any registry without problems matches the schema and is read back as it was written, below its comment."""
    assert problems(registry) == []
    assert schema_problems({"url_registry": registry}, UrlRegistryFile, "data/url_registry.yml") == []
    text = as_yaml(registry, COMMENT)
    assert text.startswith(COMMENT + "url_registry:\n")
    assert "".join(line for line in text.splitlines(keepends=True) if line.startswith("#")) == COMMENT
    path = tmp_path_factory.getbasetemp() / "url_registry.yml"
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path) == {"url_registry": registry}


# Nothing is ever removed.


@SETTINGS
@given(before=REGISTRIES, now=REGISTRIES)
def test_merging_removes_nothing_and_updates_headings(before, now):
    """Every address, anchor and code of both is kept, current headings win, and the registry is sorted."""
    unchanged = deepcopy((before, now))
    merged = merge(before, now)
    assert (before, now) == unchanged
    assert merge(merged, now) == merged
    assert list(merged["pages"]) == sorted({*before["pages"], *now["pages"]})
    assert merged["others"] == sorted({*before["others"], *now["others"]})
    assert merged["short_links"] == before["short_links"] | now["short_links"]
    assert list(merged["short_links"]) == sorted(merged["short_links"])
    for address, page in merged["pages"].items():
        found = [registry["pages"][address] for registry in (before, now) if address in registry["pages"]]
        assert page["title"] == found[-1]["title"]
        assert page["anchors"] == found[0]["anchors"] | found[-1]["anchors"]


def test_a_moved_page_stays_among_the_pages():
    """A moved page keeps its anchors; an old address that was never a page stays among the others."""
    page = {"old/": {"title": "Old", "anchors": {"a": "A"}}}
    merged = EMPTY | {"pages": page, "others": ["older/"]}
    assert merge(EMPTY | {"pages": page}, EMPTY | {"others": ["old/", "older/"]}) == merged
    assert merge(EMPTY | {"others": ["old/", "older/"]}, EMPTY | {"pages": page}) == merged


# The file.


def test_the_command_adds_a_built_site(project, capsys):
    """The command writes the registry below its comment, and prints the counts; a second run changes nothing."""
    for _ in range(2):
        assert main(project / "site") == 0
        assert registry_text(project) == as_yaml(NOW, COMMENT)
        assert capsys.readouterr().out == "data/url_registry.yml: 4 pages, 8 other addresses, 1 short links.\n"


def test_addresses_that_are_gone_stay_in_the_registry(project):
    """A later release keeps earlier addresses, and updates headings."""
    main(project / "site")
    (project / "site/files/why.pdf").unlink()
    (project / "site/why/index.html").write_text("<main><h1>Why</h1><h2 id='how'>Say how</h2></main>", encoding="utf-8")
    assert main(project / "site") == 0
    why = {"title": "Why", "anchors": {"how": "Say how", "how-long": "How long"}}
    assert registry_text(project) == as_yaml(NOW | {"pages": NOW["pages"] | {"why/": why}}, COMMENT)


def test_a_folder_without_a_site_is_an_error(project, capsys):
    """The message says what to do, and the registry is not changed."""
    (project / "site/index.html").unlink()
    before = registry_text(project)
    assert main(project / "site") == 1
    assert registry_text(project) == before
    message = f"{project}/site: there is no built site in this folder; run scripts/build first.\n"
    assert capsys.readouterr() == ("", message)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("faq.v2/index.html", "<main><h1>Questions</h1></main>", "docs: faq.v2/ is an address that cannot be kept"),
        ("été/index.html", "<main><h1>Questions</h1></main>", "docs: été/ is an address that cannot be kept"),
        ("a b.pdf", "", "docs: a b.pdf is an address that cannot be kept"),
        ("new/index.html", "<main><h1><img src='a.png'></h1></main>", "docs: new/ has an empty heading"),
    ],
)
def test_an_address_that_cannot_be_stored_is_an_error(name, text, message, project, capsys):
    """An address or heading that the registry cannot store is one message, and the registry is not changed."""
    before = registry_text(project)
    (project / "site" / name).parent.mkdir(exist_ok=True)
    (project / "site" / name).write_text(text, encoding="utf-8")
    assert main(project / "site") == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), err.startswith(message)) == ("", 1, True)
    assert registry_text(project) == before


@pytest.mark.parametrize(
    "text",
    [
        b"url_registry: [",
        b"\xff",
        b"redirects: {}",
        b"url_registry: {pages: {}, others: [5], short_links: {k7wm: what-is-it}}",
        None,
    ],
)
@pytest.mark.parametrize("name", ["data/url_registry.yml", "data/topics.yml"])
def test_an_invalid_data_file_is_an_error(name, text, project, capsys):
    """Each message starts with the name of the file, without a traceback, and the file is not changed."""
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

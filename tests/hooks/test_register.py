"""The register of everything ever published only grows, and takes down what others can hold, nothing else."""

import pytest
import register
import yaml
from finished import Finished, read
from hypothesis import given, settings
from hypothesis import strategies as st
from register import found, grown, is_page, main, written
from selectolax.lexbor import LexborHTMLParser

from macros.facts import read_yaml

STEADY = settings(max_examples=60, deadline=None, derandomize=True, database=None)
COMMENT = "# What is published.\n#\n#   pages  and their places\n"
EMPTY = {"pages": {}, "others": [], "doors": {}}
TOPICS = {
    "what-is-it": {"code": "k7wm", "page": "why/index.md", "title": "What it is"},
    "not-yet": {"code": "2345", "title": "Not yet"},
    "nowhere": {"code": "6789", "page": None, "title": "Nowhere"},
}
WHY = """<main><h1> Why
  it <em>helps</em></h1><h2 id="how">How</h2><h3 id="how-long">How <b>long</b></h3>
<h4 id="small">Small</h4><h2>No place</h2><p id="text">Text</p></main><footer><h2 id="foot">Foot</h2></footer>"""
SITE = {
    "index.html": "<main><h1>Start</h1></main>",
    "why/index.html": WHY,
    "404.html": "<main><h1>Not here</h1></main>",
    "old/index.html": '<main><article class="guide-moved"><h1>This page has moved</h1></article></main>',
    "r/k7wm/index.html": "<main><h1>A page</h1></main>",
    "card/what-is-it/index.html": "<main><h1>What it is</h1></main>",
    "files/index.html": "<main><h1>Files</h1></main>",
    "files/why.pdf": "pdf",
    "handouts.json": "{}",
    "handouts.json.gz": "{}",
    "index.html.br": "",
    "assets/a.css": "a{}",
    "search/search_index.json": "{}",
    "_headers": "",
    "_moved.conf": "",
}
NOW = {
    "pages": {
        "./": {"title": "Start", "places": {}},
        "why/": {"title": "Why it helps", "places": {"how": "How", "how-long": "How long"}},
    },
    "others": ["card/what-is-it/", "files/", "files/why.pdf", "handouts.json", "r/k7wm/"],
    "doors": {"k7wm": "what-is-it"},
}

LETTERS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("# :-'\"\u202e"), max_size=200)
TEXTS = LETTERS.map(lambda text: " ".join(text.split())).filter(bool)  # as headings are taken down
SLUGS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True)
ADDRESSES = st.just("./") | SLUGS.map("{}/".format) | st.tuples(SLUGS, SLUGS).map("/".join).map("{}/".format)
PAGES = st.fixed_dictionaries({"title": TEXTS, "places": st.dictionaries(SLUGS, TEXTS, max_size=4)})
REGISTERS = st.fixed_dictionaries(
    {
        "pages": st.dictionaries(ADDRESSES, PAGES, max_size=4),
        "others": st.lists(SLUGS.map("files/{}.pdf".format), unique=True, max_size=4).map(sorted),
        "doors": st.dictionaries(st.text("23456789bcdf", min_size=4, max_size=4), SLUGS, max_size=4),
    }
)


def lay_out(root):
    """A small finished site below `root`."""
    for name, text in SITE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house with an empty register and these topics, and beside them a finished site."""
    monkeypatch.setattr(register, "HERE", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/published.yml").write_text(written(EMPTY, COMMENT), encoding="utf-8")
    (tmp_path / "data/topics.yml").write_text(yaml.safe_dump({"topics": TOPICS}), encoding="utf-8")
    lay_out(tmp_path / "site")
    return tmp_path


def kept(house):
    """The register that stands in the house."""
    return (house / "data/published.yml").read_text(encoding="utf-8")


# What a site publishes.


def test_what_others_can_hold_is_taken_down(tmp_path):
    """Pages with the words of their headings, files, cards and doors are there; what each build names anew is not."""
    site = lay_out(tmp_path)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert found(read(site, {}), files, TOPICS) == NOW


def test_what_is_promised_counts_as_published():
    """A check that runs before files, cards and doors are made finds the same as the finished site."""
    pages = [Finished("", "", LexborHTMLParser("<h1>Start</h1>"))]
    promised = {"index.html", "files/", "files/why.pdf", "r/k7wm/", "card/k7wm/"}
    assert found(pages, promised, {})["others"] == ["card/k7wm/", "files/", "files/why.pdf", "r/k7wm/"]


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
        ("old/", '<article class="guide-text guide-moved"><h1>Moved</h1></article>', False),
    ],
)
def test_a_page_has_words_of_its_own(address, text, is_one):
    """Doors, cards, the list of files, the missing page and what stands at an old address are no pages."""
    assert is_page(Finished(address, "", LexborHTMLParser(text))) is is_one


@pytest.mark.parametrize(
    "path",
    ["assets/a.css", "search/search_index.json", "404.html", "_headers", "_moved.conf", "a.json.gz", "a.json.br"],
)
def test_what_passes_is_not_published(path):
    """No address is kept for ever that each build names anew, or that only a host reads."""
    assert found([], {path, "a.json"}, {})["others"] == ["a.json"]


def test_a_page_without_a_heading_is_still_taken_down():
    """A broken page does not break the command."""
    assert found([Finished("why/", "", LexborHTMLParser("<p>x"))], set(), {})["pages"] == {
        "why/": {"title": "", "places": {}}
    }


# Nothing is ever taken out.


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_nothing_is_ever_taken_out(before, now):
    """Every page, place, file and door of an earlier release stays in the register, and all of today's are in it."""
    both = grown(before, now)
    for one in (before, now):
        assert set(one["pages"]) <= set(both["pages"])
        assert set(one["others"]) <= set(both["others"])
        assert set(one["doors"]) <= set(both["doors"])
        for address, page in one["pages"].items():
            assert set(page["places"]) <= set(both["pages"][address]["places"])


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_the_words_of_today_hold(before, now):
    """What stands on a page today is what it is judged by tomorrow; what is only remembered keeps its old words."""
    both = grown(before, now)
    for address, page in both["pages"].items():
        latest = now["pages"].get(address) or before["pages"][address]
        assert page["title"] == latest["title"]
        earlier = before["pages"].get(address, {"places": {}})["places"]
        assert page["places"] == earlier | now["pages"].get(address, {"places": {}})["places"]
    assert both["doors"] == before["doors"] | now["doors"]


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_the_register_grows_once(before, now):
    """The same release taken down twice changes nothing, and the register is in an order of its own."""
    both = grown(before, now)
    assert grown(both, now) == both
    assert list(both["pages"]) == sorted(both["pages"])
    assert both["others"] == sorted(set(both["others"]))
    assert list(both["doors"]) == sorted(both["doors"])


def test_growing_leaves_what_it_was_given():
    """Neither register is changed by putting them together."""
    before = {"pages": {"why/": {"title": "A", "places": {"a": "A"}}}, "others": ["x.pdf"], "doors": {"2345": "a"}}
    copy = yaml.safe_load(yaml.safe_dump([before, NOW]))
    grown(before, NOW)
    assert [before, NOW] == copy


# The file.


@STEADY
@given(register=REGISTERS)
def test_the_file_says_the_same_again(register, tmp_path_factory):
    """Whatever a heading holds, the register is read back as it was written, and its comment stays on top."""
    text = written(register, COMMENT)
    assert text.startswith(COMMENT + "published:\n")
    assert "".join(line for line in text.splitlines(keepends=True) if line.startswith("#")) == COMMENT
    assert yaml.safe_load(text) == {"published": register}
    path = tmp_path_factory.getbasetemp() / "published.yml"
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path) == {"published": register}


def test_a_finished_site_is_taken_down(house, capsys):
    """The command writes what the site publishes below the comment, and says how much that is."""
    assert main(house / "site") == 0
    assert kept(house) == written(NOW, COMMENT)
    assert capsys.readouterr().out == "data/published.yml: 2 pages, 5 other addresses, 1 doors.\n"


def test_taking_it_down_twice_changes_nothing(house):
    """The same site gives the same bytes."""
    main(house / "site")
    once = kept(house)
    assert main(house / "site") == 0
    assert kept(house) == once


def test_what_has_gone_from_the_site_stays_in_the_register(house):
    """A later release keeps what an earlier one published, and takes the words of today."""
    main(house / "site")
    (house / "site/files/why.pdf").unlink()
    (house / "site/index.html").unlink()
    (house / "site/index.html").write_text("<main><h1>The start</h1></main>", encoding="utf-8")
    (house / "site/why/index.html").write_text("<main><h1>Why</h1><h2 id='how'>Say how</h2></main>", encoding="utf-8")
    assert main(house / "site") == 0
    after = yaml.safe_load(kept(house))["published"]
    assert "files/why.pdf" in after["others"]
    assert after["pages"] == {
        "./": {"title": "The start", "places": {}},
        "why/": {"title": "Why", "places": {"how": "Say how", "how-long": "How long"}},
    }


def test_a_folder_without_a_site_is_refused(house, capsys):
    """A wrong folder is answered with what to do, and the register is left as it is."""
    (house / "site/index.html").unlink()
    before = kept(house)
    assert main(house / "site") == 1
    assert kept(house) == before
    said = f"{house}/site: there is no finished site in this folder; run scripts/build first.\n"
    assert capsys.readouterr() == ("", said)

"""What the catalogue tells machines is true of the files, keeps to its own schema, and reads the same as a table."""

import csv
import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sample_guide import FACTS, MOMENT, PAGES, guide, page, titled

from core.addresses import CATALOGUE, CATALOGUE_SCHEMA, CATALOGUE_TABLE
from exports.artifacts import works
from exports.catalogue import catalogue

URL = "https://guide.example/"
SHEET = page("sheet/", worksheet=True, file="files/sheet.pdf", reviewed="2026-03-04")
LISTED = (*PAGES, SHEET)
TITLES = [
    'Fear, guilt; and "duty"',
    "Two\nlines",
    "Two\r\nlines",
    "גבול, حدود, 境界 — é 🚪",
    "=1+1",
    '=HYPERLINK("https://elsewhere.example/","Stone")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "1=1",
    "'",
    '"',
    " a ",
    "<b>&",
]
NASTY = 'A, "B"\r\n<i>É</i> & 境界'
ADDRESS = re.compile(r"[a-z]+:([\w.~:/?#@!$&'()*+,;=-]|%[0-9A-F]{2})*", re.ASCII)
FORMATS = FormatChecker()


@FORMATS.checks("uri")
def uri(value: object) -> bool:
    """Whether a text has the signs of an address alone (RFC 3986), which the library does not look at by itself."""
    return not isinstance(value, str) or bool(ADDRESS.fullmatch(value))


def texts(folder, facts=FACTS, pages=LISTED, **known):
    """The texts of the catalogue of the small guide, and what was made of it: a stand-in for each file."""
    whole = guide(folder, pages, **known)
    wanted = works(whole, facts, MOMENT)
    made = {work.file: folder / f"{number}.{_pages(work)}" for number, work in enumerate(wanted)}
    for file, path in made.items():
        path.write_bytes(f"This is {file}.".encode())
    return catalogue(whole, facts, wanted, made), made


def _pages(work) -> int:
    """How many pages the stand-in has, by its kind; a code has none."""
    return {
        "book": 300,
        "handout": 2,
        "discreet": 2,
        "worksheet": 1,
        "cards": 4,
        "links": 1,
        "numbers": 2,
        "numbers-discreet": 1,
    }.get(work.kind, 0)


@pytest.fixture
def found(tmp_path):
    """The catalogue of the small guide."""
    return json.loads(texts(tmp_path)[0][CATALOGUE])


@pytest.fixture
def judge(tmp_path):
    """The schema as it is published, ready to judge."""
    return Draft202012Validator(json.loads(texts(tmp_path)[0][CATALOGUE_SCHEMA]), format_checker=FORMATS)


def test_the_schema_is_one(judge):
    """It keeps to the rules for schemas, and its name is the address at which it lies."""
    Draft202012Validator.check_schema(judge.schema)
    assert judge.schema["$id"] == f"{URL}handouts.schema.json"
    assert judge.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_catalogue_keeps_to_its_schema(found, judge):
    """With every kind of topic and file, and names the schema by its address."""
    assert [str(fault) for fault in judge.iter_errors(found)] == []
    assert found["$schema"] == judge.schema["$id"]
    kinds = {file["kind"] for file in found["files"]}
    assert kinds == set(judge.schema["$defs"]["file"]["properties"]["kind"]["enum"])


def test_odd_words_keep_to_it_too(tmp_path, judge):
    """A guide in another language, with any title, is no exception, and neither is one with nothing to hand on."""
    for facts, pages, known in (
        (titled(NASTY), LISTED, {"name": NASTY, "language": "zh-Hant-TW"}),
        (replace(FACTS, topics={}), PAGES[:1], {}),
    ):
        judge.validate(json.loads(texts(tmp_path, facts, pages, **known)[0][CATALOGUE]))


WRONG: dict[str, Callable[[dict], object]] = {
    "no topics": lambda whole: whole.pop("topics"),
    "no files": lambda whole: whole.pop("files"),
    "topics by name": lambda whole: whole.update(topics={}),
    "no guide": lambda whole: whole.update(guide=None),
    "no version": lambda whole: whole["guide"].pop("version"),
    "a language in words": lambda whole: whole["guide"].update(language="English, I think"),
    "no title": lambda whole: whole["topics"][1].update(title=""),
    "no neutral address": lambda whole: whole["topics"][1].pop("neutral_url"),
    "an address from the root": lambda whole: whole["topics"][1].update(url="/stone/"),
    "an address that runs": lambda whole: whole["topics"][1].update(card="javascript:alert(1)"),
    "an address with a space": lambda whole: whole["topics"][1].update(url=f"{URL}a stone/"),
    "a slug in words": lambda whole: whole["topics"][1].update(slug="Be a stone"),
    "a yes": lambda whole: whole["topics"][1].update(complete="yes"),
    "a day that is none": lambda whole: whole["topics"][1].update(written="2026-02-30"),
    "a day in words": lambda whole: whole["topics"][1].update(reviewed="yesterday"),
    "a time": lambda whole: whole["topics"][1].update(reviewed="2026-01-02T00:00:00Z"),
    "an empty day": lambda whole: whole["topics"][1].update(reviewed=""),
    "a handout as an address": lambda whole: whole["topics"][1].update(handout=f"{URL}files/stone.pdf"),
    "a handout without a sum": lambda whole: whole["topics"][1]["handout"].pop("sha256"),
    "a handout of no pages": lambda whole: whole["topics"][1]["handout"].update(pages=0),
    "a missing handout": lambda whole: whole["topics"][0].pop("handout"),
    "another kind": lambda whole: whole["files"][0].update(kind="film"),
    "half a page": lambda whole: whole["files"][0].update(pages=1.5),
    "fewer pages than none": lambda whole: whole["files"][0].update(pages=-1),
    "an empty file": lambda whole: whole["files"][0].update(bytes=0),
    "a size in words": lambda whole: whole["files"][0].update(bytes="12 KB"),
    "another sum": lambda whole: whole["files"][0].update(sha256="A" * 64),
    "a short sum": lambda whole: whole["files"][0].update(sha256="a" * 63),
    "no name": lambda whole: whole["files"][0].pop("file"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_a_broken_entry(found, judge, wrong):
    """Each fault by itself: whoever builds on the catalogue can lean on what the schema promises."""
    broken = deepcopy(found)
    wrong(broken)
    assert judge.is_valid(found)
    assert not judge.is_valid(broken)


def test_a_stranger_may_find_more_one_day(found, judge):
    """A field that is added later breaks nobody who checks with the schema of today."""
    found["topics"][0]["later"] = found["files"][0]["later"] = found["later"] = 1
    assert judge.is_valid(found)


def test_what_is_told_of_each_file_is_true(tmp_path):
    """Its address, size, pages and SHA-256, in the order in which the files are made."""
    told, made = texts(tmp_path)
    files = json.loads(told[CATALOGUE])["files"]
    assert [file["file"] for file in files] == list(made)
    for file in files:
        path = made[file["file"]]
        assert (file["bytes"], file["pages"]) == (path.stat().st_size, int(path.suffix[1:]))
        assert file["sha256"] == sha256(path.read_bytes()).hexdigest()
        assert file["url"] == URL + file["file"]
    pages = {file["file"]: (file["page"], file["title"], file["pages"]) for file in files}
    assert pages["files/guide-a4.pdf"] == (URL, "Small", 300)
    assert pages["files/stone.pdf"] == (f"{URL}stone/", "Stone", 2)
    assert pages["files/code-stop.png"] == (f"{URL}stone/", "Stop", 0)


def test_a_topic_has_all_that_practitioners_hand_on(found):
    """Both addresses, both codes and cards, its days, and its page’s handout in both forms, as the files’ list has."""
    files = {file["url"]: {key: file[key] for key in ("url", "pages", "bytes", "sha256")} for file in found["files"]}
    assert found["guide"] == {"title": "Small", "url": URL, "language": "en", "version": "1.2.3"}
    assert found["topics"][2] == {
        "slug": "stop",
        "title": "Stop",
        "group": FACTS.strings["group_doing"],
        "language": "en",
        "complete": False,
        "url": f"{URL}stone/#stop",
        "neutral_url": f"{URL}r/7m3c/",
        "code": f"{URL}files/code-stop.png",
        "neutral_code": f"{URL}r/7m3c/code-7m3c.png",
        "card": f"{URL}card/stop/",
        "neutral_card": f"{URL}card/7m3c/",
        "written": "2026-01-02",
        "reviewed": None,
        "handout": files[f"{URL}files/stone.pdf"],
        "neutral_handout": files[f"{URL}r/vwf5/text-vwf5.pdf"],
    }
    assert {topic[key] for topic in found["topics"] for key in ("code", "neutral_code")} <= files.keys()
    leads = [URL, f"{URL}stone/", f"{URL}stone/#stop", f"{URL}help/#numbers"]
    assert [topic["url"] for topic in found["topics"]] == leads


def test_what_is_not_there_is_null(tmp_path, found):
    """A page without a handout, a worksheet’s second form, a day that nobody wrote down, and a page in no menu."""
    topics = {topic["slug"]: topic for topic in found["topics"]}
    assert list(topics) == ["small", "stone", "stop", "numbers"]
    assert (topics["numbers"]["handout"], topics["numbers"]["neutral_handout"]) == (None, None)
    sheet = {"sheet": FACTS.topics["stone"].model_copy(update={"page": "sheet.md"})}
    [topic] = json.loads(texts(tmp_path, replace(FACTS, topics=sheet))[0][CATALOGUE])["topics"]
    assert (topic["handout"]["url"], topic["neutral_handout"]) == (f"{URL}files/sheet.pdf", None)
    assert (topic["written"], topic["reviewed"]) == ("2026-01-02", "2026-03-04")
    [first, *_] = json.loads(texts(tmp_path, pages=PAGES[1:])[0][CATALOGUE])["topics"]
    assert (first["written"], first["reviewed"], first["handout"]) == (None, None, None)


def table(text: str) -> list[dict[str, str]]:
    """The table as a program for tables reads it."""
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def flat(topic: dict) -> dict[str, str]:
    """A topic of the catalogue as the table should have it: what is null is empty, a handout is four columns."""
    row = {key: value for key, value in topic.items() if not key.endswith("handout")}
    for name in ("handout", "neutral_handout"):
        file = topic[name] or dict.fromkeys(("url", "pages", "bytes", "sha256"))
        row |= {name if key == "url" else f"{name}_{key}": file[key] for key in ("url", "pages", "bytes", "sha256")}
    return {key: "" if value is None else str(value) for key, value in row.items()}


def test_the_table_says_the_same(tmp_path, found):
    """A row for each topic in the same order, a column for each thing told of it, and lines as RFC 4180 ends them."""
    text = texts(tmp_path)[0][CATALOGUE_TABLE]
    assert table(text) == [flat(topic) for topic in found["topics"]]
    assert text.count("\r\n") == text.count("\n") == 1 + len(found["topics"])


@pytest.mark.parametrize("title", TITLES)
def test_any_title_survives(tmp_path, title):
    """Commas, quotes, line breaks and letters of every script come back from both, and none is worked out as a sum."""
    told, _ = texts(tmp_path, titled(title), name=title)
    whole = json.loads(told[CATALOGUE])
    assert (whole["guide"]["title"], whole["topics"][0]["title"]) == (title, title)
    shown = f"'{title}" if title[0] in "=+-@\t" else title
    assert [row["title"] for row in table(told[CATALOGUE_TABLE])] == [shown, "Stone", "Stop", "Call"]
    assert "\\u" not in told[CATALOGUE]


def test_a_guide_without_topics_has_an_empty_table(tmp_path):
    """Nothing to hand on is no fault."""
    assert texts(tmp_path, replace(FACTS, topics={}))[0][CATALOGUE_TABLE] == ""


def test_the_same_files_give_the_same_texts(tmp_path):
    """From another folder, too; another name is another text."""
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    one, two, other = (texts(folder, name=name)[0] for folder, name in zip(folders, ("S", "S", "T"), strict=True))
    assert [a == b for a, b in pairwise((one, two, other))] == [True, False]

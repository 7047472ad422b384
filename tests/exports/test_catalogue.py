"""The catalogue describes the files correctly, is valid against its schema, and has the same content as CSV."""

import csv
import json
import re
from dataclasses import replace
from hashlib import sha256
from io import StringIO

import pytest
from guide_factory import FACTS, PAGES, TIMESTAMP, facts_with_topic_title, guide, page
from jsonschema import Draft202012Validator, FormatChecker

from core.addresses import CATALOGUE, CATALOGUE_SCHEMA, CATALOGUE_TABLE
from exports.artifacts import artifacts
from exports.catalogue import catalogue_files

URL = "https://guide.example/"
SHEET = page("sheet/", worksheet=True, file="files/sheet.pdf", reviewed="2026-03-04")
LISTED = (*PAGES, SHEET)
FORMULAS = ["=1+1", '=HYPERLINK("https://elsewhere.example/","Stone")', "+1", "-1", "@SUM(A1)", "\t=1"]
TITLES = ['Fear, guilt; and "duty"', "Two\nlines", 'A, "B"\r\n<i>É</i> & 境界', "גבול, حدود, 境界 — é 🚪"]
TITLES += ["1=1", "'", '"', " a ", "<b>&"]
ADDRESS = re.compile(r"[a-z]+:([\w.~:/?#@!$&'()*+,;=-]|%[0-9A-F]{2})*", re.ASCII)
FORMATS = FormatChecker()


@FORMATS.checks("uri")
def uri(value: object) -> bool:
    """Whether a text has only characters of a URI (RFC 3986), which the library does not check by itself."""
    return not isinstance(value, str) or bool(ADDRESS.fullmatch(value))


def make(folder, facts=FACTS, pages=LISTED, **changes):
    """The files of the small guide's catalogue, and the files that it describes: a placeholder for each artifact."""
    whole = guide(folder, pages, **changes)
    wanted = artifacts(whole, facts, TIMESTAMP)
    built = {one.file: folder / f"{number}.{0 if one.kind == 'code' else 2}" for number, one in enumerate(wanted)}
    for file, path in built.items():
        path.write_bytes(f"This is {file}.".encode())
    return catalogue_files(whole, facts, wanted, built), built


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The files of the small guide's catalogue."""
    return make(tmp_path_factory.mktemp("built"))[0]


@pytest.fixture
def found(files):
    """The catalogue of the small guide."""
    return json.loads(files[CATALOGUE])


@pytest.fixture(scope="module")
def validator(files):
    """A validator with the published schema."""
    return Draft202012Validator(json.loads(files[CATALOGUE_SCHEMA]), format_checker=FORMATS)


def test_schema_and_catalogue_are_valid(found, validator):
    """The schema follows the rules for schemas, and every kind of topic and file is valid; both have its address."""
    Draft202012Validator.check_schema(validator.schema)
    assert validator.schema["$id"] == f"{URL}handouts.schema.json"
    assert validator.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    validator.validate(found)
    assert found["$schema"] == validator.schema["$id"]
    kinds = {file["kind"] for file in found["files"]}
    assert kinds == set(validator.schema["$defs"]["file"]["properties"]["kind"]["enum"])


WRONG = {
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
    "a time": lambda whole: whole["topics"][1].update(reviewed="2026-01-02T00:00:00Z"),
    "a handout as an address": lambda whole: whole["topics"][1].update(handout=f"{URL}files/stone.pdf"),
    "a handout without a sum": lambda whole: whole["topics"][1]["handout"].pop("sha256"),
    "a handout of no pages": lambda whole: whole["topics"][1]["handout"].update(pages=0),
    "a missing handout": lambda whole: whole["topics"][0].pop("handout"),
    "another kind": lambda whole: whole["files"][0].update(kind="film"),
    "half a page": lambda whole: whole["files"][0].update(pages=1.5),
    "fewer pages than none": lambda whole: whole["files"][0].update(pages=-1),
    "an empty file": lambda whole: whole["files"][0].update(bytes=0),
    "a size in words": lambda whole: whole["files"][0].update(bytes="12 KB"),
    "a short sum": lambda whole: whole["files"][0].update(sha256="a" * 63),
    "no name": lambda whole: whole["files"][0].pop("file"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_a_broken_entry(found, validator, wrong):
    """Each fault alone is rejected, so that users of the catalogue can rely on the schema."""
    wrong(found)
    assert not validator.is_valid(found)


def test_new_fields_are_valid(found, validator):
    """A field that is added later does not break programs that validate with today's schema."""
    found["topics"][0]["later"] = found["files"][0]["later"] = found["later"] = 1
    assert validator.is_valid(found)


def test_each_file_is_described_correctly(tmp_path):
    """Address, size, pages and SHA-256 are correct, in the order in which the files are made."""
    content, built = make(tmp_path)
    files = json.loads(content[CATALOGUE])["files"]
    assert [file["file"] for file in files] == list(built)
    for file in files:
        path = built[file["file"]]
        assert (file["bytes"], file["pages"]) == (path.stat().st_size, int(path.suffix[1:]))
        assert file["sha256"] == sha256(path.read_bytes()).hexdigest()
        assert file["url"] == URL + file["file"]
    sources = {file["file"]: (file["page"], file["title"]) for file in files}
    assert sources["files/guide-a4.pdf"] == (URL, "Small")
    assert sources["files/stone.pdf"] == (f"{URL}stone/", "Stone")
    assert sources["files/code-stop.png"] == (f"{URL}stone/", "Stop")


def test_a_topic_has_everything_that_practitioners_give_out(found):
    """Both addresses, QR codes and embeds, its dates, and both handouts of its page, as in the list of files."""
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


def test_missing_values_are_null(tmp_path, found):
    """A page without a handout, a worksheet’s neutral version, an unknown date, and a page that is not in the menu."""
    topics = {topic["slug"]: topic for topic in found["topics"]}
    assert list(topics) == ["small", "stone", "stop", "numbers"]
    assert (topics["numbers"]["handout"], topics["numbers"]["neutral_handout"]) == (None, None)
    sheet = {"sheet": FACTS.topics["stone"].model_copy(update={"page": "sheet.md"})}
    [topic] = json.loads(make(tmp_path, replace(FACTS, topics=sheet))[0][CATALOGUE])["topics"]
    assert (topic["handout"]["url"], topic["neutral_handout"]) == (f"{URL}files/sheet.pdf", None)
    assert (topic["written"], topic["reviewed"]) == ("2026-01-02", "2026-03-04")
    [first, *_] = json.loads(make(tmp_path, pages=PAGES[1:])[0][CATALOGUE])["topics"]
    assert (first["written"], first["reviewed"], first["handout"]) == (None, None, None)


def table(text):
    """The rows of the CSV, as a spreadsheet reads it."""
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def flat(topic):
    """A topic of the catalogue as its row in the CSV should be: null is empty, a handout is four columns."""
    row = {key: value for key, value in topic.items() if not key.endswith("handout")}
    for name in ("handout", "neutral_handout"):
        file = topic[name] or dict.fromkeys(("url", "pages", "bytes", "sha256"))
        row |= {name: file["url"]} | {f"{name}_{key}": file[key] for key in ("pages", "bytes", "sha256")}
    return {key: "" if value is None else str(value) for key, value in row.items()}


def test_the_table_has_the_same_content(files, found):
    """A row for each topic in the same order, a column for each of its values, and line ends as in RFC 4180."""
    text = files[CATALOGUE_TABLE]
    assert table(text) == [flat(topic) for topic in found["topics"]]
    assert text.count("\r\n") == text.count("\n") == 1 + len(found["topics"])


@pytest.mark.parametrize("title", FORMULAS + TITLES)
def test_any_title_survives(tmp_path, validator, title):
    """Commas, quotes, line breaks and letters of every script are kept in both, and none is run as a formula."""
    content, _ = make(tmp_path, facts_with_topic_title(title), name=title, language="zh-Hant-TW")
    whole = json.loads(content[CATALOGUE])
    validator.validate(whole)
    assert (whole["guide"]["title"], whole["topics"][0]["title"]) == (title, title)
    shown = f"'{title}" if title in FORMULAS else title
    assert [row["title"] for row in table(content[CATALOGUE_TABLE])] == [shown, "Stone", "Stop", "Call"]
    assert "\\u" not in content[CATALOGUE]


def test_a_guide_without_topics_has_an_empty_table(tmp_path, validator):
    """A guide without topics is not an error, and its catalogue is valid."""
    content, _ = make(tmp_path, replace(FACTS, topics={}), PAGES[:1])
    validator.validate(json.loads(content[CATALOGUE]))
    assert content[CATALOGUE_TABLE] == ""

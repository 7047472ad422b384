"""A wrong fact or setting in data/ or mkdocs.yml gets an error message that says where, what, and what to write."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest
from factories import topic
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_environment import PRACTICE, ROOT, URL, copy_sample_data

from core import consistency, value_checks
from core.errors import InputError
from core.facts import _Settings, examine, load, read_yaml
from core.manifest import Manifest
from core.messages import problems
from core.numbers_and_names import dialled
from core.publishing_schema import RedirectsFile, UrlRegistryFile
from core.schema import CountryHelplines, Helpline
from core.settings import ApplyFields, Practice

STEADY = settings(max_examples=200, deadline=None, derandomize=True, database=None)
SETTINGS = "mkdocs.yml, extra › practice"
HTTPS = "write an address that begins with https://, such as https://www.example.org/"
HOST = "write the name of a site after https://, such as www.example.org, and no port above 65535"
LETTERS = "write only letters a to z, as a browser copies it: xn-- in the site's name, % behind it"
SITE_URL = "write it without ? and #, with / at its end, such as https://www.example.org/"
TEXT = "write a text, in quotation marks if it is only digits"
NO_INVISIBLE = "write it without invisible characters, such as tabs and direction marks"
ONE_LINE = "write one line of plain words, without < and >"
LANGUAGE_CODE = "write the code of a language, such as “en” or “ur”"
LIST = "write a list: a line for each entry, beginning with a hyphen"
HEADER_NAME = "write words joined by hyphens, such as Cache-Control"
HEADER_VALUE = 'write one line of plain letters, digits and punctuation, without ", $ and \\'
ALLOWED = "write 'none' alone, or 'self' and data:, with the single quotation marks"
YAML = "put the text into quotation marks if it contains a colon or a special character, and indent with spaces"
NOT_A_DATE = (
    "is no real day and no number; correct it, or write it as a text: in quotation marks, with nothing before them"
)
SLUG = "write lower-case words joined by hyphens, such as “late-pick-up”"
PAGE = "write the file of a page in docs/, such as why/index.md"
NO_FIELDS = "there are no fields here; write each as “name: value”, on a line of its own"
ADDRESS = "write an address from the site's root without #, such as why/label/ or files/why.pdf"
TARGET = "write an address from the site's root, such as why/label/ or files/why.pdf"
NUMBER = (
    "write one number in digits, such as “0808 2000 247”; a second one goes to “also”, letters to “word”, and what "
    "else to do to “hint”"
)
DIGITS = "write its digits only, such as “112”; what a caller has to know goes to “hint”"
FIELD = "write the field's own name there, such as entry.1234567 or topic"
ALL_SETTINGS = (
    "name, offer, kind, apply_url, apply_fields, languages, helpline_regions, not_for, accent, medium, regions, price, "
    "length, waiting_time, answer_within, cancellation, qualification, registration, confidentiality"
)


@pytest.fixture
def root(tmp_path):
    """A folder with small facts, for one test alone."""
    return copy_sample_data(tmp_path)


def load_errors(root, practice=PRACTICE):
    """The error messages when these facts are loaded."""
    with pytest.raises(InputError) as found:
        load(root, practice)
    return str(found.value).splitlines()


def edit(root, name, old, new):
    """Replace a text in a data file, as an editor would."""
    path = root / "data" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{name} does not contain {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# Settings.


TOO_MANY_SENTENCES = ("One! Two! Three! Four! Five?", "“A.” (B!) C? D")
INVISIBLE = (
    "\t",
    "\r",
    "\x00",
    "\x1b",
    "\x85",
    "\u00ad",
    "\u200b",
    "\u200f",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ue000",
    "\ud800",
)
NO_LANGUAGES = ("English", "root", "und", "de-DE@euro", "de.UTF-8", "xx", "e", "en_US", "en-")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"pricee": "50"}, "pricee: there is no field “pricee”; write “price”."),
        ({"price": 50}, f"price: “50” cannot be used; {TEXT}."),
        ({"price": ["50"]}, f"price: “['50']” cannot be used; {TEXT}."),
        ({"name": "  "}, f"name: “  ” cannot be used; {TEXT}."),
        ({"kind": "magic"}, "kind: “magic” cannot be used; write one of: therapy, coaching, counselling."),
        ({"offer": "A. B. C. D."}, "offer: “A. B. C. D.” cannot be used; write three sentences at most."),
        *(
            ({"offer": text}, f"offer: “{text}” cannot be used; write three sentences at most.")
            for text in TOO_MANY_SENTENCES
        ),
        *(({"name": f"a{s}b"}, f"name: “a�b” cannot be used; {NO_INVISIBLE}.") for s in INVISIBLE),
        ({"not_for": ["a", "b\x00"]}, f"not_for › entry 2: “b�” cannot be used; {NO_INVISIBLE}."),
        ({"not_for": ["a", "a"]}, "not_for › entry 2: “a” cannot be used; write each entry once."),
        (
            {"helpline_regions": ["AA", "BB", "aa "]},
            "helpline_regions › entry 3: “aa ” cannot be used; write each entry once.",
        ),
        ({"languages": ["en", "ur", "EN", "en"]}, "languages › entry 3: “EN” cannot be used; write each entry once."),
        *(
            ({"languages": [c, "en"]}, f"languages › entry 1: “{c}” cannot be used; {LANGUAGE_CODE}.")
            for c in NO_LANGUAGES
        ),
        ({"languages": "English"}, f"languages: “English” cannot be used; {LIST}."),
        ({"languages": ["en", 5]}, f"languages › entry 2: “5” cannot be used; {TEXT}."),
        ({"apply_fields": {"topics": "t"}}, "apply_fields › topics: there is no field “topics”; write “topic”."),
        (
            {"apply_fields": "topic"},
            "apply_fields: “topic” cannot be used; write its fields below it, each as “name: value”.",
        ),
        (
            {"helpline_regions": ["UK"]},
            "helpline_regions: no country “UK” in data/emergency.yml; write one of: AA, BB, DD.",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_setting_is_refused(setting, message, root):
    """A misspelt setting, a wrong kind of value and an unknown choice are each answered with what to write."""
    assert load_errors(root, setting) == [f"{SETTINGS}: {message}"]


def test_an_unknown_setting_is_answered_with_all_that_exist(root):
    """Whoever invents a setting reads which ones exist."""
    assert load_errors(root, {"xyz": 1})[0].startswith(
        f"{SETTINGS}: xyz: there is no field “xyz”; write one of: accent, "
    )
    assert sorted(Practice.model_fields) == sorted(ALL_SETTINGS.split(", "))


@pytest.mark.parametrize(
    "practice",
    [
        {"offer": "One! Two? Three."},
        {"offer": "At 2.30 p.m... or later?! Yes"},
        {"name": "نبی\u200cزاده\n\u00a0X"},
        {"languages": ["en", "en-GB", "zh-Hant", "UR", " sr-Latn", "yue"]},
        {"not_for": ["a", "a b"]},
        {"apply_url": "HTTPS://Forms.EXAMPLE.org:65535/a?b=c&d=(e)#f"},
        {"apply_url": "https://xn--bcher-kva.example/%C3%BC"},
        {"apply_url": f"https://{'a' * 63}.4a.b-c.xn--p1ai"},
    ],
)
def test_a_valid_setting_is_accepted(practice, root):
    """A valid value is accepted unchanged, in any language."""
    [(key, value)] = practice.items()
    assert getattr(load(root, practice).practice, key) == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://forms.example.org/", HTTPS),
        ("forms.example.org", HTTPS),
        ("https://forms", HTTPS),
        ("https://forms.example.org/a b", HTTPS),
        ('https://forms.example.org/"onclick="x', HTTPS),
        ("https://forms.example.org/<script>", HTTPS),
        ("https://forms.example.org/\\", HTTPS),
        ("https://forms.example.org/`a`", HTTPS),
        ("https://forms.example.org:123456/", HTTPS),
        ("javascript:alert(1)", HTTPS),
        ("ftp://bücher.example/", HTTPS),
        ("https://bücher.example/", LETTERS),
        ("https://forms.example.org/für", LETTERS),
        ("https://forms.example.org:65536/", HOST),
        ("https://forms.example.org:0/", HOST),
        ("https://192.168.0.1/", HOST),
        ("https://forms.0x7f/", HOST),
        ("https://forms.7/", HOST),
        ("https://forms.e/", HOST),
        ("https://-.-/", HOST),
        ("https://-forms.example.org/", HOST),
        ("https://forms-.example.org/", HOST),
        ("https://forms.example-/", HOST),
        (f"https://{'a' * 64}.org/", HOST),
        (f"https://{'a.' * 126}org/", HOST),
    ],
)
def test_only_a_complete_https_address_is_accepted_for_applications(address, message, root):
    """A reader is never sent to an unprotected or a broken address, nor to a site that cannot exist."""
    assert load_errors(root, {"apply_url": address}) == [
        f"{SETTINGS}: apply_url: “{address[:80]}” cannot be used; {message}."
    ]


@pytest.mark.parametrize(
    "name",
    [
        "a b",
        "a&b=1",
        "a=b",
        "a#b",
        'a"b',
        "<b>",
        "-a",
        ".a",
        "_a",
        "ä",
        "a\t",
        "a" * 65,
        "a[b]",
        "\u202ea",
        7,
        ["a"],
        True,
    ],
)
def test_a_field_of_the_form_has_a_plain_name(name, root):
    """What could end a name in an address, or in a page, is refused, and shown without invisible characters."""
    shown = str(name).replace("\t", "�").replace("\u202e", "�")
    assert load_errors(root, {"apply_fields": {"topic": name}}) == [
        f"{SETTINGS}: apply_fields › topic: “{shown}” cannot be used; {FIELD}."
    ]


@pytest.mark.parametrize("name", ["topic", "entry.1234567", "q3_topic", "a-b", "A", "1", "a" * 64])
def test_a_field_may_have_any_name_that_forms_use(name, root):
    """The field names of plain forms, of Jotform and of Google Forms are accepted unchanged."""
    assert load(root, {"apply_fields": {"topic": name}}).practice.apply_fields == ApplyFields(topic=name)


@pytest.mark.parametrize(
    ("practice", "wrong"),
    [
        ({"apply_fields": {"topic": "t", "code": "t"}}, {"topic": "t", "code": "t"}),
        ({"apply_fields": {"topic": "t", "language": "l"}, "apply_url": "https://a.example/?a=1&t=2"}, {"topic": "t"}),
        ({"apply_fields": {"topic": "t"}, "apply_url": "https://a.example/?t"}, {"topic": "t"}),
        ({"apply_fields": {"topic": "t"}, "apply_url": "https://a.example/?%74=2#t"}, {"topic": "t"}),
        ({"apply_fields": {"topic": "t"}, "apply_url": "https://a.example/t/?tt=t#t=1"}, {}),
        ({"apply_fields": {"topic": "t", "code": "", "language": None}}, {}),
        ({"apply_fields": {"topic": "t", "code": "T"}}, {"topic": "t", "code": "T"}),
        *(
            ({"apply_fields": {"topic": "t"}, "apply_url": f"https://a.example/?{given}=1"}, {"topic": "t"})
            for given in ("T", "t[]", "T%5B%5D")
        ),
        ({"apply_fields": {"topic": "t"}, "apply_url": "https://a.example/?t[a]=1&tt[]=1"}, {}),
    ],
)
def test_a_field_is_filled_in_once(practice, wrong, root):
    """A field that would get two values is refused: it is not known which one the form would use."""
    messages = [
        f"{SETTINGS}: apply_fields › {name}: “{field}” is filled in twice; name each field of the form once, and "
        "remove it from apply_url if it is there."
        for name, field in wrong.items()
    ]
    assert (load_errors(root, practice) if wrong else load(root, practice) and []) == messages


@pytest.mark.parametrize("practice", [None, {}, {"name": "", "languages": [], "price": None, "apply_fields": {}}])
def test_a_setting_without_a_value_is_empty(practice, root):
    """Settings may be missing or empty, and macros can read all of them."""
    facts = load(root, practice)
    lists, fields = {"languages", "helpline_regions", "not_for"}, {"apply_fields": ApplyFields()}
    empty = dict.fromkeys(ALL_SETTINGS.split(", ")) | dict.fromkeys(lists, ()) | fields
    assert dict(facts.practice) == empty


@pytest.mark.parametrize("practice", ["Sam Roe", "", False, True, 0, 7, [], ["name"]])
def test_a_practice_that_is_no_mapping_is_refused(practice, root):
    """A practice that is a text, a list, a number or a boolean gets a message that says how settings are written."""
    assert load_errors(root, practice) == [f"{SETTINGS}: {NO_FIELDS}."]


def test_all_mistakes_are_reported_at_once(root):
    """Nobody has to build again for each mistake: settings and files are checked together."""
    edit(root, "sources.yml", "year: 2001", "year: soon")
    edit(root, "banned_wording.yml", "pattern", "patern")
    assert [line.split(": ")[0] for line in load_errors(root, {"price": 5, "nam": "x"})] == [
        SETTINGS,
        SETTINGS,
        "data/sources.yml",
        "data/banned_wording.yml",
        "data/banned_wording.yml",
    ]


def test_all_mistakes_of_one_list_are_reported_at_once(root):
    """Neither an entry nor a list hides what is wrong in the next one."""
    edit(root, "helplines.yml", "confidence: high", "confidence: hihg")
    edit(root, "helplines.yml", "    kind: crisis", "    kind: suicide")
    edit(root, "helplines.yml", "name: Unsure line", "nam: Unsure line")
    assert [line.split(" cannot be used")[0].partition(": ")[2] for line in load_errors(root)] == [
        "countries › “BB” › lines › entry 1 › nam: there is no field “nam”; write “name”.",
        "countries › “AA” › lines › “First line” › confidence: “hihg”",
        "countries › “AA” › lines › “Second line” › kind: “suicide”",
        "countries › “BB” › lines › entry 1 › name: the field is missing; add “name:”.",
    ]


# mkdocs.yml.


VALID_MKDOCS_YML = """site_name: Ask & "Tell"
site_url: https://guide.example/a/
plugins:
  - search: !relative $docs_dir
  - toc: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
extra:
  release: !ENV [GUIDE_RELEASE, false]
  practice:
    name: A
    price:
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("price:", "name: B", ", line 10: “name” is here twice; keep one of them."),
        ("price:", "price: 2026-13-45", f", line 10: “2026-13-45” {NOT_A_DATE}."),
        ("practice:\n    name: A\n    price:", "practice: !!int x", f", line 8: “x” {NOT_A_DATE}."),
        ("    price:", "  practice: {}", ", line 10: “practice” is here twice; keep one of them."),
        ("plugins:", "site_name: B\nplugins:", ", line 3: “site_name” is here twice; keep one of them."),
        ("release: !ENV", "release: 'a' b", f", line 7: did not find expected key; {YAML}."),
        (VALID_MKDOCS_YML, "", f": {NO_FIELDS}."),
        ('site_name: Ask & "Tell"\n', "", ": site_name: the field is missing; add “site_name:”."),
        *(
            ('Ask & "Tell"', f"'{name}'", f": site_name: “{name}” cannot be used; {ONE_LINE}.")
            for name in ("A <script>alert(1)</script>", "</title>", "a > b")
        ),
        ('Ask & "Tell"', '"A\\nB"', f": site_name: “A�B” cannot be used; {ONE_LINE}."),
        ('Ask & "Tell"', '"A\\u202eB"', f": site_name: “A�B” cannot be used; {NO_INVISIBLE}."),
        ('Ask & "Tell"', "", f": site_name: “None” cannot be used; {TEXT}."),
        *(
            ("https://guide.example/a/", url, f": site_url: “{url or None}” cannot be used; {message}.")
            for url, message in (
                ("", HTTPS),
                ("http://guide.example/", HTTPS),
                ("guide.example", HTTPS),
                ("https://me@guide.example/", HTTPS),
                ("https://[", HTTPS),
                ("https://guide.example/<b>/", HTTPS),
                ("https://guide.7/", HOST),
                ("https://guide.example/?a=/", SITE_URL),
                ("https://guide.example/#a/", SITE_URL),
                ("https://guide.example", SITE_URL),
                ("https://guide.example/a", SITE_URL),
            )
        ),
    ],
)
def test_a_wrong_mkdocs_yml_is_refused(old, new, message, tmp_path):
    """What would end in a traceback, be accepted silently, or reach pages as markup gets a message with its line."""
    (path := tmp_path / "mkdocs.yml").write_text(VALID_MKDOCS_YML, encoding="utf-8")
    assert examine(path) == []
    path.write_text(VALID_MKDOCS_YML.replace(old, new, 1), encoding="utf-8")
    assert examine(path) == [f"mkdocs.yml{message}"]


def test_mkdocs_yml_reads_environment_variables(tmp_path, monkeypatch):
    """An address that comes from an environment variable is checked by the value of the variable."""
    (path := tmp_path / "mkdocs.yml").write_text("site_name: A\nsite_url: !ENV GUIDE_URL\n", encoding="utf-8")
    for url, messages in (
        ("https://guide.example/", []),
        ("https://guide", [f"mkdocs.yml: site_url: “https://guide” cannot be used; {HTTPS}."]),
    ):
        monkeypatch.setenv("GUIDE_URL", url)
        assert examine(path) == messages


def test_the_real_mkdocs_yml_is_valid():
    """No field is in mkdocs.yml twice, and its name and address are valid."""
    assert examine(ROOT / "mkdocs.yml") == []


# Data files.


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "helplines.yml",
            "    region: North",
            "    regoin: North",
            "countries › “AA” › lines › “First line” › regoin: there is no field “regoin”; write “region”.",
        ),
        (
            "helplines.yml",
            "name: First line",
            "nam: First line",
            "countries › “AA” › lines › entry 1 › nam: there is no field “nam”; write “name”.",
        ),
        (
            "helplines.yml",
            "    confirmed: 2026-01-02",
            "    confirmed: soon",
            "countries › “AA” › lines › “First line” › confirmed: “soon” cannot be used; "
            "write a date, such as 2026-11-22.",
        ),
        (
            "helplines.yml",
            '"+442079460001"',
            '"020 7946 0001"',
            "countries › “AA” › lines › “First line” › dial: “020 7946 0001” cannot be used; "
            "write + and the country code, then digits only, such as “+448082000247”.",
        ),
        (
            "helplines.yml",
            '"AA"',
            '"AAA"',
            "countries › “AAA” › country: “AAA” cannot be used; write two letters, such as “GB”.",
        ),
        (
            "helplines.yml",
            "confidence: high",
            "confidence: hihg",
            "countries › “AA” › lines › “First line” › confidence: “hihg” cannot be used; write one of: high, medium.",
        ),
        (
            "helplines.yml",
            "    hours: day and night",
            "    hours: 24",
            f"countries › “AA” › lines › “First line” › hours: “24” cannot be used; {TEXT}.",
        ),
        (
            "helplines.yml",
            "    hours: day and night",
            "    hours:",
            f"countries › “AA” › lines › “First line” › hours: “None” cannot be used; {TEXT}.",
        ),
        (
            "helplines.yml",
            "    kind: crisis",
            "    kind: suicide",
            "countries › “AA” › lines › “Second line” › kind: “suicide” cannot be used; "
            "write one of: crisis, abuse, stalking, child, men, lgbt, older.",
        ),
        (
            "helplines.yml",
            "    site: https://second.example.org/\n",
            "",
            "countries › “AA” › lines › “Second line” › site: the field is missing; add “site:”.",
        ),
        *(
            (
                "helplines.yml",
                'show: "020 7946 0002"',
                f"show: {written}",
                f"countries › “AA” › lines › “Second line” › show: “{shown}” cannot be used; {NUMBER}.",
            )
            for written, shown in (
                ("0800 TALK", "0800 TALK"),
                ('"020 7946 0002 or 0003"', "020 7946 0002 or 0003"),
                ('"٠٢٠ ٧٩٤٦"', "٠٢٠ ٧٩٤٦"),
                ('"-"', "-"),
            )
        ),
        (
            "emergency.yml",
            '["333"]',
            '["3 3 3"]',
            f"emergency › “Beland” › police › entry 1: “3 3 3” cannot be used; {DIGITS}.",
        ),
        (
            "emergency.yml",
            '  police: ["333"]\n',
            "",
            "emergency › “Beland” › police: the field is missing; add “police:”.",
        ),
        (
            "sources.yml",
            "    short: First, 2001\n",
            "",
            "sources › first-2001 › short: the field is missing; add “short:”.",
        ),
        (
            "sources.yml",
            "year: 2001",
            'year: "2001"',
            "sources › first-2001 › year: “2001” cannot be used; write a year of four digits, such as 2003.",
        ),
        (
            "sources.yml",
            "year: 2001",
            "year: 201",
            "sources › first-2001 › year: “201” cannot be used; write a year of four digits, such as 2003.",
        ),
        (
            "sources.yml",
            "https://study",
            "http://study",
            f"sources › first-2001 › url: “http://study.example.org/first” cannot be used; {HTTPS}.",
        ),
        (
            "banned_wording.yml",
            "    reason: it",
            "    raeson: it",
            "banned_wording › “\\bforbidden\\b” › except › entry 1 › raeson: there is no field “raeson”; "
            "write “reason”.",
        ),
        (
            "evidence_levels.yml",
            "    label: Good evidence",
            "    label:",
            f"evidence_levels › good › label: “None” cannot be used; {TEXT}.",
        ),
        (
            "channels.yml",
            "group: phone",
            "group: fone",
            "channels › “Carrier pigeons” › group: “fone” cannot be used; "
            "write one of: phone, messages, social, online, money, home, people.",
        ),
        (
            "channels.yml",
            'notice: "no"',
            "notice: no",
            "channels › “Drums” › notice: “False” cannot be used; write one of: no, maybe, yes, in quotation marks.",
        ),
        (
            "pullbacks.yml",
            "id: whistle",
            "id: The whistle",
            "pullbacks › “The whistle” › id: “The whistle” cannot be used; "
            "write lower-case words joined by hyphens, such as “late-pick-up”.",
        ),
        (
            "replies.yml",
            "  why: A time is needed.\n",
            "",
            "replies › “late” › why: the field is missing; add “why:”.",
        ),
        ("glossary.yml", "  plain: a turn", "  plain: 7", f"glossary › “Zig” › plain: “7” cannot be used; {TEXT}."),
        (
            "exchanges.yml",
            "{they: “Fresh",
            "{thye: “Fresh",
            "exchanges › “market” › pairs › entry 1 › thye: there is no field “thye”; write “they”.",
        ),
        (
            "replies.yml",
            "why: Nothing is asked.",
            "why: <b>Nothing</b> is asked.",
            "replies › “jab” › why: “<b>Nothing</b> is asked.” cannot be used; write one paragraph without HTML.",
        ),
        (
            "glossary.yml",
            "also: [bacon, beaken]",
            "also: []",
            "glossary › “Beacon” › also: “[]” cannot be used; write one entry at least, beginning with a hyphen.",
        ),
        (
            "drawings.yml",
            "  ladder:",
            "  Ladder:",
            "drawings › Ladder: “Ladder” cannot be used; "
            "write lower-case words joined by hyphens, such as “late-pick-up”.",
        ),
        (
            "topics.yml",
            "full: true",
            "full: perhaps",
            "topics › what-is-it › full: “perhaps” cannot be used; write true or false.",
        ),
        (
            "topics.yml",
            "code: k7wm",
            "code: kiwi",
            "topics › what-is-it › code: “kiwi” cannot be used; "
            "write four of 23456789bcdfghjkmnpqrstvwxz, such as k7wm.",
        ),
        (
            "topics.yml",
            "code: k7wm",
            "code: 2345",
            "topics › what-is-it › code: “2345” cannot be used; "
            "write four of 23456789bcdfghjkmnpqrstvwxz, such as k7wm, in quotation marks.",
        ),
        *(
            (
                "topics.yml",
                "page: index.md",
                f"page: {page}",
                f"topics › what-is-it › page: “{page}” cannot be used; {PAGE}.",
            )
            for page in (
                "/",
                ".",
                "//",
                "..",
                "why/",
                "why",
                "/why.md",
                "../why.md",
                "why/.md",
                ".md",
                "why.md/",
                "a b.md",
            )
        ),
        *(
            (
                "topics.yml",
                "not-yet:",
                f"{slug}:",
                f"topics › {name}: “{name}” cannot be used; {SLUG}, in quotation marks.",
            )
            for slug, name in (("2025", "2025"), ("1", "1"), ("no", "False"))
        ),
        (
            "topics.yml",
            "not-yet:",
            f"{'a' * 61}:",
            f"topics › {'a' * 61}: “{'a' * 61}” cannot be used; write a shorter one, of 60 letters at most.",
        ),
        (
            "topics.yml",
            "title: Not yet",
            'title: "Not\\e[31m yet"',
            f"topics › not-yet › title: “Not�[31m yet” cannot be used; {NO_INVISIBLE}.",
        ),
        (
            "helplines.yml",
            "    confirmed: 2026-01-02",
            "    confirmed: 2026-01-02 10:00:00",
            "countries › “AA” › lines › “First line” › confirmed: “2026-01-02 10:00:00” cannot be used; "
            "write a date, such as 2026-11-22.",
        ),
        (
            "topics.yml",
            "    title: Not yet\n",
            "",
            "topics › not-yet › title: the field is missing; add “title:”.",
        ),
        (
            "topics.yml",
            "title: Not yet",
            "title: <b>Not</b> yet",
            "topics › not-yet › title: “<b>Not</b> yet” cannot be used; write one paragraph without HTML.",
        ),
        ("topics.yml", "title: Not yet", "title: 7", f"topics › not-yet › title: “7” cannot be used; {TEXT}."),
        (
            "topics.yml",
            "    group: help\n",
            "",
            "topics › not-yet › group: the field is missing; add “group:”.",
        ),
        (
            "topics.yml",
            "group: help",
            "group: hepl",
            "topics › not-yet › group: “hepl” cannot be used; "
            "write one of: lists, why, deciding, safety, doing, pulled, slipping, less, healing, law, situations, "
            "help.",
        ),
        (
            "topics.yml",
            "apply: true",
            "apply: perhaps",
            "topics › what-is-it › apply: “perhaps” cannot be used; write true or false.",
        ),
        ("redirects.yml", "{}", "{/old/: why/}", f"redirects › /old/: “/old/” cannot be used; {ADDRESS}."),
        ("redirects.yml", "{}", '{"old/#a": why/}', f"redirects › old/#a: “old/#a” cannot be used; {ADDRESS}."),
        (
            "redirects.yml",
            "{}",
            '{old/: "https://elsewhere.example/"}',
            f"redirects › old/: “https://elsewhere.example/” cannot be used; {TARGET}.",
        ),
        ("redirects.yml", "{}", "{old/: }", f"redirects › old/: “None” cannot be used; {TARGET}."),
        ("redirects.yml", "redirects:", "redirect:", "redirect: there is no field “redirect”; write “redirects”."),
        (
            "url_registry.yml",
            "short_links:",
            "shortlinks:",
            "url_registry › shortlinks: there is no field “shortlinks”; write “short_links”.",
        ),
        (
            "url_registry.yml",
            "pages: {}",
            "pages: {a/: {title: A}}",
            "url_registry › pages › a/ › anchors: the field is missing; add “anchors:”.",
        ),
        (
            "url_registry.yml",
            "pages: {}",
            'pages: {"/a/": {title: A, anchors: {}}}',
            f"url_registry › pages › /a/: “/a/” cannot be used; {ADDRESS}.",
        ),
        (
            "url_registry.yml",
            "others: []",
            "others: [../a]",
            f"url_registry › others › entry 1: “../a” cannot be used; {TARGET}.",
        ),
        (
            "url_registry.yml",
            "short_links: {}",
            "short_links: {kiwi: {topic: a, target: a/}}",
            "url_registry › short_links › kiwi: “kiwi” cannot be used; "
            "write four of 23456789bcdfghjkmnpqrstvwxz, such as k7wm.",
        ),
        (
            "headers.yml",
            """frame-ancestors: "*\"""",
            "frame-ancestors: https://elsewhere.example",
            "headers › policies › /card/ › frame-ancestors: “https://elsewhere.example” cannot be used; "
            "write one of: 'none', 'self', *.",
        ),
        (
            "headers.yml",
            """frame-ancestors: "*\"""",
            """script-src: "*\"""",
            f"headers › policies › /card/ › script-src: “*” cannot be used; {ALLOWED}.",
        ),
        (
            "headers.yml",
            """frame-ancestors: "'none'\"""",
            """frame-ancestors: "*\"""",
            f"headers › policy › frame-ancestors: “*” cannot be used; {ALLOWED}.",
        ),
        (
            "headers.yml",
            "/card/:",
            "card:",
            "headers › policies › card: “card” cannot be used; "
            "write / or a name between two slashes, such as /assets/.",
        ),
        (
            "headers.yml",
            """frame-ancestors: "*\"""",
            """frame-ancestor: "*\"""",
            "headers › policies › /card/ › frame-ancestor: there is no field “frame-ancestor”; "
            "write “frame-ancestors”.",
        ),
        (
            "quick_exit.yml",
            "https://first.example/",
            "http://first.example/",
            "quick_exit › “The front page of Wikipedia” › url: “http://first.example/” cannot be used; "
            "write an address that begins with https://, such as https://www.example.org/.",
        ),
        (
            "traces.yml",
            "rows: 6, listed: 5",
            "rows: true, listed: 5",
            "traces › found › ordinary › chromium › rows: “True” cannot be used; write a number, 0 or more.",
        ),
        (
            "traces.yml",
            "rows: 6, listed: 5",
            "rows: 6, listed: -1",
            "traces › found › ordinary › chromium › listed: “-1” cannot be used; write a number, 0 or more.",
        ),
        (
            "headers.yml",
            "    script-src:",
            "    scirpt-src:",
            "headers › policy › scirpt-src: there is no field “scirpt-src”; write “script-src”.",
        ),
        (
            "headers.yml",
            """script-src: "'self'\"""",
            """script-src: "'self' 'unsafe-inline'\"""",
            f"headers › policy › script-src: “'self' 'unsafe-inline'” cannot be used; {ALLOWED}.",
        ),
        (
            "headers.yml",
            """script-src: "'self'\"""",
            "script-src: self",
            f"headers › policy › script-src: “self” cannot be used; {ALLOWED}.",
        ),
        (
            "headers.yml",
            """connect-src: "'self'\"""",
            """connect-src: "'self' https://count.example.net\"""",
            f"headers › policy › connect-src: “'self' https://count.example.net” cannot be used; {ALLOWED}.",
        ),
        (
            "headers.yml",
            """default-src: "'none'\"""",
            """default-src: "'none' 'self'\"""",
            f"headers › policy › default-src: “'none' 'self'” cannot be used; {ALLOWED}.",
        ),
        (
            "headers.yml",
            """    frame-ancestors: "'none'"\n""",
            "",
            "headers › policy › frame-ancestors: the field is missing; add “frame-ancestors:”.",
        ),
        (
            "headers.yml",
            "Referrer-Policy: no-referrer",
            '"Referrer-Policy:": no-referrer',
            f"headers › always › Referrer-Policy:: “Referrer-Policy:” cannot be used; {HEADER_NAME}.",
        ),
        (
            "headers.yml",
            "Referrer-Policy: no-referrer",
            "Referrer-Policy: off",
            f"headers › always › Referrer-Policy: “False” cannot be used; {TEXT}.",
        ),
        (
            "headers.yml",
            "Referrer-Policy: no-referrer",
            "Referrer-Policy: a $b",
            f"headers › always › Referrer-Policy: “a $b” cannot be used; {HEADER_VALUE}.",
        ),
        (
            "headers.yml",
            "Cache-Control: no-store",
            """Cache-Control: 'no-"store'""",
            f'headers › missing › Cache-Control: “no-"store” cannot be used; {HEADER_VALUE}.',
        ),
        (
            "headers.yml",
            "/assets/:",
            "assets:",
            "headers › folders › assets: “assets” cannot be used; "
            "write / or a name between two slashes, such as /assets/.",
        ),
        (
            "headers.yml",
            """frame-ancestors: "*\"""",
            """no: "*\"""",
            "headers › policies › /card/ › False: there is no field “False”; write one of: base-uri, connect-src, "
            "default-src, font-src, form-action, frame-ancestors, frame-src, img-src, manifest-src, media-src, "
            "script-src, style-src, worker-src.",
        ),
        ("headers.yml", "    /:", "    /r/:", "headers › folders › /: the field is missing; add “/:”."),
        ("strings/en.yml", "language: en", "langage: en", "langage: there is no field “langage”; write “language”."),
        ("strings/en.yml", "  home: Start", "  home: 7", f"strings › home: “7” cannot be used; {TEXT}."),
    ],
    ids=lambda value: value if str(value).endswith(".yml") else "",
)
def test_a_wrong_fact_is_refused(name, old, new, message, root):
    """A misspelt field, a missing field and a wrong kind of value are answered with where it is and what to write."""
    edit(root, name, old, new)
    assert load_errors(root)[0] == f"data/{name}: {message}"


IMPOSSIBLE = (
    ("2026-13-45", "2026-13-45"),
    ("2026-02-30 25:61:61", "2026-02-30 25:61:61"),
    ("2026-01-01T00:00:00+99:99", "2026-01-01T00:00:00+99:99"),
    ("0x_", "0x_"),
    ("9" * 5000, "9" * 80),
    (f"0x{'9' * 5000}", f"0x{'9' * 78}"),
    *((f"!!{kind} x", "x") for kind in ("int", "float", "timestamp", "bool", "map")),
    ("!!int ''", ""),
)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "sources.yml",
            "sources:",
            "sources: a: b",
            f", line 2: mapping values are not allowed in this context; {YAML}.",
        ),
        ("sources.yml", "second-2002", "first-2001", ", line 10: “first-2001” is here twice; keep one of them."),
        ("evidence_levels.yml", "  some:", "  good:", ", line 8: “good” is here twice; keep one of them."),
        (
            "banned_wording.yml",
            "  why: it",
            "\twhy: it",
            f", line 4: found character that cannot start any token; {YAML}.",
        ),
        (
            "emergency.yml",
            '  police: ["333"]',
            '  police: ["333"]\n  police: ["334"]',
            ", line 17: “police” is here twice; keep one of them.",
        ),
        *(
            ("sources.yml", "title: A study of one thing", f"title: {written}", f", line 5: “{shown}” {NOT_A_DATE}.")
            for written, shown in IMPOSSIBLE
        ),
        (
            "sources.yml",
            "title: A study of one thing",
            "title: &a [*a]",
            f", line 5: found unconstructable recursive node; {YAML}.",
        ),
        (
            "sources.yml",
            "title: A study of one thing",
            f"title: {'[' * 3000}{']' * 3000}",
            ": it is nested too deeply; use fewer levels.",
        ),
        (
            "sources.yml",
            "title: A study of one thing",
            "title: The \x1bfirst study",
            ": it contains an invisible control character; delete it, or type that text again.",
        ),
    ],
    ids=lambda value: value if str(value).endswith(".yml") else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(name, old, new, message, root):
    """An extra colon, a tab, a repeated name or an impossible date gets a message with its line and what to do."""
    edit(root, name, old, new)
    assert load_errors(root) == [f"data/{name}{message}"]


YAML_FRAGMENTS = st.sampled_from(
    [
        "a", "b:", "- ", ": ", "? ", "[", "]", "{", "}", ", ", "\n", "\n  ", "&a ", "*a", "<<: ", "!!int ", "!!float ",
        "!!bool ", "!!timestamp ", "!!binary ", "!!set ", "!!omap ", "!!map ", "!!str ", "!x ", "0x", "0b_", "1_",
        "2026-13-45", "2026-01-01", " 25:61:61", "9" * 5000, '"', "'", "\\", "|", ">", "%", "@", "#", "---", "...",
        "\t", "\x1b", "\ufeff",
    ]
)  # fmt: skip


@STEADY
@given(written=st.lists(YAML_FRAGMENTS, max_size=12).map("".join) | st.text(max_size=30))
def test_any_file_is_read_or_refused(written, tmp_path_factory):
    """Whatever a file contains, it is read, or the error begins with its name and ends with what to write."""
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text(written, encoding="utf-8", errors="replace")
    for loader in (None, _Settings):
        try:
            str(read_yaml(path, loader))
        except InputError as error:
            assert re.fullmatch(r"any\.yml(, line \d+)?: .+; .+\.", str(error), re.DOTALL)


def test_a_missing_file_is_load_errors(root):
    """A missing data file is named, with where to get it back."""
    (root / "data" / "sources.yml").unlink()
    assert load_errors(root) == ["data/sources.yml: the file is missing; put it back, from Git or from a copy."]


@pytest.mark.parametrize("content", [b"", b"only words", b"- a list"])
def test_a_file_without_fields_is_refused(content, root):
    """A file that was emptied by mistake gets a message that says how its facts are written."""
    (root / "data" / "banned_wording.yml").write_bytes(content)
    assert load_errors(root) == [
        "data/banned_wording.yml: there are no fields here; write each as “name: value”, on a line of its own."
    ]


def test_a_file_in_another_encoding_is_load_errors(root):
    """A file in an old encoding gets a message that says how to save it."""
    (root / "data" / "banned_wording.yml").write_bytes("refused: [Grüße]".encode("latin-1"))
    assert load_errors(root) == ["data/banned_wording.yml: the letters cannot be read; save the file as UTF-8."]


def test_a_path_is_named_from_the_data_folder_down(tmp_path):
    """A project that is itself inside a folder called data still names its files as an editor knows them."""
    with pytest.raises(InputError, match=r"^data/banned_wording.yml: the file is missing"):
        read_yaml(tmp_path / "data" / "guide" / "data" / "banned_wording.yml")
    with pytest.raises(InputError, match=r"^banned_wording.yml: the file is missing"):
        read_yaml(tmp_path / "banned_wording.yml")


def test_the_same_field_in_two_entries_is_accepted(root):
    """A field may not be repeated within one entry; every line has its own name."""
    assert len(load(root, None).countries[0].lines) == 2


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [('"BB"', '"AA"', "AA"), ("name: Second line", "name: First line\n    region: North", "First line")],
)
def test_a_country_or_a_line_that_is_listed_twice_is_refused(old, new, name, root):
    """Of two entries an editor would change only one, so the second is refused."""
    edit(root, "helplines.yml", old, new)
    assert load_errors(root)[0] == f"data/helplines.yml: “{name}” is listed twice; keep one entry."


def test_two_lines_with_one_name_may_serve_two_regions(root):
    """A service with a number for each region is no mistake."""
    edit(root, "helplines.yml", "name: Second line", "name: First line\n    region: South")
    assert [line.region for line in load(root, None).countries[0].lines] == ["North", "South"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("channels.yml", "id: drums", "id: pigeons", "the id “pigeons” is there twice; give one of them another."),
        ("pullbacks.yml", "id: knock", "id: whistle", "the id “whistle” is there twice; give one of them another."),
        ("glossary.yml", "word: Zig", "word: Beacon", "the word “Beacon” is there twice; give one of them another."),
        ("safety_check.yml", "id: rain", "id: fire", "the id “fire” is there twice; give one of them another."),
        ("replies.yml", "id: jab", "id: late", "the id “late” is there twice; give one of them another."),
        (
            "topics.yml",
            "    full: true\n",
            "    full: true\n  another:\n    code: k7wm\n    title: Another\n    group: why\n    full: false\n",
            "the code “k7wm” is there twice; give one of them another.",
        ),
        (
            "topics.yml",
            "    full: false\n",
            "    full: false\n  more:\n    code: 4d5f\n    title: More\n    group: why\n    full: false\n",
            "the topics of the group “why” are in 2 places; put them next to each other.",
        ),
        (
            "quick_exit.yml",
            "- name: A weather page\n  url: https://second.example/weather\n  reviewed: 2026-01-02\n  role: author\n",
            "",
            "“exits” needs two addresses, since the first may not answer; add another.",
        ),
        (
            "headers.yml",
            "Cache-Control: no-store",
            "referrer-policy: origin",
            "“referrer-policy” is under always and under missing; keep it under folders, for all under /.",
        ),
        (
            "replies.yml",
            "  biff: “Hello. I come at five. Thanks.”\n",
            "",
            "“late” needs a reply but has no biff; add it.",
        ),
        (
            "replies.yml",
            'needs: "yes"',
            'needs: "no"',
            "“late” is marked “no”, yet grey, biff, yellow offers words to send; take them out.",
        ),
        ("safety_check.yml", "leads: out", "leads: oust", "“fire” leads to “oust”, which is no outcome; write “out”."),
        (
            "safety_check.yml",
            "none: onward",
            "none: onwards",
            "“none” leads to “onwards”, which is no outcome; write “onward”.",
        ),
    ],
    ids=lambda value: value if str(value).endswith(".yml") else "",
)
def test_facts_that_contradict_each_other_are_refused(name, old, new, message, root):
    """A repeated id, a reply where none is meant, and a link to a missing outcome are each refused."""
    edit(root, name, old, new)
    assert load_errors(root) == [f"data/{name}: {message}"]


# Addresses of the guide.


@pytest.mark.parametrize(
    "address",
    [
        "./",
        "why/",
        "why/label/",
        "files/why.pdf",
        "handouts.json",
        "handouts.schema.json",
        "files/guide-a4.pdf",
        "r/k7wm/text-k7wm.pdf",
        "2/",
    ],
)
def test_an_address_of_the_guide_is_valid(address):
    """Each kind of address that the guide publishes is valid in the redirects and in the URL registry."""
    assert value_checks.address(address) == value_checks.target(address) == address


@pytest.mark.parametrize("address", ["./#start", "why/#how", "why/label/#a-b-1", "index.html#a"])
def test_a_redirect_may_lead_to_an_anchor(address):
    """The target may have a fragment; an old address may not, since browsers do not send fragments to servers."""
    assert value_checks.target(address) == address
    with pytest.raises(ValueError):
        value_checks.address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", " ", "/", "/why/", "//elsewhere.example/", "///", "../", "../why/", "why/../", "why//", ".", "./why/",
        "why", "https://elsewhere.example/", "javascript:alert(1)", "javascript:alert(1)/", "data:text/html,x",
        "mailto:a.b", "why/?a=b", "why/#", "#how", "why/#how#how", "why/#how/", "why/#Ho w", "a b/", "why/\n",
        "why/ ", " why/", 'why/"', "why/'", "<b>/", "why/;", "why/{", "$uri/", "a\\b/", "%2e%2e/", "\u202ewhy/",
        "why\u200b/", "wi\u0301/",
        ".why/", ".well-known/", "_headers", ".htaccess", "why/.pdf", "a.", None, 7, True, ["why/"], {},
    ],
)  # fmt: skip
def test_no_other_address_is_accepted(address):
    """An address that leaves the guide, goes above its root, or could break a server's settings is refused."""
    for check in (value_checks.target, value_checks.address):
        with pytest.raises(ValueError):
            check(address)


ADDRESS_FRAGMENTS = st.sampled_from(
    [
        "why", "a-b", "/", "//", "./", "../", ".", "..", "#", "#how", "?", ":", "javascript:", "https:",
        "www.a.example", "pdf", " ", "\n", "\t", "\r", '"', "'", "<", ">", "&", ";", "{", "}", "$", "\\",
        "%2e", "\u202e", "\u200f", "\u2028", "é", "A", "_", "@", "\0", "x" * 300,
    ]
)  # fmt: skip
ADDRESSES = st.lists(ADDRESS_FRAGMENTS, max_size=7).map("".join) | st.text(max_size=30)


@STEADY
@given(address=ADDRESSES)
def test_an_accepted_address_stays_in_the_guide(address):
    """Any accepted address is ASCII, resolves to the guide's own host and never above its root."""
    try:
        accepted = value_checks.target(address)
    except ValueError:
        return
    assert accepted == address
    assert accepted.isascii()
    assert not set(accepted) & set(" \t\r\n\"'<>&;{}$\\%?@:\0")
    resolved = urlsplit(urljoin(f"{URL}guide/", accepted))
    assert (resolved.scheme, resolved.netloc) == ("https", "guide.example")
    assert resolved.path.startswith("/guide/")
    last = resolved.path.rpartition("/")[2]
    assert not last or "." in last or last.isupper()
    assert urlsplit(f"/{accepted}").netloc == ""


@STEADY
@given(address=ADDRESSES, other=ADDRESSES)
def test_both_addresses_of_a_redirect_are_checked(address, other):
    """Whatever is in data/redirects.yml, a redirect is accepted only if both of its addresses are."""
    good = True
    for check, value in ((value_checks.address, address), (value_checks.target, other)):
        try:
            check(value)
        except ValueError:
            good = False
    assert (problems({"redirects": {address: other}}, RedirectsFile, "data/redirects.yml") == []) is good


def test_a_very_long_address_is_checked_quickly():
    """No address slows down the build, and a long one is not refused for its length."""
    assert value_checks.target("why/" * 5000) == "why/" * 5000
    for address in (
        "why/" * 5000 + "!",
        "a" * 20000,
        "a-" * 20000 + "/" + "a" * 20000,
        "." * 20000,
        "a." * 20000 + "!",
    ):
        with pytest.raises(ValueError):
            value_checks.target(address)


def test_the_url_registry_accepts_every_download():
    """The next build can read what a release records, for every download."""
    others = sorted(Manifest().addresses({"a": topic("k7wm", "a.md")}))
    register = {"pages": {}, "others": others, "short_links": {"k7wm": {"topic": "a", "target": "a/"}}}
    assert problems({"url_registry": register}, UrlRegistryFile, "data/url_registry.yml") == []


@STEADY
@given(
    pages=st.dictionaries(
        st.just("./") | st.from_regex(r"[a-z0-9-]{1,5}/", fullmatch=True),
        st.fixed_dictionaries(
            {
                "title": st.text(min_size=1),
                "anchors": st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=3),
            }
        ),
        max_size=3,
    ),
)
def test_the_url_registry_accepts_any_heading(pages):
    """The registry can be read whatever text a heading has; only an empty heading is refused."""
    words = [text for page in pages.values() for pair in page["anchors"].items() for text in (page["title"], *pair)]
    words += [page["title"] for page in pages.values()]
    register = {"pages": pages, "others": [], "short_links": {}}
    wrong = problems({"url_registry": register}, UrlRegistryFile, "data/url_registry.yml")
    assert (wrong == []) is all(text.strip() for text in words)


# Headers.


@pytest.mark.parametrize("name", ["Two\nlines", "A: b", "A b", "A;", "", "-", None, 5])
def test_a_header_has_a_plain_name(name):
    """A name that would end early, or begin another header, is refused before it reaches a server's settings."""
    with pytest.raises(ValueError):
        value_checks.header(name)


@pytest.mark.parametrize("value", ["a\nSet-Cookie: b", "a\r", 'a"; }', "$host", "a\\", "é", "\t", "", None, 1, False])
def test_the_value_of_a_header_cannot_break_out(value):
    """A value that would end the line, or mean something else in a server's settings, is refused."""
    with pytest.raises(ValueError):
        value_checks.header_value(value)


def test_usual_values_of_headers_are_accepted():
    """Brackets, single quotation marks, commas and equals signs are accepted unchanged."""
    for value in ("camera=(), usb=(self)", "default-src 'none'; img-src data:", "max-age=31536000", "1"):
        assert value_checks.header_value(value) == value


# The loaded facts.


def test_the_facts_have_every_field(root):
    """Macros and hooks can read any field, whether the file contains it or not."""
    facts = load(root, PRACTICE)
    first, second = facts.countries[0].lines
    assert (first.region, second.region, second.hours) == ("North", None, None)
    assert [country.id for country in facts.countries] == ["aland", "beland", "deland"]
    assert [len(country.lines) for country in facts.countries] == [2, 1, 0]
    assert [country.ambulance for country in facts.countries] == [("112",), (), ("444",)]
    assert facts.countries[1].silent is None


def test_a_topic_has_its_address(root):
    """The address of a topic is relative to the guide's root, and fields that its entry omits have a default."""
    topics = load(root, None).topics
    assert (topics["what-is-it"].slug, topics["what-is-it"].address) == ("what-is-it", "./")
    assert topics["what-is-it"].apply is True
    unanswered = topics["not-yet"]
    assert (unanswered.address, unanswered.page, unanswered.section, unanswered.apply) == ("", None, None, False)


@pytest.mark.parametrize(
    ("page", "section", "address"),
    [
        ("index.md", None, "./"),
        ("index.md", "start", "./#start"),
        ("why/index.md", None, "why/"),
        ("why/index.md", "helps", "why/#helps"),
        ("why/evidence.md", "limits", "why/evidence/#limits"),
        ("sessions.md", None, "sessions/"),
        ("how/myindex.md", None, "how/myindex/"),
        ("how/a.mdx.md", None, "how/a.mdx/"),
    ],
)
def test_the_address_of_a_topic_is_that_of_the_built_page(page, section, address, root):
    """Short links, embeds and QR codes lead to the page as MkDocs builds it, with the section as fragment."""
    edit(root, "topics.yml", "page: index.md", f"page: {page}" + (f"\n    section: {section}" if section else ""))
    assert load(root, None).topics["what-is-it"].address == address


def test_redirects_and_url_registry_are_loaded(root):
    """Hooks can read the redirects, the published addresses and the address of the guide."""
    edit(root, "redirects.yml", "{}", "{old/: ./, a.json: b.json}")
    edit(root, "url_registry.yml", "others: []", "others: [a.json]")
    facts = load(root, None, url=URL)
    assert facts.redirects == {"old/": "./", "a.json": "b.json"}
    assert facts.url_registry.model_dump() == {"pages": {}, "others": ("a.json",), "short_links": {}}
    assert (facts.url, load(root, None).url) == (URL, "")


CHANGES = """# Changes

Words before.

## 1.2.3 · 2026-01-02

A sentence.

### Pages

- One page · with a dot
- ## Two
not a point

### For maintainers

- A tool

### Drawings

- Three

## 1.2.2

- Before any heading
"""


def test_the_changelog_is_read_edition_by_edition(root):
    """Readers see the changes that concern them, the newest first, without those for maintainers."""
    (root / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    first, second = load(root, None).editions
    assert (first.version, first.day) == ("1.2.3", "2026-01-02")
    assert first.changes == (("Pages", "One page · with a dot"), ("Pages", "## Two"), ("Drawings", "Three"))
    assert (second.version, second.day, second.changes) == ("1.2.2", "", ())


@pytest.mark.parametrize(
    "heading",
    [
        "9.9 · soon, we hope",
        "9.9 · 2026-13-45",
        "9.9 · 2026",
        "9.9 · 20260102",
        "9.9 · 2026-W01-1",
        "9.9 · 2026-01-02 · late",
        "<b>9</b> · 2026-01-02",
        "9 9",
        "9.",
        "· 2026-01-02",
        "",
    ],
)
def test_a_heading_of_the_changelog_is_a_version_and_a_day(heading, root):
    """Pages show the version and the feed shows the day, so each heading without them is named."""
    (root / "CHANGELOG.md").write_text(f"## 9\n\n## {heading}\n\n## 1.2-a+3 ·2026-01-02\n", encoding="utf-8")
    assert load_errors(root) == [
        f"CHANGELOG.md: the heading “{heading}” cannot be used; write the version and its day, such as "
        "“1.2.3 · 2026-11-22”."
    ]


def test_confirmations_are_those_of_the_numbers_that_are_shown(root):
    """A release asks for the confirmation of the numbers that readers see, and of no others."""
    assert load(root, None).confirmations == [
        ("data/emergency.yml: “Aland”", date(2026, 1, 3)),
        ("data/helplines.yml: “Aland: First line”", date(2026, 1, 2)),
        ("data/helplines.yml: “Aland: Second line”", None),
        ("data/emergency.yml: “Beland”", None),
    ]


@pytest.mark.parametrize(
    ("changelog", "version"),
    [("# Changes\n\n## 1.2.3 · 2026-01-02\n\n## 1.2.2", "1.2.3"), ("# Changes\n", ""), (None, "")],
)
def test_the_version_is_the_top_heading_of_the_changelog(changelog, version, root):
    """Readers see the version that the changelog begins with, or none."""
    if changelog is not None:
        (root / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    assert load(root, None).version == version


@pytest.mark.parametrize("number", ["020 7946", "+", "+44 20", "+12345", "+12345678901234567", 44])
def test_a_number_for_dialling_is_complete(number):
    """A number can be dialled from any country, so it begins with + and has digits only."""
    assert [line for line in problems({"dial": number}, Helpline, "here") if "dial" in line] == [
        f"here: dial: “{number}” cannot be used; "
        "write + and the country code, then digits only, such as “+448082000247”."
    ]
    assert [line for line in problems({"dial": "+442079460001"}, Helpline, "here") if "dial" in line] == []


@pytest.mark.parametrize("shown", ["020 7946 0009", "020 7945 0001", "0207 946 000", "7946 0001", "00 20 7946 0001"])
def test_a_number_that_shows_one_and_dials_another_is_refused(shown, root):
    """Every digit counts: whoever changes only one form of a number gets an error before a reader rings a stranger."""
    edit(root, "helplines.yml", '"020 7946 0001"', f'"{shown}"')
    assert load_errors(root) == [
        f"data/helplines.yml: “First line” shows {shown} but dials +442079460001; write the same number "
        "in both, in “dial” with + and the country code."
    ]


def test_a_number_of_another_country_is_load_errors(root):
    """A number that is right but for its country code rings abroad."""
    for name in ("helplines.yml", "emergency.yml"):
        edit(root, name, 'country: "AA"', 'country: "IE"')
    assert [line.partition(";")[0] for line in load_errors(root)] == [
        "data/helplines.yml: “First line” shows 020 7946 0001 but dials +442079460001"
    ]


@pytest.mark.parametrize(
    ("country", "shown", "dialled"),
    [
        ("GB", "0808 2000 247", "+448082000247"),
        ("HU", "06 80 20 55 20", "+3680205520"),  # another trunk prefix
        ("IT", "02 2327 2327", "+390223272327"),  # keeps its 0
        ("US", "1-800-799-7233", "+18007997233"),
        ("AR", "(011) 5275-1135", "+541152751135"),
    ],
)
def test_a_number_may_be_shown_as_its_country_writes_it(country, shown, dialled):
    """What people dial at home before a number is not part of it abroad, and the check knows that."""
    line = Helpline.model_construct(name="A line", show=shown, dial=dialled)
    assert consistency._dials((CountryHelplines.model_construct(country=country, lines=(line,)),)) == []


@pytest.mark.parametrize(
    "written",
    ["13\u00a011\u00a014", "13\u202f11\u202f14", "13\u201111\u201114", "13.11.14", "(13) 11 14", "13 11 14", "131114"],
)
def test_every_digit_of_a_number_is_dialled(written):
    """However the digits are set apart, as on the page from which they were copied, a tap dials all of them."""
    assert value_checks.shown_number(written) == written
    assert dialled(written) == "131114"


def test_a_country_without_emergency_numbers_is_load_errors(root):
    """A country is never shown with helplines alone."""
    edit(root, "emergency.yml", 'country: "BB"', 'country: "CC"')
    assert load_errors(root) == [
        "data/emergency.yml: “BB” has helplines in data/helplines.yml and no emergency numbers here; add its entry, "
        "with the numbers of police, ambulance and fire brigade."
    ]


def test_a_number_that_is_not_shown_is_not_in_a_name(root):
    """The page says that it shows no number for an unsure line, so its name has none either."""
    edit(root, "helplines.yml", "name: Unsure line", "name: Unsure line 020-79460003")
    assert [line.partition(", while")[0] for line in load_errors(root)] == [
        "data/helplines.yml: “Unsure line 020-79460003” has its number in its name"
    ]

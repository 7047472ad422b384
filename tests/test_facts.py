"""A wrong fact or setting is refused with where, what, and what to write: for whoever edits data/ or mkdocs.yml."""

from datetime import date

import pytest
from kitchen import PRACTICE, lay_out
from voluptuous import Invalid

from macros import shapes
from macros.facts import load, read_yaml
from macros.refusal import Refused

SETTINGS = "mkdocs.yml, extra › practice"
HTTPS = "write an address that begins with https://, such as https://www.example.org/"
TEXT = "write a text, in quotation marks if it is only digits"
LIST = "write a list: a line for each entry, beginning with a hyphen"
HEADER = "write words joined by hyphens, such as Cache-Control"
SENT = 'write one line of plain letters, digits and signs, without ", $ and \\'
ALLOWED = "write 'none' alone, or 'self' and data:, with the single quotation marks"
YAML = "put the text into quotation marks if it holds a colon, and indent with spaces"
ALL_SETTINGS = (
    "name, offer, kind, apply_url, apply_fields, languages, helpline_regions, not_for, accent, medium, regions, price, "
    "length, waiting_time, answer_within, cancellation, qualification, registration, confidentiality"
)


@pytest.fixture
def root(tmp_path):
    """A folder with small facts, for one test alone."""
    return lay_out(tmp_path)


def refused(root, practice=PRACTICE):
    """What is said when these facts are loaded."""
    with pytest.raises(Refused) as found:
        load(root, practice)
    return str(found.value).splitlines()


def edit(root, name, old, new):
    """Replace a text in a data file, as an editor would."""
    path = root / "data" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{name} holds no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# Settings.


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"pricee": "50"}, "pricee: there is no field “pricee”; write “price”."),
        ({"price": 50}, f"price: “50” cannot be used; {TEXT}."),
        ({"price": ["50"]}, f"price: “['50']” cannot be used; {TEXT}."),
        ({"name": "  "}, f"name: “  ” cannot be used; {TEXT}."),
        ({"kind": "magic"}, "kind: “magic” cannot be used; write one of: therapy, coaching, counselling."),
        ({"offer": "A. B. C. D."}, "offer: “A. B. C. D.” cannot be used; write three sentences at most."),
        ({"languages": "English"}, f"languages: “English” cannot be used; {LIST}."),
        ({"languages": ["en", 5]}, f"languages › entry 2: “5” cannot be used; {TEXT}."),
        (
            {"languages": ["English"]},
            "languages › entry 1: “English” cannot be used; write the code of a language, such as “en” or “ur”.",
        ),
        ({"apply_fields": {"topics": "t"}}, "apply_fields › topics: there is no field “topics”; write “topic”."),
        (
            {"apply_fields": "topic"},
            "apply_fields: “topic” cannot be used; write its fields below it, each as “name: value”.",
        ),
        (
            {"helpline_regions": ["UK"]},
            "helpline_regions: no country “UK” in data/helplines.yml; write one of: AA, BB.",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_setting_is_refused(setting, said, root):
    """A misspelt setting, a wrong kind of value and an unknown choice are each answered with what to write."""
    assert refused(root, setting) == [f"{SETTINGS}: {said}"]


def test_a_setting_like_no_other_is_answered_with_all_that_there_are(root):
    """Whoever invents a setting reads which ones exist."""
    assert refused(root, {"xyz": 1})[0].startswith(f"{SETTINGS}: xyz: there is no field “xyz”; write one of: accent, ")
    assert sorted(str(key) for key in shapes.PRACTICE) == sorted(ALL_SETTINGS.split(", "))


@pytest.mark.parametrize(
    "address",
    [
        "http://forms.example.org/",
        "forms.example.org",
        "https://forms",
        "https://forms.example.org/a b",
        'https://forms.example.org/"onclick="x',
        "https://forms.example.org/<script>",
        "https://forms.example.org/\\",
        "https://forms.example.org/`a`",
        "javascript:alert(1)",
    ],
)
def test_only_a_whole_https_address_is_taken_for_applications(address, root):
    """A reader is never sent to an unprotected or a broken address."""
    assert refused(root, {"apply_url": address}) == [f"{SETTINGS}: apply_url: “{address}” cannot be used; {HTTPS}."]


@pytest.mark.parametrize("practice", [None, {}, {"name": "", "languages": [], "price": None}])
def test_what_is_left_open_is_empty(practice, root):
    """Settings may be left out or empty, and all of them are there for an ingredient to ask for."""
    facts = load(root, practice)
    assert set(facts.practice.values()) == {None}
    assert sorted(facts.practice) == sorted(ALL_SETTINGS.split(", "))


def test_settings_that_are_no_settings_are_refused(root):
    """A practice that is only a word is answered with how settings are written."""
    assert refused(root, "Sam Roe") == [
        f"{SETTINGS}: there are no fields here; write each as “name: value”, on a line of its own."
    ]


def test_all_mistakes_are_said_at_once(root):
    """Nobody has to build again for each mistake: settings and files are judged together."""
    edit(root, "sources.yml", "year: 2001", "year: soon")
    edit(root, "refused.yml", "pattern", "patern")
    assert [line.split(": ")[0] for line in refused(root, {"price": 5, "nam": "x"})] == [
        SETTINGS,
        SETTINGS,
        "data/sources.yml",
        "data/refused.yml",
        "data/refused.yml",
    ]


# Data files.


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "helplines.yml",
            "    region: North",
            "    regoin: North",
            "countries › “Aland” › lines › “First line” › regoin: there is no field “regoin”; write “region”.",
        ),
        (
            "helplines.yml",
            "name: First line",
            "nam: First line",
            "countries › “Aland” › lines › entry 1 › nam: there is no field “nam”; write “name”.",
        ),
        (
            "helplines.yml",
            "    confirmed: 2026-01-02",
            "    confirmed: soon",
            "countries › “Aland” › lines › “First line” › confirmed: “soon” cannot be used; "
            "write a date, such as 2026-11-22.",
        ),
        (
            "helplines.yml",
            '"+442079460001"',
            '"020 7946 0001"',
            "countries › “Aland” › lines › “First line” › dial: “020 7946 0001” cannot be used; "
            "write + and the country code, then digits only, such as “+448082000247”.",
        ),
        (
            "helplines.yml",
            '"AA"',
            '"AAA"',
            "countries › “Aland” › country: “AAA” cannot be used; write two letters, such as “GB”.",
        ),
        (
            "helplines.yml",
            "confidence: high",
            "confidence: hihg",
            "countries › “Aland” › lines › “First line” › confidence: “hihg” cannot be used; "
            "write one of: high, medium.",
        ),
        (
            "helplines.yml",
            'show: "111"',
            "show: 111",
            f"countries › “Aland” › emergency › entry 1 › show: “111” cannot be used; {TEXT}.",
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
            "refused.yml",
            "    reason: it",
            "    raeson: it",
            "refused › “\\bforbidden\\b” › except › entry 1 › raeson: there is no field “raeson”; write “reason”.",
        ),
        (
            "strengths.yml",
            "    label: Good evidence",
            "    label:",
            f"strengths › good › label: “None” cannot be used; {TEXT}.",
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
            "exits.yml",
            "https://first.example/",
            "http://first.example/",
            "exits › “The front page of Wikipedia” › url: “http://first.example/” cannot be used; "
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
            f"headers › always › Referrer-Policy:: “Referrer-Policy:” cannot be used; {HEADER}.",
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
            f"headers › always › Referrer-Policy: “a $b” cannot be used; {SENT}.",
        ),
        (
            "headers.yml",
            "Cache-Control: no-store",
            """Cache-Control: 'no-"store'""",
            f'headers › missing › Cache-Control: “no-"store” cannot be used; {SENT}.',
        ),
        (
            "headers.yml",
            "/assets/:",
            "assets:",
            "headers › folders › assets: “assets” cannot be used; "
            "write / or a name between two slashes, such as /assets/.",
        ),
        ("headers.yml", "    /:", "    /r/:", "headers › folders › /: the field is missing; add “/:”."),
        ("strings/en.yml", "language: en", "langage: en", "langage: there is no field “langage”; write “language”."),
        ("strings/en.yml", "  home: Start", "  home: 7", f"strings › home: “7” cannot be used; {TEXT}."),
    ],
    ids=lambda value: value if str(value).endswith(".yml") else "",
)
def test_a_wrong_fact_is_refused(name, old, new, said, root):
    """A misspelt field, a missing field and a wrong kind of value are answered with the place and what to write."""
    edit(root, name, old, new)
    assert refused(root)[0] == f"data/{name}: {said}"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "sources.yml",
            "sources:",
            "sources: a: b",
            f", line 2: mapping values are not allowed in this context; {YAML}.",
        ),
        ("sources.yml", "second-2002", "first-2001", ", line 10: “first-2001” stands here twice; keep one of them."),
        ("strengths.yml", "  some:", "  good:", ", line 8: “good” stands here twice; keep one of them."),
        (
            "refused.yml",
            "  why: it",
            "\twhy: it",
            f", line 4: found character that cannot start any token; {YAML}.",
        ),
        (
            "helplines.yml",
            '  - {show: "222"}',
            '  - {show: "222", show: "2"}',
            ", line 12: “show” stands here twice; keep one of them.",
        ),
    ],
    ids=lambda value: value if str(value).endswith(".yml") else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(name, old, new, said, root):
    """A colon too many, a tab, or an entry of the same name is answered with the line and the remedy."""
    edit(root, name, old, new)
    assert refused(root) == [f"data/{name}{said}"]


def test_a_missing_file_is_refused(root):
    """A data file that has gone is named, with where to find it again."""
    (root / "data" / "sources.yml").unlink()
    assert refused(root) == ["data/sources.yml: the file is missing; put it back, from Git or from a copy."]


@pytest.mark.parametrize("content", [b"", b"only words", b"- a list"])
def test_a_file_without_fields_is_refused(content, root):
    """A file that was emptied by mistake is answered with how its facts are written."""
    (root / "data" / "refused.yml").write_bytes(content)
    assert refused(root) == [
        "data/refused.yml: there are no fields here; write each as “name: value”, on a line of its own."
    ]


def test_a_file_in_another_encoding_is_refused(root):
    """A file saved in an old way of writing letters is answered with how to save it."""
    (root / "data" / "refused.yml").write_bytes("refused: [Grüße]".encode("latin-1"))
    assert refused(root) == ["data/refused.yml: the letters cannot be read; save the file as UTF-8."]


def test_a_path_is_named_from_the_room_down(tmp_path):
    """A house that itself lies in a folder called data still names its files as an editor knows them."""
    with pytest.raises(Refused, match=r"^data/refused.yml: the file is missing"):
        read_yaml(tmp_path / "data" / "guide" / "data" / "refused.yml")
    with pytest.raises(Refused, match=r"^refused.yml: the file is missing"):
        read_yaml(tmp_path / "refused.yml")


def test_the_same_field_in_two_places_is_fine(root):
    """Only one place may not hold the same name twice; every line has a name of its own."""
    assert len(load(root, None).countries[0]["lines"]) == 2


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [('"BB"', '"AA"', "AA"), ("name: Second line", "name: First line\n    region: North", "First line")],
)
def test_a_country_or_a_line_that_stands_twice_is_refused(old, new, name, root):
    """Of two entries an editor would change only one, so the second is refused."""
    edit(root, "helplines.yml", old, new)
    assert refused(root) == [f"data/helplines.yml: “{name}” is listed twice; keep one entry."]


def test_two_lines_of_one_name_may_serve_two_regions(root):
    """A service with a number for each region is no mistake."""
    edit(root, "helplines.yml", "name: Second line", "name: First line\n    region: South")
    assert [line["region"] for line in load(root, None).countries[0]["lines"]] == ["North", "South"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("channels.yml", "id: drums", "id: pigeons", "the id “pigeons” stands twice; give one of them another."),
        ("pullbacks.yml", "id: knock", "id: whistle", "the id “whistle” stands twice; give one of them another."),
        ("glossary.yml", "word: Zig", "word: Beacon", "the word “Beacon” stands twice; give one of them another."),
        ("safety_check.yml", "id: rain", "id: fire", "the id “fire” stands twice; give one of them another."),
        ("replies.yml", "id: jab", "id: late", "the id “late” stands twice; give one of them another."),
        (
            "topics.yml",
            "    full: true\n",
            "    full: true\n  another:\n    code: k7wm\n    full: false\n",
            "the code “k7wm” stands twice; give one of them another.",
        ),
        (
            "exits.yml",
            "- name: A weather page\n  url: https://second.example/weather\n  reviewed: 2026-01-02\n  role: author\n",
            "",
            "“exits” needs two addresses, since the first may not answer; add another.",
        ),
        (
            "headers.yml",
            "Cache-Control: no-store",
            "referrer-policy: origin",
            "“referrer-policy” stands under always and under missing; keep it under folders, for all under /.",
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
def test_facts_that_contradict_each_other_are_refused(name, old, new, said, root):
    """An id that stands twice, words where silence is meant, and a way that ends nowhere are each refused."""
    edit(root, name, old, new)
    assert refused(root) == [f"data/{name}: {said}"]


@pytest.mark.parametrize("name", ["Two\nlines", "A: b", "A b", "A;", "", "-", None, 5])
def test_a_header_has_a_plain_name(name):
    """What would end the name, or begin another header, is refused before it reaches a server's settings."""
    with pytest.raises(Invalid):
        shapes.header(name)


@pytest.mark.parametrize("value", ["a\nSet-Cookie: b", "a\r", 'a"; }', "$host", "a\\", "é", "\t", "", None, 1, False])
def test_what_a_header_says_cannot_break_out(value):
    """What would end the line, or mean something else in a server's settings, is refused."""
    with pytest.raises(Invalid):
        shapes.sent(value)


def test_a_header_may_say_what_headers_say():
    """Brackets, quotation marks of the single kind, commas and signs of equality are taken as they are."""
    for value in ("camera=(), usb=(self)", "default-src 'none'; img-src data:", "max-age=31536000", "1"):
        assert shapes.sent(value) == value


# What the facts say.


def test_the_facts_come_complete(root):
    """Ingredients and hooks may ask for any field, whether the file gives it or not."""
    facts = load(root, PRACTICE)
    first, second = facts.countries[0]["lines"]
    assert sorted(first) == sorted(second) == sorted(str(key) for key in shapes.LINE)
    assert facts.countries[0]["emergency"][1] == {"show": "222", "what": None}
    assert facts.countries[1]["silent"] is None


def test_confirmations_are_those_of_the_numbers_that_are_shown(root):
    """A release asks about the numbers that readers see, and about no others."""
    assert load(root, None).confirmations == [("Aland: First line", date(2026, 1, 2)), ("Aland: Second line", None)]


@pytest.mark.parametrize(
    ("changelog", "version"), [("# Changes\n\n## 1.2.3 · 2026\n\n## 1.2.2", "1.2.3"), ("# Changes\n", ""), (None, "")]
)
def test_the_version_is_the_top_heading_of_the_changelog(changelog, version, root):
    """Readers see the version that the changelog begins with, or none."""
    if changelog is not None:
        (root / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    assert load(root, None).version == version


@pytest.mark.parametrize("number", ["020 7946", "+", "+44 20", "+12345", "+12345678901234567", 44])
def test_a_number_for_dialling_is_whole(number, root):
    """A tap on a number rings it from any country, so it begins with + and holds digits only."""
    line = {"dial": number}
    found = shapes.problems(line, {"dial": shapes.phone}, "here")
    assert found == [
        f"here: dial: “{number}” cannot be used; "
        "write + and the country code, then digits only, such as “+448082000247”."
    ]
    assert shapes.problems({"dial": "+442079460001"}, {"dial": shapes.phone}, "here") == []


def test_a_number_that_shows_one_and_dials_another_is_refused(root):
    """Whoever changes only one form of a number hears of it before a reader rings a stranger."""
    edit(root, "helplines.yml", '"020 7946 0001"', '"020 7946 0009"')
    assert refused(root) == [
        "data/helplines.yml: “First line” shows 020 7946 0009 but dials +442079460001; write the same number "
        "in both, in “dial” with + and the country code."
    ]

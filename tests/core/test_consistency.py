"""Facts that are each well formed and contradict each other are refused: an editor may change one file of two."""

import re

import pytest
from fact_files import edit, load_errors, mistake_cases

from core import consistency
from core.facts import load
from core.schema import CountryHelplines, Helpline

TWICE = "is used twice; change one of them."
SECOND_EXIT = "- name: A weather page\n  url: https://second.example/weather\n  reviewed: 2026-01-02\n"
NEW_TOPIC = "    full: true\n  more:\n    title: More\n    group: why\n    full: false\n    code: {}\n"
ANSWERED = '- {{id: {}, group: work, needs: "yes", they: A., why: B., grey: C., biff: D., yellow: E.}}\n'
SAME_NUMBER = (
    '  - {name: Third line, kind: crisis, who: all, show: "020 7946 0002", site: https://third.example.org/, '
    "confidence: high, confirmed: null, seen: []}\n"
)
MISTAKES = {
    "helplines.yml": [
        ('"BB"', '"AA"', "“AA” is listed twice; keep one entry."),
        (
            "  - name: Second line\n",
            f"{SAME_NUMBER}  - name: Second line\n",
            "“AA” shows 020 7946 0002 on two lines of the kind “crisis”; keep one of them.",
        ),
        ("name: Second line", "name: First line\n    region: North", "“First line” is listed twice; keep one entry."),
        (
            '"020 7946 0001"',
            '"020 7946 0009"',
            "“First line” shows 020 7946 0009 but dials +442079460001; write the same number in both, in “dial” with + "
            "and the country code.",
        ),
        (
            "name: Unsure line",
            "name: Unsure line 020-79460003",
            "“Unsure line 020-79460003” has its number in its name, while no number is shown of a line whose "
            "confidence is medium; take it out of the name.",
        ),
    ],
    "sources.yml": [("study of <two> things", "study of one thing", f"the title “A study of one thing” {TWICE}")],
    "banned_wording.yml": [
        (
            "it is refused",
            "it is refused.",
            "“it is refused.” ends with a full stop; delete it, since the message continues after it.",
        ),
    ],
    "emergency.yml": [
        ('"DD"', '"BB"', f"the country “BB” {TWICE}"),
        ("name: Deland", "name: Beland", f"the name “Beland” {TWICE}"),
        (
            'country: "BB"',
            'country: "CC"',
            "“BB” has helplines in data/helplines.yml and no emergency numbers here; add its entry, with the numbers "
            "of police, ambulance and fire brigade.",
        ),
    ],
    "channels.yml": [
        ("id: drums", "id: pigeons", f"the id “pigeons” {TWICE}"),
        *(
            (
                "The bird flies home.",
                f"{text}.",
                f'“pigeons” is marked “maybe”, yet its text says “{sign}”; write “notice: "yes"”, or word it as '
                "something that they may only guess.",
            )
            for text, sign in (
                ("They can see it", "can see"),
                ("It comes back", "comes back"),
                ("It has one tick", "one tick"),
            )
        ),
    ],
    "pullbacks.yml": [("id: knock", "id: whistle", f"the id “whistle” {TWICE}")],
    "glossary.yml": [("word: Zig", "word: Beacon", f"the word “Beacon” {TWICE}")],
    "replies.yml": [
        ("id: jab", "id: late", f"the id “late” {TWICE}"),
        ("  biff: “Hello. I come at five. Thanks.”\n", "", "“late” needs a reply but has no biff; add it."),
        (
            'needs: "yes"',
            'needs: "no"',
            "“late” is marked “no”, yet grey, biff, yellow offers words to send; take them out.",
        ),
        (
            "group: children\n  they: “You are late!”",
            "group: threats\n  they: “You are late!”",
            "“late” is a threat and is marked “yes”; write “advice” or “no”, and whom to ask.",
        ),
        (
            "replies:\n",
            "replies:\n" + "".join(ANSWERED.format(name) for name in ("one", "two", "three", "four")),
            "2 of 7 messages need no reply, and the minimum is a third; add some that a reader may leave unanswered.",
        ),
    ],
    "required_wording.yml": [
        (
            "[]",
            "[{name: a, without: [b], why: c, instead: d}, {name: a, requires: {b: b}, why: c, instead: d}]",
            f"the name “a” {TWICE}",
        ),
        ("[]", "[{name: a, why: c, instead: d}]", "“a” asks for nothing; add “requires:” or “without:”."),
        (
            "[]",
            "[{name: a, steps: {docs/a.md: [b]}, mentions: b, without: [b], why: c, instead: d}]",
            "“a” has “steps:” or “channels:” beside other lines on where it applies; make two rules of it.",
        ),
        (
            "[]",
            "[{name: a, channels: {tell: [pigeon]}, without: [b], why: c, instead: d}]",
            "“a” names the channel “pigeon”, which is not in data/channels.yml; write “pigeons”.",
        ),
    ],
    "safety_check.yml": [
        ("id: rain", "id: fire", f"the id “fire” {TWICE}"),
        ("id: wait", "id: out", f"the id “out” {TWICE}"),
        ("leads: out", "leads: oust", "“fire” leads to “oust”, which is not an outcome; write “out”."),
        (
            "above: {2:",
            "above: {3:",
            "“fire” has a line above question 3, and it has 2; write the number of one of its questions, from 1.",
        ),
        ("none: onward", "none: onwards", "“none” leads to “onwards”, which is not an outcome; write “onward”."),
    ],
    "topics.yml": [
        ("    full: true\n", NEW_TOPIC.format("k7wm"), f"the code “k7wm” {TWICE}"),
        (
            "    full: false\n",
            NEW_TOPIC.format("4d5f").replace("true", "false"),
            "the topics of the group “why” are in 2 places; put them next to each other.",
        ),
        ("not-yet:", "k7wm:", "“k7wm” is the name of a topic and a code; give the topic another name."),
    ],
    "quick_exit.yml": [
        (SECOND_EXIT, "", "“quick_exit” needs two addresses, since the first may not answer; add another."),
    ],
    "headers.yml": [
        (
            "Cache-Control: no-store",
            "referrer-policy: origin",
            "“referrer-policy” is under always and under missing; keep it under folders, for all under /.",
        ),
    ],
}
FORM = "https://a.example/"


@pytest.mark.parametrize(("name", "old", "new", "message"), mistake_cases(MISTAKES))
def test_facts_that_contradict_each_other_are_refused(name, old, new, message, root):
    """A repeated entry, a reply where none is meant, and a link to a missing outcome are each refused."""
    edit(root, name, old, new)
    assert f"data/{name}: {message}" in [re.sub(r", line \d+", "", line) for line in load_errors(root)]


def test_the_line_of_the_second_entry_is_given(root):
    """Of two entries with one name the message gives the line of the one that was added."""
    edit(root, "channels.yml", "id: drums", "id: pigeons")
    lines = (root / "data/channels.yml").read_text(encoding="utf-8").splitlines()
    second = max(number for number, line in enumerate(lines, 1) if line.endswith("id: pigeons"))
    assert load_errors(root) == [f"data/channels.yml, line {second}: the id “pigeons” {TWICE}"]


def test_a_line_that_only_mentions_a_name_is_not_given(root):
    """The line is that of the entry, not of another entry whose text has the name in it."""
    path = root / "data/helplines.yml"
    edit(root, "helplines.yml", '"020 7946 0001"', '"020 7946 0009"')
    edit(root, "helplines.yml", "caution: They", "caution: Or ask, First line, since they")
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "name: First line" in line)
    assert load_errors(root)[0].startswith(f"data/helplines.yml, line {number}: “First line” shows")


def test_two_lines_with_one_name_may_serve_two_regions(root):
    """A service with a number for each region is no mistake."""
    edit(root, "helplines.yml", "name: Second line", "name: First line\n    region: South")
    assert [line.region for line in load(root, None).countries[0].lines] == ["North", "South"]


@pytest.mark.parametrize(
    ("practice", "message"),
    [
        (
            {"helpline_regions": ["UK"]},
            f"helpline_regions: no country “UK” in data/emergency.yml; {consistency.COUNTRY_ADVICE}.",
        ),
        ({"helpline_regions": ["ahland"]}, "helpline_regions: no country “ahland” in data/emergency.yml; write “AA”."),
        (
            {"helpline_regions_only": True},
            "helpline_regions_only: no country is set; write helpline_regions, or “false”.",
        ),
    ],
)
def test_a_country_that_the_settings_name_exists(practice, message, root):
    """A country for the practice's readers is one whose numbers are known, by its code."""
    assert load_errors(root, practice) == [f"mkdocs.yml, extra › practice: {message}"]


@pytest.mark.parametrize(
    ("practice", "message"),
    [
        (
            {"offer": "{nam} helps."},
            "offer: there is nothing to put in place of “{nam}”; write {name}, or take it out.",
        ),
        (
            {"name": "Sam Roe", "offer": "One helps."},
            "offer: it does not name “Sam Roe”, the setting name; write {name} in it, or leave it empty.",
        ),
        (
            {"kind": "therapy", "offer": "We coach."},
            "offer: it says “coach”, and the setting kind says “therapy”; write the same in both.",
        ),
        (
            {"apply_fields": {"topic": "t"}},
            "apply_fields: there is no form whose fields they are; set apply_url, or delete them.",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_settings_that_contradict_each_other_are_refused(practice, message, root):
    """The page about sessions never says one thing in one place and another in the next."""
    assert load_errors(root, practice) == [f"mkdocs.yml, extra › practice: {message}"]


@pytest.mark.parametrize(
    ("fields", "url", "repeated"),
    [
        ({"topic": "t", "code": "t"}, FORM, ["topic", "code"]),
        ({"topic": "t", "code": "T"}, FORM, ["topic", "code"]),
        ({"topic": "t", "language": "l"}, f"{FORM}?a=1&t=2", ["topic"]),
        ({"topic": "t"}, f"{FORM}?t", ["topic"]),
        ({"topic": "t"}, f"{FORM}?%74=2#t", ["topic"]),
        ({"topic": "t"}, f"{FORM}?T=1", ["topic"]),
        ({"topic": "t"}, f"{FORM}?t[]=1", ["topic"]),
        ({"topic": "t"}, f"{FORM}?T%5B%5D=1", ["topic"]),
        ({"topic": "t"}, f"{FORM}t/?tt=t#t=1", []),
        ({"topic": "t"}, f"{FORM}?t[a]=1&tt[]=1", []),
        ({"topic": "t", "code": "", "language": None}, FORM, []),
    ],
)
def test_a_field_is_filled_in_once(fields, url, repeated, root):
    """A field that would get two values is refused: it is not known which one the form would use."""
    practice = {"apply_fields": fields, "apply_url": url}
    messages = [
        f"mkdocs.yml, extra › practice: apply_fields › {name}: “{fields[name]}” is filled in twice; name each field of "
        "the form once, and remove it from apply_url if it is there."
        for name in repeated
    ]
    assert (load_errors(root, practice) if repeated else load(root, practice) and []) == messages


@pytest.mark.parametrize(
    ("country", "shown", "dialled", "accepted"),
    [
        ("GB", "0808 2000 247", "+448082000247", True),
        ("HU", "06 80 20 55 20", "+3680205520", True),  # another trunk prefix
        ("IT", "02 2327 2327", "+390223272327", True),  # keeps its 0
        ("US", "1-800-799-7233", "+18007997233", True),
        ("AR", "(011) 5275-1135", "+541152751135", True),
        ("GB", "020 7946 0009", "+442079460001", False),
        ("GB", "020 7945 0001", "+442079460001", False),
        ("GB", "0207 946 000", "+442079460001", False),
        ("GB", "7946 0001", "+442079460001", False),
        ("GB", "00 20 7946 0001", "+442079460001", False),
        ("IE", "020 7946 0001", "+442079460001", False),  # right but for its country code: it would ring abroad
    ],
)
def test_a_number_is_dialled_as_its_country_writes_it(country, shown, dialled, accepted):
    """Every digit counts, and what people dial at home before a number is not part of it abroad."""
    line = Helpline.model_construct(name="A line", show=shown, dial=dialled)
    found = consistency._mismatched_dial_numbers((CountryHelplines.model_construct(country=country, lines=(line,)),))
    assert (found == []) is accepted

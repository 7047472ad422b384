"""A mistake in a data file of core/schema.py is answered with where it is and what to write."""

import pytest
from advice import DAY, DIAL, DIGITS, ENTRY, HTTPS, NUMBER, PAGE, PARAGRAPH, PATTERN, QUOTED, SLUG, TEXT, YEAR
from fact_files import file_errors, mistake_cases

FIRST, SECOND = "countries › “AA” › lines › “First line”", "countries › “AA” › lines › “Second line”"
EXCEPTION = "banned_wording › “\\bforbidden\\b” › except › entry 1"
KINDS = "cannot be used; write one of: crisis, abuse, stalking, child, men, lgbt, older."
GROUPS = "cannot be used; write one of: phone, messages, social, online, money, home, people."
YES_OR_NO = "cannot be used; write one of: no, maybe, yes, in quotation marks."

MISTAKES = {
    "helplines.yml": [
        ("region: North", "regoin: North", f"{FIRST} › regoin: there is no field “regoin”; write “region”."),
        ("confirmed: 2026-01-02", "confirmed: soon", f"{FIRST} › confirmed: “soon” cannot be used; {DAY}."),
        ('"+442079460001"', '"020 7946 0001"', f"{FIRST} › dial: “020 7946 0001” cannot be used; {DIAL}."),
        ('"AA"', '"AAA"', "countries › “AAA” › country: “AAA” cannot be used; write two letters, such as “GB”."),
        ("high", "hihg", f"{FIRST} › confidence: “hihg” cannot be used; write one of: high, medium."),
        ("hours: day and night", "hours: 24", f"{FIRST} › hours: “24” cannot be used; {QUOTED}."),
        ("hours: day and night", "hours:", f"{FIRST} › hours: it is empty; {TEXT}."),
        ("kind: crisis", "kind: suicide", f"{SECOND} › kind: “suicide” {KINDS}"),
        ("    site: https://second.example.org/\n", "", f"{SECOND} › site: the field is missing; add “site:”."),
        ("https://first", "http://first", f"{FIRST} › site: “http://first.example.org/” cannot be used; {HTTPS}."),
        ('show: "020 7946 0002"', "show: 0800 TALK", f"{SECOND} › show: “0800 TALK” cannot be used; {NUMBER}."),
        ('"#4141"', '"#"', f"{SECOND} › also › entry 1: “#” cannot be used; {NUMBER}."),
    ],
    "emergency.yml": [
        ('["333"]', '["3 3 3"]', f"emergency › “Beland” › police › entry 1: “3 3 3” cannot be used; {DIGITS}."),
        ('["333"]', "[]", f"emergency › “Beland” › police: “[]” cannot be used; {ENTRY}."),
        ('  police: ["333"]\n', "", "emergency › “Beland” › police: the field is missing; add “police:”."),
    ],
    "sources.yml": [
        ("    short: First, 2001\n", "", "sources › first-2001 › short: the field is missing; add “short:”."),
        ("year: 2001", "year: 201", f"sources › first-2001 › year: “201” cannot be used; {YEAR}."),
        ("https://study.example.org/first", "a.b", f"sources › first-2001 › url: “a.b” cannot be used; {HTTPS}."),
    ],
    "banned_wording.yml": [
        ("    reason:", "    raeson:", f"{EXCEPTION} › raeson: there is no field “raeson”; write “reason”."),
        (
            "'\\bforbidden\\b'",
            "'(forbidden'",
            f"banned_wording › “(forbidden” › pattern: “(forbidden” cannot be used; {PATTERN}.",
        ),
    ],
    "required_wording.yml": [
        (
            "[]",
            "[{name: a, requires: {b: '*'}, why: c, instead: d}]",
            f"required_wording › “a” › requires › b: “*” cannot be used; {PATTERN}.",
        ),
        (
            "[]",
            "[{name: a, part: pages, without: [b], why: c, instead: d}]",
            "required_wording › “a” › part: “pages” cannot be used; write one of: page, handout, words, block, source.",
        ),
        (
            "[]",
            "[{name: a, channels: {tel: [drums]}, without: [b], why: c, instead: d}]",
            "required_wording › “a” › channels › tel: “tel” cannot be used; "
            "write one of: notice, name, block, through, tell, save, fails.",
        ),
    ],
    "navigation.yml": [
        ("  invites:", "  start: home\n  invites:", f"navigation › start: “home” cannot be used; {PAGE}.")
    ],
    "evidence_levels.yml": [
        ("label: Good evidence", "label:", f"evidence_levels › good › label: it is empty; {TEXT}.")
    ],
    "channels.yml": [
        ("group: phone", "group: fone", f"channels › “Carrier pigeons” › group: “fone” {GROUPS}"),
        ('notice: "no"', "notice: no", f"channels › “Drums” › notice: “False” {YES_OR_NO}"),
    ],
    "pullbacks.yml": [("id: whistle", "id: The W", f"pullbacks › “The whistle” › id: “The W” cannot be used; {SLUG}.")],
    "replies.yml": [
        ("  why: A time is needed.\n", "", "replies › “late” › why: the field is missing; add “why:”."),
        ("why: Nothing is", "why: <b>", f"replies › “jab” › why: “<b> asked.” cannot be used; {PARAGRAPH}."),
    ],
    "glossary.yml": [
        ("plain: a turn", "plain: 7", f"glossary › “Zig” › plain: “7” cannot be used; {QUOTED}."),
        ("[bacon, beaken]", "[]", f"glossary › “Beacon” › also: “[]” cannot be used; {ENTRY}."),
    ],
    "exchanges.yml": [
        ("{they:", "{thye:", "exchanges › “market” › pairs › entry 1 › thye: there is no field “thye”; write “they”."),
    ],
    "drawings.yml": [("  ladder:", "  Ladder:", f"drawings › Ladder: “Ladder” cannot be used; {SLUG}.")],
    "strings/en.yml": [
        ("language: en", "langage: en", "langage: there is no field “langage”; write “language”."),
        ("  home: First page", "  home: 7", f"strings › home: “7” cannot be used; {QUOTED}."),
    ],
}


@pytest.mark.parametrize(("name", "old", "new", "message"), mistake_cases(MISTAKES))
def test_a_wrong_fact_is_refused(name, old, new, message):
    """A misspelt or missing field and a wrong kind of value are answered with where it is and what to write."""
    assert file_errors(name, old, new)[0] == f"data/{name}: {message}"

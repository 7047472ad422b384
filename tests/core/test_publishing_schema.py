"""A mistake in the data files about addresses, headers and traces is answered with where it is and what to write."""

import pytest
from advice import (
    ADDRESS,
    ALLOWED,
    BOOLEAN,
    CODE,
    COUNT,
    FOLDER,
    HEADER,
    HEADER_VALUE,
    HTTPS,
    NAMED_FOLDER,
    PAGE,
    PARAGRAPH,
    QUOTED,
    SLUG,
    TARGET,
)
from fact_files import file_errors, mistake_cases
from factories import topic
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_environment import SAMPLE

from core.manifest import Manifest
from core.messages import problems
from core.publishing_schema import HeadersFile, Policy, UrlRegistryFile
from core.yaml_files import read_yaml

GROUPS = (
    "cannot be used; write one of: lists, why, deciding, safety, doing, pulled, slipping, less, healing, law, "
    "situations, help."
)
POLICIES = (
    "base-uri, connect-src, default-src, font-src, form-action, frame-ancestors, frame-src, img-src, manifest-src, "
    "media-src, script-src, style-src, worker-src"
)
FRAMING = "cannot be used; write one of: 'none', 'self', *."
MISSPELT = "frame-ancestor: there is no field “frame-ancestor”; write “frame-ancestors”."
MISSING = "the field is missing; add “frame-ancestors:”."
POLICY, EMBEDS = "headers › policy", "headers › policies › /card/"
WIKIPEDIA = "quick_exit › “The front page of Wikipedia”"
ORDINARY = "traces › found › ordinary › chromium"

MISTAKES = {
    "topics.yml": [
        ("full: true", "full: perhaps", f"topics › what-is-it › full: “perhaps” cannot be used; {BOOLEAN}."),
        ("apply: true", "apply: perhaps", f"topics › what-is-it › apply: “perhaps” cannot be used; {BOOLEAN}."),
        ("code: k7wm", "code: kiwi", f"topics › what-is-it › code: “kiwi” cannot be used; {CODE}."),
        ("page: index.md", "page: why/", f"topics › what-is-it › page: “why/” cannot be used; {PAGE}."),
        ("not-yet:", "no:", f"topics › False: “False” cannot be used; {SLUG}, in quotation marks."),
        ("    title: Not yet\n", "", "topics › not-yet › title: the field is missing; add “title:”."),
        ("Not yet", "<b>Not</b> yet", f"topics › not-yet › title: “<b>Not</b> yet” cannot be used; {PARAGRAPH}."),
        ("group: help", "group: hepl", f"topics › not-yet › group: “hepl” {GROUPS}"),
    ],
    "redirects.yml": [
        ("{}", "{/old/: why/}", f"redirects › /old/: “/old/” cannot be used; {ADDRESS}."),
        ("{}", '{"old/#a": why/}', f"redirects › old/#a: “old/#a” cannot be used; {ADDRESS}."),
        ("{}", '{old/: "https://a.example/"}', f"redirects › old/: “https://a.example/” cannot be used; {TARGET}."),
        ("redirects:", "redirect:", "redirect: there is no field “redirect”; write “redirects”."),
    ],
    "url_registry.yml": [
        ("{}", "{a/: {title: A}}", "url_registry › pages › a/ › anchors: the field is missing; add “anchors:”."),
        ("{}", "{/a/: {title: A, anchors: {}}}", f"url_registry › pages › /a/: “/a/” cannot be used; {ADDRESS}."),
        ("others: []", "others: [../a]", f"url_registry › others › entry 1: “../a” cannot be used; {TARGET}."),
        (
            "short_links: {}",
            "short_links: {kiwi: {topic: a, target: a/}}",
            f"url_registry › short_links › kiwi: “kiwi” cannot be used; {CODE}.",
        ),
    ],
    "headers.yml": [
        ('frame-ancestors: "*"', "frame-ancestors: a.example", f"{EMBEDS} › frame-ancestors: “a.example” {FRAMING}"),
        ('frame-ancestors: "*"', 'script-src: "*"', f"{EMBEDS} › script-src: “*” cannot be used; {ALLOWED}."),
        ('frame-ancestors: "*"', 'frame-ancestor: "*"', f"{EMBEDS} › {MISSPELT}"),
        ('frame-ancestors: "*"', 'no: "*"', f"{EMBEDS} › False: there is no field “False”; write one of: {POLICIES}."),
        ("/card/:", "card:", f"headers › policies › card: “card” cannot be used; {FOLDER}."),
        ("/card/:", "/:", f"headers › policies › /: “/” cannot be used; {NAMED_FOLDER}."),
        ("script-src:", "scirpt-src:", f"{POLICY} › scirpt-src: there is no field “scirpt-src”; write “script-src”."),
        ("    frame-ancestors: \"'none'\"\n", "", f"{POLICY} › frame-ancestors: {MISSING}"),
        ("Referrer-Policy:", '"Referrer:":', f"headers › always › Referrer:: “Referrer:” cannot be used; {HEADER}."),
        ("no-referrer", "off", f"headers › always › Referrer-Policy: “False” cannot be used; {QUOTED}."),
        ("no-referrer", "a $b", f"headers › always › Referrer-Policy: “a $b” cannot be used; {HEADER_VALUE}."),
        ("no-store", "'no-\"store'", f'headers › missing › Cache-Control: “no-"store” cannot be used; {HEADER_VALUE}.'),
        ("/assets/:", "assets:", f"headers › folders › assets: “assets” cannot be used; {FOLDER}."),
        ("    /:", "    /x/:", "headers › folders › /: the field is missing; add “/:”."),
        ("    /r/:", "    /x/:", "headers › folders › /r/: the field is missing; add “/r/:”."),
        (
            "Referrer-Policy:",
            "X-Referrer:",
            "headers › always › Referrer-Policy: the field is missing; add “Referrer-Policy:”.",
        ),
    ],
    "quick_exit.yml": [
        ("https://first", "http://first", f"{WIKIPEDIA} › url: “http://first.example/” cannot be used; {HTTPS}."),
    ],
    "traces.yml": [
        ("rows: 6, listed: 5", "rows: true, listed: 5", f"{ORDINARY} › rows: “True” cannot be used; {COUNT}."),
        ("rows: 6, listed: 5", "rows: 6, listed: -1", f"{ORDINARY} › listed: “-1” cannot be used; {COUNT}."),
    ],
}


@pytest.mark.parametrize(("name", "old", "new", "message"), mistake_cases(MISTAKES))
def test_a_wrong_fact_is_refused(name, old, new, message):
    """A misspelt or missing field, an unsafe header and a wrong address are answered with where, and what to write."""
    assert file_errors(name, old, new)[0] == f"data/{name}: {message}"


@pytest.mark.parametrize("directive", Policy.__annotations__)
@pytest.mark.parametrize("value", ["*", "'self' 'unsafe-inline'", "'self' https://count.example.net"])
def test_no_policy_allows_another_site(directive, value):
    """Whatever a directive controls, no page runs inline scripts, and none loads from or sends to another site."""
    headers = read_yaml(SAMPLE / "data" / "headers.yml")
    headers["headers"]["policy"][directive] = value
    place = f"here: headers › policy › {directive}"
    assert problems(headers, HeadersFile, "here") == [f"{place}: “{value}” cannot be used; {ALLOWED}."]


def test_the_url_registry_accepts_every_download():
    """The next build can read what a release records, for every download."""
    others = sorted(Manifest().addresses({"a": topic("k7wm", "a.md")}))
    registry = {"pages": {}, "others": others, "short_links": {"k7wm": {"topic": "a", "target": "a/"}}}
    assert problems({"url_registry": registry}, UrlRegistryFile, "here") == []


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(title=st.text(min_size=1), anchors=st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=3))
def test_the_url_registry_accepts_any_heading(title, anchors):
    """The registry can be read whatever text a heading has; only an empty heading is refused."""
    registry = {"pages": {"a/": {"title": title, "anchors": anchors}}, "others": [], "short_links": {}}
    wrong = problems({"url_registry": registry}, UrlRegistryFile, "here")
    assert (wrong == []) is all(text.strip() for text in (title, *anchors, *anchors.values()))

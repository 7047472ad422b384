"""A value that can be used is accepted unchanged; for any other the error says what to write."""

from datetime import datetime
from urllib.parse import urljoin, urlsplit

import advice
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_environment import URL

from core import value_checks as checks

INVISIBLE_CATEGORIES = "\t\r\x00\x1b\x85\u00ad\u200b\u200f\u2028\u202e\u2066\ufeff\ue000\ud800"
NO_ADDRESSES = [
    "", " ", "/", "/why/", "//elsewhere.example/", "///", "../", "../why/", "why/../", "why//", ".", "./why/",
    "why", "https://elsewhere.example/", "javascript:alert(1)", "javascript:alert(1)/", "data:text/html,x",
    "mailto:a.b", "why/?a=b", "why/#", "#how", "why/#how#how", "why/#how/", "why/#Ho w", "a b/", "why/\n",
    "why/ ", " why/", 'why/"', "why/'", "<b>/", "why/;", "why/{", "$uri/", "a\\b/", "%2e%2e/", "\u202ewhy/",
    "why\u200b/", "wi\u0301/",
    ".why/", ".well-known/", "_headers", ".htaccess", "why/.pdf", "a.", None, 7, True, ["why/"], {},
]  # fmt: skip
ADDRESSES = [
    "./", "why/", "why/label/", "2/", "CNAME", "files/why.pdf", "files/guide-a4.pdf", "r/k7wm/text-k7wm.pdf",
    "handouts.json", "handouts.schema.json", "why/" * 5000,
]  # fmt: skip
ANCHORS = ["./#start", "why/#how", "why/label/#a-b-1", "index.html#a"]
# A careless pattern would take minutes for these:
SLOW = ["why/" * 5000 + "!", "a" * 20000, "a-" * 20000 + "/a", "." * 20000, "a." * 20000 + "!"]
NO_PAGES = ["/", ".", "//", "..", "why/", "why", "/why.md", "../why.md", "why/.md", ".md", "why.md/", "a b.md"]
NO_FORM_FIELDS = [
    "a b", "a&b=1", "a=b", "a#b", 'a"b', "<b>", "-a", ".a", "_a", "ä", "a\t", "a" * 65, "a[b]", "\u202ea", 7, ["a"],
    True,
]  # fmt: skip
NOT_HTTPS = [
    "http://forms.example.org/", "forms.example.org", "https://forms", "", None,
    'https://forms.example.org/"onclick="x', "https://forms.example.org/<script>", "https://forms.example.org/\\",
    "https://forms.example.org/`a`", "https://forms.example.org:123456/", "https://me@forms.example.org/", "https://[",
    "javascript:alert(1)", "ftp://bücher.example/",
]  # fmt: skip
NO_HOSTS = [
    "https://forms.example.org:65536/", "https://forms.example.org:0/", "https://192.168.0.1/", "https://forms.0x7f/",
    "https://forms.7/", "https://forms.e/", "https://-.-/", "https://-forms.example.org/",
    "https://forms-.example.org/", "https://forms.example-/", f"https://{'a' * 64}.org/", f"https://{'a.' * 126}org/",
]  # fmt: skip
NO_SITE_FOLDERS = ["", "a/", "..", "a/../b", ".a", "_a", "-a", ":a", "a%20b", "a&b", "a;b", "a$b", "a*", "a@b"]
NOT_EMAILS = [
    "office", "office@", "@practice.org", "office@practice", "Sam <office@practice.org>", "a b@practice.org",
    "a@b@c.org", "office@practice.org?cc=a@b.org", "a%3Fcc=b@c.org", "office@practice.org\n", 'a"b@practice.org',
    "ä@practice.org", "a@-b.org", 7, None,
]  # fmt: skip
NOT_INTERNATIONAL = [
    "020 7946 0000", "00442079460000", "+", "+44 20 CALL", "+44 20 7946 0000 or 0001", "+0 123 456 789",
    "+1234567 ", "٠٢٠", 442079460000, None,
]  # fmt: skip

ACCEPTED = {
    checks.text: ["نبی\u200cزاده\n\u00a0X"],
    checks.in_words("60 euros"): ["€60", "free", "60 £ or less"],
    checks.without_curly_quotes: ["“Talks” and “walks”", "a “b”", 7, None],
    checks.sentences: ["One! Two? Three.", "At 2.30 p.m... or later?! Yes"],
    checks.language: ["en", "en-GB", "zh-Hant", "UR", " sr-Latn", "yue"],
    checks.https: [
        "HTTPS://Forms.EXAMPLE.org:65535/a?b=c&d=(e)#f",
        "https://xn--bcher-kva.example/%C3%BC",
        f"https://{'a' * 63}.4a.b-c.xn--p1ai",
    ],
    checks.site_url: ["https://a.example/", "https://a.example/guide/", "https://a.example:8443/~b/My-guide_2.x/"],
    checks.email: ["office@practice.org", "A.b+c-d_e@x-y.Example.com"],
    checks.international: ["+44 20 7946 0000", "+1 (555) 010-0000", "+298206081"],
    checks.contact_link: ["https://www.example.org/@a", "mailto:office@practice.org", "tel:+44 20 7946 0000"],
    checks.alternate_link: ["/de/", "/guide/de/", "https://www.example.org/de/"],
    checks.form_field: ["topic", "entry.1234567", "q3_topic", "a-b", "A", "1", "a" * 64],
    checks.shown_number: ["13\u00a011\u00a014", "13\u202f11\u202f14", "13\u201111\u201114", "13.11.14", "(13) 11 14"],
    checks.phone: ["+442079460001"],
    checks.header_value: ["camera=(), usb=(self)", "default-src 'none'; img-src data:", "max-age=31536000", "1"],
    checks.address: ADDRESSES,
    checks.target: ADDRESSES + ANCHORS,
}
REFUSED = [
    (checks.text, advice.TEXT, ["  ", "", None]),
    (checks.text, advice.QUOTED, [50, False, 1.5]),
    (checks.text, advice.NO_LIST, [["50"], {"a": 1}]),
    (checks.text, advice.VISIBLE, [f"a{character}b" for character in INVISIBLE_CATEGORIES]),
    (checks.plain, advice.ONE_LINE, ["A <script>alert(1)</script>", "</title>", "a > b", "A\nB"]),
    (checks.inline, advice.PARAGRAPH, ["<b>Not</b> yet", "<!-- a", "</p>", "One.\n\nTwo."]),
    (checks.sentences, advice.SENTENCES, ["A. B. C. D.", "One! Two! Three! Four! Five?", "“A.” (B!) C? D"]),
    (checks.one_of("yes", "no"), "write one of: yes, no", ["maybe", 1, None]),
    (checks.one_of("yes", "no"), "write one of: yes, no, in quotation marks", [False]),
    (checks.as_list, advice.LIST, ["English", {"a"}, None]),
    (checks.non_empty_list, advice.ENTRY, [[], ()]),
    (checks.slug, advice.SLUG, ["Ladder", "The whistle", "a--b", "-a", "a_b", "", None]),
    (checks.slug, f"{advice.SLUG}, in quotation marks", [2025, 1, False]),
    (checks.slug, "write a shorter one, of 60 letters at most", ["a" * 61]),
    (checks.code, advice.CODE, ["kiwi", "k7w", "K7WM", "k7wmm"]),
    (checks.code, f"{advice.CODE}, in quotation marks", [2345]),
    (checks.country_code, advice.COUNTRY, ["AAA", "A"]),
    (checks.page, advice.PAGE, NO_PAGES),
    (checks.address, advice.ADDRESS, NO_ADDRESSES + ANCHORS + SLOW),
    (checks.target, advice.TARGET, NO_ADDRESSES + SLOW),
    (checks.form_field, advice.FORM_FIELD, NO_FORM_FIELDS),
    (checks.https, advice.HTTPS, NOT_HTTPS),
    (checks.https, "write it without a space, as a browser copies it", ["https://forms.example.org/a b"]),
    (checks.https, advice.LETTERS, ["https://bücher.example/", "https://forms.example.org/für"]),
    (checks.https, advice.HOST, NO_HOSTS),
    (
        checks.site_url,
        advice.SITE_URL,
        ["https://a.example/?a=/", "https://a.example/#/", "https://a.example", "https://a.example/a"],
    ),
    (checks.site_url, advice.SITE_FOLDER, [f"https://a.example/{path}/" for path in NO_SITE_FOLDERS]),
    (checks.email, advice.EMAIL, NOT_EMAILS),
    (checks.international, advice.INTERNATIONAL, NOT_INTERNATIONAL),
    (checks.international, advice.WHOLE_NUMBER, ["+44", "+44 20", "+1 234 567 890 123 456 7"]),
    (checks.contact_link, advice.CONTACT, ["http://a.example/", "javascript:alert(1)", "www.example.org", None]),
    (checks.contact_link, advice.EMAIL, ["mailto:a@b", "mailto:a@b.org?cc=x@y.org"]),
    (checks.alternate_link, advice.ALTERNATE, ["de/", "//de/", "/de", "javascript:alert(1)", None]),
    (checks.phone, advice.DIAL, ["020 7946", "+", "+44 20", "+12345", "+12345678901234567", 44]),
    (checks.shown_number, advice.NUMBER, ["0800 TALK", "020 7946 0002 or 0003", "٠٢٠ ٧٩٤٦", "-"]),
    (checks.shown_number, f"{advice.NUMBER}, in quotation marks", [131114]),
    (checks.emergency_number, advice.DIGITS, ["3 3 3", "1", "1234567"]),
    (checks.emergency_number, advice.DIGITS.replace("”;", "”, in quotation marks;"), [112]),
    (checks.year, advice.YEAR, ["2001", 201, None]),
    (checks.day, advice.DAY, ["soon", 2026, datetime(2026, 1, 2), None]),
    (checks.day, advice.DAY.replace("a date", "it without quotation marks"), ["2026-01-02"]),
    (checks.count, advice.COUNT, [True, -1, "1"]),
    (
        checks.language,
        advice.LANGUAGE,
        ["Englisch", "root", "und", "de-DE@euro", "de.UTF-8", "xx", "e", "en_US", "en-"],
    ),
    (checks.language, "write “ga”", ["Irish", "irish "]),
    (
        checks.in_words("60 euros"),
        "write it as a reader says it, such as “60 euros”",
        ["60", "60.00", "“60”", 60, False],
    ),
    (checks.in_words("60 euros"), "write a text, not a list", [["60 euros"]]),
    (
        checks.without_curly_quotes,
        'write straight quotation marks, ", in place of the curly ones',
        ["“+44 20 7946 0000”", "‘a’"],
    ),
    (checks.header, advice.HEADER, ["Two\nlines", "A: b", "A b", "A;", "", "-", None, 5]),
    (checks.header_value, advice.VISIBLE, ["a\r", "a\x1b"]),
    (checks.header_value, advice.HEADER_VALUE, ["a\nSet-Cookie: b", 'a"; }', "$host", "a\\", "é"]),
    (checks.header_value, advice.TEXT, ["", "\t", None]),
    (checks.header_value, advice.QUOTED, [1, False]),
    (
        checks.policy_value,
        advice.ALLOWED,
        ["*", "self", "'self' 'unsafe-inline'", "'self' https://a.example", "'none' 'self'"],
    ),
    (checks.folder, advice.FOLDER, ["card", "assets/", "/a/b/", None]),
    (checks.named_folder, advice.NAMED_FOLDER, ["/"]),
]
ADDRESS_PARTS = st.sampled_from(
    [
        "why", "a-b", "/", "//", "./", "../", ".", "..", "#", "#how", "?", ":", "javascript:", "https:",
        "www.a.example", "pdf", " ", "\n", "\t", "\r", '"', "'", "<", ">", "&", ";", "{", "}", "$", "\\",
        "%2e", "\u202e", "\u200f", "\u2028", "é", "A", "_", "@", "\0", "x" * 300,
    ]
)  # fmt: skip


def name(value):
    """The name of a case: of its check, or the beginning of its value."""
    return value.__name__ if callable(value) else ascii(value)[:40]


@pytest.mark.parametrize(
    ("check", "value"), [(check, value) for check, values in ACCEPTED.items() for value in values], ids=name
)
def test_a_usable_value_is_accepted_unchanged(check, value):
    """Texts in any language, addresses of the guide, numbers as countries write them, and headers pass as they are."""
    assert check(value) == value


@pytest.mark.parametrize(
    ("check", "value", "advice"),
    [(check, value, advice) for check, advice, values in REFUSED for value in values],
    ids=name,
)
def test_any_other_value_is_refused_with_what_to_write(check, value, advice):
    """What could mislead a reader, leave the guide or break out of a page or a server's settings is refused."""
    with pytest.raises(ValueError) as refused:
        check(value)
    assert str(refused.value) == advice


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(address=st.lists(ADDRESS_PARTS, max_size=7).map("".join) | st.text(max_size=30))
def test_an_accepted_address_stays_in_the_guide(address):
    """Any accepted address is ASCII, resolves to the guide's own host and never above its root."""
    try:
        accepted = checks.target(address)
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

"""Applying for a session: the reader sees and chooses what is sent to the practice's form."""

import random
import re
import string
from itertools import cycle
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from application_site import FORMS, PLAIN, SESSIONS, TOPICS, Form
from macro_environment import strings
from page_helpers import (
    MISSING,
    add_link,
    assert_none,
    open_short_link,
    paused_clock,
    search,
    start_private_reading,
    stored,
    tab_history,
)
from page_measures import FOCUSED, inaccessible
from playwright.sync_api import Locator, Page, expect

CODE, OTHER_CODE = "oak-street-7", "ash-2"
TOPIC = next(iter(TOPICS))
SHORT_LINK = f"/r/{SESSIONS}/"
FORM = "main .guide-application"
LABELS = {"language": "apply_says_language", "topic": "apply_says_topic", "code": "apply_says_code"}
LANGUAGE = {"language": "en"}
SEED = 20261122


def sent_fields(page: Page, form: Form = PLAIN) -> dict[str, str]:
    """The fields in the link to a form, by our names; the rest of the address must be as the practice gave it."""
    actual, given = urlsplit(page.locator(f"{FORM} a").get_attribute("href")), urlsplit(form.url)
    assert actual._replace(query="") == given._replace(query="")
    pairs, before = parse_qsl(actual.query, strict_parsing=True), parse_qsl(given.query)
    assert pairs[: len(before)] == before
    names = {field: name for name, field in form.fields.items()}
    found = [(names[field], value) for field, value in pairs[len(before) :]]
    assert len(dict(found)) == len(found)
    return dict(found)


def shown_fields(page: Page) -> dict[str, str]:
    """The fields that the page lists as sent, by our names."""
    lines = page.locator(f"{FORM} li").locator("visible=true").all_inner_texts()
    assert lines[-1] == strings()["apply_nothing_else"]
    starts = {strings()[key]: name for name, key in LABELS.items()}
    values = {starts[line.split(":")[0] + ":"]: line.split(":", 1)[1].strip() for line in lines[:-1]}
    return {name: value for name, value in values.items() if value != strings()["apply_says_none"]}


def code_field(page: Page) -> Locator:
    """The input for a code."""
    return page.locator("#apply-code")


@pytest.fixture
def form_page(visit, form_site):
    """A function that opens the page about sessions at a fragment."""
    return lambda fragment="", **options: visit(f"{form_site}/sessions/{fragment}", **options)


def open_in_place(page: Page, site: str) -> None:
    """Open the page about sessions in place, from the current page."""
    add_link(page, f"{site}/sessions/").click()
    expect(page.locator(FORM)).to_be_visible()


# What is sent.


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_list_shows_exactly_what_is_sent(visit, form_site, form):
    """For every topic or none, with and without a code, the page lists exactly what the link sends, to any form."""
    page = visit(form_site + form.path)
    for code in ("", CODE, "x" * 24, "-", ""):
        code_field(page).fill(code)
        for slug in ["", *TOPICS, ""]:
            page.select_option("#apply-topic", slug)
            wanted = {"language": ("English", "en"), "topic": (TOPICS.get(slug), slug), "code": (code, code)}
            wanted = {name: pair for name, pair in wanted.items() if pair[1]}
            assert shown_fields(page) == {name: pair[0] for name, pair in wanted.items()}
            assert sent_fields(page, form) == {name: pair[1] for name, pair in wanted.items()}


def test_without_scripts_only_the_language_is_sent(form_page):
    """Without scripts the link sends the language, the page says so, and no control is shown that needs scripts."""
    page = form_page(java_script_enabled=False)
    assert sent_fields(page) == LANGUAGE
    assert shown_fields(page) == {"language": "English"}
    assert page.locator(f"{FORM} select, {FORM} input, {FORM} label").locator("visible=true").count() == 0
    expect(page.locator(f"{FORM} a")).to_be_visible()


def test_nothing_is_preselected(form_page):
    """With scripts, only the language is sent until the reader chooses one of the practice's topics or a code."""
    page = form_page()
    choices = page.locator("#apply-topic option").evaluate_all("all => all.map((one) => [one.value, one.text])")
    assert choices == [["", strings()["apply_topic_none"]], *map(list, TOPICS.items())]
    expect(page.locator("#apply-topic")).to_have_value("")
    expect(code_field(page)).to_have_value("")
    assert sent_fields(page) == LANGUAGE
    assert shown_fields(page) == {"language": "English"}


def test_a_practices_code_is_shown_and_can_be_changed(form_page):
    """A code from the address is in its field and in the list, not in the address; it can be changed and deleted."""
    page = form_page(f"#ref={CODE}")
    expect(code_field(page)).to_have_value(CODE)
    assert page.url.endswith("/sessions/")
    for typed, code in (CODE, CODE), (f" {OTHER_CODE.upper()} ", OTHER_CODE), ("", None):
        code_field(page).fill(typed)
        assert sent_fields(page).get("code") == code
        assert shown_fields(page).get("code") == code


@pytest.mark.parametrize("wrong", ["Sam Roe", "sam@example.org", "öl", "a_b", "a&b=c", "<b>", "a" * 24 + "?"])
def test_an_invalid_code_is_not_sent(form_page, wrong):
    """An invalid code, such as a name or an address, is not sent, and the page says so at once."""
    page = form_page(f"#ref={CODE}")
    code_field(page).evaluate("(node) => node.removeAttribute('maxlength')")
    code_field(page).fill(wrong)
    assert sent_fields(page) == LANGUAGE
    assert shown_fields(page)["code"] == strings()["apply_code_wrong"]
    expect(code_field(page)).to_have_attribute("aria-invalid", "true")
    code_field(page).fill(OTHER_CODE)
    assert sent_fields(page)["code"] == OTHER_CODE
    expect(code_field(page)).to_have_attribute("aria-invalid", "false")


def test_the_form_gets_no_referrer(form_page):
    """The link to the form passes neither this page's address nor its window."""
    link = form_page().locator(f"{FORM} a")
    assert set(link.get_attribute("rel").split()) == {"noopener", "noreferrer"}
    assert link.get_attribute("target") is None


# What is stored.


def test_a_code_leaves_no_trace(new_context, form_site):
    """A code from the address is in no request, cookie, storage or history entry; a reload forgets it."""
    context, requests = new_context(), []
    context.on("request", lambda request: requests.append(f"{request.url} {request.headers} {request.post_data}"))
    page = context.new_page()
    page.goto(f"{form_site}/sessions/#ref={CODE}")
    page.select_option("#apply-topic", TOPIC)
    code_field(page).fill(OTHER_CODE)
    before = tab_history(page)
    assert before[0] == f"{form_site}/sessions/"
    assert (before[2], before[3]) == (2, None)
    page.wait_for_load_state("networkidle")
    assert stored(page) == {}
    assert context.cookies() == []
    page.reload()
    expect(page.locator("#apply-topic")).to_have_value("")
    expect(code_field(page)).to_have_value("")
    assert sent_fields(page) == LANGUAGE
    assert len(requests) > 4
    assert [line for line in requests if CODE in line or OTHER_CODE in line or "ref=" in line] == []


@pytest.mark.parametrize("kept", [False, True], ids=["loaded again", "from the back/forward cache"])
def test_back_restores_nothing(request, form_site, kept):
    """After leaving and going Back, no topic and no code is set, also if the back/forward cache restored the page."""
    page = request.getfixturevalue("bfcache_browser" if kept else "browser").new_page()
    page.goto(f"{form_site}/sessions/#ref={CODE}")
    page.select_option("#apply-topic", TOPIC)
    page.evaluate("() => addEventListener('pageshow', ({ persisted }) => { window.kept = persisted; })")
    page.goto(f"{form_site}/how/")
    tab = page.context.new_cdp_session(page)
    entries = tab.send("Page.getNavigationHistory")["entries"]
    tab.send("Page.navigateToHistoryEntry", {"entryId": entries[-2]["id"]})
    expect(code_field(page)).to_have_value("")
    expect(page.locator("#apply-topic")).to_have_value("")
    assert sent_fields(page) == LANGUAGE
    assert page.evaluate("() => [window.kept ?? false, guide.ref ?? '']") == [kept, ""]
    assert page.url == f"{form_site}/sessions/"
    page.context.close()


def test_a_link_with_a_code_works_on_the_open_page(form_page):
    """A code in a link followed on the open page is shown, and removed from the address bar."""
    page = form_page()
    page.evaluate("(code) => { location.hash = `ref=${code}`; }", CODE)
    expect(code_field(page)).to_have_value(CODE)
    assert sent_fields(page)["code"] == CODE
    assert page.url.endswith("/sessions/")
    page.evaluate("() => { location.hash = 'text'; }")
    page.wait_for_url("**/sessions/#text")
    expect(code_field(page)).to_have_value(CODE)


def test_private_reading_keeps_the_code_until_it_is_deleted(visit, form_site):
    """In private reading the form has the code of the first page; after a change or deletion, it stays so."""
    page = visit(f"{form_site}/how/#ref={CODE}")
    assert page.url == f"{form_site}/how/"
    start_private_reading(page)
    before = tab_history(page)
    for code, then in ((CODE, OTHER_CODE), (OTHER_CODE, ""), ("", "")):
        open_in_place(page, form_site)
        expect(code_field(page)).to_be_visible()
        expect(code_field(page)).to_have_value(code)
        assert sent_fields(page) == LANGUAGE | ({"code": code} if code else {})
        code_field(page).fill(then)
        page.locator(".guide-private-back").click()
        expect(page.locator(FORM)).to_have_count(0)
    open_in_place(page, form_site)
    page.select_option("#apply-topic", TOPIC)
    assert shown_fields(page) == {"language": "English", "topic": TOPICS[TOPIC]}
    assert tab_history(page) == before
    assert stored(page) == {}


def test_a_short_link_passes_the_code_on(visit, form_site):
    """From a neutral short link with a code, the form opens in place with the code, and the address does not change."""
    page = visit(f"{form_site}{SHORT_LINK}#ref={CODE}")
    assert page.url == form_site + SHORT_LINK
    open_short_link(page)
    expect(code_field(page)).to_be_visible()
    expect(code_field(page)).to_have_value(CODE)
    page.select_option("#apply-topic", TOPIC)
    assert sent_fields(page) == {"language": "en", "topic": TOPIC, "code": CODE}
    assert page.url == form_site + SHORT_LINK
    assert stored(page) == {}


# Accessibility.


def test_it_works_by_keyboard(form_page):
    """Tab reaches topic, code, form, sheet and free help in this order, each with a visible focus; keys choose."""
    page = form_page(height=300)
    page.locator("#apply-topic").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(code_field(page)).to_be_focused()
    page.keyboard.type(CODE)
    for name in ("apply_button", "apply_sheet", "invitation_help"):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert (stop["name"], stop["marked"], stop["shown"]) == (strings()[name], True, True)
    assert sent_fields(page) == {"language": "en", "topic": TOPIC, "code": CODE}
    assert shown_fields(page) == {"language": "English", "topic": TOPICS[TOPIC], "code": CODE}


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_form_is_accessible(form_page, width, scheme):
    """With a code, and with an invalid code and a topic, the form is as accessible as any page."""
    page = form_page(f"#ref={CODE}", width=width, color_scheme=scheme, bypass_csp=True)
    found = inaccessible(page)
    code_field(page).fill("not a code")
    page.select_option("#apply-topic", max(TOPICS, key=lambda slug: len(TOPICS[slug])))
    assert_none(found + inaccessible(page))


@pytest.mark.parametrize("width", [320, 1280])
def test_free_help_is_no_smaller_than_the_offer(form_page, width):
    """Free help comes right after the button to apply, in the same text size and height or larger."""
    page = form_page(width=width)
    size = "(node) => [node.getBoundingClientRect().height, parseFloat(getComputedStyle(node).fontSize)]"
    offer = page.locator(f"{FORM} a").evaluate(size)
    free = page.locator(f"{FORM} ~ p .guide-button[href$='help/']")
    expect(free).to_have_text(strings()["invitation_help"])
    assert [a >= b for a, b in zip(free.evaluate(size), offer, strict=True)] == [True, True]
    free.click()
    page.wait_for_url("**/help/")


VISIBLE = """() => [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility())
  .map((node) => `${node.localName}.${node.className?.baseVal ?? node.className}`)"""


def test_nothing_pops_up(browser, site_url, trees):
    """On a page that invites, nothing appears by itself, not within ten minutes: all have the same scripts."""
    address = next(address for address, tree in trees.items() if tree.css(".guide-invitation"))
    with paused_clock(browser, f"{site_url}/{address}", viewport={"width": 390, "height": 844}) as page:
        dialogs, before = [], page.evaluate(VISIBLE)
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        assert len(before) > 50
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        page.clock.run_for(600_000)
        page.mouse.move(10, 1)
        assert (page.evaluate(VISIBLE), dialogs) == (before, [])
        assert page.evaluate("() => document.querySelectorAll('dialog, [popover], [role=dialog]').length") == 0


# Unexpected addresses.

VALID_CODE = re.compile(r"ref=([a-z0-9-]{1,24})")
ODD_FRAGMENTS = [
    "", "ref=", "REF=oak", "Ref=oak", "ref=Oak", "ref=OAK", f"ref={'a' * 24}", f"ref={'a' * 25}", "ref=a&ref=b", "=ref",
    "ref", "ref=a=b", "ref=%6Fak", "ref=oak%20", "ref=oak ", " ref=oak", "ref=o_k", "ref=öl", "ref=oak\u200b", "ref=--",
    "ref=oak\n", "ref=\u202eoak", "\u200f", "%E0%A4%A", "%", "%%", "%2", "%zz", "ref=%E0%A4%A", "ref=%00", "%00",
    "\x00", "javascript:alert(1)", "ref=javascript:alert(1)", "<script>alert(1)</script>",
    "ref=<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "ref='\"`", "{{7*7}}",
    "${7*7}", "__proto__", "constructor", "ref=__proto__", "?a=b",
    "ref=oak?utm=1", "ref=oak#ref=ash", "#ref=oak", "#", "form", "apply", "APPLY", "text", "no-such-place", "a" * 5000,
    "ref=" + "a" * 5000, "%41" * 1500, ":~:text=danger", "ref=oak:~:text=x", "//evil.example",
    "/../../", "data:text/html,x",
]  # fmt: skip
CHARACTERS = string.printable + "öß€\u202e\u200d\u0000😀%%%&&==<>\"'"
SET_FRAGMENTS = """async (fragments) => {
  const seen = [];
  const link = document.querySelector(".guide-application a");
  for (const fragment of fragments) {
    location.hash = fragment;
    await new Promise((done) => setTimeout(done, 4));
    document.dispatchEvent(new Event("guide:open"));
    seen.push({ href: link.href, at: location.href, field: document.querySelector("#apply-code").value,
      elements: document.querySelectorAll("*").length,
      text: document.querySelector(".guide-application").textContent.length,
      place: !location.hash || document.getElementById(location.hash.slice(1)) !== null });
  }
  return seen;
}"""


def fragments() -> list[str]:
    """Fragments that an address could have by hand, by mistake or with bad intent."""
    rng = random.Random(SEED)
    random_fragments = ["".join(rng.choices(CHARACTERS, k=rng.randint(1, 40))) for _ in range(120)]
    random_fragments += ["ref=" + "".join(rng.choices(CHARACTERS, k=rng.randint(1, 26))) for _ in range(80)]
    codes = [
        "".join(rng.choices(string.ascii_lowercase + string.digits + "-", k=rng.randint(1, 26))) for _ in range(60)
    ]
    return [*ODD_FRAGMENTS, *random_fragments, *(f"ref={code}" for code in codes)]


@pytest.fixture
def watched_page(form_page):
    """The page about sessions; the page object has lists of its faults and requests."""
    page = form_page()
    page.faults, page.requests = [], []
    page.wait_for_load_state("networkidle")
    page.on("console", lambda message: "404 (Not Found)" in message.text or page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: page.requests.append(request))
    yield page
    assert_none(page.faults)


def test_no_fragment_gets_further_than_a_code(watched_page, form_site):
    """Of 300 and more fragments, only a valid code reaches field and link; nothing else changes."""
    inputs, page = fragments(), watched_page
    assert len(inputs) >= 300
    elements, length = page.evaluate(
        "() => [document.querySelectorAll('*').length, document.querySelector('.guide-application').textContent.length]"
    )
    seen = page.evaluate(SET_FRAGMENTS, inputs)
    assert len(seen) == len(inputs)
    code, codes = "", 0
    for fragment, state in zip(inputs, seen, strict=True):
        match = VALID_CODE.fullmatch(re.sub(r"[\n\r\t]", "", fragment))  # browsers drop line breaks and tabs
        code, codes = (match[1], codes + 1) if match else (code, codes)
        pairs = dict(parse_qsl(urlsplit(state["href"]).query, strict_parsing=True))
        assert urlsplit(state["href"])[:3] == urlsplit(PLAIN.url)[:3], fragment
        assert urlsplit(state["href"]).fragment == "start", fragment
        wanted = {"from": "guide", "list[]": "a b", "lang": "en"} | ({"ref-code": code} if code else {})
        assert (pairs, state["field"]) == (wanted, code), fragment
        assert state["elements"] == elements, fragment
        assert state["text"] <= length + 24, fragment
        assert state["at"].split("#")[0] == f"{form_site}/sessions/", fragment
        assert state["place"], fragment
    assert codes > 40
    assert stored(page) == {}
    asked = [request.url for request in page.requests]
    assert [url for url in asked if "/assets/icon." not in url] == []  # Chromium requests it again for each address


@pytest.mark.parametrize("address", ["/sessions/", "//how/", SHORT_LINK])
def test_a_page_that_opens_with_a_strange_fragment_works(watched_page, form_site, address):
    """Opened with an odd fragment, a page works as usual and has a clean address."""
    page = watched_page
    for fragment in (*(ODD_FRAGMENTS[number] for number in (5, 8, 23, 34, 36)), "%41" * 1500):
        page.goto("about:blank")
        page.goto(f"{form_site}{address}#{fragment}")
        assert page.evaluate("() => location.href") == form_site + address
        expect(page.get_by_role("button", name="Search", exact=True)).to_have_count(0 if "/r/" in address else 1)
        assert code_field(page).count() == 0 or code_field(page).input_value() == ""
    if address == "//how/":
        assert search(page, "hoover")


MARK = "zq7mark"
QUERIES = [
    f"utm_source={MARK}", f"utm_medium=email&utm_campaign={MARK}", f"gclid={MARK}", f"fbclid=IwAR0{MARK}",
    f"msclkid={MARK}", f"name={MARK}", f"email={MARK}%40example.org", f"id={MARK}", f"client={MARK}&session=4",
    f"ref={MARK}", f"code={MARK}", f"topic={MARK}", f"language={MARK}", f"lang={MARK}", f"__proto__={MARK}",
    f"__proto__[x]={MARK}", f"constructor={MARK}", f"a={MARK}&a={MARK}&a={MARK}", MARK, f"={MARK}", f"&&&={MARK}&",
    f"q={MARK}", f"query={MARK}", f"search={MARK}", f"x={MARK * 300}", f"x={quote('<script>alert(1)</script>')}{MARK}",
    f"x=%E0%A4%A{MARK}", f"x=%00{MARK}", f"x={MARK}%", f"redirect=//evil.example/{MARK}", f"x=%E2%80%AE{MARK}", "",
    f"next=javascript:alert(1)//{MARK}", f"?{MARK}", f"x?{MARK}", f"x={MARK}#ref={CODE}",
]  # fmt: skip
ADDRESSES = ["/", "//sessions/", "/how/", SHORT_LINK, MISSING]


def test_queries_are_removed_from_the_address(watched_page, form_site):
    """On each kind of page, an address loses its query; fields stay empty, and nothing is stored or sent."""
    inputs, page = list(zip(QUERIES, cycle(ADDRESSES), strict=False)), watched_page
    for query, address in inputs:
        page.goto(f"{form_site}{address}?{query}")
        state = page.evaluate(
            """(mark) => [location.href, document.documentElement.outerHTML.includes(mark), history.state,
              [...document.querySelectorAll("input, select, textarea")].map((node) => node.value).join("")]"""
            , MARK
        )  # fmt: skip
        code = CODE if query.endswith(CODE) and "sessions" in address else ""
        assert state == [form_site + address, False, None, code], query
        assert stored(page) == {}, query
    assert page.context.cookies() == []
    later = [request for request in page.requests if not request.is_navigation_request()]
    assert len(later) > len(inputs)
    assert [request.url for request in later if MARK in f"{request.url} {request.headers}"] == []
    assert len(page.requests) - len(later) == len(inputs), "a page was loaded again"

"""Applying for a session: the reader sees and chooses what is sent to the practice's form; and which pages invite."""

import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import pytest
from browser_drivers import ARGUMENTS, NO_BFCACHE
from macro_environment import facts, html, render, settings, strings
from page_helpers import (
    MISSING,
    assert_none,
    overflow,
    paused_clock,
    search,
    start_private_reading,
    stored,
    tab_history,
)
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from site_factory import build, copy_guide
from test_accessibility import EVERYTHING, violations
from test_keyboard import FOCUSED
from test_private import LINK
from test_small_screen import MIN_TARGET_SIZE, TOO_SMALL

from core.settings import ApplyFields

TOPICS = {
    slug: topic.title for slug, topic in facts().topics.items() if topic.apply and topic.page
}  # that a reader may choose
SESSIONS = facts().topics["apply-session"]  # the topic whose page is the one about sessions
CODE, OTHER_CODE = "oak-street-7", "ash-2"
BLOCK = re.compile(r'<div class="guide-application"[^>]*>.*?</div>', re.DOTALL)
FORM = "main .guide-application"
LABELS = {"language": "apply_says_language", "topic": "apply_says_topic", "code": "apply_says_code"}
SEED = 20261122
BUTTON = strings()["invitation_button" if facts().practice.apply_url else "invitation_about"]


@dataclass(frozen=True)
class Form:
    """A form that a practice may use: its address, and its names for the fields sent."""

    path: str  # the page of the test site that links to it
    url: str
    topic: str
    language: str
    code: str

    @property
    def fields(self) -> dict[str, str]:
        return {"topic": self.topic, "language": self.language, "code": self.code}


FORMS = {
    "plain": Form("/sessions/", "https://forms.example/new?from=guide&list[]=a%20b#start", "topic", "lang", "ref-code"),
    "jotform": Form("/jotform/", "https://form.jotform.com/240000000", "topic", "q2_language", "q3_code"),
    "google": Form(
        "/google/", "https://docs.google.com/forms/d/e/x/viewform?usp=pp_url", "entry.1", "entry.2", "entry.3"
    ),
}


def build_variant(root: Path, **practice: str) -> Path:
    """Build the real guide with other settings of the practice, and without downloads, which take long."""
    file = copy_guide(root) / "mkdocs.yml"
    text = re.sub(r"^  - hooks/(write_exports|check_exports)\.py\n", "", file.read_text(encoding="utf-8"), flags=re.M)
    for name, value in practice.items():
        text, count = re.subn(rf"^    {name}:.*", f"    {name}: {value}", text, flags=re.M)
        assert count == 1, name
    file.write_text(text, encoding="utf-8")
    done = build(root, "--no-strict")
    assert done.code == 0, done.output
    return done.site


def build_with_forms(folder: Path) -> Path:
    """Build the guide of a practice with a plain form, and copies of its page about sessions with the other forms."""
    form = FORMS["plain"]
    site = build_variant(
        folder, apply_url=f'"{form.url}"', apply_fields="{topic: topic, language: lang, code: 'ref-code'}"
    )
    whole = (site / "sessions" / "index.html").read_text(encoding="utf-8")
    assert len(BLOCK.findall(whole)) == 1
    for form in FORMS.values():
        values = {"apply_url": form.url, "apply_fields": ApplyFields(**form.fields)}
        practice = facts().practice.model_copy(update=values)
        markdown, messages = render("{{ apply() }}", replace(facts(), practice=practice))
        assert not messages
        (block,) = BLOCK.findall(html(markdown))
        if form.path == "/sessions/":
            assert LexborHTMLParser(block).text() == LexborHTMLParser(BLOCK.findall(whole)[0]).text()
        else:
            page = site / form.path.strip("/") / "index.html"
            page.parent.mkdir()
            page.write_text(BLOCK.sub(lambda _, block=block: block, whole), encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def form_site(once: Callable[..., Path], serve_folder: Callable[[Path], str]) -> str:
    """The address of that site."""
    return serve_folder(once(build_with_forms))


@pytest.fixture(scope="module", params=FORMS)
def form(request) -> Form:
    """Each kind of form."""
    return FORMS[request.param]


def sent_fields(page: Page, form: Form) -> dict[str, str]:
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


def code_field(page: Page):
    """The input for a code."""
    return page.locator("#apply-code")


# What is sent.


def test_without_scripts_only_the_language_is_sent(visit, form_site, form):
    """Without scripts the link sends the language, the page says so, and no control is shown that needs scripts."""
    page = visit(form_site + form.path, java_script_enabled=False)
    assert sent_fields(page, form) == {"language": "en"}
    assert shown_fields(page) == {"language": "English"}
    assert page.locator(f"{FORM} select, {FORM} input, {FORM} label").locator("visible=true").count() == 0
    expect(page.locator(f"{FORM} a")).to_be_visible()


def test_nothing_is_preselected(visit, form_site, form):
    """With scripts, only the language is sent until the reader chooses more, and the page says so."""
    page = visit(form_site + form.path)
    expect(page.locator("#apply-topic")).to_have_value("")
    expect(code_field(page)).to_have_value("")
    assert sent_fields(page, form) == {"language": "en"}
    assert shown_fields(page) == {"language": "English"}


def test_a_chosen_topic_is_sent_and_can_be_removed(visit, form_site, form):
    """A topic is shown by its title and sent by its slug; when it is unselected, it is no longer sent."""
    page = visit(form_site + form.path)
    choices = page.locator("#apply-topic option").evaluate_all("all => all.map((one) => [one.value, one.text])")
    assert choices == [["", strings()["apply_topic_none"]], *map(list, TOPICS.items())]
    for slug, title in list(TOPICS.items())[:3]:
        page.select_option("#apply-topic", slug)
        assert sent_fields(page, form) == {"language": "en", "topic": slug}
        assert shown_fields(page) == {"language": "English", "topic": title}
    page.select_option("#apply-topic", "")
    assert sent_fields(page, form) == {"language": "en"}
    assert shown_fields(page) == {"language": "English"}


def test_a_practices_code_is_shown_and_can_be_changed(visit, form_site, form):
    """A code from the address is in its field and in the list; it can be changed and deleted."""
    page = visit(f"{form_site}{form.path}#ref={CODE}")
    expect(code_field(page)).to_have_value(CODE)
    assert sent_fields(page, form) == {"language": "en", "code": CODE}
    assert shown_fields(page) == {"language": "English", "code": CODE}
    assert page.url == form_site + form.path
    code_field(page).fill(f" {OTHER_CODE.upper()} ")
    assert sent_fields(page, form) == {"language": "en", "code": OTHER_CODE}
    assert shown_fields(page)["code"] == OTHER_CODE
    code_field(page).fill("")
    assert sent_fields(page, form) == {"language": "en"}
    assert shown_fields(page) == {"language": "English"}


@pytest.mark.parametrize("wrong", ["Sam Roe", "sam@example.org", "öl", "a_b", "a&b=c", "<b>", "a" * 24 + "?"])
def test_an_invalid_code_is_not_sent(visit, form_site, form, wrong):
    """An invalid code, such as a name or an address, is not sent, and the page says so at once."""
    page = visit(f"{form_site}{form.path}#ref={CODE}")
    code_field(page).evaluate("(node) => node.removeAttribute('maxlength')")
    code_field(page).fill(wrong)
    assert sent_fields(page, form) == {"language": "en"}
    assert shown_fields(page)["code"] == strings()["apply_code_wrong"]
    expect(code_field(page)).to_have_attribute("aria-invalid", "true")
    code_field(page).fill(OTHER_CODE)
    assert sent_fields(page, form)["code"] == OTHER_CODE
    expect(code_field(page)).to_have_attribute("aria-invalid", "false")


def test_the_list_shows_exactly_what_is_sent(visit, form_site, form):
    """For every topic, with and without a code, the list and the link agree."""
    page, seen = visit(form_site + form.path), 0
    for code in ("", CODE, "x" * 24, "-"):
        code_field(page).fill(code)
        for slug in ["", *TOPICS]:
            page.select_option("#apply-topic", slug)
            wanted = {"language": ("English", "en"), "topic": (TOPICS.get(slug), slug), "code": (code, code)}
            wanted = {name: pair for name, pair in wanted.items() if pair[1]}
            assert shown_fields(page) == {name: pair[0] for name, pair in wanted.items()}
            assert sent_fields(page, form) == {name: pair[1] for name, pair in wanted.items()}
            seen += 1
    assert seen == 4 * (1 + len(TOPICS))


# What is stored.


def test_a_code_leaves_no_trace(browser, form_site):
    """A code from the address is in no request, cookie, storage or history entry; a reload forgets it."""
    context, requests = browser.new_context(), []
    context.on("request", lambda request: requests.append(f"{request.url} {request.headers} {request.post_data}"))
    page = context.new_page()
    page.goto(f"{form_site}/sessions/#ref={CODE}")
    page.select_option("#apply-topic", next(iter(TOPICS)))
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
    assert sent_fields(page, FORMS["plain"]) == {"language": "en"}
    assert len(requests) > 4
    assert [line for line in requests if CODE in line or OTHER_CODE in line or "ref=" in line] == []
    context.close()


@pytest.mark.parametrize("left_out", [[], [NO_BFCACHE]])
def test_back_restores_nothing(browser, form_site, left_out):
    """After leaving and going Back, no topic and no code is set, also if the back/forward cache restored the page."""
    other_browser = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=ARGUMENTS, ignore_default_args=left_out or None
    )
    page = other_browser.new_page()
    page.goto(f"{form_site}/sessions/#ref={CODE}")
    page.select_option("#apply-topic", next(iter(TOPICS)))
    page.evaluate("() => addEventListener('pageshow', ({ persisted }) => { window.kept = persisted; })")
    page.goto(f"{form_site}/how/")
    tab = page.context.new_cdp_session(page)
    entries = tab.send("Page.getNavigationHistory")["entries"]
    tab.send("Page.navigateToHistoryEntry", {"entryId": entries[-2]["id"]})
    expect(code_field(page)).to_have_value("")
    expect(page.locator("#apply-topic")).to_have_value("")
    assert sent_fields(page, FORMS["plain"]) == {"language": "en"}
    assert page.evaluate("() => [window.kept ?? false, guide.ref ?? '']") == [bool(left_out), ""]
    assert page.url == f"{form_site}/sessions/"
    other_browser.close()


def test_a_doubled_slash_changes_nothing(visit, form_site):
    """An address with a doubled slash is cleaned as well, and its page works."""
    page = visit(f"{form_site}//sessions/?utm_source={MARK}#ref={CODE}")
    expect(code_field(page)).to_have_value(CODE)
    assert page.url == f"{form_site}//sessions/"
    assert search(page, "hoover")


def test_a_link_with_a_code_works_on_the_open_page(visit, form_site):
    """A code in a link followed on the open page is shown, and removed from the address bar."""
    page = visit(f"{form_site}/sessions/")
    page.evaluate("(code) => { location.hash = `ref=${code}`; }", CODE)
    expect(code_field(page)).to_have_value(CODE)
    assert sent_fields(page, FORMS["plain"])["code"] == CODE
    assert page.url == f"{form_site}/sessions/"
    page.evaluate("() => { location.hash = 'form'; }")
    page.wait_for_url("**/sessions/#form")
    expect(code_field(page)).to_have_value(CODE)


def open_in_place(page: Page) -> None:
    """Open the page about sessions in place, from the current page."""
    page.evaluate(LINK, page.evaluate("() => new URL('/sessions/', document.baseURI).href"))
    page.locator("main a").first.click()
    expect(page.locator(FORM)).to_be_visible()


def test_private_reading_keeps_the_code_until_it_is_deleted(visit, form_site):
    """In private reading the form has the code of the first page; after a change or deletion, it stays so."""
    page = visit(f"{form_site}/how/#ref={CODE}")
    assert page.url == f"{form_site}/how/"
    start_private_reading(page)
    before = tab_history(page)
    for code, then in ((CODE, OTHER_CODE), (OTHER_CODE, ""), ("", "")):
        open_in_place(page)
        expect(code_field(page)).to_be_visible()
        expect(code_field(page)).to_have_value(code)
        assert sent_fields(page, FORMS["plain"]) == {"language": "en"} | ({"code": code} if code else {})
        code_field(page).fill(then)
        page.locator(".guide-private-back").click()
        expect(page.locator(FORM)).to_have_count(0)
    open_in_place(page)
    page.select_option("#apply-topic", next(iter(TOPICS)))
    assert shown_fields(page) == {"language": "English", "topic": next(iter(TOPICS.values()))}
    assert tab_history(page) == before
    assert stored(page) == {}


def test_a_short_link_passes_the_code_on(visit, form_site):
    """From a neutral short link with a code, the form opens in place with the code, and the address does not change."""
    page = visit(f"{form_site}/r/{SESSIONS.code}/#ref={CODE}")
    assert page.url == f"{form_site}/r/{SESSIONS.code}/"
    page.locator(".guide-short-link .guide-button").click()
    expect(code_field(page)).to_be_visible()
    expect(code_field(page)).to_have_value(CODE)
    page.select_option("#apply-topic", next(iter(TOPICS)))
    assert sent_fields(page, FORMS["plain"]) == {"language": "en", "topic": next(iter(TOPICS)), "code": CODE}
    assert page.url == f"{form_site}/r/{SESSIONS.code}/"
    assert stored(page) == {}


# Accessibility.


def test_it_works_by_keyboard(visit, form_site):
    """Tab reaches topic, code, form and free help in this order, each with a visible focus; keys select and type."""
    page = visit(f"{form_site}/sessions/", height=300)
    page.locator("#apply-topic").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(code_field(page)).to_be_focused()
    page.keyboard.type(CODE)
    for name in ("invitation_button", "invitation_help"):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert (stop["name"], stop["marked"], stop["shown"]) == (strings()[name], True, True)
    slug, title = next(iter(TOPICS.items()))
    assert sent_fields(page, FORMS["plain"]) == {"language": "en", "topic": slug, "code": CODE}
    assert shown_fields(page) == {"language": "English", "topic": title, "code": CODE}


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_form_is_accessible(visit, form_site, width, scheme):
    """With a code, an invalid code and a topic, axe finds nothing, the page fits, and targets are large."""
    page = visit(f"{form_site}/sessions/#ref={CODE}", width=width, color_scheme=scheme, bypass_csp=True)
    found = violations(page, EVERYTHING)
    code_field(page).fill("not a code")
    page.select_option("#apply-topic", max(TOPICS, key=lambda slug: len(TOPICS[slug])))
    found += violations(page, EVERYTHING) + overflow(page)
    targets = page.locator(f"{FORM} select, {FORM} input, main .guide-button").locator("visible=true")
    assert_none(found + targets.evaluate_all(TOO_SMALL, MIN_TARGET_SIZE))


@pytest.mark.parametrize("width", [320, 1280])
def test_free_help_is_no_smaller_than_the_offer(visit, form_site, width):
    """Free help comes right after the button to apply, in the same text size and height or larger."""
    page = visit(f"{form_site}/sessions/", width=width)
    size = "(node) => [node.getBoundingClientRect().height, parseFloat(getComputedStyle(node).fontSize)]"
    offer = page.locator(f"{FORM} a").evaluate(size)
    free = page.locator(f"{FORM} ~ p .guide-button")
    expect(free).to_have_text(strings()["invitation_help"])
    assert [a >= b for a, b in zip(free.evaluate(size), offer, strict=True)] == [True, True]
    free.click()
    page.wait_for_url("**/help/")


def test_the_form_gets_no_referrer(visit, form_site, form):
    """The link to the form passes neither this page's address nor its window."""
    link = visit(form_site + form.path).locator(f"{FORM} a")
    assert set(link.get_attribute("rel").split()) == {"noopener", "noreferrer"}
    assert link.get_attribute("target") is None


# Without a form, without a practice.


def test_without_a_form_there_is_no_control(visit):
    """The real guide takes no applications: no field, no button, but a text that says so and links to free help."""
    page = visit("/sessions/")
    assert not settings()["extra"]["practice"]["apply_url"], "it has a form now: these promises are for one without"
    assert page.locator("main").locator("form, select, input, textarea, button, .guide-application").count() == 0
    closed = page.locator(".care", has_text=strings()["offer_closed_heading"])
    expect(closed).to_contain_text("takes no applications yet")
    expect(closed.get_by_role("link")).to_have_attribute("href", re.compile("help/$"))
    assert page.locator("main").get_by_text(strings()["invitation_button"], exact=True).count() == 0


# Which pages invite.


def inviting_pages(trees) -> dict[str, LexborHTMLParser]:
    """The pages with an invitation to sessions, by address."""
    return {address: tree for address, tree in trees.items() if tree.css(".guide-invitation")}


def test_a_page_invites_once_and_late(trees):
    """A page invites at most once, at the end of its text: only the links to what comes next follow."""
    assert len(inviting_pages(trees)) > 3
    found = []
    for address, tree in inviting_pages(trees).items():
        (block,) = tree.css(".guide-invitation")
        text = tree.css_first("article").html
        after = LexborHTMLParser(text[text.index('class="guide-invitation"') :].split("</aside>", 1)[1])
        assert after.css("h1") == []
        found += [
            f"{address}: {node.text()}"
            for node in after.css("h2")
            if "What to do next" not in node.text() and node.text() != strings()["sources"]
        ]
        assert tree.css_first("article h1") is not None
        found += [] if len(text.split('class="guide-invitation"')[0]) > 4000 else [f"{address}: too early"]
        assert block.css_first("h2") is not None
    assert_none(found)


def test_no_page_invites_where_it_would_hurt(trees):
    """No invitation on pages about danger, short links, embeds, lists, help, worksheets and pages for practitioners."""
    folders = ("r/", "card/", "lists/", "help/", "take/", "files/", "contents/", "404.html", "professionals/", "about/")
    crisis = {address for address, tree in trees.items() if tree.css_first("main[data-crisis]")}
    assert len(crisis) > 4
    excluded = {address for address in trees if address.startswith(folders)} | crisis
    assert len(excluded) > 200
    assert sorted(excluded & inviting_pages(trees).keys()) == []
    assert [address for address in excluded if BUTTON in trees[address].css_first("main").text()] == []


def test_each_invitation_leads_to_the_facts_and_to_free_help(trees):
    """Each invitation links to the guide's own page about sessions and to free help."""
    for address, tree in inviting_pages(trees).items():
        links = {
            link.text().strip(): urljoin(f"/{address}", link.attributes["href"])
            for link in tree.css(".guide-invitation .guide-button")
        }
        assert links == {BUTTON: "/sessions/", strings()["invitation_help"]: "/help/"}, address


def test_practitioners_are_told_which_pages_invite(trees):
    """The page for practitioners says that sessions are sold, and names exactly the pages that invite."""
    (item,) = [item for item in trees["professionals/"].css("li") if strings()["interest"] in item.text()]
    named = {urljoin("/professionals/", link.attributes["href"]).lstrip("/") for link in item.css("a")}
    assert named == {*inviting_pages(trees), "about/#interests"}


VISIBLE = """() => [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility())
  .map((node) => `${node.localName}.${node.className?.baseVal ?? node.className}`)"""


def test_nothing_pops_up(browser, site_url, trees):
    """On pages that invite, nothing appears by itself: not within three seconds, and not within ten minutes."""
    addresses = list(inviting_pages(trees))[:3]
    assert len(addresses) == 3
    for number, address in enumerate(addresses):
        with paused_clock(browser, f"{site_url}/{address}", viewport={"width": 390, "height": 844}) as page:
            dialogs, before = [], page.evaluate(VISIBLE)
            page.on("dialog", lambda dialog, messages=dialogs: (messages.append(dialog.message), dialog.dismiss()))
            assert len(before) > 50
            page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
            page.clock.run_for(600_000)
            if not number:
                page.clock.resume()
                page.wait_for_timeout(3000)
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


def test_no_fragment_gets_further_than_a_code(visit, form_site):
    """Of 300 and more fragments, only a valid code reaches field and link; nothing else changes."""
    inputs, messages, requests, form = fragments(), [], [], FORMS["plain"]
    assert len(inputs) >= 300
    page = visit(f"{form_site}/sessions/")
    page.wait_for_load_state("networkidle")
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: (messages.append(dialog.message), dialog.dismiss()))
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
        assert urlsplit(state["href"])[:3] == urlsplit(form.url)[:3], fragment
        assert urlsplit(state["href"]).fragment == "start", fragment
        wanted = {"from": "guide", "list[]": "a b", "lang": "en"} | ({"ref-code": code} if code else {})
        assert (pairs, state["field"]) == (wanted, code), fragment
        assert state["elements"] == elements, fragment
        assert state["text"] <= length + 24, fragment
        assert state["at"].split("#")[0] == f"{form_site}/sessions/", fragment
        assert state["place"], fragment
    assert codes > 40
    assert (messages, stored(page)) == ([], {})
    assert [url for url in requests if "/assets/icon." not in url] == []  # Chromium requests it again for each address


@pytest.mark.parametrize("address", ["/sessions/", "/how/", f"/r/{SESSIONS.code}/"])
def test_a_page_that_opens_with_a_strange_fragment_works(visit, form_site, address):
    """Opened with an odd fragment, a page works as usual and has a clean address."""
    page, messages = visit(f"{form_site}/how/"), []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    for fragment in (*(ODD_FRAGMENTS[number] for number in (5, 8, 23, 34, 36)), "%41" * 1500):
        page.goto("about:blank")
        page.goto(f"{form_site}{address}#{fragment}")
        assert page.evaluate("() => location.href") == form_site + address
        expect(page.get_by_role("button", name="Search", exact=True)).to_have_count(0 if "/r/" in address else 1)
        assert code_field(page).count() == 0 or code_field(page).input_value() == ""
    assert messages == []
    if address == "/how/":
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
ADDRESSES = ["/", "/sessions/", "/how/", f"/r/{SESSIONS.code}/", MISSING]


def queries() -> list[tuple[str, str]]:
    """Pairs of a page and a query: each page with twelve queries or more, each query on two pages."""
    every = [(ADDRESSES[number % 5], query) for number, query in enumerate(QUERIES)]
    return every + [(ADDRESSES[(number + 2) % 5], query) for number, query in enumerate(QUERIES)]


def test_queries_are_removed_from_the_address(browser, form_site):
    """Each of 60 and more addresses loses its query; fields stay empty, and nothing is stored or sent."""
    inputs, messages, requests = queries(), [], []
    assert len(inputs) >= 60
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append((request.is_navigation_request(), request.url, request.headers)))
    for address, query in inputs:
        page.goto(f"{form_site}{address}?{query}")
        state = page.evaluate(
            """(mark) => [location.href, document.documentElement.outerHTML.includes(mark), history.state,
              [...document.querySelectorAll("input, select, textarea")].map((node) => node.value).join("")]"""
            , MARK
        )  # fmt: skip
        code = CODE if query.endswith(CODE) and address == "/sessions/" else ""
        assert state == [form_site + address, False, None, code], query
        assert stored(page) == {}, query
    assert context.cookies() == []
    later = [one for one in requests if not one[0]]
    assert len(later) > len(inputs)
    assert [one for one in later if MARK in str(one)] == []
    assert sum(first for first, *_ in requests) == len(inputs), "a page was loaded again"
    assert_none([text for text in messages if "404 (Not Found)" not in text])
    context.close()

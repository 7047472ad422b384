"""Applying: what goes along to a practice's form is shown and chosen by the reader; and who is invited to it, where."""

import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import pytest
from browser_drivers import ARGUMENTS, NO_MEMORY
from macro_environment import cook, facts, html, settings, strings
from page_helpers import MISSING, entry, nothing, read_privately, search, sideways, standing_clock, stored
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from site_factory import build, real
from test_accessibility import EVERYTHING, objections
from test_keyboard import FOCUSED
from test_private import LINK
from test_small_screen import BIG_ENOUGH, SMALL

from core.settings import ApplyFields

OFFERED = {
    slug: topic.title for slug, topic in facts().topics.items() if topic.apply and topic.page
}  # what a reader may choose
HERE = facts().topics["apply-session"]  # the topic of the page about sessions
CODE, OTHER = "oak-street-7", "ash-2"
BLOCK = re.compile(r'<div class="guide-apply"[^>]*>.*?</div>', re.DOTALL)
CROWN = "main .guide-apply"
SAYS = {"language": "apply_says_language", "topic": "apply_says_topic", "code": "apply_says_code"}
SEED = 20261122
BUTTON = strings()["invitation_button" if facts().practice.apply_url else "invitation_about"]


@dataclass(frozen=True)
class Form:
    """A form that a practice may have: its own address, and its own names for what goes along."""

    path: str  # where the tests' site leads to it
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


def edited(root: Path, **practice: str) -> Path:
    """The real guide with other settings of the practice, and without the files to take away, which take long."""
    file = real(root) / "mkdocs.yml"
    text = re.sub(r"^  - hooks/(write_exports|check_exports)\.py\n", "", file.read_text(encoding="utf-8"), flags=re.M)
    for name, value in practice.items():
        text, count = re.subn(rf"^    {name}:.*", f"    {name}: {value}", text, flags=re.M)
        assert count == 1, name
    file.write_text(text, encoding="utf-8")
    done = build(root, "--no-strict")
    assert done.code == 0, done.said
    return done.site


def with_forms(folder: Path) -> Path:
    """The guide of a practice with a plain form, and beside its page about sessions the same page with other forms."""
    form = FORMS["plain"]
    site = edited(folder, apply_url=f'"{form.url}"', apply_fields="{topic: topic, language: lang, code: 'ref-code'}")
    whole = (site / "sessions" / "index.html").read_text(encoding="utf-8")
    assert len(BLOCK.findall(whole)) == 1
    for form in FORMS.values():
        values = {"apply_url": form.url, "apply_fields": ApplyFields(**form.fields)}
        practice = facts().practice.model_copy(update=values)
        markdown, said = cook("{{ apply() }}", replace(facts(), practice=practice))
        assert not said
        (block,) = BLOCK.findall(html(markdown))
        if form.path == "/sessions/":
            assert LexborHTMLParser(block).text() == LexborHTMLParser(BLOCK.findall(whole)[0]).text()
        else:
            page = site / form.path.strip("/") / "index.html"
            page.parent.mkdir()
            page.write_text(BLOCK.sub(lambda _, block=block: block, whole), encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def applied(once: Callable[..., Path], host: Callable[[Path], str]) -> str:
    """The address of a guide whose practice has a form."""
    return host(once(with_forms))


@pytest.fixture(scope="module", params=FORMS)
def form(request) -> Form:
    """Each kind of form."""
    return FORMS[request.param]


def carried(page: Page, form: Form) -> dict[str, str]:
    """What the link to a form takes along, by our names; the address itself must be as the practice gave it."""
    there, given = urlsplit(page.locator(f"{CROWN} a").get_attribute("href")), urlsplit(form.url)
    assert there._replace(query="") == given._replace(query="")
    pairs, before = parse_qsl(there.query, strict_parsing=True), parse_qsl(given.query)
    assert pairs[: len(before)] == before
    names = {field: name for name, field in form.fields.items()}
    found = [(names[field], value) for field, value in pairs[len(before) :]]
    assert len(dict(found)) == len(found)
    return dict(found)


def told(page: Page) -> dict[str, str]:
    """What the list on the page says that goes along, by our names."""
    lines = page.locator(f"{CROWN} li").locator("visible=true").all_inner_texts()
    assert lines[-1] == strings()["apply_nothing_else"]
    starts = {strings()[key]: name for name, key in SAYS.items()}
    said = {starts[line.split(":")[0] + ":"]: line.split(":", 1)[1].strip() for line in lines[:-1]}
    return {name: value for name, value in said.items() if value != strings()["apply_says_none"]}


def field(page: Page):
    """Where a code is written."""
    return page.locator("#apply-code")


# What goes along.


def test_without_scripts_the_language_alone_goes_along(visit, applied, form):
    """Without scripts the link takes the language, the page says so, and nothing is shown that could not work."""
    page = visit(applied + form.path, java_script_enabled=False)
    assert carried(page, form) == {"language": "en"}
    assert told(page) == {"language": "English"}
    assert page.locator(f"{CROWN} select, {CROWN} input, {CROWN} label").locator("visible=true").count() == 0
    expect(page.locator(f"{CROWN} a")).to_be_visible()


def test_nothing_is_chosen_for_a_reader(visit, applied, form):
    """With scripts, too, nothing but the language goes along until the reader chooses, and the page says that."""
    page = visit(applied + form.path)
    expect(page.locator("#apply-topic")).to_have_value("")
    expect(field(page)).to_have_value("")
    assert carried(page, form) == {"language": "en"}
    assert told(page) == {"language": "English"}


def test_a_chosen_topic_goes_along_and_can_be_taken_back(visit, applied, form):
    """A topic from the guide's own list shows by its name and goes along by its own; taken back, it is gone."""
    page = visit(applied + form.path)
    choices = page.locator("#apply-topic option").evaluate_all("all => all.map((one) => [one.value, one.text])")
    assert choices == [["", strings()["apply_topic_none"]], *map(list, OFFERED.items())]
    for slug, title in list(OFFERED.items())[:3]:
        page.select_option("#apply-topic", slug)
        assert carried(page, form) == {"language": "en", "topic": slug}
        assert told(page) == {"language": "English", "topic": title}
    page.select_option("#apply-topic", "")
    assert carried(page, form) == {"language": "en"}
    assert told(page) == {"language": "English"}


def test_a_practices_code_is_shown_and_can_be_changed(visit, applied, form):
    """A code that came with the address stands in its field and in the list; it can be changed, and taken out."""
    page = visit(f"{applied}{form.path}#ref={CODE}")
    expect(field(page)).to_have_value(CODE)
    assert carried(page, form) == {"language": "en", "code": CODE}
    assert told(page) == {"language": "English", "code": CODE}
    assert page.url == applied + form.path
    field(page).fill(f" {OTHER.upper()} ")
    assert carried(page, form) == {"language": "en", "code": OTHER}
    assert told(page)["code"] == OTHER
    field(page).fill("")
    assert carried(page, form) == {"language": "en"}
    assert told(page) == {"language": "English"}


@pytest.mark.parametrize("wrong", ["Sam Roe", "sam@example.org", "öl", "a_b", "a&b=c", "<b>", "a" * 24 + "?"])
def test_a_wrong_code_never_goes_along(visit, applied, form, wrong):
    """What is no code, such as a name or an address, stays here, and the page says at once that it is not sent."""
    page = visit(f"{applied}{form.path}#ref={CODE}")
    field(page).evaluate("(node) => node.removeAttribute('maxlength')")
    field(page).fill(wrong)
    assert carried(page, form) == {"language": "en"}
    assert told(page)["code"] == strings()["apply_code_wrong"]
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    field(page).fill(OTHER)
    assert carried(page, form)["code"] == OTHER
    expect(field(page)).to_have_attribute("aria-invalid", "false")


def test_the_list_says_exactly_what_goes_along(visit, applied, form):
    """For every topic, with and without a code, the words of the list and the link agree."""
    page, seen = visit(applied + form.path), 0
    for code in ("", CODE, "x" * 24, "-"):
        field(page).fill(code)
        for slug in ["", *OFFERED]:
            page.select_option("#apply-topic", slug)
            wanted = {"language": ("English", "en"), "topic": (OFFERED.get(slug), slug), "code": (code, code)}
            wanted = {name: pair for name, pair in wanted.items() if pair[1]}
            assert told(page) == {name: pair[0] for name, pair in wanted.items()}
            assert carried(page, form) == {name: pair[1] for name, pair in wanted.items()}
            seen += 1
    assert seen == 4 * (1 + len(OFFERED))


# What stays.


def test_a_code_leaves_no_trace(browser, applied):
    """A code from the address is in no request, no cookie, no storage and no entry of this tab; a reload forgets it."""
    context, asked = browser.new_context(), []
    context.on("request", lambda request: asked.append(f"{request.url} {request.headers} {request.post_data}"))
    page = context.new_page()
    page.goto(f"{applied}/sessions/#ref={CODE}")
    page.select_option("#apply-topic", next(iter(OFFERED)))
    field(page).fill(OTHER)
    before = entry(page)
    assert before[0] == f"{applied}/sessions/"
    assert (before[2], before[3]) == (2, None)
    page.wait_for_load_state("networkidle")
    assert stored(page) == {}
    assert context.cookies() == []
    page.reload()
    expect(page.locator("#apply-topic")).to_have_value("")
    expect(field(page)).to_have_value("")
    assert carried(page, FORMS["plain"]) == {"language": "en"}
    assert len(asked) > 4
    assert [line for line in asked if CODE in line or OTHER in line or "ref=" in line] == []
    context.close()


@pytest.mark.parametrize("left_out", [[], [NO_MEMORY]])
def test_back_brings_nothing_up(browser, applied, left_out):
    """Who goes on and comes back by Back finds nothing chosen and no code, also where the browser kept the page."""
    own = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=ARGUMENTS, ignore_default_args=left_out or None
    )
    page = own.new_page()
    page.goto(f"{applied}/sessions/#ref={CODE}")
    page.select_option("#apply-topic", next(iter(OFFERED)))
    page.evaluate("() => addEventListener('pageshow', ({ persisted }) => { window.kept = persisted; })")
    page.goto(f"{applied}/how/")
    tab = page.context.new_cdp_session(page)
    entries = tab.send("Page.getNavigationHistory")["entries"]
    tab.send("Page.navigateToHistoryEntry", {"entryId": entries[-2]["id"]})
    expect(field(page)).to_have_value("")
    expect(page.locator("#apply-topic")).to_have_value("")
    assert carried(page, FORMS["plain"]) == {"language": "en"}
    assert page.evaluate("() => [window.kept ?? false, guide.ref ?? '']") == [bool(left_out), ""]
    assert page.url == f"{applied}/sessions/"
    own.close()


def test_a_doubled_slash_changes_nothing(visit, applied):
    """An address that was put together with two slashes loses what hangs on it as well, and its page works."""
    page = visit(f"{applied}//sessions/?utm_source={MARK}#ref={CODE}")
    expect(field(page)).to_have_value(CODE)
    assert page.url == f"{applied}//sessions/"
    assert search(page, "hoover")


def test_a_link_with_a_code_works_on_the_open_page(visit, applied):
    """Followed while the page is open already, an address with a code shows the code, and none stays in the bar."""
    page = visit(f"{applied}/sessions/")
    page.evaluate("(code) => { location.hash = `ref=${code}`; }", CODE)
    expect(field(page)).to_have_value(CODE)
    assert carried(page, FORMS["plain"])["code"] == CODE
    assert page.url == f"{applied}/sessions/"
    page.evaluate("() => { location.hash = 'form'; }")
    page.wait_for_url("**/sessions/#form")
    expect(field(page)).to_have_value(CODE)


def led_in_place(page: Page) -> None:
    """Open the page about sessions in place, from wherever the reader is."""
    page.evaluate(LINK, page.evaluate("() => new URL('/sessions/', document.baseURI).href"))
    page.locator("main a").first.click()
    expect(page.locator(CROWN)).to_be_visible()


def test_private_reading_keeps_the_code_until_it_is_taken_out(visit, applied):
    """Opened in place from another page, the form has that page's code; changed or taken out, it stays so."""
    page = visit(f"{applied}/how/#ref={CODE}")
    assert page.url == f"{applied}/how/"
    read_privately(page)
    before = entry(page)
    for code, then in ((CODE, OTHER), (OTHER, ""), ("", "")):
        led_in_place(page)
        expect(field(page)).to_be_visible()
        expect(field(page)).to_have_value(code)
        assert carried(page, FORMS["plain"]) == {"language": "en"} | ({"code": code} if code else {})
        field(page).fill(then)
        page.locator(".guide-private-back").click()
        expect(page.locator(CROWN)).to_have_count(0)
    led_in_place(page)
    page.select_option("#apply-topic", next(iter(OFFERED)))
    assert told(page) == {"language": "English", "topic": next(iter(OFFERED.values()))}
    assert entry(page) == before
    assert stored(page) == {}


def test_a_short_link_hands_the_code_on(visit, applied):
    """By a neutral short link with a code the form opens in place, shows the code, and the address stays its own."""
    page = visit(f"{applied}/r/{HERE.code}/#ref={CODE}")
    assert page.url == f"{applied}/r/{HERE.code}/"
    page.locator(".guide-short-link .guide-button").click()
    expect(field(page)).to_be_visible()
    expect(field(page)).to_have_value(CODE)
    page.select_option("#apply-topic", next(iter(OFFERED)))
    assert carried(page, FORMS["plain"]) == {"language": "en", "topic": next(iter(OFFERED)), "code": CODE}
    assert page.url == f"{applied}/r/{HERE.code}/"
    assert stored(page) == {}


# For everybody.


def test_it_is_used_by_keys_alone(visit, applied):
    """By Tab a reader reaches topic, code, form and free help in this order, each marked; keys choose and write."""
    page = visit(f"{applied}/sessions/", height=300)
    page.locator("#apply-topic").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field(page)).to_be_focused()
    page.keyboard.type(CODE)
    for name in ("invitation_button", "invitation_help"):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert (stop["name"], stop["marked"], stop["shown"]) == (strings()[name], True, True)
    slug, title = next(iter(OFFERED.items()))
    assert carried(page, FORMS["plain"]) == {"language": "en", "topic": slug, "code": CODE}
    assert told(page) == {"language": "English", "topic": title, "code": CODE}


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_nothing_stands_in_the_way(visit, applied, width, scheme):
    """With a code, with a wrong one and with a topic chosen, axe finds nothing, all fits, and targets are large."""
    page = visit(f"{applied}/sessions/#ref={CODE}", width=width, color_scheme=scheme, bypass_csp=True)
    found = objections(page, EVERYTHING)
    field(page).fill("not a code")
    page.select_option("#apply-topic", max(OFFERED, key=lambda slug: len(OFFERED[slug])))
    found += objections(page, EVERYTHING) + sideways(page)
    targets = page.locator(f"{CROWN} select, {CROWN} input, main .guide-button").locator("visible=true")
    nothing(found + targets.evaluate_all(SMALL, BIG_ENOUGH))


@pytest.mark.parametrize("width", [320, 1280])
def test_free_help_is_no_smaller_than_the_offer(visit, applied, width):
    """Free help stands right after the button that applies, with letters and a height of the same size."""
    page = visit(f"{applied}/sessions/", width=width)
    size = "(node) => [node.getBoundingClientRect().height, parseFloat(getComputedStyle(node).fontSize)]"
    offer = page.locator(f"{CROWN} a").evaluate(size)
    free = page.locator(f"{CROWN} ~ p .guide-button")
    expect(free).to_have_text(strings()["invitation_help"])
    assert [a >= b for a, b in zip(free.evaluate(size), offer, strict=True)] == [True, True]
    free.click()
    page.wait_for_url("**/help/")


def test_the_form_is_opened_without_saying_where_from(visit, applied, form):
    """The one link that leaves for the form hands over neither this page's address nor this window."""
    link = visit(applied + form.path).locator(f"{CROWN} a")
    assert set(link.get_attribute("rel").split()) == {"noopener", "noreferrer"}
    assert link.get_attribute("target") is None


# Without a form, without a practice.


def test_without_a_form_nothing_can_be_pressed(visit):
    """The real guide takes no applications: no field, no dead button, but words that say so and lead to free help."""
    page = visit("/sessions/")
    assert not settings()["extra"]["practice"]["apply_url"], "it has a form now: these promises are for one without"
    assert page.locator("main").locator("form, select, input, textarea, button, .guide-apply").count() == 0
    closed = page.locator(".care", has_text=strings()["offer_closed_heading"])
    expect(closed).to_contain_text("takes no applications yet")
    expect(closed.get_by_role("link")).to_have_attribute("href", re.compile("help/$"))
    assert page.locator("main").get_by_text(strings()["invitation_button"], exact=True).count() == 0


# Who is invited, and where.


def invited(trees) -> dict[str, LexborHTMLParser]:
    """The pages that invite to a session."""
    return {address: tree for address, tree in trees.items() if tree.css(".guide-invitation")}


def test_a_page_invites_once_and_late(trees):
    """A page invites at most once, after its text: nothing but what comes next stands below."""
    assert len(invited(trees)) > 3
    found = []
    for address, tree in invited(trees).items():
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
    nothing(found)


def test_no_page_invites_where_it_would_hurt(trees):
    """Pages on danger and crisis, links, cards, lists, help, worksheets and advice to practitioners invite nobody."""
    rooms = ("r/", "card/", "lists/", "help/", "take/", "files/", "contents/", "404.html", "professionals/", "about/")
    crisis = {address for address, tree in trees.items() if tree.css_first("main[data-crisis]")}
    assert len(crisis) > 4
    quiet = {address for address in trees if address.startswith(rooms)} | crisis
    assert len(quiet) > 200
    assert sorted(quiet & invited(trees).keys()) == []
    assert [address for address in quiet if BUTTON in trees[address].css_first("main").text()] == []


def test_each_invitation_leads_to_the_facts_and_to_free_help(trees):
    """Beside each invitation stands free help; the invitation itself leads to the guide's own page about sessions."""
    for address, tree in invited(trees).items():
        links = {
            link.text().strip(): urljoin(f"/{address}", link.attributes["href"])
            for link in tree.css(".guide-invitation .guide-button")
        }
        assert links == {BUTTON: "/sessions/", strings()["invitation_help"]: "/help/"}, address


def test_practitioners_are_told_which_pages_invite(trees):
    """The page for practitioners says that sessions are sold, and names each page that invites to them, no other."""
    (item,) = [item for item in trees["professionals/"].css("li") if strings()["interest"] in item.text()]
    named = {urljoin("/professionals/", link.attributes["href"]).lstrip("/") for link in item.css("a")}
    assert named == {*invited(trees), "about/#interests"}


SEEN = """() => [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility())
  .map((node) => `${node.localName}.${node.className?.baseVal ?? node.className}`)"""


def test_nothing_comes_up_by_itself(browser, served, trees):
    """On pages that invite nothing appears or asks by itself: not within three seconds, and not within ten minutes."""
    addresses = list(invited(trees))[:3]
    assert len(addresses) == 3
    for number, address in enumerate(addresses):
        with standing_clock(browser, f"{served}/{address}", viewport={"width": 390, "height": 844}) as page:
            dialogs, before = [], page.evaluate(SEEN)
            page.on("dialog", lambda dialog, said=dialogs: (said.append(dialog.message), dialog.dismiss()))
            assert len(before) > 50
            page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
            page.clock.run_for(600_000)
            if not number:
                page.clock.resume()
                page.wait_for_timeout(3000)
            page.mouse.move(10, 1)
            assert (page.evaluate(SEEN), dialogs) == (before, [])
            assert page.evaluate("() => document.querySelectorAll('dialog, [popover], [role=dialog]').length") == 0


# Whatever an address may bring.

KNOWN = re.compile(r"ref=([a-z0-9-]{1,24})")
NASTY = [
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
LETTERS = string.printable + "öß€\u202e\u200d\u0000😀%%%&&==<>\"'"
SET = """async (fragments) => {
  const seen = [];
  const link = document.querySelector(".guide-apply a");
  for (const fragment of fragments) {
    location.hash = fragment;
    await new Promise((done) => setTimeout(done, 4));
    document.dispatchEvent(new Event("guide:open"));
    seen.push({ href: link.href, at: location.href, field: document.querySelector("#apply-code").value,
      elements: document.querySelectorAll("*").length, text: document.querySelector(".guide-apply").textContent.length,
      place: !location.hash || document.getElementById(location.hash.slice(1)) !== null });
  }
  return seen;
}"""


def fragments() -> list[str]:
    """What could stand behind # in an address that somebody made by hand, by mistake or with bad intent."""
    chance = random.Random(SEED)
    drawn = ["".join(chance.choices(LETTERS, k=chance.randint(1, 40))) for _ in range(120)]
    drawn += ["ref=" + "".join(chance.choices(LETTERS, k=chance.randint(1, 26))) for _ in range(80)]
    codes = [
        "".join(chance.choices(string.ascii_lowercase + string.digits + "-", k=chance.randint(1, 26)))
        for _ in range(60)
    ]
    return [*NASTY, *drawn, *(f"ref={code}" for code in codes)]


def test_no_fragment_gets_further_than_a_code(visit, applied):
    """Of 300 and more fragments only a code of the right letters reaches field and link; nothing else changes."""
    inputs, said, asked, form = fragments(), [], [], FORMS["plain"]
    assert len(inputs) >= 300
    page = visit(f"{applied}/sessions/")
    page.wait_for_load_state("networkidle")
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    elements, room = page.evaluate(
        "() => [document.querySelectorAll('*').length, document.querySelector('.guide-apply').textContent.length]"
    )
    seen = page.evaluate(SET, inputs)
    assert len(seen) == len(inputs)
    code, codes = "", 0
    for fragment, state in zip(inputs, seen, strict=True):
        match = KNOWN.fullmatch(fragment.replace("\n", "").replace("\r", "").replace("\t", ""))  # as browsers read it
        code, codes = (match[1], codes + 1) if match else (code, codes)
        pairs = dict(parse_qsl(urlsplit(state["href"]).query, strict_parsing=True))
        assert urlsplit(state["href"])[:3] == urlsplit(form.url)[:3], fragment
        assert urlsplit(state["href"]).fragment == "start", fragment
        wanted = {"from": "guide", "list[]": "a b", "lang": "en"} | ({"ref-code": code} if code else {})
        assert (pairs, state["field"]) == (wanted, code), fragment
        assert state["elements"] == elements, fragment
        assert state["text"] <= room + 24, fragment
        assert state["at"].split("#")[0] == f"{applied}/sessions/", fragment
        assert state["place"], fragment
    assert codes > 40
    assert (said, stored(page)) == ([], {})
    assert [url for url in asked if "/assets/icon." not in url] == []  # a browser looks at it anew with each address


@pytest.mark.parametrize("address", ["/sessions/", "/how/", f"/r/{HERE.code}/"])
def test_a_page_that_opens_with_a_strange_fragment_works(visit, applied, address):
    """Opened with any of the worst fragments, a page works as ever and has a clean address."""
    page, said = visit(f"{applied}/how/"), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for fragment in (NASTY[5], NASTY[8], NASTY[23], NASTY[34], NASTY[36], "%41" * 1500):
        page.goto("about:blank")
        page.goto(f"{applied}{address}#{fragment}")
        assert page.evaluate("() => location.href") == applied + address
        expect(page.get_by_role("button", name="Search", exact=True)).to_have_count(0 if "/r/" in address else 1)
        assert field(page).count() == 0 or field(page).input_value() == ""
    assert said == []
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
FIVE = ["/", "/sessions/", "/how/", f"/r/{HERE.code}/", MISSING]


def asked_with() -> list[tuple[str, str]]:
    """Pages and what hangs on their addresses: each page with twelve or more, each query on one page or more."""
    every = [(FIVE[number % 5], query) for number, query in enumerate(QUERIES)]
    return every + [(FIVE[(number + 2) % 5], query) for number, query in enumerate(QUERIES)]


def test_what_hangs_on_an_address_is_dropped(browser, applied):
    """Of 60 and more addresses with a query none keeps it: bar and fields are clean, nothing is stored or sent."""
    inputs, said, asked = asked_with(), [], []
    assert len(inputs) >= 60
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append((request.is_navigation_request(), request.url, request.headers)))
    for address, query in inputs:
        page.goto(f"{applied}{address}?{query}")
        state = page.evaluate(
            """(mark) => [location.href, document.documentElement.outerHTML.includes(mark), history.state,
              [...document.querySelectorAll("input, select, textarea")].map((node) => node.value).join("")]"""
            , MARK
        )  # fmt: skip
        code = CODE if query.endswith(CODE) and address == "/sessions/" else ""
        assert state == [applied + address, False, None, code], query
        assert stored(page) == {}, query
    assert context.cookies() == []
    later = [one for one in asked if not one[0]]
    assert len(later) > len(inputs)
    assert [one for one in later if MARK in str(one)] == []
    assert sum(first for first, *_ in asked) == len(inputs), "a page was loaded again"
    nothing([text for text in said if "404 (Not Found)" not in text])
    context.close()

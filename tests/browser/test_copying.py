"""Copying: ready words and addresses are taken with one press, or one click, and are what they say they are."""

import re

import pytest
from macro_environment import facts, strings
from page_helpers import nothing, read_privately, stored
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from test_private import LINK
from test_small_screen import BIG_ENOUGH, SMALL

URL = facts().url
PLACES = {"/professionals/": 8, "/professionals/links/": 2 * len([t for t in facts().topics.values() if t.page])}
LIMITS = {300, 640, 160}
TEXT, BUTTON = ".guide-wording__text", ".guide-copy"
COPIED = {"permissions": ["clipboard-read", "clipboard-write"]}
PASTED = "() => navigator.clipboard.readText()"
CHOSEN = "() => getSelection().toString()"
REFUSED = """const refuse = () => Promise.reject(new Error("no"));
Object.defineProperty(navigator, "clipboard", { value: { writeText: refuse } });
document.execCommand = () => false;"""
OLD = """Object.defineProperty(navigator, "clipboard", { value: undefined });
document.execCommand = (what) => { window.did = what; return true; };"""
COUNT = re.compile(
    re.escape(strings()["wording_length"]).replace(r"\{count\}", r"(\d+)").replace(r"\{most\}", r"(\d+)")
)


@pytest.fixture(scope="module")
def blocks(trees) -> list[LexborHTMLParser]:
    """The blocks of ready words on the page for practitioners."""
    return [LexborHTMLParser(node.html) for node in trees["professionals/"].css("figure.guide-wording")]


def words(block) -> str:
    """The words of a block that are copied."""
    return block.css_first(TEXT).text()


# The words.


def test_each_block_is_as_long_as_it_says(blocks):
    """Where a form takes so many letters, the words are no longer, and the count beside them is the true one."""
    limits = []
    for block in blocks:
        if caption := block.css_first("figcaption"):
            count, most = map(int, COUNT.fullmatch(" ".join(caption.text().split())).groups())
            assert count == len(words(block)) <= most
            limits.append(most)
    assert set(limits) == LIMITS
    assert len(blocks) == PLACES["/professionals/"]


def test_each_address_in_the_words_is_the_guides_own(blocks):
    """Each address to copy lies on this guide's own site, and no gap was left unfilled; only questions have none."""
    found = [re.findall(r"https?://[^\s\"<]+", words(block)) for block in blocks]
    assert [words(block)[-1] for block, some in zip(blocks, found, strict=True) if not some] == ["?"]
    assert [address for some in found for address in some if not address.startswith(URL)] == []
    assert [words(block) for block in blocks if re.search(r"[{}]", words(block))] == []


def test_neutral_words_hold_the_neutral_address_alone(blocks):
    """The words for a message and for a consent, which others may see, hold a short link's address, and no other."""
    neutral = [words(block) for block in blocks if f"{URL}r/" in words(block)]
    assert len(neutral) == 2
    assert [text.count(URL) for text in neutral] == [1, 1]
    assert [text for text in neutral if "contact" in text] == []


# With scripts.


def test_one_press_copies_exactly_the_words(visit):
    """One press copies a block's very words, and says so beside it, and nowhere else."""
    page = visit("/professionals/", **COPIED)
    texts = page.locator(TEXT).evaluate_all("all => all.map((node) => node.textContent)")
    buttons = page.locator(BUTTON)
    expect(buttons).to_have_count(PLACES["/professionals/"])
    for number, text in enumerate(texts):
        buttons.nth(number).click()
        status = page.locator(f"{BUTTON} + [role=status]")
        expect(status.nth(number)).to_have_text(strings()["copy_done"])
        assert page.evaluate(PASTED) == text
    assert stored(page) == {}
    assert page.url.endswith("/professionals/")


def test_the_link_sheet_copies_each_address(visit):
    """On the link sheet one press copies one whole address, by the pointer and by keys."""
    page = visit("/professionals/links/", **COPIED)
    buttons = page.locator(BUTTON)
    expect(buttons).to_have_count(PLACES["/professionals/links/"])
    for number in (0, 1, 40, PLACES["/professionals/links/"] - 1):
        text = page.locator(TEXT).nth(number).text_content()
        assert text.startswith(URL)
        assert text == text.strip()
        buttons.nth(number).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{BUTTON} + [role=status]").nth(number)).to_have_text(strings()["copy_done"])
        assert page.evaluate(PASTED) == text


def test_a_refused_clipboard_leaves_the_words_marked(browser, served):
    """Where nothing may be copied the words stay marked for the reader's own keys, and the page says that."""
    context = browser.new_context(base_url=served)
    context.add_init_script(REFUSED)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/professionals/")
    for number in (0, 3):
        page.locator(BUTTON).nth(number).click()
        status = page.locator(f"{BUTTON} + [role=status]").nth(number)
        expect(status).to_have_text(strings()["copy_chosen"])
        assert page.evaluate(CHOSEN) == page.locator(TEXT).nth(number).text_content()
    assert faults == []
    context.close()


def test_an_old_browser_copies_as_well(browser, served):
    """A browser without the newer clipboard copies what is marked by its older way."""
    context = browser.new_context(base_url=served)
    context.add_init_script(OLD)
    page = context.new_page()
    page.goto("/professionals/")
    page.locator(BUTTON).first.click()
    expect(page.locator(f"{BUTTON} + [role=status]").first).to_have_text(strings()["copy_done"])
    assert page.evaluate("() => window.did") == "copy"
    assert page.evaluate(CHOSEN) == page.locator(TEXT).first.text_content()
    context.close()


@pytest.mark.parametrize("address", PLACES)
def test_copying_works_in_private_reading(visit, served, address):
    """Opened in place by private reading the buttons are there and work, and the script came once."""
    page, asked = visit("/how/", **COPIED), []
    page.on("request", lambda request: asked.append(request.url))
    read_privately(page)
    page.evaluate(LINK, served + address)
    page.locator("main a").first.click()
    expect(page.locator(BUTTON).first).to_be_visible()
    page.locator(".guide-private-back").click()
    expect(page.locator(BUTTON)).to_have_count(0)  # the page before is there again
    page.evaluate(LINK, served + address)
    page.locator("main a").first.click()
    page.locator(BUTTON).nth(1).click()
    expect(page.locator(f"{BUTTON} + [role=status]").nth(1)).to_have_text(strings()["copy_done"])
    assert page.evaluate(PASTED) == page.locator(TEXT).nth(1).text_content()
    assert len([url for url in asked if "/assets/copy." in url]) == 1
    assert page.url == served + "/how/"


def test_what_was_said_is_said_anew(visit):
    """A second press empties the words beside the button first, so that a screen reader says them again."""
    page = visit("/professionals/", **COPIED)
    status = page.locator(f"{BUTTON} + [role=status]").first
    page.evaluate(
        """([status]) => { window.said = []; new MutationObserver(() => said.push(status.textContent))
          .observe(status, { childList: true, characterData: true, subtree: true }); }""",
        [status.element_handle()],
    )
    for _ in range(2):
        page.locator(BUTTON).first.click()
        expect(status).to_have_text(strings()["copy_done"])
        page.wait_for_timeout(50)
    assert page.evaluate("() => said.filter(Boolean).length") == 2


@pytest.mark.parametrize("address", PLACES)
def test_copy_buttons_are_large_targets(visit, address):
    """Each button to copy is 44 px or more in both directions on the smallest phone."""
    page = visit(address, width=320)
    expect(page.locator(BUTTON).first).to_be_visible()
    nothing(page.locator(BUTTON).evaluate_all(SMALL, BIG_ENOUGH))


# Without.


@pytest.mark.parametrize("address", PLACES)
def test_without_scripts_no_button_is_shown(visit, address):
    """Without scripts no button is shown that could not work, and the words are all there."""
    page = visit(address, java_script_enabled=False)
    assert page.locator(BUTTON).locator("visible=true").count() == 0
    assert page.locator(TEXT).locator("visible=true").count() == PLACES[address]


@pytest.mark.parametrize("address", PLACES)
def test_one_click_marks_all_the_words(visit, address):
    """Where the script never comes no button shows either, and one click on a text marks the whole of it."""
    page = visit("/", **COPIED)
    page.route("**/assets/copy.*.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(address)
    assert page.locator(BUTTON).locator("visible=true").count() == 0
    for number in (0, PLACES[address] - 1):
        text = page.locator(TEXT).nth(number)
        text.click()
        assert page.evaluate(CHOSEN).strip() == text.text_content()
        page.keyboard.press("Control+c")
        assert page.evaluate(PASTED).strip() == text.text_content()
    page.unroute_all()

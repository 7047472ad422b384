"""Copy buttons: one click copies ready wording and addresses, which are correct and of the stated length."""

import re

import pytest
from macro_environment import facts, strings
from page_helpers import assert_none, start_private_reading, stored
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from test_private import LINK
from test_small_screen import MIN_TARGET_SIZE, TOO_SMALL

URL = facts().url
BUTTON_COUNTS = {"/professionals/": 8, "/professionals/links/": 2 * len([t for t in facts().topics.values() if t.page])}
LIMITS = {300, 640, 160}
TEXT, BUTTON = ".guide-wording__text", ".guide-copy-button"
CLIPBOARD_ALLOWED = {"permissions": ["clipboard-read", "clipboard-write"]}
CLIPBOARD = "() => navigator.clipboard.readText()"
SELECTION = "() => getSelection().toString()"
NO_CLIPBOARD = """const refuse = () => Promise.reject(new Error("no"));
Object.defineProperty(navigator, "clipboard", { value: { writeText: refuse } });
document.execCommand = () => false;"""
OLD_BROWSER = """Object.defineProperty(navigator, "clipboard", { value: undefined });
document.execCommand = (what) => { window.did = what; return true; };"""
COUNT = re.compile(
    re.escape(strings()["wording_length"]).replace(r"\{count\}", r"(\d+)").replace(r"\{most\}", r"(\d+)")
)


@pytest.fixture(scope="module")
def blocks(trees) -> list[LexborHTMLParser]:
    """The blocks of ready wording on the page for practitioners."""
    return [LexborHTMLParser(node.html) for node in trees["professionals/"].css("figure.guide-wording")]


def words(block) -> str:
    """The text of a block that the button copies."""
    return block.css_first(TEXT).text()


# The wording.


def test_each_block_has_the_stated_length(blocks):
    """The wording fits the limit of the form that it is for, and the stated number of characters is correct."""
    limits = []
    for block in blocks:
        if caption := block.css_first("figcaption"):
            count, most = map(int, COUNT.fullmatch(" ".join(caption.text().split())).groups())
            assert count == len(words(block)) <= most
            limits.append(most)
    assert set(limits) == LIMITS
    assert len(blocks) == BUTTON_COUNTS["/professionals/"]


def test_each_address_in_the_wording_is_of_this_guide(blocks):
    """Each address to copy belongs to this guide, and no placeholder is left; only questions have no address."""
    found = [re.findall(r"https?://[^\s\"<]+", words(block)) for block in blocks]
    assert [words(block)[-1] for block, some in zip(blocks, found, strict=True) if not some] == ["?"]
    assert [address for some in found for address in some if not address.startswith(URL)] == []
    assert [words(block) for block in blocks if re.search(r"[{}]", words(block))] == []


def test_neutral_wording_has_only_the_neutral_address(blocks):
    """The wording for a message and for a consent, which others may see, contains only a neutral short link."""
    neutral = [words(block) for block in blocks if f"{URL}r/" in words(block)]
    assert len(neutral) == 2
    assert [text.count(URL) for text in neutral] == [1, 1]
    assert [text for text in neutral if "contact" in text] == []


# With scripts.


def test_one_click_copies_exactly_the_wording(visit):
    """One click copies exactly a block's text, and the status beside the button says so."""
    page = visit("/professionals/", **CLIPBOARD_ALLOWED)
    texts = page.locator(TEXT).evaluate_all("all => all.map((node) => node.textContent)")
    buttons = page.locator(BUTTON)
    expect(buttons).to_have_count(BUTTON_COUNTS["/professionals/"])
    for number, text in enumerate(texts):
        buttons.nth(number).click()
        status = page.locator(f"{BUTTON} + [role=status]")
        expect(status.nth(number)).to_have_text(strings()["copy_done"])
        assert page.evaluate(CLIPBOARD) == text
    assert stored(page) == {}
    assert page.url.endswith("/professionals/")


def test_the_link_sheet_copies_each_address(visit):
    """On the link sheet one button copies one whole address, also by keyboard."""
    page = visit("/professionals/links/", **CLIPBOARD_ALLOWED)
    buttons = page.locator(BUTTON)
    expect(buttons).to_have_count(BUTTON_COUNTS["/professionals/links/"])
    for number in (0, 1, 40, BUTTON_COUNTS["/professionals/links/"] - 1):
        text = page.locator(TEXT).nth(number).text_content()
        assert text.startswith(URL)
        assert text == text.strip()
        buttons.nth(number).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{BUTTON} + [role=status]").nth(number)).to_have_text(strings()["copy_done"])
        assert page.evaluate(CLIPBOARD) == text


def test_without_a_clipboard_the_text_stays_selected(browser, site_url):
    """If nothing may be copied, the text stays selected, to copy by keyboard, and the page says so."""
    context = browser.new_context(base_url=site_url)
    context.add_init_script(NO_CLIPBOARD)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/professionals/")
    for number in (0, 3):
        page.locator(BUTTON).nth(number).click()
        status = page.locator(f"{BUTTON} + [role=status]").nth(number)
        expect(status).to_have_text(strings()["copy_chosen"])
        assert page.evaluate(SELECTION) == page.locator(TEXT).nth(number).text_content()
    assert faults == []
    context.close()


def test_an_old_browser_copies_as_well(browser, site_url):
    """A browser without the clipboard API copies the selection with document.execCommand."""
    context = browser.new_context(base_url=site_url)
    context.add_init_script(OLD_BROWSER)
    page = context.new_page()
    page.goto("/professionals/")
    page.locator(BUTTON).first.click()
    expect(page.locator(f"{BUTTON} + [role=status]").first).to_have_text(strings()["copy_done"])
    assert page.evaluate("() => window.did") == "copy"
    assert page.evaluate(SELECTION) == page.locator(TEXT).first.text_content()
    context.close()


@pytest.mark.parametrize("address", BUTTON_COUNTS)
def test_copying_works_in_private_reading(visit, site_url, address):
    """On a page opened by private reading the buttons work, and the script is loaded once."""
    page, requests = visit("/how/", **CLIPBOARD_ALLOWED), []
    page.on("request", lambda request: requests.append(request.url))
    start_private_reading(page)
    page.evaluate(LINK, site_url + address)
    page.locator("main a").first.click()
    expect(page.locator(BUTTON).first).to_be_visible()
    page.locator(".guide-private-back").click()
    expect(page.locator(BUTTON)).to_have_count(0)  # the previous page is back
    page.evaluate(LINK, site_url + address)
    page.locator("main a").first.click()
    page.locator(BUTTON).nth(1).click()
    expect(page.locator(f"{BUTTON} + [role=status]").nth(1)).to_have_text(strings()["copy_done"])
    assert page.evaluate(CLIPBOARD) == page.locator(TEXT).nth(1).text_content()
    assert len([url for url in requests if "/assets/copy_button." in url]) == 1
    assert page.url == site_url + "/how/"


def test_the_status_is_announced_again(visit):
    """A second click first empties the status, so that a screen reader announces it again."""
    page = visit("/professionals/", **CLIPBOARD_ALLOWED)
    status = page.locator(f"{BUTTON} + [role=status]").first
    page.evaluate(
        """([status]) => { window.changes = []; new MutationObserver(() => changes.push(status.textContent))
          .observe(status, { childList: true, characterData: true, subtree: true }); }""",
        [status.element_handle()],
    )
    for _ in range(2):
        page.locator(BUTTON).first.click()
        expect(status).to_have_text(strings()["copy_done"])
        page.wait_for_timeout(50)
    assert page.evaluate("() => changes.filter(Boolean).length") == 2


@pytest.mark.parametrize("address", BUTTON_COUNTS)
def test_copy_buttons_are_large_targets(visit, address):
    """Each copy button is 44 px or larger in both directions on the smallest phone."""
    page = visit(address, width=320)
    expect(page.locator(BUTTON).first).to_be_visible()
    assert_none(page.locator(BUTTON).evaluate_all(TOO_SMALL, MIN_TARGET_SIZE))


# Without scripts.


@pytest.mark.parametrize("address", BUTTON_COUNTS)
def test_without_scripts_no_button_is_shown(visit, address):
    """Without scripts no copy button is shown, and all the wording is there."""
    page = visit(address, java_script_enabled=False)
    assert page.locator(BUTTON).locator("visible=true").count() == 0
    assert page.locator(TEXT).locator("visible=true").count() == BUTTON_COUNTS[address]


@pytest.mark.parametrize("address", BUTTON_COUNTS)
def test_one_click_selects_the_whole_text(visit, address):
    """If the script cannot be loaded, no button is shown, and one click on a text selects all of it."""
    page = visit("/", **CLIPBOARD_ALLOWED)
    page.route("**/assets/copy_button.*.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(address)
    assert page.locator(BUTTON).locator("visible=true").count() == 0
    for number in (0, BUTTON_COUNTS[address] - 1):
        text = page.locator(TEXT).nth(number)
        text.click()
        assert page.evaluate(SELECTION).strip() == text.text_content()
        page.keyboard.press("Control+c")
        assert page.evaluate(CLIPBOARD).strip() == text.text_content()
    page.unroute_all()

"""Copy buttons: one click copies ready wording and addresses, and without scripts the text can be selected."""

import pytest
from macro_environment import facts, strings
from page_helpers import add_link, start_private_reading, stored
from playwright.sync_api import expect

URL = facts().url
ADVICE, SHEET = "/professionals/", "/professionals/links/"
PAGES = pytest.mark.parametrize("address", [ADVICE, SHEET])
TEXT, BUTTON = ".guide-wording__text", ".guide-copy-button"
CLIPBOARD_ALLOWED = {"permissions": ["clipboard-read", "clipboard-write"]}
CLIPBOARD = "() => navigator.clipboard.readText()"
SELECTION = "() => getSelection().toString()"
NO_CLIPBOARD = """const refuse = () => Promise.reject(new Error("no"));
Object.defineProperty(navigator, "clipboard", { value: { writeText: refuse } });
document.execCommand = () => false;"""
OLD_BROWSER = """Object.defineProperty(navigator, "clipboard", { value: undefined });
document.execCommand = (what) => { window.did = what; return true; };"""


# With scripts.


def test_one_click_copies_exactly_the_wording(visit):
    """One click copies exactly a block's text, and the status beside the button says so."""
    page = visit("/professionals/", **CLIPBOARD_ALLOWED)
    texts = page.locator(TEXT).evaluate_all("all => all.map((node) => node.textContent)")
    buttons = page.locator(BUTTON)
    expect(buttons).to_have_count(len(texts))
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
    last = 2 * len([topic for topic in facts().topics.values() if topic.page]) - 1
    expect(buttons).to_have_count(last + 1)
    for number in (0, 1, last):
        text = page.locator(TEXT).nth(number).text_content()
        assert text.startswith(URL)
        assert text == text.strip()
        buttons.nth(number).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{BUTTON} + [role=status]").nth(number)).to_have_text(strings()["copy_done"])
        assert page.evaluate(CLIPBOARD) == text


def test_a_reply_is_copied_without_its_quotation_marks(visit):
    """Each wording of a reply has a button, and what it copies can be sent as it is."""
    page = visit("/modified/replies/", **CLIPBOARD_ALLOWED)
    card = page.locator("details", has=page.locator(TEXT)).first
    card.locator("summary").click()
    buttons = card.get_by_role("button")
    expect(buttons).to_have_text(["Copy: Grey rock", "Copy: BIFF", "Copy: Yellow rock"])
    for number, text in enumerate(card.locator(TEXT).all_text_contents()):
        buttons.nth(number).click()
        expect(card.locator("[role=status]").nth(number)).to_have_text(strings()["copy_done_reply"])
        assert page.evaluate(CLIPBOARD) == text == text.strip("“”")
    expect(page.locator(BUTTON)).to_have_count(page.locator(TEXT).count())


def test_the_link_sheet_is_filtered_while_typing(visit, site_url):
    """Only topics with the typed words in their names are shown; private reading has the field, too."""
    page = visit("/how/")
    start_private_reading(page)
    add_link(page, site_url + SHEET).click()
    field, topics = page.get_by_label(strings()["links_filter"]), page.locator(".guide-link-sheet > li")
    field.fill("ROCK grey")
    expect(topics.filter(visible=True)).to_have_count(1)
    expect(page.locator("h2 + .guide-link-sheet").filter(visible=True)).to_have_count(1)
    expect(page.get_by_text(strings()["links_filter_found"].format(count=1))).to_be_visible()
    field.fill("no such topic")
    expect(topics.filter(visible=True)).to_have_count(0)
    expect(page.get_by_text(strings()["links_filter_none"])).to_be_visible()
    field.fill("")
    expect(topics.filter(visible=True)).to_have_count(topics.count())
    assert stored(page) == {}


def test_without_a_clipboard_the_text_stays_selected(new_context):
    """If nothing may be copied, the text stays selected, to copy by keyboard, and the page says so."""
    context = new_context()
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


def test_an_old_browser_copies_as_well(new_context):
    """A browser without the clipboard API copies the selection with document.execCommand."""
    context = new_context()
    context.add_init_script(OLD_BROWSER)
    page = context.new_page()
    page.goto("/professionals/")
    page.locator(BUTTON).first.click()
    expect(page.locator(f"{BUTTON} + [role=status]").first).to_have_text(strings()["copy_done"])
    assert page.evaluate("() => window.did") == "copy"
    assert page.evaluate(SELECTION) == page.locator(TEXT).first.text_content()


@PAGES
def test_copying_works_in_private_reading(visit, site_url, address):
    """On a page opened by private reading the buttons work, and the script is loaded once."""
    page, requests = visit("/how/", **CLIPBOARD_ALLOWED), []
    page.on("request", lambda request: requests.append(request.url))
    start_private_reading(page)
    add_link(page, site_url + address).click()
    expect(page.locator(BUTTON).first).to_be_visible()
    page.locator(".guide-private-back").click()
    expect(page.locator(BUTTON)).to_have_count(0)  # the previous page is back
    add_link(page, site_url + address).click()
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


# Without scripts.


@PAGES
def test_without_scripts_no_button_is_shown(visit, trees, address):
    """Without scripts no copy button is shown, and all the wording is there."""
    page = visit(address, java_script_enabled=False)
    assert page.locator(BUTTON).locator("visible=true").count() == 0
    assert page.locator(TEXT).locator("visible=true").count() == len(trees[address[1:]].css(TEXT)) > 0


@PAGES
def test_one_click_selects_the_whole_text(visit, address):
    """If the script cannot be loaded, no button is shown, and one click on a text selects all of it."""
    page = visit("/", **CLIPBOARD_ALLOWED)
    page.route("**/assets/copy_button.*.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(address)
    assert page.locator(BUTTON).locator("visible=true").count() == 0
    for text in (page.locator(TEXT).first, page.locator(TEXT).last):
        text.click()
        assert page.evaluate(SELECTION).strip() == text.text_content()
        page.keyboard.press("Control+c")
        assert page.evaluate(CLIPBOARD).strip() == text.text_content()
    page.unroute_all()

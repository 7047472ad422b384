"""Practice portals: the links for practitioners work in a narrow web view without scripts and storage."""

import json
from collections.abc import Iterator

import pytest
from browser_drivers import ARGUMENTS
from macro_environment import facts, strings
from nginx_server import NginxServer
from page_helpers import assert_none
from page_measures import overflow
from playwright.sync_api import Browser, BrowserContext, Page, expect

ORIGIN = facts().url.rstrip("/")
SHEET = "/professionals/links/"
ADVICE = "../"
TOPIC = next(slug for slug, topic in facts().topics.items() if topic.page)
SHORT_LINKS = [f"/r/{topic.code}/" for topic in facts().topics.values() if topic.page]
STORAGE_BLOCKED = {"profile": {"cookie_controls_mode": 1, "default_content_setting_values": {"cookies": 2}}}
HIDDEN_LINKS = """(links) => links.filter((link) => {
  const boxes = [...link.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  return !boxes.length || boxes.some(({ left, right }) => left < 0 || right > innerWidth);
}).map((link) => link.href)"""
STORAGE_FAILS = "() => { try { localStorage.length; return false; } catch { return true; } }"
TARGETS = f"""(links) => [...new Set(links.map(({{ href }}) => href.replace("{ORIGIN}", "")))]"""


@pytest.fixture(scope="module")
def web_view(
    browser: Browser, nginx: NginxServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """The web view of a portal: 320 pixels wide, without scripts, in a profile that blocks all storage."""
    profile = tmp_path_factory.mktemp("view")
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(STORAGE_BLOCKED), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path="/usr/bin/chromium",
        args=[*ARGUMENTS, f"--host-resolver-rules={nginx.resolver_rule},MAP * ~NOTFOUND"],
        base_url=ORIGIN,
        ignore_https_errors=True,
        java_script_enabled=False,
        viewport={"width": 320, "height": 640},
    )
    yield context
    context.close()


@pytest.fixture
def portal(web_view: BrowserContext) -> Iterator[Page]:
    """The link sheet in that web view."""
    page = web_view.new_page()
    page.goto(SHEET)
    yield page
    page.close()


@pytest.fixture(scope="module")
def targets(web_view: BrowserContext) -> list[str]:
    """The targets of the links of the link sheet."""
    page = web_view.new_page()
    page.goto(SHEET)
    found = page.locator("main a[href]").evaluate_all(TARGETS)
    page.close()
    assert len(found) > 4 * len(SHORT_LINKS)
    assert [address for address in found if not address.startswith("/")] == []
    return found


def test_the_web_view_blocks_storage(portal):
    """The web view of these tests does block storage."""
    assert portal.evaluate(STORAGE_FAILS) is True


def test_the_link_sheet_fits_and_works(portal):
    """In the web view each link of the link sheet is fully visible, and links to a topic, a list and an anchor work."""
    assert portal.locator(".guide-column a[href]").evaluate_all(HIDDEN_LINKS) == []
    assert_none(overflow(portal))
    links = [f"#{TOPIC} a", "#list-slip a", ".guide-link-sheet__jump-links a >> nth=-1"]
    for link in [*links, f".guide-column a[href='{ADVICE}'] >> nth=-1"]:
        target = portal.locator(link).first.evaluate("(link) => link.href")
        portal.locator(link).first.click()
        portal.wait_for_url(target, wait_until="commit")
        expect(portal.locator("h1")).to_be_visible()
        expect(portal.locator(".guide-quick-exit")).to_be_in_viewport()
        assert_none(overflow(portal))
        portal.goto(SHEET)


def test_the_advice_fits_and_leads_back(portal):
    """Each link of the page with wording is fully visible, and one leads to the link sheet."""
    portal.goto(SHEET.removesuffix("links/"))
    assert portal.locator(".guide-column a[href]").evaluate_all(HIDDEN_LINKS) == []
    assert_none(overflow(portal))
    portal.locator("main").get_by_role("link", name="Link sheet").first.click()
    expect(portal.locator("h1")).to_have_text(strings()["links_title"])


def test_the_short_links_of_the_link_sheet_open(portal, targets):
    """Short links of the link sheet open in the web view, and one click there opens the topic's text.

    A few are enough: test_short_links_and_embeds.py checks that all are alike except for their targets.
    """
    texts = portal.locator(".guide-wording__text").all_inner_texts()
    short_links = [address for address in texts if address.startswith(f"{ORIGIN}/r/")]
    assert short_links == [ORIGIN + short_link for short_link in SHORT_LINKS]
    for address in short_links[::24]:
        portal.goto(address, wait_until="commit")
        expect(portal.locator("h1")).to_have_text(strings()["short_link_heading"])
        button = portal.get_by_role("link", name=strings()["short_link_open"])
        (target,) = button.evaluate_all(TARGETS)
        button.click()
        portal.wait_for_url(ORIGIN + target, wait_until="commit")
        expect(portal.locator("h1")).to_be_visible()
        assert target in targets


@pytest.mark.parametrize("kind", ["files/cards.pdf", "files/code-", "files/holding.pdf", "/text-"])
def test_links_to_files_work(portal, site, kind):
    """In the web view, links to cards, QR codes and handouts load the whole file."""
    link = portal.locator(f'main a[href*="{kind}"]').last
    address = link.evaluate("(link) => link.href.split('#')[0]")
    with portal.expect_response(address) as response:
        link.click()
    size = (site / address.removeprefix(f"{ORIGIN}/")).stat().st_size
    assert (response.value.status, response.value.headers["content-length"]) == (200, str(size))

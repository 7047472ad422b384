"""Portals: in a narrow web view without scripts, where nothing may be stored, all that practitioners hand on works."""

import json
from collections.abc import Iterator

import pytest
from browser_drivers import ARGUMENTS
from macro_environment import facts, strings
from nginx_server import Served
from page_helpers import nothing, sideways
from playwright.sync_api import Browser, BrowserContext, Page, expect

HOME = facts().url.rstrip("/")
SHEET = "/professionals/links/"
SHORT_LINKS = [f"/r/{topic.code}/" for topic in facts().topics.values() if topic.page]
BLOCKED = {"profile": {"cookie_controls_mode": 1, "default_content_setting_values": {"cookies": 2}}}
REFUSES = "() => { try { localStorage.length; return false; } catch { return true; } }"
LEADS = f"""(links) => [...new Set(links.map(({{ href }}) => href.replace("{HOME}", "")))]"""


@pytest.fixture(scope="module")
def view(browser: Browser, nginx: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """The web view of a portal: 320 pixels, no scripts, and a profile in which no site may store anything."""
    profile = tmp_path_factory.mktemp("view")
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(BLOCKED), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path="/usr/bin/chromium",
        args=[*ARGUMENTS, f"--host-resolver-rules={nginx.rule},MAP * ~NOTFOUND"],
        base_url=HOME,
        ignore_https_errors=True,
        java_script_enabled=False,
        viewport={"width": 320, "height": 640},
    )
    yield context
    context.close()


@pytest.fixture
def portal(view: BrowserContext) -> Iterator[Page]:
    """A page in that web view, with the link sheet."""
    page = view.new_page()
    page.goto(SHEET)
    yield page
    page.close()


@pytest.fixture(scope="module")
def led(view: BrowserContext) -> list[str]:
    """Where the links of the link sheet lead."""
    page = view.new_page()
    page.goto(SHEET)
    found = page.locator("main a[href]").evaluate_all(LEADS)
    page.close()
    assert len(found) > 4 * len(SHORT_LINKS)
    assert [address for address in found if not address.startswith("/")] == []
    return found


def test_the_view_stores_nothing(portal):
    """The web view of these tests does refuse a site that would store something."""
    assert portal.evaluate(REFUSES) is True


def test_each_page_of_the_link_sheet_opens(portal, led):
    """Each page to which the link sheet leads opens in the web view, fits it, and keeps the way out in sight."""
    pages = {address.split("#")[0] for address in led if address.split("#")[0].endswith("/")}
    found = []
    for address in sorted(pages):
        portal.goto(address, wait_until="commit")
        expect(portal.locator("h1")).to_be_visible()
        expect(portal.locator(".guide-quick-exit")).to_be_in_viewport()
        found += sideways(portal)
    assert len(pages) > 30
    nothing(found)


def test_the_short_links_of_the_link_sheet_open(portal, led):
    """Neutral addresses of the link sheet open their short links in the web view, and one press there the topic's text.

    Every eighth stands for all, which test_door.py reads: they are alike but for where they lead.
    """
    told = portal.locator(".guide-wording__text").all_inner_texts()
    short_links = [address for address in told if address.startswith(f"{HOME}/r/")]
    assert short_links == [HOME + short_link for short_link in SHORT_LINKS]
    for address in short_links[::8]:
        portal.goto(address, wait_until="commit")
        expect(portal.locator("h1")).to_have_text(strings()["short_link_heading"])
        button = portal.get_by_role("link", name=strings()["short_link_open"])
        (leads,) = button.evaluate_all(LEADS)
        button.click()
        portal.wait_for_url(HOME + leads, wait_until="commit")
        expect(portal.locator("h1")).to_be_visible()
        assert leads in led


@pytest.mark.parametrize("kind", ["files/cards.pdf", "files/code-", "files/holding.pdf", "/text-"])
def test_a_press_brings_a_file(portal, site, kind):
    """In the web view a press on the link to a card, a code or a handout brings that file, whole."""
    link = portal.locator(f'main a[href*="{kind}"]').last
    address = link.evaluate("(link) => link.href.split('#')[0]")
    with portal.expect_response(address) as came:
        link.click()
    size = (site / address.removeprefix(f"{HOME}/")).stat().st_size
    assert (came.value.status, came.value.headers["content-length"]) == (200, str(size))

"""Pressing Shift three times leaves, from anywhere and with either Shift key; other uses of Shift do not."""

import pytest
from page_helpers import (
    MISSING,
    SHORT_LINK,
    UNCOVERED,
    assert_none,
    has_left,
    intercept_exit,
    open_search,
    paused_clock,
    read_in_place,
    search,
)
from playwright.sync_api import Browser, Page, expect

FOCUS = {  # what has the focus: the address of the page, and a script that sets the focus
    "the page": ("/how/", "() => document.activeElement.blur()"),
    "the search field": ("/how/", "() => document.querySelector('[aria-controls=search]').click()"),
    "a link": ("/how/", "() => document.querySelector('main a').focus()"),
    "the exit": ("/how/", "() => document.querySelector('.guide-quick-exit').focus()"),
    "a button": ("/how/", "() => document.querySelector('.guide-private-toggle').focus()"),
    "a part that opens": ("/how/", "() => document.querySelector('summary').focus()"),
    "a short link": (SHORT_LINK, "() => document.querySelector('main a').focus()"),
    "the missing page": (MISSING, "() => document.querySelector('main a').focus()"),
}
HARMLESS = [  # keys, with modifiers; + at the end only presses a key down, - releases it
    "Shift+A Shift+B Shift+C",
    "Shift+Tab Shift+Tab Shift+Tab",
    "Shift+ArrowRight Shift+ArrowRight Shift+ArrowRight",
    "Shift+Home Shift+End Shift+Home",
    "Shift+1 Shift+? Shift+!",
    "Control+Shift Control+Shift Control+Shift",
    "Shift+Control Shift+Control Shift+Control",
    "Alt+Shift Alt+Shift Alt+Shift",
    "Shift+Alt Shift+Alt Shift+Alt",
    "Meta+Shift Meta+Shift Meta+Shift",
    "Shift+Meta Shift+Meta Shift+Meta",
    "Control+ Shift Shift Shift Control-",
    "Shift Shift",
    "Shift a Shift b Shift",
    "Shift Shift a Shift Shift",
    "Shift Shift Shift+A",
    "Shift Shift Control Shift",
    "Shift Shift CapsLock Shift",
    "Shift Shift Escape Shift",
    "a+ Shift+ a- Shift- a+ Shift+ a- Shift- a+ Shift+ a- Shift-",  # overlapping letters, as in quick typing
    "Shift+ a+ Shift- a- Shift+ a+ Shift- a- Shift+ a+ Shift- a-",
    f"{'Shift+ ' * 30}Shift-",  # held down: the system repeats it
    f"{'Shift+ ' * 9}Shift- {'Shift+ ' * 9}Shift-",
    "Escape Escape Escape Escape",
    "Control Control Control",
]
LEFT_AND_RIGHT = [  # L and R: left and right Shift; + is keydown, - is keyup
    "L+ L- L+ L- L+ L-",
    "R+ R- R+ R- R+ R-",
    "L+ L- R+ R- L+ L-",
    "R+ R- R+ R- L+ L-",
    "L+ R+ L- R- L+ R+ L- R-",
    "L+ R+ R- L- R+ R-",
    "L+ L- R+ L+ R- L-",
    "L+ R+ R- L+ L-",  # Windows sends only one keyup if both were down
    "L+ R+ L- R+ R-",
]
RECORD_STATUS = """() => {
  window.announced = [];
  const status = document.getElementById("leave-status");
  const listener = new MutationObserver(() => announced.push(status.textContent));
  listener.observe(status, { childList: true, characterData: true, subtree: true });
}"""


def press_keys(page: Page, presses: str) -> None:
    """Press these keys one after another."""
    for key in presses.split():
        if key.endswith("+"):
            page.keyboard.down(key[:-1])
        elif key.endswith("-"):
            page.keyboard.up(key[:-1])
        else:
            page.keyboard.press(key)


def press_shift_keys(page: Page, presses: str) -> None:
    """Send raw key events of left and right Shift."""
    tab = page.context.new_cdp_session(page)
    for key, direction in presses.split():
        side = {"L": "Left", "R": "Right"}[key]
        kind, modifiers = ("rawKeyDown", 8) if direction == "+" else ("keyUp", 0)
        tab.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": "Shift", "code": f"Shift{side}", "windowsVirtualKeyCode": 16, "modifiers": modifiers},
        )
    tab.detach()


def expect_status(page: Page, text: str) -> None:
    """The status of the exit has this text."""
    expect(page.locator("#leave-status")).to_have_text(text)


@pytest.fixture
def paused_page(browser: Browser, site_url: str):
    """A page with a paused clock."""
    with paused_clock(browser, f"{site_url}/how/") as page:
        yield page


def test_shift_leaves_from_anywhere(visit):
    """Shift three times leaves, whatever has the focus, on a page, a short link and the missing page."""
    page, found = visit(), []
    requests = intercept_exit(page)
    for name, (address, focus) in FOCUS.items():
        page.goto(address)
        page.evaluate(focus)
        press_keys(page, "Shift Shift Shift")
        found += [] if has_left(page, requests) else [name]
    assert_none(found)


@pytest.mark.parametrize("reach", [lambda page: search(page, "block"), read_in_place], ids=["search", "private"])
def test_shift_leaves_from_each_state(visit, reach):
    """Shift three times leaves from a result of the search, and from a page that was opened in place."""
    page = visit("/how/")
    requests = intercept_exit(page)
    reach(page)
    press_keys(page, "Tab Shift Shift Shift")
    assert has_left(page, requests)


@pytest.mark.parametrize("in_search", [False, True], ids=["page", "search field"])
def test_no_other_keys_leave(visit, in_search):
    """Capitals, selecting, navigating, other modifiers, holding Shift and Escape never leave, and announce nothing."""
    page = visit("/how/")
    requests, found = intercept_exit(page), []
    for presses in HARMLESS:
        if in_search and page.locator("#search").is_hidden():
            open_search(page)
        press_keys(page, presses)
        press_keys(page, "ArrowLeft")
        if requests or not page.evaluate(UNCOVERED):
            found.append(presses)
            page.goto("/how/")
            requests.clear()
    assert_none(found)
    expect_status(page, "")
    press_keys(page, "Shift Shift Shift")
    assert has_left(page, requests)


def test_a_click_resets_the_count(visit):
    """Shift-click never leaves, and a click between presses of Shift resets the count."""
    page = visit("/how/")
    requests = intercept_exit(page)
    text = page.locator("h1")
    for _ in range(3):
        text.click(modifiers=["Shift"])
    press_keys(page, "Shift Shift")
    text.click()
    press_keys(page, "Shift Shift")
    assert requests == []
    press_keys(page, "Shift")
    assert has_left(page, requests)


def test_left_and_right_count_alike(visit):
    """Left and right Shift count in any mix: alternating, overlapping, and with one missing keyup."""
    page, found = visit(), []
    requests = intercept_exit(page)
    for presses in LEFT_AND_RIGHT:
        page.goto("/how/")
        press_shift_keys(page, presses)
        found += [] if has_left(page, requests) else [presses]
    assert_none(found)


def test_it_leaves_on_keyup(visit):
    """The third press leaves on keyup: until then it may be the beginning of a capital."""
    page = visit("/how/")
    requests = intercept_exit(page)
    press_keys(page, "Shift Shift Shift+")
    assert requests == []
    assert page.evaluate(UNCOVERED)
    press_keys(page, "Shift-")
    assert has_left(page, requests)


def test_presses_within_five_seconds_count(paused_page):
    """Presses less than five seconds apart count, however long all of them take."""
    requests = intercept_exit(paused_page)
    for pause in (0, 4900, 4900):
        paused_page.clock.run_for(pause)
        press_keys(paused_page, "Shift")
    assert has_left(paused_page, requests)


@pytest.mark.parametrize("when", ["between presses", "while it is held"])
def test_slow_presses_start_over(paused_page, when):
    """A press more than five seconds after the last counts as the first again, also if the last one was held down."""
    requests = intercept_exit(paused_page)
    press_keys(paused_page, "Shift Shift+")
    paused_page.clock.run_for(0 if when == "between presses" else 3000)
    press_keys(paused_page, "Shift-")
    paused_page.clock.run_for(5100 if when == "between presses" else 2100)
    press_keys(paused_page, "Shift")
    expect_status(paused_page, "Press Shift twice more to leave.")
    press_keys(paused_page, "Shift")
    assert requests == []
    press_keys(paused_page, "Shift")
    assert has_left(paused_page, requests)


def test_the_status_counts_down(paused_page):
    """A polite status says how many presses are left, and when it is too late; before and after it is empty."""
    status = paused_page.locator("#leave-status")
    expect(status).to_have_role("status")
    expect(status).not_to_have_attribute("aria-live", "assertive")
    expect_status(paused_page, "")
    press_keys(paused_page, "Shift")
    expect_status(paused_page, "Press Shift twice more to leave.")
    press_keys(paused_page, "Shift")
    expect_status(paused_page, "Press Shift once more to leave.")
    paused_page.clock.run_for(4900)
    expect_status(paused_page, "Press Shift once more to leave.")
    paused_page.clock.run_for(200)
    expect_status(paused_page, "Too slow. Leaving with Shift starts over.")
    paused_page.clock.run_for(5000)
    expect_status(paused_page, "")


@pytest.mark.parametrize("late", [False, True], ids=["in time", "too late"])
def test_other_input_clears_the_status(paused_page, late):
    """After any other key or click the status is empty, and stays so."""
    for other in (lambda: press_keys(paused_page, "a"), lambda: paused_page.locator("h1").click()):
        press_keys(paused_page, "Shift")
        paused_page.clock.run_for(5100 if late else 100)
        expect(paused_page.locator("#leave-status")).not_to_be_empty()
        other()
        expect_status(paused_page, "")
        paused_page.clock.run_for(20_000)
        expect_status(paused_page, "")


def test_typing_announces_nothing(visit):
    """Typing capitals and navigating with Shift announces nothing."""
    page = visit("/how/")
    open_search(page)
    page.evaluate(RECORD_STATUS)
    press_keys(page, "Shift+T Shift+H e Shift+Y Shift+ArrowLeft Shift+Tab Shift+Tab")
    assert page.evaluate("() => announced.filter(Boolean)") == []
    press_keys(page, "Shift")
    assert page.evaluate("() => announced.filter(Boolean)") == ["Press Shift twice more to leave."]


def test_more_presses_do_not_start_the_exit_over(visit):
    """Further presses do not request the exit site again, which would cancel the first request."""
    page = visit("/how/")
    requests = intercept_exit(page)
    press_keys(page, "Shift " * 9)
    page.wait_for_timeout(300)
    assert has_left(page, requests)

"""Shift three times leaves, from anywhere and with either hand; nothing else that is done with Shift does."""

import pytest
from page_helpers import (
    MISSING,
    SHORT_LINK,
    UNCOVERED,
    asking,
    hold,
    nothing,
    open_search,
    read_privately,
    standing_clock,
)
from playwright.sync_api import Browser, Page, expect

FIRST = "https://www.wikipedia.org/"
PLACES = {  # where the focus may be, on which page, and what puts it there
    "the page": ("/how/", "() => document.activeElement.blur()"),
    "a link": ("/how/", "() => document.querySelector('main a').focus()"),
    "the exit": ("/how/", "() => document.querySelector('.guide-quick-exit').focus()"),
    "a button": ("/how/", "() => document.querySelector('.guide-private').focus()"),
    "a part that opens": ("/how/", "() => document.querySelector('summary').focus()"),
    "a short link": (SHORT_LINK, "() => document.querySelector('main a').focus()"),
    "the missing page": (MISSING, "() => document.querySelector('main a').focus()"),
}
HARMLESS = [  # each press of a key, with what is held down meanwhile; + at the end holds a key down, - lets it go
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
    "a+ Shift+ a- Shift- a+ Shift+ a- Shift- a+ Shift+ a- Shift-",  # letters that overlap, as quick typing has them
    "Shift+ a+ Shift- a- Shift+ a+ Shift- a- Shift+ a+ Shift- a-",
    f"{'Shift+ ' * 30}Shift-",  # held for long: the system repeats it
    f"{'Shift+ ' * 9}Shift- {'Shift+ ' * 9}Shift-",
    "Escape Escape Escape Escape",
    "Control Control Control",
]
MIXES = [  # L and R: the left and the right Shift; + goes down, - comes up
    "L+ L- L+ L- L+ L-",
    "R+ R- R+ R- R+ R-",
    "L+ L- R+ R- L+ L-",
    "R+ R- R+ R- L+ L-",
    "L+ R+ L- R- L+ R+ L- R-",
    "L+ R+ R- L- R+ R-",
    "L+ L- R+ L+ R- L-",
    "L+ R+ R- L+ L-",  # Windows tells of one release only, when both were down
    "L+ R+ L- R+ R-",
]
WATCH = """() => {
  window.heard = [];
  const status = document.getElementById("leave-status");
  const listener = new MutationObserver(() => heard.push(status.textContent));
  listener.observe(status, { childList: true, characterData: true, subtree: true });
}"""


def keys(page: Page, presses: str) -> None:
    """Press these keys, one after another."""
    for key in presses.split():
        if key.endswith("+"):
            page.keyboard.down(key[:-1])
        elif key.endswith("-"):
            page.keyboard.up(key[:-1])
        else:
            page.keyboard.press(key)


def shifts(page: Page, presses: str) -> None:
    """Press left and right Shift as a keyboard tells of them, whatever it has told before."""
    tab = page.context.new_cdp_session(page)
    for key, way in presses.split():
        side = {"L": "Left", "R": "Right"}[key]
        kind, modifiers = ("rawKeyDown", 8) if way == "+" else ("keyUp", 0)
        tab.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": "Shift", "code": f"Shift{side}", "windowsVirtualKeyCode": 16, "modifiers": modifiers},
        )
    tab.detach()


def says(page: Page, text: str) -> None:
    """The status of the exit says this, or with an empty text nothing."""
    expect(page.locator("#leave-status")).to_have_text(text)


@pytest.fixture
def waiting(browser: Browser, served: str):
    """A page whose clock stands still until it is told how long to run."""
    with standing_clock(browser, f"{served}/how/") as page:
        yield page


def test_shift_leaves_from_anywhere(visit):
    """Shift three times leaves, wherever the focus is, on a page, on a short link and on the missing page."""
    page, found = visit(), []
    asked = hold(page)
    for place, (address, focus) in PLACES.items():
        page.goto(address)
        page.evaluate(focus)
        keys(page, "Shift Shift Shift")
        found += [] if asking(page, asked) == [FIRST] and not page.evaluate(UNCOVERED) else [f"{place}: {asked}"]
        asked.clear()
    nothing(found)


def test_shift_leaves_from_the_search(visit):
    """Shift three times leaves from the search field and from a result, with words in it."""
    page = visit("/how/")
    asked = hold(page)
    for stops in ("", "Tab"):
        page.goto("/how/")
        open_search(page)
        page.keyboard.type("block")
        expect(page.locator(".guide-search__results a").first).to_be_visible()
        keys(page, f"{stops} Shift Shift Shift")
        assert not page.evaluate(UNCOVERED)
    assert asking(page, asked, 2) == [FIRST, FIRST]


def test_shift_leaves_from_private_reading(visit):
    """Shift three times leaves from a page that was opened in place."""
    page = visit("/how/")
    asked = hold(page)
    read_privately(page)
    page.locator(".guide-pager__next").click()
    expect(page.locator("h1")).to_be_focused()
    keys(page, "Shift Shift Shift")
    assert asking(page, asked) == [FIRST]
    assert not page.evaluate(UNCOVERED)


@pytest.mark.parametrize("inside", [False, True], ids=["page", "search field"])
def test_no_other_keys_leave(visit, inside):
    """Capitals, selecting, moving about, other modifiers, a Shift held down and Esc never leave, and say nothing."""
    page = visit("/how/")
    asked, found = hold(page), []
    for presses in HARMLESS:
        if inside and page.locator("#search").is_hidden():
            open_search(page)
        keys(page, presses)
        keys(page, "ArrowLeft")
        if asked or not page.evaluate(UNCOVERED):
            found.append(presses)
            page.goto("/how/")
            asked.clear()
    nothing(found)
    says(page, "")
    keys(page, "Shift Shift Shift")
    assert asking(page, asked) == [FIRST]


def test_the_pointer_starts_over(visit):
    """Selecting with Shift and the pointer never leaves, nor does a press of the pointer between presses of Shift."""
    page = visit("/how/")
    asked = hold(page)
    text = page.locator("h1")
    for _ in range(3):
        text.click(modifiers=["Shift"])
    keys(page, "Shift Shift")
    text.click()
    keys(page, "Shift Shift")
    assert asked == []
    keys(page, "Shift")
    assert asking(page, asked) == [FIRST]


def test_left_and_right_count_alike(visit):
    """Left and right Shift count in any mix: in turn, overlapping, and where the system loses one release."""
    page, found = visit(), []
    asked = hold(page)
    for presses in MIXES:
        page.goto("/how/")
        shifts(page, presses)
        found += [] if asking(page, asked) == [FIRST] else [f"{presses}: {asked}"]
        asked.clear()
    nothing(found)


def test_it_leaves_when_the_key_comes_up(visit):
    """The third press leaves when the key comes up: until then it may be the beginning of a capital."""
    page = visit("/how/")
    asked = hold(page)
    keys(page, "Shift Shift Shift+")
    assert asked == []
    assert page.evaluate(UNCOVERED)
    keys(page, "Shift-")
    assert asking(page, asked) == [FIRST]


def test_presses_within_five_seconds_count(waiting):
    """Presses count that are less than five seconds apart, however long all of them take."""
    asked = hold(waiting)
    for pause in (0, 4900, 4900):
        waiting.clock.run_for(pause)
        keys(waiting, "Shift")
    assert asking(waiting, asked) == [FIRST]


@pytest.mark.parametrize("when", ["between presses", "while it is held"])
def test_slow_presses_start_over(waiting, when):
    """A press more than five seconds after the last is the first again, also if the last one was held for long."""
    asked = hold(waiting)
    keys(waiting, "Shift Shift+")
    waiting.clock.run_for(0 if when == "between presses" else 3000)
    keys(waiting, "Shift-")
    waiting.clock.run_for(5100 if when == "between presses" else 2100)
    keys(waiting, "Shift")
    says(waiting, "Press Shift twice more to leave.")
    keys(waiting, "Shift")
    assert asked == []
    keys(waiting, "Shift")
    assert asking(waiting, asked) == [FIRST]


def test_what_is_left_is_said(waiting):
    """One polite status says how many presses are left, and when it is too late; before and after it is empty."""
    status = waiting.locator("#leave-status")
    expect(status).to_have_role("status")
    expect(status).not_to_have_attribute("aria-live", "assertive")
    says(waiting, "")
    keys(waiting, "Shift")
    says(waiting, "Press Shift twice more to leave.")
    keys(waiting, "Shift")
    says(waiting, "Press Shift once more to leave.")
    waiting.clock.run_for(4900)
    says(waiting, "Press Shift once more to leave.")
    waiting.clock.run_for(200)
    says(waiting, "Too slow. Leaving with Shift starts over.")
    waiting.clock.run_for(5000)
    says(waiting, "")


@pytest.mark.parametrize("late", [False, True], ids=["in time", "too late"])
def test_another_key_ends_what_is_said(waiting, late):
    """As soon as something else is typed or pressed the status is empty, and stays so."""
    for other in (lambda: keys(waiting, "a"), lambda: waiting.locator("h1").click()):
        keys(waiting, "Shift")
        waiting.clock.run_for(5100 if late else 100)
        expect(waiting.locator("#leave-status")).not_to_be_empty()
        other()
        says(waiting, "")
        waiting.clock.run_for(20_000)
        says(waiting, "")


def test_typing_announces_nothing(visit):
    """Writing with capitals and moving about with Shift is never talked into."""
    page = visit("/how/")
    open_search(page)
    page.evaluate(WATCH)
    keys(page, "Shift+T Shift+H e Shift+Y Shift+ArrowLeft Shift+Tab Shift+Tab")
    assert page.evaluate("() => heard.filter(Boolean)") == []
    keys(page, "Shift")
    assert page.evaluate("() => heard.filter(Boolean)") == ["Press Shift twice more to leave."]


def test_esc_never_leaves_and_closes_the_search(visit):
    """Esc closes the search, and pressed again and again it leads nowhere."""
    page = visit("/how/")
    asked = hold(page)
    open_search(page)
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    keys(page, "Escape " * 9)
    assert asked == []
    assert page.evaluate(UNCOVERED)


def test_more_presses_do_not_start_the_exit_over(visit):
    """Pressing on in fear does not ask the other site again, so that an answer on its way arrives."""
    page = visit("/how/")
    asked = hold(page)
    keys(page, "Shift " * 9)
    asking(page, asked)
    page.wait_for_timeout(300)
    assert asked == [FIRST]

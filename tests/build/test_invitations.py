"""Which pages invite to sessions: once, late, and never where it would hurt."""

from urllib.parse import urljoin

import pytest
from macro_environment import strings
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser

BUTTONS = {True: strings()["invitation_button"], False: strings()["invitation_about"]}  # whether readers can apply
NEVER = ("r/", "card/", "lists/", "help/", "safety/", "holding/", "files/", "contents/", "404.html", "professionals/")
NEVER += ("about/", "take/")
THOUGH = ("help/finding/", "take/")  # the page on finding help, and the list of worksheets, not the sheets


@pytest.fixture(scope="module")
def inviting(trees) -> dict[str, LexborHTMLParser]:
    """The pages with an invitation to sessions, by address."""
    found = {address: tree for address, tree in trees.items() if tree.css(".guide-invitation")}
    assert found
    return found


def test_a_page_invites_once_and_late(inviting):
    """A page invites at most once, at the end of its text: only the links to what comes next follow."""
    found = []
    for address, tree in inviting.items():
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


def test_no_page_invites_where_it_would_hurt(trees, inviting):
    """No invitation on pages about danger, short links, embeds, lists, help, worksheets and pages for practitioners."""
    crisis = {address for address, tree in trees.items() if tree.css_first("main[data-crisis]")}
    assert crisis
    excluded = {address for address in trees if address.startswith(NEVER)} - set(THOUGH) | crisis
    assert sorted(excluded & inviting.keys()) == []
    texts = {address: trees[address].css_first("main").text() for address in excluded}
    assert [address for address, text in texts.items() for button in BUTTONS.values() if button in text] == []


def test_each_invitation_leads_to_the_sessions_and_to_free_help(trees, inviting):
    """In each invitation one button leads to the way to apply, or without one to the facts, the other to free help."""
    can_apply = trees["sessions/"].css_first(".guide-application, .guide-direct") is not None
    leads = {BUTTONS[can_apply]: "/sessions/#apply" if can_apply else "/sessions/"}
    for address, tree in inviting.items():
        links = {
            link.text().strip(): urljoin(f"/{address}", link.attributes["href"])
            for link in tree.css(".guide-invitation .guide-button")
        }
        assert links == leads | {strings()["invitation_help"]: "/help/"}, address


def test_practitioners_are_told_which_pages_invite(trees, inviting):
    """The page for practitioners says that sessions are sold, and names exactly the pages that invite."""
    page = trees["professionals/"]
    assert [item for item in page.css("li") if strings()["interest"].split("{")[0] in item.text()]
    links = page.css_first("#inviting ~ ul").css("a")
    named = [urljoin("/professionals/", link.attributes["href"]).lstrip("/") for link in links]
    assert sorted(named) == sorted(inviting)

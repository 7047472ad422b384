"""Nothing leaves: reading the guide asks no other address for anything, and tells nobody."""

from urllib.parse import urlsplit

EXIT = ".guide-leave"
PULLS = (
    "preconnect",
    "dns-prefetch",
    "prefetch",
    "preload",
    "prerender",
    "modulepreload",
    "stylesheet",
    "icon",
    "manifest",
)
OUTSIDE = """links => links.filter((link) => link.origin !== location.origin && link.protocol.startsWith("http"))
  .map((link) => ({ href: link.href, rel: link.rel.split(" "), target: link.target, ping: link.ping }))"""
PULLED = """links => links.map((link) => ({ rel: link.rel.split(" "), href: link.href }))"""


def test_no_request_leaves(journey, served):
    """Loading, scrolling, opening, searching and printing each page asks the guide's own address only."""
    assert len(journey.requests) > 50
    assert [address for address in journey.requests if not address.startswith(f"{served}/")] == []


def test_nothing_breaks_the_policy(journey):
    """A browser under the strictest policy has nothing to complain of on any page."""
    missing = "the server responded with a status of 404"  # the missing page is meant to be missing
    assert [text for text in journey.complaints if missing not in text] == []


def test_pages_name_no_outside_address_to_load(visit, addresses, served):
    """No page tells the browser to connect or load ahead from another address, and each says “no referrer”."""
    page = visit()
    for address in addresses:
        page.goto(address)
        told = page.locator("link[rel]").evaluate_all(PULLED)
        pulls = [link for link in told if set(link["rel"]) & set(PULLS)]
        assert pulls, address
        assert [link for link in pulls if not link["href"].startswith(served)] == []
        assert page.locator('meta[name="referrer"]').get_attribute("content") == "no-referrer"
        assert page.locator("iframe, object, embed, video, audio, form[action]").count() == 0


def test_outside_links_give_nothing_away(visit, addresses):
    """Each link to another site hands over neither this page's address nor this window, and opens in this tab."""
    page, seen = visit(), 0
    for address in addresses:
        page.goto(address)
        for link in page.locator("a[href]").evaluate_all(OUTSIDE):
            seen += 1
            assert {"noopener", "noreferrer"} <= set(link["rel"]), f"{address}: {link}"
            assert not link["target"], f"{address}: {link}"
            assert not link["ping"], f"{address}: {link}"
    assert seen > len(addresses)


def test_the_exit_is_a_plain_link(visit, addresses, served):
    """The exit of each page is one link to a secure address on another site, for this tab."""
    page = visit()
    for address in addresses:
        page.goto(address)
        exits = page.locator(EXIT).evaluate_all(OUTSIDE)
        assert len(exits) == 1, address
        assert urlsplit(exits[0]["href"]).scheme == "https", address
        assert urlsplit(exits[0]["href"]).netloc != urlsplit(served).netloc, address
        assert "noreferrer" in exits[0]["rel"], address
        assert not exits[0]["target"], address

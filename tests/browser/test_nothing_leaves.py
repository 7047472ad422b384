"""Nothing leaves: reading the guide asks no other address for anything, and tells nobody."""

from page_helpers import nothing

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


def test_no_request_leaves(journey):
    """Loading, scrolling, opening, searching and printing each page asks the guide's own address only."""
    assert len(journey.requests) > 50
    assert [address for address in journey.requests if not address.startswith(f"{journey.home}/")] == []


def test_nothing_breaks_the_policy(journey):
    """A browser under the strictest policy has nothing to complain of on any page."""
    missing = "the server responded with a status of 404"  # the missing page is meant to be missing
    assert [text for text in journey.complaints if missing not in text] == []


def test_pages_name_no_outside_address_to_load(trees):
    """No page tells the browser to connect or load ahead from another address, and each says “no referrer”."""
    found = []
    for address, tree in trees.items():
        told = [node.attributes for node in tree.css("link[rel]")]
        pulls = [link["href"] for link in told if set(link["rel"].split()) & set(PULLS)]
        found += [f"{address}: {href}" for href in pulls if "//" in href]
        found += [f"{address}: no style"] * (not pulls)
        found += [f"{address}: tells where from"] * (not tree.css_first('meta[name="referrer"][content="no-referrer"]'))
        found += [f"{address}: {node.tag}" for node in tree.css("iframe, object, embed, video, audio, form[action]")]
    nothing(found)


def test_outside_links_give_nothing_away(trees):
    """Each link to another site hands over neither this page's address nor this window, and opens in this tab."""
    links = [(address, node.attributes) for address, tree in trees.items() for node in tree.css('a[href*="//"]')]
    assert len(links) > 200
    nothing(
        [
            f"{address}: {link}"
            for address, link in links
            if not {"noopener", "noreferrer"} <= set((link.get("rel") or "").split()) or {"target", "ping"} & set(link)
        ]
    )

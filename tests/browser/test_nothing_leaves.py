"""Reading the guide makes no request to any other address, and passes on no referrer."""

from page_helpers import assert_none

FETCHING_RELS = (
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


def test_no_request_to_another_address(journey):
    """Loading, scrolling, opening, searching and printing pages makes requests only to the guide's own address."""
    assert len(journey.requests) > 50
    assert [address for address in journey.requests if not address.startswith(f"{journey.home}/")] == []


def test_nothing_breaks_the_policy(journey):
    """Under the strict policy the browser's console is empty on every page."""
    missing = "the server responded with a status of 404"  # expected for the missing page
    assert [text for text in journey.console if missing not in text] == []


def test_pages_name_no_outside_address_to_load(trees):
    """No page makes the browser connect to or load from another address, and each has the policy “no-referrer”."""
    found = []
    for address, tree in trees.items():
        links = [node.attributes for node in tree.css("link[rel]")]
        fetched = [link["href"] for link in links if set(link["rel"].split()) & set(FETCHING_RELS)]
        found += [f"{address}: {href}" for href in fetched if "//" in href]
        found += [f"{address}: no style"] * (not fetched)
        found += [f"{address}: has no referrer policy"] * (
            not tree.css_first('meta[name="referrer"][content="no-referrer"]')
        )
        found += [f"{address}: {node.tag}" for node in tree.css("iframe, object, embed, video, audio, form[action]")]
    assert_none(found)


def test_outside_links_pass_nothing_on(trees):
    """Each link to another site passes neither this page's address nor its window, and opens in this tab."""
    links = [(address, node.attributes) for address, tree in trees.items() for node in tree.css('a[href*="//"]')]
    assert len(links) > 200
    assert_none(
        [
            f"{address}: {link}"
            for address, link in links
            if not {"noopener", "noreferrer"} <= set((link.get("rel") or "").split()) or {"target", "ping"} & set(link)
        ]
    )

"""Formats a Content-Security-Policy, which allows the inline scripts and styles of a page by their hashes."""

import re
from base64 import b64encode
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser

INLINE = re.compile(r"<style|<script(?![^>]* src=)", re.IGNORECASE)  # a quick test, since parsing a page is slow
SCRIPT_TYPE = re.compile(r"|module|importmap|(?:text|application)/(?:x-)?(?:java|ecma)script", re.IGNORECASE)
DIRECTIVES = ("script-src", "style-src")


def inline_hashes(page: str) -> dict[str, set[str]]:
    """Return the hashes of a page's inline scripts and styles, by the directive of the Content-Security-Policy.

    Data blocks, such as JSON-LD, never run and need none. Source: Content Security Policy Level 3, section 6.7.3.
    """
    if not INLINE.search(page):
        return {directive: set() for directive in DIRECTIVES}
    tree = LexborHTMLParser(page)
    scripts = [
        node.text()
        for node in tree.css("script:not([src])")
        if SCRIPT_TYPE.fullmatch((node.attributes.get("type") or "").strip())
    ]
    styles = [node.text() for node in tree.css("style")]
    return dict(zip(DIRECTIVES, (set(map(_hash, scripts)), set(map(_hash, styles))), strict=True))


def format_policy(policy: dict[str, str], hashes: dict[str, set[str]]) -> str:
    """Return a policy as one line, with these hashes by directive."""
    return "; ".join(" ".join([name, value, *sorted(hashes.get(name, ()))]) for name, value in policy.items())


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

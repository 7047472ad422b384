"""Says what only the owner can still supply: a notice in every build, a refusal in a release."""

import logging
from typing import Any
from urllib.parse import urlsplit

log = logging.getLogger("mkdocs.hooks.check_release")

EXAMPLES = ("example", "test", "invalid", "localhost", "example.org", "example.com", "example.net")  # RFC 2606


def notice(practice: dict[str, Any]) -> str | None:
    """The one line that every build says while no applications can be taken; nothing once they can."""
    if practice["name"] and not practice["apply_url"]:
        return (
            "Notice: no address for applications is set, so the invitation leads to the page about sessions. "
            "Set extra › practice › apply_url in mkdocs.yml when there is one."
        )
    return None


def problems(site_url: str, practice: dict[str, Any], unconfirmed: list[str]) -> list[str]:
    """Judge whether this copy may be released.

    Takes the site's address, the practice's settings and the shown helplines that no person has confirmed; gives one
    line for each thing that is missing.
    """
    wrong = []
    host = urlsplit(site_url).hostname or "example"
    if f".{host}".endswith(tuple(f".{example}" for example in EXAMPLES)):
        wrong.append(
            f"mkdocs.yml: site_url is still the example “{site_url}”; write the address that readers will use."
        )
    if practice["name"] and not practice["apply_url"]:
        wrong.append(
            "mkdocs.yml: extra › practice › apply_url is empty; write the https address of the application form."
        )
    return wrong + [
        f"data/helplines.yml: “{name}” is shown but no person has confirmed it; compare it with the service's own "
        "page, then write the date after “confirmed:”."
        for name in unconfirmed
    ]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    facts = config.extra["facts"]
    if text := notice(facts.practice):
        log.info(text)
    if config.extra["release"]:
        for text in problems(config.site_url or "", facts.practice, facts.unconfirmed):
            log.warning(text)

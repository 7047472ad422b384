"""Writes what hosts send with each answer, and the policy into each page, so that it holds where a host sends none."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state
from core.site_schema import Headers

BARE = re.compile(r"<script(?![^>]* src=)", re.IGNORECASE)  # a quick look: reading a page as a browser does takes long
RUNS = re.compile(r"|module|importmap|(?:text|application)/(?:x-)?(?:java|ecma)script", re.IGNORECASE)
BEGINNING = re.compile(r'(<meta charset="utf-8">)(?:\n  <meta http-equiv="Content-Security-Policy"[^>]+>)?')
POLICY = "Content-Security-Policy"
ONLY_SENT = "frame-ancestors"  # in a page a browser ignores it, and complains
MADE = "# Made by the build from data/headers.yml; change that file, not this one.\n"


def write(site: Path, facts: Any) -> list[Path]:
    """Write the policy into every page of a finished site, and beside them the headers for nginx and for other hosts.

    Takes the site and the facts; gives the files written. A script that stands in a page itself is allowed by its
    hash: in that page's own policy, and in the one that the host sends.
    """
    pages = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))
    }
    scripts = {name: inline(page) for name, page in pages.items()}
    texts = {
        site / name: begun(page, spoken(policy(facts.headers, name, inside=True), scripts[name]), name)
        for name, page in pages.items()
    }
    folders = with_policies(facts.headers, set().union(*scripts.values()))
    at = by_address(folders, facts.headers.missing, sorted(p.name + "/" * p.is_dir() for p in site.glob("[!._]*")))
    texts[site / "_headers"] = hosts(facts.headers.always, at)
    texts[site / "_nginx.conf"] = nginx(facts.headers.always, folders, facts.headers.missing)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def policy(headers: Headers, name: str, *, inside: bool = False) -> dict[str, str]:
    """What a file of this name may load and do; `inside` a page without what only a server can say."""
    own = {part: value for folder, parts in headers.policies.items() if f"/{name}".startswith(folder)
           for part, value in parts.items()}  # fmt: skip
    whole = headers.policy | own
    return {part: value for part, value in whole.items() if not (inside and part == ONLY_SENT)}


def with_policies(headers: Headers, scripts: set[str]) -> dict[str, dict[str, str]]:
    """What is sent by the folder of an address, with the policy of each; takes the hashes of scripts in pages."""
    usual = {POLICY: spoken(headers.policy, scripts)}
    own = {folder: {POLICY: spoken(policy(headers, folder[1:]), set())} for folder in headers.policies}
    return {
        folder: headers.folders.get(folder, {}) | (usual if folder == "/" else own.get(folder, {}))
        for folder in {**headers.folders, **own}
    }


def inline(page: str) -> set[str]:
    """The hashes of the scripts that stand in a page itself; data between script tags never runs and needs none."""
    if not BARE.search(page):
        return set()
    found = LexborHTMLParser(page).css("script:not([src])")
    run = [node.text() for node in found if RUNS.fullmatch((node.attributes.get("type") or "").strip())]
    return {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in run}


def spoken(policy: dict[str, str], scripts: set[str]) -> str:
    """A policy as one line, with the hashes of these scripts."""
    named = policy | {"script-src": " ".join([policy["script-src"], *sorted(scripts)])}
    return "; ".join(f"{name} {value}" for name, value in named.items())


def begun(page: str, policy: str, name: str) -> str:
    """A page that begins with its policy: what stands before it would be loaded without one."""
    line = f'\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    text, count = BEGINNING.subn(lambda match: match[1] + line, page, count=1)
    if not count:
        raise ValueError(f'{name} has no place for its policy; write <meta charset="utf-8"> first in its head')
    return text


def by_address(
    folders: dict[str, dict[str, str]], missing: dict[str, str], names: list[str]
) -> dict[str, dict[str, str]]:
    """What is sent for each file and folder at the top of the site, beyond what is always sent."""
    special = folders | {"/404.html": missing}
    places = ["/", *(f"/{name}" for name in names)]
    patterns = {place: f"{place}*" if place.endswith("/") and place != "/" else place for place in places}
    return {patterns[place]: folders["/"] | special.get(place, {}) for place in places}


def hosts(always: dict[str, str], at: dict[str, dict[str, str]]) -> str:
    """The file that hosts such as Netlify and Cloudflare Pages read.

    They join the values of all rules that fit, so no name may be said twice of one address: what differs is written
    for each file and folder by itself, and never for all.
    """
    blocks = [
        "".join([pattern, *(f"\n  {name}: {value}" for name, value in values.items())])
        for pattern, values in {"/*": always, **at}.items()
    ]
    return MADE + "\n".join(blocks) + "\n"


def nginx(always: dict[str, str], folders: dict[str, dict[str, str]], missing: dict[str, str]) -> str:
    """The lines that deploy/nginx/guide.conf includes: nginx sends no header whose variable is empty."""
    places = {f'$uri ~ "^{folder}"': values for folder, values in folders.items() if folder != "/"}
    places['$uri = "/404.html"'] = missing
    differ = sorted({name for values in (folders["/"], *places.values()) for name in values})
    lines = [f'set {_variable(name)} "{folders["/"].get(name, "")}";' for name in differ]
    for place, values in places.items():
        lines += [f"if ({place}) {{", *(f'  set {_variable(name)} "{value}";' for name, value in values.items()), "}"]
    lines += [f"add_header {name} {_variable(name)} always;" for name in differ]
    lines += [f'add_header {name} "{value}" always;' for name, value in always.items()]
    return MADE + "\n".join(lines) + "\n"


def _variable(name: str) -> str:
    return "$guide_" + name.lower().replace("-", "_")


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built; the preview puts a script of its own into pages, which would stop."""
    if build_state(config).publishes:
        write(Path(config.site_dir), build_state(config).facts)

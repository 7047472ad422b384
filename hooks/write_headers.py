"""Writes HTTP headers for hosts, and the Content-Security-Policy into each page, in case a host sends no headers."""

import re
from pathlib import Path
from typing import Any

from core.addresses import site_folder
from core.build_state import build_state
from core.content_policy import DIRECTIVES, format_policy, inline_hashes
from core.errors import InputError
from core.publishing_schema import Headers

CHARSET = re.compile(r'(<meta charset="utf-8">)(?:\n  <meta http-equiv="Content-Security-Policy"[^>]+>)?')
POLICY = "Content-Security-Policy"
HEADER_ONLY = "frame-ancestors"  # browsers ignore it in a page, and log an error
WITHOUT_SLASH = """\
location = "{}" {{
  access_log off;
  absolute_redirect off;
  add_header Cache-Control no-store always;
  return 301 "{}";
}}"""
COMMENT = "# Made by the build from data/headers.yml; change that file, not this one.\n"


def write(site: Path, facts: Any) -> list[Path]:
    """Write the policy into every page of a built site, and the headers for nginx and for other hosts next to them.

    Takes the site and the facts; returns the files written. Inline scripts and styles are allowed by their hashes, in
    the policy of their page and in the one that the host sends.
    """
    pages = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))
    }
    hashes = {name: inline_hashes(page) for name, page in pages.items()}
    texts = {
        site / name: insert_policy(page, format_policy(policy(facts.headers, name, in_page=True), hashes[name]), name)
        for name, page in pages.items()
    }
    all_hashes = {directive: set().union(*(found[directive] for found in hashes.values())) for directive in DIRECTIVES}
    folders = folder_headers(facts.headers, all_hashes)
    by_path = headers_by_path(
        folders, facts.headers.missing, sorted(p.name + "/" * p.is_dir() for p in site.glob("[!._]*"))
    )
    root = site_folder(facts.url)
    texts[site / "_headers"] = format_headers_file(facts.headers.always, by_path, root)
    texts[site / "_nginx.conf"] = format_nginx(facts.headers.always, folders, facts.headers.missing, root)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def policy(headers: Headers, name: str, *, in_page: bool = False) -> dict[str, str]:
    """Return the policy of a file by its name; for use `inside` a page, without what only a header can set."""
    overrides = {part: value for folder, parts in headers.policies.items() if f"/{name}".startswith(folder)
           for part, value in parts.items()}  # fmt: skip
    combined = headers.policy | overrides
    return {part: value for part, value in combined.items() if not (in_page and part == HEADER_ONLY)}


def folder_headers(headers: Headers, hashes: dict[str, set[str]]) -> dict[str, dict[str, str]]:
    """Return the headers of each folder, including its policy. Takes the hashes of all inline scripts and styles."""
    default = {POLICY: format_policy(headers.policy, hashes)}
    overrides = {folder: {POLICY: format_policy(policy(headers, folder[1:]), {})} for folder in headers.policies}
    return {
        folder: headers.folders.get(folder, {}) | (default if folder == "/" else overrides.get(folder, {}))
        for folder in {**headers.folders, **overrides}
    }


def insert_policy(page: str, policy: str, name: str) -> str:
    """Insert the policy at the start of a page's head: it does not apply to anything before it."""
    line = f'\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    text, count = CHARSET.subn(lambda match: match[1] + line, page, count=1)
    if not count:
        raise InputError(
            f'{name}: the policy cannot be inserted; write <meta charset="utf-8"> first in its <head>, which is in '
            "overrides/."
        )
    return text


def headers_by_path(
    folders: dict[str, dict[str, str]], missing: dict[str, str], names: list[str]
) -> dict[str, dict[str, str]]:
    """Return the headers of each file and folder at the top of the site, besides those that are always sent."""
    special = folders | {"/404.html": missing}
    paths = ["/", *(f"/{name}" for name in names)]
    patterns = {path: f"{path}*" if path.endswith("/") and path != "/" else path for path in paths}
    return {patterns[path]: folders["/"] | special.get(path, {}) for path in paths}


def format_headers_file(always: dict[str, str], by_path: dict[str, dict[str, str]], root: str = "/") -> str:
    """Return the _headers file for hosts such as Netlify and Cloudflare Pages. Also takes the folder of the site.

    They join the values of all matching rules, so no two rules for an address may set the same header: what differs is
    written for each file and folder separately, and never for all.
    """
    blocks = [
        "".join([root, pattern[1:], *(f"\n  {name}: {value}" for name, value in values.items())])
        for pattern, values in {"/*": always, **by_path}.items()
    ]
    return COMMENT + "\n".join(blocks) + "\n"


def format_nginx(
    always: dict[str, str], folders: dict[str, dict[str, str]], missing: dict[str, str], root: str = "/"
) -> str:
    """Return the file that handbook/guide.conf includes. nginx sends no header whose variable is empty.

    Also takes the folder of the site. If there is one, the host's other pages get none of these headers, and the
    folder's address without its slash redirects.
    """
    default, conditions = folders["/"], {}
    if root != "/":
        conditions[_location_condition(root)] = default | always
        default, always = {}, {}
    conditions |= {_location_condition(root, folder): values for folder, values in folders.items() if folder != "/"}
    conditions[f'$uri = "{root}404.html"'] = missing
    differ = sorted({name for values in (default, *conditions.values()) for name in values})
    lines = [f'set {_variable(name)} "{default.get(name, "")}";' for name in differ]
    for condition, values in conditions.items():
        lines += [
            f"if ({condition}) {{",
            *(f'  set {_variable(name)} "{value}";' for name, value in values.items()),
            "}",
        ]
    lines += [f"add_header {name} {_variable(name)} always;" for name in differ]
    lines += [f'add_header {name} "{value}" always;' for name, value in always.items()]
    if root != "/":
        lines.append(WITHOUT_SLASH.format(root.rstrip("/"), root))
    return COMMENT + "\n".join(lines) + "\n"


def _location_condition(root: str, folder: str = "/") -> str:
    """Return the condition of nginx for all addresses in a folder of the site."""
    return f'$uri ~ "^{re.escape(root)}{folder[1:]}"'


def _variable(name: str) -> str:
    return "$guide_" + name.lower().replace("-", "_")


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built. The preview adds a script to pages, which the policy would block."""
    if build_state(config).publishes:
        write(Path(config.site_dir), build_state(config).facts)

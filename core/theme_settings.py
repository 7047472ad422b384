"""Decides on each setting of MkDocs and Material for MkDocs: it works, or it is refused with what to write instead.

handbook/settings.md is made from this table by scripts/settings-reference.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import closest, suggest
from core.messages import problems as record_problems
from core.messages import validated
from core.settings import Theme
from core.yaml_files import MAX_SHOWN, position, read_settings

HANDBOOK = "compare handbook/settings.md"
PLUGIN_PREFIX = "material/"  # with which Material's own plugins may be written


@dataclass(frozen=True)
class Setting:
    """A setting: what it does here, or why it is refused and what to write instead; both if only some values work."""

    key: tuple[str, ...]  # the names that lead to it; the last one may be an entry of a list, such as a feature
    does: str = ""
    refused: str = ""  # the reason; without one, every value works that the record in core/settings.py accepts
    instead: str = ""
    values: tuple[object, ...] = ()  # those that work although the others are refused

    @property
    def works(self) -> bool:
        """Whether it works with at least some values."""
        return bool(self.does)


def _works(key: str, does: str) -> Setting:
    return Setting(tuple(key.split(" › ")), does)


def _refused(key: str, reason: str, instead: str = "delete it") -> Setting:
    return Setting(tuple(key.split(" › ")), "", reason, instead)


def _only(key: str, values: tuple[object, ...], does: str, reason: str, instead: str) -> Setting:
    return Setting(tuple(key.split(" › ")), does, reason, instead, values)


STORES_DATA = "it stores something on the reader's device"
QUERY_IN_ADDRESS = "what was looked for would be in the address and in the history"
NEEDS_SCRIPT = "it needs a script, and pages work without one"
NO_BUTTON = "the layout has no such button"
NO_REPOSITORY = (
    "it leads readers who are watched to a site on which many are signed in, and which learns what they read"
)
ASK_ABOUT = "name the repository on the page “About”, docs/about/index.md"
NO_TRACKING = "nobody who reads here is counted or watched"
NO_NETWORK = "a build uses no network"
FETCHES_UNOPENED = "its script fetches pages, also those that nobody opened, and each is kept by the browser"
USE_PRIVATE_READING = "delete it; private reading opens pages in place, where a reader asks for it"

SETTINGS = (
    # MkDocs.
    _works("site_name", "the name in the header, in titles, in the footer and in all downloads"),
    _works("site_url", "the only place for the site's address"),
    _works("site_description", "what a messenger shows below the title of a link"),
    _works("site_author", "`<meta name=\"author\">` in each page"),
    _works("copyright", 'a line of the footer; entities work, such as `"&copy; 2026"`, and tags do not'),
    _works("INHERIT", "the settings of another file, which this one completes, for a [translation](translating.md)"),
    _works("nav", "the menu; each page of docs/ is in it once"),
    _works("theme", "below"),
    _works("plugins", "below; a plugin that is not listed runs, and its pages are checked as all are"),
    _works("markdown_extensions", "what pages can be written with: [Markdown](markdown.md)"),
    _refused(
        "markdown_extensions › toc › permalink",
        "each heading would end with a character that is read aloud and printed",
    ),
    _refused("markdown_extensions › toc › title", "the contents of a page have the same name everywhere"),
    _refused("markdown_extensions › pymdownx.tasklist › custom_checkbox", "boxes to tick are drawn by our own style"),
    _refused("markdown_extensions › pymdownx.arithmatex", f"formulas: {NEEDS_SCRIPT}"),
    _refused(
        "markdown_extensions › pymdownx.snippets › auto_append",
        "a page would not show where its text comes from",
        "delete it; {{ abbreviations() }} explains the words of the glossary",
    ),
    _works("extra", "below; nothing else may be there"),
    _works("extra_css", "stylesheets in docs/, after those of the guide"),
    _works("extra_javascript", "scripts in docs/, with `type`, `async` and `defer`, at the end of each page"),
    _works("extra_templates", "templates in docs/, rendered once each"),
    _works("hooks", "the order of the build"),
    _works("strict", "`true`, so that a build with a mistake keeps the last good site"),
    _works("validation", "MkDocs's own messages about links; ours come in addition"),
    _works("exclude_docs", "files of docs/ that are not published"),
    _works("draft_docs", "files of docs/ that only the live preview shows"),
    _works("site_dir", "the folder of the built site"),
    _works("dev_addr", "the address of the live preview"),
    _works("watch", "more folders that the live preview follows"),
    _works("remote_branch", "where `mkdocs gh-deploy` publishes"),
    _works("remote_name", "where `mkdocs gh-deploy` publishes"),
    _only(
        "docs_dir", ("docs",), "the folder of the pages, but in a [translation](translating.md)",
        "commands, checks and the handbook call it docs/",
        "write “docs_dir: docs”",
    ),
    _only(
        "use_directory_urls", (True,), "addresses end with a slash",
        "every published address and printed card would stop working", "write “use_directory_urls: true”",
    ),
    _refused("not_in_nav", "a page that is not in the menu is found by nobody", "put the page under “nav:”"),
    _refused("repo_url", NO_REPOSITORY, ASK_ABOUT),
    _refused("repo_name", NO_REPOSITORY, ASK_ABOUT),
    _refused("edit_uri", NO_REPOSITORY, ASK_ABOUT),
    _refused("edit_uri_template", NO_REPOSITORY, ASK_ABOUT),
    _refused("google_analytics", NO_TRACKING),
    # The theme.
    _works("theme › name", "`material`"),
    _works("theme › custom_dir", "`overrides`; its templates extend ours"),
    _works("theme › static_templates", "templates of the theme, rendered once each, such as robots.txt"),
    _works("theme › language", "any language with texts in `data/strings/`"),
    _works("theme › direction", "`ltr` or `rtl`; without it, as the language is written"),
    _works("theme › logo", "a picture in docs/, up to 28 pixels high and 112 wide, before the site's name"),
    _works("theme › favicon", "a picture in docs/; without it, the guide's own in the main colour"),
    _works("theme › icon", "below"),
    _works("theme › icon › logo", "an icon of Material's set, or of overrides/.icons/, in the main colour"),
    _works("theme › palette", "one for all readers, or two with `media`, as documented, that have the same colours"),
    _works("theme › palette › primary", "the [main colour](#colours) of pages, PDFs, drawings and the e-book's cover"),
    _works("theme › palette › accent", "links and buttons under the pointer, and the focus; the same names"),
    _works("theme › palette › media", "`(prefers-color-scheme: light)` and `(prefers-color-scheme: dark)`, both"),
    _works("theme › palette › scheme", "with `media` only: light or dark is the reader's own setting"),
    _refused(
        "theme › palette › toggle", "the choice would be stored on the reader's device",
        "delete it; light or dark follows the reader's own setting",
    ),
    _only(
        "theme › font", (False,), "the reader's own typefaces", "each page would load it from another address",
        "write “font: false”; a typeface of your own goes into docs/, with @font-face in “extra_css:”",
    ),
    *(
        _refused(f"theme › icon › {name}", NO_BUTTON)
        for name in ("edit", "view", "repo", "annotation", "top", "share", "menu", "alternate", "search", "close")
    ),
    *(_refused(f"theme › icon › {name}", "the links to other pages are words") for name in ("previous", "next")),
    _refused("theme › icon › admonition", "each kind of block has one look, in every guide"),
    _refused("theme › icon › tag", "pages have no tags"),
    # Feature flags.
    _works("theme › features", "below"),
    _works("theme › features › navigation.footer", "always: next and previous page below the text"),
    _works("theme › features › navigation.indexes", "always: a part's name leads to its first page"),
    _works("theme › features › navigation.path", "always: the way back above the text"),
    _works("theme › features › navigation.prune", "always: each page has only the part of the menu that it shows"),
    _refused("theme › features › announce.dismiss", STORES_DATA, "delete it, and keep an announcement short"),
    _refused("theme › features › content.action.edit", NO_REPOSITORY, ASK_ABOUT),
    _refused("theme › features › content.action.view", NO_REPOSITORY, ASK_ABOUT),
    _refused("theme › features › content.code.annotate", NEEDS_SCRIPT, "write the notes below the block"),
    _refused("theme › features › content.code.copy", NEEDS_SCRIPT, "use the macro “wording” for words to copy"),
    _refused("theme › features › content.code.select", NEEDS_SCRIPT),
    _refused("theme › features › content.footnote.tooltips", NEEDS_SCRIPT),
    _refused("theme › features › content.tabs.link", STORES_DATA),
    _refused("theme › features › content.tooltips", NEEDS_SCRIPT, "write what a reader needs into the text"),
    _refused("theme › features › header.autohide", "what is at the top of a page stays where a reader has found it"),
    _refused("theme › features › navigation.expand", "the menu shows the part that the reader is in"),
    _refused("theme › features › navigation.instant", FETCHES_UNOPENED, USE_PRIVATE_READING),
    _refused("theme › features › navigation.instant.prefetch", FETCHES_UNOPENED, USE_PRIVATE_READING),
    _refused("theme › features › navigation.instant.preview", FETCHES_UNOPENED, USE_PRIVATE_READING),
    _refused("theme › features › navigation.instant.progress", FETCHES_UNOPENED, USE_PRIVATE_READING),
    _refused("theme › features › navigation.sections", "the menu shows the part that the reader is in"),
    _refused("theme › features › navigation.tabs", "a row cannot hold all parts of the menu on a phone"),
    _refused("theme › features › navigation.tabs.sticky", "a row cannot hold all parts of the menu on a phone"),
    _refused("theme › features › navigation.top", "only the exit covers the text"),
    _refused("theme › features › navigation.tracking", "each heading that was read would be in the history"),
    _refused("theme › features › search.highlight", QUERY_IN_ADDRESS),
    _refused("theme › features › search.share", QUERY_IN_ADDRESS),
    _refused("theme › features › search.suggest", "results appear while one types, whatever the spelling"),
    _refused(
        "theme › features › toc.follow", NEEDS_SCRIPT, "delete it; browsers that can do it mark the section in view"
    ),
    _refused("theme › features › toc.integrate", "the contents of a page are beside its text, where there is room"),
    # Extra.
    _works("extra › release", "set by `scripts/build --release`"),
    _works("extra › practice", "the practice: [The owner's list](owner.md#settings)"),
    _works("extra › translation_of", "the folder of the originals, in a [translation](translating.md)"),
    _works("extra › homepage", "where the name in the header leads; without it, to the first page"),
    _works("extra › social", "links in the footer, each an icon and words: `icon`, `link`, `name`"),
    _works("extra › alternate", "links to other languages in the header: `name`, `link`, `lang`"),
    _only(
        "extra › generator", (False,), "no page says what made it", "each link in the footer is for readers",
        "write “generator: false”",
    ),
    _refused(
        "extra › practice › accent", "the theme sets the colour",
        "write “primary: teal” below theme › palette for sea, green for moss, or purple for plum",
    ),
    _refused("extra › analytics", NO_TRACKING),
    _refused("extra › consent", "nothing is stored, so there is nothing to agree to"),
    _refused("extra › version", "one version of the guide is published", "delete it; CHANGELOG.md says what changed"),
    _refused("extra › scope", STORES_DATA),
    _refused("extra › status", "the menu marks no page as new", "write what is new into CHANGELOG.md"),
    _refused("extra › tags", "pages have no tags", "name a topic of the page in data/topics.yml"),
    _refused("extra › annotate", NEEDS_SCRIPT),
    _refused("extra › polyfills", "no page needs one"),
    # Plugins.
    _works("plugins › macros", "lets a page call a macro"),
    _refused("plugins › search", "the guide has a search of its own", "delete it; see handbook/search.md"),
    _refused("plugins › privacy", f"{NO_NETWORK}, and no page loads from elsewhere", "put a copy into docs/"),
    _refused("plugins › social", f"{NO_NETWORK}, and a preview would show the subject in a chat"),
    _refused("plugins › offline", "the build makes an offline copy with working addresses", "delete it; see files/"),
    _refused("plugins › optimize", "the same source gives the same bytes on every machine", "save pictures small"),
    _refused("plugins › meta", "each page names its own sources and dates", "write the fields into each page"),
    _refused("plugins › tags", "pages have no tags", "name a topic of the page in data/topics.yml"),
    _refused("plugins › blog", "pages are kept up to date, not dated posts", "write a page, and name it under “nav:”"),
    _refused("plugins › rss", "the build makes a feed of changes", "delete it; CHANGELOG.md is its source"),
    _refused("plugins › info", "it refuses templates and hooks of one's own", "send the message of scripts/build"),
    _refused("plugins › group", "what is in a group is not checked", "list its plugins one by one"),
    _refused("plugins › projects", "each language has a build of its own", "name the others under extra › alternate"),
    _refused("plugins › typeset", "titles are plain words, in the menu and in each file"),
    _refused("plugins › mike", "one version of the guide is published", "delete it; CHANGELOG.md says what changed"),
    _refused("plugins › minify", "the build does so already, before it allows styles by their hashes"),
    _refused("plugins › redirects", "an address that moved is kept for good", "write it into data/redirects.yml"),
    _refused("plugins › git-revision-date-localized", "a page says itself when it was written", "set “written:” there"),
    _refused("plugins › git-committers", f"{NO_NETWORK}, and no page names who wrote it"),
    _refused("plugins › git-authors", "no page names who wrote it", "name those who made it in docs/about/index.md"),
)  # fmt: skip


def problems(read: dict[str, Any], text: str, name: str, docs: Path) -> list[str]:
    """Return one message for each setting that is unknown or refused, and for each file that is missing.

    Takes the parsed settings, the text of their file, its name, and the folder of the pages.
    """
    wrong = [
        (path, value, f"cannot be used ({setting.refused}); {setting.instead}")
        for setting in SETTINGS
        for path, value in _find_settings(read, setting.key)
        if setting.refused and value not in setting.values and not (path == ("docs_dir",) and _is_translation(read))
    ]
    wrong += _unknown(read) + _missing_files(read, docs)
    messages = [_message(path, value, what, text, name) for path, value, what in wrong]
    theme = without_refused(read).get("theme") or {}
    return messages + record_problems(theme, Theme, f"{name}, theme", text, ("theme",))


def _is_translation(read: dict[str, Any]) -> bool:
    extra = read.get("extra")
    return bool(isinstance(extra, dict) and extra.get("translation_of"))


def read_theme(settings: Path) -> Theme:
    """Return the settings of the theme, which problems() has accepted. Takes the path of mkdocs.yml."""
    theme: Theme = validated(read_settings(settings).get("theme") or {}, Theme, settings.name)
    return theme


def without_refused(read: dict[str, Any]) -> dict[str, Any]:
    """Return the settings without the keys that problems() refuses, so that nothing is reported twice."""
    kept = read
    for setting in SETTINGS:
        if setting.refused:
            for path, value in reversed(list(_find_settings(kept, setting.key))):
                if value not in setting.values:
                    kept = _without_path(kept, path)
    return kept


def _find_settings(
    value: Any, steps: tuple[str, ...], path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield the path and the value of each setting to which these keys lead; lists are searched entry by entry."""
    if not steps:
        yield path, value
    elif isinstance(value, dict):
        for key in value:
            if str(key).removeprefix(PLUGIN_PREFIX) == steps[0]:
                yield from _find_settings(value[key], steps[1:], (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            if str(entry).removeprefix(PLUGIN_PREFIX) == steps[0] and len(steps) == 1:
                yield (*path, index), entry
            elif isinstance(entry, dict):
                yield from _find_settings(entry, steps, (*path, index))


def _without_path(value: Any, path: tuple[Any, ...]) -> Any:
    """A copy of settings without what is at this path."""
    step, *rest = path
    if rest:
        changed = _without_path(value[step], tuple(rest))
        return {**value, step: changed} if isinstance(value, dict) else [*value[:step], changed, *value[step + 1 :]]
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if key != step}
    return [*value[:step], *value[step + 1 :]]


def _unknown(read: dict[str, Any]) -> list[tuple[tuple[Any, ...], Any, str]]:
    """What is neither a setting of MkDocs nor a feature of the theme."""
    settings = {setting.key[0] for setting in SETTINGS}
    features = {setting.key[2] for setting in SETTINGS if setting.key[:2] == ("theme", "features") and setting.key[2:]}
    theme = read.get("theme")
    listed = theme.get("features") if isinstance(theme, dict) else None
    return [
        ((key,), None, f"is not a setting; {suggest(key, settings, HANDBOOK)}") for key in read if key not in settings
    ] + [
        (("theme", "features", index), feature, f"is not a feature; {suggest(feature, features, HANDBOOK)}")
        for index, feature in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(feature, str) and feature not in features
    ]


def _missing_files(read: dict[str, Any], docs: Path) -> list[tuple[tuple[Any, ...], Any, str]]:
    """The files that settings name and that are not in docs/."""
    theme = read.get("theme")
    theme = theme if isinstance(theme, dict) else {}
    named = [(("theme", key), theme[key]) for key in ("logo", "favicon") if theme.get(key)]
    for key in ("extra_css", "extra_javascript"):
        entries = read.get(key)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            named.append(((key, index), entry.get("path") if isinstance(entry, dict) else entry))
    return [
        (path, file, f"is not a file in docs/; {_nearest_file(file, docs)}")
        for path, file in named
        if not isinstance(file, str) or "://" in file or not (docs / file.lstrip("/")).is_file() or file[:1] == "/"
    ]


def _nearest_file(file: object, docs: Path) -> str:
    known = [path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()]
    close = "" if "://" in str(file) else closest(file, known)
    return f"write “{close}”" if close else "put the file there, and write its path from docs/"


def _message(path: tuple[Any, ...], value: Any, what: str, text: str, name: str) -> str:
    """Return a message: where a setting is, how it was typed, what is wrong, and what to write."""
    location = position(text, path)
    line = f", line {location.line}" if location else ""
    listed = isinstance(path[-1], int)
    place = " › ".join(str(step) for step in path if not isinstance(step, int))
    typed = str(value)[:MAX_SHOWN] if listed or isinstance(value, str | bool | int) else ""
    if location and isinstance(value, bool):
        typed = location.typed
    return f"{name}{line}: {place}{f': “{typed}”' if typed else ''} {what}."

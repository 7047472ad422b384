"""The handbook's page about the settings of MkDocs and Material for MkDocs, made from core/theme_settings.py."""

from itertools import groupby

from core.palette import DEFAULT_COLOUR, colour_names
from core.theme_settings import SETTINGS, Setting

INTRODUCTION = """# Settings

What each setting that MkDocs and Material for MkDocs document does in `mkdocs.yml` here.
{works} work, {only} of them with one value only, and {refused} are refused: the build stops and says what to write.
[0025](decisions/0025-refuse-what-cannot-be-kept-safe.md) has the reasons.
This page is made by `scripts/settings-reference` from `core/theme_settings.py`; change that, and not this page.
A plugin that is not listed may be used: the checks see what it makes of the pages.

## What works

| setting | what it does |
| --- | --- |"""
COLOURS = """
## Colours

`primary` and `accent` take these names, each a tone for light and one for dark: {names}.
Without `primary` the guide is {default}; `docs/assets/palette.css` has the values, and the tests prove their contrast.
Light or dark is the reader's own setting.

```yaml
theme:
  logo: assets/logo.svg     # a file in docs/; or, in its place, icon: {{logo: material/hand-heart}}
  favicon: assets/tab.png
  palette:
    primary: deep purple
```

A logo is shown on light and on dark pages: choose one that can be seen on both.
"""
REFUSED = """
## What is refused

| setting | because | instead |
| --- | --- | --- |"""


def settings_reference() -> str:
    """Return the page as Markdown: a table of what works, the names of the colours, and a table of what is refused."""
    working = [setting for setting in SETTINGS if setting.works]
    refused = [setting for setting in SETTINGS if setting.refused]
    counts = {
        "works": len(working),
        "only": len([setting for setting in working if setting.refused]),
        "refused": len(SETTINGS) - len(working),
    }
    shown = ", ".join(name.replace("-", " ") for name in colour_names())
    return "\n".join([
        INTRODUCTION.format(**counts),
        *(f"| {_name(setting)} | {_only(setting)}{setting.does} |" for setting in working),
        COLOURS.format(names=shown, default=DEFAULT_COLOUR),
        REFUSED.strip("\n"),
        *(_refused(list(alike)) for _, alike in groupby(refused, lambda one: (one.refused, one.instead, one.values))),
    ]) + "\n"  # fmt: skip


def _name(setting: Setting) -> str:
    return f"`{' › '.join(setting.key)}`"


def _only(setting: Setting) -> str:
    """The values that work where others are refused, as YAML writes them."""
    return f"only `{str(setting.values[0]).lower()}`: " if setting.values else ""


def _refused(alike: list[Setting]) -> str:
    """The row of consecutive settings that are refused for the same reason."""
    first = alike[0]
    keys = ", ".join(_name(setting) for setting in alike)
    other = f", other than `{str(first.values[0]).lower()}`" if first.values else ""
    return f"| {keys}{other} | {first.refused} | {first.instead} |"

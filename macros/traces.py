"""The table of what reading left behind in real browsers, as measured: for a reader who is watched."""

from core.facts import Facts
from core.numbers_and_names import format_day
from core.publishing_schema import BrowserTraces
from macros.render import render


def traces(facts: Facts) -> str:
    """Show data/traces.yml: one table for all browsers, and below it when and how it was measured.

    Takes nothing, since scripts/traces writes the figures. Gives Markdown.
    """
    measured = facts.traces
    browsers = [f"{browser.capitalize()} {version}" for browser, version in measured.versions]
    note = facts.strings["traces_measured"].format(
        day=format_day(measured.measured, facts.language), browsers=", ".join(browsers), system=measured.system
    )
    return render("traces", facts, found=measured.found, note=note, cell=_cell)


def _cell(found: BrowserTraces, key: str, words: dict[bool, str]) -> str:
    """The figure of one way of reading: a single value if all browsers agree, else one for each browser."""
    values = {browser: getattr(figures, key) for browser, figures in found}
    shown = {browser: words[value] if isinstance(value, bool) else str(value) for browser, value in values.items()}
    if len(set(shown.values())) == 1:
        return next(iter(shown.values()))
    return ", ".join(f"{browser.capitalize()} {value}" for browser, value in shown.items())

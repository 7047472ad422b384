"""Lists the evidence levels that a claim may have, and what each means."""

from core.facts import Facts
from macros.render import plain


def evidence_levels(facts: Facts) -> str:
    """Say what each strength of data/evidence_levels.yml means. Takes nothing; gives a Markdown list."""
    entries = facts.evidence_levels.values()
    return "\n".join(f"- **{plain(entry.label)}.** {plain(entry.means)}" for entry in entries)

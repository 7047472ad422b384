"""The words that people use for this, with plain ones beside them: for a reader who meets them elsewhere."""

from core.facts import Facts
from macros.render import render


def glossary(facts: Facts) -> str:
    """List every word of data/glossary.yml, in the order of the alphabet. Gives Markdown."""
    return render("glossary", facts, words=sorted(facts.glossary, key=lambda found: found.word.lower()))

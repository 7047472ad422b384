"""A claim of effect, with how sure we are and where it comes from: for writers who must not promise too much."""

from collections.abc import Callable

from core.errors import InputError, require_known, unknown_source
from core.facts import Facts
from macros.render import render


def claim(facts: Facts, strength: str, *source: str, caller: Callable[[], str]) -> str:
    """Put the strength above a claim, and its sources below.

    Takes a strength of data/evidence_levels.yml, any number of ids of data/sources.yml (none only for experience),
    and the claim itself as Markdown. Gives the claim between two quiet lines.
    """
    require_known(strength, facts.evidence_levels, "strength")
    for id in source:
        if id not in facts.sources:
            raise InputError(unknown_source(id, facts.sources))
    if not source and strength != "experience":
        raise InputError(f"a claim of strength “{strength}” needs a source; write its id of data/sources.yml.")
    cited = [(id, facts.sources[id].short) for id in source]
    level = facts.evidence_levels[strength]
    return render("claim", facts, text=caller().strip(), id=strength, strength=level.label, cited=cited)

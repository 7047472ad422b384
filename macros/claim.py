"""A claim of effect, with how sure we are and where it comes from: for writers who must not promise too much."""

from collections.abc import Callable

from macros.facts import Facts
from macros.refusal import Refused, nearest
from macros.render import render


def claim(facts: Facts, strength: str, *source: str, caller: Callable[[], str]) -> str:
    """Put the strength and the sources under a claim.

    Takes a strength of data/strengths.yml, any number of ids of data/sources.yml (none only for experience),
    and the claim itself as Markdown. Gives the claim and one quiet line below it.
    """
    if strength not in facts.strengths:
        raise Refused(f"there is no strength “{strength}”; {nearest(strength, facts.strengths)}.")
    for unknown in [id for id in source if id not in facts.sources]:
        raise Refused(f"there is no source “{unknown}” in data/sources.yml; {nearest(unknown, facts.sources)}.")
    if not source and strength != "experience":
        raise Refused(f"a claim of strength “{strength}” needs a source; write its id of data/sources.yml.")
    cited = [(id, facts.sources[id]["short"]) for id in source]
    return render("claim", facts, text=caller().strip(), strength=facts.strengths[strength]["label"], cited=cited)

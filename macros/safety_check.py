"""The safety check, the same on the page and on paper: so that safety comes before silence wherever it is read."""

from core.errors import require_known
from core.facts import Facts
from macros.render import render

FORMS = ("page", "paper")


def safety_check(facts: Facts, form: str = "page") -> str:
    """Ask the questions of data/safety_check.yml, group by group, and say where a yes leads.

    Takes "page", where each group leads to a section of the same page, or "paper", where it has boxes to tick and says
    what to do. Gives Markdown.
    """
    require_known(form, FORMS, "form")
    return render("safety_check", facts, form=form, check=facts.safety_check)

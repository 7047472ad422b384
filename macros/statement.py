"""What only the owner of this copy can state: who publishes it, who hosts it, where to report a mistake."""

from core.errors import require_known
from core.facts import Facts
from macros.render import render

STATEMENTS = ("imprint", "report_email", "hosting", "commission")  # settings under extra › practice


def statement(facts: Facts, name: str) -> str:
    """Show one statement of the owner, or say that there is none.

    Takes the name of a setting: imprint, report_email, hosting or commission. Gives Markdown: where one is empty of
    which a reader would want to know, a sentence says so.
    """
    require_known(name, STATEMENTS, "statement")
    return render("statement", facts, name=name, value=getattr(facts.practice, name))

"""The invitation to apply for a session: one quiet offer after the main content, with free help beside it."""

from core.facts import Facts
from macros.render import render


def invitation(facts: Facts, opening: str = "") -> str:
    """Invite the reader to apply for a session.

    Takes how it begins on this page, in Markdown; without, it begins as on the first page. Who offers what comes from
    the settings; without a practice's name there is no invitation, only free routes. The button leads to the guide's
    own page about sessions, where all that is known of them stands around the one link that leaves the guide. Gives
    Markdown.
    """
    return render("invitation", facts, practice=facts.practice, opening=opening)

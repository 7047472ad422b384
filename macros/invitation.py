"""The invitation to apply for a session: one quiet offer after the main content, with free help beside it."""

from macros.facts import Facts
from macros.render import render


def invitation(facts: Facts) -> str:
    """Invite the reader to apply for a session.

    Takes nothing: who offers what comes from the settings. Without a practice's name there is no invitation,
    only free routes. Without an address for applications the button leads to the site's own page about
    sessions. Gives Markdown.
    """
    practice = facts.practice
    target = f"<{practice['apply_url']}>" if practice["apply_url"] else facts.strings["sessions_page"]
    return render("invitation", facts, practice=practice, target=target)

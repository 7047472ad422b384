"""The pages that end with an invitation to sessions, for practitioners who send people to the guide."""

from core.facts import Facts


def inviting_pages(facts: Facts) -> str:
    """List the pages under “invites:” in data/navigation.yml, each as a link.

    Takes nothing; the build refuses a page that invites and is not in that list. Gives Markdown.
    """
    return "\n".join(f"- [{page.name}](/{page.page})" for page in facts.navigation.invites or ())

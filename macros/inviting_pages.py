"""The pages that end with an invitation to sessions, for practitioners who send people to the guide."""

from core.facts import Facts


def inviting_pages(facts: Facts) -> str:
    """Name the pages under “invites:” in data/navigation.yml, each with its link, joined as a sentence does.

    Takes nothing; the build refuses a page that invites and is not in that list. Gives Markdown.
    """
    links = [f"[{page.name}](/{page.page})" for page in facts.navigation.invites or ()]
    return " and ".join([", ".join(links[:-1]), links[-1]] if len(links) > 1 else links)

"""A button that shows what “Leave now” does to the page, without leaving."""

from core.facts import Facts
from macros.render import plain


def rehearsal(facts: Facts) -> str:
    """Offer a rehearsal of the exit, to those whose browser runs scripts. Takes nothing; gives one line of HTML."""
    button = '<button class="guide-button guide-button--quiet" type="button" data-rehearse>{}</button>'
    return f'<p class="guide-rehearsal">{button.format(plain(facts.strings["rehearsal"]))}</p>'

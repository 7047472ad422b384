"""What is known of the practice's sessions, and what is not: for the page about sessions."""

from babel import Locale

from core.facts import Facts
from macros.render import render

SHOWN_FIELDS = (
    *("name", "kind", "medium", "regions", "languages", "price", "length", "qualification", "registration"),
    *("answer_within", "waiting_time", "cancellation", "confidentiality", "privacy"),
)
ASKED_FIELDS = (  # what a reader should know before booking, and asks for where it is not set
    *("kind", "price", "length", "qualification", "registration", "answer_within", "waiting_time", "cancellation"),
)


def offer(facts: Facts) -> str:
    """Say of the practice what the settings say, name what they leave open, and invent nothing.

    Takes nothing; gives Markdown.
    """
    practice, strings = facts.practice, facts.strings
    values = dict(practice) | {"languages": _languages(practice.languages, facts.language)}
    known = [(strings[f"offer_{key}"], values[key]) for key in SHOWN_FIELDS if values[key]]
    unknown = [strings[f"offer_{key}"].lower() for key in ASKED_FIELDS if not values[key]]
    return render("offer", facts, practice=practice, known=known, unknown=_listed(unknown))


def _languages(codes: tuple[str, ...], language: str) -> str:
    """The names of languages as readers of `language` say them, joined (Unicode CLDR, by way of Babel)."""
    return ", ".join(Locale.parse(code.strip(), sep="-").get_display_name(language) or code for code in codes)


def _listed(names: list[str]) -> str:
    """Join names as a sentence does: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

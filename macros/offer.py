"""What is known of the practice's sessions, and what is not: for the page about sessions."""

from urllib.parse import urlsplit

from macros.facts import Facts
from macros.render import render

ASK = ("price", "length", "waiting_time", "answer_within", "cancellation")
SHOWN = ("medium", "regions", "languages", "confidentiality", "price", "length", "waiting_time",
         "answer_within", "cancellation", "qualification", "registration")  # fmt: skip


def offer(facts: Facts) -> str:
    """Say of the practice what the settings say, name what they leave open, and invent nothing.

    Takes nothing; gives Markdown.
    """
    practice, words = facts.practice, facts.strings
    known = [(words[f"offer_{key}"], _plain(practice[key])) for key in SHOWN if practice[key]]
    unknown = [words[f"offer_{key}"].lower() for key in ASK if not practice[key]]
    host = urlsplit(practice["apply_url"] or "").netloc
    return render("offer", facts, practice=practice, known=known, unknown=_listed(unknown), host=host)


def _plain(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _listed(names: list[str]) -> str:
    """Join names as a sentence does: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

"""How this house says no: where, what, and what to write instead. It serves the person who made the mistake."""

from collections.abc import Iterable
from difflib import get_close_matches


class Refused(ValueError):
    """An ingredient or a data file cannot be used as it was written; the text says what to write instead."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Say which valid word was probably meant, or list all of them.

    Takes the word that was written and the words that exist; gives a phrase such as `write “helpline”`.
    """
    known = sorted(choices)
    close = get_close_matches(str(word), known, n=1, cutoff=0.6)
    return f"write “{close[0]}”" if close else f"write one of: {', '.join(known)}"

"""The error that an editor reads: where, what, and what to write instead, with the nearest valid word."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """A macro or a data file cannot be used as it was written; the text says what to write instead."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Say which valid word was probably meant, or list all of them.

    Takes the word that was written and the words that exist; gives a phrase such as `write “helpline”`.
    """
    known = sorted(choices)
    close = get_close_matches(str(word), known, n=1, cutoff=0.6)
    return f"write “{close[0]}”" if close else f"write one of: {', '.join(known)}"


def known(word: object, choices: Iterable[str], what: str, where: str = "") -> None:
    """Refuse a word that is none of those that exist.

    Takes the word, the words that exist, what they are called, such as “group”, and the file that lists them.
    """
    choices = list(choices)
    if word not in choices:
        place = f" in {where}" if where else ""
        raise InputError(f"there is no {what} “{word}”{place}; {nearest(str(word), choices)}.")


def whole(number: object, least: int, most: int, what: str) -> None:
    """Refuse what is no whole number from `least` to `most`; `what` names the things that are counted."""
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise InputError(f"“{number}” {what} cannot be set; write a number from {least} to {most}.")

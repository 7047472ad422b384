"""The error that an editor reads: where, what, and what to write instead, with the nearest valid word."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Something was written that cannot be used; the text says where, what, and what to write instead."""


class BuildStopped(SystemExit, Exception):
    """Ends a build with one message and no traceback; the live preview shows the message and waits for the next save.

    MkDocs's preview goes on after an Exception, and prints only the message of one that is a SystemExit as well.
    """


TYPING_ERROR_CUTOFF = 0.85  # similarity of a misspelt page name to the right one; other pages are less similar


def closest(word: object, choices: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the valid word that was probably meant, or an empty string.

    `cutoff`: from 0 (anything) to 1 (the same), as difflib measures similarity.
    """
    return next(iter(get_close_matches(str(word), sorted(choices), n=1, cutoff=cutoff)), "")


def suggest(word: object, choices: Iterable[str], otherwise: str = "", cutoff: float = 0.6) -> str:
    """Return advice: the valid word that was probably meant, or else the other advice, or a list of all valid words.

    Takes the word that was written and the words that exist. The advice is a phrase such as `write “helpline”`.
    """
    known = sorted(choices)
    close = closest(word, known, cutoff)
    return f"write “{close}”" if close else otherwise or f"write one of: {', '.join(known)}"


def require_known(word: object, choices: Iterable[str], what: str, where: str = "") -> None:
    """Raise InputError if a word is not one of those that exist.

    Takes the word, the words that exist, what they are called, such as “group”, and the file that lists them.
    """
    choices = list(choices)
    if word not in choices:
        location = f" in {where}" if where else ""
        raise InputError(f"there is no {what} “{word}”{location}; {suggest(word, choices)}.")


def unknown_source(id: object, choices: Iterable[str]) -> str:
    """Return the message that a source is not in the list. Only a nearly identical id is taken for a typing error.

    Otherwise another study with a similar name might be cited. Takes the id and those that exist.
    """
    advice = "add it there first"
    close = closest(id, choices, cutoff=0.9)
    return f"there is no source “{id}” in data/sources.yml; {f'write “{close}”, or {advice}' if close else advice}."


def require_whole_number(number: object, least: int, most: int, what: str) -> None:
    """Raise InputError unless this is an integer from `least` to `most`; `what` names the things that are counted."""
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise InputError(f"“{number}” {what} cannot be set; write a number from {least} to {most}.")

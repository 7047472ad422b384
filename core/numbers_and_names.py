"""Small functions for names, numbers and dates as people write them."""

import re
from datetime import date
from unicodedata import combining, normalize

from babel.dates import format_date

FULL_STOPS = ".!?۔؟।。"  # at the end of sentences, also in Urdu, Arabic, Hindi and Japanese


def dialled(number: str) -> str:
    """Return what a phone dials for a number as people write it: its digits, +, * and #."""
    return re.sub(r"[^0-9+*#]", "", number)


def format_day(day: date, language: str) -> str:
    """A date for readers in this language, such as 22 November 2026."""
    return format_date(day, format="d MMMM y", locale=language.replace("-", "_"))


def sort_key(name: str) -> str:
    """Return a key for sorting a name: lower case without accents, so that Å is a; other scripts keep their letters."""
    letters = "".join(character for character in normalize("NFKD", name) if not combining(character)).casefold()
    return letters.encode("ascii", "ignore").decode().strip() or letters

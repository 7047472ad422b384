"""Small functions on names, numbers, dates and sentences, as people write them."""

import re
from datetime import date
from unicodedata import combining, normalize

from babel.dates import format_date

FULL_STOPS = ".!?۔؟।。"  # with which sentences end, also in Urdu, Arabic, Hindi and Japanese


def dialled(number: str) -> str:
    """What a phone dials for a number as people write it: every digit of it, and +, * and # where it has them."""
    return re.sub(r"[^0-9+*#]", "", number)


def format_day(day: date, language: str) -> str:
    """A date for readers in this language, such as 22 November 2026."""
    return format_date(day, format="d MMMM y", locale=language.replace("-", "_"))


def sort_key(name: str) -> str:
    """A name by its plain letters, for sorting: Å as a, in small letters; in another script, by its own."""
    letters = "".join(sign for sign in normalize("NFKD", name) if not combining(sign)).casefold()
    return letters.encode("ascii", "ignore").decode().strip() or letters

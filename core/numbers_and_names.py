"""Small functions on names, numbers and sentences, as people write them."""

import re
from unicodedata import combining, normalize

FULL_STOPS = ".!?۔؟।。"  # with which sentences end, also in Urdu, Arabic, Hindi and Japanese


def dialled(number: str) -> str:
    """What a phone dials for a number as people write it: every digit of it, and +, * and # where it has them."""
    return re.sub(r"[^0-9+*#]", "", number)


def sort_key(name: str) -> str:
    """A name by its plain letters, for sorting: Å as a, in small letters; in another script, by its own."""
    letters = "".join(sign for sign in normalize("NFKD", name) if not combining(sign)).casefold()
    return letters.encode("ascii", "ignore").decode().strip() or letters

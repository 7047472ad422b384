"""Splits what readers type, and what the guide says, into stems that can be compared.

docs/assets/search_engine.js does the same on the reader's device; tests/browser/test_searching.py compares the two.
"""

import re
import unicodedata
from functools import cache

APOSTROPHES = re.compile(r"[\u0300-\u036f'’‘`´ʼ]")  # and the accents that normalisation has split off
LETTERS = re.compile(r"[^\W_]+")
JOINED = re.compile(r"[- ](?=(?:mail|sim|book)s?\b)(?<=\b[a-z].)")  # in e-mail, e mail
FORMS = {
    "gray": "grey", "mom": "mum", "moms": "mum", "mommy": "mum", "mam": "mum", "children": "child", "men": "man",
    "women": "woman", "wives": "wife", "lives": "life", "knives": "knife", "used": "use", "using": "use",
}  # fmt: skip
ENDINGS = (  # the first that fits is replaced
    ("isations", "iz"), ("izations", "iz"), ("isation", "iz"), ("ization", "iz"), ("ising", "iz"), ("izing", "iz"),
    ("ised", "iz"), ("ized", "iz"), ("ises", "iz"), ("izes", "iz"), ("ise", "iz"), ("ize", "iz"), ("yse", "iz"),
    ("yze", "iz"), ("ingly", ""), ("edly", ""), ("iness", "i"), ("ments", ""), ("ment", ""), ("ness", ""),
    ("ings", ""), ("ing", ""), ("ied", "i"), ("ies", "i"), ("ed", ""), ("ers", "er"), ("sses", "ss"), ("xes", "x"),
    ("ches", "ch"), ("shes", "sh"), ("ly", ""),
)  # fmt: skip
CONSONANT_Y = re.compile(r"[^aeiou]y$")
DOUBLED = re.compile(r"([bdgkmnprt])\1$")
PLURAL = re.compile(r"[^sui]s$")
MIN_STEM = 4  # letters that must be left; three if the last two were doubled, as in “stopped”


def words(text: str) -> list[str]:
    """Split a text into words of letters and digits, in lower case, without accents and apostrophes."""
    lower = text.lower()
    plain = APOSTROPHES.sub("", lower if lower.isascii() else unicodedata.normalize("NFKD", lower))
    return LETTERS.findall(JOINED.sub("", plain))


@cache
def stem(word: str) -> str:
    """Return what the forms of a word have in common, such as “block” of “blocks”, “blocked” and “blocking”.

    Not always a word, and coarser than grammar: it also removes the differences of British and American spelling.
    """
    word = FORMS.get(word, word)
    if len(word) < MIN_STEM:
        return f"{word[:-1]}i" if CONSONANT_Y.search(word) else word
    word = _without_ending(word)
    word = word.replace("our", "or") if len(word) > MIN_STEM else word
    if (len(word) > MIN_STEM and word[-1] == "e") or (len(word) > MIN_STEM + 1 and word.endswith("ll")):
        word = word[:-1]
    return f"{word[:-1]}i" if CONSONANT_Y.search(word) else word


def _without_ending(word: str) -> str:
    for ending, rest in ENDINGS:
        if word.endswith(ending):
            found = word[: len(word) - len(ending)] + rest
            if DOUBLED.search(found):
                return found[:-1]
            if len(found) >= MIN_STEM - bool(rest):
                return found
    return word[:-1] if PLURAL.search(word) else word


def stems(text: str) -> list[str]:
    """Return the stems of a text's words."""
    return [stem(word) for word in words(text)]

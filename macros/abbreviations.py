"""Explains words of the glossary where a page uses them first, for a reader who does not know them."""

from core.errors import require_known
from core.facts import Facts
from macros.render import plain


def abbreviations(facts: Facts, *words: str) -> str:
    """Define words of data/glossary.yml as abbreviations of Markdown, at the end of a page.

    Takes the words to explain, as the glossary writes them; without any, all. Each is found with a small first letter,
    too, and under its other names. Gives Markdown.
    """
    known = {entry.word: entry for entry in facts.glossary}
    for word in words:
        require_known(word, known, "word", "data/glossary.yml")
    lines = []
    for entry in (known[word] for word in words or sorted(known)):
        for name in (entry.word, *entry.also):
            forms = dict.fromkeys([name, name[:1].lower() + name[1:]])
            lines += [f"*[{form}]: {plain(entry.plain)}" for form in forms]
    return "\n" + "\n".join(lines)

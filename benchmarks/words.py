"""Reports the length of the guide, its reading grade, its claims, and the topics that it answers, for the owner."""

import re
import sys
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "tests" / "support")]

from check_readability import MIN_WORDS, all_sentences, count_words, grade  # noqa: E402
from macro_environment import facts, pages  # noqa: E402
from prose import prose  # noqa: E402
from selectolax.lexbor import LexborHTMLParser  # noqa: E402


def report() -> str:
    """All figures as a Markdown list."""
    found = {page.name: prose(page.html) for page in pages()}
    grades = {name: grade(text.running) for name, text in found.items() if count_words(text.running) >= MIN_WORDS}
    hardest = max(grades, key=lambda name: grades[name])
    running = [block for text in found.values() for block in text.running]
    claims = Counter(
        re.split(r" · ", node.text())[0]
        for page in pages()
        for node in LexborHTMLParser(page.html).css(".guide-claim__strength")
    )
    cited = {id for page in pages() for id in re.findall(r'href="#source-([^"]+)"', page.html)}
    questions = sum(page.html.count("schema.org/Question") for page in pages())
    answered = {name: topic for name, topic in facts().topics.items() if topic.full}
    lines = [
        f"pages: {len(found)}, of them worksheets: {sum(page.meta.get('kind') == 'worksheet' for page in pages())}",
        f"words: {sum(count_words(text.all) for text in found.values()):,}; "
        f"written on the pages themselves: {sum(count_words(text.authored) for text in found.values()):,}",
        f"reading grade: median {median(grades.values()):.1f}, worst {grades[hardest]:.1f} ({hardest}), "
        f"of {len(grades)} pages with {MIN_WORDS} words of prose or more",
        f"sentences: {count_words(running) / len(all_sentences(running)):.1f} words on average",
        f"claims by strength: {', '.join(f'{label} {count}' for label, count in sorted(claims.items()))}",
        f"sources: {len(facts().sources)}, cited in claims: {len(cited)}",
        f"questions: {questions}",
        f"data: channels {len(facts().channels)}, pull-backs {len(facts().pullbacks)}, "
        f"replies {len(facts().replies)}, exchanges {sum(len(s.pairs) for s in facts().exchanges)}, "
        f"words explained {len(facts().glossary)}",
        f"topics answered in full: {len(answered)} of {len(facts().topics)}: {', '.join(answered)}",
    ]
    return "\n".join(f"- {line}" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report())

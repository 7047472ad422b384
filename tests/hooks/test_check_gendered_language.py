"""The guide has no default he or she: in its own voice neither stands, and over all examples neither rules."""

from types import SimpleNamespace

import check_gendered_language
import pytest
from check_gendered_language import balance, problems
from macro_environment import pages
from prose import LOOKED_UP, blocks, prose, tried

WRITE = "write “they”, or the relation (“your brother”), or put an example into quotation marks."


@pytest.fixture(autouse=True)
def no_pages():
    """No page is left over from another build."""
    check_gendered_language.on_pre_build(config=None)


@pytest.mark.parametrize("word", ["he", "She", "him", "her", "his", "hers", "himself", "HERSELF"])
def test_a_default_gender_is_refused(word):
    """A writer reads where the word stands and what to write."""
    assert problems("docs/a.md", [f"They call. Let {word} ring until morning. Then rest."]) == [
        f"docs/a.md: “{word}” in “Let {word} ring until morning.” makes one gender the rule; {WRITE}"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They ring. Let them.",
        "Say “he knows”, or ‘she doesn’t know her yet’, and go.",
        "The theory of others is here, where this shell lies.",
        "Your brother, your mother.",
    ],
)
def test_other_words_pass(text):
    """An example between quotation marks, a relation, and words that only hold the letters may be written."""
    assert problems("docs/a.md", [text]) == []


def test_each_place_in_the_guides_own_voice_is_named():
    """Two words outside quotations are named at once, and the one inside is not."""
    assert len(problems("docs/a.md", ["He says “she knows” and he goes.", "They go."])) == 2


def examples(men, women):
    """Blocks of examples with so many words of each kind."""
    return ["Say “my brother is here”."] * men + ["Say ‘ask my aunt’ once."] * women


@pytest.mark.parametrize(("men", "women"), [(10, 10), (14, 7), (7, 14), (19, 0), (0, 0)])
def test_balanced_examples_pass(men, women):
    """Up to two thirds may be of one kind, and a handful may be of any."""
    assert balance({"docs/a.md": examples(men, women)}) == []


@pytest.mark.parametrize(("men", "women"), [(15, 6), (6, 15), (20, 0), (0, 20)])
def test_examples_that_lean_to_one_side_are_refused_once(men, women):
    """An editor reads the counts over all pages, what to write, and the page with most to change."""
    most = examples(men, women)
    assert balance({"docs/a.md": ["He knows her."] * 9 + most[:2], "docs/b.md": most[2:]}) == [
        f"docs/: of {men + women} gendered words in the examples, {men} are of men (he, dad, brother …) and {women} of "
        "women (she, mum, sister …), and two thirds are the most for either; write “they” or the other gender in some "
        "of them, and begin in docs/b.md."
    ]


@pytest.mark.parametrize("kind", check_gendered_language.KINDS)
def test_every_gendered_word_counts(kind):
    """Pronouns and relations both tell a reader who is meant."""
    words = {
        "men": "he him his himself father dad brother son husband boyfriend uncle fathers brothers sons",
        "women": "she her hers herself mother mum sister daughter wife girlfriend aunt mothers sisters daughters wives",
    }
    assert [word for word in words[kind].split() if not check_gendered_language.KINDS[kind].fullmatch(word)] == []
    assert len(balance({"a": [f"“{words[kind]} {words[kind]}”"]})) == 1


def build(html, name="a.md", **meta):
    """A build with one page, as MkDocs runs it."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri=name), meta={"title": "They", "summary": "They."} | meta)
    check_gendered_language.on_pre_build(config=None)
    check_gendered_language.on_page_content(html, page=page, config=None, files=None)
    check_gendered_language.on_post_build(config=None)


@pytest.mark.parametrize(
    ("html", "meta"),
    [
        ("<p>He rings.</p>", {}),
        ("", {"title": "He rings"}),
        ("", {"summary": "He rings."}),
        ("", {"handout": {"try": "He rings."}}),
    ],
)
def test_mkdocs_hears_of_each_place(html, meta, caplog):
    """The title, the summary, what the handout gives to try, and the text are judged, and what is found is logged."""
    build(html, **meta)
    assert [(name, level, text[:16]) for name, level, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_gendered_language", 30, "docs/a.md: “He” ")
    ]


def test_what_is_looked_up_is_judged_too(caplog):
    """A list from data/ speaks in the guide's own voice as well, and its examples count with all others."""
    build(f"<ul data-lookup><li>For her: {'“He knows.” ' * 20}</li></ul>")
    assert len(caplog.records) == 2
    assert [text[:49] for _, _, text in caplog.record_tuples][1] == "docs/: of 20 gendered words in the examples, 20 a"


def test_each_build_counts_anew(caplog):
    """In a live preview, a page that is gone no longer counts."""
    build(f"<p>{'“He knows.” ' * 19}</p>", "gone.md")
    build("<p>“He knows.”</p>")
    assert caplog.records == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_no_page_has_a_default_gender(page):
    """Whoever harmed the reader, the real pages speak of that person as they."""
    texts = [page.meta["title"], page.meta["summary"], tried(page.meta), *blocks(page.html, LOOKED_UP)]
    assert problems(f"docs/{page.name}", texts) == []


def test_the_real_examples_are_balanced():
    """Over all real pages, neither men nor women rule the examples."""
    assert balance({f"docs/{page.name}": prose(page.html).all for page in pages()}) == []

"""The search: loaded on first use, understands what readers type, shows why, and puts help first in danger."""

import pytest
from macro_environment import facts, strings
from page_helpers import assert_none, open_search, search
from playwright.sync_api import expect

from core.search_text import stem, words

INDEX = "await (await fetch(address)).json()"
CRISIS, STATUS, RESULTS = ".guide-search__crisis", ".guide-search__status", ".guide-search__results a"
SAME = {  # what readers type, and the plain words that it should be taken for
    "a missing apostrophe": ("dont know if im ready", "don't know if I'm ready"),
    "a curly apostrophe": ("he won’t stop", "he won't stop"),
    "a hyphen": ("e-mail", "email"),
    "a space for a hyphen": ("e mail", "email"),
    "British and American spelling": ("gray rock", "grey rock"),
    "an inflection": ("blocked", "blocking"),
    "an accent": ("whatsápp", "whatsapp"),
    "capitals": ("WHATSAPP", "whatsapp"),
    "a typing error": ("instgram", "instagram"),
    "swapped letters": ("calsl", "calls"),
    "a missing space": ("greyrock", "grey rock"),
    "a colon": ("block: instagram", "block instagram"),
    "quotation marks": ('"instagram"', "instagram"),
    "signs of a search engine": ("+instagram* ~^", "instagram"),
}
DANGER = [
    "he is strangling me", "he's hitting me", "threatening me", "guns", "selfharm", "hurting myself", "in-danger",
    "i don't want to live", "I want to KILL myself!!", "suicde", "theyre following me home", "he took my passport",
    "he locked me in", "my son is hit by his dad", "a knife", "he hit me last night",
    "my partner hit me how do i leave", "he hit me with a pan", "he would kill me if i leave",
    "a pillow over my face", "whats the point of living", "i could murder a curry and he hit me with a pan",
]  # fmt: skip
NO_DANGER = [
    "glue gun",
    "it hit me last night",
    "hit me with a bill",
    "whats the point of no contact",
    "dying to text him",
    "killing time",
    "stalking his insta",
    "the end of it",
    "cut contact",
    "i could murder a curry",
    "hit me up on friday",
    "my children",
]
WHO = ["he", "she", "my husband", "my mum", "my ex"]
DID = [
    "hit me", "is hitting me", "beats me", "slapped me", "punched me", "kicked me", "strangled me", "choked me",
    "raped me", "threw me against the wall", "pushed me down the stairs", "pulled a knife on me", "locked me in",
    "took my passport", "threatened to kill me", "is outside my house", "tracks my phone",
]  # fmt: skip
WANTS = [
    "i want to die", "i want to kill myself", "i dont want to be here", "im going to end it", "i took pills",
    "i hurt myself", "whats the point of living", "i wish i was dead", "im suicidal",
]  # fmt: skip
ENDINGS = [
    "", "last night", "again", "that night", "and i left", "how do i leave", "what do i do", "and im scared",
    "in front of the kids", "but said sorry", "is it my fault", "should i block him", "do i go no contact",
    "with no reason", "up against my car", "then sent flowers", "and now he is texting me", "after the breakup",
]  # fmt: skip
TOPICS = {
    "hoover": "hoovering",
    "i broke no contact": "broke-nc",
    "grey rock": "grey-rock",
    "we share children": "parallel-parenting",
}


def index_address(page):
    """The address of the search index."""
    return page.locator("#search").evaluate("(panel) => new URL(panel.dataset.index, document.baseURI).href")


def paths(page, text):
    """The first three results for these words."""
    return search(page, text)[:3]


@pytest.mark.parametrize("text", TOPICS)
def test_a_topic_is_found_by_what_readers_call_it(visit, text):
    """The page that answers a topic is the first result for a plain name of it."""
    assert paths(visit("/about/"), text)[0] == f"/{facts().topics[TOPICS[text]].page_address}"


@pytest.mark.parametrize(("typed", "plain"), SAME.values(), ids=list(SAME))
def test_spelling_does_not_matter(visit, typed, plain):
    """What is misspelt, or typed with marks, finds the same places as the plain words."""
    page = visit("/about/")
    assert paths(page, typed) == paths(page, plain) != []


def test_a_country_is_found_by_each_of_its_names(visit):
    """Its own name, and those by which Help finds it, lead to its numbers, alone or beside “helpline”."""
    page = visit("/help/")
    names = page.evaluate(
        """() => [...document.querySelectorAll("[data-names]")].flatMap((fold) => {
          const { id } = fold.querySelector("h3");
          return fold.dataset.names.split("|").map((name) => [name, `help/#${id}`]);
        })"""
    )
    search(page, "block")
    missed = page.evaluate(
        f"""async ([address, names]) => {{
          const {{ find }} = guide.searchEngine.create({INDEX});
          return names.filter(([name, expected]) => find(name, true).results[0]?.address !== expected
            || !find(`helpline in ${{name}}`).results.slice(0, 2).some(({{ address }}) => address === expected));
        }}""",
        [index_address(page), names],
    )
    assert len(names) > 150
    assert missed == []


def test_stems_are_the_same_on_the_device(visit):
    """The index is written with the same stems by which the device looks for words."""
    page = visit("/about/")
    search(page, "block")
    typed = sorted({word for text in strings().values() for word in words(text)})
    found = page.evaluate("(words) => words.map(guide.searchEngine.stem)", typed)
    assert dict(zip(typed, found, strict=True)) == {word: stem(word) for word in typed}


def test_only_the_word_that_is_being_typed_may_be_unfinished(visit):
    """The last word is completed while it is typed; a finished word never stands for a longer one."""
    page = visit("/about/")
    assert paths(page, "whatsap") == paths(page, "whatsapp")
    found = page.evaluate(
        f"""async (address) => {{
          const engine = guide.searchEngine.create({INDEX});
          return [["snapch", true], ["snapch", false], ["snapch block", true]]
            .map((typed) => engine.find(...typed).results.some(({{ heading }}) => heading.startsWith("Snapchat")));
        }}""",
        index_address(page),
    )
    assert found == [True, False, False]


def test_a_topic_without_a_page_is_no_result(visit):
    """A topic that no page answers yet has phrases, and gives no result of its own."""
    page = visit("/about/")
    search(page, "block")
    found = page.evaluate(
        f"""async (address) => {{
          const index = {INDEX};
          const {{ find }} = guide.searchEngine.create({{ ...index, topics: index.topics.map(() => -1) }});
          return ["hoover", "my husband hits me"].map((typed) => find(typed).results.length);
        }}""",
        index_address(page),
    )
    assert found[0] > 0


def test_nothing_is_loaded_before_the_first_use(visit):
    """Panel, scripts and index of the search are not fetched before it is used."""
    page, requests = visit("/about/"), []
    page.on("request", lambda request: requests.append(request.url))
    page.reload(wait_until="networkidle")
    before = [address for address in requests if "search" in address]
    assert search(page, "block")
    after = [address.rpartition("/")[2].partition(".")[0] for address in requests if "search" in address]
    assert before == []
    assert sorted(after) == ["index", "search", "search_engine", "search_panel"]


def test_results_appear_while_typing(visit):
    """Results appear from the first letters on."""
    page = visit()
    open_search(page)
    page.keyboard.type("hoov")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("fit")


def test_a_result_shows_why(visit):
    """A result has its heading, its page, and a sentence; the words that were found are marked; no place is twice."""
    page = visit("/how/")
    search(page, "block whatsapp")
    first = page.locator(".guide-search__results li", has=page.locator("b mark")).first
    expect(first.locator("b")).to_have_text("WhatsApp")
    expect(first.locator("i")).not_to_be_empty()
    expect(first.locator("span")).not_to_be_empty()
    links = page.locator(RESULTS).evaluate_all("all => all.map((link) => link.href)")
    assert len(set(links)) == len(links)


def test_each_result_works(visit):
    """Each result leads to an existing page and anchor."""
    page = visit("/contents/")
    search(page, "children")
    for link in page.locator(RESULTS).evaluate_all("all => all.map((link) => link.href)"):
        response = page.request.get(link)
        assert response.ok, link
        assert f'id="{link.partition("#")[2]}"' in response.text() or "#" not in link, link


def test_no_more_than_the_best_twelve_are_shown(visit):
    """Where more places fit, the best twelve are shown, and the status says so."""
    page = visit("/how/")
    assert len(search(page, "he texts me")) == 12
    expect(page.locator(STATUS)).to_have_text("The 12 places that fit best.")


@pytest.mark.parametrize(("text", "results"), [("zzzzqq", False), ("constructor", False), ("chicken curry", True)])
def test_what_is_not_understood_leads_to_the_parts_of_the_guide(visit, text, results):
    """Where nothing fits, or nothing surely, a calm line says so, and the parts of the guide are linked."""
    page = visit("/how/")
    assert bool(search(page, text)) is results
    expect(page.locator(STATUS)).to_have_text(strings()["search_unsure" if results else "search_none"])
    entries = page.locator(".guide-search__entries a")
    expect(entries.first).to_be_visible()
    for link in entries.evaluate_all("all => all.map((link) => link.href)"):
        assert page.goto(link).status == 200


def test_clearing_the_search_shows_the_examples_again(visit):
    """An empty search shows examples to tap instead of results and a count."""
    page = visit()
    assert search(page, "block")
    page.locator("#query").fill("")
    expect(page.locator(RESULTS)).to_have_count(0)
    expect(page.locator(STATUS)).to_have_text("")
    expect(page.locator(".guide-search__examples button")).to_have_count(6)


def test_each_example_finds_something_surely(visit):
    """Each example that can be tapped is searched for, and the field keeps the focus."""
    page = visit("/about/")
    open_search(page)
    buttons = page.locator(".guide-search__examples button")
    for text in buttons.all_inner_texts():
        page.locator("#query").fill("")
        buttons.get_by_text(text, exact=True).click()
        expect(page.locator("#query")).to_have_value(text)
        expect(page.locator("#query")).to_be_focused()
        expect(page.locator(STATUS)).to_contain_text("fit")


def test_the_keyboard_leads_through_the_results(visit):
    """Arrow keys go from the field to the results and back; Enter goes to the first result, and then opens it."""
    page = visit("/about/")
    first = search(page, "hoover")[0]
    links, field = page.locator(RESULTS), page.locator("#query")
    for key, focused in (("Down", links.nth(0)), ("Down", links.nth(1)), ("Up", links.nth(0)), ("Up", field)):
        page.keyboard.press(f"Arrow{key}")
        expect(focused).to_be_focused()
    page.keyboard.press("Enter")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}**")


@pytest.mark.parametrize("leave", ["Close", "Escape", "Back"])
def test_a_closed_search_is_empty(visit, leave):
    """Whoever opens the search after it was closed, or after Back, does not see what was typed before."""
    page = visit("/about/")
    search(page, "hoover")
    if leave == "Back":
        page.locator(RESULTS).first.click()
        page.wait_for_url("**/holding/**")
        page.go_back()
    elif leave == "Close":
        page.get_by_role("button", name="Close", exact=True).click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    open_search(page)
    expect(page.locator("#query")).to_have_value("")
    expect(page.locator(RESULTS)).to_have_count(0)


def test_danger_puts_help_first(visit):
    """Words of danger, in any form, show whom to call above all results, and no result leads to the sessions."""
    page = visit("/about/")
    box = page.locator(CRISIS)
    assert "/sessions/" in search(page, "apply for a session")
    missed = []
    for text in [*DANGER, "apply for a session suicide"]:
        found = search(page, text)
        assert "/sessions/" not in found, text
        missed += [] if box.is_visible() else [text]
    assert_none(missed)
    expect(box).to_contain_text(strings()["search_emergency"])
    assert page.evaluate(
        f"() => document.querySelector('{CRISIS}').compareDocumentPosition("
        "document.querySelector('.guide-search__results')) === Node.DOCUMENT_POSITION_FOLLOWING"
    )
    box.get_by_role("link").click()
    page.wait_for_url("**/help/")


def test_no_ending_hides_danger(visit):
    """A plain sentence about danger is noticed, whatever follows: no everyday phrase across both takes it away."""
    page = visit("/about/")
    search(page, "block")
    sentences = [f"{who} {did} {ending}" for who in WHO for did in DID for ending in ENDINGS]
    sentences += [f"{wants} {ending}" for wants in WANTS for ending in ENDINGS]
    missed = page.evaluate(
        f"""async ([address, sentences]) => {{
          const {{ find }} = guide.searchEngine.create({INDEX});
          return sentences.filter((sentence) => !find(sentence).danger);
        }}""",
        [index_address(page), sentences],
    )
    assert_none(missed)


def test_everyday_words_do_not_mean_danger(visit):
    """A phrase that only sounds like danger shows no such box."""
    page = visit("/about/")
    shown = []
    for text in NO_DANGER:
        search(page, text)
        shown += [text] if page.locator(CRISIS).is_visible() else []
    assert_none(shown)


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror=alert(1)>", "<h6>block</h6>", '"><script>1</script>', "block*~^+-:"]
)
def test_markup_is_text(visit, typed):
    """Markup and special characters in the search are plain text: nothing runs, nothing breaks."""
    page, errors = visit("/how/"), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    search(page, typed)
    expect(page.locator("#query")).to_have_value(typed)
    expect(page.locator("#search").locator("img, script, h6")).to_have_count(0)
    assert errors == []


@pytest.mark.parametrize("part", ["**/search/index.json", "**/assets/search_engine.*", "**/assets/search.*.js"])
def test_a_search_that_fails_says_so(visit, part):
    """If any part of the search cannot be fetched, a kind message says so, and links to all pages."""
    page = visit("/how/")
    page.route(part, lambda route: route.abort())
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(STATUS)).to_have_text(strings()["search_failed"])
    expect(page.locator("#search").get_by_role("link", name="All pages")).to_be_visible()


@pytest.mark.parametrize("part", ["**/search/index.json", "**/assets/search_engine.*"])
def test_a_search_that_fails_still_puts_help_first(visit, part):
    """If the search cannot understand anything, it shows whom to call."""
    page = visit("/how/")
    page.route(part, lambda route: route.abort())
    search(page, "suicide")
    expect(page.locator(CRISIS)).to_be_visible()

"""Words that are meant to be the same have the same stem, however they are spelt."""

import pytest

from core.search_text import stem, stems, words

SAME = [
    "block blocks blocked blocking",
    "stop stops stopped stopping",
    "party parties",
    "cry cries cried",
    "organise organize organised organizing organisation organizations",
    "colour color colours",
    "behaviour behavior",
    "counselling counseling",
    "cancelled canceled",
    "grey gray",
    "mum mom moms mums",
    "child children",
    "harass harassed harassing harassment",
    "call calls called calling",
    "happiness happy",
    "analyse analyze",
]
DIFFERENT = ["not note", "he hes", "police policy", "his hiss", "bus bused", "sing sin", "need nee"]


@pytest.mark.parametrize("forms", SAME)
def test_the_forms_of_a_word_have_one_stem(forms):
    """Inflections, British and American spelling, and a few irregular forms are the same word."""
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", DIFFERENT)
def test_other_words_keep_their_difference(pair):
    """A short word loses no ending that would make another word of it."""
    first, second = map(stem, pair.split())
    assert first != second


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t, DON'T dont!", ["dont", "dont", "dont"]),
        ("e-mail, e mail, email", ["email", "email", "email"]),
        ("self-harm", ["self", "harm"]),
        ("“mamá” and naïve", ["mama", "and", "naive"]),
        ("+block -me ~now ^so* a:b", ["block", "me", "now", "so", "a", "b"]),
        ("24/7 at 3am", ["24", "7", "at", "3am"]),
        ("", []),
    ],
)
def test_marks_and_accents_are_no_part_of_a_word(text, expected):
    """Apostrophes and accents are left out; hyphens and all other marks separate words."""
    assert words(text) == expected


def test_a_text_becomes_a_list_of_stems():
    """The order of the words is kept."""
    assert stems("He keeps texting") == ["he", "keep", "text"]

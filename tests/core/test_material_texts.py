"""Texts that Material has translated need not be translated again."""

from macro_environment import strings

from core.material_texts import MATERIAL_KEYS, material_texts

GERMAN = {
    "copy_done": "In Zwischenablage kopiert",
    "copy_press": "In Zwischenablage kopieren",
    "next": "Weiter",
    "on_this_page": "Inhaltsverzeichnis",
    "previous": "Zurück",
    "search": "Suche",
    "search_label": "Suche",
    "skip": "Zum Inhalt",
}


def test_texts_are_in_the_language():
    """By our names, which exist; a language that Material does not have gives nothing."""
    assert material_texts("ur")["next"] == "اگلا"
    assert material_texts("de") == GERMAN
    assert material_texts("xx") == {}
    assert set(MATERIAL_KEYS) <= set(strings())

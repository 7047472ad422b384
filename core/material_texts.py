"""Reads the translations of Material for MkDocs, for those of our texts that mean the same."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, TemplateNotFound

from core.theme_files import theme_folders

LANGUAGES = theme_folders("partials/languages")
MATERIAL_KEYS = {  # our names of texts in data/strings/, and Material's keys of texts that mean the same
    "copy_done": "clipboard.copied",
    "copy_press": "clipboard.copy",
    "next": "footer.next",
    "on_this_page": "toc",
    "previous": "footer.previous",
    "search": "search",
    "search_label": "search.placeholder",
    "skip": "action.skip",
}


@cache
def material_texts(language: str) -> dict[str, str]:
    """Material's translations into a language, by our names; empty where it has none. Takes its code, such as “ur”."""
    environment = Environment(loader=FileSystemLoader(LANGUAGES), autoescape=False)
    try:
        translate = environment.get_template(f"{language}.html").module.t  # type: ignore[attr-defined]
    except TemplateNotFound:
        return {}
    found = {name: translate(key).strip() for name, key in MATERIAL_KEYS.items()}
    return {name: text for name, text in found.items() if text}
